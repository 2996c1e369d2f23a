"""Encoder, decoder and the attention from one to the other.

Vaswani et al. (2017), «Attention is all you need», figures 1 and 2.
"""

import math
from dataclasses import dataclass

import torch
from torch import nn


# --8<-- [start:attention]
class Attention(nn.Module):
    """Queries from x, (B, T, d); keys and values from y, (B, S, d)."""

    def __init__(self, d, h):
        super().__init__()
        self.h, self.weights = h, None
        self.query, self.key = nn.Linear(d, d), nn.Linear(d, d)
        self.value, self.output = nn.Linear(d, d), nn.Linear(d, d)

    def split(self, x):
        B, T, d = x.shape
        return x.view(B, T, self.h, d // self.h).transpose(1, 2)

    def forward(self, x, y, seen):
        """seen says what each position sees: (B or 1, 1, T or 1, S)."""
        q = self.split(self.query(x))  # (B, h, T, d_k)
        k = self.split(self.key(y))  # (B, h, S, d_k)
        v = self.split(self.value(y))  # (B, h, S, d_k)
        scores = q @ k.mT / math.sqrt(q.shape[-1])  # (B, h, T, S)
        scores = scores.masked_fill(~seen, -math.inf)
        weights = scores.softmax(dim=-1)
        self.weights = weights.detach()  # to look at them
        joined = (weights @ v).transpose(1, 2).flatten(2)
        return self.output(joined)  # (B, T, d)
# --8<-- [end:attention]


# --8<-- [start:layers]
class Layer(nn.Module):
    """Self-attention, cross-attention (decoder only) and an MLP."""

    def __init__(self, s, cross=False, activation=nn.ReLU):
        super().__init__()
        self.attention = Attention(s.d, s.h)
        self.norm1 = nn.LayerNorm(s.d, s.epsilon)
        self.cross = Attention(s.d, s.h) if cross else None
        self.norm2 = nn.LayerNorm(s.d, s.epsilon) if cross else None
        up, down = nn.Linear(s.d, s.hidden), nn.Linear(s.hidden, s.d)
        self.mlp = nn.Sequential(up, activation(), down)
        self.norm3 = nn.LayerNorm(s.d, s.epsilon)

    def forward(self, x, seen, memory=None, memory_seen=None):
        # The norm goes after the sum, as in 2017.
        x = self.norm1(x + self.attention(x, x, seen))
        if self.cross is not None:
            x = self.norm2(x + self.cross(x, memory, memory_seen))
        return self.norm3(x + self.mlp(x))  # (B, T, d)
# --8<-- [end:layers]


# --8<-- [start:model]
@dataclass
class Sizes:
    V: int  # words in the one vocabulary
    T: int  # longest sequence
    d: int = 32
    h: int = 4
    L: int = 2  # layers of each half
    hidden: int = 128
    epsilon: float = 1e-5


def sinusoids(T, d):
    """Sines in the even columns, cosines in the odd ones, (T, d)."""
    speeds = 10_000.0 ** (-torch.arange(0, d, 2) / d)  # (d / 2,)
    angles = torch.arange(T)[:, None] * speeds  # (T, d / 2)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)


class Transformer(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s.V, s.d)  # also the unembedding
        nn.init.normal_(self.embedding.weight, std=s.d**-0.5)
        self.register_buffer("positions", sinusoids(s.T, s.d), False)
        self.encoder = nn.ModuleList(Layer(s) for _ in range(s.L))
        self.decoder = nn.ModuleList(Layer(s, True) for _ in range(s.L))

    def embed(self, ids):
        x = self.embedding(ids) * math.sqrt(self.embedding.embedding_dim)
        return x + self.positions[: ids.shape[1]]  # (B, T, d)

    def encode(self, source):
        """What the decoder looks at, (B, S, d); the id 0 is filling."""
        x, seen = self.embed(source), (source != 0)[:, None, None]
        for layer in self.encoder:
            x = layer(x, seen)
        return x, seen

    def decode(self, target, memory, memory_seen):
        T = target.shape[1]
        past = torch.ones(T, T, dtype=torch.bool).tril()[None, None]
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, past, memory, memory_seen)
        return x @ self.embedding.weight.T  # (B, T, V)
# --8<-- [end:model]
