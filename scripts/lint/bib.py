"""The bibliography: entries that can be read, once each, with what every reference needs."""

import re

from problem import Problem

from apparatus.bibliography import KEY, TYPES, Record, plain
from apparatus.citations import in_prose
from lint.project import Project

FILE = "bib/guia.bib"
SHOWN_UNUSED = 5
LATEX = re.compile(r"\\|(?<!\\)\$")
YEAR = re.compile(r"\d{4}(?:[-–]\d{2,4})?")
SHOWN = ("title", "booktitle", "journal", "publisher", "note", "school", "institution")


def _check_record(record: Record) -> list[Problem]:
    if record.entry is None:
        return [Problem(FILE, record.error_line, 0, f"malformed entry '{record.key}': {record.error}", "mend the entry")]
    problems = []

    def wrong(message: str, hint: str) -> None:
        problems.append(Problem(FILE, record.line, 0, f"entry '{record.key}' {message}", hint))

    if not KEY.match(record.key):
        wrong("has a key that no citation can name", "use letters, digits, - and _")
    if record.type not in TYPES:
        wrong(f"is of the unknown type @{record.type}", f"use one of: {', '.join(sorted(TYPES))}")
    for name in ("title", "year"):
        if not record.entry.fields.get(name, "").strip():
            wrong(f"has no {name}", f"add `{name} = {{…}}`")
    if not record.entry.persons.get("author") and not record.entry.persons.get("editor"):
        wrong("has no author", "add `author = {Surname, Name and …}`")
    people = [str(one) for role in ("author", "editor") for one in record.entry.persons.get(role, [])]
    for text in [*people, *(record.entry.fields.get(name, "") for name in SHOWN)]:
        if LATEX.search(text):
            wrong(f"holds LaTeX, which would be shown as it is: {plain(text)}", "write the letters themselves: é, ñ…")
    for one in people:
        if one == "others" or re.search(r"[;&]|(?:^|\s)y\s", one):
            wrong(f"has people that are not told apart: {one}", "write `Surname, Name and Surname, Name`, all of them")
    year = record.entry.fields.get("year", "").strip()
    if year and not YEAR.fullmatch(year):
        wrong(f"has a year that is none: {year}", "write its four digits")
    if "://" in record.entry.fields.get("doi", ""):
        wrong("has an address for a doi", "leave what begins with 10.")
    if re.search(r"[\s()]", record.entry.fields.get("url", "").strip()):
        wrong("has a url with spaces or brackets", "write them as %20, %28 and %29")
    if record.entry.fields.get("url", "https://").split("://")[0] not in ("http", "https"):
        wrong("has a url that is no web address", "begin it with https://")
    return problems


def check(project: Project) -> list[Problem]:
    """Malformed, incomplete and repeated entries."""
    if project.records is None:
        return []
    problems = []
    lines: dict[str, int] = {}
    for record in project.records:
        problems += _check_record(record)
        known = lines.setdefault(record.key.lower(), record.line)
        if known != record.line:
            message = f"duplicate key '{record.key}', already at line {known}"
            problems.append(Problem(FILE, record.line, 0, message, "remove one of the two or give it another key"))
    return problems


def uncited(project: Project) -> list[Problem]:
    """The entries that no page cites, in one warning."""
    cited = {citation.key for source in project.pages.values() for citation in in_prose(source)}
    unused = [record for record in project.records or () if record.key not in cited]
    if not unused:
        return []
    names = ", ".join(f"{record.key} (line {record.line})" for record in unused[:SHOWN_UNUSED])
    names += f" and {len(unused) - SHOWN_UNUSED} more" if len(unused) > SHOWN_UNUSED else ""
    message = f"{len(unused)} {'entry' if len(unused) == 1 else 'entries'} that no page cites: {names}"
    return [Problem(FILE, unused[0].line, 0, message, warning=True)]
