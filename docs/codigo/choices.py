"""What each choice of a feed-forward model is worth, on the stories.

The window model of feedforward.py, with a window of five words: with
and without an activation, by optimizer, and with few stories.
"""

import sys

import command
import corpus
import measures
import torch
from feedforward import FeedForward, model, train
from torch.nn import functional as F
from vocabulary import encode, vocabulary, windows

N = 5  # words of the window
STEPS = (0, 50, 100, 200, 400, 800, 1000)


# --8<-- [start:net]
class Choice(FeedForward):
    """The same layers, with another activation and with dropout."""

    def __init__(self, V, activation=torch.tanh, dropout=0.0):
        super().__init__(N, V, V)
        self.activation, self.p = activation, dropout
        self.draws = torch.Generator().manual_seed(1)  # of the masks

    def forward(self, window):  # (B, n)
        e = self.embedding(window).flatten(start_dim=1)  # (B, n·d)
        h = self.activation(self.hidden(e))  # (B, hidden)
        return self.output(self.drop(h))  # (B, V)
# --8<-- [end:net]

    def drop(self, h):
        """Only when training: each unit off with probability p.

        nn.Dropout would draw from the generator that everything shares.
        """
        if not (self.training and self.p):
            return h
        mask = torch.rand(h.shape, generator=self.draws) >= self.p
        return h * mask / (1 - self.p)


def new(V, **choices):
    """A network that always starts from the same weights."""
    torch.manual_seed(1)
    return Choice(V, **choices).double()


@torch.no_grad()
def perplexity(net, contexts, targets):
    net.eval()
    value = F.cross_entropy(net(contexts), targets).exp().item()
    net.train()
    return value


# --8<-- [start:fit]
def fit(net, optimizer, data, steps, watch=lambda step: None):
    """The same batches for every optimizer, at a constant rate."""
    shuffle = torch.Generator().manual_seed(1)
    contexts, targets = data
    for step in range(steps + 1):
        watch(step)
        rows = torch.randint(len(targets), (256,), generator=shuffle)
        loss = F.cross_entropy(net(contexts[rows]), targets[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# --8<-- [end:fit]


# --8<-- [start:optimizers]
def optimizers(net):
    """One of each; only one of them is used with each network."""
    p, SGD, Adam = net.parameters, torch.optim.SGD, torch.optim.Adam
    return {
        "SGD, tasa 0,1": lambda: SGD(p(), lr=0.1),
        "SGD, tasa 1": lambda: SGD(p(), lr=1.0),
        "momento, tasa 0,1": lambda: SGD(p(), lr=0.1, momentum=0.9),
        "Adam, tasa 0,01": lambda: Adam(p(), lr=0.01),
    }
# --8<-- [end:optimizers]


def activations(words, data, validation):
    print("con y sin activación, 3000 pasos")
    print("activación  perplejidad  % género hasta la distancia 5")
    pairs, items = measures.questions(4, 2000)
    near = [p for p in pairs if p.distance <= N]
    choices = {"ninguna": lambda s: s, "tanh": torch.tanh,
               "ReLU": torch.relu}  # fmt: skip
    for name, activation in choices.items():
        print(name, file=sys.stderr)
        net = new(len(words), activation=activation)
        train(net, *data, steps=3000, rate=0.01)
        log_probs = model(net, N, words)
        value = measures.perplexity(log_probs, words, validation)
        found = measures.answers(log_probs, words, near, items)
        print(f"{name:10}{value:13.3f}{found['gender']['all']:31.1f}")


def speeds(V, data, held_out):
    print("\nperplejidad tras unos pasos, desde los mismos pesos")
    print(f"{'pasos':18}", *[f"{step:6}" for step in STEPS])
    for name in optimizers(new(V)):
        print(name, file=sys.stderr)
        net, curve = new(V), []

        def watch(step, net=net, curve=curve):
            if step in STEPS:
                curve.append(perplexity(net, *held_out))

        fit(net, optimizers(net)[name](), data, STEPS[-1], watch)
        print(f"{name:18}", *[f"{value:6.2f}" for value in curve])


def few(words, stories, held_out):
    print("\ncon solo 200 cuentos, 2000 pasos de Adam")
    print("                        perplejidad de esos  de otros")
    V = len(words)
    data = windows(encode(stories[:200], words), N, V)
    choices = {
        "nada": (0.0, 0.0),
        "decaimiento, λ = 0,3": (0.3, 0.0),
        "dropout, p = 0,3": (0.0, 0.3),
        "los dos": (0.3, 0.3),
    }
    for name, (decay, dropout) in choices.items():
        print(name, file=sys.stderr)
        net = new(V, dropout=dropout)
        adam = torch.optim.AdamW(
            net.parameters(), lr=0.01, weight_decay=decay
        )
        fit(net, adam, data, 2000)
        seen, unseen = (perplexity(net, *x) for x in (data, held_out))
        print(f"{name:22}{seen:21.2f}{unseen:10.2f}")


def main():
    torch.set_num_threads(1)
    stories = corpus.read("corpus.txt")
    validation = corpus.read("corpus-validacion.txt")
    words = vocabulary(stories)
    V = len(words)
    data = windows(encode(stories, words), N, V)
    held_out = windows(encode(validation[:500], words), N, V)
    activations(words, data, validation)
    speeds(V, data, held_out)
    few(words, stories, held_out)


if __name__ == "__main__":
    command.run(main)
