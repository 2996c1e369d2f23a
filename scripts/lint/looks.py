"""How things look: classes that the style sheet knows, and no style attribute, which the security policy drops."""

import difflib
import re
from collections.abc import Iterator

from problem import Problem

from apparatus.source import Source
from lint.blocks import read
from lint.project import Project

SHEET = "assets/stylesheets/guia.css"
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
TAGS = ("aside", "div")
SELECTOR = re.compile(r"(?P<tag>[\w-]*)(?P<classes>(?:[.#][\w-]+)*)")
LIST = re.compile(r"\{:?[ ]*(?P<inside>(?:[.#][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s}]+))(?:[ ]+[^{}\n]*)?)\}")
STYLE = re.compile(
    r"<[a-zA-Z][^>]*?\s(?P<html>style)\s*=|\{:?[^{}\n$]*?(?P<list>\bstyle)[ ]*=|\battrs:[^\n]*?\b(?P<attrs>style)[ ]*:"
)
ATTRS_CLASS = re.compile(r"\battrs:[ ]*\{[^}\n]*\bclass:[ ]*[\"']?(?P<names>[\w -]+)")


def check(project: Project) -> list[Problem]:
    """Unknown classes and tags of `/// html`, unknown classes anywhere, and style attributes."""
    path = project.docs / SHEET
    known = set(CLASS.findall(path.read_text(encoding="utf-8"))) if path.is_file() else set()
    problems = []
    for page, source in project.pages.items():
        for style in STYLE.finditer(source.markup):
            message, hint = "a style attribute, which the security policy drops", f"give it a class and write it in {SHEET}"
            problems.append(project.problem(page, style.start(style.lastgroup), message, hint))
        for offset, name in _classes(source):
            if known and name not in known:
                problems.append(project.problem(page, offset, f"unknown class '{name}'", _hint(name, known)))
        problems += [Problem(f"docs/{page}", line, 0, message, hint) for line, message, hint in _html(source, known)]
    return problems


def _classes(source: Source) -> Iterator[tuple[int, str]]:
    """Where each class of the attribute lists and of the options of blocks of a page stands, and its name."""
    for found in LIST.finditer(source.prose):
        for one in re.finditer(r"(?:^|(?<=\s))\.([\w-]+)", found["inside"]):
            yield found.start("inside") + one.start(1), one[1]
    for found in ATTRS_CLASS.finditer(source.prose):
        for one in re.finditer(r"\S+", found["names"]):
            yield found.start("names") + one.start(), one[0]


def _html(source: Source, known: set[str]) -> Iterator[tuple[int, str, str]]:
    """The blocks `/// html | tag.class` of a page that would be some other thing."""
    for block in read(source)[0]:
        if block.kind != "html":
            continue
        selector = SELECTOR.fullmatch(block.argument.strip())
        if not selector or selector["tag"] not in TAGS:
            message = f"a block of HTML of an unknown form: '{block.argument.strip()}'"
            yield block.line, message, "write /// html | aside.margen or /// html | div"
            continue
        for name in CLASS.findall(selector["classes"]):
            if known and name not in known:
                yield block.line, f"unknown class '{name}'", _hint(name, known)


def _hint(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean .{near[0]}?" if near else f"write its style in {SHEET}"
