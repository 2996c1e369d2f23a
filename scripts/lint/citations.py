"""Citations: each key is in the bibliography, stands in prose, and its page shows its references."""

import difflib
import re

from problem import Problem

from apparatus import citations
from lint.project import Project

NESTED = re.compile(r"\[[^\[\]\n]*\[[ ]*@")


def check(project: Project) -> list[Problem]:
    """Unknown keys, citations in code or formulas, text beside the keys, pages that cite without a bibliography."""
    keys = None if project.records is None else sorted({record.key for record in project.records})
    problems = []
    for page, source in project.pages.items():
        cited = citations.in_prose(source)
        for citation in cited:
            if keys is not None and citation.key not in keys:
                near = difflib.get_close_matches(citation.key, keys, n=1)
                hint = f"did you mean @{near[0]}?" if near else "add it to bib/guia.bib"
                problems.append(project.problem(page, citation.offset, f"unknown citation key '{citation.key}'", hint))
        for citation in citations.out_of_place(source):
            message = f"citation '@{citation.key}' inside code or a formula"
            problems.append(project.problem(page, citation.offset, message, "put it in the prose beside it"))
        for offset in citations.affixed(source):
            message = "a citation holds more than keys, which would be lost"
            problems.append(project.problem(page, offset, message, "write only [@key] or [@one; @two]"))
        for nested in NESTED.finditer(source.prose):
            message = "a citation inside other brackets, which would be lost"
            problems.append(project.problem(page, nested.end() - 1, message, "put it outside them"))
        places = [match.start() for match in citations.BIBLIOGRAPHY.finditer(source.prose)]
        if cited and not places and page not in project.torn:
            message = "the page cites but shows no references"
            problems.append(project.problem(page, cited[0].offset, message, "end the page with a line \\bibliography"))
        problems += [
            project.problem(page, offset, "a second \\bibliography in the page", "leave the last one")
            for offset in places[1:]
        ]
    return problems
