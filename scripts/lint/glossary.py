"""The glossary: each entry is a term with its anchor, a definition and a link, in its place by order of letter."""

import re
from collections.abc import Iterator
from unicodedata import combining, normalize

from problem import Problem

from apparatus.source import Source
from lint.project import Project

PAGE = "glosario.md"
ENTRIES = re.compile(r"(?:^[^\n]*\S[^\n]*(?:\n|\Z)(?:\n+(?=:))?)+", re.MULTILINE)
TERM = re.compile(r"(?P<term>[^{}\n]+?)[ ]*\{[ ]*#[\w-]+[ ]*\}[ ]*")
DEFINITION = re.compile(r":[ ]{1,3}[ ]*\S")
FORM = "term (*English*) { #anchor }"
Slip = tuple[int, str, str]


def check(project: Project) -> list[Problem]:
    """Entries that the page would show as a paragraph, or that no link could find."""
    source = project.pages.get(PAGE)
    if source is None:
        return []
    return [Problem(f"docs/{PAGE}", line, 0, message, hint) for line, message, hint in _slips(source)]


def _slips(source: Source) -> Iterator[Slip]:
    begins = source.text.find("\n## ")
    letter, terms = "", []
    for found in ENTRIES.finditer(source.text, begins + 1) if begins >= 0 else ():
        first = source.position(found.start())[0]
        lines = found[0].rstrip("\n").split("\n")
        if lines[0].startswith("#"):
            letter, lines, first = lines[0].lstrip("# ").strip(), lines[1:], first + 1
            terms = []
        if not lines:
            continue
        yield from _entry(first, lines)
        term = TERM.fullmatch(lines[0])
        if term:
            name = _plain(term["term"])
            if len(letter) == 1 and name[:1] != _plain(letter):
                yield first, f"'{term['term'].partition(' (')[0]}' is not under its letter", f"put it under ## {name[:1].upper()}"
            elif terms and name.partition(" (")[0] < terms[-1].partition(" (")[0]:
                yield first, f"'{term['term'].partition(' (')[0]}' is not in its place by order of letter", "move it up"
            terms.append(name)


def _plain(text: str) -> str:
    """Small letters without accents, marks or signs, as the order looks at them."""
    bare = "".join(one for one in normalize("NFD", text.lower()) if not combining(one))
    return re.sub(r"[^\w ()]", " ", bare).strip()


def _entry(first: int, lines: list[str]) -> Iterator[Slip]:
    for number, line in enumerate(lines):
        if line.startswith(":") and not DEFINITION.match(line):
            yield first + number, "a definition without spaces behind its colon", "begin it with `:   `"
            return
    if not TERM.fullmatch(lines[0]):
        what = "a definition that no term goes before" if lines[0].startswith(":") else "a term without its anchor"
        yield first, what, f"write {FORM}"
        return
    second = next((first + n for n, line in enumerate(lines[1:], start=1) if TERM.fullmatch(line)), 0)
    if second:
        yield second, "a term glued to the entry before it", "leave a blank line"
    elif not any(line.startswith(":") for line in lines[1:3]):
        yield first, "a term without its definition", "write it below, behind `:   `"
    elif not lines[-1].startswith(":") or "](" not in lines[-1]:
        yield first, "an entry without its link", "end it with `:   [Title](page.md#section)`"
    elif sum(line.startswith(":") for line in lines) < 2:
        yield first, "a term without its definition", "write it above the link, behind `:   `"
