"""Two rates of gradient descent on a slice of the loss of docs/codigo/regresor.py.

The slice goes through the minimum in the direction in which the loss curves most, and the steps stay in it. Moving one
weight alone would hide what the large rate does: no single weight curves enough for it to overshoot.
"""

import sys
from pathlib import Path

import numpy as np
import torch

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, new, save, spanish_ticks

sys.path.append(str(Path(__file__).parents[2] / "docs" / "codigo"))
from regresor import TRAIN, gradient, loss, predict, tensors, train

START, STEPS = -1.0, 8


class Slice:
    """The loss as a function of one number, the position along the slice, from the minimum."""

    def __init__(self) -> None:
        self.x, self.y = tensors(TRAIN)
        self.w, self.b = train(self.x, self.y, epochs=4000)
        p = predict(self.w, self.b, self.x)
        ones = torch.cat([self.x, torch.ones_like(self.x[:, :1])], dim=1)
        hessian = (ones.T * (p * (1 - p))) @ ones / len(p)
        steepest = torch.linalg.eigh(hessian).eigenvectors[:, -1]
        self.direction = steepest * torch.sign(steepest[0])

    def at(self, t: float) -> tuple[torch.Tensor, torch.Tensor]:
        return self.w + t * self.direction[:2], self.b + t * self.direction[2]

    def loss(self, t: float) -> float:
        return loss(*self.at(t), self.x, self.y).item()

    def descend(self, rate: float) -> list[float]:
        points = [START]
        for _ in range(STEPS):
            grad_w, grad_b = gradient(*self.at(points[-1]), self.x, self.y)
            slope = grad_w @ self.direction[:2] + grad_b * self.direction[2]
            points.append(points[-1] - rate * slope.item())
        return points


def draw() -> None:
    valley = Slice()
    figure, axes = new(height=3.4)
    axes.remove()
    panels = figure.subplots(1, 2, sharey=True)
    t = np.linspace(-1.1, 1.1, 89)
    curve = [valley.loss(value) for value in t]
    for axes, rate, color, marker in zip(panels, (0.5, 3), (POSITIVE, NEGATIVE), "os"):
        points = valley.descend(rate)
        heights = [valley.loss(point) for point in points]
        axes.plot([0, 0], [0.45, 0.95], color=GRID, linewidth=0.8, zorder=0)
        axes.plot(t, curve, color=MUTED, linewidth=1.4)
        axes.plot(points, heights, color=color, marker=marker, markersize=6, linewidth=1.2)
        axes.text(0.1, 0.9, f"tasa {rate}".replace(".", ","), color=color, fontsize=15, ha="left")
        axes.set_xlim(-1.15, 1.15)
        axes.set_ylim(0.45, 0.97)
        axes.set_yticks([0.5, 0.6, 0.7, 0.8, 0.9])
        spanish_ticks(axes)
        axes.set_xticks([-1, 0, 1])
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}".replace("-", "−"))
        axes.plot([START], [heights[0]], marker=marker, markersize=6, color=INK, linestyle="")
    panels[0].set_ylabel("pérdida")
    figure.supxlabel("posición (0 es el mínimo)", fontsize=13, color=INK)
    save(figure, "descenso")


if __name__ == "__main__":
    draw()
