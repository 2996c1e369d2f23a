"""The next word from the previous one: one-hot, linear and softmax.

Trained on half a million pairs of words, the model learns what the
bigrams count.
"""

import sys
from functools import partial

import command
import corpus
import drawing
import measures
import ngrams
import torch
from vocabulary import encode, last_window, vocabulary, windows


# --8<-- [start:onehot]
def one_hot(ids, V):
    """A 1 in the column of each id: (B,) -> (B, V)."""
    x = torch.zeros(len(ids), V, dtype=torch.float64)
    x[range(len(ids)), ids] = 1
    return x
# --8<-- [end:onehot]


# --8<-- [start:model]
def log_softmax(z):
    """Log-probabilities, without exponentials that overflow."""
    z = z - z.max(dim=1, keepdim=True).values  # (B, V)
    return z - z.exp().sum(dim=1, keepdim=True).log()


def logits(W, b, x):
    return x @ W + b  # (B, V) @ (V, V) + (V,) -> (B, V)


def loss(W, b, x, y):
    """Mean cross-entropy of the right words; y (B, V) is one-hot too."""
    return -(y * log_softmax(logits(W, b, x))).sum(dim=1).mean()
# --8<-- [end:model]


# --8<-- [start:gradient]
def gradient(W, b, x, y):
    """Of the loss, by hand: probability minus one, or minus zero."""
    error = log_softmax(logits(W, b, x)).exp() - y  # (B, V)
    return x.T @ error / len(x), error.mean(dim=0)
# --8<-- [end:gradient]


# --8<-- [start:train]
def train(before, after, V, steps=8000, batch=256, rate=50.0, seed=1):
    """Mini-batch descent; the rate falls to zero along a line."""
    shuffle = torch.Generator().manual_seed(seed)
    W = torch.zeros(V, V, dtype=torch.float64)
    b = torch.zeros(V, dtype=torch.float64)
    for step in range(steps):
        rows = torch.randint(len(after), (batch,), generator=shuffle)
        x, y = one_hot(before[rows], V), one_hot(after[rows], V)
        grad_W, grad_b = gradient(W, b, x, y)
        now = rate * (1 - step / steps)
        W -= now * grad_W
        b -= now * grad_b
        if step % 1000 == 0:
            print(f"{step:5} {loss(W, b, x, y):.3f}", file=sys.stderr)
    return W, b
# --8<-- [end:train]


# --8<-- [start:use]
def model(W, b, words):
    """From beginnings of stories to log-probabilities (B, V)."""

    def log_probs(prefixes):
        last = last_window(encode(prefixes, words), 1, None)  # (B, 1)
        return log_softmax(logits(W, b, one_hot(last[:, 0], len(words))))

    return log_probs
# --8<-- [end:use]


def fit(seed=1, steps=8000):
    stories = corpus.read("corpus.txt")
    words = vocabulary(stories)
    before, after = windows(encode(stories, words), 1, None)
    W, b = train(before[:, 0], after, len(words), steps, seed=seed)
    return words, W, b


def main():
    torch.set_num_threads(1)
    validation = corpus.read("corpus-validacion.txt")
    words, W, b = fit()
    table = ngrams.count(corpus.read("corpus.txt"), 2)
    learnt = model(W, b, words)
    row = partial(ngrams.frequencies, table, words)
    counted = ngrams.model(words, 2, row)
    print(f"{W.numel() + b.numel()} parámetros")
    for name, log_probs in (("contar", counted), ("softmax", learnt)):
        value = measures.perplexity(log_probs, words, validation)
        print(f"{name:8} perplejidad {value:.3f}")
    rows, drawn = [], {"contada": [], "aprendida": []}
    for word in ("la", "niña", "llegó"):
        p, q = counted([[word]])[0].exp(), learnt([[word]])[0].exp()
        print(f"\ntras «{word}»  contada  aprendida")
        for i in p.argsort(descending=True, stable=True)[:6].tolist():
            print(f"{words[i]:12}   {p[i]:.3f}      {q[i]:.3f}")
            rows.append(f"{word} {words[i]}")
            drawn["contada"].append(p[i].item())
            drawn["aprendida"].append(q[i].item())
    drawing.bars(
        "softmax", "El softmax aprende lo que se cuenta", rows, drawn,
        "probabilidad de la segunda palabra tras la primera", 3,
    )


if __name__ == "__main__":
    command.run(main)
