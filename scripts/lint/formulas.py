"""Formulas: each one can be read, its label is well formed, and none is in a heading."""

import re

from problem import Problem

from apparatus.formulas import LABEL, FormulaError, to_mathml
from apparatus.source import Formula
from lint.project import Project

ANY_LABEL = re.compile(r"\\label\{([^}]*)\}")
HEADING = re.compile(r"^#{1,6}[ ].*$", re.MULTILINE)
LOST_DOLLARS = re.compile(r"(?<!\\)\$\$")


def _labels(formula: Formula) -> list[str]:
    labels = ANY_LABEL.findall(formula.tex)
    if labels and not formula.display:
        return ["only a displayed formula can have a \\label"]
    if len(labels) > 1:
        return ["a formula has more than one \\label"]
    return [f"label '{label}' is not of the form eq-name" for label in labels if not LABEL.match(f"\\label{{{label}}}")]


def check(project: Project) -> list[Problem]:
    """Formulas that Temml cannot read, bad labels, formulas in headings, unpaired $$."""
    problems = []
    for page, source in project.pages.items():
        for formula in source.formulas:
            for message in _labels(formula):
                problems.append(project.problem(page, formula.offset, message, "see CONTRIBUTING.md, «Ecuaciones»"))
            try:
                to_mathml(ANY_LABEL.sub("", formula.tex).strip(), formula.display)
            except FormulaError as error:
                problems.append(project.problem(page, formula.offset, f"bad formula: {error}", "mend the TeX"))
        for heading in HEADING.finditer(source.markup):
            if any(heading.start() <= formula.offset < heading.end() for formula in source.formulas):
                message = "a formula in a heading, which contents lists and titles cannot show"
                problems.append(project.problem(page, heading.start(), message, "say it in words"))
        for lost in LOST_DOLLARS.finditer(source.prose):
            problems.append(project.problem(page, lost.start(), "bad formula: $$ without its pair", "close the formula"))
    return problems
