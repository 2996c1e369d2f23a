"""Three vectors of the plane: the nearest by angle is not the one with the largest dot product."""

import numpy as np
from matplotlib.patches import Arc

from style import GRID, INK, MUTED, decimal, new, save, spanish_ticks

A, B, C = np.array([2.0, 1.0]), np.array([1.0, 0.6]), np.array([1.0, 3.0])


def cosine(u: np.ndarray, v: np.ndarray) -> float:
    return float(u @ v / np.sqrt((u @ u) * (v @ v)))


def draw() -> None:
    figure, axes = new(6.4, 4.6)
    axes.axhline(0, color=GRID, zorder=0)
    axes.axvline(0, color=GRID, zorder=0)
    arrow = {"arrowstyle": "-|>", "color": INK, "lw": 2.2, "shrinkA": 0, "shrinkB": 0}
    for vector in (A, B, C):
        axes.annotate("", vector, (0, 0), arrowprops=arrow)
    axes.text(2.06, 0.98, "a", fontsize=17, fontweight="bold")
    axes.text(0.93, 0.72, "b", fontsize=17, fontweight="bold")
    axes.text(1.06, 2.95, "c", fontsize=17, fontweight="bold")
    start, end = np.degrees(np.arctan2([A[1], C[1]], [A[0], C[0]]))
    axes.add_patch(Arc((0, 0), 1.5, 1.5, theta1=start, theta2=end, color=MUTED, linewidth=1.4))
    axes.text(0.58, 0.72, f"{decimal(end - start, 0)}°", color=INK)
    for row, (name, other) in enumerate((("b", B), ("c", C))):
        y = 2.6 - 0.75 * row
        axes.text(2.0, y, f"a · {name} = {decimal(A @ other)}", fontsize=15)
        axes.text(2.0, y - 0.28, f"coseno {decimal(cosine(A, other), 3)}", fontsize=15, color=MUTED)
    axes.set(xlim=(-0.1, 3.4), ylim=(-0.1, 3.2), aspect="equal", xticks=[0, 1, 2, 3], yticks=[0, 1, 2, 3])
    spanish_ticks(axes, 0)
    save(figure, "embeddings-espacio")


if __name__ == "__main__":
    draw()
