"""One step of the worked example: the true context comes nearer to the word, and the two of noise go away."""

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save, spanish_ticks

W = np.array([1.0, 0.5])
C = np.array([[0.4, 0.2], [0.6, -0.4], [-0.5, 0.8]])
Y = np.array([1.0, 0.0, 0.0])
RATE = 0.5
NAMES = ["«Eva», verdadero", "«colegio», ruido", "«gato», ruido"]
PLACES = [(0.64, 0.17), (0.36, -0.68), (-0.72, 0.95)]


def step() -> tuple[np.ndarray, np.ndarray]:
    """The new vectors of the word and of the contexts."""
    error = 1 / (1 + np.exp(-C @ W)) - Y
    return W - RATE * error @ C, C - RATE * error[:, None] * W


def draw() -> None:
    figure, axes = new(6.4, 4.3)
    axes.axhline(0, color=GRID, zorder=0)
    axes.axvline(0, color=GRID, zorder=0)
    w, c = step()
    plain = {"arrowstyle": "-|>", "color": INK, "lw": 2.4, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", W, (0, 0), arrowprops=plain)
    axes.text(1.03, 0.5, "w, «reina»", fontsize=14, va="center")
    for before, after, y, name, place in zip(C, c, Y, NAMES, PLACES, strict=True):
        axes.plot([0, before[0]], [0, before[1]], color=MUTED, linewidth=1.2, linestyle=":")
        axes.plot(*before, marker="o", markersize=7, color=MUTED, fillstyle="none")
        color = POSITIVE if y else NEGATIVE
        moved = {"arrowstyle": "-|>", "color": color, "lw": 2.2, "shrinkA": 3, "shrinkB": 0}
        axes.annotate("", after, before, arrowprops=moved)
        axes.plot(*after, marker="o", markersize=7, color=color)
        old, new_ = decimal(float(before @ W), 2), decimal(float(after @ w), 2)
        axes.text(*place, f"{name}\nz: {old} → {new_}", fontsize=12, va="center")
    axes.set(xlim=(-1.05, 1.5), ylim=(-0.85, 1.1), aspect="equal", xticks=[-1, -0.5, 0, 0.5, 1], yticks=[-0.5, 0, 0.5, 1])
    spanish_ticks(axes)
    save(figure, "embeddings-tiron")


if __name__ == "__main__":
    draw()
