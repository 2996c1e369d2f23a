"""Four activations and, below, their derivatives."""

import math

import numpy as np

from style import INK, MUTED, NEGATIVE, POSITIVE, new, save, spanish_ticks

S = np.linspace(-4, 4, 161)
SIGMOID = 1 / (1 + np.exp(-S))
NORMAL = np.array([(1 + math.erf(s / math.sqrt(2))) / 2 for s in S])  # the normal distribution function
DENSITY = np.exp(-(S**2) / 2) / math.sqrt(2 * math.pi)
# Name, colour, line, values and slopes; and the places of the two labels.
CURVES = [
    ("sigmoide", INK, "-", SIGMOID, SIGMOID * (1 - SIGMOID), (-3.9, 0.22), (-3.9, 0.13)),
    ("tanh", NEGATIVE, "--", np.tanh(S), 1 - np.tanh(S) ** 2, (-3.9, -0.85), (-2.0, 0.36)),
    ("ReLU", POSITIVE, "-", np.maximum(0, S), (S > 0) * 1.0, (0.72, 1.75), (2.3, 0.87)),
    ("GELU", MUTED, ":", S * NORMAL, NORMAL + S * DENSITY, (1.5, 0.62), (2.2, 1.2)),
]


def draw() -> None:
    figure, whole = new(6.4, 3.5)
    whole.remove()
    left, right = figure.subplots(1, 2)
    for name, color, line, values, slopes, above, below in CURVES:
        left.plot(S, values, color=color, linestyle=line)
        left.text(*above, name, color=color)
        if name == "ReLU":  # it has no derivative at 0
            right.plot(S[S < 0], slopes[S < 0], color=color, linestyle=line)
            right.plot(S[S > 0], slopes[S > 0], color=color, linestyle=line)
        else:
            right.plot(S, slopes, color=color, linestyle=line)
        right.text(*below, name, color=color)
    left.set(ylim=(-1.15, 2.3), yticks=[-1, 0, 1, 2], title="función", xlabel="s")
    right.set(ylim=(-0.2, 1.4), yticks=[0, 0.25, 0.5, 1], title="derivada", xlabel="s")
    for axes in (left, right):
        axes.set(xlim=(-4, 4), xticks=[-4, -2, 0, 2, 4])
    spanish_ticks(left, 0)
    spanish_ticks(right, 0)
    right.yaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))
    save(figure, "activaciones")


if __name__ == "__main__":
    draw()
