"""A feed-forward language model: a window of words, one hidden layer.

The model of Bengio et al. (2003). With other sizes the same layers
solve XOR. Run: python feedforward.py [window sizes]
"""

import random
import sys
from collections import Counter

import command
import corpus
import drawing
import measures
import torch
from ngrams import write_story
from torch import nn
from torch.nn import functional as F
from vocabulary import encode, last_window, vocabulary, windows


# --8<-- [start:model]
class FeedForward(nn.Module):
    """Logits from the n ids of a window; id `inputs` is the padding."""

    def __init__(self, n, inputs, outputs, d=16, hidden=64):
        super().__init__()
        self.embedding = nn.Embedding(inputs + 1, d)
        self.hidden = nn.Linear(n * d, hidden)
        self.output = nn.Linear(hidden, outputs)

    def forward(self, window):  # (B, n)
        e = self.embedding(window)  # (B, n, d)
        e = e.flatten(start_dim=1)  # (B, n·d)
        h = torch.tanh(self.hidden(e))  # (B, hidden)
        return self.output(h)  # (B, outputs)
# --8<-- [end:model]


def size(net):
    return sum(p.numel() for p in net.parameters())


def window_size(n):
    """A number of words, from a number or from what someone wrote."""
    if not (str(n).isdecimal() and 1 <= int(n) <= 30):
        raise ValueError(
            f"a window has 1 to 30 words, not {n}"
            " (try: python feedforward.py 3 5 10)"
        )
    return int(n)


# --8<-- [start:train]
def train(net, contexts, targets, steps=16000, batch=256, rate=0.003):
    """Adam; the rate falls to zero along a line."""
    adam = torch.optim.Adam(net.parameters(), lr=rate)
    for step in range(steps):
        rows = torch.randint(len(targets), (batch,))
        loss = F.cross_entropy(net(contexts[rows]), targets[rows])
        adam.zero_grad()
        loss.backward()
        for group in adam.param_groups:
            group["lr"] = rate * (1 - step / steps)
        adam.step()
        if step % 1000 == 0:
            print(f"{step:5} {loss.item():.3f}", file=sys.stderr)
    return net
# --8<-- [end:train]


# --8<-- [start:use]
def model(net, n, words):
    """From beginnings of stories to log-probabilities (B, V)."""

    @torch.no_grad()
    def log_probs(prefixes):
        window = last_window(encode(prefixes, words), n, len(words))
        return F.log_softmax(net(window), dim=1)

    return log_probs
# --8<-- [end:use]


def fit(n, seed=1, steps=16000):
    n = window_size(n)
    stories = corpus.read("corpus.txt")
    words = vocabulary(stories)
    V = len(words)
    torch.manual_seed(seed)
    net = FeedForward(n, V, V).double()
    train(net, *windows(encode(stories, words), n, pad=V), steps)
    return words, net


# --8<-- [start:xor]
def xor(hidden, seed):
    """Two words, «0» or «1», and their XOR: right answers out of 4."""
    windows = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
    answers = torch.tensor([0, 1, 1, 0])
    torch.manual_seed(seed)
    net = FeedForward(n=2, inputs=2, outputs=2, d=1, hidden=hidden)
    train(net.double(), windows, answers, steps=600, batch=16, rate=0.1)
    return int((net(windows).argmax(1) == answers).sum()), size(net)
# --8<-- [end:xor]


def main(*sizes):
    sizes = [window_size(n) for n in sizes or (3, 5, 10)]
    torch.set_num_threads(1)
    validation = corpus.read("corpus-validacion.txt")
    print("XOR con las mismas capas, semillas 0 a 9")
    for hidden in (1, 2, 4):
        runs = [xor(hidden, seed) for seed in range(10)]
        solved = sum(hits == 4 for hits, _ in runs)
        print(f"{hidden} en la capa oculta, {runs[0][1]} parámetros:"
              f" {solved} de 10 semillas")

    print("\nventana  parámetros  perplejidad  % número  % género"
          "  con otro  sin otro")
    pairs, items = measures.questions(4, 2000)
    found, stories = {}, []
    for n in sizes:
        print(f"n = {n}", file=sys.stderr)
        words, net = fit(n)
        log_probs = model(net, n, words)
        stories.append(write_story(log_probs, words, random.Random(1)))
        value = measures.perplexity(log_probs, words, validation)
        found[n] = measures.answers(log_probs, words, pairs, items)
        number, gender = found[n]["number"], found[n]["gender"]
        print(f"{n:7}{size(net):12}{value:13.3f}{number['all']:10.1f}"
              f"{gender['all']:10.1f}{gender['attractor']['yes']:10.1f}"
              f"{gender['attractor']['no']:10.1f}")

    print("\n% de género según la distancia al sujeto, en palabras")
    asked = Counter(p.distance for p in pairs if p.feature == "gender")
    print("ventana", *[f"{d:5}" for d in sorted(asked)])
    print("  pares", *[f"{asked[d]:5}" for d in sorted(asked)])
    many, drawn = [d for d in sorted(asked) if asked[d] >= 20], {}
    for n, x in found.items():
        row = x["gender"]["distance"]
        print(f"{n:7}", *[f"{share:5.1f}" for share in row.values()])
        drawn[f"ventana de {n}"] = many, [row[str(d)] for d in many]
    print("\n% de nombres: un personaje, dos distintos, dos del mismo género")
    for n, x in found.items():
        print(f"{n:7}", *[f"{share:5.1f}" for share in x["recall"].values()])
    for n, story in zip(sizes, stories):
        print(f"\nun cuento, con ventana {n}:\n{story}")
    drawing.curves(
        "feedforward", "Más allá de la ventana se acierta al azar", drawn,
        "palabras del sujeto al adjetivo", "aciertos de género (%)",
        limit=("al azar", 50), ticks=many,
    )


if __name__ == "__main__":
    command.run(main, "[WINDOW SIZES]", ValueError)
