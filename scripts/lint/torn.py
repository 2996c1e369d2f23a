"""What tears a page: an unclosed front matter, fence, comment or formula, an unsolved merge, letters of another encoding.

What follows would be misread.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from problem import Problem

from apparatus.source import Fence, Source

CLOSES_NONE = "a fence that closes none"
MERGE = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
BOX = re.compile(r"^<(?P<name>div|section|article|aside|details|figure|p|table|ul|ol|center|pre)\b[^>]*>", re.M | re.I)
HALF_FRONT = re.compile(r"\A(?:[^\n]*\n){0,3}?[ ]*(?:title|description)[ ]*:")
MOJIBAKE = re.compile(r"Ã[\x80-\xbf\u0152-\u2122]|Â[\x80-\xbf]|â€|\ufffd")
LONELY = re.compile(r"(?<!\\)\$\$")


@dataclass(frozen=True)
class Tear:
    """What tears a page, and the line from which it would be misread: nothing else is told from there on."""

    problem: Problem
    line: int


def first_tear(page: str, source: Source) -> Tear | None:
    """The first tear of a page, if it has one."""
    tears = sorted(_tears(source))
    if not tears:
        return None
    problem = Problem(f"docs/{page}", *tears[0])
    return Tear(problem, _code_above(source, problem.line) if problem.message == CLOSES_NONE else problem.line)


def _code_above(source: Source, line: int) -> int:
    """Where the code of a fence may begin that only its closing line is left of: behind the fence or heading before."""
    heading = re.compile(r"^#{1,6}[ ].*$", re.MULTILINE)
    edges = [fence.last for fence in source.fences if fence.last < line]
    edges += [source.position(one.start())[0] for one in heading.finditer(source.markup)]
    return max((one for one in edges if one < line), default=0) + 1


def _tears(source: Source) -> Iterator[tuple[int, int, str, str]]:
    if not source.front_matter and HALF_FRONT.match(source.text):
        if source.text.startswith("---\n"):
            yield 1, 0, "a front matter that is never closed", "close it with a line ---"
        elif not source.text.startswith("<<<<<<<"):
            yield 1, 0, "a front matter that does not begin the page", "make --- its first line"
    for wrong in list(MOJIBAKE.finditer(source.text))[:1]:
        message = f"letters that were read in another encoding: {wrong[0]}"
        yield *source.position(wrong.start()), message, "bring the page back from git and save it as UTF-8"
    for mark in list(MERGE.finditer(source.text))[:1]:
        yield *source.position(mark.start()), "a mark of an unsolved merge", "leave one of the two versions"
    for fence in source.fences:
        inner = next((n for n, line in enumerate(fence.body.split("\n"), fence.first + 1) if _opens(line, fence)), 0)
        close = f"close it with a line {fence.marks}"
        if not fence.language and (inner or not fence.closed):
            yield fence.first, 0, CLOSES_NONE, "open it above, with ```python or another language"
        elif inner:
            yield fence.first, 0, f"a fence that is not closed before the one at line {inner}", close
        elif not fence.closed:
            yield fence.first, 0, "a fence that is never closed", close
    for start, end in source.comments:
        inner = source.text.find("<!--", start + 4, end)
        if inner >= 0:
            message = f"a comment that is not closed before the one at line {source.position(inner)[0]}"
            yield *source.position(start), message, "close it with -->"
        elif not source.text.startswith("-->", end - 3):
            yield *source.position(start), "a comment that is never closed", "close it with -->"
    for tag in BOX.finditer(source.prose):
        if not re.search(rf"</{tag['name']}\s*>", source.prose[tag.end() :], re.IGNORECASE):
            yield *source.position(tag.start()), f"HTML that is never closed: {tag[0]}", "write /// html | div, or remove it"
    for formula in source.formulas:
        if formula.display and re.search(r"\n[ ]*\n", formula.tex):
            message = "bad formula: a blank line inside $$, which may lack its pair"
            yield *source.position(formula.offset - 2), message, "close the formula or remove the line"
    for mark in LONELY.finditer(source.prose):
        yield *source.position(mark.start()), "bad formula: $$ without its pair", "close the formula with $$"


def _opens(line: str, fence: Fence) -> bool:
    """Whether a line inside a fence opens another one that looks the same."""
    return bool(re.match(rf"[ ]*{re.escape(fence.marks)}[ ]*[\w{{]", line))
