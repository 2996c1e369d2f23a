"""Exercises and questions: each exercise holds its solution, and a solution or an answer stands with what it is of."""

import re
from collections.abc import Iterator

from problem import Problem

from apparatus.source import Source
from lint.blocks import KINDS, Block, Slip, read
from lint.project import Project

LEVELS = ("comprobar", "calcular", "programar")
HEADING = re.compile(r"#{1,6}[ ]")


def check(project: Project) -> list[Problem]:
    """Exercises without a solution, solutions outside an exercise, answers without a question before them."""
    problems = []
    for page, source in project.pages.items():
        slips = _page(source, page in project.torn)
        problems += [Problem(f"docs/{page}", line, 0, message, hint) for line, message, hint in slips]
    return problems


def _page(source: Source, torn: bool) -> Iterator[Slip]:
    blocks, _ = read(source)
    # A block of an unknown kind, which is told, may want to be the solution.
    solved = {id(block.parent) for block in blocks if block.kind not in KINDS - {"solucion"} and block.parent}
    edges = {line for block in blocks for line in (block.line, block.last)}
    lines = source.text.split("\n")
    for index, block in enumerate(blocks):
        inside = block.parent.kind if block.parent else ""
        if block.kind in LEVELS and not block.argument.strip():
            yield block.line, f"the exercise '{block.kind}' has no title", f"write {block.marks} {block.kind} | Title"
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind in LEVELS and id(block) not in solved and block.last and not torn:
            if not (following and _stray(following)):  # one slip: it is told where the solution stands
                yield block.line, f"the exercise '{block.kind}' has no solution", "write /// solucion inside it"
        elif _stray(block):
            hint = "open the exercise with one slash more, and close it behind its solution"
            yield block.line, "a solution outside an exercise", hint
        elif block.kind == "respuesta" and inside in LEVELS:
            yield block.line, "an answer inside an exercise", "write /// solucion"
        elif block.kind == "respuesta" and not _asked(lines, block.line, edges):
            yield block.line, "an answer without a question before it", "put it right behind its question, «¿…?»"


def _stray(block: Block) -> bool:
    return block.kind == "solucion" and (block.parent is None or block.parent.kind in KINDS - {*LEVELS})


def _asked(lines: list[str], line: int, edges: set[int]) -> bool:
    """Whether there is a question between a line and the block or the heading before it."""
    for number in range(line - 1, 0, -1):
        text = lines[number - 1]
        if number in edges or HEADING.match(text):
            return False
        if "?" in text:
            return True
    return False
