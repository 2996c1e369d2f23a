"""A product of matrices: one row of X and one column of W make one number, and the inner sizes must agree."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from style import GRID, INK, MUTED, PAPER, POSITIVE, decimal, new, save

BOX = 0.62
NOUNS = {"reina": (2, -1), "niños": (-1, 2)}
ADJECTIVES = {"cansada": (1, -1), "cansadas": (1, 1), "cansado": (-1, -1), "cansados": (-1, 1)}
ROW, COLUMN = 1, 3


def table(axes: Axes, left: float, top: float, values: Sequence[Sequence[float]], chosen: set[tuple[int, int]]) -> None:
    """A grid of numbers; the chosen cells have a thick border and bold digits."""
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            marked = (i, j) in chosen
            corner = (left + j * BOX, top - (i + 1) * BOX)
            axes.add_patch(
                Rectangle(corner, BOX, BOX, facecolor=PAPER, edgecolor=POSITIVE if marked else GRID,
                          linewidth=2.2 if marked else 1, zorder=3 if marked else 2)
            )  # fmt: skip
            axes.text(corner[0] + BOX / 2, corner[1] + BOX / 2, decimal(value, 0), ha="center", va="center", zorder=4,
                      color=POSITIVE if marked else INK, weight="bold" if marked else "normal")  # fmt: skip


def draw() -> None:
    X, W = np.array(list(NOUNS.values())), np.array(list(ADJECTIVES.values())).T
    Y = X @ W
    figure, axes = new(5.6, 4.3)
    axes.set(xlim=(-0.1, 5.5), ylim=(-0.75, 3.5), aspect="equal")
    axes.axis("off")
    x_left, w_left, w_top, y_top = 1.0, 2.75, 2.45, 0.8
    table(axes, x_left, y_top, X, {(ROW, i) for i in range(2)})
    table(axes, w_left, w_top, W, {(i, COLUMN) for i in range(2)})
    table(axes, w_left, y_top, Y, {(ROW, COLUMN)})
    for i, noun in enumerate(NOUNS):
        axes.text(x_left - 0.12, y_top - (i + 0.5) * BOX, noun, ha="right", va="center")
    for j, adjective in enumerate(ADJECTIVES):
        axes.text(w_left + (j + 0.35) * BOX, w_top + 0.08, adjective, rotation=40, ha="left", va="bottom", fontsize=11)
    small = {"ha": "center", "color": MUTED}
    axes.text(x_left + BOX, y_top - 2 * BOX - 0.33, "$\\mathbf{X}$: 2 × 2", **small)
    axes.text(w_left + 2 * BOX, y_top - 2 * BOX - 0.33, "$\\mathbf{X}\\mathbf{W}$: 2 × 4", **small)
    axes.text(w_left - 0.15, w_top - BOX, "$\\mathbf{W}$: 2 × 4", ha="right", va="center", color=MUTED)
    down = {"arrowstyle": "-|>", "color": POSITIVE, "shrinkA": 0, "shrinkB": 0}
    x = w_left + (COLUMN + 0.5) * BOX
    axes.annotate("", (x, y_top + 0.03), (x, w_top - 2 * BOX - 0.03), arrowprops=down)
    y = y_top - (ROW + 0.5) * BOX
    axes.annotate("", (w_left - 0.03, y), (x_left + 2 * BOX + 0.03, y), arrowprops=down)
    save(figure, "producto-matrices")


if __name__ == "__main__":
    draw()
