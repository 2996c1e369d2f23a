"""Perplexity of the n-grams on the validation set against n, as docs/codigo/ngrams.py printed it."""

import re
from pathlib import Path

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

PRINTED = Path(__file__).parents[2] / "docs" / "codigo" / "salidas" / "ngrams.txt"


def number(text: str) -> float:
    return float(text.replace(",", "."))


def perplexities() -> tuple[float, dict[int, tuple[float, float]]]:
    """The bound, and for each n the perplexity with k = 1 and the interpolated one."""
    text = PRINTED.read_text(encoding="utf-8")
    bound = number(re.search(r"ningún modelo bajará de la suya: (\S+)", text)[1])
    rows = re.findall(r"^(\d) +\d+ +\d+ +\d+ +\S+ +(\S+) +\S+ +(\S+)$", text, re.MULTILINE)
    return bound, {int(n): (number(added), number(mixed)) for n, added, mixed in rows}


def draw() -> None:
    bound, values = perplexities()
    figure, axes = new(5.4, 3.6)
    axes.set_yscale("log")
    axes.hlines([3, 5, 10, 20, 50], 0.8, max(values), color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.plot([0.8, max(values)], [bound, bound], color=INK, linewidth=1.4, linestyle=(0, (4, 3)))
    axes.plot(list(values), [added for added, _ in values.values()], color=NEGATIVE, linestyle="--", marker="s", markersize=6)
    axes.plot(list(values), [mixed for _, mixed in values.values()], color=POSITIVE, marker="o", markersize=7)
    last = max(values)
    axes.text(last + 0.12, values[last][0], "sumar 1", color=NEGATIVE, va="center")
    axes.text(last + 0.12, values[last][1], "interpolar", color=POSITIVE, va="center")
    axes.text(last + 0.12, bound, f"cota: {decimal(bound, 3)}", va="center")
    axes.set(xlim=(0.8, last + 1.15), ylim=(1.6, 60), xticks=list(values))
    axes.set_yticks([2, 3, 5, 10, 20, 50])
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    axes.minorticks_off()
    axes.tick_params(length=0, labelcolor=INK, color=MUTED)
    axes.set_xlabel("palabras por n-grama")
    axes.set_ylabel("perplejidad")
    save(figure, "ngramas")


if __name__ == "__main__":
    draw()
