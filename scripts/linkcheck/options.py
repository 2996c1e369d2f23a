"""Settings of a run: what the caller asks for and what `[tool.linkcheck]` in pyproject.toml adds."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .model import CheckError


class Pattern(NamedTuple):
    """A glob over addresses (`*` stands for anything, the rest is literal) and where it was written."""

    text: str
    file: str = "command line"
    line: int = 1
    column: int = 1

    def matches(self, *candidates: str) -> bool:
        regex = _glob(self.text)
        return any(regex.fullmatch(candidate) for candidate in candidates)


class JsId(NamedTuple):
    """An id that a script makes in the browser; `page` is a glob over pages, `reason` says which script."""

    id: Pattern
    page: str
    reason: str

    def allows(self, page: str, fragment: str) -> bool:
        return self.id.matches(fragment) and _glob(self.page).fullmatch(page) is not None


class Settings(NamedTuple):
    """The content of `[tool.linkcheck]`."""

    exclude: tuple[Pattern, ...] = ()
    js_ids: tuple[JsId, ...] = ()
    external_exclude: tuple[Pattern, ...] = ()


_TABLE = r"(?m)\blinkcheck\b[\"']?\s*(?:[\].=]|$)"  # its name as TOML may write it, or as a slip of the pen


@cache
def _glob(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.DOTALL)


def find_pyproject(site_dir: Path) -> Path | None:
    """The nearest pyproject.toml at or above the site folder, so that strangers' sites get no settings of ours."""
    for folder in (site_dir, *site_dir.parents):
        candidate = folder / "pyproject.toml"
        if candidate.is_file():
            return candidate
    return None


def load_settings(path: Path | None) -> Settings:
    """Read `[tool.linkcheck]`; a file without the table gives empty settings, a wrong table a CheckError."""
    if path is None:
        return Settings()
    try:
        text = path.read_text(encoding="utf-8")
        if not re.search(_TABLE, text):
            return Settings()
        import tomllib  # most projects have no settings for us

        table = tomllib.loads(text).get("tool", {}).get("linkcheck", {})
    except (OSError, ValueError) as error:  # the mistakes of UTF-8 and of TOML too
        raise CheckError(f"{path}: cannot be read: {error}") from error
    unknown = sorted(set(table) - {"exclude", "js_ids", "external_exclude"})
    if unknown:
        raise CheckError(f"{path}: [tool.linkcheck] has unknown settings: {', '.join(unknown)}")
    lines = text.splitlines()
    return Settings(
        exclude=tuple(_patterns(table, "exclude", path, lines)),
        js_ids=tuple(_js_ids(table, path, lines)),
        external_exclude=tuple(_patterns(table, "external_exclude", path, lines)),
    )


def _patterns(table: dict, name: str, path: Path, lines: list[str]) -> list[Pattern]:
    values = table.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise CheckError(f"{path}: [tool.linkcheck] {name} must be a list of strings")
    return [_located(value, path, lines) for value in values]


def _js_ids(table: dict, path: Path, lines: list[str]) -> list[JsId]:
    values = table.get("js_ids", [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise CheckError(f"{path}: [tool.linkcheck] js_ids must be a list of tables {{id, page, reason}}")
    entries = []
    for value in values:
        name, page, reason = (value.get(key, default) for key, default in (("id", ""), ("page", "*"), ("reason", "")))
        if not all(isinstance(item, str) and item.strip() for item in (name, page, reason)):
            raise CheckError(f"{path}: js_ids entry {name!r} needs an id and a written reason (strings)")
        entries.append(JsId(_located(name, path, lines), page, reason))
    return entries


def _located(value: str, path: Path, lines: list[str]) -> Pattern:
    for number, line in enumerate(lines, 1):
        for quoted in (f'"{value}"', f"'{value}'"):
            column = line.find(quoted)
            if column >= 0:
                return Pattern(value, _shown(path), number, column + 1)
    return Pattern(value, _shown(path))


def _shown(path: Path) -> str:
    """A path below the current folder without what is the same for all."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
