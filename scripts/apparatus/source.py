"""A page's Markdown with its code, comments and formulas told apart from its prose, at the same positions."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

FENCE = re.compile(r"^(?P<indent>[ ]*)(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
INLINE_CODE = re.compile(r"(?<![`\\])(`+)(?!`)((?:(?!\n[ ]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)
DISPLAY_MATH = re.compile(r"(?<!\\)\$\$(.+?)\$\$", re.DOTALL)
# The rule of arithmatex: no space inside the dollars, and none of them escaped.
INLINE_MATH = re.compile(r"(?<![\\$])\$(?![\s$])((?:\\.|[^\\$])+?)(?<!\s)\$")
FRONT_MATTER = re.compile(r"\A---[ ]*\n(.*?)^---[ ]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
INFO_WORD = re.compile(r'([.#]?[\w./:-]+)(?:=(?:"([^"]*)"|(\S+)))?')


@dataclass(frozen=True)
class Fence:
    """A fenced block: lines are counted from 1; `first` is the line of the opening fence, `last` of the closing one."""

    first: int
    last: int
    indent: str
    marks: str
    language: str
    classes: tuple[str, ...]
    attributes: dict[str, str]
    body: str
    closed: bool = True


@dataclass(frozen=True)
class Formula:
    """A formula, its delimiters left out; `offset` is where its TeX begins in the text."""

    tex: str
    display: bool
    offset: int


@dataclass
class Source:
    """A Markdown text taken apart.

    `prose` has the length and the lines of `text`, with front matter, code, comments and formulas blanked out;
    `markup` is the same but keeps the formulas.
    """

    text: str
    path: Path | None = None
    fences: list[Fence] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    code_spans: list[tuple[int, int]] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    front_matter: str = ""
    markup: str = ""
    prose: str = ""

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset in the text."""
        line = self.text.count("\n", 0, offset) + 1
        return line, offset - self.text.rfind("\n", 0, offset)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def parse_info(info: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Language, classes and attributes of a fence's info string, in either of its forms."""
    info = info.strip()
    if not info.startswith("{"):
        language, _, rest = info.partition(" ")
        return language, (), {m[1]: m[2] or m[3] or "" for m in INFO_WORD.finditer(rest)}
    words = list(INFO_WORD.finditer(info.strip("{} ")))
    classes = tuple(m[1][1:] for m in words if m[1].startswith("."))
    attributes = {m[1]: m[2] or m[3] or "" for m in words if m[1][0] not in ".#"}
    return (classes[0] if classes else ""), classes[1:], attributes


def _read_fences(text: str) -> tuple[list[Fence], str]:
    fences: list[Fence] = []
    lines = text.split("\n")
    blanked = list(lines)
    number = 0
    while number < len(lines):
        opening = FENCE.match(lines[number])
        if not opening:
            number += 1
            continue
        first = number
        marks = opening["marks"]
        closing = re.compile(rf"^{opening['indent']}{re.escape(marks)}[ ]*$")  # as superfences closes it
        number += 1
        while number < len(lines) and not closing.match(lines[number]):
            number += 1
        language, classes, attributes = parse_info(opening["info"])
        indent = opening["indent"]
        body = "\n".join(line.removeprefix(indent) for line in lines[first + 1 : number])
        fences.append(
            Fence(
                first + 1, number + 1, indent, marks, language, classes, attributes, body, closed=number < len(lines)
            )
        )
        for inside in range(first, min(number + 1, len(lines))):
            blanked[inside] = " " * len(lines[inside])
        number += 1
    return fences, "\n".join(blanked)


def parse(text: str, path: Path | None = None) -> Source:
    """Take a Markdown text apart. Raises nothing: an unclosed fence or comment reaches to the end, as in Markdown."""
    source = Source(text=text, path=path)
    masked = text
    front = FRONT_MATTER.match(text)
    if front:
        source.front_matter = front[1]
        masked = _blank(masked, 0, front.end())
    source.fences, masked = _read_fences(masked)
    comments = [comment.span() for comment in COMMENT.finditer(masked)]
    for comment in comments:
        masked = _blank(masked, *comment)
    for code in INLINE_CODE.finditer(masked):
        source.code_spans.append(code.span())
        masked = _blank(masked, *code.span())
    for start, end in comments:  # one in a code span is no comment
        if not any(first <= start < last for first, last in source.code_spans):
            source.comments.append((start, end))
    source.markup = masked
    for display, rule in ((True, DISPLAY_MATH), (False, INLINE_MATH)):
        for formula in rule.finditer(masked):
            if not display and "\n\n" in formula[1]:
                continue
            source.formulas.append(Formula(formula[1], display, formula.start(1)))
            masked = _blank(masked, *formula.span())
    source.formulas.sort(key=lambda formula: formula.offset)
    source.prose = masked
    return source


def front_matter(source: Source) -> dict[str, object]:
    """The front matter of a page; nothing if it is not there or cannot be read, which the lint reports."""
    try:
        data = yaml.safe_load(source.front_matter)
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}
