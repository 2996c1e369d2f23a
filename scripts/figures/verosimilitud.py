"""Log-likelihood of one hit in four and of ten in forty: the same maximum, and a narrower one with more data."""

import numpy as np

from style import INK, MUTED, NEGATIVE, POSITIVE, new, save

CASES = ((1, 4, POSITIVE, "-"), (10, 40, NEGATIVE, "--"))


def draw() -> None:
    figure, axes = new(5.6, 3.4)
    theta = np.linspace(0.002, 0.9, 150)
    for k, n, color, line in CASES:
        best = k / n
        curve = k * np.log(theta / best) + (n - k) * np.log((1 - theta) / (1 - best))
        axes.plot(theta, curve, color=color, linestyle=line)
    axes.axvline(0.25, color=MUTED, linestyle=":", linewidth=1.4)
    axes.plot(0.25, 0, "o", color=INK, markersize=7, zorder=4)
    axes.text(0.62, -0.85, "1 de 4", color=POSITIVE)
    axes.text(0.485, -3.6, "10 de 40", color=NEGATIVE)
    axes.set(xlim=(0, 0.9), ylim=(-4.2, 0.35))
    axes.set_xticks([0, 0.25, 0.5, 0.75], ["0", "0,25", "0,5", "0,75"])
    axes.set_yticks([-4, -3, -2, -1, 0], ["−4", "−3", "−2", "−1", "0"])
    axes.set_xlabel("θ, probabilidad de «triste»")
    axes.set_ylabel("$\\ell(\\theta) - \\ell(\\hat{\\theta})$ (nats)")
    save(figure, "verosimilitud")


if __name__ == "__main__":
    draw()
