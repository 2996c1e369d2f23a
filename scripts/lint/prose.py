"""Prose: what Markdown would take for something else (HTML, code, emphasis), and quotation marks that are not the guide's."""

import re
from collections.abc import Iterator
from html.entities import html5

from problem import Problem

from apparatus.source import Source
from lint.project import Project

TAG = re.compile(r"</?(?P<name>[a-zA-Z][\w.-]*)(?=[\s/>])(?P<told>[^>]*\s(?:style|on[a-z]+)\s*=)?[^>]*>")
ALLOWED = {"br", "kbd", "sub", "sup", "wbr"}
PAIRED = {"kbd", "sub", "sup"}
TOLD = {"audio", "embed", "frame", "iframe", "image", "img", "link", "object", "script", "source", "style", "track", "video"}
PARAGRAPH = re.compile(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
BULLET = re.compile(r"^[ ]*\*[ ]|^\*{3,}[ ]*$", re.MULTILINE)
STARS = re.compile(r"(?<!\\)\*+")
QUOTE = re.compile(
    r"\{[^}\n]*\}|\]\([^)\n]*\)|<[^>\n]*>|^[ ]*(?:attrs:|!!!|\?\?\?|===|-+8<|\[[^\]\n]+\]:|/{3,}).*$|(?P<quote>\")", re.MULTILINE
)
ENTITY = re.compile(r"&([a-zA-Z]\w*;)")
INSIDE = re.compile(r"«[^«»]*»")
MARKER = re.compile(r"[ ]*(?:\d+\.|[-*+:]|\[\^[^\]]+\]:)[ ]")
OPENED = re.compile(r"[ ]*/{3,}[ ]*\S")
NO_FENCE = re.compile(r"`{1,2}\w*\n")


def check(project: Project) -> list[Problem]:
    """HTML, paragraphs that their indent makes code, stars without their pair, code that wanted to be a fence, "quotes"."""
    return [
        project.problem(page, *slip)
        for page, source in project.pages.items()
        for slips in (_tags, _entities, _stars, _indented, _fences, _quotes)
        for slip in slips(source)
    ]


def _tags(source: Source) -> Iterator[tuple[int, str, str]]:
    closed: list[str] = []
    last = 0
    for tag in TAG.finditer(source.prose):
        name = tag["name"].lower()
        if name in PAIRED and not tag[0].startswith("</"):
            rest = source.prose[tag.end() :].partition("\n\n")[0]
            if f"</{name}>" not in rest.lower():
                yield tag.start(), f"HTML that is never closed: {tag[0]}", f"close it with </{name}>"
        if tag[0].lower() in ("</br>", "</wbr>"):
            yield tag.start(), f"HTML that closes nothing: {tag[0]}", "write <br>"
        if name in ALLOWED or name in TOLD:
            continue
        if tag[0].startswith("</") and name in closed:
            closed.remove(name)  # told where it opens
            continue
        closed.append(name)
        line = source.position(tag.start())[0]
        if not tag["told"] and line != last:  # one in another is told with it
            last = line
            yield tag.start(), f"HTML in a page: {tag[0]}", "write it in Markdown, or between ` if it is to be read"


def _entities(source: Source) -> Iterator[tuple[int, str, str]]:
    for entity in ENTITY.finditer(source.prose):
        if entity[1] not in html5:
            yield entity.start(), f"an unknown entity, {entity[0]}", "write the letter itself"


def _stars(source: Source) -> Iterator[tuple[int, str, str]]:
    for paragraph in PARAGRAPH.finditer(source.prose):
        if "*" not in paragraph[0]:
            continue
        text = BULLET.sub(lambda bullet: " " * len(bullet[0]), paragraph[0])
        stars = list(STARS.finditer(text))
        single = [one for one in stars if len(one[0]) % 2]
        double = [one for one in stars if len(one[0]) > 1]
        for mark, found in (("*", single), ("**", double)):
            if len(found) % 2:
                hint = "close it, or write \\* for the sign itself"
                yield paragraph.start() + found[-1].start(), f"a {mark} without its pair", hint


def _indented(source: Source) -> Iterator[tuple[int, str, str]]:
    """Paragraphs four spaces in that belong to no list."""
    for found in re.finditer(r"(?<=\n\n)[ ]{4,}(?=\S)", source.markup):
        if source.text[found.start() - 2 : found.end()].strip():
            continue  # it begins with code, which is blank here
        indent = len(found[0])
        above = [line for line in source.markup[: found.start()].rstrip().split("\n")[-40:] if line.strip()]
        for line in reversed(above):
            own = len(line) - len(line.lstrip())
            if own < indent and (MARKER.match(line) or OPENED.match(line)):
                break
            if own == 0 and not _continues(above, line):
                hint = "begin it at the margin, or put it in a fence"
                yield found.end(), "a paragraph that its indent makes code", hint
                break


def _continues(above: list[str], line: str) -> bool:
    """Whether a line at the margin belongs to the paragraph of a list's item."""
    at = above.index(line)
    return at > 0 and bool(MARKER.match(above[at - 1]))


def _fences(source: Source) -> Iterator[tuple[int, str, str]]:
    for start, end in source.code_spans:
        if NO_FENCE.match(source.text, start, end) and source.text[:start].rpartition("\n")[2].strip() == "":
            yield start, "a fence of fewer than three marks", "write ```"


def _quotes(source: Source) -> Iterator[tuple[int, str, str]]:
    for paragraph in PARAGRAPH.finditer(source.prose):
        quote = next((one for one in QUOTE.finditer(paragraph[0]) if one["quote"]), None)
        if quote:
            yield paragraph.start() + quote.start(), 'a straight "', "write «…»"
        outside = INSIDE.sub(lambda found: " " * len(found[0]), paragraph[0])
        for wrong in list(re.finditer(r"[“”„‘«»]", outside))[:1]:
            what = f"a {wrong[0]} without its pair" if wrong[0] in "«»" else f"an English quotation mark, {wrong[0]}"
            yield paragraph.start() + wrong.start(), what, "write «…», and “…” inside it"
        for space in re.finditer(r"«[ ]|[ ]»", source.text[paragraph.start() : paragraph.end()]):
            if paragraph[0][space.start() : space.end()] != space[0]:
                continue  # in code
            yield paragraph.start() + space.start(), "a space inside «…»", "remove it"
