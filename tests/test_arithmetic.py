"""The sums that the pages write out: in a formula, a number follows from the numbers on the other side of its «=»."""

import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(DOCS.glob("*.md"))
NAMES = {"log": math.log, "exp": math.exp, "sqrt": math.sqrt, "tanh": math.tanh, "pi": math.pi, "e": math.e}
NAMES |= {"sigma": lambda z: 1 / (1 + math.exp(-z)), "log2": math.log2, "sen": math.sin, "cos": math.cos}
PYTHON = (  # how TeX writes it, in the order in which it is changed
    (r"\{,\}", "."), (r"\\[,;!]|\\ |~|&|\\q?quad|\\(left|right|[bB]igg?[lr]?)\b", ""), (r"\\[dt]frac", r"\\frac"),
    (r"\\log_2", r"\\logtwo"), (r"\\operatorname\{(\w+)\}", r"\\\1"), (r"\\frac(\d)(\d)", r"(\1/\2)"),
    (r"\\frac(\d)\{([^{}]*)\}", r"(\1/(\2))"), (r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\\(cdot|times)", "*"), (r"\\(log|logtwo|tanh|sqrt)\s*\{?(\d[\d.]*)\}?", r"\\\1(\2)"), (r"logtwo", "log2"),
    (r"\^\{([^{}]*)\}", r"**(\1)"), (r"\^(\w)", r"**\1"), (r"(?<=[\d)])\s*(?=[(\\])", "*"), (r"[{]", "("), (r"[}]", ")"),
    (r"\\(\w)", r"\1"), (r"\s", ""),
)  # fmt: skip
LITERAL = re.compile(r"\d+\.\d{3,}")  # so long, it has been rounded
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def formulas(text: str) -> Iterator[tuple[int, str, str]]:
    """Line, formula and what comes right behind it, of every formula outside the blocks."""
    text = re.sub(r"^```.*?^```$", lambda block: "\n" * block[0].count("\n"), text, flags=re.DOTALL | re.MULTILINE)
    for found in re.finditer(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", text, re.DOTALL):
        yield text.count("\n", 0, found.start()) + 1, found[1] or found[2], text[found.end() : found.end() + 12]


def chains(formula: str) -> Iterator[list[str]]:
    """The sides of each row of equalities."""
    formula = re.sub(r"\\(begin|end|label)\{[^{}]*\}|\\,", "", formula)
    formula = re.sub(r"\\\\\s*&?\s*(?=(?:\\quad)?\s*(?:=|\\approx|\+|-))", " ", formula)  # a line that goes on
    for row in re.split(r"\\\\|&&|;|\\qquad|(?<!\{),(?!\})|\\text\{|[<>]|\\[lg]e\b", formula):
        sides = re.split(r"=|\\approx", row)
        if len(sides) > 1:
            yield sides


def value(expression: str) -> float | None:
    """None for what is not all numbers."""
    if "[" in expression:
        return None
    try:
        return float(eval(compile(expression, "", "eval"), {"__builtins__": {}}, NAMES))
    except (SyntaxError, NameError, TypeError, ValueError, ArithmeticError):
        return None


def python(side: str) -> str:
    for tex, ours in PYTHON:
        side = re.sub(tex, ours, side)
    return side


def slack(expression: str) -> float:
    """How far the rounding of its numbers may take an expression; a number, half of its last figure."""
    if NUMBER.fullmatch(expression):
        return 0.5 * 10 ** -len(expression.partition(".")[2])
    middle, total = value(expression), 0.0
    for literal in LITERAL.finditer(expression):
        half = f"5e-{len(literal[0].partition('.')[2]) + 1}"
        moved = value(f"{expression[: literal.start()]}({literal[0]}+{half}){expression[literal.end() :]}")
        total += abs(moved - middle)
    return total


def wrong(text: str) -> tuple[int, list[str]]:
    """How many equalities between numbers a page has, and those that are false."""
    checked, found = 0, []
    for line, formula, after in formulas(text):
        for sides in chains(formula):
            expressions = [python(side) for side in sides]
            for one, other in zip(expressions, expressions[1:], strict=False):
                left, right = value(one), value(other)
                if left is None or right is None:
                    continue
                checked += 1
                scale = 1e6 if after.lstrip().startswith("millones") else 1
                room = slack(other) * scale + (0 if NUMBER.fullmatch(one) else slack(one))
                if abs(left - right * scale) > room * 1.001 + 1e-9:
                    found.append(f"{line}: {one} is {left:.8g}, not {other} (mend the formula)")
    return checked, found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_sums_of_the_formulas_come_out(page: Path) -> None:
    assert [f"docs/{page.name}:{fault}" for fault in wrong(page.read_text(encoding="utf-8"))[1]] == []


@pytest.mark.parametrize(
    ("formula", "sums"),
    [
        (r"16/98=0{,}163", 1),
        (r"a_1&=4{,}113 / 22{,}032 = 0{,}187", 1),
        (r"z=5-4{,}4\cdot2{,}6=-6{,}44", 1),
        (r"64^{1/4}=2\sqrt2\approx2{,}83", 2),
        (r"13\,867-11\,819=2048=2\cdot1024", 2),
        (r"\tfrac14+\frac{1}{4}=\frac12", 1),
        (r"\begin{aligned} a &= 1+2 \\ &= 3 \end{aligned}", 1),
        (r"f(x)=x^2", 0),
    ],
)
def test_a_sum_is_read_and_a_false_one_is_told(formula: str, sums: int) -> None:
    assert wrong(f"text ${formula}$ text") == (sums, [])
    digits = [found.start() for found in re.finditer(r"\d", formula)]
    fault = formula[: digits[-1]] + str((int(formula[digits[-1]]) + 3) % 10) + formula[digits[-1] + 1 :]
    assert len(wrong(f"text ${fault}$ text")[1]) == min(sums, 1)
