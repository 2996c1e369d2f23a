"""Listings: sections of the programs in docs/codigo, with their real line numbers and notes that quote their lines."""

import re
from dataclasses import dataclass
from pathlib import Path

from apparatus.source import Fence, parse

INCLUDE = re.compile(r'^--8<--[ ]+"(?P<file>[^":]+)(?::(?P<section>[\w:,-]+))?"[ ]*$')
MARK = re.compile(r"^\s*#\s*--8<--\s*\[(?P<which>start|end):\s*(?P<name>[\w-]+)\s*\]\s*$")
NOTE = re.compile(r"^[ ]*(?P<number>\d+)\.[ ]+(?P<ticks>`+)(?P<quote>.+?)(?P=ticks)(?!`)")
# Behind a comment of the program, the mark is the end of that comment.
NOTE_MARK = re.compile(r'[ ]*(?:<span class="c1">|(?P<comment>(?<!>)[ ]{2}))# \((?P<number>\d+)\)!</span>')
ANNOTATED = re.compile(
    r'<div class="[^"]*\banotado\b[^"]*">(?:(?!</pre></div>).)*</pre></div>\s*'
    r"(?:<figcaption>(?:(?!</figcaption>).)*</figcaption>\s*</figure>\s*|<figure[^>]*>\s*)?<ol>",
    re.DOTALL,
)
CAPTION_FENCE = re.compile(r"^[ ]*/{3,}")
# Pygments' names, operators, punctuation, spaces…: guia.css gives them the colour of the text, so that they need no element.
PLAIN_TOKEN = re.compile(r'<span class="(?:n|o|ow|p|w|kc|sa|fm|vm)">([^<]*)</span>|(?<=<pre>)<span></span>(?=<code>)')
FILE_TITLE = re.compile(r'<span class="filename">(codigo/[\w./-]+)</span>')


class ListingError(ValueError):
    """An include that cannot be made, or a note that quotes no line; `line` counts from the fence, 0 being its own."""

    def __init__(self, message: str, line: int = 0):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Section:
    """Lines of a program between its marks; `first` is the number of the first one in the file."""

    lines: tuple[str, ...]
    first: int


def read_section(path: Path, name: str | None) -> Section:
    """The named section of a program, or the whole of it; marks of sections are left out, indentation is kept.

    Raises ListingError if the file or the section is not there, or cannot be read.
    """
    if not path.is_file():
        raise ListingError(f"no file {path.name} in {path.parent.name}/ to include")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ListingError(f"{path.name} is not UTF-8") from error
    if name is None:
        return Section(tuple(line for line in lines if not MARK.match(line)), 1)
    inside: list[str] = []
    first = 0
    for number, line in enumerate(lines, start=1):
        mark = MARK.match(line)
        if mark and mark["name"] == name:
            if first and mark["which"] == "start":
                raise ListingError(f"section '{name}' of {path.name} begins again at line {number} before its end")
            if mark["which"] == "end" and not any(line.strip() for line in inside):
                raise ListingError(f"section '{name}' of {path.name} is empty")
            if mark["which"] == "end":
                return Section(tuple(inside), first)
            first = number + 1
        elif first and not mark:
            inside.append(line)
    if first:
        raise ListingError(f"section '{name}' of {path.name} has no [end:{name}]")
    known = sorted({m["name"] for line in lines if (m := MARK.match(line))})
    raise ListingError(f"no section '{name}' in {path.name} (it has: {', '.join(known) or 'none'})")


def included(fence: Fence) -> re.Match[str] | None:
    """The include that is the whole body of a fence, if it is one."""
    return INCLUDE.match(fence.body.strip("\n"))


def notes_after(lines: list[str], fence: Fence) -> list[tuple[int, int, str]]:
    """Notes of the list behind a fence: (line in the text from 1, number, quoted code)."""
    notes = []
    in_caption = False
    for number in range(fence.last, len(lines)):
        line = lines[number]
        if CAPTION_FENCE.match(line):
            in_caption = not in_caption
            continue
        if in_caption:
            continue
        note = NOTE.match(line)
        if note:
            notes.append((number + 1, int(note["number"]), note["quote"].strip()))
        elif re.match(rf"{fence.indent}\d+\.[ ]", line):
            raise ListingError("a note that does not begin with a quote of the listing", number + 1)
        elif line.strip() and not line.startswith((" ", "\t")):
            break
    return notes


def annotate(section: Section, notes: list[tuple[int, int, str]]) -> list[str]:
    """Lines of a section with the mark `# (n)!` behind the only line that each note quotes."""
    if not notes:
        raise ListingError("an annotated listing without a numbered list of notes behind it")
    lines = list(section.lines)
    taken: set[int] = set()
    for position, (at, _, quote) in enumerate(notes, start=1):
        found = [index for index, line in enumerate(section.lines) if quote in line]
        if len(found) != 1:
            how = "no line" if not found else f"{len(found)} lines"
            raise ListingError(f"the note quotes `{quote}`, which is in {how} of the listing", at)
        if found[0] in taken:
            raise ListingError(f"the note quotes `{quote}`, of a line that has a note already", at)
        taken.add(found[0])
        lines[found[0]] += f"  # ({position})!"
    return lines


def _header(fence: Fence, path: str, first: int) -> str:
    attributes = {"linenums": str(first), "title": path} | fence.attributes
    classes = " ".join(f".{name}" for name in (fence.language, "listado", *fence.classes))
    pairs = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f"{fence.indent}{fence.marks} {{ {classes} {pairs} }}"


def expand(markdown: str, docs_dir: Path) -> str:
    """Markdown with each listing of a program written out; an include that fails is left for the lint to report."""
    lines = markdown.split("\n")
    for fence in reversed(parse(markdown).fences):
        include = included(fence)
        if not include or fence.language != "python":
            continue
        try:
            section = read_section(docs_dir / include["file"], include["section"])
            code = list(section.lines)
            if "anotado" in fence.classes:
                code = annotate(section, notes_after(lines, fence))
        except ListingError:
            continue
        lines[fence.first - 1 : fence.last] = [
            _header(fence, include["file"], section.first),
            *(f"{fence.indent}{line}".rstrip() for line in code),
            f"{fence.indent}{fence.marks}",
        ]
    return "\n".join(lines)


def link_notes(content: str) -> str:
    """HTML with the marks of annotated listings turned into links to their notes, and back; titles become downloads."""
    listing = 0

    def one(match: re.Match[str]) -> str:
        nonlocal listing
        listing += 1

        def mark(m: re.Match[str]) -> str:
            n = m["number"]
            closing = "</span>" if m["comment"] else ""
            return (
                f'{closing}  <a class="llamada" id="llamada-{listing}-{n}" href="#nota-{listing}-{n}"'
                f' aria-label="Nota {n}">{n}</a>'
            )

        return NOTE_MARK.sub(mark, match[0]).removesuffix("<ol>") + f'<ol class="notas" data-listado="{listing}">'

    content = ANNOTATED.sub(one, content)

    def items(match: re.Match[str]) -> str:
        number = 0

        def item(_: re.Match[str]) -> str:
            nonlocal number
            number += 1
            return f'<li id="nota-{match[1]}-{number}">'

        return '<ol class="notas">' + re.sub(r"<li>", item, match[2])

    content = re.sub(r'<ol class="notas" data-listado="(\d+)">(.*?</ol>)', items, content, flags=re.DOTALL)
    return FILE_TITLE.sub(
        r'<span class="filename"><a href="\1" download>\1</a></span>', content
    )


def lighten(content: str) -> str:
    """HTML whose listings have elements only for what looks different: a page with much code holds half as many."""
    return PLAIN_TOKEN.sub(lambda token: token[1] or "", content)
