"""The bibliography: its entries with their lines, and each reference written out in Spanish."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.scanner import PybtexSyntaxError

START = re.compile(r"^[ \t]*@(?P<type>\w+)[ \t]*[{(][ \t]*(?P<key>[^,\s{}\"]*)", re.MULTILINE)
KEY = re.compile(r"[\w-]+\Z")
NOT_ENTRIES = {"comment", "string", "preamble"}
TYPES = {"article", "book", "incollection", "inproceedings", "misc", "online", "phdthesis", "techreport"}
MOST_AUTHORS = 8
SHOWN_AUTHORS = 6


@dataclass(frozen=True)
class Record:
    """An entry as it stands in the file; `entry` is None, and `error` says why, if it cannot be read."""

    key: str
    line: int
    type: str
    entry: Entry | None
    error: str = ""
    error_line: int = 0


def read(path: Path) -> list[Record]:
    """Every entry of a BibTeX file, in its order, each read by itself so that one mistake hides no other.

    Raises UnicodeDecodeError if the file is not UTF-8 and OSError if it cannot be read.
    """
    text = path.read_text(encoding="utf-8-sig")
    starts = list(START.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    records = []
    for start, end in zip(starts, ends, strict=False):
        kind = start["type"].lower()
        if kind in NOT_ENTRIES:
            continue
        line = text.count("\n", 0, start.start("type")) + 1
        chunk = text[start.start() : end].lstrip()
        records.append(_read_one(chunk, start["key"], kind, line))
    return records


def _read_one(chunk: str, key: str, kind: str, line: int) -> Record:
    try:
        entries = Parser().parse_string(chunk).entries
    except PybtexSyntaxError as error:
        at = min(error.lineno or 1, len(chunk.rstrip().splitlines()))
        return Record(key, line, kind, None, _why(error), line + at - 1)
    except PybtexError as error:
        return Record(key, line, kind, None, _why(error), line)
    if len(entries) != 1:
        return Record(key, line, kind, None, "not a complete entry", line)
    return Record(key, line, kind, next(iter(entries.values())))


def _why(error: PybtexError) -> str:
    text = " ".join(str(error).split())
    return re.sub(r"^(syntax error in line \d+|in line \d+):?\s*", "", text)


def plain(value: str) -> str:
    """A field without the braces that protect its capitals and with typographic dashes."""
    return " ".join(value.replace("{", "").replace("}", "").replace("---", "—").replace("--", "–").split())


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>$])", r"\\\1", text)


def person(someone: Person) -> str:
    """Given names and surname of a person, as they are spoken."""
    names = (someone.first_names, someone.middle_names, someone.prelast_names, someone.last_names, someone.lineage_names)
    return plain(" ".join(part for group in names for part in group))


def listed(names: list[str]) -> str:
    """«Ana Ruiz, Eva Sanz e Inés Mora»: the conjunction changes before the sound of i."""
    if len(names) < 2:
        return "".join(names)
    conjunction = "e" if re.match(r"\[?(?:[IÍií]|H[iíIÍ](?![aeoáéó]))", names[-1]) else "y"
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def join_people(people: list[Person]) -> str:
    """The names of people in a sentence; long lists are cut."""
    names = [person(someone) for someone in people]
    and_others = len(names) > 1 and names[-1] == "others"  # how BibTeX cuts a list
    if and_others:
        names.pop()
    if and_others or len(names) > MOST_AUTHORS:
        return ", ".join(names[:SHOWN_AUTHORS]) + " y otros"
    return listed(names)


def _editors(people: list[Person]) -> str:
    return f"{join_people(people)} ({'ed.' if len(people) == 1 else 'eds.'})"


def sort_key(entry: Entry) -> str:
    """What the complete list is ordered by: surnames without accents, then the year, then the title."""
    from unicodedata import combining, normalize

    people = entry.persons.get("author") or entry.persons.get("editor") or []
    surnames = " ".join(" ".join(someone.last_names) for someone in people)
    text = f"{surnames} {entry.fields.get('year', '')} {entry.fields.get('title', '')}"
    return "".join(c for c in normalize("NFD", plain(text).casefold()) if not combining(c))


def _place(entry: Entry) -> str:
    """Where a work came out: journal with volume and number, proceedings, publisher or institution."""
    get = {name: _markdown(plain(value)) for name, value in entry.fields.items()}
    parts = []
    if "journal" in get:
        volume = get.get("volume", "") + (f"({get['number']})" if "number" in get else "")
        parts.append(f"*{get['journal']}*" + (f" {volume}" if volume else ""))
    elif "booktitle" in get:
        editors = entry.persons.get("editor")
        parts.append("En " + (f"{_markdown(_editors(editors))}, " if editors else "") + f"*{get['booktitle']}*")
        if "volume" in get:
            parts.append(f"vol. {get['volume']}")
    if "edition" in get:
        parts.append(f"{get['edition']}.ª ed." if get["edition"].isdigit() else f"{get['edition']} ed.")
    if "pages" in get:
        pages = get["pages"].replace("–", "-")  # Spanish joins the two ends of a range with a hyphen
        parts.append(f"{'págs.' if re.search('[-,]', pages) else 'pág.'} {pages}")
    parts += [get[name] for name in ("institution", "school", "publisher") if name in get]
    text = ", ".join(parts)
    return text.removesuffix(".")


def reference(entry: Entry) -> str:
    """A reference in Spanish as one line of Markdown, with its DOI or its address as a link."""
    people = entry.persons.get("author")
    who = join_people(people) if people else _editors(entry.persons["editor"])
    title = _markdown(plain(entry.fields["title"]))
    is_book = entry.type in ("book", "phdthesis") or not {"journal", "booktitle"} & set(entry.fields)
    title = f"*{title}*" if is_book else f"«{title}»"
    pieces = [f"{_markdown(who)} ({plain(entry.fields['year'])})", title, _place(entry)]
    note = _markdown(plain(entry.fields.get("note", "")))
    pieces += [note] if note and not note.startswith("arXiv:") else []
    text = ". ".join(piece.removesuffix(".") for piece in pieces if piece) + "."
    text = re.sub(r"([?!]\*)\.", r"\1", text)  # a question in italics needs no stop; one in quotes does
    return text + _link(entry)


def _link(entry: Entry) -> str:
    doi = entry.fields.get("doi")
    if doi:
        return f" [doi:{_markdown(doi)}](https://doi.org/{quote(doi, safe='/:;.-_')})"
    url = entry.fields.get("url")
    if not url:
        return ""
    host = re.sub(r"^www\.", "", url.split("/")[2])
    arxiv = re.search(r"arxiv\.org/abs/(.+)", url)
    return f" [arXiv:{arxiv[1]}]({url})" if arxiv else f" [{_markdown(host)}]({url})"


def complete_list(entries: dict[str, Entry], cited_in: dict[str, list[str]], titles: dict[str, str]) -> str:
    """Markdown of the whole bibliography, in order, each entry with its key as anchor and the pages that cite it."""
    lines = []
    for key, entry in sorted(entries.items(), key=lambda pair: (sort_key(pair[1]), pair[0])):
        pages = listed([f"[{titles.get(page, page)}]({page})" for page in cited_in.get(key, [])])
        text = reference(entry)
        where = f"{'.' if text.endswith(')') else ''} Se cita en {pages}." if pages else ""
        lines.append(f"-   {text}{where}\n    {{ #{key} }}")
    return "\n".join(lines)
