"""Checks of the sources, before anything is built: each mistake with its file and line, all of them in one run."""

from pathlib import Path

from problem import Problem

from lint import bib, citation_file, citations, config, formulas, listings, pages
from lint.project import Project, read_project

CHECKS = (config.check, bib.check, pages.check, citations.check, citation_file.check, formulas.check, listings.check)


def check(root: Path) -> tuple[Project, list[Problem]]:
    """The project in `root` as far as it can be read, and every problem of its sources, in order."""
    project, problems = read_project(root)
    for one in CHECKS:
        problems += one(project)
    return project, sorted(set(problems))


__all__ = ["Project", "check"]
