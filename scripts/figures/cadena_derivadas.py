"""The chain of the worked example: values forward, local derivatives on the arrows and their product backward."""

import math
from collections.abc import Iterable

from style import INK, MUTED, NEGATIVE, PAPER, POSITIVE, decimal, new, save

X, W = (2.0, -1.0), (0.5, 1.0)


def plain(value: float) -> str:
    return decimal(value, 4).rstrip("0").rstrip(",")


def pair(values: Iterable[float]) -> str:
    """The vector as the pages write it: a semicolon between its numbers only if some of them has decimals."""
    numbers = [plain(value) for value in values]
    return f"({('; ' if ',' in ''.join(numbers) else ', ').join(numbers)})"


def draw() -> None:
    z = sum(a * b for a, b in zip(X, W))
    u = math.exp(-z)
    v = 1 + u
    dv = 1 / v
    du, dz = dv, dv * -u
    chain = [  # node, value, derivative of the loss, local derivative to the next node
        ("$\\mathbf{w}$", pair(W), pair(dz * x for x in X), f"$\\mathbf{{x}}$ = {pair(X)}"),
        ("$z = \\mathbf{w}\\cdot\\mathbf{x}$", plain(z), plain(dz), f"$-e^{{-z}}$ = {plain(-u)}"),
        ("$u = e^{-z}$", plain(u), plain(du), "1"),
        ("$v = 1 + u$", plain(v), plain(dv), f"$1/v$ = {plain(1 / v)}"),
        ("pérdida = log v", plain(math.log(v)), "1", ""),
    ]  # fmt: skip
    figure, axes = new(5.6, 5.0)
    axes.set(xlim=(0, 5.6), ylim=(-0.25, 5.0))
    axes.axis("off")
    for x, title, color in ((1.0, "valor", INK), (4.55, "derivada de la pérdida", NEGATIVE)):
        axes.text(x, 4.85, title, ha="center", va="center", color=color, fontsize=12)
    forward = {"arrowstyle": "-|>", "color": INK}
    backward = {"arrowstyle": "-|>", "color": NEGATIVE, "linestyle": "--"}
    box = {"boxstyle": "round,pad=0.35", "facecolor": PAPER, "edgecolor": MUTED}
    for step, (name, value, gradient, local) in enumerate(chain):
        y = 4.3 - 1.05 * step
        axes.text(2.6, y, name, ha="center", va="center", bbox=box, zorder=3)
        axes.text(1.0, y, value, ha="center", va="center")
        axes.text(4.55, y, gradient, ha="center", va="center", color=NEGATIVE)
        if local:
            axes.annotate("", (1.0, y - 0.83), (1.0, y - 0.22), arrowprops=forward)
            axes.annotate("", (4.55, y - 0.22), (4.55, y - 0.83), arrowprops=backward)
            axes.text(2.6, y - 0.525, f"× {local}", ha="center", va="center", color=POSITIVE, fontsize=12)
    save(figure, "cadena-derivadas")


if __name__ == "__main__":
    draw()
