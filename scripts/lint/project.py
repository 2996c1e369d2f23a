"""What the checks look at: the pages, taken apart once, the configuration's tree, and the bibliography's entries."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from problem import Problem

from apparatus import bibliography
from apparatus.source import Source, parse
from lint.torn import MERGE, Tear, first_tear

NEVER_CLOSED = re.compile(r"while (?:parsing a flow|scanning a quoted)")  # a list, a mapping, a text in quotes


class _TreeLoader(yaml.SafeLoader):
    """Composes YAML without making objects of its tags, so that !ENV and the like need no meaning here."""


@dataclass
class Project:
    """The sources; `config` is None if mkdocs.yml is no YAML, `records` is None without a readable bibliography.

    `torn` holds what tears each page that is torn.
    """

    root: Path
    pages: dict[str, Source] = field(default_factory=dict)
    config: yaml.MappingNode | None = None
    records: list[bibliography.Record] | None = None
    unreadable: list[str] = field(default_factory=list)
    torn: dict[str, Tear] = field(default_factory=dict)

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    def problem(
        self, page: str, offset: int, message: str, hint: str = "", *, warning: bool = False
    ) -> Problem:
        """A problem at an offset of a page."""
        line, column = self.pages[page].position(offset)
        return Problem(f"docs/{page}", line, column, message, hint, warning)

    def comments_like(self, page: str, like: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
        """The comments of a page that begin like something, each with the whole line where it stands."""
        source = self.pages[page]
        lines = source.text.split("\n")
        for start, _ in source.comments:
            found = like.match(source.text, start)
            if found:
                yield found, lines[source.position(start)[0] - 1].rstrip()

    def misread(self, file: str, line: int) -> bool:
        """Whether a line of a file is where a page is torn, or behind."""
        tear = self.torn.get(file.removeprefix("docs/"))
        return tear is not None and line >= tear.line

    def misled(self, file: str, line: int, target: str) -> bool:
        """Whether a link may be broken only because its page, or the one that it leads to, is torn."""
        path, mark, _ = target.partition("#")
        leads_to = posixpath.basename(path).replace(".html", ".md") or file.removeprefix("docs/")
        return self.misread(file, line) or (bool(mark) and leads_to in self.torn)

    def setting(self, *names: str) -> yaml.Node | None:
        """The node of a setting of mkdocs.yml, by its path of keys."""
        node: yaml.Node | None = self.config
        for name in names:
            if not isinstance(node, yaml.MappingNode):
                return None
            node = next((value for key, value in node.value if key.value == name), None)
        return node


def yaml_problem(file: str, error: yaml.YAMLError, first_line: int = 1) -> Problem:
    """The problem that a YAML error tells of; `first_line` is the line of the file where the YAML begins."""
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    if opened and mark and mark.line > opened.line and NEVER_CLOSED.match(error.context or ""):
        mark = opened  # where it begins, not where the file ends
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = (mark.line if mark else 0) + first_line
    return Problem(file, line, mark.column + 1 if mark else 0, f"bad YAML: {what}", "mend the YAML")


def not_utf8(file: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    """The problem of a file in another encoding, at the first wrong byte."""
    line = data.count(b"\n", 0, error.start) + 1
    return Problem(file, line, 0, f"not UTF-8: byte 0x{data[error.start]:02x}", "save the file as UTF-8")


def read_project(root: Path) -> tuple[Project, list[Problem]]:
    """Read every source of the project; what cannot be read is a problem, not an exception."""
    project = Project(root)
    problems: list[Problem] = []
    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root / "docs").as_posix()
        data = b""
        try:
            data = path.read_bytes()
            text = data.decode("utf-8-sig")
            if "\r\r\n" in text:  # what some editors and FTP make of \r\n: every line would be a paragraph
                problems.append(Problem(f"docs/{name}", 1, 0, "lines that end in \\r\\r\\n", "end them in \\n"))
                project.unreadable.append(name)
                continue
            source = parse(text.replace("\r\n", "\n").replace("\r", "\n"), path)
            project.pages[name] = source
            if tear := first_tear(name, source):
                project.torn[name] = tear
        except UnicodeDecodeError as error:
            problems.append(not_utf8(f"docs/{name}", data, error))
            project.unreadable.append(name)
        except OSError as error:
            what = (error.strerror or str(error)).lower()
            problems.append(Problem(f"docs/{name}", 0, 0, f"cannot be read: {what}", "make it a file or remove it"))
            project.unreadable.append(name)
    _read_config(project, problems)
    _read_bibliography(project, problems)
    return project, problems


def _read_config(project: Project, problems: list[Problem]) -> None:
    path = project.root / "mkdocs.yml"
    try:
        text = path.read_text(encoding="utf-8-sig")
        if merge := MERGE.search(text):
            line = text.count("\n", 0, merge.start()) + 1
            problems.append(Problem("mkdocs.yml", line, 0, "a mark of an unsolved merge", "leave one of the two versions"))
            return
        node = yaml.compose(text, Loader=_TreeLoader)
    except UnicodeDecodeError as error:
        problems.append(not_utf8("mkdocs.yml", path.read_bytes(), error))
    except yaml.YAMLError as error:
        problems.append(yaml_problem("mkdocs.yml", error))
    except OSError:
        problems.append(Problem("mkdocs.yml", 0, 0, "there is no such file", "run this from the project's folder"))
    else:
        if isinstance(node, yaml.MappingNode):
            project.config = node
        else:
            problems.append(Problem("mkdocs.yml", 1, 0, "not a YAML mapping", "it must be made of `key: value` lines"))


def _read_bibliography(project: Project, problems: list[Problem]) -> None:
    path = project.root / "bib" / "guia.bib"
    try:
        project.records = bibliography.read(path) or None
        if project.records is None:
            problems.append(Problem("bib/guia.bib", 1, 0, "no entries", "restore it from git"))
    except UnicodeDecodeError as error:
        problems.append(not_utf8("bib/guia.bib", path.read_bytes(), error))
    except OSError:
        problems.append(Problem("bib/guia.bib", 0, 0, "there is no such file", "restore it from git"))
