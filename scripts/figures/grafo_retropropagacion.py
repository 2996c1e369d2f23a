"""A small computation graph: values forward, derivatives of the loss backward."""

import math

from matplotlib.axes import Axes

from style import INK, MUTED, PAPER, decimal, new, save, weight_color

X, W, B, U = 2.0, 1.5, -1.0, 0.5
RIGHT, LEFT = {"arrowstyle": "-|>", "color": INK}, {"arrowstyle": "-|>", "color": MUTED, "linestyle": "--"}


def node(axes: Axes, x: float, y: float, name: str, value: float, gradient: float) -> None:
    """A box with the name of a value, the value, and below it the derivative of the loss."""
    box = {"boxstyle": "round,pad=0.35", "facecolor": PAPER, "edgecolor": INK}
    axes.text(x, y, f"{name} = {decimal(value, 2)}", ha="center", va="center", color=INK, bbox=box, zorder=3)
    face = {"boxstyle": "round,pad=0.2", "facecolor": weight_color(gradient, 3.0), "edgecolor": "none"}
    axes.text(x, y - 0.44, decimal(gradient, 4), ha="center", va="center", color=INK, bbox=face, zorder=3)


def draw() -> None:
    a = W * X
    s = a + B
    h = max(0.0, s)
    z = U * h
    p = 1 / (1 + math.exp(-z))
    dz = p - 1
    dh = U * dz
    figure, axes = new(4.7, 5.6)
    axes.set(xlim=(0.05, 4.75), ylim=(-0.45, 5.6))
    axes.axis("off")
    chain = [("x", X, W * dh), ("a = w·x", a, dh), ("s = a + b", s, dh), ("h = ReLU(s)", h, dh), ("z = u·h", z, dz)]
    chain.append(("pérdida", -math.log(p), 1.0))
    heights = [5.3 - 1.03 * step for step in range(len(chain))]
    for y, (name, value, gradient) in zip(heights, chain):
        node(axes, 3.4, y, name, value, gradient)
    for step, name, value, gradient in [(1, "w", W, X * dh), (2, "b", B, dh), (4, "u", U, h * dz)]:
        node(axes, 0.8, heights[step], name, value, gradient)
        axes.annotate("", (2.4, heights[step]), (1.45, heights[step]), arrowprops=RIGHT)
    for above, below in zip(heights, heights[1:]):
        axes.annotate("", (4.2, below + 0.19), (4.2, above - 0.19), arrowprops=RIGHT)
        axes.annotate("", (2.6, above - 0.19), (2.6, below + 0.19), arrowprops=LEFT)
    save(figure, "grafo_retropropagacion")


if __name__ == "__main__":
    draw()
