"""The loss of docs/codigo/regresor.py by step, for several learning rates."""

import sys
from pathlib import Path

import torch

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save, spanish_ticks

sys.path.append(str(Path(__file__).parents[2] / "docs" / "codigo"))
from regresor import TRAIN, gradient, loss, tensors

STEPS = 40
# Rate, colour, line, marker, and the place and alignment of its label.
RATES = [
    (0.02, MUTED, ":", None, (40, 0.685, "right")),
    (0.1, INK, "--", None, (40, 0.625, "right")),
    (0.5, POSITIVE, "-", None, (40, 0.55, "right")),
    (2, INK, "-", None, (40, 0.507, "right")),
    (3, NEGATIVE, "-", "s", (6, 0.735, "left")),
]


def curve(rate: float) -> list[float]:
    """The loss before each step of the full batch, and after the last one."""
    x, y = tensors(TRAIN)
    w, b = torch.zeros(2).double(), torch.zeros(()).double()
    values = []
    for _ in range(STEPS + 1):
        values.append(loss(w, b, x, y).item())
        grad_w, grad_b = gradient(w, b, x, y)
        w, b = w - rate * grad_w, b - rate * grad_b
    return values


def draw() -> None:
    figure, axes = new(width=6, height=3.8)
    axes.axhline(0.521, color=GRID, linewidth=1, zorder=0)
    for rate, color, line, marker, (x, y, align) in RATES:
        values = curve(rate)
        axes.plot(range(STEPS + 1), values, color=color, linestyle=line, marker=marker, markersize=4, linewidth=1.8)
        name = decimal(rate, 2).rstrip("0").rstrip(",")
        axes.text(x, y, f"tasa {name}", color=color, ha=align, va="center")
    axes.set(xlim=(0, 41), ylim=(0.49, 0.76))
    axes.set_xlabel("paso")
    axes.set_ylabel("pérdida")
    axes.set_yticks([0.5, 0.6, 0.7])
    spanish_ticks(axes)
    axes.set_xticks([0, 10, 20, 30, 40])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    save(figure, "tasas")


if __name__ == "__main__":
    draw()
