"""Marks: a comment that looks like `<!-- experimento: … -->` and is none would be swallowed without a word."""

import difflib
import re

from problem import Problem

from lint import experiments, explorer
from lint.project import Project

KNOWN = ("experimento", "explorador", "vista")
COMMENT = re.compile(r"<!--\s*(?P<word>[^\W\d_]+)[ ]*(?P<colon>[:=]?)[ ]*(?P<rest>.*?)\s*-->", re.DOTALL)
ORDER = re.compile(r"[\w.-]+(?:[ ]+[\w-]+=(?:\"[^\"]*\"|\S+))*")
HALF = re.compile(rf"<!?[ ]?[-–—]{{0,2}}[ ]*(?:{'|'.join(KNOWN)})[ ]*:")
HINT = "write " + ", ".join(f"<!-- {word}: … -->" for word in KNOWN)


def check(project: Project) -> list[Problem]:
    """Comments of a word, a colon and a name, or of nearly the word of a mark, and marks that are no comment."""
    problems = []
    for page, source in project.pages.items():
        for start, end in source.comments:
            comment = COMMENT.fullmatch(source.text[start:end])
            if not comment or experiments.LIKE.match(comment[0]) or explorer.LIKE.match(comment[0]):
                continue  # they have checks of their own
            near = difflib.get_close_matches(comment["word"].lower(), KNOWN, n=1, cutoff=0.75)
            order = ORDER.fullmatch(comment["rest"])
            if (near and order) or (comment["colon"] and (near or (order and comment["word"].islower()))):
                hint = f"did you mean {near[0]}?" if near else f"{HINT}, or leave out the colon of a mere comment"
                problems.append(project.problem(page, start, f"no mark is called '{comment['word']}'", hint))
        for half in HALF.finditer(source.prose):
            problems.append(project.problem(page, half.start(), "a mark that is no comment", HINT))
    return problems
