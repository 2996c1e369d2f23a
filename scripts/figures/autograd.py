"""The graph of f = (ab + a)^2 with its values and the derivatives that come back."""

from matplotlib.patches import Rectangle

from style import INK, MUTED, PAPER, decimal, new, save, weight_color

WIDTH, HEIGHT = 1.18, 0.42
PLACES = {"a": (0.65, 2.3), "b": (0.65, 0.5), "c": (2.55, 0.5), "d": (3.75, 2.3), "f": (5.5, 2.3)}
FORMULAS = {"a": "a", "b": "b", "c": "c = ab", "d": "d = c + a", "f": "f = d²"}
# Where each arrow starts and ends.
EDGES = [
    ((1.24, 2.05), (1.93, 0.78)),  # a to c
    ((1.24, 0.5), (1.93, 0.5)),  # b to c
    ((1.24, 2.3), (3.13, 2.3)),  # a to d
    ((3.14, 0.65), (3.6, 1.85)),  # c to d
    ((4.34, 2.3), (4.88, 2.3)),  # d to f
]


def values(a: float, b: float) -> tuple[dict[str, float], dict[str, float]]:
    """Value of each node, and the derivative of f with respect to it."""
    c = a * b
    d = c + a
    to_d = 2 * d
    gradients = {"f": 1, "d": to_d, "c": to_d, "b": to_d * a, "a": to_d * b + to_d}
    return {"a": a, "b": b, "c": c, "d": d, "f": d * d}, gradients


def draw() -> None:
    figure, axes = new(6.2, 3.2)
    axes.set(xlim=(0, 6.15), ylim=(0, 3.15), aspect="equal")
    axes.axis("off")
    forward, backward = values(2, -3)
    for start, end in EDGES:
        axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": MUTED, "lw": 1.4})
    for node, (x, y) in PLACES.items():
        for row, fill in ((0, PAPER), (1, weight_color(backward[node], 40))):
            corner = (x - WIDTH / 2, y - HEIGHT * row)
            axes.add_patch(Rectangle(corner, WIDTH, HEIGHT, facecolor=fill, edgecolor=INK, linewidth=1.1))
        axes.text(x, y + HEIGHT + 0.1, FORMULAS[node], ha="center")
        axes.text(x, y + HEIGHT / 2, decimal(forward[node], 0), ha="center", va="center", weight="bold")
        axes.text(x, y - HEIGHT / 2, f"∂ = {decimal(backward[node], 0)}", ha="center", va="center")
    axes.text(2.2, 2.36, decimal(backward["d"], 0), ha="center", color=MUTED)
    axes.text(1.72, 1.42, decimal(backward["c"] * forward["b"], 0), color=MUTED)
    save(figure, "autograd")


if __name__ == "__main__":
    draw()
