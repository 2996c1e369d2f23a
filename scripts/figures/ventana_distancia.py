"""Agreement in gender by distance to the subject for three windows, as docs/codigo/feedforward.py printed it."""

import re
from pathlib import Path

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

PRINTED = Path(__file__).parents[2] / "docs" / "codigo" / "salidas" / "feedforward.txt"
ASKED = 20  # fewer pairs of a distance say little
# Window: colour, line, marker, and where its label goes.
LINES = {
    3: (MUTED, ":", "o", (3.9, 64, "right")),
    5: (NEGATIVE, "--", "s", (6.1, 72, "left")),
    10: (POSITIVE, "-", "D", (7.6, 101.5, "left")),
}


def shares() -> tuple[list[int], dict[int, list[float]]]:
    """The distances, and for each window the per cent right."""
    text = PRINTED.read_text(encoding="utf-8")
    table = text[text.index("según la distancia") :]
    rows = {
        name: row.split() for name, row in re.findall(r"^ *(ventana|pares|\d+) +([\d. ]+)$", table, re.MULTILINE)[:5]
    }
    many = [i for i, pairs in enumerate(rows["pares"]) if int(pairs) >= ASKED]
    return [int(rows["ventana"][i]) for i in many], {n: [float(rows[str(n)][i]) for i in many] for n in LINES}


def draw() -> None:
    distances, found = shares()
    figure, axes = new(6.4, 3.7)
    axes.axhline(50, color=GRID, linewidth=1.2, zorder=0)
    for n, values in found.items():
        color, line, marker, (x, y, align) = LINES[n]
        axes.plot(distances, values, color=color, linestyle=line, marker=marker, markersize=6)
        axes.text(x, y, f"ventana de {n}", color=color, ha=align, va="center")
    axes.text(2, 48.5, "al azar", color=INK, va="top")
    axes.set(
        xlabel="palabras del sujeto al adjetivo", ylabel="aciertos de género (%)", ylim=(32, 106), yticks=[50, 75, 100]
    )
    axes.set_xticks(distances)
    axes.yaxis.set_major_formatter(lambda value, _: decimal(value, 0))
    save(figure, "ventana_distancia")


if __name__ == "__main__":
    draw()
