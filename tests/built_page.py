"""A page of the built site as a browser reads it: its head, its ids and links, and what runs in it."""

import json
from html.parser import HTMLParser
from pathlib import Path


class Built(HTMLParser):
    """A page taken apart; `text` gathers what is read, without scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.rels: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.data: list[dict] = []
        self.styled: list[str] = []
        self.text = ""
        self._in: list[str] | None = None
        self._linked_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if "id" in values:
            self.ids.append(values["id"])
        if "style" in values:
            self.styled.append(tag)
        if tag == "meta":
            name = values.get("name") or values.get("property") or values.get("http-equiv") or ""
            assert not name or name not in self.metas, f"two <meta> of {name}"
            self.metas[name] = values.get("content", "")
        elif tag == "link":
            self.rels.setdefault(values["rel"], values["href"])
        elif tag == "a":
            self.links.append(values)
        elif tag == "style":
            self._in = self.styles
        elif tag == "script" and "src" not in values:
            kind = values.get("type", "")
            self._linked_data = kind == "application/ld+json"
            self._in = [] if "json" in kind else self.scripts
        if self._in is not None and tag in ("style", "script"):
            self._in.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style") and self._in is not None:
            if self._linked_data:
                self.data.append(json.loads(self._in[-1]))
            self._in, self._linked_data = None, False

    def handle_data(self, data: str) -> None:
        if self._in is None:
            self.text += data
        else:
            self._in[-1] += data

    @property
    def policy(self) -> dict[str, set[str]]:
        """The content security policy: the sources of each directive."""
        rules = (rule.split() for rule in self.metas["Content-Security-Policy"].split(";"))
        return {name: set(sources) for name, *sources in rules}


def read(path: Path) -> Built:
    return Built(path.read_text(encoding="utf-8"))
