"""Skip-gram with negative sampling on the sentences of frases.py.

Mikolov et al. (2013), «Distributed representations of words and
phrases and their compositionality».
"""

import sys
from collections import Counter

import command
import drawing
import torch
from frases import NOUNS, corpus
from torch.nn.functional import logsigmoid, normalize


# --8<-- [start:pairs]
def encode(sentences):
    """Vocabulary, counts (V,) and the sentences as ids."""
    counter = Counter(word for words in sentences for word in words)
    vocab = sorted(counter)
    index = {word: i for i, word in enumerate(vocab)}
    counts = torch.tensor([float(counter[w]) for w in vocab]).double()
    return vocab, counts, [[index[w] for w in ws] for ws in sentences]


def training_pairs(sequences, window):
    """Every (target, context) pair of ids, (N, 2)."""
    pairs = []
    for ids in sequences:
        for t, target in enumerate(ids):
            start = max(0, t - window)
            for j in range(start, min(len(ids), t + window + 1)):
                if j != t:
                    pairs.append((target, ids[j]))
    return torch.tensor(pairs)


def noise_distribution(counts, alpha=0.75):
    """P_alpha, from the counts of the words: (V,) -> (V,)."""
    weights = counts**alpha
    return weights / weights.sum()
# --8<-- [end:pairs]


# --8<-- [start:loop]
def loss_loop(W, C, target, context, negatives):
    """Loss of one pair and its gradients, term by term."""
    dW, dC = torch.zeros_like(W), torch.zeros_like(C)
    loss = 0.0
    for c, y in [(context, 1)] + [(n, 0) for n in negatives]:
        p = torch.sigmoid(W[target] @ C[c])
        loss -= torch.log(p if y == 1 else 1 - p)
        dW[target] += (p - y) * C[c]
        dC[c] += (p - y) * W[target]
    return loss, dW, dC
# --8<-- [end:loop]


# --8<-- [start:batch]
def loss_batch(W, C, targets, contexts, negatives):
    """Mean loss of B pairs with k negatives each."""
    w = W[targets]  # (B, d)
    positive = (w * C[contexts]).sum(-1)  # (B,)
    negative = torch.einsum("bd,bkd->bk", w, C[negatives])  # (B, k)
    losses = logsigmoid(positive) + logsigmoid(-negative).sum(-1)
    return -losses.mean()
# --8<-- [end:batch]


# --8<-- [start:train]
def train(pairs, noise, d, k=5, steps=4000, B=256, lr=1.0, seed=1):
    """W and C (V, d), trained by mini-batch gradient descent."""
    g = torch.Generator().manual_seed(seed)
    shape = (len(noise), d)
    W = 0.1 * torch.randn(shape, generator=g, dtype=torch.float64)
    C = 0.1 * torch.randn(shape, generator=g, dtype=torch.float64)
    for _ in range(steps):
        W.requires_grad_()
        C.requires_grad_()
        rows = torch.randint(len(pairs), (B,), generator=g)
        targets, contexts = pairs[rows].T
        draws = torch.multinomial(noise, B * k, True, generator=g)
        loss = loss_batch(W, C, targets, contexts, draws.view(B, k))
        dW, dC = torch.autograd.grad(loss, (W, C))
        W = (W - lr * dW).detach()
        C = (C - lr * dC).detach()
    return W, C
# --8<-- [end:train]


# --8<-- [start:analogies]
def analogies(W, vocab, exclude):
    """Hits among the 24 analogies of gender: a : a2 = b : b2."""
    U, hits = normalize(W), 0
    for x in NOUNS:
        for y in NOUNS:
            if x == y:
                continue
            for i in (0, 1):
                words = x[i], x[1 - i], y[i], y[1 - i]
                a, a2, b, b2 = [vocab.index(word) for word in words]
                scores = U @ (U[a2] - U[a] + U[b])  # (V,)
                if exclude:
                    scores[[a, a2, b]] = -torch.inf
                hits += int(scores.argmax() == b2)
    return hits
# --8<-- [end:analogies]


def main():
    torch.set_num_threads(1)  # a second one is slower with small models
    vocab, counts, sequences = encode(corpus(2000, seed=1))
    pairs = training_pairs(sequences, window=4)
    noise, i = noise_distribution(counts), vocab.index
    print(f"{len(vocab)} palabras, {len(pairs)} pares")
    print("de 24 analogías, entre todas y sin las dadas; cosenos con «reina»")
    sizes, drawn = (2, 4, 8, 16), []
    for d in sizes:
        print(f"d = {d}", file=sys.stderr)
        W, C = train(pairs, noise, d)
        hits = [analogies(W, vocab, e) for e in (False, True)]
        drawn.append(hits)
        U = normalize(W)
        cosines = [f"{word} {U[i('reina')] @ U[i(word)]:.2f}"
                   for word in ("niña", "Ana", "rey")]
        print(f"d = {d:2}", "  {:2} y {:2} aciertos  ".format(*hits),
              *cosines)
    every, apart = zip(*drawn)
    drawing.curves(
        "skipgram", "Con más dimensiones caben las analogías",
        {"entre todas": (sizes, every), "sin las dadas": (sizes, apart)},
        "dimensiones", "aciertos en 24 analogías",
        limit=("el máximo", 24), ticks=sizes,
    )


if __name__ == "__main__":
    command.run(main)
