"""Train a net that continues stories, round its weights and ask it.

Here a net is a function from the ids of some words, (B, T), to the
logits of the word that follows each of them, (B, T, V).
"""

import copy
import math
import sys

import corpus
import drawing
import measures
import torch
from torch.nn import functional as F
from vocabulary import NO_TARGET, encode, padded


# --8<-- [start:loop]
def rate(step, steps, highest):
    """The learning rate: flat, then a line down over the last 30 %."""
    return highest * min(1, (steps - step) / (0.3 * steps))


def progress(step, steps, loss):
    if step % max(1, steps // 10) == 0:
        print(f"{step:>6} {loss:.3f}", file=sys.stderr)


def fit(net, inputs, targets, steps, seed, watch=progress, lr=0.01, B=64):
    """Minimise the cross-entropy of the targets, B examples a step.

    After each step, watch(step, steps, loss) may look at the net.
    """
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.AdamW(
        net.parameters(), betas=(0.9, 0.99), weight_decay=0, fused=True
    )
    for step in range(steps):
        optimiser.param_groups[0]["lr"] = rate(step, steps, lr)
        rows = torch.randint(len(inputs), (B,), generator=generator)
        logits = net(inputs[rows])  # (B, T, V)
        loss = F.cross_entropy(
            logits.flatten(0, -2),  # (B·T, V)
            targets[rows].flatten(),  # (B·T,)
            ignore_index=NO_TARGET,
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        watch(step + 1, steps, loss.item())
# --8<-- [end:loop]


# --8<-- [start:losses]
class Losses(list):
    """Shows the progress too, and keeps every loss to draw them."""

    def __call__(self, step, steps, loss):
        progress(step, steps, loss)
        self.append(loss)

    def draw(self, name, n=50):
        """Means of n stretches, since a batch says little."""
        size = max(1, len(self) // n)
        starts = range(0, len(self) - size + 1, size)
        means = [sum(self[i : i + size]) / size for i in starts]
        drawing.curves(
            name, "Lo que baja la pérdida al entrenar",
            {"pérdida media": ([i + size for i in starts], means)},
            "pasos", "entropía cruzada (nats por palabra)",
            limit=("la mejor posible", math.log(corpus.best_perplexity())),
        )  # fmt: skip
# --8<-- [end:losses]


# --8<-- [start:round]
@torch.no_grad()
def rounded(net):
    """The net with two decimals: what is published and measured."""
    net = copy.deepcopy(net).double()
    for weights in net.parameters():
        weights.copy_(torch.round(100 * weights) / 100)
    return net
# --8<-- [end:round]


# --8<-- [start:log_probs]
def log_probs(net, words, B=500):
    """The net as one of the models that `measures` asks."""

    @torch.no_grad()
    def ask(prefixes):
        rows, sequences = [], encode(prefixes, words)
        for i in range(0, len(sequences), B):
            some = sequences[i : i + B]
            inputs, _ = padded([ids + [0] for ids in some])  # (B, T)
            last = [len(ids) - 1 for ids in some]
            rows.append(net(inputs)[range(len(some)), last])  # (B, V)
        return torch.cat(rows).log_softmax(dim=1)

    return ask
# --8<-- [end:log_probs]


# --8<-- [start:perplexity]
@torch.no_grad()
def perplexity(net, words, stories, B=500):
    """That of `measures`, with all the words of a story at once."""
    total, predicted = 0.0, 0
    for i in range(0, len(stories), B):
        inputs, targets = padded(encode(stories[i : i + B], words))
        logits = net(inputs)  # (B, T, V)
        total += F.cross_entropy(
            logits.flatten(0, 1),  # (B·T, V)
            targets.flatten(),  # (B·T,)
            ignore_index=NO_TARGET,
            reduction="sum",
        ).item()
        predicted += (targets != NO_TARGET).sum().item()
    return math.exp(total / predicted)
# --8<-- [end:perplexity]


# --8<-- [start:report]
def report(net, words):
    """Print what a net has learnt, on the validation set."""
    stories = corpus.read("corpus-validacion.txt")
    ask, questions = log_probs(net, words), measures.questions(4, 2000)
    found = measures.answers(ask, words, *questions)
    print("parámetros      ", sum(p.numel() for p in net.parameters()))
    print(f"perplejidad      {perplexity(net, words, stories):.3f}")
    print(f"la mejor posible {corpus.perplexity_bound(stories):.3f}")
    print("aciertos, en %")
    print("género          ", found["gender"]["all"])
    print("número          ", found["number"]["all"])
    for condition, name in (
        ("one", "un personaje    "),
        ("two-different", "dos, él y ella  "),
        ("two-same", "dos de un género"),
    ):
        print(name, found["recall"][condition])
# --8<-- [end:report]
