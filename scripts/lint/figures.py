"""Figures: each SVG goes into the page itself, so it must be whole and hold no script, no style and nothing from elsewhere."""

import re
from xml.etree import ElementTree

from problem import Problem

from lint.pages import foreign
from lint.project import Project, not_utf8

STYLE = re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE)
BEGINNINGS = {".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8", ".gif": b"GIF8", ".webp": b"RIFF"}
SCRIPT = re.compile(r"<script\b|\son[a-z]+\s*=", re.IGNORECASE)


def check(project: Project) -> list[Problem]:
    """SVG files that are none, that end before their time, or that hold what a page may not; other images that are none."""
    problems = [
        Problem(path.relative_to(project.root).as_posix(), 1, 0, "no image, for all its name says", "save it again")
        for path in sorted((project.docs / "assets").rglob("*.*"))
        if (begins := BEGINNINGS.get(path.suffix.lower())) and not path.read_bytes().startswith(begins)
    ]
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
        problems += foreign(file, text)
        for style in list(STYLE.finditer(text))[:1]:
            line = text.count("\n", 0, style.start()) + 1
            message = "a style in a figure, which the security policy drops"
            problems.append(Problem(file, line, 0, message, "draw it with a program of scripts/figures, which saves it right"))
        for script in SCRIPT.finditer(text):
            line = text.count("\n", 0, script.start()) + 1
            problems.append(Problem(file, line, 0, "a script in a figure", "remove it"))
    return problems
