"""Figures: each SVG goes into the page itself, so it must be whole and hold no script."""

import re
from xml.etree import ElementTree

from problem import Problem

from lint.project import Project, not_utf8

SCRIPT = re.compile(r"<script\b|\son[a-z]+\s*=", re.IGNORECASE)


def check(project: Project) -> list[Problem]:
    """SVG files that are none, that end before their time, or that hold scripts."""
    problems = []
    for path in sorted((project.docs / "assets" / "figuras").glob("*.svg")):
        file = path.relative_to(project.root).as_posix()
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
            root = ElementTree.fromstring(text)
        except UnicodeDecodeError as error:
            problems.append(not_utf8(file, data, error))
            continue
        except ElementTree.ParseError as error:
            line, column = error.position
            message = f"no readable SVG: {str(error).partition(':')[0]}"
            problems.append(Problem(file, line, column + 1, message, "draw it again with its program"))
            continue
        if not root.tag.endswith("svg"):
            problems.append(Problem(file, 1, 0, f"no SVG: its root is <{root.tag}>", "draw it again with its program"))
        for script in SCRIPT.finditer(text):
            line = text.count("\n", 0, script.start()) + 1
            problems.append(Problem(file, line, 0, "a script in a figure", "remove it"))
    return problems
