"""The softmax of three logits as the temperature goes from very cold to very hot."""

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

LOGITS = np.array([2.0, 1.0, 0.0])


def softmax(temperature: float) -> np.ndarray:
    powers = np.exp((LOGITS - LOGITS.max()) / temperature)
    return powers / powers.sum()


def draw() -> None:
    figure, axes = new(width=6, height=3.6)
    temperatures = np.geomspace(0.1, 20, 81)
    shares = np.array([softmax(value) for value in temperatures])  # (81, 3)
    axes.set_xscale("log")
    axes.axhline(1 / 3, color=GRID, linewidth=1, zorder=0)
    axes.plot([1, 1], [0, 1], color=GRID, linewidth=1, zorder=0)
    looks = ((POSITIVE, "-", (1.15, 0.68)), (INK, "--", (0.3, 0.17)), (NEGATIVE, ":", (1.5, 0.08)))
    for logit, column, (color, line, place) in zip(LOGITS, shares.T, looks):
        axes.plot(temperatures, column, color=color, linestyle=line)
        axes.text(*place, f"logit {logit:.0f}", color=color)
    for column, (color, _, _) in zip(softmax(1), looks):
        axes.plot([1], [column], marker="o", markersize=6, color=color)
    axes.text(20, 1 / 3 - 0.1, "⅓", color=MUTED, ha="right")
    axes.set_xlabel("temperatura τ")
    axes.set_ylabel("probabilidad")
    axes.set_yticks([0, 0.5, 1])
    axes.yaxis.set_major_formatter(lambda value, _: decimal(value, 1))
    axes.set_xticks([0.1, 0.5, 1, 2, 5, 20])
    axes.xaxis.set_major_formatter(lambda value, _: decimal(value, 1).removesuffix(",0"))
    axes.minorticks_off()
    save(figure, "temperatura")


if __name__ == "__main__":
    draw()
