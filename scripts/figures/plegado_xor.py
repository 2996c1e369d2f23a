"""How the XOR network of docs/codigo/autograd.py, once trained, folds the square of its inputs."""

import random
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from style import INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save, weight_color

# By its path, because a figure has the same name as the program.
spec = spec_from_file_location("engine", Path(__file__).parents[2] / "docs" / "codigo" / "autograd.py")
engine = module_from_spec(spec)
spec.loader.exec_module(engine)

SIDE = np.linspace(0, 1, 41)
LINES = np.linspace(0, 1, 6)


def learnt() -> list[float]:
    """The nine weights as the program leaves them."""
    rng = random.Random(1)
    weights = [engine.Value(rng.uniform(-1, 1)) for _ in range(9)]
    engine.train(weights, 450)
    return [w.data for w in weights]


def hidden(weights: list[float], x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d, e, f = weights[:6]
    return np.tanh(a * x + b * y + c), np.tanh(d * x + e * y + f)


def mark(axes: Axes, x: float, y: float, answer: int) -> None:
    face = POSITIVE if answer else "none"
    edge = POSITIVE if answer else NEGATIVE
    axes.plot(
        x,
        y,
        marker="o" if answer else "s",
        markersize=11,
        color=edge,
        markerfacecolor=face,
        markeredgewidth=2.2,
        zorder=3,
    )


def draw() -> None:
    weights = learnt()
    u, v, w = weights[6:]
    figure, whole = new(6.4, 3.5)
    whole.remove()
    left, right = figure.subplots(1, 2)
    wide = np.linspace(-0.35, 1.35, 81)
    grid_x, grid_y = np.meshgrid(wide, wide)
    h, k = hidden(weights, grid_x, grid_y)
    left.contourf(grid_x, grid_y, u * h + v * k + w, levels=[0, 1e9], colors=[weight_color(0.35)])
    for place in LINES:
        level = np.full_like(SIDE, place)
        for x, y, line in ((SIDE, level, "-"), (level, SIDE, ":")):
            left.plot(x, y, color=MUTED, linewidth=1, linestyle=line)
            right.plot(*hidden(weights, x, y), color=MUTED, linewidth=1, linestyle=line)
    edge = np.array([-1.25, 1.25])
    right.plot(edge, -(u * edge + w) / v, color=INK, linewidth=1.6)
    for (x, y), answer in engine.XOR:
        mark(left, x, y, answer)
        h, k = hidden(weights, np.array(x), np.array(y))
        mark(right, float(h), float(k), answer)
    left.set(
        xlim=(-0.35, 1.35), ylim=(-0.35, 1.35), xticks=[0, 1], yticks=[0, 1], xlabel="x₁", ylabel="x₂", title="entradas"
    )
    limits = (-1.25, 1.25)
    right.set(
        xlim=limits, ylim=limits, xticks=[-1, 0, 1], yticks=[-1, 0, 1], xlabel="h", ylabel="k", title="capa oculta"
    )
    for axes in (left, right):
        axes.set_aspect("equal")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: decimal(value, 0))
    save(figure, "plegado_xor")


if __name__ == "__main__":
    draw()
