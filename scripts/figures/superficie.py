"""The loss of docs/codigo/logistic.py over its two weights, without bias, and two ways down: all the stories, or a few."""

import sys
from pathlib import Path

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

sys.path.append(str(Path(__file__).parents[2] / "docs" / "codigo"))
import corpus
from logistic import counts, examples, gradient_numpy

START, RATE, STEPS, BATCH = (-0.6, 0.6), 0.3, 60, 16
LEVELS = [0.33, 0.35, 0.4, 0.5, 0.7, 1, 1.4]


def descend(x: np.ndarray, y: np.ndarray, batch: int | None) -> np.ndarray:
    """The weights (STEPS + 1, 2) at each step; with a batch, of examples taken at random."""
    random, w = np.random.default_rng(1), np.array(START)
    path = [w]
    for _ in range(STEPS):
        rows = random.integers(len(y), size=batch) if batch else slice(None)
        w = w - RATE * gradient_numpy(w, 0.0, x[rows], y[rows])[1]
        path.append(w)
    return np.array(path)


def surface(x: np.ndarray, y: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The mean loss for each pair of weights, (second, first); equal rows of x are counted once."""
    rows, times = np.unique(np.column_stack([x, y]), axis=0, return_counts=True)
    grid = np.stack(np.meshgrid(first, second), axis=-1)  # (second, first, 2)
    z = (grid @ rows[:, :2].T) * np.where(rows[:, 2] == 1, 1, -1)
    return np.logaddexp(0, -z) @ times / times.sum()


def draw() -> None:
    x, y = map(np.array, examples(corpus.read("corpus.txt"), counts))
    first, second = np.linspace(-0.75, 1.5, 46), np.linspace(-1.45, 0.75, 46)
    loss = surface(x, y, first, second)
    figure, axes = new(width=5.6, height=4.7)
    axes.contour(first, second, loss, levels=LEVELS, colors=[GRID], linewidths=1.2)
    column = np.abs(first - 1.2).argmin()
    above = second > -0.95  # the lines cross this column twice: the labels are on the upper side
    for level in LEVELS[1:]:
        height = np.interp(level, loss[above, column], second[above])
        name = decimal(level, 2).rstrip("0").rstrip(",")
        axes.text(first[column], height + 0.01, name, color=MUTED, fontsize=11, ha="center", va="bottom")
    for batch, color, line, marker in ((BATCH, NEGATIVE, ":", "s"), (None, POSITIVE, "-", "o")):
        path = descend(x, y, batch)
        axes.plot(*path.T, color=color, linestyle=line, marker=marker, markersize=4.5, linewidth=1.3)
    axes.plot(*START, marker="o", markersize=9, color=INK)
    lowest = np.unravel_index(loss.argmin(), loss.shape)
    axes.plot(first[lowest[1]], second[lowest[0]], marker="+", markersize=14, markeredgewidth=2, color=INK)
    axes.text(START[0] + 0.1, START[1], "salida", va="center")
    axes.text(0.0, 0.02, "todos los cuentos", color=POSITIVE)
    axes.text(0.48, -0.8, f"de {BATCH} en {BATCH}", color=NEGATIVE, ha="right")
    axes.set_xlabel("peso de las palabras femeninas, w₁")
    axes.set_ylabel("peso de las masculinas, w₂")
    axes.set(xticks=[-0.5, 0, 0.5, 1, 1.5], yticks=[-1, -0.5, 0, 0.5], aspect="equal")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: decimal(value, 1))
    save(figure, "superficie")


if __name__ == "__main__":
    draw()
