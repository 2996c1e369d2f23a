"""Programs of docs/codigo and what they print: Python, whole, and with the marks of their sections in pairs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from problem import Problem

from apparatus.listings import MARK
from lint.project import Project, not_utf8
from lint.torn import MERGE

LIKE_MARK = re.compile(r"^[ \t]*#?[ \t]*-*8<-*[ \t]*\[|^[ \t]*#[ \t]*\[(?:start|end):[\w-]+\]")
Slip = tuple[int, str, str]


def check(project: Project) -> list[Problem]:
    """What makes a program, or an output, other than what a page may show."""
    return [problem for problems in by_file(project).values() for problem in problems]


def by_file(project: Project) -> dict[Path, list[Problem]]:
    """The programs and outputs at fault, with their problems."""
    folder = project.docs / "codigo"
    found = {}
    for path in [*sorted(folder.glob("*.py")), *sorted((folder / "salidas").glob("*.txt"))]:
        file, data = path.relative_to(project.root).as_posix(), path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            found[path] = [not_utf8(file, data, error)]
            continue
        slips = list(_merge(text)) or (list(_marks(text)) or list(_syntax(text)) if path.suffix == ".py" else [])
        if slips:
            found[path] = [Problem(file, line, 0, message, hint) for line, message, hint in slips]
    return found


def _merge(text: str) -> Iterator[Slip]:
    for mark in list(MERGE.finditer(text))[:1]:
        yield text.count("\n", 0, mark.start()) + 1, "a mark of an unsolved merge", "leave one of the two versions"


def _syntax(text: str) -> Iterator[Slip]:
    if "\t" in text:
        yield text.count("\n", 0, text.index("\t")) + 1, "a tab character", "use spaces"
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:  # ValueError: a null character
        yield getattr(error, "lineno", None) or 1, f"no Python: {getattr(error, 'msg', error)}", "mend it"


def _marks(text: str) -> Iterator[Slip]:
    opened: dict[str, int] = {}
    closed: set[str] = set()
    strange: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        mark = MARK.match(line)
        if not mark:
            if LIKE_MARK.match(line):
                yield number, "a mark of a section badly written", "write # --8<-- [start:name] or # --8<-- [end:name]"
                return
        elif mark["which"] == "start":
            if mark["name"] in {*opened, *closed}:
                yield number, f"a second section '{mark['name']}'", "give it another name"
            opened[mark["name"]] = number
        elif opened.pop(mark["name"], None) is None:
            strange[mark["name"]] = number
        else:
            closed.add(mark["name"])
    if len(opened) == len(strange) == 1:
        (begun, line), (ended, _) = *opened.items(), *strange.items()
        yield line, f"a section that begins as '{begun}' and ends as '{ended}'", "write the same name in both marks"
        return
    for name, line in opened.items():
        yield line, f"a section that does not end: '{name}'", f"write # --8<-- [end:{name}] behind it"
    for name, line in strange.items():
        yield line, f"the end of a section that does not begin: '{name}'", f"write # --8<-- [start:{name}] before it"
