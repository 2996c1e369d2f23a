"""A one-hot row times the table of embeddings: the product copies one row. Sign and size of each weight are drawn."""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from style import INK, MUTED, PAPER, decimal, new, save, weight_color

TABLE = [[0.5, -0.2, 0.1], [-0.3, 0.9, -0.6], [-0.8, 0.3, 0.6], [0.2, 0.7, -0.4], [0.4, -0.5, 0.2]]
ROW = 2


def weight(axes: Axes, x: float, y: float, value: float) -> None:
    """A square centred on (x, y) whose area is the size of the weight; the sign is written inside it."""
    if value == 0:
        axes.plot(x, y, marker=".", markersize=4, color=MUTED)
        return
    side = 0.92 * abs(value) ** 0.5
    axes.add_patch(
        Rectangle((x - side / 2, y - side / 2), side, side, facecolor=weight_color(value), edgecolor=INK, linewidth=0.9)
    )
    half = 0.11
    mark = PAPER if abs(value) > 0.5 else INK
    axes.plot([x - half, x + half], [y, y], color=mark, linewidth=1.8)
    if value > 0:
        axes.plot([x, x], [y - half, y + half], color=mark, linewidth=1.8)


def draw() -> None:
    figure, axes = new(6.4, 4.2)
    for j, values in enumerate(TABLE):
        weight(axes, j, -2, float(j == ROW))
        for m, value in enumerate(values):
            weight(axes, 6.2 + m, -j, value)
    for m, value in enumerate(TABLE[ROW]):
        weight(axes, 10.6 + m, -2, value)
        axes.text(10.6 + m, -3, decimal(value), ha="center", va="center")
    frame = {"fill": False, "edgecolor": MUTED, "linewidth": 1.0}
    axes.add_patch(Rectangle((-0.5, -2.5), 5, 1, **frame))
    axes.add_patch(Rectangle((5.7, -4.5), 3, 5, **frame))
    axes.add_patch(Rectangle((5.7, -2.5), 3, 1, fill=False, edgecolor=INK, linewidth=2.4))
    axes.add_patch(Rectangle((10.1, -2.5), 3, 1, fill=False, edgecolor=INK, linewidth=2.4))
    for x, sign in ((5.1, "·"), (9.4, "=")):
        axes.text(x, -2, sign, fontsize=20, ha="center", va="center")
    for x, name in ((2, "x"), (7.2, "E"), (11.6, "xE")):
        axes.text(x, 1.0, name, fontsize=18, fontweight="bold", ha="center", va="center")
    axes.set(xlim=(-0.7, 13.3), ylim=(-4.7, 1.5), aspect="equal")
    axes.axis("off")
    save(figure, "embeddings-busqueda")


if __name__ == "__main__":
    draw()
