"""Agreement in gender of docs/codigo/logistic.py by distance to the subject, with and without another gender in between."""

import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

from style import GRID, MUTED, NEGATIVE, POSITIVE, decimal, new, save

sys.path.append(str(Path(__file__).parents[2] / "docs" / "codigo"))
import corpus
import measures
import ngrams
from logistic import ADJECTIVES, counts, fit, predict
from vocabulary import vocabulary

FEWEST = 10  # of fewer questions, no per cent is drawn
Shares = dict[int, float]


def by_distance(pairs: list, hits: list[bool]) -> Shares:
    found = defaultdict(list)
    for pair, hit in zip(pairs, hits, strict=True):
        found[pair.distance].append(hit)
    return {d: measures.percent(found[d]) for d in sorted(found) if len(found[d]) >= FEWEST}


def figures() -> tuple[Shares, Shares, Shares]:
    """Per cent right: regressor without an attractor and with one, and counted pairs of words."""
    pairs = [pair for pair in measures.questions(4, 2000)[0] if pair.feature == "gender"]
    w, b = fit(counts)
    rows = [counts(pair.prefix[pair.prefix.index(".") + 1 :]) for pair in pairs]
    hits = [(predict(w, b, row) > 0.5) == ADJECTIVES[pair.right] for pair, row in zip(pairs, rows, strict=True)]
    split = []
    for attractor in (False, True):
        chosen = [i for i, pair in enumerate(pairs) if pair.attractor == attractor]
        split.append(by_distance([pairs[i] for i in chosen], [hits[i] for i in chosen]))
    stories = corpus.read("corpus.txt")
    words = vocabulary(stories)
    counted = ngrams.model(words, 2, partial(ngrams.frequencies, ngrams.count(stories, 2), words))
    return split[0], split[1], by_distance(pairs, measures.agreement(counted, words, pairs))


def draw() -> None:
    without, attracted, counted = figures()
    figure, axes = new(height=3.7)
    axes.axhline(50, color=GRID, linewidth=1, zorder=0)
    for shares, color, line, marker in (
        (counted, MUTED, ":", "^"),
        (without, POSITIVE, "-", "o"),
        (attracted, NEGATIVE, "--", "s"),
    ):
        axes.plot(list(shares), list(shares.values()), color=color, linestyle=line, marker=marker, markersize=6)
    axes.text(6, 92, "sin otro género en medio", color=POSITIVE, ha="center", va="center")
    axes.text(6.2, 70, "con otro género en medio", color=NEGATIVE, ha="center", va="center")
    axes.text(2, 33, "contar bigramas", color=MUTED, va="center")
    axes.set_xlabel("palabras del sujeto al adjetivo")
    axes.set_ylabel("aciertos de género (%)")
    axes.set_xticks(range(2, 11))
    axes.set_ylim(22, 106)
    axes.set_yticks([25, 50, 75, 100])
    axes.yaxis.set_major_formatter(lambda value, _: decimal(value, 0))
    save(figure, "regresor_distancia")


if __name__ == "__main__":
    draw()
