"""Tokens per word against the size of the vocabulary, for stories and for text that the merges have not seen."""

import sys
from pathlib import Path

from style import MUTED, NEGATIVE, POSITIVE, new, save, spanish_ticks

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "codigo"))

from bpe import BPE, FOLDER, train

SIZES = [256, 260, 266, 274, 284, 296, 310, 326, 346, 370, 400, 430, 460, 500]
OTHER = "los gatitos del castillo vieron una tortuga lenta y la princesa leyó un cuento sobre el mar ."


def tokens_per_word(merges: list[tuple[int, int]], text: str) -> list[float]:
    words = len(text.split())
    return [len(BPE(merges[: V - 256]).encode(text)) / words for V in SIZES]


def draw() -> None:
    merges = train((FOLDER / "corpus.txt").read_text(encoding="utf-8"), V=SIZES[-1])
    stories = (FOLDER / "corpus-prueba.txt").read_text(encoding="utf-8")
    figure, axes = new(width=5.4, height=3.4)
    axes.axhline(1, color=MUTED, linewidth=1, zorder=0)
    axes.plot(SIZES, tokens_per_word(merges, stories), color=NEGATIVE)
    axes.plot(SIZES, tokens_per_word(merges, OTHER), color=POSITIVE, linestyle="--")
    axes.text(392, 1.42, "cuentos", color=NEGATIVE, ha="left")
    axes.text(400, 3.4, "otras palabras", color=POSITIVE, ha="left")
    axes.text(256, 0.95, "un token por palabra", color=MUTED, ha="left", va="top")
    axes.set_xlabel("tamaño del vocabulario")
    axes.set_ylabel("tokens por palabra")
    axes.set_ylim(0, 6)
    spanish_ticks(axes)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    save(figure, "tokens-por-palabra")


if __name__ == "__main__":
    draw()
