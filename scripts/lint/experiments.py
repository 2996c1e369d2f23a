"""Experiments: each mark names one that there is, in the form that the build understands, once in a page."""

import re

from problem import Problem

from apparatus.experiments import MARK, ExperimentError, names, still
from lint.project import Project

LIKE = re.compile(r"<!--\s*experimentos?\b", re.IGNORECASE)


def check(project: Project) -> list[Problem]:
    """Marks that the page would swallow in silence, and scripts that cannot draw their still view."""
    problems = []
    for page, source in project.pages.items():
        seen = set()
        for start, _ in source.comments:
            like = LIKE.match(source.text, start)
            if not like:
                continue
            line = source.position(start)[0]
            mark = MARK.fullmatch(source.text.split("\n")[line - 1].rstrip())
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
                    message, hint = str(error), f"use one of: {', '.join(names(project.docs))}"
            problems.append(project.problem(page, start, message, hint))
    return problems
