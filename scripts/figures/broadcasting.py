"""A column plus a vector: what is repeated, and the sum."""

from matplotlib.patches import Rectangle

from style import GRID, INK, MUTED, PAPER, new, save

BOX = 0.56
COLUMN, VECTOR = (10, 20), (1, 2, 3)
ROWS, COLUMNS = len(COLUMN), len(VECTOR)


def draw() -> None:
    figure, axes = new(6.2, 2.0)
    axes.set(xlim=(0, 6.2), ylim=(0, 2.0), aspect="equal")
    axes.axis("off")
    tables = (
        ("(2, 1)", lambda i, j: COLUMN[i], lambda i, j: j == 0),
        ("(3,)", lambda i, j: VECTOR[j], lambda i, j: i == 0),
        ("(2, 3)", lambda i, j: COLUMN[i] + VECTOR[j], lambda i, j: True),
    )
    for position, (shape, value, is_real) in enumerate(tables):
        left = 0.05 + position * 2.2
        axes.text(left, 1.62, shape)
        for i in range(ROWS):
            for j in range(COLUMNS):
                real = is_real(i, j)
                corner = (left + j * BOX, 1.45 - (i + 1) * BOX)
                axes.add_patch(
                    Rectangle(corner, BOX, BOX, facecolor=PAPER if real else "none", edgecolor=INK if real else GRID,
                              linestyle="-" if real else "--", linewidth=1.2, zorder=2 if real else 1)
                )
                axes.text(corner[0] + BOX / 2, corner[1] + BOX / 2, str(value(i, j)), ha="center", va="center",
                          color=INK if real else MUTED, zorder=3)
    for x, sign in ((1.98, "+"), (4.18, "=")):
        axes.text(x, 1.45 - BOX, sign, ha="center", va="center", fontsize=18)
    save(figure, "broadcasting")


if __name__ == "__main__":
    draw()
