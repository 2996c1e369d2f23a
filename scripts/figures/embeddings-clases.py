"""The learnt words of five classes on their first two principal components."""

import json
import sys
from pathlib import Path

import numpy as np

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save, spanish_ticks

CODE = Path(__file__).parents[2] / "docs" / "codigo"
MODEL = Path(__file__).parents[2] / "docs" / "assets" / "modelos" / "embeddings.json"
sys.path.insert(0, str(CODE))
MARKS = {
    "noun": ("o", INK, "full"),
    "name": ("D", POSITIVE, "full"),
    "adjective": ("s", NEGATIVE, "none"),
    "place": ("^", INK, "none"),
    "thing": ("x", MUTED, "full"),
}

LABELS = (
    ("sustantivos, plural", -0.34, -0.6),
    ("sustantivos, singular", 0.44, -0.6),
    ("nombres propios", 0.52, 0.13),
    ("estados, plural", -0.1, 0.5),
    ("estados, singular", 0.34, 0.34),
    ("lugares", -0.3, 0.26),
    ("cosas", -0.52, 0.12),
    ("rubio, rubia", 0.06, 0.08),
    ("rubios, rubias", -0.16, -0.13),
)


def draw() -> None:
    import embeddings

    known = embeddings.classes()
    found = json.loads(MODEL.read_text(encoding="utf-8"))
    words = [word for word in found["words"] if word in known]
    x = np.array([found["vectors"][found["words"].index(word)] for word in words], dtype=float)
    x /= np.sqrt((x * x).sum(1, keepdims=True))
    x -= x.mean(0)
    _, singular, directions = np.linalg.svd(x, full_matrices=False)
    y = x @ directions[:2].T
    y = np.round(y * np.sign([y[words.index("Ana"), 0], y[words.index("cansados"), 1]]), 3)
    shares = singular**2 / (singular**2).sum()
    figure, axes = new(6.4, 4.6)
    axes.axhline(0, color=GRID, zorder=0)
    axes.axvline(0, color=GRID, zorder=0)
    for word, (one, two) in zip(words, y, strict=True):
        marker, color, fill = MARKS[known[word][0]]
        axes.plot(one, two, marker=marker, markersize=7, color=color, fillstyle=fill, linestyle="")
    for text, x, height in LABELS:
        axes.text(x, height, text, fontsize=12, ha="center", va="center")
    axes.set(xlim=(-0.72, 0.72), ylim=(-0.68, 0.6), xticks=[-0.5, 0, 0.5], yticks=[-0.5, 0, 0.5])
    axes.set_xlabel(f"primera componente, {decimal(100 * float(shares[0]), 0)} % de la variación")
    axes.set_ylabel(f"segunda, {decimal(100 * float(shares[1]), 0)} %")
    spanish_ticks(axes)
    save(figure, "embeddings-clases")


if __name__ == "__main__":
    draw()
