"""Listings and outputs: what is included exists, and each note quotes one line."""

import ast
import re
from collections.abc import Callable

from problem import Problem

from apparatus.listings import ListingError, annotate, included, notes_after, read_section
from apparatus.source import Fence
from lint import programs
from lint.project import Project

LOOSE_INCLUDE = re.compile(r"^[ ]*;*-+8<-+", re.MULTILINE)
LANGUAGES = {"bash", "bibtex", "json", "markdown", "mermaid", "pycon", "python", "text", "toml", "yaml"}
CLASSES = {"anotado", "salida"}


def _prints(fence: Fence | None) -> bool:
    """Whether a fence holds code that the tests run, whose output may stand behind it."""
    return fence is not None and fence.language == "python" and not included(fence)


def _check_syntax(fence: Fence, wrong: Callable[[str, int, str], None]) -> None:
    try:
        ast.parse(fence.body)
    except (SyntaxError, ValueError) as error:  # ValueError: a null character
        line = getattr(error, "lineno", None) or 1
        wrong(f"no Python: {getattr(error, 'msg', error)}", fence.first + line, "mend it, or make it a text fence")


def check(project: Project) -> list[Problem]:
    """Includes of files or sections that are not there, notes that quote nothing, outputs of no block."""
    problems = []
    at_fault = programs.by_file(project)  # told there
    for page, source in project.pages.items():
        lines = source.text.split("\n")
        for before, fence in zip([None, *source.fences], source.fences, strict=False):
            at = fence.first

            def wrong(message: str, line: int, hint: str, page: str = page) -> None:
                problems.append(Problem(f"docs/{page}", line, 0, message, hint))

            if project.misread(f"docs/{page}", at):
                break
            if source.text.split("\n")[at - 1].count('"') % 2:
                wrong("a fence whose first line has a quote that is never closed", at, 'add the "')
            if fence.closed and not fence.body.strip():
                wrong("a fence with nothing in it", at, "write its code, or remove it")
            if not fence.language:
                wrong("a fence without a language", at, "write ```python, ```text…")
            elif fence.language not in LANGUAGES:
                wrong(f"a fence in the unknown language '{fence.language}'", at, f"use: {', '.join(sorted(LANGUAGES))}")
            for name in fence.attributes:
                if name.startswith("."):
                    wrong(f"the class {name} outside braces is lost", at, f"write {fence.marks} {{ .python {name} }}")
            for name in sorted({*fence.classes} - CLASSES):
                wrong(f"a fence of the unknown class .{name}", at, f"use: {', '.join(sorted(CLASSES))}")
            include = included(fence)
            if "salida" in fence.classes and not include and not _prints(before):
                wrong("an output that no block of Python goes before", at, "put it right behind the block that prints it")
            if not include:
                if LOOSE_INCLUDE.search(fence.body) and fence.language != "markdown":
                    wrong("an include must be alone in its fence", at + 1, 'write --8<-- "codigo/file.py:section"')
                elif "anotado" in fence.classes:
                    wrong("an annotated listing that includes no program", at, "include a section of docs/codigo")
                elif fence.language == "python":
                    _check_syntax(fence, wrong)
                continue
            path = project.docs / include["file"]
            if not path.resolve().is_relative_to(project.docs.resolve()):
                wrong(f"the include of '{include['file']}' leaves docs/", at + 1, "include files of docs/ only")
                continue
            if path in at_fault:
                continue
            try:
                if fence.language == "python" or include["section"]:
                    section = read_section(path, include["section"])
                elif not path.is_file():
                    raise ListingError(f"no file {include['file']} in docs/ to include")
                elif not path.read_bytes().strip():
                    wrong(f"'{include['file']}', which is included here, is empty", at + 1, "run `make outputs`")
                    continue
                else:
                    continue
            except ListingError as error:
                wrong(str(error), at + 1, "mend the name, or mark the section in the program")
                continue
            if "anotado" not in fence.classes:
                continue
            try:
                annotate(section, notes_after(lines, fence))
            except ListingError as error:
                wrong(str(error), error.line or at, "begin each note with `a piece` that only one line has")
        for loose in LOOSE_INCLUDE.finditer(source.prose):
            problems.append(
                project.problem(page, loose.start(), "an include outside a fence", "put it in a fence of its own")
            )
    return problems
