"""A 2 by 3 tensor and its transpose: two ways to read the same six boxes of memory."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from style import GRID, INK, MUTED, PAPER, new, save

BOX = 0.58


def boxes(axes: Axes, table: list[list[int]], left: float, top: float, fill: str = PAPER) -> None:
    """Draw a table of numbers whose upper left corner is at (left, top)."""
    for i, row in enumerate(table):
        for j, value in enumerate(row):
            corner = (left + j * BOX, top - (i + 1) * BOX)
            axes.add_patch(Rectangle(corner, BOX, BOX, facecolor=fill, edgecolor=INK, linewidth=1.1))
            axes.text(corner[0] + BOX / 2, corner[1] + BOX / 2, str(value), ha="center", va="center")


def jump(axes: Axes, start: tuple[float, float], end: tuple[float, float], label: str) -> None:
    """An arrow beside a table with the boxes of memory that it skips."""
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": MUTED, "lw": 1.4})
    down = start[0] == end[0]
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    axes.text(x - 0.08 * down, y + 0.07 * (not down), label, color=INK, ha="right" if down else "center",
              va="center" if down else "bottom")


def draw() -> None:
    figure, axes = new(5.4, 3.9)
    axes.set(xlim=(0, 5.3), ylim=(0.15, 4.0), aspect="equal")
    axes.axis("off")
    axes.text(0.5, 3.72, "memoria")
    boxes(axes, [[0, 1, 2, 3, 4, 5]], 0.5, 3.6, GRID)
    for left, table, name, down, right in (
        (0.5, [[0, 1, 2], [3, 4, 5]], "x", "+3", "+1"),
        (3.4, [[0, 3], [1, 4], [2, 5]], "x.T", "+1", "+3"),
    ):
        boxes(axes, table, left, 2.0)
        jump(axes, (left + BOX / 2, 2.1), (left + 1.5 * BOX, 2.1), right)
        jump(axes, (left - 0.1, 2.0 - BOX / 2), (left - 0.1, 2.0 - 1.5 * BOX), down)
        axes.text(left, 2.56, f"{name}, zancadas ({down[1:]}, {right[1:]})")
    save(figure, "zancadas")


if __name__ == "__main__":
    draw()
