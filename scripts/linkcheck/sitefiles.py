"""The files of a site, read once into memory, and what GitHub Pages would answer for a path."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".xht")
UNPUBLISHED = {".git", ".github"}  # what an upload to GitHub Pages leaves out
MAX_LINKS = 40  # as in Linux: more symbolic links than this in one path are a loop

FILE, INDEX, SLASHLESS, EXTENSIONLESS, NO_INDEX, MISSING, OUTSIDE = (
    "file", "index", "slashless", "extensionless", "no-index", "missing", "outside")


@dataclass
class SiteFiles:
    """Exact names, relative to the site folder and with `/`.  Nothing outside the folder is ever looked at."""

    root: Path
    files: dict[str, str] = field(default_factory=dict)  # name -> path on disk
    folders: set[str] = field(default_factory=lambda: {""})
    folder_links: dict[str, str] = field(default_factory=dict)  # symbolic link to a folder -> folder
    outside: set[str] = field(default_factory=set)  # symbolic links that lead out of the folder
    unreadable: dict[str, str] = field(default_factory=dict)  # folder -> why

    @cached_property
    def pages(self) -> list[str]:
        return sorted(name for name in self.files if name.lower().endswith(PAGE_SUFFIXES))

    def read(self, name: str) -> bytes:
        with open(self.files[name], "rb") as stream:
            return stream.read()

    def answer(self, path: str) -> tuple[str, str | None]:
        """What a server gives for a decoded path relative to the root: the kind of answer and the file."""
        path = self._follow(path)
        if path is None:
            return MISSING, None
        if path in self.files:
            return FILE, path
        if self._is_outside(path):
            return OUTSIDE, None
        if path == "" or path.endswith("/"):
            index = path + "index.html"
            if index in self.files:
                return INDEX, index
            return (NO_INDEX if path.rstrip("/") in self.folders else MISSING), None
        if f"{path}.html" in self.files:
            return EXTENSIONLESS, f"{path}.html"
        if path in self.folders:
            index = f"{path}/index.html"
            return (SLASHLESS, index) if index in self.files else (NO_INDEX, None)
        return MISSING, None

    def _follow(self, path: str) -> str | None:
        """Replace symbolic links to folders by the folders, as the file system would."""
        if not self.folder_links:
            return path
        for _ in range(MAX_LINKS):
            parts = path.split("/")
            for end in range(1, len(parts) + 1):
                link = "/".join(parts[:end])
                if link in self.folder_links:
                    path = "/".join(part for part in (self.folder_links[link], *parts[end:-1]) if part)
                    path += ("/" if path else "") + parts[-1] if end < len(parts) else ""
                    break
            else:
                return path
        return None

    def _is_outside(self, path: str) -> bool:
        if not self.outside:
            return False
        return any(path == link or path.startswith(link + "/") for link in self.outside)


def scan(root: Path) -> SiteFiles:
    """Read the tree of names.  Symbolic links are followed only within the folder, and never twice."""
    site = SiteFiles(root)
    stack = [""]
    top = os.path.realpath(root)
    while stack:
        folder = stack.pop()
        try:
            entries = sorted(os.scandir(os.path.join(top, folder)), key=lambda entry: entry.name)
        except OSError as error:
            site.unreadable[f"{folder}/"] = f"the folder cannot be read: {error.strerror}"
            continue
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_symlink():
                _add_link(site, top, name, entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in UNPUBLISHED:
                    site.folders.add(name)
                    stack.append(name)
            elif entry.is_file(follow_symlinks=False):
                site.files[name] = entry.path
    return site


def _add_link(site: SiteFiles, top: str, name: str, path: str) -> None:
    try:
        target = _within(top, path)
    except FileNotFoundError:
        return
    if target is None:
        site.outside.add(name)
    elif os.path.isdir(os.path.join(top, target)):
        site.folder_links[name] = target
    elif os.path.isfile(os.path.join(top, target)):
        site.files[name] = os.path.join(top, target)


def _within(top: str, path: str) -> str | None:
    """The end of a chain of symbolic links, relative to `top`; None as soon as a step leaves `top`.

    Raises FileNotFoundError where the chain goes round or ends at nothing.
    """
    for _ in range(MAX_LINKS):
        if not os.path.islink(path):
            real = os.path.realpath(path)
            if real != top and not real.startswith(top + os.sep):
                return None
            if not os.path.lexists(real):
                break
            return "" if real == top else real[len(top) + 1:].replace(os.sep, "/")
        step = os.readlink(path)
        path = os.path.normpath(os.path.join(os.path.dirname(path), step))
        if path != top and not path.startswith(top + os.sep):
            return None
    raise FileNotFoundError(path)


def relative(from_page: str, to_file: str) -> str:
    """The relative address that leads from one file of the site to another."""
    base = PurePosixPath(from_page).parent
    return os.path.relpath("/" + to_file, "/" + str(base)).replace(os.sep, "/")
