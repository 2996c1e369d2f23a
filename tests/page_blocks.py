"""How sybil reads the pages: which fences are programs, and which show what the program before them prints."""

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import tiny_gpt2
from sybil import Document, Example, Region, Sybil

from apparatus.listings import included, read_section
from apparatus.source import Fence, parse

# Languages that show what no one could run; a fence in any other one, or in none, is a mistake.
NOT_RUN = {"bash", "bibtex", "json", "markdown", "pycon", "text", "toml", "yaml"}


def offset_of_line(text: str, line: int) -> int:
    """Where a line, counted from 1, begins in the text."""
    return sum(len(part) + 1 for part in text.split("\n")[: line - 1])


def evaluate(example: Example) -> str | None:
    """Run a program's fence, or compare an output's fence with what the program before it printed."""
    fence: Fence = example.parsed
    if 'model="gpt2"' in fence.body:
        tiny_gpt2.save(scratch(example.document.namespace) / "gpt2")
    namespace = example.document.namespace
    include = included(fence)
    docs = Path(example.document.path).parent
    if fence.language == "python" and include:
        read_section(docs / include["file"], include["section"])  # the tests of docs/codigo run the whole program
        return None
    if fence.language == "python":
        program = "\n" * fence.first + fence.body
        printed = io.StringIO()
        here = Path.cwd()
        namespace.setdefault("__name__", "__main__")
        with contextlib.redirect_stdout(printed):
            try:
                os.chdir(scratch(namespace))
                exec(compile(program, example.document.path, "exec", dont_inherit=True), namespace)
            finally:
                os.chdir(here)
        namespace["_printed"] = printed.getvalue()
        return None
    if "salida" in fence.classes:
        if include:
            return None  # tests/test_programs.py compares these files with a run of the program
        actual = namespace.pop("_printed", None)
        if actual is None:
            return "this output follows no block that prints (put it right behind the block)"
        if actual.rstrip("\n") != fence.body.rstrip("\n"):
            return f"the block prints\n{actual}\nand the page shows\n{fence.body}\n(copy what it prints into the page)"
        return None
    if fence.language in NOT_RUN:
        return None
    return f"a fence in «{fence.language}» that nothing checks (use one of: python, {', '.join(sorted(NOT_RUN))})"


def scratch(namespace: dict) -> Path:
    """Folder of its own in which the blocks of a page run; what they write never reaches the repository."""
    if "_scratch" not in namespace:
        namespace["_scratch"] = tempfile.TemporaryDirectory(prefix="guia-")
    return Path(namespace["_scratch"].name)


def regions(document: Document) -> Iterator[Region]:
    """One region for each fence of a page, in whatever form its opening line is written."""
    for fence in parse(document.text).fences:
        start = offset_of_line(document.text, fence.first)
        end = min(offset_of_line(document.text, fence.last + 1), len(document.text))
        yield Region(start, end, fence, evaluate)


def collector(folder: Path) -> Sybil:
    """The pytest integration for the Markdown pages of a folder."""
    return Sybil(parsers=[regions], patterns=["*.md"], path=str(folder))

