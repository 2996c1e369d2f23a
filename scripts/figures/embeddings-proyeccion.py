"""The twenty nouns of the microcorpus on two planes of principal components: each plane hides a gender."""

import json
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from style import GRID, INK, MUTED, decimal, new, save, spanish_ticks

MODEL = Path(__file__).parents[2] / "docs" / "assets" / "modelos" / "embeddings.json"
NOUNS = [["niño", "niña", "niños", "niñas"], ["rey", "reina", "reyes", "reinas"]]
NOUNS += [[stem + end for end in ("o", "a", "os", "as")] for stem in ("abuel", "gat", "vecin")]


def projected() -> tuple[np.ndarray, np.ndarray]:
    """Three coordinates of each noun (20, 3) and the share of variance of each; signs fixed by «niño» and «niños»."""
    found = json.loads(MODEL.read_text(encoding="utf-8"))
    rows = [found["vectors"][found["words"].index(word)] for lemma in NOUNS for word in lemma]
    x = np.array(rows, dtype=float)
    x /= np.sqrt((x * x).sum(1, keepdims=True))
    x -= x.mean(0)
    _, singular, directions = np.linalg.svd(x, full_matrices=False)
    y = x @ directions[:3].T
    signs = np.sign([y[0, 0], y[0, 1], y[2, 2]])
    return np.round(y * signs, 3), singular**2 / (singular**2).sum()


def panel(axes: Axes, y: np.ndarray, shares: np.ndarray, other: int, labels: tuple) -> None:
    axes.axhline(0, color=GRID, zorder=0)
    axes.axvline(0, color=GRID, zorder=0)
    for k, row in enumerate(y):
        feminine, plural = k % 2 == 1, k % 4 > 1
        axes.plot(
            row[0],
            row[other],
            marker="o" if feminine else "s",
            markersize=8,
            color=INK if not plural else MUTED,
            fillstyle="full" if feminine else "none",
            linestyle="",
        )
    for text, x, height in labels:
        axes.text(x, height, text, fontsize=12, ha="center", va="center")
    axes.set(xlim=(-0.85, 0.85), ylim=(-0.68, 0.68), xticks=[-0.5, 0, 0.5], yticks=[-0.5, 0, 0.5])
    axes.set_xlabel(f"1.ª: {decimal(100 * float(shares[0]), 0)} %")
    axes.set_ylabel(f"{other + 1}.ª: {decimal(100 * float(shares[other]), 0)} %")
    spanish_ticks(axes)


def draw() -> None:
    figure, axes = new(6.4, 3.7)
    axes.remove()
    left, right = figure.subplots(1, 2)
    y, shares = projected()
    singular = (("niño, rey…", 0.46, 0.58), ("niña, reina…", 0.43, -0.6), ("todos los plurales", -0.38, 0.2))
    plural = (("niños, reyes…", -0.42, 0.55), ("niñas, reinas…", -0.42, -0.58), ("todos los\nsingulares", 0.44, 0.24))
    panel(left, y, shares, 1, singular)
    panel(right, y, shares, 2, plural)
    save(figure, "embeddings-proyeccion")


if __name__ == "__main__":
    draw()
