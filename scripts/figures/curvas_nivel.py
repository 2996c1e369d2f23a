"""Level curves of a loss of two weights; the gradient is perpendicular to them, and a step goes the other way."""

import numpy as np

from style import INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save, spanish_ticks

X = np.array([[2.0, -1.0], [-1.0, 2.0]])
Y = np.array([1.0, -1.0])
START, RATE, STEPS = np.array([1.2, 0.1]), 0.1, 12


def loss(w: np.ndarray) -> float:
    return float(0.5 * ((X @ w - Y) ** 2).sum())


def gradient(w: np.ndarray) -> np.ndarray:
    return (X @ w - Y) @ X


def draw() -> None:
    figure, axes = new(6.0, 4.7)
    axes.set_aspect("equal")
    axes.set(xlim=(-0.75, 2.15), ylim=(-1.2, 1.05))
    a, b = np.meshgrid(np.linspace(-0.75, 2.15, 80), np.linspace(-1.2, 1.05, 70))
    grid = 0.5 * ((2 * a - b - Y[0]) ** 2 + (-a + 2 * b - Y[1]) ** 2)
    here = loss(START)
    axes.contour(a, b, grid, [0.3, here, 2.2], colors=MUTED, linewidths=[1, 2, 1])
    path = [START]
    for _ in range(STEPS):
        path.append(path[-1] - RATE * gradient(path[-1]))
    axes.plot(*np.array(path).T, "o-", color=NEGATIVE, markersize=4.5, linewidth=1.4, zorder=4)
    up = START + 0.15 * gradient(START)
    arrow = {"arrowstyle": "-|>", "color": POSITIVE, "linewidth": 2.2, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 16}
    axes.annotate("", tuple(up), tuple(START), arrowprops=arrow)
    axes.text(up[0] + 0.04, up[1], "gradiente", color=POSITIVE, va="center")
    normal = gradient(START) / np.linalg.norm(gradient(START))
    along = np.array([-normal[1], normal[0]])
    line = np.array([START - 0.42 * along, START + 0.42 * along])
    axes.plot(*line.T, color=INK, linestyle="--", linewidth=1.4)
    best = np.linalg.solve(X, Y)
    axes.plot(*best, "x", color=INK, markersize=8, markeredgewidth=2, zorder=5)
    axes.text(best[0] - 0.06, best[1] - 0.13, "mínimo", ha="right", va="top")
    axes.text(0.98, 0.67, f"pérdida {decimal(here, 3)}", color=MUTED)
    axes.set_xlabel("$w_1$")
    axes.set_ylabel("$w_2$")
    axes.set_xticks([-0.5, 0, 0.5, 1, 1.5, 2])
    axes.set_yticks([-1, -0.5, 0, 0.5, 1])
    spanish_ticks(axes)
    save(figure, "curvas-nivel")


if __name__ == "__main__":
    draw()
