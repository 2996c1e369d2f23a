"""Every link that a Markdown page writes, with the place where its address stands."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from .mdtext import HIDDEN, SourceText, hide
from .microsyntax import srcset_urls

_DEFINITION = re.compile(
    r"^[ \t>]*\[(?P<label>(?![\^@])(?:\\.|[^\[\]\\\n])+)\]:[ \t]*\n?[ \t]*(?P<url>\S+)"
    r"(?P<title>[ \t]*\n?[ \t]*(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*$", re.MULTILINE)
_AUTOLINK = re.compile(r"<(?P<url>(?:https?|ftps?|mailto):[^<>\s]*|[^<>\s!]+@[^<>\s@]+)>", re.IGNORECASE)
_TAG = re.compile(  # but not the address of a link, which may stand in angle brackets
    r"(?<!\]\()(?<!\]\(\s)<[A-Za-z][\w:.-]*(?=[\s/>])(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'>/=]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`]+))")
_ATTR_LIST = re.compile(r"\{:?[ \t]*(?P<attributes>[^{}\n]*)\}")
_BARE = re.compile(r"(?<![\w/\"'=(<\[])(?P<url>(?:https?://|www\.|ftp://)[^\s<>\0\"]+)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|~^:\"'<])")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_REFERENCE = re.compile(r"[ \n]?\[(?P<label>[^\]\n]*)\]")


class MdLink(NamedTuple):
    """`start` orders links as the page does; `offset` is where the address is written."""

    start: int
    offset: int
    url: str
    text: str  # between the brackets, by which repeated links are told apart
    weak: bool  # inside a formula, or a bare address: a link only with certain extensions


class Undefined(NamedTuple):
    """`[text][label]` whose label is nowhere defined."""

    offset: int
    text: str
    label: str


@dataclass(slots=True)
class MdPage:
    source: SourceText
    links: list[MdLink] = field(default_factory=list)
    undefined: list[Undefined] = field(default_factory=list)
    definitions: dict[str, tuple[str, int]] = field(default_factory=dict)


def read_links(source: SourceText) -> MdPage:
    page = MdPage(source)
    text = _DEFINITION.sub(lambda match: _define(page, match), source.masked)
    found: list[MdLink] = []
    text = _AUTOLINK.sub(lambda match: _autolink(found, match), text)
    for tag in _TAG.finditer(text):
        _read_attributes(found, text, tag.start(), *tag.span("attributes"))
    text = _TAG.sub(lambda match: hide(match[0]), text)
    taken: list[tuple[int, int]] = []
    for match in re.finditer(r"\[", text):
        _read_bracket(page, found, text, match.start(), taken)
    for match in _ATTR_LIST.finditer(text):
        _read_attributes(found, text, match.start(), *match.span("attributes"))
    starts = {link.offset for link in found}
    for match in _BARE.finditer(text):
        if match.start() not in starts and not any(start <= match.start() < end for start, end in taken):
            url = match["url"].rstrip(".,;:!?)'*_]")
            found.append(MdLink(match.start(), match.start(), url, url, True))
    page.links = sorted(link._replace(weak=link.weak or source.in_math(link.start)) for link in found)
    return page


def plain(url: str) -> str:
    """The address as it comes out in HTML: escapes and entities resolved."""
    return html.unescape(_ESCAPE.sub(r"\1", url)).strip()


def _define(page: MdPage, match: re.Match[str]) -> str:
    url, offset = match["url"], match.start("url")
    if url.startswith("<"):
        url, offset = url.lstrip("<").rstrip(">"), offset + 1
    page.definitions[_key(page.source.text[slice(*match.span("label"))].strip())] = (plain(url), offset)
    return hide(match[0])


def _key(label: str) -> str:
    return re.sub(r"[ ]?\n", " ", label).lower()


def _autolink(found: list[MdLink], match: re.Match[str]) -> str:
    url = match["url"]
    if ":" not in url:
        url = f"mailto:{url}"
    found.append(MdLink(match.start(), match.start("url"), plain(url), "", False))
    return hide(match[0])


def _read_attributes(found: list[MdLink], text: str, start: int, first: int, last: int) -> None:
    for attribute in _ATTRIBUTE.finditer(text, first, last):
        group = next(name for name in ("double", "single", "bare") if attribute[name] is not None)
        value, offset = attribute[group], attribute.start(group)
        found.append(MdLink(start, offset, html.unescape(value).strip(), "", False))
        if attribute["name"].lower() in ("srcset", "imagesrcset"):
            for url in srcset_urls(html.unescape(value)):
                found.append(MdLink(start, offset + max(value.find(url), 0), url, "", False))
        elif "url(" in value or "url=" in value.lower():
            for part in re.finditer(r"url(?:\(|\s*=\s*)\s*[\"']?([^\"')\s]+)", value, re.IGNORECASE):
                found.append(MdLink(start, offset + part.start(1), html.unescape(part[1]), "", False))


def _read_bracket(page: MdPage, found: list[MdLink], text: str, start: int, taken: list[tuple[int, int]]) -> None:
    if _escaped(text, start) or text[start + 1:start + 2] in ("^", "@"):
        return
    end = _closing(text, start)
    if end is None:
        return
    begin = start - 1 if text[start - 1:start] == "!" and not _escaped(text, start - 1) else start
    inside = page.source.text[start + 1:end]
    if text[end + 1:end + 2] == "(":
        target = _destination(text, end + 1)
        if target is not None:
            offset, url, after = target
            found.append(MdLink(begin, offset, plain(url), inside, False))
            taken.append((end, after))
            return
    reference = _REFERENCE.match(text, end + 1)
    if reference and not reference["label"].startswith(("^", "@")):
        label = page.source.text[slice(*reference.span("label"))]
        definition = page.definitions.get(_key(label or inside))
        if definition:
            found.append(MdLink(begin, definition[1], definition[0], inside, False))
            return
        if reference[0][0] == "[" and _looks_meant(text, start, inside, label):
            page.undefined.append(Undefined(start, inside, label))
            return
    definition = page.definitions.get(_key(inside))
    if definition and not _is_label(text, start):
        found.append(MdLink(begin, definition[1], definition[0], inside, False))


def _is_label(text: str, start: int) -> bool:
    """Whether this bracket is the second of `[text][label]`, read already."""
    return text[start - 1:start] == "]"


def _looks_meant(text: str, start: int, inside: str, label: str) -> bool:
    """`[x][y]` in prose is a link that failed; `matrix[i][j]` is not."""
    before = text[start - 1:start]
    if (before and (before.isalnum() or before in "_])}" + HIDDEN)):
        return False
    words = inside.strip()
    if not words or (not label.strip() and not re.search(r"\w\w", words)):
        return False
    if re.fullmatch(r"[\d\s:,.+\-]+", label):
        return re.fullmatch(r"[^\W\d_]{2}[^\"'=,;]*", words) is not None  # words and a number, not an index of a list
    return True


def _escaped(text: str, position: int) -> bool:
    count = 0
    while position > count and text[position - 1 - count] == "\\":
        count += 1
    return count % 2 == 1


def _closing(text: str, start: int) -> int | None:
    """The bracket that closes the one at `start`, within the same paragraph."""
    stop = _PARAGRAPH_END.search(text, start)
    limit = min(stop.start() if stop else len(text), start + 4000)
    depth = 0
    position = start
    while position < limit:
        character = text[position]
        if character == "\\":
            position += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if not depth:
                return position
        position += 1
    return None


def _destination(text: str, start: int) -> tuple[int, str, int] | None:
    """Offset, address and end of the `(address "title")` whose parenthesis is at `start`."""
    angle = re.compile(r"\(\s*<([^<>\n]*)>\s*(?:\"[^\"]*\"|'[^']*')?\s*\)").match(text, start)
    if angle:
        return angle.start(1), angle[1], angle.end()
    depth, position, quote = 0, start, ""
    while position < min(len(text), start + 4000):
        character = text[position]
        if character == "\\":
            position += 1
        elif quote:
            if character == quote and re.match(r"\s*\)", text[position + 1:position + 20]):
                quote = ""
        elif character in "\"'" and text[position - 1].isspace():
            quote = character
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if not depth:
                break
        elif character == "\n" and text[position + 1:position + 2] == "\n":
            return None
        position += 1
    else:
        return None
    inner = text[start + 1:position]
    match = re.fullmatch(r"(\s*)(.*?)(?:\s+(?:\"[^\n]*\"|'[^\n]*'))?\s*", inner, re.DOTALL)
    if match is None or HIDDEN in match[2]:
        return None
    return start + 1 + len(match[1]), match[2], position + 1
