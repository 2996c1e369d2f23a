"""Language models that count: unigrams, bigrams, trigrams and beyond.

An n-gram model gives the next word from the n - 1 words before it.
"""

import random
import sys
from collections import Counter
from functools import cache, partial

import command
import corpus
import drawing
import measures
import numpy as np
import torch
from vocabulary import encode, vocabulary

START = "<s>"  # fills the contexts that begin before the story


# --8<-- [start:count]
def predictions(story, n):
    """Each predicted word with the n - 1 words before it."""
    padded = [START] * (n - 2) + story
    for t in range(max(n - 1, 1), len(padded)):
        yield tuple(padded[t - n + 1 : t]), padded[t]


def count(stories, n):
    """How often each word follows each context of 0 to n - 1 words."""
    table = {}
    for story in stories:
        for context, word in predictions(story, n):
            for start in range(n):
                counts = table.setdefault(context[start:], Counter())
                counts[word] += 1
    return table
# --8<-- [end:count]


# --8<-- [start:smoothing]
def frequencies(table, words, context):
    """Share of each word after the longest known end of the context."""
    while context not in table:
        context = context[1:]
    counts = table[context]
    return np.array([counts[word] for word in words]) / counts.total()


def add_k(table, words, k, context):
    """The same as if every word had been seen k more times."""
    counts = table.get(context, Counter())
    row = np.array([counts[word] for word in words])  # (V,)
    return (row + k) / (row.sum() + k * len(words))


def components(table, words, context):
    """Uniform, unigram, bigram…: each sees one word more, (n + 1, V)."""
    rows = [np.full(len(words), 1 / len(words))]
    for start in range(len(context), -1, -1):
        rows.append(frequencies(table, words, context[start:]))
    return np.array(rows)
# --8<-- [end:smoothing]


# --8<-- [start:weights]
def interpolation(table, words, n, stories, rounds=50):
    """The weights (n + 1,) under which the stories are likeliest.

    Expectation-maximization: the new weight of a component is its mean
    share in the probability of each word.
    """
    rows = cache(lambda context: components(table, words, context))
    ids = {word: i for i, word in enumerate(words)}
    p = np.array([
        rows(context)[:, ids[word]]
        for story in stories
        for context, word in predictions(story, n)
    ])  # (N, n + 1)
    weights = np.full(n + 1, 1 / (n + 1))
    for _ in range(rounds):
        shares = weights * p  # (N, n + 1)
        shares /= shares.sum(axis=1, keepdims=True)
        weights = shares.mean(axis=0)
    return weights
# --8<-- [end:weights]


# --8<-- [start:model]
def model(words, n, row):
    """From row(context), the (V,) of the next word, a language model."""

    @cache
    def log_row(context):
        with np.errstate(divide="ignore"):  # log 0 is minus infinity
            return torch.tensor(np.log(row(context)))

    def log_probs(prefixes):
        encode(prefixes, words)  # complains about unknown words
        padded = [[START] * n + prefix for prefix in prefixes]
        rows = [log_row(tuple(x[len(x) - n + 1 :])) for x in padded]
        return torch.stack(rows)  # (B, V)

    return log_probs


def interpolated(table, words, n, weights):
    row = partial(components, table, words)
    return model(words, n, lambda context: weights @ row(context))
# --8<-- [end:model]


# --8<-- [start:sample]
def write_story(log_probs, words, rng, start="había"):
    """A story, word by word, until its third full stop."""
    story = [start]
    while story.count(".") < 3 and len(story) < 60:
        p = log_probs([story])[0].exp().tolist()  # (V,)
        story += rng.choices(words, p)
    return " ".join(story)
# --8<-- [end:sample]


def fit(n):
    """Words, interpolated model and how many numbers it has."""
    if n < 1:
        raise ValueError(f"n-grams have one word at least, not {n}")
    train = corpus.read("corpus.txt")
    words, table = vocabulary(train), count(train, n)
    validation = corpus.read("corpus-validacion.txt")
    weights = interpolation(table, words, n, validation)
    parameters = sum(map(len, table.values())) + n + 1
    return words, interpolated(table, words, n, weights), parameters


def main():
    train = corpus.read("corpus.txt")
    validation = corpus.read("corpus-validacion.txt")
    words, models, drawn = vocabulary(train), {}, {}
    sizes = (1, 2, 3, 4, 5)
    print(f"{len(words)} palabras; el cuento lo escribe una gramática")
    best = corpus.perplexity_bound(validation)
    print(f"y, en promedio, nadie mejora su perplejidad: {best:.3f}\n")
    print(" " * 29 + "perplejidad al sumar k  y al")
    print("n     posibles contados nuevos   k=0,01      k=1    k=100"
          " interpolar")
    for n in sizes:
        print(f"n = {n}", file=sys.stderr)
        table = count(train, n)
        seen = sum(len(table[c]) for c in table if len(c) == n - 1)
        new = sum(
            word not in table.get(context, ())
            for story in validation
            for context, word in predictions(story, n)
        )
        cells = ""
        for k in (0.01, 1, 100):
            added = model(words, n, partial(add_k, table, words, k))
            value = measures.perplexity(added, words, validation)
            cells += f"{value:9.3f}"
            name = f"sumar {drawing.spanish(k)}"
            drawn.setdefault(name, (sizes, []))[1].append(value)
        weights = interpolation(table, words, n, validation)
        models[n] = weights, interpolated(table, words, n, weights)
        value = measures.perplexity(models[n][1], words, validation)
        drawn.setdefault("interpolar", (sizes, []))[1].append(value)
        print(f"{n} {len(words) ** n:12d} {seen:8d} {new:6d}{cells}"
              f" {value:10.3f}")

    print("\npesos de la interpolación: uniforme, unigrama, bigrama…")
    for n, (weights, _) in models.items():
        print(f"{n} ", *[f"{weight:.3f}" for weight in weights])
    for n, (_, log_probs) in models.items():
        story = write_story(log_probs, words, random.Random(1))
        print(f"\nun cuento, n = {n}:\n{story}")
    drawing.curves(
        "ngrams", "Más palabras ayudan, si se suaviza bien", drawn,
        "palabras de cada n-grama", "perplejidad en validación",
        limit=("la mejor posible", best), log=True, ticks=sizes,
    )


if __name__ == "__main__":
    command.run(main)
