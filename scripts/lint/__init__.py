"""Checks of the sources, before anything is built: each mistake with its file and line, all of them in one run."""

from pathlib import Path

from problem import Problem

from lint import (
    bib,
    blocks,
    citation_file,
    citations,
    config,
    experiments,
    explorer,
    figures,
    formulas,
    leftovers,
    listings,
    pages,
)
from lint.project import Project, read_project

MODULES = (
    config, bib, pages, blocks, citations, citation_file, formulas, figures, experiments, explorer, leftovers, listings,
)
CHECKS = tuple(module.check for module in MODULES)


def check(root: Path) -> tuple[Project, list[Problem]]:
    """The project in `root` as far as it can be read, and every problem of its sources, in order."""
    project, problems = read_project(root)
    for one in CHECKS:
        problems += one(project)
    return project, sorted(set(problems))


__all__ = ["Project", "check"]
