"""What the author may have meant: the nearest file, anchor or page."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from functools import cached_property, lru_cache
from posixpath import basename, dirname, splitext
from urllib.parse import quote

from .sitefiles import SiteFiles, relative

_UNSAFE = re.compile(r"[^\w/!$&'()*+,;=:@~.-]")  # letters of any alphabet stay readable
BUDGET = 400  # near matches are costly: a site with more faults than this has one cause, not hundreds of slips


def close_matches(*arguments, **options) -> list[str]:
    from difflib import get_close_matches  # only a fault asks for it

    return get_close_matches(*arguments, **options)


def fold(text: str) -> str:
    """Case, accents, Unicode form and the choice of separators set aside."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(character for character in text if not unicodedata.combining(character)).casefold()
    return re.sub(r"[\s_.\-]+", "-", text).strip("-")


class Suggester:
    def __init__(self, site: SiteFiles) -> None:
        self.site = site
        self.budget = BUDGET
        self.file = lru_cache(maxsize=None)(self._file)
        self._anchor_cache: dict[tuple[str, str], str | None] = {}

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.site.files):
            names["/".join(map(fold, name.split("/")))].append(name)
        return names

    @cached_property
    def _by_base(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.site.files):
            names[basename(name)].append(name)
        return names

    def _file(self, path: str) -> str | None:
        """The file that was probably meant by a path relative to the root."""
        path = path.strip("/") if path.strip("/") else path
        stem = re.sub(r"\.(?:md|markdown|htm|rst|ipynb)$", "", path, flags=re.IGNORECASE)
        for candidate in (f"{stem}.html", f"{stem}/index.html", path, f"{path}.html", f"{path}/index.html"):
            if candidate in self.site.files:
                return candidate
        for candidate in (path, f"{stem}.html", f"{path}/index.html"):
            same = self._folded.get("/".join(map(fold, candidate.split("/"))))
            if same:
                return same[0]
        names = [basename(path)] if stem == path else [f"{basename(stem)}.html"]
        if "." not in names[0]:
            names.append(f"{names[0]}.html")
        for name in names:
            same = self._by_base.get(name, [])
            if name not in ("index.html",) and 0 < len(same) <= 3:
                return min(same, key=lambda found: (self._distance(found, path), found))
        return self._near(f"{stem}.html" if stem != path else path)

    def _near(self, path: str) -> str | None:
        """The file of the same kind whose name, without its suffix, is most alike."""
        stem, suffix = splitext(path)
        if self.budget <= 0 or len(stem) < 3:
            return None
        self.budget -= 1
        suffix = suffix or ".html"
        names = [name for name in sorted(self.site.files) if name.endswith(suffix)][:5000]
        stems = {splitext(name)[0]: name for name in reversed(names)}
        local = [name for name in stems if dirname(name) == dirname(path)]
        for choice, cutoff in ((local, 0.72), (list(stems), 0.82)):
            close = close_matches(stem, choice, n=1, cutoff=cutoff)
            if close and self._alike(basename(close[0]), basename(stem)):
                return stems[close[0]]
        return None

    @staticmethod
    def _alike(one: str, two: str) -> bool:
        """A shared folder must not make different names look alike."""
        return bool(close_matches(one, [two], cutoff=0.6))

    @staticmethod
    def _distance(found: str, path: str) -> int:
        one, two = found.split("/")[:-1], path.split("/")[:-1]
        common = sum(1 for a, b in zip(one, two, strict=False) if a == b)
        return len(one) + len(two) - 2 * common

    def anchor(self, fragment: str, ids: Collection[str], key: str) -> str | None:
        """The nearest anchor of the page `key`."""
        where = (key, fragment)
        if where not in self._anchor_cache:
            self._anchor_cache[where] = self._anchor(fragment, ids)
        return self._anchor_cache[where]

    def _anchor(self, fragment: str, ids: Collection[str]) -> str | None:
        wanted = fold(fragment)
        for name in sorted(ids):
            if fold(name) == wanted:
                return name
        if self.budget <= 0 or not fragment:
            return None
        self.budget -= 1
        close = close_matches(fragment, sorted(ids)[:5000], n=1, cutoff=0.7)
        if close:
            return close[0]
        folded = {fold(name): name for name in sorted(ids, reverse=True)}
        close = close_matches(wanted, sorted(folded)[:5000], n=1, cutoff=0.7)
        return folded[close[0]] if close else None


def spell(page: str, file: str, written: str, base_path: str, plain_base: bool = True) -> str:
    """The address of `file` as the author of `page` would write it, in the manner of what was `written`."""
    index = file.endswith("index.html") and (written.split("#")[0].split("?")[0].endswith("/"))
    if written.startswith("/") or not plain_base:
        address = base_path + _readable(file)
    else:
        address = _readable(relative(page, file))
    if index:
        address = address[: -len("index.html")] or "./"
    if ":" in address.split("/")[0]:
        address = "./" + address
    return address


def _readable(path: str) -> str:
    return _UNSAFE.sub(lambda match: quote(os.fsencode(match[0])), path)


def tail(written: str) -> str:
    """The query and fragment of an address."""
    match = re.search(r"[?#].*", written, re.DOTALL)
    return match[0] if match else ""
