"""Captions: each stands right behind what it is of, since what stands before it becomes the figure, whatever it is."""

import re

from problem import Problem

from apparatus.source import Source
from lint.blocks import Block, read
from lint.project import Project

OBJECTS = {"figura": "an image", "tabla": "a table", "listado": "a block of code"}
PICTURE = re.compile(r"\s*(?:!\[.*\](?:\(.*\)|\[.*\])(?:\{.*\})?|<(?:img|svg)\b.*>)\s*", re.DOTALL)
ROW = re.compile(r"[ ]*\|")
NOTE = re.compile(r"[ ]*\d+\.[ ]+`")


def check(project: Project) -> list[Problem]:
    """Captions behind something else than an image, a table or a block of code."""
    problems = []
    for page, source in project.pages.items():
        blocks, _ = read(source)
        lines, markup = source.text.split("\n"), source.markup.split("\n")
        for block in blocks:
            if block.kind in OBJECTS and block.argument.strip():
                message, hint = f"a title beside the caption '{block.kind}'", "write it below, as the caption's text"
                problems.append(Problem(f"docs/{page}", block.line, 0, message, hint))
            if block.kind not in OBJECTS or block.kind in _before(source, blocks, lines, markup, block.line - 1):
                continue
            message = f"the caption '{block.kind}' does not stand behind {OBJECTS[block.kind]}"
            hint = f"put it right behind {OBJECTS[block.kind]}, or write another kind of caption"
            if block.kind == "listado" and NOTE.match(_paragraph(lines, block.line - 1)):
                hint = "put it between the listing and its notes"
            problems.append(Problem(f"docs/{page}", block.line, 0, message, hint))
    return problems


def _before(source: Source, blocks: list[Block], lines: list[str], markup: list[str], number: int) -> set[str]:
    """The kinds of caption that suit what ends at a line, counted from 1, or above it."""
    while number and not lines[number - 1].strip():
        number -= 1
    around = next((block for block in blocks if block.last == number and number), None)
    if around:  # a block that holds an object, with its notes perhaps
        inside = "\n".join(markup[around.line : number - 1])
        found = {"listado"} if any(around.line < fence.first < number for fence in source.fences) else set()
        found |= {"tabla"} if re.search(r"^[ ]*\|", inside, re.MULTILINE) else set()
        return found | ({"figura"} if "![" in inside else set())
    if any(fence.last == number for fence in source.fences):
        return {"listado"}
    if ROW.match(lines[number - 1]):
        return {"tabla"}
    paragraph = _paragraph(lines, number)
    image = PICTURE.fullmatch(paragraph) or re.match(r"\s*(?:<!--|! ?\[)", paragraph)  # a wrong image is told as such
    return {"figura"} if image else set()


def _paragraph(lines: list[str], number: int) -> str:
    """The paragraph that ends at a line, counted from 1, or above it."""
    while number and not lines[number - 1].strip():
        number -= 1
    first = number
    while first > 1 and lines[first - 2].strip():
        first -= 1
    return "\n".join(lines[first - 1 : number])
