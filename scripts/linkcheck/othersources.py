"""Sources other than the pages themselves: the bibliography, mkdocs.yml, the theme, files copied as they are."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from .model import Finding, Source
from .siteconfig import SiteConfig, read_text

_KEY = re.compile(r"\s*@\s*\w+\s*[{(]\s*([^,\s]+)\s*,")
MAX_ELEMENT_LINES = 40  # a tag or a rule may go on for some lines
_EDGE = r"A-Za-z0-9_\-%"
_START = rf"(?:(?<![{_EDGE}/.])|(?<=}}}}/))"  # `{{ base_url }}/` may stand before it
_ESCAPE = r"\\(?=[_%&#~$])"


class Text:
    """A source file: most addresses are not in it, which its text as a whole tells at once."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self._whole = "\n".join(lines)
        self._unescaped = re.sub(_ESCAPE, "", self._whole)

    def shows(self, spellings: list[str]) -> bool:
        """Whether one of the spellings may stand in a line, as it is or as BibTeX escapes it."""
        return any(spelling and (spelling in self._whole or spelling in self._unescaped) for spelling in spellings)


class OtherSources:
    """Texts are read once, when the first finding asks for them."""

    def __init__(self, config: SiteConfig) -> None:
        self.config = config
        self._texts: dict[Path, Text] = {}

    def copied(self, finding: Finding) -> Source | None:
        """A file that is published as it stands: the address follows the place where its element begins."""
        for folder in (self.config.docs, *self.config.theme_folders):
            path = folder / finding.page
            if path.is_file():
                return self._address(path, finding.url, max(finding.line, 1), max(finding.column, 1))
        return None

    def drawing(self, url: str, files: list[Path]) -> Source | None:
        """The first SVG file that writes an address."""
        for path in files:
            for number, line in enumerate(self._lines(path), 1):
                match = re.search(rf"[\"'(]({re.escape(url)})[\"')]", line)
                if match:
                    return Source(str(path), number, match.start(1) + 1)
        return None

    def _address(self, path: Path, url: str, line: int, column: int) -> Source:
        start = column - 1
        for number, text in enumerate(self._lines(path)[line - 1:line + MAX_ELEMENT_LINES], line):
            for spelling in (url, url.replace("&", "&amp;")):
                at = text.find(spelling, start) if spelling else -1
                if at >= 0:
                    return Source(str(path), number, at + 1)
            start = 0
        return Source(str(path), line, column)

    def bibliography(self, url: str, note: str | None) -> Source | None:
        """The url or doi field of a bib entry; the footnote's id tells which entry when several have it."""
        spellings = _bibliographic(url)
        found: list[tuple[bool, Source]] = []
        for path in self._bibs:
            if not self._text(path).shows(spellings):
                continue
            key = ""
            for number, line in enumerate(self._lines(path), 1):
                entry = _KEY.match(line)
                if entry:
                    key = entry[1]
                column = _find(line, spellings) or _find_unescaped(line, spellings)
                if column:
                    mine = bool(note and key and note.lower().endswith(key.lower()))
                    found.append((not mine, Source(str(path), number, column)))
        return min(found, default=(True, None), key=lambda item: item[0])[1]

    def configuration(self, spellings: list[str]) -> Source | None:
        """An entry of mkdocs.yml: navigation, social links, extra files."""
        if self.config.file is None:
            return None
        return _first(str(self.config.file), self._configuration, spellings)

    def theme(self, spellings: list[str]) -> Source | None:
        """A template of ours that writes the address."""
        for path in self._templates:
            source = _first(str(path), self._text(path), spellings)
            if source:
                return source
        return None

    def mentions(self, url: str, spellings: list[str]) -> bool:
        """Whether the bibliography, mkdocs.yml or the theme may write the address."""
        return (self._configuration.shows(spellings)
                or any(self._text(path).shows(spellings) for path in self._templates)
                or any(self._text(path).shows(_bibliographic(url)) for path in self._bibs))

    @cached_property
    def _bibs(self) -> list[Path]:
        folders = dict.fromkeys((self.config.project / "bib", self.config.project, self.config.docs))
        return [path for folder in folders for path in sorted(folder.glob("*.bib"))]

    @cached_property
    def _templates(self) -> list[Path]:
        return [path for folder in self.config.theme_folders for path in sorted(folder.rglob("*"))
                if path.suffix in (".html", ".xml", ".txt") and path.is_file()]

    @cached_property
    def _configuration(self) -> Text:
        return Text([re.sub(r"(^|\s)#.*$", "", line) for line in self.config.lines])

    def _text(self, path: Path) -> Text:
        if path not in self._texts:
            self._texts[path] = Text(read_text(path).split("\n"))
        return self._texts[path]

    def _lines(self, path: Path) -> list[str]:
        return self._text(path).lines


def _bibliographic(url: str) -> list[str]:
    """How a url or doi field may write an address."""
    doi = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", url)
    return list(dict.fromkeys((url, doi, re.sub(r"^https?://", "", url))))


def _first(file: str, text: Text, spellings: list[str]) -> Source | None:
    if not text.shows(spellings):
        return None
    for spelling in spellings:
        for number, line in enumerate(text.lines, 1):
            column = _find(line, [spelling])
            if column:
                return Source(file, number, column)
    return None


def _find(line: str, spellings: list[str]) -> int:
    """The column of the first spelling that stands in the line as a whole, 0 without one."""
    for spelling in spellings:
        if spelling and spelling in line:
            match = re.search(rf"{_START}{re.escape(spelling)}(?![{_EDGE}/])", line)
            if match:
                return match.start() + 1
    return 0


def _find_unescaped(line: str, spellings: list[str]) -> int:
    """The same in a BibTeX field that writes `\\_` or `\\%`."""
    if "\\" not in line:
        return 0
    column = _find(re.sub(_ESCAPE, "", line), spellings)
    return column + len(re.findall(_ESCAPE, line[:column])) if column else 0
