"""Density of the cosine of two random directions: in two dimensions anything happens; in many, almost a right angle."""

from math import gamma, pi

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save, spanish_ticks

DRAWN = ((2, INK, ":"), (8, POSITIVE, "--"), (32, NEGATIVE, "-"))


def density(x: np.ndarray, d: int) -> np.ndarray:
    """Of the first coordinate of a uniform unit vector of d dimensions."""
    return gamma(d / 2) / (pi**0.5 * gamma((d - 1) / 2)) * (1 - x * x) ** ((d - 3) / 2)


def draw() -> None:
    figure, axes = new(6.4, 3.4)
    axes.axvline(0, color=GRID, zorder=0)
    x = np.linspace(-0.995, 0.995, 300)
    for d, color, dashes in DRAWN:
        axes.plot(x, density(x, d), color=color, linestyle=dashes)
    axes.text(0.24, 1.75, f"d = 32 (desviación {decimal(32**-0.5, 2)})")
    axes.text(0.50, 0.78, f"d = 8 ({decimal(8**-0.5, 2)})")
    axes.text(-0.91, 1.0, f"d = 2 ({decimal(2**-0.5, 2)})")
    axes.set(xlim=(-1, 1), ylim=(0, 2.4), xticks=[-1, -0.5, 0, 0.5, 1], yticks=[0, 1, 2])
    axes.set_xlabel("coseno de dos direcciones al azar")
    axes.set_ylabel("densidad", color=MUTED)
    spanish_ticks(axes)
    save(figure, "embeddings-dimensiones")


if __name__ == "__main__":
    draw()
