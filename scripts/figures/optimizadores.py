"""Perplexity after some steps of each optimizer, as docs/codigo/choices.py printed it."""

import re
from pathlib import Path

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

PRINTED = Path(__file__).parents[2] / "docs" / "codigo" / "salidas" / "choices.txt"
# Line of the output: its colour, line and marker.
LINES = {
    "SGD, tasa 0,1": (MUTED, ":", "o"),
    "SGD, tasa 1": (NEGATIVE, "--", "s"),
    "momento, tasa 0,1": (INK, "-", "D"),
    "Adam, tasa 0,01": (POSITIVE, "-", "^"),
}


def curves() -> tuple[list[int], dict[str, list[float]]]:
    """The steps, and for each optimizer the perplexity after them."""
    text = PRINTED.read_text(encoding="utf-8")
    steps = [int(step) for step in re.search(r"^pasos +(.+)$", text, re.MULTILINE)[1].split()]
    rows = {name: re.search(rf"^{re.escape(name)} +(\S.+)$", text, re.MULTILINE)[1].split() for name in LINES}
    return steps, {name: [float(value) for value in row] for name, row in rows.items()}


def draw() -> None:
    steps, found = curves()
    figure, axes = new(6.4, 3.8)
    axes.set_xscale("log")
    axes.set_yscale("log")
    ticks = [2.5, 3, 4, 5, 7, 10, 20]
    axes.hlines(ticks, 50, 1000, color=GRID, linewidth=0.8, zorder=0)
    for name, values in found.items():
        color, line, marker = LINES[name]
        axes.plot(steps[1:], values[1:], color=color, linestyle=line, marker=marker, markersize=6, label=name)
    axes.set(xlim=(46, 1080), ylim=(2.4, 28), xlabel="pasos", ylabel="perplejidad")
    axes.set_xticks([50, 100, 200, 400, 1000], ["50", "100", "200", "400", "1000"])
    axes.set_yticks(ticks, [decimal(tick, 1 if tick % 1 else 0) for tick in ticks])
    axes.legend(frameon=False, loc="upper right", handlelength=2.6)
    axes.minorticks_off()
    save(figure, "optimizadores")


if __name__ == "__main__":
    draw()
