"""Sources other than the pages themselves: the bibliography, mkdocs.yml, the theme, files copied as they are."""

from __future__ import annotations

import re
from pathlib import Path

from .model import Finding, Source
from .siteconfig import SiteConfig, read_text

_KEY = re.compile(r"\s*@\s*\w+\s*[{(]\s*([^,\s]+)\s*,")
MAX_ELEMENT_LINES = 40  # a tag or a rule may go on for some lines
_EDGE = r"A-Za-z0-9_\-%"


class OtherSources:
    """Texts are read once, when the first finding asks for them."""

    def __init__(self, config: SiteConfig) -> None:
        self.config = config
        self._texts: dict[Path, list[str]] = {}
        self._bibs: list[Path] | None = None
        self._templates: list[Path] | None = None

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
        if self._bibs is None:
            folders = dict.fromkeys((self.config.project / "bib", self.config.project, self.config.docs))
            self._bibs = [path for folder in folders for path in sorted(folder.glob("*.bib"))]
        spellings = [url, re.sub(r"^https?://", "", url)]
        doi = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", url)
        if doi != url:
            spellings.insert(1, doi)
        found: list[tuple[bool, Source]] = []
        for path in self._bibs:
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
        lines = [re.sub(r"(^|\s)#.*$", "", line) for line in self.config.lines]
        return _first(str(self.config.file), lines, spellings)

    def theme(self, spellings: list[str]) -> Source | None:
        """A template of ours that writes the address."""
        if self._templates is None:
            self._templates = [path for folder in self.config.theme_folders for path in sorted(folder.rglob("*"))
                               if path.suffix in (".html", ".xml", ".txt") and path.is_file()]
        for path in self._templates:
            source = _first(str(path), self._lines(path), spellings)
            if source:
                return source
        return None

    def _lines(self, path: Path) -> list[str]:
        if path not in self._texts:
            self._texts[path] = read_text(path).split("\n")
        return self._texts[path]


def _first(file: str, lines: list[str], spellings: list[str]) -> Source | None:
    for spelling in spellings:
        for number, line in enumerate(lines, 1):
            column = _find(line, [spelling])
            if column:
                return Source(file, number, column)
    return None


def _find(line: str, spellings: list[str]) -> int:
    """The column of the first spelling that stands in the line as a whole, 0 without one."""
    for spelling in spellings:
        if spelling and spelling in line:
            match = re.search(rf"(?<![{_EDGE}/.]){re.escape(spelling)}(?![{_EDGE}/])", line)
            if match:
                return match.start() + 1
    return 0


def _find_unescaped(line: str, spellings: list[str]) -> int:
    """The same in a BibTeX field that writes `\\_` or `\\%`."""
    if "\\" not in line:
        return 0
    column = _find(re.sub(r"\\(?=[_%&#~$])", "", line), spellings)
    return column + len(re.findall(r"\\(?=[_%&#~$])", line[:column])) if column else 0
