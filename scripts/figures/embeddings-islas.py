"""Products of one-hot rows, all zero, beside the cosines of the learnt vectors of the same twelve words."""

import json
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from style import INK, MUTED, PAPER, new, save, weight_color

MODEL = Path(__file__).parents[2] / "docs" / "assets" / "modelos" / "embeddings.json"
WORDS = ["niña", "reina", "gata", "niño", "rey", "gato", "Ana", "Eva", "cansada", "enferma", "pueblo", "jardín"]


def cosines() -> np.ndarray:
    """Between the learnt vectors of the words: (12, 12)."""
    found = json.loads(MODEL.read_text(encoding="utf-8"))
    rows = np.array([found["vectors"][found["words"].index(word)] for word in WORDS], dtype=float)
    rows /= np.sqrt((rows * rows).sum(1, keepdims=True))
    return rows @ rows.T


def squares(axes: Axes, values: np.ndarray, title: str) -> None:
    """A square a pair of words: its area is the size of the value, and a hollow one is negative."""
    zeros = []
    for i, row in enumerate(values):
        for j, value in enumerate(row[: i + 1]):  # the other half is the same
            side = 0.94 * abs(float(value)) ** 0.5
            if side < 0.1:
                zeros.append((j, -i))
                continue
            fill = weight_color(float(value)) if value > 0 else PAPER
            corner = (j - side / 2, -i - side / 2)
            axes.add_patch(Rectangle(corner, side, side, facecolor=fill, edgecolor=INK, linewidth=0.6))
    if zeros:
        axes.plot(*zip(*zeros, strict=True), linestyle="", marker=".", markersize=3, color=MUTED)
    n = len(values)
    axes.set(xlim=(-0.6, n - 0.4), ylim=(0.4 - n, 0.6), aspect="equal", xticks=[], yticks=[])
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(title, fontsize=13)


def draw() -> None:
    figure, axes = new(6.4, 3.6)
    axes.remove()
    left, right = figure.subplots(1, 2)
    squares(left, np.eye(len(WORDS)), "one-hot")
    squares(right, cosines(), "32 números aprendidos")
    left.set_yticks([-i for i in range(len(WORDS))], WORDS, fontsize=12)
    left.tick_params(length=0)
    save(figure, "embeddings-islas")


if __name__ == "__main__":
    draw()
