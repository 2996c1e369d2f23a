"""The explorer: its scripts are what the modules and the model give, each step quotes a line of a program, and each mark
names a part or a view that there is, in the form that the build understands.
"""

import re

import explorer_script
from problem import Problem

from apparatus.explorer import (
    DATA,
    MARK,
    ON_DEMAND,
    PARTS,
    SCRIPT,
    VIEW,
    ExplorerError,
    check_link,
    find_line,
    options_of,
    step_texts,
    still_view,
    still_walk,
)
from lint.project import Project

LINK = re.compile(r"\]\((?:[^)\s]*/)?explorador\.(?:md|html)\?(?P<state>t=[^)#\s]*)")
LIKE = re.compile(r"<!--\s*(?P<kind>explor(?:ador|er)|vi(?:sta|ew))(?:es|s)?\b", re.IGNORECASE)


def _fault(project: Project, line: str, kind: str, seen: set[str], drawn: bool) -> tuple[str, str] | None:
    """What is wrong with a line that looks like a mark, and what to do; views are drawn if the script can."""
    if kind[0] in "eE":
        mark = MARK.fullmatch(line)
        if not mark:
            return "a part of the explorer badly written", "write <!-- explorador: part --> on a line of its own"
        if mark["part"] not in PARTS:
            return f"the explorer has no part '{mark['part']}'", f"use one of: {', '.join(PARTS)}"
        if mark["part"] in seen:
            return f"a second part '{mark['part']}' of the explorer in the page", "leave one"
        seen.add(mark["part"])
        return None
    view = VIEW.fullmatch(line)
    if not view:
        return "a view of the explorer badly written", 'write <!-- vista: 2.weights cabeza=1 texto="…" --> on a line of its own'
    options_of(view)
    if drawn:
        still_view(project.docs, view)
    return None


def _scripts(project: Project) -> list[Problem]:
    """Modules or a model that make no script, or a script left behind."""
    try:
        made = explorer_script.made()
    except explorer_script.BundleError as error:
        place, message, hint = re.fullmatch(r"(.*?:\d+): (.*) \((.*)\)", str(error), re.DOTALL).groups()
        file, _, line = place.rpartition(":")
        return [Problem(file, int(line), 0, message, hint)]
    problems = [
        Problem(f"docs/{path.as_posix()}", 1, 0, "not what its sources give", "run `make explorer`")
        for path, text in zip((SCRIPT, DATA), made.values(), strict=True)
        if explorer_script.stale(project.docs / path, text)
    ]
    return problems + [
        Problem(f"docs/{path.as_posix()}", 1, 0, "there is no such file", "run `make checkpoints`")
        for path in ON_DEMAND
        if not (project.docs / path).is_file()
    ]


def _quotes(project: Project) -> list[Problem]:
    """Lines of the programs that steps.js quotes and that are not there, or are twice."""
    path = explorer_script.SOURCES / "steps.js"
    source = path.read_text(encoding="utf-8")
    problems = []
    try:
        texts = step_texts(project.docs)
    except ExplorerError as error:
        return [Problem("scripts/explorer/core.js", 1, 0, str(error), "mend what was changed last")]
    for text in texts.values():
        program = project.docs / "codigo" / text.get("file", "transformer.py")
        try:
            find_line(program, text["code"])
        except ExplorerError as error:
            line = source.count("\n", 0, max(source.find(text["code"]), 0)) + 1
            problems.append(Problem(f"scripts/explorer/{path.name}", line, 0, str(error), error.hint))
    if not problems:
        try:
            still_walk(project.docs)
        except ExplorerError as error:
            problems.append(Problem("scripts/explorer/still.js", 1, 0, f"the walk breaks: {error}", error.hint))
    return problems


def check(project: Project) -> list[Problem]:
    """Scripts that are not what they should be, marks that the page would swallow, and views that cannot be drawn."""
    problems = _scripts(project)
    broken = bool(problems)
    if not broken and any(mark["part"] == "recorrido" for one in project.pages.values() for mark in MARK.finditer(one.text)):
        problems += _quotes(project)
    for page in project.pages:
        seen: set[str] = set()
        for like, line in project.comments_like(page, LIKE):
            try:
                fault = _fault(project, line, like["kind"], seen, not broken)
            except ExplorerError as error:
                fault = str(error), error.hint
            if fault:
                problems.append(project.problem(page, like.start(), *fault))
        for link in () if broken else LINK.finditer(project.pages[page].prose):
            try:
                check_link(project.docs, link["state"])
            except ExplorerError as error:
                message = f"a link to what the explorer has not: {error}"
                problems.append(project.problem(page, link.start("state"), message, error.hint.replace("mark", "link")))
    return problems
