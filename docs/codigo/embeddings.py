"""Word vectors of the stories: skip-gram with negative sampling.

Mikolov et al. (2013), «Distributed representations of words and
phrases and their compositionality». The gradients are by hand.
"""

import sys
from collections import Counter
from itertools import permutations

import command
import corpus
import torch
from grammar import FORMS, NAMES, NOUNS, PLACES, STATES
from probes import FEATURES
from torch.nn.functional import logsigmoid, normalize
from vocabulary import encode, vocabulary


# --8<-- [start:pairs]
def pairs(sequences, window):
    """Every (word, neighbour) pair of ids, (N, 2)."""
    ids = torch.tensor([i for sequence in sequences for i in sequence])
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    story = torch.arange(len(lengths)).repeat_interleave(lengths)
    found = []
    for k in range(1, window + 1):  # k words away, in the same story
        same = story[:-k] == story[k:]
        one, other = ids[:-k][same], ids[k:][same]
        found += [torch.stack([one, other], 1)]
        found += [torch.stack([other, one], 1)]
    return torch.cat(found)


def noise(sequences, V, alpha=0.75):
    """P_alpha, the distribution of the negatives, (V,)."""
    ids = torch.tensor([i for sequence in sequences for i in sequence])
    weights = torch.bincount(ids, minlength=V).double() ** alpha
    return weights / weights.sum()
# --8<-- [end:pairs]


# --8<-- [start:gradient]
def loss(W, C, words, contexts, y):
    """Mean over B words, each with 1 + k contexts (B, 1 + k)."""
    z = torch.einsum("bd,bkd->bk", W[words], C[contexts])
    return -logsigmoid(torch.where(y == 1, z, -z)).sum(1).mean()


def gradients(W, C, words, contexts, y):
    """Of each vector that takes part: (B, d) and (B, 1 + k, d)."""
    w, c = W[words], C[contexts]
    p = torch.sigmoid(torch.einsum("bd,bkd->bk", w, c))
    error = (p - y) / len(words)  # (B, 1 + k)
    return torch.einsum("bk,bkd->bd", error, c), error[:, :, None] * w[:, None]
# --8<-- [end:gradient]


# --8<-- [start:train]
def train(pairs, noise, d, k=5, steps=10000, B=512, rate=10.0, seed=1):
    """Vectors of the words and of the contexts, W and C (V, d)."""
    g = torch.Generator().manual_seed(seed)
    shape = (len(noise), d)
    W = 0.1 * torch.randn(shape, generator=g, dtype=torch.float64)
    C = 0.1 * torch.randn(shape, generator=g, dtype=torch.float64)
    y = torch.tensor([1] + [0] * k)  # the neighbour, then the negatives
    for step in range(steps):
        rows = torch.randint(len(pairs), (B,), generator=g)
        words, right = pairs[rows].T
        wrong = torch.multinomial(noise, B * k, True, generator=g)
        contexts = torch.cat([right[:, None], wrong.view(B, k)], 1)
        dW, dC = gradients(W, C, words, contexts, y)
        now = rate * (1 - step / steps)
        W.index_add_(0, words, dW, alpha=-now)
        C.index_add_(0, contexts.flatten(), dC.flatten(0, 1), alpha=-now)
        if step % 2000 == 0:
            value = loss(W, C, words, contexts, y)
            print(f"{step:5} {value:.3f}", file=sys.stderr)
    return W, C
# --8<-- [end:train]


# --8<-- [start:classes]
ADJECTIVES = [x for x in STATES + ["rubio"] if x != "triste"]


def classes():
    """Class, gender and number of every word that has the three."""
    found = {}
    for kind, lemmas in (("noun", NOUNS), ("adjective", ADJECTIVES)):
        for lemma in lemmas:
            for i, word in enumerate(FORMS[lemma]):
                found[word] = (kind, i % 2, i // 2)
    for gender, names in enumerate(NAMES):
        for name in names:
            found[name] = ("name", gender, 0)
    for word, features in FEATURES.items():
        kind = "place" if word in PLACES else "thing"
        found.setdefault(word, (kind, *features))
    return found
# --8<-- [end:classes]


# --8<-- [start:neighbours]
def nearest(W, words, vector, exclude=(), n=3):
    """The n words whose vectors point most nearly the same way."""
    cosines = normalize(W) @ normalize(vector, dim=0)  # (V,)
    order = cosines.argsort(descending=True, stable=True).tolist()
    return [words[i] for i in order if words[i] not in exclude][:n]


def shared(W, words):
    """Of the 3 nearest words, share of equal class, gender and number.

    Asked of the words that have at least three equals.
    """
    known, hits = classes(), []
    kinds = Counter(known.values())
    for word, features in known.items():
        if kinds[features] < 4:
            continue
        for other in nearest(W, words, W[words.index(word)], [word]):
            others = known.get(other, (None, None, None))
            same = [a == b for a, b in zip(features, others)]
            hits.append([*same, all(same)])
    return torch.tensor(hits).double().mean(0).tolist()
# --8<-- [end:neighbours]


# --8<-- [start:analogies]
def analogy(W, words, a, b, c, n=1):
    """a − b + c: b is to a as c is to the answer."""
    i, j, k = (words.index(word) for word in (a, b, c))
    return nearest(W, words, W[i] - W[j] + W[k], (a, b, c), n)


def analogies(W, words):
    """Share of the 160 analogies of gender and of number that hold."""
    hits = []
    for x, y in permutations(NOUNS, 2):
        for i, j in ((0, 1), (1, 0), (2, 3), (3, 2),  # gender
                     (0, 2), (2, 0), (1, 3), (3, 1)):  # number  # fmt: skip
            a, b, c, d = FORMS[x][i], FORMS[x][j], FORMS[y][j], FORMS[y][i]
            hits.append(analogy(W, words, a, b, c) == [d])
    return sum(hits) / len(hits)
# --8<-- [end:analogies]


def prepare(window=4):
    stories = corpus.read("corpus.txt")
    words = vocabulary(stories)
    sequences = encode(stories, words)
    return words, pairs(sequences, window), noise(sequences, len(words))


def fit(d=32, seed=1, steps=10000):
    """The words and their vectors, W and C (V, d)."""
    words, data, chances = prepare()
    return words, *train(data, chances, d, steps=steps, seed=seed)


def main():
    torch.set_num_threads(1)
    words, data, chances = prepare()
    print(f"{len(words)} palabras, {len(data)} pares\n")
    print(" d  parámetros  clase género número los tres  analogías")
    for d in (8, 16, 32):
        print(f"d = {d}", file=sys.stderr)
        W, C = train(data, chances, d)
        cells = "".join(f"{share:7.2f}" for share in shared(W, words))
        print(f"{d:2}{W.numel() + C.numel():12}{cells}"
              f"{analogies(W, words):12.2f}")
    print(f"\ncon d = {d}, las más cercanas")
    for word in ("niña", "gatos", "Ana", "cansada", "llegó", "la"):
        near = nearest(W, words, W[words.index(word)], [word])
        print(f"{word:8}", *near)
    for a, b, c in (
        ("niño", "niña", "gata"), ("rey", "niño", "niña"),
        ("gatos", "gato", "vecina"), ("cansado", "cansada", "enferma"),
    ):  # fmt: skip
        print(f"{a} - {b} + {c}:", *analogy(W, words, a, b, c, n=3))


if __name__ == "__main__":
    command.run(main)
