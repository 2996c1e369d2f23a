"""Neighbours and analogies that hold for vectors of three sizes and five seeds, from the published results."""

import json
from pathlib import Path

from style import INK, MUTED, NEGATIVE, POSITIVE, new, save

RESULTS = Path(__file__).parents[2] / "docs" / "assets" / "modelos" / "resultados.json"
SIZES = (8, 16, 32)


def draw() -> None:
    models = json.loads(RESULTS.read_text(encoding="utf-8"))["models"]
    runs = [list(models[f"embeddings-{d}"]["validation"].values()) for d in SIZES]
    drawn = (
        ("vecinas iguales en todo", [[run["neighbours"]["all"] for run in of] for of in runs], NEGATIVE, "s", -0.08),
        ("analogías de adjetivos", [[run["analogies"] for run in of] for of in runs], POSITIVE, "o", 0.08),
    )
    figure, axes = new(6.4, 3.8)
    for name, values, color, marker, shift in drawn:
        means = [sum(some) / len(some) for some in values]
        axes.plot([x + shift for x in range(3)], means, color=color, linewidth=1.8)
        for x, some in enumerate(values):
            axes.plot([x + shift] * len(some), some, linestyle="", marker=marker, color=color, fillstyle="none", markersize=7)
        axes.text(2.16, means[-1], name.replace(" ", "\n", 1), va="center", color=INK)
    axes.set(xlim=(-0.3, 3.0), ylim=(0, 100), xticks=range(3), yticks=[0, 25, 50, 75, 100])
    axes.set_xticklabels([f"d = {d}" for d in SIZES])
    axes.set_ylabel("%", color=MUTED, rotation=0, va="center")
    axes.grid(axis="y")
    save(figure, "embeddings-tallas")


if __name__ == "__main__":
    draw()
