"""The cover: the Mandelbrot set as a matrix of weights, positive in the set and negative around it."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from style import new, save, weight_color

ROWS, COLUMNS, CELL = 29, 58, 10  # a cell is 10 points wide
CENTER, HEIGHT = -0.62, 2.44  # the part of the complex plane that is drawn
STEPS, WARM_UP = 600, 200
SIZES = 16  # different sizes of a mark


def plane() -> np.ndarray:
    """Centres of the cells, as complex numbers (ROWS, COLUMNS)."""
    side = HEIGHT / ROWS
    x = CENTER + side * (np.arange(COLUMNS) - (COLUMNS - 1) / 2)
    y = side * (np.arange(ROWS) - (ROWS - 1) / 2)
    return x[None, :] + 1j * y[:, None]


def weights(c: np.ndarray) -> np.ndarray:
    """A weight between −1 and 1 for each point.

    In the set the weight grows with how fast the orbit of 0 is attracted (minus its Lyapunov exponent); outside it is
    negative and fades with the potential, that is, with how soon the orbit escapes.
    """
    z = np.zeros_like(c)
    outside = np.zeros(c.shape, dtype=bool)
    potential, exponent = np.zeros(c.shape), np.zeros(c.shape)
    for step in range(1, STEPS + 1):
        z = np.where(outside, z, z * z + c)
        escapes = ~outside & (np.abs(z) > 1e6)
        potential[escapes] = np.log(np.abs(z[escapes])) / 2.0**step
        outside |= escapes
        if step > WARM_UP:
            exponent += np.where(outside, 0, np.log(2 * np.abs(z) + 1e-9))
    attraction = np.clip(-exponent / (STEPS - WARM_UP) / 1.4, 0, 1)
    return np.where(outside, -np.exp(-3.2 * potential**0.8), 0.68 + 0.32 * attraction**0.7)


def draw() -> None:
    figure, axes = new(COLUMNS * CELL / 72, ROWS * CELL / 72)
    figure.set_layout_engine("none")
    axes.set(position=[0, 0, 1, 1], xlim=(0, COLUMNS * CELL), ylim=(0, ROWS * CELL))
    axes.set_axis_off()
    sizes = np.rint(weights(plane()) * SIZES).astype(int)
    for size in range(-SIZES, SIZES + 1):
        if abs(size) < 2 or not (sizes == size).any():
            continue
        points = [(CELL * (x + 0.5), CELL * (y + 0.5)) for y, x in np.argwhere(sizes == size)]
        # A stroke without length is its two caps: a square or, with round caps, a circle.
        strokes = Path(np.repeat(points, 2, axis=0), [Path.MOVETO, Path.LINETO] * len(points))
        strokes.should_simplify = False
        marks = PathPatch(
            strokes,
            facecolor="none",
            edgecolor=weight_color(size, SIZES),
            linewidth=abs(size) / SIZES * CELL * (0.9 if size > 0 else 0.98),
            capstyle="projecting" if size > 0 else "round",
        )
        axes.add_patch(marks)
    save(figure, "portada")


if __name__ == "__main__":
    draw()
