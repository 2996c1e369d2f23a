"""The sigmoid, with its value and its tangent at zero."""

import numpy as np
from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, new, save, spanish_ticks


def draw() -> None:
    figure, axes = new()
    z = np.linspace(-6, 6, 121)
    y = 1 / (1 + np.exp(-z))
    axes.axhline(0.5, color=GRID, zorder=0)
    axes.axvline(0, color=GRID, zorder=0)
    axes.plot(z[z <= 0], y[z <= 0], color=NEGATIVE)
    axes.plot(z[z >= 0], y[z >= 0], color=POSITIVE)
    axes.plot([-2, 2], [0, 1], color=MUTED, linestyle="--", linewidth=1.4)
    axes.text(2.2, 0.55, "pendiente 0,25 en z = 0", color=INK)
    axes.set_xlabel("z")
    axes.set_ylabel("σ(z)")
    axes.set_yticks([0, 0.5, 1])
    spanish_ticks(axes)
    save(figure, "sigmoide")


if __name__ == "__main__":
    draw()
