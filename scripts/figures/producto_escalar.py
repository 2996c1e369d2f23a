"""The dot product of one noun with four adjectives: its sign is the side of a line, its size a projection."""

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

NOUN = np.array([2.0, -1.0])
# Adjective -> vector, and where its label goes: horizontal alignment and abscissa.
ADJECTIVES = {
    "cansada": ((1, -1), "center", 1.0),
    "cansadas": ((1, 1), "left", 0.78),
    "cansado": ((-1, -1), "right", -0.78),
    "cansados": ((-1, 1), "center", -1.0),
}


def draw() -> None:
    figure, axes = new(5.4, 3.9)
    axes.set_aspect("equal")
    axes.set_xlim(-2.2, 2.9)
    axes.set_ylim(-1.8, 1.8)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.axhline(0, color=GRID, linewidth=1, zorder=0)
    axes.axvline(0, color=GRID, linewidth=1, zorder=0)

    # The vectors whose dot product with NOUN is zero.
    axes.plot([-0.88, 0.88], [-1.76, 1.76], color=MUTED, linestyle="--", linewidth=1.4)
    arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 2.2, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 16}
    axes.annotate("", xy=tuple(NOUN), xytext=(0, 0), arrowprops=arrow)
    axes.text(2.06, -0.95, "reina", va="center", weight="bold")

    vector = np.array(ADJECTIVES["cansada"][0])
    foot = (vector @ NOUN) / (NOUN @ NOUN) * NOUN
    axes.plot([vector[0], foot[0]], [vector[1], foot[1]], color=INK, linestyle=":", linewidth=1.8)

    for word, (vector, side, x) in ADJECTIVES.items():
        score = float(NOUN @ np.array(vector))
        color, marker = (POSITIVE, "o") if score > 0 else (NEGATIVE, "s")
        axes.plot(*vector, marker, color=color, markersize=8)
        label = f"{word} {'+' if score > 0 else ''}{decimal(score, 0)}"
        above = vector[1] > 0
        y = vector[1] + (0.17 if above else -0.17)
        axes.text(x, y, label, color=color, ha=side, va="bottom" if above else "top")

    axes.set_xlabel("masculino ← género → femenino")
    axes.set_ylabel("singular ← número → plural")
    save(figure, "producto-escalar")


if __name__ == "__main__":
    draw()
