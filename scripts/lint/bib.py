"""The bibliography: entries that can be read, once each, with what every reference needs."""

import difflib
import re
from pathlib import Path

from problem import Problem

from apparatus.bibliography import KEY, TYPES, Record, plain
from apparatus.citations import in_prose
from lint.project import Project
from lint.torn import MERGE, MOJIBAKE

FILE = "bib/guia.bib"
SHOWN_UNUSED = 5
LATEX = re.compile(r"\\|(?<!\\)\$")
YEAR = re.compile(r"\d{4}(?:[-–]\d{2,4})?")
UNTOLD = re.compile(r"[;&]|(?:^|\s)(?:y|et al\.?)(?:\s|,|$)|,(?!\s*(?:[JS]r\.?|I{2,3}|IV)\s*,)[^,]+,")  # several people as one
DOI = re.compile(r"10\.\d{4,}/\S+")
MARKUP = re.compile(r"</?[a-zA-Z]|\*\w|\w\*")
LOST_AT = re.compile(rf"^[ \t]*(?:{'|'.join(sorted(TYPES))})[ \t]*\{{[\w-]+,", re.MULTILINE | re.IGNORECASE)
FIELDS = {
    "address", "author", "booktitle", "chapter", "doi", "edition", "editor", "institution", "isbn", "journal", "month", "note",
    "number", "pages", "publisher", "school", "series", "title", "url", "volume", "year",
}  # fmt: skip
PLACES = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
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
    for name in ("title", "year", *(PLACES[one] for one in PLACES if one == record.type)):
        if not record.entry.fields.get(name, "").strip():
            wrong(f"has no {name}", f"add `{name} = {{…}}`")
    if not record.entry.persons.get("author") and not record.entry.persons.get("editor"):
        wrong("has no author", "add `author = {Surname, Name and …}`")
    people = [str(one) for role in ("author", "editor") for one in record.entry.persons.get(role, [])]
    for text in [*people, *(record.entry.fields.get(name, "") for name in SHOWN)]:
        if LATEX.search(text):
            wrong(f"holds LaTeX, which would be shown as it is: {plain(text)}", "write the letters themselves: é, ñ…")
        if MARKUP.search(text):
            wrong(f"holds marks, which would be shown as they are: {plain(text)}", "write the words alone")
    for one in people:
        if one == "others" or UNTOLD.search(one):
            wrong(f"has people that are not told apart: {one}", "write `Surname, Name and Surname, Name`, all of them")
    year = record.entry.fields.get("year", "").strip()
    if year and not YEAR.fullmatch(year):
        wrong(f"has a year that is none: {year}", "write its four digits")
    if not DOI.fullmatch(record.entry.fields.get("doi", "10.0000/none").strip()):
        wrong(f"has a doi that is none: {record.entry.fields['doi']}", "write what begins with 10., without address")
    for name in record.entry.fields:
        if name.lower() not in FIELDS:
            near = difflib.get_close_matches(name.lower(), FIELDS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"use: {', '.join(sorted(FIELDS))}"
            wrong(f"has a field that nothing shows: {name}", hint)
    if re.search(r"[\s()]", record.entry.fields.get("url", "").strip()):
        wrong("has a url with spaces or brackets", "write them as %20, %28 and %29")
    if record.entry.fields.get("url", "https://").split("://")[0] not in ("http", "https"):
        wrong("has a url that is no web address", "begin it with https://")
    return problems


def check(project: Project) -> list[Problem]:
    """Malformed, incomplete, repeated and misplaced entries. Behind an unsolved merge nothing else is told."""
    if project.records is None:
        return []
    text = (project.root / FILE).read_text(encoding="utf-8-sig")
    if merge := MERGE.search(text):
        line = text.count("\n", 0, merge.start()) + 1
        return [Problem(FILE, line, 0, "a mark of an unsolved merge", "leave one of the two versions")]
    if letters := MOJIBAKE.search(text):
        line = text.count("\n", 0, letters.start()) + 1
        message = f"letters that were read in another encoding: {letters[0]}"
        return [Problem(FILE, line, 0, message, "bring the file back from git and save it as UTF-8")]
    problems = [
        Problem(path.relative_to(project.root).as_posix(), 1, 0, "a bibliography that nothing reads", f"join it to {FILE}")
        for path in sorted((project.root / FILE).parent.glob("*.bib"))
        if path.name != Path(FILE).name
    ] + [
        Problem(FILE, text.count("\n", 0, lost.start()) + 1, 0, "an entry without its @", "write @ before its type")
        for lost in LOST_AT.finditer(text)
    ]
    lines: dict[str, int] = {}
    last = ""
    for record in project.records:
        problems += _check_record(record)
        known = lines.setdefault(record.key.lower(), record.line)
        if known != record.line:
            message = f"duplicate key '{record.key}', already at line {known}"
            problems.append(Problem(FILE, record.line, 0, message, "remove one of the two or give it another key"))
        elif record.key.lower() < last:
            message = f"entry '{record.key}' is not in its place by order of key"
            problems.append(Problem(FILE, record.line, 0, message, f"put it before '{last}'"))
        last = max(last, record.key.lower())
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
