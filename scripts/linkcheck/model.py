"""What the checker hands back: findings, figures and the result that holds them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import NamedTuple

ERROR = "error"
WARNING = "warning"


class Source(NamedTuple):
    """The place an author has to mend: a file with a line and a column, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(slots=True)
class Finding:
    """One fault.  `page` is the published file, `line` its line there, `url` the address as written."""

    level: str
    kind: str
    page: str
    line: int
    url: str
    message: str
    suggestion: str | None = None
    source: Source | None = None
    target: str = ""  # what the address resolves to; the key by which template faults are grouped
    ordinal: int = -1  # the number of the reference in its page, -1 when there is none
    column: int = 0
    template: bool = False  # the sources were searched in vain: not written by the page's author
    pages: int = 1  # pages that show this very fault

    def sort_key(self) -> tuple:
        return (self.page, self.line, self.column, self.ordinal, self.level, self.kind, self.url, self.message)

    def to_json(self) -> dict:
        source = self.source._asdict() if self.source else None
        return {
            "level": self.level, "kind": self.kind, "page": self.page, "line": self.line, "url": self.url,
            "source": source, "message": self.message, "suggestion": self.suggestion,
        }


@dataclass(slots=True)
class Stats:
    """Figures of one run: pages read, references seen, different external addresses, seconds taken."""

    pages: int = 0
    links: int = 0
    external: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Result:
    """Everything a run found, sorted by page and line."""

    findings: list[Finding] = field(default_factory=list)
    stats: Stats = field(default_factory=Stats)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == WARNING]

    @property
    def ok(self) -> bool:
        return not self.errors

    def by_page(self) -> dict[str, list[Finding]]:
        """Findings by published file, in sorted order."""
        pages: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            pages[finding.page].append(finding)
        return dict(sorted(pages.items()))

    def to_json(self) -> dict:
        return {"findings": [finding.to_json() for finding in self.findings], "stats": asdict(self.stats)}


class CheckError(Exception):
    """The check could not run: no such folder, no page, no link, a mistake in the settings."""
