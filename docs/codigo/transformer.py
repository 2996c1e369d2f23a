"""A small transformer that continues stories: a decoder, written out."""

import math
from dataclasses import dataclass

import command
import corpus
import torch
import training
from torch import nn
from vocabulary import encode, padded, vocabulary


# --8<-- [start:sizes]
@dataclass
class Sizes:
    vocab: int = 107  # words
    context: int = 30  # positions
    d: int = 16  # numbers in each vector of the residual stream
    layers: int = 2
    heads: int = 2
    expansion: int = 4  # neurons over d in each network; 0: no network
# --8<-- [end:sizes]


# --8<-- [start:loop]
def attend_loop(q, k, v):
    """One causal head, position by position: (T, d_k) -> (T, d_k)."""
    T, d_k = q.shape
    outputs = []
    for i in range(T):
        past = range(i + 1)
        scores = torch.stack([q[i] @ k[j] / math.sqrt(d_k) for j in past])
        weights = torch.softmax(scores, dim=0)  # (i + 1,)
        outputs.append(sum(weights[j] * v[j] for j in past))  # (d_k,)
    return torch.stack(outputs)  # (T, d_k)
# --8<-- [end:loop]


# --8<-- [start:hooks]
def untouched(name, x):
    """A hook sees each tensor, with its name, and may change it."""
    return x


def inside(layer, hook):
    """The hook of a layer: it adds the number, from 1, to the names."""
    return lambda name, x: hook(f"{layer}.{name}", x)
# --8<-- [end:hooks]


# --8<-- [start:matrices]
def attend(q, k, v, hook=untouched):
    """All the positions and all the heads: (B, h, T, d_k) -> the same."""
    T, d_k = q.shape[-2:]
    future = torch.ones(T, T, dtype=torch.bool).triu(diagonal=1)
    scores = q @ k.transpose(-2, -1) / math.sqrt(d_k)  # (B, h, T, T)
    scores = hook("scores", scores.masked_fill(future, -math.inf))
    weights = hook("weights", torch.softmax(scores, dim=-1))
    return hook("mixed", weights @ v)  # (B, h, T, d_k)
# --8<-- [end:matrices]


# --8<-- [start:layers]
class Linear(nn.Module):
    """Each row x becomes xW + b."""

    def __init__(self, n, m, bias=True):
        super().__init__()
        r = 1 / math.sqrt(n)
        self.W = nn.Parameter(torch.empty(n, m).uniform_(-r, r))
        self.b = nn.Parameter(torch.zeros(m)) if bias else 0

    def forward(self, x):
        return x @ self.W + self.b  # (..., n) -> (..., m)


class LayerNorm(nn.Module):
    """Standardise each vector, then stretch and shift its entries."""

    def __init__(self, d, epsilon=1e-5):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(d))
        self.beta = nn.Parameter(torch.zeros(d))
        self.epsilon = epsilon

    def forward(self, x):
        centred = x - x.mean(dim=-1, keepdim=True)  # (..., d)
        variance = (centred**2).mean(dim=-1, keepdim=True)  # (..., 1)
        normal = centred / torch.sqrt(variance + self.epsilon)
        return self.gamma * normal + self.beta  # (..., d)


class Attention(nn.Module):
    """Causal self-attention with heads of size d_k = d / h."""

    def __init__(self, s):
        super().__init__()
        if s.heads < 1 or s.d % s.heads:
            problem = f"{s.d} numbers do not split into {s.heads} heads"
            raise ValueError(problem)
        self.heads = s.heads
        self.query, self.key = Linear(s.d, s.d), Linear(s.d, s.d)
        self.value, self.output = Linear(s.d, s.d), Linear(s.d, s.d)

    def split(self, x):
        B, T, d = x.shape
        x = x.view(B, T, self.heads, d // self.heads)  # (B, T, h, d_k)
        return x.transpose(1, 2)  # (B, h, T, d_k)

    def forward(self, x, hook):
        q = hook("q", self.split(self.query(x)))  # (B, h, T, d_k)
        k = hook("k", self.split(self.key(x)))  # (B, h, T, d_k)
        v = hook("v", self.split(self.value(x)))  # (B, h, T, d_k)
        mixed = attend(q, k, v, hook)  # (B, h, T, d_k)
        joined = mixed.transpose(1, 2).reshape(x.shape)  # (B, T, d)
        return self.output(joined)  # (B, T, d)


class FeedForward(nn.Module):
    """The same network, with one hidden layer, at every position."""

    def __init__(self, s):
        super().__init__()
        self.up = Linear(s.d, s.expansion * s.d)
        self.down = Linear(s.expansion * s.d, s.d)

    def forward(self, x, hook):
        hidden = hook("hidden", torch.relu(self.up(x)))  # (B, T, 4d)
        return self.down(hidden)  # (B, T, d)


class Block(nn.Module):
    """Twice: normalise, compute, add to the residual stream."""

    def __init__(self, s):
        super().__init__()
        self.norm1, self.attention = LayerNorm(s.d), Attention(s)
        self.ffn = None
        if s.expansion > 0:
            self.norm2, self.ffn = LayerNorm(s.d), FeedForward(s)

    def forward(self, x, hook):
        y = hook("norm1", self.norm1(x))  # (B, T, d)
        x = x + hook("attention", self.attention(y, hook))
        x = hook("middle", x)
        if self.ffn:
            y = hook("norm2", self.norm2(x))  # (B, T, d)
            x = x + hook("ffn", self.ffn(y, hook))
        return hook("stream", x)  # (B, T, d)
# --8<-- [end:layers]


# --8<-- [start:transformer]
class Transformer(nn.Module):
    """From the ids of some words to the logits of each next word."""

    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s.vocab, s.d)
        self.position = nn.Embedding(s.context, s.d)
        self.blocks = nn.ModuleList(Block(s) for _ in range(s.layers))
        self.norm = LayerNorm(s.d)
        self.unembedding = Linear(s.d, s.vocab, bias=False)

    def forward(self, ids, hook=untouched):
        x = self.embedding(ids)  # (B, T, d)
        x = x + self.position.weight[: ids.shape[1]]
        x = hook("0.stream", x)
        for layer, block in enumerate(self.blocks, start=1):
            x = block(x, inside(layer, hook))  # (B, T, d)
        x = hook("norm", self.norm(x))  # (B, T, d)
        return hook("logits", self.unembedding(x))  # (B, T, V)
# --8<-- [end:transformer]


# --8<-- [start:train]
def train(sizes, seed, steps, watch=training.progress):
    """A model that has learnt from the corpus, and its words."""
    stories = corpus.read("corpus.txt")
    words = vocabulary(stories)
    torch.manual_seed(seed)
    model = Transformer(sizes)
    inputs, targets = padded(encode(stories, words))  # (N, T) each
    training.fit(model, inputs, targets, steps, seed, watch)
    return model, words
# --8<-- [end:train]


def main(steps=5000):
    torch.set_num_threads(1)
    losses = training.Losses()
    training.report(*train(Sizes(), 1, steps, losses))
    losses.draw("transformer")


if __name__ == "__main__":
    command.run(main)
