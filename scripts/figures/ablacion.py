"""What the published transformer gets right without each of its heads, from docs/assets/modelos/dentro.json."""

import json
from pathlib import Path

from style import INK, MUTED, NEGATIVE, PAPER, POSITIVE, decimal, new, save

FOLDER = Path(__file__).parents[2] / "docs" / "assets" / "modelos"
QUESTIONS = (("género", NEGATIVE), ("número", MUTED), ("nombre", POSITIVE))
HEIGHT = 0.26  # of a bar


def draw() -> None:
    told = json.loads((FOLDER / "dentro.json").read_text(encoding="utf-8"))
    rows = {("completo",): told["whole"]}
    for name, found in told["without head"].items():
        layer, head = name.split(".")
        rows[f"sin la cabeza {head}", f"de la capa {layer}"] = found
    figure, axes = new(height=5.4)
    for i, (name, found) in enumerate(rows.items()):
        for k, line in enumerate(name):  # one by one, so that each ends at the axis in any font
            axes.text(-2, i + (k - (len(name) - 1) / 2) * HEIGHT, line, ha="right", va="center")
        shares = (found["gender"], found["number"], found["recall"]["two-same"])
        for j, ((label, color), share) in enumerate(zip(QUESTIONS, shares, strict=True)):
            y = i + (j - 1) * HEIGHT
            axes.barh(y, share, height=HEIGHT * 0.86, color=color)
            axes.text(share + 1, y, decimal(share, 1), va="center", size=11, color=INK)
            if i == 0:
                axes.text(2, y, label, va="center", size=11, color=PAPER)
    axes.set_yticks([])
    axes.invert_yaxis()
    axes.set_xlim(0, 112)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.set_xlabel("aciertos (%)")
    save(figure, "ablacion")


if __name__ == "__main__":
    draw()
