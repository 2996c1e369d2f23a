"""Blocks between `///`: of a known kind, closed, and with options and an identifier that the references understand."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml
from problem import Problem

from apparatus.source import Source
from lint.project import Project

PREFIXES = {"figura": "fig", "tabla": "tab", "listado": "lst", "comprobar": "ej", "calcular": "ej", "programar": "ej"}
KINDS = {*PREFIXES, "solucion", "respuesta", "demostracion", "ejemplo", "aviso", "html"}
EDGE = re.compile(r"^(?P<indent>[ ]*)(?P<marks>/{3,})[ ]*(?P<rest>.*?)[ ]*$", re.MULTILINE)
HEADER = re.compile(r"(?P<kind>[\w-]+)[ ]*(?:\|[ ]*(?P<argument>.*))?")
SHORT = re.compile(rf"^[ ]*//[ ]*(?:{'|'.join(sorted(KINDS))})\b", re.MULTILINE)
OPTIONS = re.compile(r"^\s*attrs\b")
OPTION = re.compile(r"[ ]{4,}(?P<name>\w+):(?:[ ]|$)")
Slip = tuple[int, str, str]


@dataclass
class Block:
    """A block of a page: the lines of its two edges (the last is 0 if it is never closed), and the block around it."""

    line: int
    indent: int
    marks: str
    kind: str
    argument: str
    parent: "Block | None"
    last: int = 0


def read(source: Source) -> tuple[list[Block], list[Slip]]:
    """The blocks of a page, in order, and the edges that open or close none: line, what is wrong, what to do."""
    return _read(source.markup)


@lru_cache(maxsize=32)  # several checks ask for them
def _read(markup: str) -> tuple[list[Block], list[Slip]]:
    slips: list[Slip] = []
    blocks: list[Block] = []
    stack: list[Block] = []
    edges = list(EDGE.finditer(markup))
    for index, edge in enumerate(edges):
        number = markup.count("\n", 0, edge.start()) + 1
        if edge["rest"]:
            header = HEADER.fullmatch(edge["rest"])
            kind, argument = (header["kind"], header["argument"] or "") if header else (edge["rest"], "")
            parent = stack[-1] if stack else None
            stack.append(Block(number, len(edge["indent"]), edge["marks"], kind, argument, parent))
            blocks.append(stack[-1])
        elif edge["marks"] not in [block.marks for block in stack]:
            message = f"a {edge['marks']} that closes no block"
            hint = "remove it, or open its block with as many slashes"
            if stack and not _closed_later(stack[-1].marks, edges[index + 1 :]):
                block = stack.pop()
                block.last, hint = number, f"the block '{block.kind}' of line {block.line} closes with {block.marks}"
            slips.append((number, message, hint))
        else:
            while stack[-1].marks != edge["marks"]:
                stack.pop()
            stack.pop().last = number
    return blocks, slips


def _closed_later(marks: str, edges: list[re.Match[str]]) -> bool:
    """Whether some edges close a block of so many slashes before another one opens."""
    same = next((edge for edge in edges if edge["marks"] == marks), None)
    return same is not None and not same["rest"]


def check(project: Project) -> list[Problem]:
    """Blocks of no known kind, never closed or closed twice, and options that would be shown instead of obeyed."""
    problems = []
    for page, source in project.pages.items():
        slips = _page(source, page in project.torn)
        problems += [Problem(f"docs/{page}", line, 0, message, hint) for line, message, hint in slips]
    return problems


def _page(source: Source, torn: bool) -> Iterator[Slip]:
    blocks, slips = read(source)
    yield from slips
    lines, text = source.markup.split("\n"), source.text.split("\n")
    for block in blocks:
        if not block.last and not torn:
            yield block.line, f"the block '{block.kind}' is never closed", f"close it with a line {block.marks}"
        if block.kind not in KINDS:
            first, _, rest = block.kind.partition(" ")
            near = difflib.get_close_matches(first.lower(), KINDS, n=1)
            hint = f"did you mean {near[0]}{' | ' + rest if rest else ''}?" if near else f"use one of: {', '.join(sorted(KINDS))}"
            yield block.line, f"unknown block '{block.kind}'", hint
        else:
            yield from _options(block, lines[block.line : block.line + 9])
            inside = text[block.line : block.last - 1] if block.last else ["?"]
            if not any(line.strip() and not OPTIONS.match(line) for line in inside):
                yield block.line, f"the block '{block.kind}' is empty", "write what it says, or remove it"
    for short in SHORT.finditer(source.markup):
        yield source.position(short.start())[0], "a block that opens with two slashes", "write three"


def _options(block: Block, below: list[str]) -> Iterator[Slip]:
    prefix = PREFIXES.get(block.kind)
    form = f"attrs: {{id: {prefix or 'name'}-name}}" if prefix else "attrs: {id: name}"
    for number, line in enumerate(below, start=block.line + 1):
        option = OPTION.match(line.removeprefix(" " * block.indent))
        if not option:
            break
        if option["name"] not in ("attrs", "open"):
            yield number, f"unknown option '{option['name']}' of a block, which would be shown as text", f"write {form}"
            return
    at = next((index for index, line in enumerate(below[:2]) if OPTIONS.match(line)), None)
    if at is None:
        if prefix:
            yield block.line, f"the block '{block.kind}' has no id, so it gets no number", f"add below it     {form}"
        return
    if "\t" in below[at]:
        return  # told as a tab
    line = block.line + 1 + at
    if at or len(below[at]) - len(below[at].lstrip()) < block.indent + 4:
        yield line, "attrs out of its place, which would be shown as text", "put it right under /// and four spaces in"
        return
    try:
        attributes = (yaml.safe_load(below[at]) or {}).get("attrs")
    except (yaml.YAMLError, AttributeError):
        attributes = None
    if not isinstance(attributes, dict) or not all(isinstance(value, str) for value in attributes.values()):
        yield line, "attrs that cannot be read, which would be shown as text", f"write {form}"
    elif prefix and not re.fullmatch(rf"{prefix}-[\w-]+", attributes.get("id", "")):
        yield line, f"the id of a block '{block.kind}' must begin with {prefix}-", f"write {form}"
