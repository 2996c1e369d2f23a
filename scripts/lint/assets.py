"""Scripts, style sheets and data of docs/assets: whole, so that a browser obeys them."""

import json
import re
from functools import lru_cache

from problem import Problem
from py_mini_racer import JSParseException, MiniRacer

from lint.project import Project

MADE = "explorador"  # the folder of the scripts that others make
MODEL = "pequeno.json"  # the check of the explorer's scripts tells of it
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)


def check(project: Project) -> list[Problem]:
    """Scripts that are no JavaScript, style sheets whose braces do not match, data that are no JSON."""
    problems = []
    for path in sorted((project.docs / "assets" / "scripts").rglob("*.js")):
        slip = broken_script(path.read_text(encoding="utf-8", errors="replace")) if path.parent.name != MADE else None
        if slip:
            problems.append(Problem(path.relative_to(project.root).as_posix(), *slip, "mend it"))
    for path in sorted((project.docs / "assets" / "stylesheets").glob("*.css")):
        slip = _unmatched(path.read_text(encoding="utf-8", errors="replace"))
        if slip:
            problems.append(Problem(path.relative_to(project.root).as_posix(), *slip, "close what is open, or remove it"))
    for path in sorted((project.docs / "assets").glob("**/*.json")):
        try:
            if path.name != MODEL:
                json.loads(path.read_bytes())
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            line, what = getattr(error, "lineno", 1), getattr(error, "msg", "not UTF-8")
            file = path.relative_to(project.root).as_posix()
            problems.append(Problem(file, line, 0, f"no JSON: {what}", "restore it from git, or make it again"))
    return problems


@lru_cache(maxsize=32)
def broken_script(text: str) -> tuple[int, int, str] | None:
    """Line, column and what is wrong with a script that is no JavaScript; nothing if it is."""
    engine = MiniRacer()
    try:
        engine.eval(f"(() => {{{text}\n}})")
    except JSParseException as error:
        line, what = re.search(r":(\d+): (.*)", str(error)).groups()
        return min(int(line), text.count("\n") + 1), 0, what
    finally:
        engine.close()
    return None


def _unmatched(css: str) -> tuple[int, int, str] | None:
    bare = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), css)
    opened: list[int] = []
    for brace in re.finditer(r"[{}]", bare):
        line = bare.count("\n", 0, brace.start()) + 1
        if brace[0] == "{":
            opened.append(line)
        elif not opened:
            return line, 0, "a } without its {"
        else:
            opened.pop()
    return (opened[-1], 0, "a { without its }") if opened else None
