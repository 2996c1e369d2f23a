"""What a pair adds to the loss against its logit, true or noise, and the three pairs of the worked example on it."""

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save, spanish_ticks

LOGITS = ((0.5, 1, "Eva"), (0.4, 0, "colegio"), (-0.1, 0, "gato"))


def loss(z: np.ndarray | float, y: int) -> np.ndarray:
    """Minus the log of the sigmoid of z, or of minus z."""
    return np.log1p(np.exp(-z if y else z))


def draw() -> None:
    figure, axes = new(6.4, 3.7)
    axes.axvline(0, color=GRID, zorder=0)
    z = np.linspace(-4, 4, 200)
    axes.plot(z, loss(z, 1), color=POSITIVE)
    axes.plot(z, loss(z, 0), color=NEGATIVE, linestyle="--")
    axes.text(-2.4, 3.15, "par verdadero,\n−log σ(z)", va="top", ha="left")
    axes.text(2.4, 3.15, "par de ruido,\n−log σ(−z)", va="top", ha="right")
    places = {"Eva": (0.42, 0.2), "colegio": (0.9, 0.92), "gato": (-0.5, 0.72)}
    for at, y, name in LOGITS:
        slope = 1 / (1 + np.exp(-at)) - y
        value = float(loss(at, y))
        side = np.array([-0.55, 0.55])
        axes.plot(at + side, value + slope * side, color=INK, linewidth=1.4)
        axes.plot(at, value, marker="o" if y else "s", markersize=8, color=INK, fillstyle="full" if y else "none")
        x, height = places[name]
        align = "left" if name == "colegio" else "right"
        axes.text(x, height, f"{name}: {decimal(slope, 2)}", ha=align, va="center", fontsize=12, color=INK)
    axes.set(xlim=(-4, 4), ylim=(0, 3.3), xticks=[-4, -2, 0, 2, 4], yticks=[0, 1, 2, 3])
    axes.set_xlabel("z, producto escalar del par")
    axes.set_ylabel("pérdida del par", color=MUTED)
    spanish_ticks(axes, 0)
    save(figure, "embeddings-perdida")


if __name__ == "__main__":
    draw()
