"""The n-gram models against plain counts."""

import math
import random
from collections import Counter
from itertools import pairwise

import measures
import ngrams
import numpy as np
import pytest
from held_out import held_out, words


def test_ngrams_are_recounted() -> None:
    stories = held_out()[:300]
    table = ngrams.count(stories, 3)
    bigrams = Counter(pair for story in stories for pair in pairwise(story))
    trigrams = Counter(x for story in stories for x in zip(["<s>", *story], story, story[1:], strict=False))
    assert {(*c, w): k for c, row in table.items() for w, k in row.items() if len(c) == 1} == bigrams
    assert {(*c, w): k for c, row in table.items() for w, k in row.items() if len(c) == 2} == trigrams
    assert table[()] == Counter(word for story in stories for word in story[1:])


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_probabilities_of_ngrams_add_up_to_one(n: int) -> None:
    table = ngrams.count(held_out()[:200], n)
    rng = random.Random(n)
    contexts = [tuple(rng.choices([*words(), "<s>"], k=n - 1)) for _ in range(40)]  # almost none was seen
    contexts += [context for story in held_out()[:4] for context, _ in ngrams.predictions(story, n)]
    weights = np.array([rng.random() for _ in range(n + 1)])
    weights /= weights.sum()
    for context in contexts:
        parts = ngrams.components(table, words(), context)
        assert parts.shape == (n + 1, len(words()))
        for row in (*parts, weights @ parts, *(ngrams.add_k(table, words(), k, context) for k in (0.01, 1))):
            assert row.sum() == pytest.approx(1)
            assert (row >= 0).all()


def test_the_perplexity_of_trigrams_is_recounted() -> None:
    train, test, weights = held_out()[:500], held_out()[500:600], (0.1, 0.2, 0.3, 0.4)
    flat = [["<s>", *story] for story in train]
    counts = [Counter(tuple(s[t - m : t + 1]) for s in flat for t in range(2, len(s))) for m in range(3)]
    befores = [Counter(tuple(s[t - m : t]) for s in flat for t in range(2, len(s))) for m in range(3)]
    total, predicted = 0.0, 0
    for story in test:
        padded = ["<s>", *story]
        for t in range(2, len(padded)):
            p = weights[0] / len(words())
            for m in range(3):
                known = next(k for k in range(m, -1, -1) if tuple(padded[t - k : t]) in befores[k])
                end = tuple(padded[t - known : t])
                p += weights[m + 1] * counts[known][(*end, padded[t])] / befores[known][end]
            total += math.log(p)
            predicted += 1
    model = ngrams.interpolated(ngrams.count(train, 3), words(), 3, np.array(weights))
    assert measures.perplexity(model, words(), test) == pytest.approx(math.exp(-total / predicted), rel=1e-12)


def test_no_other_weights_do_better() -> None:
    table, stories = ngrams.count(held_out()[:400], 3), held_out()[400:500]
    weights = ngrams.interpolation(table, words(), 3, stories, rounds=300)
    assert weights.sum() == pytest.approx(1)

    def perplexity(weights: np.ndarray) -> float:
        return measures.perplexity(ngrams.interpolated(table, words(), 3, weights), words(), stories)

    best = perplexity(weights)
    for seed in range(4):
        other = np.random.default_rng(seed).dirichlet(np.ones(4))
        for step in (0.03, 1.0):
            assert perplexity((1 - step) * weights + step * other) > best - 1e-6


def test_add_k_by_hand() -> None:
    table = ngrams.count([["a", "b", "b", "a"], ["a", "b"]], 2)
    assert ngrams.add_k(table, ["a", "b"], 0.5, ("b",)).tolist() == [0.5, 0.5]
    assert ngrams.add_k(table, ["a", "b"], 0.5, ("a",)).tolist() == pytest.approx([1 / 6, 5 / 6])
    assert ngrams.add_k(table, ["a", "b"], 0.5, ("c",)).tolist() == [0.5, 0.5]


def test_stories_are_drawn_from_the_model() -> None:
    table = ngrams.count(held_out(), 2)
    model = ngrams.model(words(), 2, lambda context: ngrams.frequencies(table, words(), context))
    story = ngrams.write_story(model, words(), random.Random(3)).split()
    assert story[0] == "había"
    assert story[-1] == "."
    assert story.count(".") == 3
    assert all(table[one,][two] for one, two in pairwise(story))
