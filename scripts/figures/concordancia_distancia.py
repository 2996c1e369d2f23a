"""Agreement in gender by distance to the subject, for models of docs/assets/modelos/resultados.json."""

import json
from pathlib import Path

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

FOLDER = Path(__file__).parents[2] / "docs" / "assets" / "modelos"
# Name, colour, line, marker; and the label, its place and its alignment.
LINES = {
    "window-3": ("ventana de 3", MUTED, ":", "o", (3.9, 71, "right")),
    "window-5": ("ventana de 5", NEGATIVE, "--", "s", (6.3, 75, "left")),
    "window-10": ("ventana de 10", NEGATIVE, "-", "D", (7.4, 93, "left")),
    "d16-2": ("transformer", POSITIVE, "-", "^", (11, 103.5, "right")),
}


def draw() -> None:
    models = json.loads((FOLDER / "resultados.json").read_text(encoding="utf-8"))["models"]
    figure, axes = new(height=3.8)
    axes.axhline(50, color=GRID, linewidth=1, zorder=0)
    for name, (label, color, line, marker, (x, y, align)) in LINES.items():
        if name not in models:  # not trained yet
            continue
        shares = models[name]["test"]["gender"]["distance"]
        distances = [int(distance) for distance in shares]
        axes.plot(distances, list(shares.values()), color=color, linestyle=line, marker=marker, markersize=6)
        axes.text(x, y, label, color=color, ha=align, va="center")
    axes.text(2, 48.5, "al azar", color=INK, va="top")
    axes.set_xlabel("palabras del sujeto al adjetivo")
    axes.set_ylabel("aciertos de género (%)")
    axes.set_xticks(range(2, 12))
    axes.set_ylim(38, 107)
    axes.set_yticks([50, 75, 100])
    axes.yaxis.set_major_formatter(lambda value, _: decimal(value, 0))
    save(figure, "concordancia_distancia")


if __name__ == "__main__":
    draw()
