"""The little of mkdocs.yml that tells where sources are, read line by line: no YAML library, no plugin tags."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class SiteConfig:
    project: Path  # the folder of mkdocs.yml
    docs: Path
    file: Path | None = None
    lines: list[str] = field(default_factory=list)
    snippet_folders: list[Path] = field(default_factory=list)
    appended: list[Path] = field(default_factory=list)  # snippets' auto_append
    theme_folders: list[Path] = field(default_factory=list)


def load_config(docs: Path) -> SiteConfig:
    """Find mkdocs.yml beside the docs folder; without one the project is the folder that holds the docs."""
    project = docs.parent
    config = SiteConfig(project, docs)
    for name in ("mkdocs.yml", "mkdocs.yaml"):
        if (project / name).is_file():
            config.file = project / name
            config.lines = read_text(config.file).splitlines()
            break
    folders = [project / value for value in _values(config.lines, "base_path")] or [project]
    config.snippet_folders = [*folders, docs]
    for value in _values(config.lines, "auto_append"):
        config.appended += [folder / value for folder in config.snippet_folders if os.path.isfile(folder / value)][:1]
    names = _values(config.lines, "custom_dir") + ["theme", "overrides"]
    config.theme_folders = [folder for folder in dict.fromkeys(project / name for name in names) if os.path.isdir(folder)]
    return config


def read_text(path: Path) -> str:
    """A source file as text; what is not UTF-8 is read all the same."""
    try:
        return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    except OSError:
        return ""


def _values(lines: list[str], key: str) -> list[str]:
    """The scalar, inline list or block list under a key, wherever it stands."""
    for number, line in enumerate(lines):
        match = re.match(rf"(\s*)(?:-\s+)?{key}\s*:\s*(.*)$", line)
        if not match:
            continue
        value = _uncomment(match[2])
        if value.startswith("["):
            return [_scalar(part) for part in value.strip("[]").split(",") if part.strip()]
        if value:
            return [_scalar(value)]
        found = []
        for following in lines[number + 1:]:
            item = re.match(r"\s*-\s+(.*)$", following)
            if not item:
                break
            found.append(_scalar(_uncomment(item[1])))
        return found
    return []


def _uncomment(value: str) -> str:
    return re.sub(r"\s#.*$", "", value).strip()


def _scalar(value: str) -> str:
    value = re.sub(r"^!\S+\s+", "", value.strip())
    return value.strip("'\"")
