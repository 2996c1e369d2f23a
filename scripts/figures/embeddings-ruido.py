"""The distribution of the negatives against the frequency of each word of the microcorpus, for three exponents."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np

from style import INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "codigo"))

NAMED = {"la": (-14, 9), "llegó": (-20, 8), "quesos": (14, 26)}


def draw() -> None:
    import corpus

    counts = Counter(word for story in corpus.read("corpus.txt") for word in story)
    words = sorted(counts, key=lambda word: (counts[word], word))
    n = np.array([counts[word] for word in words], dtype=float)
    figure, axes = new(6.4, 3.9)
    for alpha, color, dashes, marker in ((0, MUTED, ":", ""), (1, NEGATIVE, "--", ""), (0.75, POSITIVE, "-", "o")):
        p = n**alpha / (n**alpha).sum()
        axes.plot(n, p, color=color, linestyle=dashes, marker=marker, markersize=4, linewidth=1.6)
        if alpha == 0.75:
            for word, move in NAMED.items():
                at = (n[words.index(word)], p[words.index(word)])
                axes.annotate(f"«{word}»", at, move, textcoords="offset points", ha="center", color=INK)
    axes.set(xscale="log", yscale="log")
    axes.text(n[-1] * 1.12, 1 / len(n), "α = 0", va="center")
    axes.text(n[-1] * 1.12, n[-1] / n.sum(), "α = 1", va="center")
    top = n**0.75 / (n**0.75).sum()
    axes.text(n[-1] * 1.12, top[-1], f"α = {decimal(0.75, 2)}", va="center", color=INK)
    axes.set_xlim(n[0] * 0.8, n[-1] * 2.6)
    axes.set_xticks([1000, 10000, 100000], ["1000", "10 000", "100 000"])
    axes.set_yticks([0.001, 0.01, 0.1], ["0,001", "0,01", "0,1"])
    axes.minorticks_off()
    axes.set_xlabel("apariciones en el microcorpus")
    axes.set_ylabel("probabilidad de sortearla")
    save(figure, "embeddings-ruido")


if __name__ == "__main__":
    draw()
