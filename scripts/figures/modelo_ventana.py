"""The window model of docs/codigo/feedforward.py as boxes, with the size of what goes from one to the next."""

from matplotlib.patches import Rectangle

from style import INK, MUTED, NEGATIVE, PAPER, POSITIVE, new, save, weight_color

WORDS = ["reina", "del", "castillo"]
WIDTH = 1.5


def draw() -> None:
    figure, axes = new(6.4, 4.5)
    axes.set(xlim=(0, 7.4), ylim=(-0.15, 5.35), aspect="equal")
    axes.axis("off")
    arrow = {"arrowstyle": "-|>", "color": MUTED, "lw": 1.4}
    for i, word in enumerate(WORDS):
        x = 0.25 + i * (WIDTH + 0.06)
        axes.text(x + WIDTH / 2, 0.05, f"«{word}»", ha="center", color=INK)
        axes.annotate("", (x + WIDTH / 2, 1.0), (x + WIDTH / 2, 0.4), arrowprops=arrow)
        fill = weight_color((-0.35, 0.2, 0.45)[i])
        axes.add_patch(Rectangle((x, 1.0), WIDTH, 0.5, facecolor=fill, edgecolor=INK, linewidth=1.1))
        axes.text(x + WIDTH / 2, 1.25, "16", ha="center", va="center", color=INK)
        axes.annotate("", (x + WIDTH / 2, 2.25), (x + WIDTH / 2, 1.5), arrowprops=arrow)
        axes.text(
            x + WIDTH / 2 + 0.08, 1.87, f"W{'₁₂₃'[i]}", color=(NEGATIVE, INK, POSITIVE)[i], va="center", weight="bold"
        )
    left, right = 0.25, 0.25 + 3 * WIDTH + 0.12
    for y, text in ((2.25, "64 unidades, tanh"), (3.45, "107 logits"), (4.65, "107 probabilidades")):
        inset = 0.5 if y == 2.25 else 0.0
        box = Rectangle((left + inset, y), right - left - 2 * inset, 0.5, facecolor=PAPER, edgecolor=INK, linewidth=1.1)
        axes.add_patch(box)
        axes.text((left + right) / 2, y + 0.25, text, ha="center", va="center", color=INK)
    middle = (left + right) / 2
    axes.annotate("", (middle, 3.45), (middle, 2.75), arrowprops=arrow)
    axes.text(middle + 0.1, 3.1, "U", va="center", color=INK, weight="bold")
    axes.annotate("", (middle, 4.65), (middle, 3.95), arrowprops=arrow)
    axes.text(middle + 0.1, 4.3, "softmax", va="center", color=INK)
    for y, note in ((1.25, "(B, 48)"), (2.5, "(B, 64)"), (3.7, "(B, 107)"), (4.9, "(B, 107)")):
        axes.text(right + 0.25, y, note, va="center", color=INK)
    axes.text(right + 0.25, 0.17, "ventana (B, 3)", color=INK, va="center")
    save(figure, "modelo_ventana")


if __name__ == "__main__":
    draw()
