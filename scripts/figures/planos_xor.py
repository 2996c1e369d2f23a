"""The four phrases of XOR in the plane of the inputs and in the plane of the two hidden units."""

from matplotlib.axes import Axes

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, plt, save, weight_color

PHRASES = {(0, 0): "el niño", (0, 1): "el niña", (1, 0): "la niño", (1, 1): "la niña"}
LABELS = {(0, 0): (-0.19, -0.3), (0, 1): (-0.1, 0.26), (1, 0): (0.1, -0.3), (1, 1): (0.28, 0.28)}
LIMITS = (-0.55, 1.75)


def mark(axes: Axes, x: float, y: float, disagree: bool) -> None:
    """A filled disc where article and noun disagree, an empty square where they agree."""
    axes.plot(
        x,
        y,
        marker="o" if disagree else "s",
        markersize=13,
        color=POSITIVE if disagree else NEGATIVE,
        markerfacecolor=POSITIVE if disagree else "none",
        markeredgewidth=2.4,
        linestyle="none",
        zorder=3,
    )


def frame(axes: Axes, title: str, x: str, y: str) -> None:
    axes.set(xlim=LIMITS, ylim=LIMITS, xticks=[0, 1], yticks=[0, 1], xlabel=x, ylabel=y)
    axes.set_title(title, color=INK)
    axes.set_aspect("equal")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: decimal(value, 0))


def inputs(axes: Axes) -> None:
    """x1 - x2 = 1/2 and x2 - x1 = 1/2: beyond each line one hidden unit is active."""
    low, high = LIMITS
    shade = weight_color(0.35)
    axes.fill([low + 0.5, high, high], [low, low, high - 0.5], color=shade, linewidth=0)
    axes.fill([low, low, high - 0.5], [low + 0.5, high, high], color=shade, linewidth=0)
    axes.plot([low + 0.5, high], [low, high - 0.5], color=INK, linewidth=1.6)
    axes.plot([low, high - 0.5], [low + 0.5, high], color=INK, linewidth=1.6, linestyle="--")
    for (x, y), phrase in PHRASES.items():
        mark(axes, x, y, x != y)
        dx, dy = LABELS[x, y]
        axes.text(x + dx, y + dy, phrase, ha="center", va="center", color=INK)
    axes.text(1.7, 0.52, "h₁ > 0", ha="right", color=INK)
    axes.text(-0.5, 1.55, "h₂ > 0", color=INK)
    frame(axes, "entradas", "x₁ (artículo)", "x₂ (nombre)")


def hidden(axes: Axes) -> None:
    """h1 + h2 = 1/2: the line where the logit 4 h1 + 4 h2 - 2 is zero."""
    axes.plot([-0.55, 1.05], [1.05, -0.55], color=MUTED, linewidth=1.6)
    axes.text(0.6, 0.55, "z > 0", color=INK)
    mark(axes, 0, 0, False)
    axes.text(0, -0.29, "el niño", ha="center", color=INK)
    axes.text(0, -0.49, "la niña", ha="center", color=INK)
    mark(axes, 1, 0, True)
    axes.text(1.05, 0.17, "la niño", ha="center", color=INK)
    mark(axes, 0, 1, True)
    axes.text(0.05, 1.17, "el niña", ha="center", color=INK)
    frame(axes, "capa oculta", "h₁", "h₂")


def draw() -> None:
    figure, first = new(5.3, 3.2)
    plt.delaxes(first)
    left, right = figure.subplots(1, 2)
    for axes in (left, right):
        axes.axhline(0, color=GRID, linewidth=0.8, zorder=0)
        axes.axvline(0, color=GRID, linewidth=0.8, zorder=0)
    inputs(left)
    hidden(right)
    save(figure, "planos_xor")


if __name__ == "__main__":
    draw()
