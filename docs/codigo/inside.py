"""Look inside the published transformer: see, switch off, read early.

Layers, heads and neurons are counted from 1, as in the pages.
"""

from functools import partial

import command
import measures
import torch
import training
from published import load
from vocabulary import encode, padded


# --8<-- [start:trace]
@torch.no_grad()
def trace(model, ids, ending=""):
    """The tensors that the model computes, by name."""
    tensors = {}

    def hook(name, x):
        if name.endswith(ending):
            tensors[name] = x
        return x

    model(ids, hook)
    return tensors
# --8<-- [end:trace]


# --8<-- [start:off]
def head(layer, i):
    return f"{layer}.mixed", (slice(None), i - 1)


def neuron(layer, i):
    return f"{layer}.hidden", (..., i - 1)


def half(layer, kind):
    """The attention or the ffn of a block."""
    return f"{layer}.{kind}", ...


def without(model, *parts):
    """The model with some parts switched off: they write zeros."""

    def hook(name, x):
        for part, where in parts:
            if name == part:
                x = x.clone()
                x[where] = 0
        return x

    return partial(model, hook=hook)
# --8<-- [end:off]


# --8<-- [start:looks]
def looks(model, words, prefixes, targets):
    """How the last word of each prefix looks at its target.

    A target is a position. Gives two numbers for each head, (L, h): the
    mean weight, and the share of prefixes where no weight is larger.
    """
    sequences = encode(prefixes, words)
    inputs, _ = padded([ids + [0] for ids in sequences])  # (N, T)
    tensors, each = trace(model, inputs, "weights"), range(len(sequences))
    last = [len(ids) - 1 for ids in sequences]
    means, firsts = [], []
    for layer in range(1, len(model.blocks) + 1):
        weights = tensors[f"{layer}.weights"][each, :, last]  # (N, h, T)
        to = weights[each, :, targets]  # (N, h)
        means.append(to.mean(dim=0))  # (h,)
        first = to == weights.amax(dim=-1)  # (N, h)
        firsts.append(first.double().mean(dim=0))  # (h,)
    return torch.stack(means), torch.stack(firsts)
# --8<-- [end:looks]


# --8<-- [start:lens]
def lens(model, name):
    """A net that predicts with what the stream holds at some point.

    The names are 0.stream, 1.middle, 1.stream, 2.middle...
    """

    def early(ids):
        x = trace(model, ids, name)[name]  # (B, T, d)
        return model.unembedding(model.norm(x))  # (B, T, V)

    return early


def probability(net, words, questions):
    """Mean probability of the right answers."""
    ask = training.log_probs(net, words)
    p = ask([question.prefix for question in questions]).exp()  # (N, V)
    right = [words.index(question.right) for question in questions]
    return p[range(len(right)), right].mean().item()
# --8<-- [end:lens]


# --8<-- [start:questions]
def to_subject(pairs):
    """The beginnings up to the adjective; where the subject's noun is."""
    prefixes = [pair.prefix for pair in pairs]
    return prefixes, [len(p.prefix) - p.distance for p in pairs]


def to_name(items):
    """Those up to the last name; where it was presented."""
    prefixes = [item.prefix for item in items]
    return prefixes, [item.prefix.index(item.right) for item in items]


def to_owner(items):
    """The presentations up to that name; where its noun is."""
    ends = [item.prefix.index(item.right) for item in items]
    prefixes = [item.prefix[: end + 1] for item, end in zip(items, ends)]
    return prefixes, [end - 2 for end in ends]
# --8<-- [end:questions]


def main():
    torch.set_num_threads(1)
    model, words = load()
    pairs, items = measures.questions(6, 2000)
    print("peso medio que da cada cabeza, y en qué % es su mayor peso")
    for title, question in (
        ("desde lo anterior al adjetivo hasta el sujeto", to_subject(pairs)),
        ("desde «la niña» del final hasta su nombre propio", to_name(items)),
        ("desde ese nombre propio hasta «niña», delante", to_owner(items)),
    ):
        means, firsts = looks(model, words, *question)
        print(f"\n{title}\ncapa  cabeza  peso  mayor")
        for layer, row in enumerate(means.tolist(), start=1):
            for i, mean in enumerate(row, start=1):
                first = 100 * firsts[layer - 1, i - 1].item()
                print(f"{layer:>4}  {i:>6}  {mean:.2f}  {first:>5.1f}")


if __name__ == "__main__":
    command.run(main, wrong=ValueError)
