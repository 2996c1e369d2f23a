"""A transformer that reads a sentence and writes it in the other number.

«mi niña llegó cansada» gives «mis niñas llegaron cansadas». In a relative
the verb changes only if the subject governs it: «que vio al rey» changes,
and «que vio el rey» does not. To change a sentence of yours:
python encoder_decoder.py "mi gato que buscó la reina estaba triste"
"""

import sys
from bisect import bisect
from fractions import Fraction
from random import Random

import command
import drawing
import torch
from corpus import cumulative
from cross_attention import Sizes, Transformer
from generation import beam_search, greedy
from grammar import NOUNS, rules
from torch import nn
from torch.nn import functional as F
from vocabulary import encode, typed, vocabulary

PAD, START, END = "<relleno>", "<inicio>", "<fin>"
EXAMPLE = "mi gata que vio el rey llegó cansada"


# --8<-- [start:pairs]
def twins(rng, left, right):
    """What two symbols of the grammar write with the same choices."""
    if isinstance(left, str):
        return [left], [right]
    i = bisect(cumulative(left), Fraction(rng.random()))
    left, right = rules(left)[i][1], rules(right)[i][1]
    parts = [twins(rng, a, b) for a, b in zip(left, right)]
    return tuple(sum(words, []) for words in zip(*parts))


def pairs(rng, n):
    """n different sentences, each with the same in the other number."""
    found = {}
    while len(found) < n:
        noun, g, m = rng.choice(NOUNS), rng.randrange(2), rng.randrange(2)
        who, twin = (noun, g, m), (noun, g, 1 - m)
        parts = [
            twins(rng, (symbol, *who), (symbol, *twin))
            for symbol in ("owner", "subject", "details")
        ]
        source, target = (sum(words, []) for words in zip(*parts))
        if " ".join(target) not in found:  # nor the way back
            found[" ".join(source)] = target
    return [(source.split(), target) for source, target in found.items()]
# --8<-- [end:pairs]


# --8<-- [start:train]
def batch(sequences):
    """Lists of ids -> (B, T), filled with the id 0."""
    rows = [torch.tensor(ids) for ids in sequences]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True)


def loss(model, sources, targets):
    """Cross-entropy of each target word after the right ones."""
    target = batch(targets)  # (B, T + 1)
    logits = model.decode(target[:, :-1], *model.encode(batch(sources)))
    return F.cross_entropy(
        logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=0
    )


def train(model, sources, targets, steps, B=64, lr=0.004):
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.0)
    rng = Random(1)
    for step in range(steps):
        warm, left = (step + 1) / 200, 1 - step / steps
        optimizer.param_groups[0]["lr"] = lr * min(warm, left)
        rows = rng.sample(range(len(sources)), B)
        now = loss(
            model, [sources[i] for i in rows], [targets[i] for i in rows]
        )
        optimizer.zero_grad()
        now.backward()
        optimizer.step()
        if (step + 1) % 500 == 0:
            print(f"paso {step + 1}: {now.item():.4f}", file=sys.stderr)
# --8<-- [end:train]


# --8<-- [start:translate]
def identify(text, words, T):
    """The ids of a text of the reader, or what is wrong with it."""
    found = typed(text)
    if not 0 < len(found) <= T:
        raise ValueError(f"give from 1 to {T} words, not {len(found)}")
    return encode([found], words)[0]  # it tells of an unknown word


@torch.no_grad()
def translate(model, source, start, end, k=None):
    """Target ids: greedy or, with k, by beam search."""
    memory = model.encode(torch.tensor([source]))

    def after(ids):
        return model.decode(torch.tensor([ids]), *memory)[0, -1]  # (V,)

    n = model.positions.shape[0] - 1
    if k is None:
        return greedy(after, [start], n, end)
    return beam_search(after, [start], n, end, k)
# --8<-- [end:translate]


# --8<-- [start:main]
def right(model, sources, targets, k=None):
    """Per cent of sentences with every word right."""
    hits = [
        translate(model, source, target[0], target[-1], k) == target
        for source, target in zip(sources, targets)
    ]
    return 100 * sum(hits) / len(hits)


def table(model, source, target, words):
    """What each written word looked at, on average over the heads."""
    with torch.no_grad():
        inputs = torch.tensor([target[:-1]])
        model.decode(inputs, *model.encode(torch.tensor([source])))
    weights = model.decoder[-1].cross.weights[0].mean(dim=0)  # (T, S)
    print(" " * 9, *(f"{words[i]:>7}" for i in source))
    for i, row in zip(target[1:], weights.tolist()):
        print(f"{words[i]:<9}", *(f"{a:7.2f}" for a in row))
    drawing.heat(
        "encoder_decoder", "A qué palabras mira cada palabra que se escribe",
        [words[i] for i in target[1:]], [words[i] for i in source],
        weights.tolist(), "palabras leídas", "palabras escritas",
    )  # fmt: skip


def main(*given):
    torch.set_num_threads(1)  # a second one is slower with small models
    found = pairs(Random(1), 8500)
    vocab = vocabulary([words for pair in found for words in pair])
    words = [PAD, START, END, *vocab]
    T = 2 + max(len(target) for _, target in found)
    text = " ".join(given).rstrip(" .") if given else EXAMPLE
    example = [i + 3 for i in identify(text, vocab, T - 2)]
    sources = encode([source for source, _ in found], words)
    targets = encode([[START, *target, END] for _, target in found], words)
    torch.set_default_dtype(torch.float64)  # the same on every machine
    print("frases enteras sin un fallo, en %\npares  voraz  haz de 4")
    for n in (100, 300, 1000, 8000):
        torch.manual_seed(1)
        model = Transformer(Sizes(V=len(words), T=T, L=1))
        train(model, sources[:n], targets[:n], steps=1000)
        test = sources[8000:], targets[8000:]
        shares = right(model, *test), right(model, *test, k=4)
        print("{:>5}  {:5.1f}  {:8.1f}".format(n, *shares))
    target = translate(model, example, 1, 2)
    print(f"\n{' '.join(words[i] for i in example)}")
    print(f"{' '.join(words[i] for i in target[1:-1])}\n")
    table(model, example, target, words)
# --8<-- [end:main]


if __name__ == "__main__":
    command.run(main, "[SENTENCE]", ValueError)
