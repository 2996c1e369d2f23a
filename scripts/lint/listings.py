"""Listings and outputs: what is included exists, and each note quotes one line."""

import re

from problem import Problem

from apparatus.listings import ListingError, annotate, included, notes_after, read_section
from lint.project import Project

LOOSE_INCLUDE = re.compile(r"^[ ]*-+8<-+", re.MULTILINE)


def check(project: Project) -> list[Problem]:
    """Includes of files or sections that are not there, notes that quote nothing, unclosed fences."""
    problems = []
    for page, source in project.pages.items():
        lines = source.text.split("\n")
        for fence in source.fences:
            at = fence.first

            def wrong(message: str, line: int, hint: str, page: str = page) -> None:
                problems.append(Problem(f"docs/{page}", line, 0, message, hint))

            if not fence.closed:
                wrong("a fence that is never closed", at, f"close it with a line {fence.marks}")
                continue
            if not fence.language:
                wrong("a fence without a language", at, "write ```python, ```text…")
            include = included(fence)
            if not include:
                if "--8<--" in fence.body:
                    wrong("an include must be the only line of its fence", at + 1, "give it a fence of its own")
                continue
            path = project.docs / include["file"]
            if not path.resolve().is_relative_to(project.docs.resolve()):
                wrong(f"the include of '{include['file']}' leaves docs/", at + 1, "include files of docs/ only")
                continue
            try:
                if fence.language == "python":
                    section = read_section(path, include["section"])
                elif not path.is_file():
                    raise ListingError(f"no file {include['file']} in docs/ to include")
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
                wrong(str(error), error.line or at, "quote a piece that only one line has")
        for loose in LOOSE_INCLUDE.finditer(source.prose):
            problems.append(
                project.problem(page, loose.start(), "an include outside a fence", "put it in a fence of its own")
            )
    return problems
