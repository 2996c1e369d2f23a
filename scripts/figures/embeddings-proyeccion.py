"""The eight nouns of the toy language on their first two principal components, from the chapter's own program."""

import sys
from pathlib import Path

from style import GRID, INK, new, save, spanish_ticks

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "codigo"))

LABEL_SIDE = {"rey": -1, "niño": 1, "gato": 1, "abuelo": -1, "reina": 1, "niña": -1, "gata": 1, "abuela": -1}


def coordinates() -> dict[str, tuple[float, float]]:
    """Each noun and its two coordinates; signs fixed so that «reina» is to the right and «gato» is up."""
    import torch
    from frases import NOUNS, corpus
    from skipgram import encode, noise_distribution, train, training_pairs

    vocab, counts, sequences = encode(corpus(2000, seed=1))
    W, _ = train(training_pairs(sequences, window=4), noise_distribution(counts), d=16)
    nouns = [noun for pair in NOUNS for noun in pair]
    X = torch.nn.functional.normalize(W)[[vocab.index(noun) for noun in nouns]]  # (8, d)
    X = X - X.mean(0)
    Y = X @ torch.linalg.svd(X).Vh[:2].T  # (8, 2)
    Y = Y * torch.stack([Y[nouns.index("reina"), 0], Y[nouns.index("gato"), 1]]).sign()
    return {noun: (round(x, 3), round(y, 3)) for noun, (x, y) in zip(nouns, Y.tolist())}


def draw() -> None:
    figure, axes = new(6.4, 3.9)
    axes.axhline(0, color=GRID, zorder=0)
    axes.axvline(0, color=GRID, zorder=0)
    for noun, (x, y) in coordinates().items():
        feminine = x > 0
        axes.plot(x, y, marker="o" if feminine else "s", markersize=8, color=INK, fillstyle="full" if feminine else "none")
        side = LABEL_SIDE[noun]
        axes.text(x + 0.035 * side, y, noun, fontsize=15, ha="left" if side > 0 else "right", va="center")
    axes.set(xlim=(-0.85, 0.85), ylim=(-0.4, 0.4), xticks=[-0.5, 0, 0.5], yticks=[-0.3, 0, 0.3])
    axes.set_xlabel("primera componente")
    axes.set_ylabel("segunda")
    spanish_ticks(axes)
    save(figure, "embeddings-proyeccion")


if __name__ == "__main__":
    draw()
