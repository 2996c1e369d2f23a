"""One hidden layer of ReLU joins points of a curve with segments: with four units and with eight."""

import numpy as np

from style import INK, NEGATIVE, POSITIVE, new, save, spanish_ticks

X = np.linspace(0, 1, 401)


def curve(x: np.ndarray) -> np.ndarray:
    return np.sin(2 * np.pi * x)


def network(x: np.ndarray, units: int) -> np.ndarray:
    """The formula of the chapter: a unit for each segment, weighted by the change of slope where it begins."""
    ends = np.arange(units + 1) / units
    slopes = np.diff(curve(ends)) * units
    changes = np.diff(slopes, prepend=0)
    return curve(ends[0]) + np.maximum(0, x[:, None] - ends[:-1]) @ changes


def draw() -> None:
    figure, axes = new(6.0, 3.2)
    axes.plot(X, curve(X), color=INK, linewidth=1.4)
    for units, color, line, marker in ((4, NEGATIVE, "--", "s"), (8, POSITIVE, "-", "o")):
        axes.plot(X, network(X, units), color=color, linestyle=line, linewidth=1.8)
        ends = np.arange(units + 1) / units
        axes.plot(ends, curve(ends), color=color, linestyle="", marker=marker, markersize=6)
    axes.text(0.36, 0.98, "sen 2πx", color=INK)
    axes.text(0.43, 0.62, "8 unidades", color=POSITIVE)
    axes.text(0.12, 0.02, "4 unidades", color=NEGATIVE)
    axes.set(xlim=(-0.02, 1.02), ylim=(-1.15, 1.2), xticks=[0, 0.25, 0.5, 0.75, 1], yticks=[-1, 0, 1], xlabel="x")
    spanish_ticks(axes, 2)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f}".replace("-", "−"))
    save(figure, "aproximacion")


if __name__ == "__main__":
    draw()
