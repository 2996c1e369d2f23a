"""The decimal numbers that a page says, and those that its blocks print: what is said must be printed or computed."""

import re
from collections.abc import Iterable
from pathlib import Path

from apparatus.listings import included
from apparatus.source import parse


def plain(text: str) -> str:
    """The text with its numbers as a reader sees them."""
    return text.replace("{,}", ",").replace("\N{NO-BREAK SPACE}", " ")


def written(value: float, digits: int) -> str:
    """The number as the prose writes it."""
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def said(page: str, value: float, digits: int, text: str) -> None:
    """The page has this text, where {} is the value with that many digits."""
    expected = text.format(written(value, digits))
    assert expected in page, f"the page does not say «{expected}»"


def unaccounted(page: Path, computed: Iterable[float]) -> list[tuple[int, str]]:
    """Line and number of each decimal of the prose that, up to its rounding, no block prints and no test computes."""
    text = page.read_text(encoding="utf-8")
    lines, known = text.split("\n"), list(computed)
    for fence in parse(text).fences:
        lines[fence.first - 1 : fence.last] = [""] * (fence.last - fence.first + 1)
        if "salida" in fence.classes:
            include = included(fence)
            shown = (page.parent / include["file"]).read_text(encoding="utf-8") if include else fence.body
            known += [float(number) for number in re.findall(r"\d+(?:\.\d+)?", shown)]
    found = []
    for line, content in enumerate(lines, start=1):
        content = plain(re.sub(r"\]\([^)]*\)|<!--.*?-->", "]", content))
        for number in re.findall(r"\d+,\d+", content):
            value, digits = float(number.replace(",", ".")), len(number.split(",")[1])
            if not any(abs(one - value) <= 0.5 * 10**-digits + 1e-9 for one in known):
                found.append((line, number))
    return found
