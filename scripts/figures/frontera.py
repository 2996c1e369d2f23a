"""The decision boundary learnt in docs/codigo/regresor.py, with and without its bias."""

import sys
from pathlib import Path

import numpy as np

from style import INK, MUTED, NEGATIVE, POSITIVE, new, save

sys.path.append(str(Path(__file__).parents[2] / "docs" / "codigo"))
from regresor import TRAIN, features, tensors, train

LIMITS = (-0.6, 3.1)


def draw() -> None:
    w, b = train(*tensors(TRAIN))
    (w_1, w_2), b = w.tolist(), b.item()
    figure, axes = new(width=5, height=4.3)
    axes.set(xlim=LIMITS, ylim=(-0.6, 2.7), aspect="equal")
    x = np.array(LIMITS)
    axes.plot(x, -(w_1 * x + b) / w_2, color=INK)
    axes.plot(x, -w_1 * x / w_2, color=MUTED, linestyle="--", linewidth=1.4)

    points = {(*features(sentence), label) for sentence, label in TRAIN}
    for x_1, x_2, label in sorted(points):
        if label:
            axes.plot([x_1], [x_2], marker="o", markersize=8, color=POSITIVE, linestyle="")
        else:
            hollow = {"markerfacecolor": "none", "markeredgewidth": 2.2, "color": NEGATIVE}
            axes.plot([x_1], [x_2], marker="s", markersize=15, linestyle="", **hollow)

    foot = np.array([1.5, -(w_1 * 1.5 + b) / w_2])
    tip = foot + 0.62 * np.array([w_1, w_2]) / np.hypot(w_1, w_2)
    axes.annotate("", tip, foot, arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.8})
    axes.text(tip[0] + 0.08, tip[1], "w", weight="bold", va="center")
    axes.text(0.15, 2.35, "masculino", color=NEGATIVE, fontsize=15)
    axes.text(2.0, 0.35, "femenino", color=POSITIVE, fontsize=15)
    axes.text(2.62, 1.72, "sin sesgo", color=MUTED, va="top", ha="center")
    axes.set_xlabel("palabras femeninas, x₁")
    axes.set_ylabel("palabras masculinas, x₂")
    axes.set_xticks([0, 1, 2])
    axes.set_yticks([0, 1, 2])
    save(figure, "frontera")


if __name__ == "__main__":
    draw()
