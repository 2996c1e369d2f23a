"""MkDocs at work, with what it has to say turned into problems with a file and a line."""

import difflib
import logging
import os
import re
import tempfile
import traceback
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's announcement of its own end, not of a mistake

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from problem import Problem

from lint.project import Project

IN_DOC = re.compile(r"Doc file '(?P<file>[^']+)' contains (?:a|an [\w ]+) link '(?P<link>[^']*)', (?:but )?(?P<what>.*)")
IN_CONFIG = re.compile(r"Config value:? '(?P<key>[\w.-]+)'[.:]\s*(?P<what>.*)", re.DOTALL)
IN_PLUGIN = re.compile(r"Plugin '(?P<plugin>[\w/-]+)' value: '(?P<key>[\w.-]+)'[.:]\s*(?P<what>.*)", re.DOTALL)
IN_YAML = re.compile(
    r"parsing the configuration file: (?P<what>.*?) in \"[^\"]*mkdocs\.yml\", line (?P<line>\d+), column (?P<column>\d+)"
)
NO_TEMPLATE = re.compile(r"'(?P<name>[^']+)' not found in search paths?")
MEND_LINK = "mend the link"
# What the checks of the sources tell with file and line, if they told anything.
TOLD_BY_LINT = re.compile(
    r"^(?:Citing unknown reference key|Affixes not supported|Error formatting citation"
    r"|The following pages exist in the docs directory|A reference to '[^']*' is included in the 'nav'"
    r"|Excluding '[^']*' from the site because it conflicts"
    r"|Doc file '[^']*' contains a link '#fnref\d*:)"
)


@dataclass
class Made:
    """What MkDocs did: problems, whether the pages are there, how many, and for which address."""

    problems: list[Problem] = field(default_factory=list)
    finished: bool = False
    pages: int = 0
    site_url: str = ""


class _Collector(logging.Handler):
    """Keeps every warning and error of MkDocs and of what runs in it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _near(docs: Path, link: str) -> str:
    """A page whose name is near that of a link to none, with the link's anchor; nothing if there is none."""
    address, mark, fragment = link.partition("#")
    stem = address.strip("/").rpartition("/")[2].removesuffix(".html").removesuffix(".md")
    pages = [path.name for path in docs.glob("*.md")]
    near = difflib.get_close_matches(f"{stem.lower()}.md", pages, n=1, cutoff=0.8) if stem else []
    return f"{near[0]}{mark}{fragment}" if near and near[0] != address else ""


def _place_of_link(path: Path, link: str) -> tuple[int, int]:
    """Line and column of a link of a page: of what is between the brackets, if it stands between some."""
    for before, after in (("](", ")"), ("](", " "), ("](<", ">"), ('"', '"'), ("", "")):
        line, column = _line_of(path, f"{before}{link}{after}")
        if line:
            return line, column + len(before)
    return 0, 0


def _line_of(path: Path, text: str) -> tuple[int, int]:
    """Line and column where a piece of text first stands in a file; 0, 0 if it does not."""
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return 0, 0
    found = content.find(text) if text else -1
    if found < 0:
        return 0, 0
    return content.count("\n", 0, found) + 1, found - content.rfind("\n", 0, found)


def _place_in_config(root: Path, key: str, message: str) -> tuple[int, int]:
    """Where mkdocs.yml says what a message quotes, or else where the setting begins."""
    for quoted in reversed(re.findall(r"['\"]([^'\"]+)['\"]", message)):
        for value in (f": {quoted}\n", f"- {quoted}\n", f"  {quoted}:", f": {quoted}", f"- {quoted}"):
            line, column = _line_of(root / "mkdocs.yml", value)
            if line:
                return line, column + 2
    return _line_of(root / "mkdocs.yml", key)


def to_problem(root: Path, message: str) -> Problem:
    """A message of MkDocs as a problem, with the place it means if that can be found."""
    message = " ".join(message.split())
    in_doc = IN_DOC.search(message)
    if in_doc:
        file, link = in_doc["file"], in_doc["link"]
        what, _, meant = in_doc["what"].rstrip(".").partition(". Did you mean ")
        text = f"broken link '{link}': {what.replace('it was left as is', 'it names no file')}"
        meant = meant.strip("'?") or _near(root / "docs", link)
        hint = f"did you mean {meant}?" if meant else MEND_LINK
        return Problem(f"docs/{file}", *_place_of_link(root / "docs" / file, link), text, hint)
    for rule in (IN_PLUGIN, IN_CONFIG):
        in_config = rule.search(message)
        if in_config:
            what = in_config["what"].replace(f"{root}/", "").partition(' File "')[0].rstrip(". ")
            place = _place_in_config(root, f"{in_config['key']}:", what)
            return Problem("mkdocs.yml", *place, f"'{in_config['key']}': {what}".rstrip("."), "mend the setting")
    at_line = IN_YAML.search(message)
    if at_line:
        text = f"bad YAML: {at_line['what'].strip()}"
        return Problem("mkdocs.yml", int(at_line["line"]), int(at_line["column"]), text, "mend the YAML")
    no_template = NO_TEMPLATE.search(message)
    if no_template:
        name = no_template["name"]
        place = _line_of(root / "mkdocs.yml", name.removeprefix(".icons/").removesuffix(".svg"))
        if not place[0]:
            place = _line_of(root / "mkdocs.yml", f": {Path(name).stem}")
        return Problem("mkdocs.yml", *place, f"no template '{name}', in the theme or in Material", "mend its name")
    return Problem("mkdocs.yml", 0, 0, f"MkDocs says: {message}")


def _configure(
    project: Project, staging: Path, site_url: str | None, bibliography: Path | None
) -> MkDocsConfig:
    root = project.root
    # Not strict here: every warning becomes a problem all the same, and the pages are built whatever the settings.
    options = {"site_dir": str(staging), "docs_dir": str(root / "docs"), "strict": False}
    if site_url:
        options["site_url"] = site_url
    if project.unreadable:
        excluded = project.setting("exclude_docs")
        options["exclude_docs"] = "\n".join([excluded.value if excluded else "", *project.unreadable])
    config = load_config(str(root / "mkdocs.yml"), **options)
    bibtex = config.plugins["bibtex"]
    bibtex.last_configured = None  # MkDocs keeps the plugin from one build of a process to the next, with what it read
    if bibliography:
        bibtex.config["bib_file"] = str(bibliography)
    return config


def _crash(root: Path, error: Exception) -> Problem:
    """An exception of what runs inside MkDocs, at the last line of ours that it went through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(root)]
    ours = [frame for frame in frames if ".venv" not in Path(frame.filename).parts]
    file = Path(ours[-1].filename).relative_to(root).as_posix() if ours else "mkdocs.yml"
    line = ours[-1].lineno or 0 if ours else 0
    return Problem(file, line, 0, f"the build broke here: {type(error).__name__}: {error}", "mend what was changed last")


def _misled(project: Project, message: str) -> bool:
    """Whether a message is of a link that may be broken only because a page is torn."""
    link = IN_DOC.search(" ".join(message.split()))
    return bool(link) and project.misled(link["file"], to_problem(project.root, message).line, link["link"])


def make(project: Project, staging: Path, site_url: str | None, known: list[Problem]) -> Made:
    """Let MkDocs build the pages of the project into `staging`.

    `known` are the problems of the sources. A bibliography or a page that cannot be read is left out, so that the
    mistakes of the others are found in the same run.
    """
    root = project.root
    made = Made()
    collector = _Collector()
    crashes: list[Problem] = []
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    broken_bibliography = any(
        (problem.file.endswith(".bib") and not problem.warning) or problem.message.startswith("no bibliography")
        for problem in known
    )
    with tempfile.TemporaryDirectory() as folder, chdir(root):
        empty = Path(folder) / "empty.bib"
        empty.touch()
        try:
            config = _configure(project, staging, site_url, empty if broken_bibliography else None)
            made.site_url = config.site_url or ""
            mkdocs_build(config)
        except Abort:
            pass  # what it did not like is in the messages
        except (MkDocsException, OSError, UnicodeDecodeError) as error:
            collector.messages.append(str(error) or type(error).__name__)
        except Exception as error:  # a hook or a plugin that was given what it does not expect
            crashes.append(_crash(root, error))
        finally:
            logger.removeHandler(collector)
    made.pages = sum(1 for _ in staging.rglob("*.html"))
    made.finished = (staging / "sitemap.xml").exists()
    made.problems = crashes + [
        to_problem(root, message)
        for message in dict.fromkeys(collector.messages)
        if not (known and TOLD_BY_LINT.search(message))
        and not any(f"'{page}" in message for page in project.unreadable)
        and not _misled(project, message)
    ]
    return made
