"""Exact distribution of the mean length of one, four and sixteen stories of the microcorpus."""

import math
import sys
from functools import cache
from pathlib import Path

import numpy as np

from style import INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

sys.path.append(str(Path(__file__).parents[2] / "docs" / "codigo"))
from grammar import rules

BATCHES = ((1, INK, ":"), (4, NEGATIVE, "--"), (16, POSITIVE, "-"))


@cache
def lengths(symbol: tuple) -> np.ndarray:
    """The probability that a symbol of the grammar writes 0, 1, 2… words."""
    total = np.zeros(64)
    for p, items in rules(symbol):
        way = np.zeros(1)
        way[0] = float(p)
        for item in items:
            way = np.convolve(way, [0.0, 1.0] if isinstance(item, str) else np.trim_zeros(lengths(item), "b"))
        total[: len(way)] += way
    return total


def draw() -> None:
    one = lengths(("story",))
    words = np.arange(len(one))
    mean = float(one @ words)
    deviation = math.sqrt(one @ (words - mean) ** 2)
    figure, axes = new(6.2, 3.5)
    for n, color, line in BATCHES:
        total = np.ones(1)
        for _ in range(n):
            total = np.convolve(total, one)
        values = np.arange(len(total)) / n
        seen = (values >= 16) & (values <= 32)
        axes.plot(values[seen], total[seen] * n, color=color, linestyle=line)
        label = f"n = {n}: desviación {decimal(deviation / math.sqrt(n), 2)}"
        axes.text(25.3, 0.47 - 0.055 * BATCHES.index((n, color, line)), label, color=color)
    axes.axvline(mean, color=MUTED, linewidth=1)
    axes.set(xlim=(16, 32.2), ylim=(0, 0.54))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("longitud media de n cuentos (palabras)")
    save(figure, "varianza-media")


if __name__ == "__main__":
    draw()
