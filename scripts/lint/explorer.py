"""The explorer's marks: each names a part or a view that there is, in the form that the build understands."""

import re

from problem import Problem

from apparatus.explorer import DATA, MARK, PARTS, SCRIPT, VIEW, ExplorerError, pieces, still_view
from lint.project import Project

LIKE = re.compile(r"<!--\s*(?P<kind>explorador|vista)\b", re.IGNORECASE)


def _fault(project: Project, line: str, kind: str, seen: set[str]) -> tuple[str, str] | None:
    """What is wrong with a line that looks like a mark, and what to do."""
    if kind == "explorador":
        mark = MARK.fullmatch(line)
        if not mark:
            return "a part of the explorer badly written", "write <!-- explorador: part --> on a line of its own"
        if mark["part"] not in PARTS:
            return f"the explorer has no part '{mark['part']}'", f"use one of: {', '.join(PARTS)}"
        if mark["part"] in seen:
            return f"a second part '{mark['part']}' of the explorer in the page", "leave one"
        seen.add(mark["part"])
        if mark["part"] == "recorrido":
            pieces(project.docs)
        return None
    view = VIEW.fullmatch(line)
    if not view:
        return "a view of the explorer badly written", 'write <!-- vista: 2.weights cabeza=1 texto="…" --> on a line of its own'
    still_view(project.docs, view)
    return None


def check(project: Project) -> list[Problem]:
    """Marks that the page would swallow in silence, and views that cannot be drawn."""
    problems = []
    for page, source in project.pages.items():
        seen: set[str] = set()
        code = {line for fence in source.fences for line in range(fence.first, fence.first + fence.body.count("\n") + 2)}
        for like in LIKE.finditer(source.text):
            number = source.position(like.start())[0]
            if number in code or any(start <= like.start() < end for start, end in source.code_spans):
                continue
            line = source.text.split("\n")[number - 1].rstrip()
            try:
                fault = _fault(project, line, like["kind"].lower(), seen)
            except (ExplorerError, ValueError) as error:
                fault = str(error), "mend the mark"
            except OSError:
                fault = f"no {SCRIPT.name} or {DATA.name} in docs/{SCRIPT.parent}", "run scripts/explorer_script.py"
            if fault:
                problems.append(project.problem(page, like.start(), *fault))
    return problems
