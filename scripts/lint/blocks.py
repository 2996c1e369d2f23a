"""Blocks between `///`: of a known kind, closed, and with options and an identifier that the references understand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from problem import Problem

from apparatus.source import Source
from lint.project import Project

PREFIXES = {"figura": "fig", "tabla": "tab", "listado": "lst", "comprobar": "ej", "calcular": "ej", "programar": "ej"}
KINDS = {*PREFIXES, "solucion", "respuesta", "demostracion", "ejemplo", "aviso", "html"}
EDGE = re.compile(r"^(?P<indent>[ ]*)(?P<marks>/{3,})[ ]*(?P<rest>.*?)[ ]*$")
HEADER = re.compile(r"(?P<kind>[\w-]+)[ ]*(?:\|.*)?")
SHORT = re.compile(rf"^[ ]*//[ ]*(?:{'|'.join(sorted(KINDS))})\b")
OPTIONS = re.compile(r"^(?P<indent>[ ]*)attrs\b")


@dataclass(frozen=True)
class _Block:
    line: int
    indent: int
    marks: str
    kind: str


def check(project: Project) -> list[Problem]:
    """Blocks of no known kind, never closed or closed twice, and options that would be shown instead of obeyed."""
    problems = []
    for page, source in project.pages.items():
        problems += [
            Problem(f"docs/{page}", line, 0, message, hint) for line, message, hint in _page(source)
        ]
    return problems


def _page(source: Source) -> Iterator[tuple[int, str, str]]:
    lines = source.markup.split("\n")
    stack: list[_Block] = []
    for number, line in enumerate(lines, start=1):
        edge = EDGE.match(line)
        if not edge:
            if SHORT.match(line):
                yield number, "a block that opens with two slashes", "write three"
            continue
        if edge["rest"]:
            header = HEADER.fullmatch(edge["rest"])
            kind = header["kind"] if header else edge["rest"]
            stack.append(_Block(number, len(edge["indent"]), edge["marks"], kind))
            if kind not in KINDS:
                yield number, f"unknown block '{kind}'", f"use one of: {', '.join(sorted(KINDS))}"
            else:
                yield from _options(stack[-1], lines[number : number + 2])
            continue
        if edge["marks"] not in [block.marks for block in stack]:
            yield number, f"a {edge['marks']} that closes no block", "remove it, or open its block with as many slashes"
            continue
        while stack[-1].marks != edge["marks"]:
            yield _unclosed(stack.pop())
        stack.pop()
    yield from map(_unclosed, stack)


def _unclosed(block: _Block) -> tuple[int, str, str]:
    return block.line, f"the block '{block.kind}' is never closed", f"close it with a line {block.marks}"


def _options(block: _Block, below: list[str]) -> Iterator[tuple[int, str, str]]:
    prefix = PREFIXES.get(block.kind)
    form = f"attrs: {{id: {prefix or 'name'}-name}}" if prefix else "attrs: {id: name}"
    at = next((index for index, line in enumerate(below) if OPTIONS.match(line)), None)
    if at is None:
        if prefix:
            yield block.line, f"the block '{block.kind}' has no id, so it gets no number", f"add below it     {form}"
        return
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
