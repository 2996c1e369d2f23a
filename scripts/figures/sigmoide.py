"""The sigmoid, its tangent at zero and the side of each decision."""

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, new, save, spanish_ticks


def draw() -> None:
    figure, axes = new(width=5.4, height=3.2)
    z = np.linspace(-6, 6, 121)
    y = 1 / (1 + np.exp(-z))
    axes.plot([-6, 6], [0.5, 0.5], color=GRID, linewidth=0.8, zorder=0)
    axes.plot([0, 0], [0, 1], color=GRID, linewidth=0.8, zorder=0)
    axes.plot([-2, 2], [0, 1], color=MUTED, linestyle="--", linewidth=1.4)
    axes.plot(z[z <= 0], y[z <= 0], color=NEGATIVE)
    axes.plot(z[z >= 0], y[z >= 0], color=POSITIVE)
    axes.plot([0], [0.5], marker="o", markersize=7, color=INK)
    axes.text(0.6, 0.44, "pendiente ¼", color=INK, va="top")
    axes.text(-3.6, 0.62, "masculino", color=NEGATIVE, ha="center", fontsize=15)
    axes.text(3.6, 0.62, "femenino", color=POSITIVE, ha="center", fontsize=15)
    axes.set_xlabel("puntuación z")
    axes.set_ylabel("probabilidad σ(z)")
    axes.set_xticks([-6, -4, -2, 0, 2, 4, 6])
    axes.set_yticks([0, 0.5, 1])
    spanish_ticks(axes)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}".replace("-", "−"))
    save(figure, "sigmoide")


if __name__ == "__main__":
    draw()
