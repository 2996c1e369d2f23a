"""Experiments: each mark names one that there is, in the form that the build understands, once in a page."""

import re
from pathlib import Path

from problem import Problem

from apparatus.experiments import FOLDER, MARK, ExperimentError, names, still
from lint.assets import broken_script
from lint.project import Project

LIKE = re.compile(r"<!--\s*experimentos?\b", re.IGNORECASE)


def _broken(script: Path) -> bool:
    return broken_script(script.read_text(encoding="utf-8")) is not None


def check(project: Project) -> list[Problem]:
    """Marks that the page would swallow in silence, and scripts that cannot draw their still view."""
    problems = []
    for page in project.pages:
        seen = set()
        for like, line in project.comments_like(page, LIKE):
            mark = MARK.fullmatch(line)
            if not mark:
                message, hint = "an experiment badly written", "write <!-- experimento: name --> on a line of its own"
            elif mark["name"] in seen:
                message, hint = f"a second experiment '{mark['name']}' in the page", "leave one"
            else:
                seen.add(mark["name"])
                try:
                    still(project.docs, mark["name"])
                    continue
                except ExperimentError as error:
                    if any(map(_broken, (project.docs / FOLDER).glob("*.js"))):
                        continue  # told in its own script
                    message, hint = str(error), f"use one of: {', '.join(names(project.docs))}"
            problems.append(project.problem(page, like.start(), message, hint))
    return problems
