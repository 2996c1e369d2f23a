"""Anchors and references of one HTML page, read from the tree that a browser would build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

import turbohtml
from turbohtml import Document, Element, Namespace, ShadowRoot

from . import places
from .css import attribute_urls, css_urls
from .microsyntax import SPACE, refresh_url, srcset_urls

C0_SPACE = "".join(map(chr, range(0x21)))  # what the URL parser strips at both ends


class Reference(NamedTuple):
    url: str
    line: int
    column: int
    purpose: str
    where: str  # element and attribute, for the message


@dataclass(slots=True)
class Page:
    """What one document offers and asks for."""

    base: str | None = None  # the href of the first base element
    base_at: int = 0  # references before it: what they load is asked for before the base is known
    ids: dict[str, tuple[int, int]] = field(default_factory=dict)  # with line and column
    hidden_ids: set[str] = field(default_factory=set)  # only inside noscript
    maps: set[str] = field(default_factory=set)
    duplicates: list[tuple[str, int, int]] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


def read_page(data: bytes | str) -> Page:
    """Parse a page; the encoding is sniffed as HTML prescribes when bytes are given."""
    document = turbohtml.parse(data, scripting=True)  # as readers have it; noscript is looked into apart
    page = Page()
    shadows = ("shadowrootmode" if isinstance(data, str) else b"shadowrootmode") in data
    fill(page, document, shadows)
    return page


def fill(page: Page, document: Document | Element, shadows: bool = True, owners: list[Element] | None = None) -> None:
    """Fill `page` in document order; `owners` gets the element of each reference."""
    excluded = set(document.select("template *")) if document.find("template") else ()
    for element in document.select(places.SELECTOR):
        if element not in excluded:
            _read_element(element, page, True)
            if owners is not None:
                owners += [element] * (len(page.references) - len(owners))
    for root in _shadow_roots(document) if shadows else ():
        for element in root.select(places.SELECTOR):
            _read_element(element, page, False)
            if owners is not None:
                owners += [element] * (len(page.references) - len(owners))
    page.hidden_ids -= page.ids.keys()


def _shadow_roots(document: Document) -> Iterator[ShadowRoot]:
    stack = [document]
    while stack:
        for element in stack.pop().iter_elements():
            if element.shadow_root is not None:
                yield element.shadow_root
                stack.append(element.shadow_root)


def _read_element(element: Element, page: Page, anchors: bool) -> None:
    tag, attributes = element.tag, element.attrs
    line, column = element.source_line or 0, (element.source_col or 0) + 1
    html = element.namespace is Namespace.HTML
    if anchors:
        _read_anchor(tag, html, attributes, page, line, column)
    if html:
        if tag == "a":  # nearly all references of a page
            url = attributes.get("href")
            if url is not None:
                page.references.append(Reference(url.strip(C0_SPACE), line, column, places.NAVIGATE, "a href"))
            if "ping" in attributes:
                _add_list(page, attributes, line, column, "a", "ping")
        else:
            _read_html(element, tag, attributes, page, line, column)
    else:
        _read_foreign(element, tag, attributes, page, line, column)
    if "style" in attributes:
        _add_css(page, attributes["style"] or "", line, column, f"{tag} style")


def _read_anchor(tag: str, html: bool, attributes, page: Page, line: int, column: int) -> None:
    name = attributes.get("id")
    if name and page.ids.setdefault(name, (line, column)) != (line, column):  # a misnested element is cloned
        page.duplicates.append((name, line, column))
    if html and tag == "a" and attributes.get("name"):
        page.ids.setdefault(attributes["name"], (line, column))
    elif html and tag == "map" and attributes.get("name"):
        page.maps.add(attributes["name"])


def _read_html(element: Element, tag: str, attributes, page: Page, line: int, column: int) -> None:
    for name, purpose in places.HTML_ATTRIBUTES.get(tag, ()):
        url = attributes.get(name)
        if url is not None and not (tag == "source" and getattr(element.parent, "tag", "") == "picture"):
            if url or name != "src" or "srcset" not in attributes:
                _add(page, url, line, column, purpose, tag, name)
    if tag in places.SRCSETS and places.SRCSETS[tag] in attributes:
        name = places.SRCSETS[tag]
        for url in srcset_urls(attributes[name] or ""):
            _add(page, url, line, column, places.LOAD, tag, name)
    if tag == "area" and "ping" in attributes:
        _add_list(page, attributes, line, column, tag, "ping")
    elif tag == "base":
        if page.base is None and attributes.get("href") is not None:
            page.base, page.base_at = attributes["href"].strip(C0_SPACE), len(page.references)
            _add(page, page.base, line, column, places.BASE, tag, "href")
    elif tag == "link":
        _read_link(attributes, page, line, column)
    elif tag == "meta":
        _read_meta(attributes, page, line, column)
    elif tag == "style":
        if (attributes.get("type") or "text/css").strip().lower() == "text/css":
            _add_css(page, element.text, line, column, "style")
    elif tag == "script":
        if (attributes.get("type") or "").strip(SPACE).lower().split(";")[0].rstrip(SPACE) == "application/ld+json":
            _add_json_ld(page, element.text, line, column)
    elif tag == "input" and (attributes.get("type") or "").strip(SPACE).lower() == "image":
        if attributes.get("src") is not None:
            _add(page, attributes["src"], line, column, places.LOAD, tag, "src")
    elif tag == "iframe" and attributes.get("srcdoc"):
        _read_frame(page, attributes["srcdoc"], line, column)
    elif tag == "noscript":
        inner = Page()
        fill(inner, turbohtml.parse_fragment(element.text), False)
        page.references += [found._replace(line=line + found.line - 1) for found in inner.references]
        page.hidden_ids.update(inner.ids)


def _read_frame(page: Page, text: str, line: int, column: int) -> None:
    """A srcdoc document takes its base from the page; its own anchors are its own."""
    frame = read_page(text)
    own = {*frame.ids, "", "top"}
    for reference in frame.references:
        if not (reference.url[:1] == "#" and unquote(reference.url[1:]) in own):
            page.references.append(reference._replace(line=line, column=column))


def _read_link(attributes, page: Page, line: int, column: int) -> None:
    url = attributes.get("href")
    if url is None:
        return
    kinds = attributes.get("rel") or ()
    kinds = {kind.lower() for kind in (kinds.split() if isinstance(kinds, str) else kinds)}
    purpose = places.LOAD
    if not kinds:
        if "itemprop" not in attributes:
            return  # browsers do nothing with it
        purpose = places.OWN
    elif "canonical" in kinds:
        purpose = places.CANONICAL
    elif "alternate" in kinds and "stylesheet" not in kinds:
        purpose = places.ALTERNATE
    elif kinds & places.LINK_HINTS:
        purpose = places.HINT
    elif kinds & {"next", "prev", "help", "license", "author", "search", "me", "first", "last", "up", "start"}:
        purpose = places.NAVIGATE
    _add(page, url, line, column, purpose, "link", "manifest" if "manifest" in kinds else "href")


def _read_meta(attributes, page: Page, line: int, column: int) -> None:
    content = attributes.get("content") or ""
    if (attributes.get("http-equiv") or "").strip(SPACE).lower() == "refresh":
        url = refresh_url(content)
        if url is not None:
            _add(page, url, line, column, places.NAVIGATE, "meta", "refresh")
        return
    names = {(attributes.get(key) or "").strip(SPACE).lower() for key in ("property", "name")}
    itemprop = attributes.get("itemprop") or ""
    items = set((itemprop if isinstance(itemprop, str) else " ".join(itemprop)).lower().split())
    if content.strip() and (names & places.META_URLS or items & places.META_ITEMPROPS):
        _add(page, content, line, column, places.OWN, "meta", "content")


def _read_foreign(element: Element, tag: str, attributes, page: Page, line: int, column: int) -> None:
    svg = element.namespace is Namespace.SVG
    name = "href" if "href" in attributes else "xlink:href"
    url = attributes.get(name)
    if url is not None and (not svg or tag in places.SVG_LINKS):
        url = url.strip(C0_SPACE)
        purpose = places.NAVIGATE if tag == "a" or not svg else places.LOCAL if url[:1] == "#" else places.LOAD
        _add(page, url, line, column, purpose, tag, name)
    if not svg:
        return
    if tag == "style":
        _add_css(page, element.text, line, column, "style")
    for name, value in attributes.items():
        if value and "(" in value and name in places.SVG_PRESENTATION:
            _add_css(page, value, line, column, f"{tag} {name}")


def _add(page: Page, url: str, line: int, column: int, purpose: str, tag: str, name: str) -> None:
    page.references.append(Reference(url.strip(C0_SPACE), line, column, purpose, f"{tag} {name}"))


def _add_list(page: Page, attributes, line: int, column: int, tag: str, name: str) -> None:
    value = attributes.get(name) or ""
    for url in value.split() if isinstance(value, str) else value:
        _add(page, url, line, column, places.NAVIGATE, tag, name)


def _add_css(page: Page, text: str, line: int, column: int, where: str) -> None:
    for found in css_urls(text) if where == "style" else attribute_urls(text):
        purpose = places.FONT if found.font else places.LOCAL if found.url[:1] == "#" else places.LOAD
        offset = found.line - 1 if where == "style" else 0
        page.references.append(Reference(found.url.strip(C0_SPACE), line + offset, column, purpose, where))


def _add_json_ld(page: Page, text: str, line: int, column: int) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for url in _json_ld_urls(data):
        at = text.find(url)
        offset = text.count("\n", 0, at) if at > 0 else 0
        page.references.append(Reference(url, line + offset, column, places.OWN, "JSON-LD"))


def _json_ld_urls(data: object) -> Iterator[str]:
    stack = [("", data)]
    while stack:
        name, item = stack.pop()
        if isinstance(item, dict):
            stack.extend((key, value) for key, value in reversed(item.items())
                         if key not in ("@id", "@context", "@type"))
        elif isinstance(item, list):
            stack.extend((name, value) for value in reversed(item))
        elif isinstance(item, str) and "{" not in item:
            relative = name in places.JSON_LD_URLS and item.startswith(("/", "./", "../"))
            if relative or item.lower().startswith(("http://", "https://")):
                yield item.strip()
