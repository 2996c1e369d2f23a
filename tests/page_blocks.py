"""How sybil reads the pages: which fences are programs, and which show what the program before them prints."""

import contextlib
import io
import os
import re
import tempfile
import traceback
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import pytest
import tiny_gpt2
from sybil import Document, Example, Region, Sybil

from apparatus.listings import ListingError, included, read_section
from apparatus.source import Fence, parse

# Languages that show what no one could run; a fence in any other one, or in none, is a mistake.
NOT_RUN = {"bash", "bibtex", "json", "markdown", "pycon", "text", "toml", "yaml"}
Trouble = tuple[int, str, str]  # line of the page, what is wrong, what to do


def offset_of_line(text: str, line: int) -> int:
    """Where a line, counted from 1, begins in the text."""
    return sum(len(part) + 1 for part in text.split("\n")[: line - 1])


def evaluate(example: Example) -> None:
    """Fail, in one line and without a traceback, if there is trouble with a fence."""
    found = trouble(example)
    if found:
        pytest.fail(found, pytrace=False)


def trouble(example: Example) -> str | None:
    """Run a program's fence, or compare an output's fence with what the program before it printed.

    Gives what is wrong as `docs/page.md:line: what (what to do)`, the line being that of the page; nothing if all is well.
    """
    path = Path(example.document.path)
    found = _trouble(example, example.parsed)
    return f"{path.parent.name}/{path.name}:{found[0]}: {found[1]} ({found[2]})" if found else None


def _trouble(example: Example, fence: Fence) -> Trouble | None:
    namespace = example.document.namespace
    include = included(fence)
    if fence.language == "python":
        return _included(example, include) if include else _run(example, fence)
    if "salida" in fence.classes:
        # Those that are included, tests/test_programs.py compares with a run of the program.
        return None if include else _compare(fence, namespace.pop("_printed", None))
    if fence.language in NOT_RUN:
        return None
    return fence.first, f"a fence in '{fence.language}' that nothing checks", f"use python, {', '.join(sorted(NOT_RUN))}"


def _included(example: Example, include: re.Match[str]) -> Trouble | None:
    """A section of a program is only read here: the tests of docs/codigo run the whole of it."""
    try:
        read_section(Path(example.document.path).parent / include["file"], include["section"])
    except ListingError as error:
        return example.parsed.first + 1, str(error), "mend the name, or mark the section in the program"
    return None


def _run(example: Example, fence: Fence) -> Trouble | None:
    namespace = example.document.namespace
    if 'model="gpt2"' in fence.body:
        tiny_gpt2.save(scratch(namespace) / "gpt2")
    program = "\n" * fence.first + fence.body
    printed = io.StringIO()
    here = Path.cwd()
    namespace.setdefault("__name__", "__main__")
    with contextlib.redirect_stdout(printed):
        try:
            os.chdir(scratch(namespace))
            exec(compile(program, example.document.path, "exec", dont_inherit=True), namespace)
        except (Exception, SystemExit) as error:
            return _raised(error, example.document.path, fence)
        finally:
            os.chdir(here)
    namespace["_printed"] = printed.getvalue()
    if namespace["_printed"].strip() and not _is_shown(example.document.text, fence):
        said = namespace["_printed"].strip().split("\n")[0]
        return fence.first, f"the block prints «{said}» and no output shows it", "put ``` { .text .salida } behind it"
    return None


def _raised(error: BaseException, page: str, fence: Fence) -> Trouble:
    """An exception, at the last line of the page that it went through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == page]
    if isinstance(error, SyntaxError) and error.filename == page:
        lines.append(error.lineno)
    what = " ".join(f"{type(error).__name__}: {getattr(error, 'msg', error)}".split())
    if frames[-1].filename == page or isinstance(error, SyntaxError):
        return lines[-1] if lines else fence.first, what, "mend the block"
    place = Path(frames[-1].filename)
    return lines[-1] if lines else fence.first, what, f"it rose in {place.name}:{frames[-1].lineno}; mend the block, or that"


def _compare(fence: Fence, printed: str | None) -> Trouble | None:
    """What a fence shows, beside what the block before it printed; the line is the first one that differs."""
    if printed is None:
        return fence.first, "this output follows no block that prints", "put it right behind the block"
    actual, shown = printed.rstrip("\n").splitlines(), fence.body.rstrip("\n").splitlines()
    for number, (one, other) in enumerate(zip_longest(actual, shown), start=fence.first + 1):
        if one != other:
            says = "nothing more" if one is None else f"«{one}»"
            shows = "nothing more" if other is None else f"«{other}»"
            return number, f"the block prints {says} and the page shows {shows}", "`make outputs` writes what it prints"
    return None


@lru_cache(maxsize=2)
def _fences(text: str) -> tuple[Fence, ...]:
    return tuple(parse(text).fences)


def _is_shown(text: str, fence: Fence) -> bool:
    """Whether the fence behind a block is an output."""
    after = next((one for one in _fences(text) if one.first > fence.first), None)
    return after is not None and "salida" in after.classes


def scratch(namespace: dict) -> Path:
    """Folder of its own in which the blocks of a page run; what they write never reaches the repository."""
    if "_scratch" not in namespace:
        namespace["_scratch"] = tempfile.TemporaryDirectory(prefix="guia-")
    return Path(namespace["_scratch"].name)


def regions(document: Document) -> Iterator[Region]:
    """One region for each fence of a page, in whatever form its opening line is written."""
    for fence in _fences(document.text):
        start = offset_of_line(document.text, fence.first)
        end = min(offset_of_line(document.text, fence.last + 1), len(document.text))
        yield Region(start, end, fence, evaluate)


def collector(folder: Path) -> Sybil:
    """The pytest integration for the Markdown pages of a folder."""
    return Sybil(parsers=[regions], patterns=["*.md"], path=str(folder))

