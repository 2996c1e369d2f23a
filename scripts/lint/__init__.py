"""Checks of the sources, before anything is built: each mistake with its file and line, all of them in one run."""

from pathlib import Path

from problem import Problem

from lint import (
    assets,
    bib,
    blocks,
    captions,
    citation_file,
    citations,
    config,
    exercises,
    experiments,
    explorer,
    figures,
    formulas,
    glossary,
    leftovers,
    listings,
    looks,
    marks,
    pages,
    programs,
    prose,
    tables,
)
from lint.project import Project, read_project

MODULES = (
    config, bib, pages, blocks, exercises, captions, looks, citations, citation_file, formulas, glossary, tables, figures, marks,
    assets, experiments, explorer, leftovers, prose, programs, listings,
)
CHECKS = tuple(module.check for module in MODULES)


def check(root: Path, uncited: bool = False) -> tuple[Project, list[Problem]]:
    """The project in `root` as far as it can be read, and every problem of its sources, in order.

    Where a page is torn, what follows is not told: it would be misread. `uncited` asks for a warning of the references
    that no page cites.
    """
    project, problems = read_project(root)
    for one in CHECKS:
        problems += [problem for problem in one(project) if not project.misread(problem.file, problem.line)]
    problems += bib.uncited(project) if uncited else []
    return project, sorted({*problems, *(tear.problem for tear in project.torn.values())})


__all__ = ["Project", "check"]
