"""What the published transformer knows as it learns, from docs/assets/modelos/entrenamiento.json."""

import json
from pathlib import Path

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

FOLDER = Path(__file__).parents[2] / "docs" / "assets" / "modelos"


def draw() -> None:
    learning = json.loads((FOLDER / "entrenamiento.json").read_text(encoding="utf-8"))
    curve = [point for point in learning["curve"] if point["step"] > 0]  # the axis is logarithmic
    steps = [point["step"] for point in curve]
    figure, whole = new(height=5.2)
    whole.remove()
    above, below = figure.subplots(2, sharex=True, height_ratios=[1, 1.2])
    bound = learning["bound"]
    above.axhline(bound, color=MUTED, linewidth=1.2, linestyle="--")
    above.plot(steps, [point["perplexity"] for point in curve], color=INK)
    above.text(10, bound - 0.1, f"la mejor posible, {decimal(bound, 3)}", color=MUTED, va="top")
    above.set_yscale("log")
    above.set_ylim(1.3, 40)
    above.set_yticks([2, 4, 8, 16, 32])
    above.yaxis.set_major_formatter(lambda value, _: decimal(value, 0))
    above.set_ylabel("perplejidad")
    below.axhline(50, color=GRID, linewidth=1, zorder=0)
    below.plot(steps, [point["gender"]["all"] for point in curve], color=NEGATIVE, linestyle="--")
    below.plot(steps, [point["recall"]["two-same"] for point in curve], color=POSITIVE)
    below.text(180, 88, "género", color=NEGATIVE, ha="right")
    below.text(1900, 60, "nombre, con dos\ndel mismo género", color=POSITIVE, va="center")
    below.set_ylim(-3, 106)
    below.set_yticks([0, 50, 100])
    below.set_ylabel("aciertos (%)")
    below.set_xscale("log")
    below.set_xlim(9, 12_000)
    below.set_xticks([10, 100, 1000, 10_000])
    below.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}" if value < 10_000 else "10\u202f000")
    below.set_xlabel("paso")
    for axes in (above, below):
        axes.minorticks_off()
    save(figure, "aprendizaje")


if __name__ == "__main__":
    draw()
