"""Next-word probabilities after three words, counted and learnt, as docs/codigo/softmax.py printed them."""

import re
from pathlib import Path

from style import INK, MUTED, POSITIVE, ZERO, new, save, spanish_ticks

PRINTED = Path(__file__).parents[2] / "docs" / "codigo" / "salidas" / "softmax.txt"
Row = tuple[str, float, float]


def tables() -> dict[str, list[Row]]:
    """For each previous word, the likeliest next ones: word, counted and learnt probability."""
    _, *blocks = PRINTED.read_text(encoding="utf-8").split("\ntras ")
    found = {}
    for block in blocks:
        rows = re.findall(r"^(\S+) +(0\.\d+) +(0\.\d+)$", block, re.MULTILINE)
        found[re.match("«(.+)»", block)[1]] = [(word, float(p), float(q)) for word, p, q in rows]
    return found


def draw() -> None:
    figure, axes = new(6.4, 3.4)
    axes.remove()
    panels = figure.subplots(1, 3)
    for panel, (word, rows) in zip(panels, tables().items()):
        places = range(len(rows))
        largest = max(max(p, q) for _, p, q in rows)
        panel.barh(places, [p for _, p, _ in rows], height=0.7, color=ZERO, edgecolor=MUTED, linewidth=0.8)
        panel.plot([q for _, _, q in rows], places, linestyle="none", marker="o", markersize=6, color=POSITIVE)
        panel.set_yticks(places, [name for name, _, _ in rows])
        panel.invert_yaxis()
        panel.set(xlim=(0, largest * 1.15), xticks=[0, 0.1, 0.2] if largest < 0.3 else [0, 0.2, 0.4])
        spanish_ticks(panel)
        panel.yaxis.set_major_formatter(lambda place, _, rows=rows: rows[round(place)][0])
        panel.spines["left"].set_visible(False)
        panel.tick_params(axis="y", length=0, labelcolor=INK)
        panel.set_title(f"tras «{word}»", fontsize=13)
    panels[1].text(0.2, 3.5, "contada", color=MUTED, va="center")
    panels[1].text(0.2, 4.4, "• aprendida", color=POSITIVE, va="center")
    panels[1].set_xlabel("probabilidad")
    save(figure, "softmax_bigramas")


if __name__ == "__main__":
    draw()
