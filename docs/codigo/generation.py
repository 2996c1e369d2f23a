"""Ways to write with a model: greedy, samples and beam search.

A model here is any function from a list of ids to the logits of the
next one, (V,). Nucleus sampling: Holtzman et al. (2020).
"""

import math
from collections import Counter, defaultdict
from textwrap import fill

import command
import corpus
import drawing
import torch
from vocabulary import encode, vocabulary


# --8<-- [start:greedy]
def greedy(model, ids, n, end=None):
    """Add at most n ids, each time the likeliest one."""
    ids = list(ids)
    for _ in range(n):
        ids.append(model(ids).argmax().item())
        if ids[-1] == end:
            break
    return ids
# --8<-- [end:greedy]


# --8<-- [start:filters]
def keep_top_k(logits, k):
    """Only the k largest logits; the others go to minus infinity."""
    smallest = logits.topk(min(k, len(logits))).values[-1]
    return logits.masked_fill(logits < smallest, -math.inf)


def keep_top_p(logits, p):
    """Only the likeliest ids that together reach probability p."""
    sorted_logits, order = logits.sort(descending=True)
    probabilities = sorted_logits.softmax(dim=-1)
    before = probabilities.cumsum(dim=-1) - probabilities
    cut = torch.empty_like(order, dtype=torch.bool)
    cut[order] = before >= p  # back to the order of the ids
    return logits.masked_fill(cut, -math.inf)
# --8<-- [end:filters]


# --8<-- [start:sample]
def sample(model, ids, n, end=None, temperature=1, k=None, p=None, g=None):
    """Add at most n ids, each drawn at random after the cuts."""
    if min(x for x in (temperature, k, p) if x is not None) <= 0:
        raise ValueError("temperature, k and p are above 0 (or use greedy)")
    ids = list(ids)
    for _ in range(n):
        logits = model(ids) / temperature  # (V,)
        if k is not None:
            logits = keep_top_k(logits, k)
        if p is not None:
            logits = keep_top_p(logits, p)
        chances = logits.softmax(dim=-1)
        ids.append(torch.multinomial(chances, 1, generator=g).item())
        if ids[-1] == end:
            break
    return ids
# --8<-- [end:sample]


# --8<-- [start:beam]
def beam_search(model, ids, n, end=None, k=4, alpha=0.0):
    """Keep the k best beginnings at each step; give the best text.

    The score of a finished text is log p / length ** alpha, and only
    the ids after the given ones count: with alpha = 1, mean log p.
    """
    beams, done = [(0.0, list(ids))], []
    for step in range(1, n + 1):
        ways = []
        for score, beam in beams:
            log_p = model(beam).log_softmax(dim=-1)  # (V,)
            best = log_p.topk(min(2 * k, len(log_p)))
            for log_q, i in zip(best.values.tolist(), best.indices.tolist()):
                ways.append((score + log_q, [*beam, i]))
        # Half of these 2k may end: k are left to go on.
        ways = sorted(ways, key=lambda way: -way[0])[: 2 * k]
        for score, way in ways[:k]:
            if way[-1] == end or step == n:
                done.append((score / step**alpha, way))
        done = sorted(done, key=lambda way: -way[0])[:k]
        beams = [way for way in ways if way[1][-1] != end][:k]
        if not beams:
            break
        if len(done) == k and beams[0][0] / step**alpha <= done[-1][0]:
            break  # no beginning is better than the k finished texts
    return done[0][1]
# --8<-- [end:beam]


# --8<-- [start:counts]
class Counts:
    """The next word by counts, after the last words that were seen."""

    def __init__(self, stories, vocab, context=4):
        self.index = {word: i for i, word in enumerate(vocab)}
        self.rows, self.context = defaultdict(Counter), context
        for words in stories:
            ids = [self.index[word] for word in words]
            for t, i in enumerate(ids):
                for start in range(max(0, t - context), t + 1):
                    self.rows[tuple(ids[start:t])][i] += 1

    def __call__(self, ids):
        last = tuple(ids[-self.context :])
        while last not in self.rows:
            last = last[1:]
        counts = torch.full((len(self.index),), 0.01)
        for i, n in self.rows[last].items():
            counts[i] += n
        return counts.log()  # (V,)


def log_prob(model, ids, start):
    """Log-probability of the ids from a place on."""
    return sum(
        model(ids[:i]).log_softmax(dim=-1)[ids[i]].item()
        for i in range(start, len(ids))
    )
# --8<-- [end:counts]


def main():
    stories = [[*words, "<fin>"] for words in corpus.read("corpus.txt")]
    vocab = vocabulary(stories)
    model = Counts(stories, vocab)
    end = model.index["<fin>"]
    start = encode([["había", "una"]], vocab)[0]

    def show(name, ids):
        words = [vocab[i] for i in ids if i != end]
        print(f"{name}, log p = {log_prob(model, ids, 2):.2f}")
        print(fill(" ".join(words), 76, initial_indent="  ",
                   subsequent_indent="  "))  # fmt: skip

    show("voraz", greedy(model, start, 40, end))
    for k in (2, 8):
        show(f"haz de {k}", beam_search(model, start, 40, end, k))
    for options in ({}, {"temperature": 0.5}, {"k": 3}, {"p": 0.8}):
        g = torch.Generator().manual_seed(8)
        name = " ".join(f"{key} = {x}" for key, x in options.items())
        ids = sample(model, start, 40, end, **options, g=g)
        show("muestra " + (name or "sin cortes"), ids)
    text = "la niña llegó"
    logits = model(encode([text.split()], vocab)[0])
    ways = {"sin cortes": logits, "temperatura 0,5": logits / 0.5,
            "k = 3": keep_top_k(logits, 3), "p = 0,8": keep_top_p(logits, 0.8)}
    best = logits.argsort(descending=True, stable=True)[:8]
    drawing.bars(
        "generation", f"Qué puede seguir a «{text}»", [vocab[i] for i in best],
        {way: z.softmax(dim=0)[best].tolist() for way, z in ways.items()},
        "probabilidad", 2,
    )


if __name__ == "__main__":
    command.run(main)
