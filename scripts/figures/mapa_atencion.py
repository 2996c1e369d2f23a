"""The attention weights of the worked example, each a square whose area is the weight."""

import math
import sys
from pathlib import Path

from matplotlib.patches import Rectangle

from style import GRID, INK, MUTED, POSITIVE, ZERO, decimal, new, save

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "codigo"))

from atencion import W_K, W_Q, W_V, WORDS, X, attend

STEP, DROP = 1.25, 1.45  # from one cell to the next, across and down


def draw() -> None:
    _, weights = attend(X @ W_Q, X @ W_K, X @ W_V)
    figure, axes = new(4.4, 4.8)
    axes.set(xlim=(-1.35, 3 * STEP - 0.2), ylim=(-3 * DROP + 0.35, 1.1), aspect="equal")
    axes.axis("off")
    for i, word in enumerate(WORDS):
        axes.text(-0.15, -i * DROP, word, ha="right", va="center", size=16)
        axes.text(i * STEP + 0.5, 0.62, word, ha="center", va="bottom", size=16)
        for j in range(len(WORDS)):
            _cell(axes, j * STEP + 0.5, -i * DROP, weights[i, j].item() if j <= i else None)
    save(figure, "mapa_atencion")


def _cell(axes, x: float, y: float, weight: float | None) -> None:
    """A cell of side one centred on (x, y); without weight it is one that the mask forbids."""
    corner = (x - 0.5, y - 0.5)
    if weight is None:
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=GRID))
        for slope in (-0.5, 0.5):
            axes.plot([x - 0.5, x + 0.5], [y - slope, y + slope], color=GRID, linewidth=1.4)
        return
    side = math.sqrt(weight)
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=ZERO, edgecolor=MUTED, linewidth=0.8))
    axes.add_patch(Rectangle((x - side / 2, y - side / 2), side, side, facecolor=POSITIVE))
    axes.text(x, y - 0.55, decimal(weight, 3), ha="center", va="top", color=INK, size=14)


if __name__ == "__main__":
    draw()
