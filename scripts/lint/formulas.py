"""Formulas: each one can be read, its label is well formed, and none is in a heading."""

import re

from problem import Problem

from apparatus.formulas import LABEL, FormulaError, to_mathml
from apparatus.source import Formula, Source
from lint.project import Project

ANY_LABEL = re.compile(r"\\label\{([^}]*)\}")
HEADING = re.compile(r"^#{1,6}[ ].*$", re.MULTILINE)
LOST_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
LATEX = re.compile(
    r"\\(?:(?:eq|page)?ref|cite[pt]?|label|begin|textbf|textit|emph|section)\{[^}\n]*\}|\\\((?=.*\\\))"
    r"|^[ ]*\\\[[ ]*$|\\\[(?=.*[\\^_=].*\\\])",  # brackets alone may be escaped, as in \[CLS\]
    re.MULTILINE,
)
BARE = re.compile(r"(?<![\w/])[a-zA-Z](?:_(?:\d|[a-z]\b|\{)|\^[\d{])")
BESIDE = re.compile(r"[ ]*(?:/{3,}.*|attrs:.*)?")
REFERENCE = re.compile(r"\\(?:eq)?ref\{[^}\n]*\}")
COMMA = re.compile(r"(?<![\d,.(\[{}])0,\d+(?![\d,)\]}]|\s*[,)\]}])")
TAG = re.compile(r"\\tag\*?\{[^}\n]*\}")


def _labels(formula: Formula) -> list[str]:
    labels = ANY_LABEL.findall(formula.tex)
    if labels and not formula.display:
        return ["only a displayed formula can have a \\label"]
    if len(labels) > 1:
        return ["a formula has more than one \\label"]
    return [f"label '{label}' is not of the form eq-name" for label in labels if not LABEL.match(f"\\label{{{label}}}")]


def _alone(source: Source, formula: Formula) -> bool:
    """Whether a displayed formula is a paragraph by itself; if not, its dollars are shown as they are."""
    start, end = formula.offset - 2, formula.offset + len(formula.tex) + 2
    before, after = source.text[:start].split("\n"), source.text[end:].split("\n")
    beside = [before[-1], after[0], *before[-2:-1], *after[1:2]]
    return all(BESIDE.fullmatch(line) for line in beside)


def check(project: Project) -> list[Problem]:
    """Formulas that Temml cannot read, bad labels, formulas in headings, a $ alone, TeX in the prose."""
    problems = []
    for page, source in project.pages.items():
        for formula in source.formulas:
            if formula.display and not _alone(source, formula):
                message = "bad formula: $$ must be a paragraph of its own"
                problems.append(project.problem(page, formula.offset - 2, message, "leave a blank line on both sides"))
            for latex in REFERENCE.finditer(formula.tex):
                message = f"{latex[0]} inside a formula, which would be an empty link"
                hint = "write [](#eq-name) in the prose"
                problems.append(project.problem(page, formula.offset + latex.start(), message, hint))
            if not formula.tex.strip():
                problems.append(project.problem(page, formula.offset - 2, "an empty formula", "remove it"))
            for comma in COMMA.finditer(formula.tex):
                message = f"{comma[0]} in a formula, where a space would follow the comma"
                problems.append(project.problem(page, formula.offset + comma.start(), message, "write 0{,}5"))
            for tag in TAG.finditer(formula.tex):
                message = f"{tag[0]} inside a formula, whose number the build gives"
                problems.append(project.problem(page, formula.offset + tag.start(), message, "write \\label{eq-name}"))
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
        pair = -1
        for lost in LOST_DOLLAR.finditer(source.prose):
            if pair >= 0 and "\n\n" not in source.text[pair : lost.start()]:
                pair = -1  # the second of two that make no formula: `$ x $`
                continue
            pair = lost.start()
            hint = "close the formula, no space inside $…$; for the sign itself write \\$"
            problems.append(project.problem(page, lost.start(), "bad formula: $ without its pair", hint))
        for bare in BARE.finditer(source.prose):
            if not re.search(r"[$\\]", source.prose[source.prose.rfind("\n", 0, bare.start()) + 1 :].partition("\n")[0]):
                hint = "write it between dollars, or between ` if it is code"
                problems.append(project.problem(page, bare.start(), f"a formula without its dollars: {bare[0]}…", hint))
        for latex in LATEX.finditer(source.prose):
            message = f"{latex[0].strip()} in the prose, which would be shown as it is"
            hint = "write $…$, [](#eq-name) or [@key]"
            problems.append(project.problem(page, latex.start(), message, hint))
    return problems
