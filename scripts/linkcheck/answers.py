"""What other sites answered, and the file that remembers it between runs."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

OK, BROKEN, UNKNOWN = "ok", "broken", "can't tell"
DAY = 86_400.0
LIFETIME = {OK: 14 * DAY, BROKEN: DAY}  # what could not be told is asked again
VERSION = 1


@dataclass(slots=True)
class Answer:
    """The outcome for one address; `fragments` says of each fragment asked for whether it exists (None: unknown)."""

    outcome: str
    reason: str = ""
    chain: list[str] = field(default_factory=list)  # the addresses of a redirection, the first included
    moved: str | None = None  # where permanent redirects lead
    soft: str | None = None  # why a page that answers 200 looks like an error page
    fragments: dict[str, bool | None] = field(default_factory=dict)
    checked: float = 0.0


class Cache:
    """Answers on disk as JSON.  A file that cannot be read, or means nothing, is the same as none."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.answers: dict[str, Answer] = {}
        if path is not None:
            self._load(path)

    def _load(self, path: Path) -> None:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != VERSION:
                return
            for url, record in data["answers"].items():
                answer = Answer(**record)
                if _is_sound(answer):
                    self.answers[url] = answer
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.answers = {}

    def get(self, url: str, fragments: set[str], now: float) -> Answer | None:
        """A remembered answer that is still fresh and knows about these fragments."""
        answer = self.answers.get(url)
        if answer is None or not 0 <= now - answer.checked < LIFETIME.get(answer.outcome, 0.0):
            return None
        if answer.outcome == OK and any(answer.fragments.get(fragment) is None for fragment in fragments):
            return None
        return answer

    def save(self, answers: dict[str, Answer], now: float) -> None:
        """Add what is worth remembering, drop what is stale, write in one step."""
        if self.path is None:
            return
        self.answers.update(answers)
        kept = {url: asdict(answer) for url, answer in sorted(self.answers.items())
                if 0 <= now - answer.checked < LIFETIME.get(answer.outcome, 0.0)}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as stream:
                    json.dump({"version": VERSION, "answers": kept}, stream, ensure_ascii=True, indent=0)
                os.replace(name, self.path)
            except OSError:
                os.unlink(name)
                raise
        except OSError:
            return  # a cache that cannot be written costs time, nothing else


def _is_sound(answer: Answer) -> bool:
    kinds = {"outcome": str, "reason": str, "chain": list, "fragments": dict, "checked": (int, float)}
    values = {item.name: getattr(answer, item.name) for item in fields(answer)}
    return (all(isinstance(values[name], kind) for name, kind in kinds.items())
            and all(isinstance(step, str) for step in answer.chain)
            and all(isinstance(values[name], (str, type(None))) for name in ("moved", "soft")))
