"""Citations in the pages: where they are, and the pages that cite each entry."""

import re
from dataclasses import dataclass

from apparatus.source import Source

BLOCK = re.compile(r"\[(?P<inside>[^\[\]\n]*@[^\[\]]*)\](?![(\[])")
KEY = re.compile(r"(?<![\w.@])@(?P<key>[\w-]+)")
BIBLIOGRAPHY = re.compile(r"^\\bibliography[ ]*$", re.MULTILINE)
# What mkdocs-bibtex takes for a citation, be it in code or in a formula.
TAKEN = re.compile(r"\[[^\]\n]*?(?:^|(?<=[\[;\s]))@(?P<key>[\w-]+)[^\]\n]*\]")


@dataclass(frozen=True)
class Citation:
    """A key cited in a page; `offset` is where its `@` stands in the text."""

    key: str
    offset: int


def in_prose(source: Source) -> list[Citation]:
    """The citations of a page, in their order."""
    return [
        Citation(key["key"], block.start("inside") + key.start())
        for block in BLOCK.finditer(source.prose)
        for key in KEY.finditer(block["inside"])
    ]


def affixed(source: Source) -> list[int]:
    """Offsets of citation blocks with more in them than keys, which the simple style would drop without a word."""
    return [
        block.start()
        for block in BLOCK.finditer(source.prose)
        if KEY.search(block["inside"]) and not re.fullmatch(r"\s*@[\w-]+\s*(?:;\s*@[\w-]+\s*)*", block["inside"])
    ]


def out_of_place(source: Source) -> list[Citation]:
    """Citations in code or formulas, which mkdocs-bibtex would turn into notes there."""
    return [
        Citation(taken["key"], taken.start("key") - 1)
        for taken in TAKEN.finditer(source.text)
        if not source.prose[taken.start("key") : taken.end("key")].strip() and _is_code_or_formula(source, taken.start())
    ]


def _is_code_or_formula(source: Source, offset: int) -> bool:
    line, _ = source.position(offset)
    return (
        any(fence.first <= line <= fence.last for fence in source.fences)
        or any(start <= offset < end for start, end in source.code_spans)
        or any(formula.offset <= offset < formula.offset + len(formula.tex) for formula in source.formulas)
    )
