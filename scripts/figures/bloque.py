"""A pre-norm block: the residual stream going up, two branches that read from it and add to it."""

from matplotlib.patches import Circle, FancyBboxPatch

from style import INK, MUTED, PAPER, new, save

STREAM, BRANCH, WIDTH = 0.0, 2.35, 3.1


def draw() -> None:
    figure, axes = new(4.4, 5.6)
    axes.set(xlim=(-0.75, 4.1), ylim=(-0.75, 8.15), aspect="equal")
    axes.axis("off")
    _arrow(axes, (STREAM, 0), (STREAM, 7.5), width=3)
    axes.text(STREAM, -0.15, "x", ha="center", va="top", size=16, style="italic")
    axes.text(STREAM, 7.55, "x′", ha="center", va="bottom", size=16, style="italic")
    axes.text(STREAM + 0.35, 7.1, "flujo residual", ha="left", va="center", size=14, color=MUTED)
    _branch(axes, 0.5, "atención causal")
    _branch(axes, 3.9, "red hacia delante")
    save(figure, "bloque")


def _branch(axes, y: float, label: str) -> None:
    """Leave the stream at height y, cross two boxes and come back to a sum 2.5 higher."""
    axes.plot([STREAM, BRANCH], [y, y], color=INK, linewidth=1.6)
    _arrow(axes, (BRANCH, y), (BRANCH, y + 0.38))
    _box(axes, y + 0.75, "normalización")
    _arrow(axes, (BRANCH, y + 1.1), (BRANCH, y + 1.4))
    _box(axes, y + 1.77, label)
    axes.plot([BRANCH, BRANCH], [y + 2.12, y + 2.6], color=INK, linewidth=1.6)
    _arrow(axes, (BRANCH, y + 2.6), (STREAM + 0.26, y + 2.6))
    axes.add_patch(Circle((STREAM, y + 2.6), 0.26, facecolor=PAPER, edgecolor=INK, linewidth=1.6, zorder=3))
    for x, up in ((0.13, 0), (0, 0.13)):
        axes.plot([STREAM - x, STREAM + x], [y + 2.6 - up, y + 2.6 + up], color=INK, linewidth=1.8, zorder=4)


def _box(axes, y: float, label: str) -> None:
    box = FancyBboxPatch(
        (BRANCH - WIDTH / 2, y - 0.35), WIDTH, 0.7, boxstyle="round,pad=0,rounding_size=0.1", facecolor=PAPER,
        edgecolor=INK, linewidth=1.4, zorder=2,
    )
    axes.add_patch(box)
    axes.text(BRANCH, y, label, ha="center", va="center", size=15, zorder=3)


def _arrow(axes, start: tuple[float, float], end: tuple[float, float], width: float = 1.6) -> None:
    style = {"arrowstyle": "-|>", "color": INK, "linewidth": width, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
    axes.annotate("", xy=end, xytext=start, arrowprops=style)


if __name__ == "__main__":
    draw()
