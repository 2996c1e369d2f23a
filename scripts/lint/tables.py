"""Tables: as many cells in each row as in its head, and no bar inside a formula, which would end the cell."""

import re
from itertools import zip_longest

from problem import Problem

from lint.project import Project

ROW = re.compile(r"^[ ]*\|.*$", re.MULTILINE)
DASHES = re.compile(r"[ ]*\|[ ]*:?-[-| :]*")
BAR = re.compile(r"(?<!\\)\|")


def _cells(row: str) -> int:
    return len(BAR.findall(row.strip().removeprefix("|").removesuffix("|"))) + 1


def check(project: Project) -> list[Problem]:
    """Rows that the reader would see with a cell cut, lost or empty."""
    problems = []
    for page, source in project.pages.items():
        rows = list(ROW.finditer(source.prose))
        barred = set()
        for formula in source.formulas:
            bar = None if formula.display else BAR.search(formula.tex)
            line = source.text[source.text.rfind("\n", 0, formula.offset) + 1 : formula.offset]
            if bar and line.lstrip().startswith("|"):
                barred.add(source.position(formula.offset)[0])
                message = "a bar inside a formula of a table, which would end the cell"
                problems.append(project.problem(page, formula.offset + bar.start(), message, "write \\lvert or \\mid"))
        width = last = 0
        for row, after in zip_longest(rows, rows[1:]):
            line = source.position(row.start())[0]
            if after and row.end() + 1 == after.start() and DASHES.fullmatch(after[0]) and line != last + 1:
                width = _cells(row[0])
            elif line != last + 1:
                width = 0  # not a table
            if width and _cells(row[0]) != width and line not in barred:
                message = f"a row of {_cells(row[0])} cells in a table of {width}"
                problems.append(project.problem(page, row.start(), message, "add or remove a |, or write it \\|"))
            last = line
    return problems
