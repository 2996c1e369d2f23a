"""References in files that are not pages: style sheets, SVG, web manifests, sitemaps, robots.txt."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.parsers import expat

from . import places
from .css import attribute_urls, css_urls, decode
from .pagehtml import Page, Reference, read_page

_XLINK_HREF = "http://www.w3.org/1999/xlink href"
_SVG = "http://www.w3.org/2000/svg"
_SVG_STYLES = {"style", *places.SVG_PRESENTATION}
_STYLESHEET_HREF = re.compile(r"(?:^|\s)href\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MANIFEST_KEYS = {"src", "start_url", "url", "action"}


def reader_of(name: str) -> Callable[[bytes], Page] | None:
    """What reads the references of a file of this kind, None for a kind that points nowhere."""
    lower = name.lower()
    base = lower.rsplit("/", 1)[-1]
    if lower.endswith(".css"):
        return _read_css
    if lower.endswith(".svg"):
        return read_svg
    if lower.endswith(".webmanifest"):
        return read_manifest  # one of another name is known by the page that links to it
    if base.startswith("sitemap") and lower.endswith(".xml"):
        return _read_sitemap
    if name == "robots.txt":
        return _read_robots
    return None


def _read_css(data: bytes) -> Page:
    page = Page()
    for found in css_urls(decode(data)):
        if found.url[:1] != "#":  # it would name an element of the page that uses the sheet
            purpose = places.FONT if found.font else places.LOAD
            page.references.append(Reference(found.url.strip(), found.line, found.column, purpose, "CSS url"))
    return page


def read_svg(data: bytes) -> Page:
    """An SVG file, read as XML; one that is not well-formed is read as a browser reads SVG in HTML."""
    page = Page()
    reader = expat.ParserCreate(namespace_separator=" ")
    reader.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    style: list[str] = []
    style_line = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal style_line
        styles = [(name, found.url.strip()) for name, value in attributes.items() if "(" in value and name in _SVG_STYLES
                  for found in attribute_urls(value)]
        name = attributes.get("id")
        if not (styles or name or "href" in attributes or _XLINK_HREF in attributes or tag.endswith("style")):
            return  # most elements draw, and point nowhere
        line, column = reader.CurrentLineNumber, reader.CurrentColumnNumber + 1
        element = tag.rsplit(" ", 1)[-1]
        if name and page.ids.setdefault(name, (line, column)) != (line, column):
            page.duplicates.append((name, line, column))
        url = attributes.get("href", attributes.get(_XLINK_HREF))
        if url is not None and tag.startswith((_SVG + " ", "http://www.w3.org/1999/xhtml ")):
            url = url.strip()
            purpose = places.NAVIGATE if element == "a" else places.LOCAL if url[:1] == "#" else places.LOAD
            page.references.append(Reference(url, line, column, purpose, f"{element} href"))
        for name, url in styles:
            purpose = places.LOCAL if url[:1] == "#" else places.LOAD
            page.references.append(Reference(url, line, column, purpose, f"{element} {name}"))
        if element == "style":
            style.append("")
            style_line = line

    def end(tag: str) -> None:
        if style and tag.rsplit(" ", 1)[-1] == "style":
            for found in css_urls(style.pop()):
                purpose = places.FONT if found.font else places.LOCAL if found.url[:1] == "#" else places.LOAD
                page.references.append(
                    Reference(found.url.strip(), style_line + found.line - 1, 1, purpose, "style"))

    def text(data: str) -> None:
        if style:
            style[-1] += data

    def instruction(target: str, data: str) -> None:
        href = _STYLESHEET_HREF.search(data) if target == "xml-stylesheet" else None
        if href:
            import html  # few drawings have a style sheet of their own

            line, column = reader.CurrentLineNumber, reader.CurrentColumnNumber + 1
            url = html.unescape(href[1] or href[2] or "").strip()
            purpose = places.LOCAL if url[:1] == "#" else places.LOAD
            page.references.append(Reference(url, line, column, purpose, "xml-stylesheet href"))

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    reader.ProcessingInstructionHandler = instruction
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return read_page(data)
    return page


def read_manifest(data: bytes) -> Page:
    page = Page()
    text = data.decode("utf-8-sig", "replace")
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError):
        return page
    stack = [(manifest, "")]
    while stack:
        item, key = stack.pop()
        if isinstance(item, dict):
            stack.extend((value, name) for name, value in reversed(item.items()))
        elif isinstance(item, list):
            stack.extend((value, key) for value in reversed(item))
        elif isinstance(item, str) and key in _MANIFEST_KEYS and "%s" not in item:
            line = text.count("\n", 0, max(text.find(json.dumps(item, ensure_ascii=False)), 0)) + 1
            purpose = places.LOAD if key == "src" else places.NAVIGATE
            page.references.append(Reference(item.strip(), line, 1, purpose, f"manifest {key}"))
    return page


def _read_sitemap(data: bytes) -> Page:
    page = Page()
    reader = expat.ParserCreate(namespace_separator=" ")
    inside: list[tuple[str, int]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = tag.rsplit(" ", 1)[-1]
        if element == "loc":
            inside.append(("", reader.CurrentLineNumber))
        elif element == "link" and "href" in attributes:
            line = reader.CurrentLineNumber
            page.references.append(Reference(attributes["href"].strip(), line, 1, places.ALTERNATE, "sitemap link"))

    def end(tag: str) -> None:
        if tag.rsplit(" ", 1)[-1] == "loc" and inside:
            url, line = inside.pop()
            page.references.append(Reference(url.strip(), line, 1, places.CANONICAL, "sitemap loc"))

    def text(data: str) -> None:
        if inside:
            inside[-1] = (inside[-1][0] + data, inside[-1][1])

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = start, end, text
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        pass  # what was read before the fault counts
    return page


def _read_robots(data: bytes) -> Page:
    page = Page()
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        match = re.match(r"\s*sitemap\s*:\s*(\S+)", line, re.IGNORECASE)
        if match:
            page.references.append(Reference(match[1], number, 1, places.CANONICAL, "robots Sitemap"))
    return page
