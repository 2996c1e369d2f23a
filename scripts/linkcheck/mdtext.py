"""The text of a Markdown page as Python-Markdown sees it: snippets put in, code told apart, every character traced
back to the file and line where it was written."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from .model import Source
from .siteconfig import SiteConfig, read_text

HIDDEN = "\0"  # stands for what is no Markdown: code, comments, front matter
_SNIPPET = re.compile(
    r"(?P<space>[ \t]*)(?P<escape>;*)-+8<-+[ ]+(?P<quote>[\"'])(?P<name>[^\"'\n]+)(?P=quote)[ \t]*$")
_SNIPPET_BLOCK = re.compile(r"(?P<space>[ \t]*)(?P<escape>;*)-+8<-+[ \t]*$")
_SECTION = re.compile(r"-+8<-+[ \t]+\[[ \t]*(?P<kind>start|end)[ \t]*:[ \t]*(?P<name>[\w-]+)[ \t]*\]")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})(?P<rest>.*)$")
_CONTAINER = re.compile(
    r"(?P<indent>[ \t]*)(?:(?:[-*+]|\d+[.)])[ \t]+|:[ \t]{1,3}(?=\S)|(?:!!!|\?\?\?\+?|===[!+]?)[ \t]"
    r"|\[\^(?P<label>[^\]\n]+)\]:)")
_CODE_SPAN = re.compile(
    r"(?<!\\)(?:\\\\)*(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RAW = re.compile(r"(<(script|style|textarea)\b[^>]*>)(.*?)(?=</\2|\Z)", re.DOTALL | re.IGNORECASE)
_ATTRIBUTES = r"(?:[^<>\"']|\"[^\"]*\"|'[^']*')*"
_TAG = re.compile(rf"<(?P<end>/?)(?P<tag>[A-Za-z][\w:-]*)(?P<attributes>{_ATTRIBUTES})>")
_RAW_BLOCK = re.compile(  # what Python-Markdown takes as it is when it begins a line
    r"^ {0,3}(?=<(?:address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|group|h[1-6]|header|hgroup|html|iframe|legend|li|main|map|math|menu|nav|noscript"
    r"|object|ol|option|output|p|pre|progress|search|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)"
    rf"(?=[\s/>]){_ATTRIBUTES}>)", re.MULTILINE | re.IGNORECASE)
_IS_MARKDOWN = re.compile(r"(?i)\smarkdown(?=[\s>/]|=[\"']?(?:1|block|span|markdown)\b|$)")
_MATH = re.compile(r"(?<![\\$])\$\$.+?\$\$|(?<![\\$\w])\$(?![\s$])(?:\\.|[^\\$\n])+?(?<!\s)\$(?!\d)"
                   r"|\\\(.+?\\\)|^[ \t]*\\\[.+?\\\][ \t]*$|\\begin\{(\w+\*?)\}.+?\\end\{\1\}",
                   re.DOTALL | re.MULTILINE)
MAX_DEPTH = 10


@dataclass(slots=True)
class Line:
    text: str
    file: str
    number: int
    shift: int = 0  # characters put before the line as it stands in its file


@dataclass(slots=True)
class SourceText:
    """`text` is the whole page, `masked` the same with code hidden, `math` the ranges of formulas."""

    lines: list[Line]
    text: str = ""
    masked: str = ""
    math: list[tuple[int, int]] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)  # the footnote that each line belongs to
    starts: list[int] = field(default_factory=list)

    def source(self, offset: int) -> Source:
        index = bisect_right(self.starts, offset) - 1
        line = self.lines[index]
        return Source(line.file, line.number, max(offset - self.starts[index] - line.shift, 0) + 1)

    def label(self, offset: int) -> str | None:
        return self.labels[bisect_right(self.starts, offset) - 1]

    def in_math(self, offset: int) -> bool:
        index = bisect_right(self.math, (offset, len(self.text))) - 1
        return index >= 0 and offset < self.math[index][1]


def load_page(path: Path, config: SiteConfig) -> SourceText:
    lines = _expand(path, config, None, "", 0)
    for extra in config.appended:
        lines.append(Line("", str(extra), 1))
        lines += _expand(extra, config, None, "", 1)
    page = SourceText(lines)
    page.text = "\n".join(line.text for line in lines)
    position = 0
    for line in lines:
        page.starts.append(position)
        position += len(line.text) + 1
    if not lines:
        page.starts.append(0)
        page.lines.append(Line("", str(path), 1))
    _hide_blocks(page)
    _hide_inline(page)
    return page


def _expand(path: Path, config: SiteConfig, part: str | None, space: str, depth: int) -> list[Line]:
    """The lines of a file or of a part of it (`section` or `first:last`), with the snippets they call for."""
    result: list[Line] = []
    block = False
    for number, text in _part(read_text(path).split("\n"), part):
        marker = _SNIPPET_BLOCK.match(text)
        if marker and not marker["escape"]:
            block = not block
            continue
        match = _SNIPPET.match(text)
        if block and text.strip():
            name, inner = text.strip(), space + text[: len(text) - len(text.lstrip())]
        elif match and not match["escape"]:
            name, inner = match["name"], space + match["space"]
        elif block:
            continue
        else:
            result.append(Line(space + text, str(path), number, len(space)))
            continue
        name, _, section = name.partition(":")
        found = [folder / name for folder in config.snippet_folders if os.path.isfile(folder / name)]
        if found and depth < MAX_DEPTH and not name.startswith((";", "#")):
            result += _expand(found[0], config, section or None, inner, depth + 1)
    return result


def _part(lines: list[str], part: str | None) -> list[tuple[int, str]]:
    numbered = [(number, line) for number, line in enumerate(lines, 1)]
    if part and re.fullmatch(r"-?\d*(?::-?\d*)?(?:,-?\d*(?::-?\d*)?)*", part):
        chosen = []
        for span in part.split(","):
            first, _, last = span.partition(":")
            start = int(first or 1)
            chosen += numbered[start - 1 if start > 0 else start:int(last) if last else None]
        return chosen
    inside, kept = part is None, []
    for number, line in numbered:
        section = _SECTION.search(line)
        if section:
            if part is not None and section["name"] == part:
                inside = section["kind"] == "start"
        elif inside:
            kept.append((number, line))
    return kept


def _hide_blocks(page: SourceText) -> None:
    """Hide front matter, fences and indented code; note which footnote a line belongs to."""
    texts = [line.text.expandtabs(4) if "\t" in line.text else line.text for line in page.lines]
    hidden = [False] * len(texts)
    first = 0
    if texts and texts[0].rstrip() == "---":
        for number in range(1, len(texts)):
            if texts[number].rstrip() in ("---", "..."):
                hidden[: number + 1] = [True] * (number + 1)
                first = number + 1
                break
    containers: list[tuple[int, str | None]] = []
    page.labels = [None] * len(texts)
    number, blank = first, True
    while number < len(texts):
        text = re.sub(r"^([ ]{0,3}>[ ]?)+", lambda match: " " * len(match[0]), texts[number])
        quote = len(text) - len(text.lstrip(" ")) if text != texts[number] else 0
        if not text.strip():
            blank = True
            page.labels[number] = containers[-1][1] if containers else None
            number += 1
            continue
        indent = len(text) - len(text.lstrip(" ")) - quote
        if blank or _CONTAINER.match(text):
            while containers and indent < containers[-1][0]:
                containers.pop()
        inner = containers[-1][0] if containers else 0
        page.labels[number] = next((label for _, label in reversed(containers) if label), None)
        if blank and indent >= inner + 4:
            hidden[number] = True
            number += 1
            continue
        blank = False
        fence = _FENCE.match(text)
        if fence and not ("`" in fence["rest"] and fence["fence"][0] == "`"):
            end = _fence_end(texts, number, fence["fence"])
            if end is not None:
                hidden[number:end + 1] = [True] * (end + 1 - number)
                page.labels[number:end + 1] = [page.labels[number]] * (end + 1 - number)
                number = end + 1
                continue
        container = _CONTAINER.match(text)
        if container:
            containers.append((len(container["indent"]) - quote + 4, container["label"]))
            page.labels[number] = next((label for _, label in reversed(containers) if label), None)
        number += 1
    pairs = zip(page.lines, hidden, strict=True)
    page.masked = "\n".join(HIDDEN * len(line.text) if code else line.text for line, code in pairs)


def _fence_end(texts: list[str], start: int, fence: str) -> int | None:
    close = re.compile(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    return next((number for number in range(start + 1, len(texts)) if close.match(texts[number])), None)


def _hide_inline(page: SourceText) -> None:
    """Hide comments, scripts and code spans; note formulas, which hide links only where Markdown knows formulas."""
    text = _RAW.sub(lambda match: match[1] + hide(match[3]), page.masked)
    text = _hide_raw_blocks(_COMMENT.sub(lambda match: hide(match[0]), text))
    page.masked = _CODE_SPAN.sub(lambda match: hide(match[0]), text)
    page.math = [match.span() for match in _MATH.finditer(page.masked)]


def _hide_raw_blocks(text: str) -> str:
    """Hide what is no Markdown because it stands in a block of HTML, all but the tags."""
    parts, position = [], 0
    for match in _RAW_BLOCK.finditer(text):
        start = match.end()
        if start < position or _IS_MARKDOWN.search(_TAG.match(text, start)["attributes"]):
            continue
        end = _raw_end(text, start)
        parts += [text[position:start], _hide_between_tags(text[start:end])]
        position = end
    return "".join(parts) + text[position:]


def _raw_end(text: str, start: int) -> int:
    """Where the element that begins at `start` ends; one that is never closed takes all that follows."""
    opened: list[str] = []
    for match in _TAG.finditer(text, start):
        tag = match["tag"].lower()
        if not match["end"]:
            if not match["attributes"].endswith("/"):
                opened.append(tag)
        elif tag in opened:
            while opened.pop() != tag:
                pass
            if not opened:
                return match.end()
    return len(text)


def _hide_between_tags(text: str) -> str:
    return re.sub(rf"({_TAG.pattern})|[^<]+|<", lambda match: match[0] if match[1] else hide(match[0]), text)


def hide(text: str) -> str:
    return re.sub(r"[^\n]", HIDDEN, text)
