"""BERT: an encoder, the words that it fills in and the tags that it gives.

Devlin et al. (2019). Each layer is the encoder's of 2017 with GELU.
"""

from dataclasses import dataclass

import torch
from cross_attention import Layer
from torch import nn
from torch.nn import functional as F
from vocabulary import NO_TARGET


# --8<-- [start:sizes]
@dataclass
class Sizes:
    V: int
    T: int  # longest sequence
    d: int = 32
    h: int = 4
    L: int = 2
    hidden: int = 128
    epsilon: float = 1e-12
    types: int = 2  # first and second sentence, if there are two


BASE = Sizes(V=30_522, T=512, d=768, h=12, L=12, hidden=3072)
# --8<-- [end:sizes]


# --8<-- [start:encoder]
class Encoder(nn.Module):
    """BERT: every position sees every other."""

    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s.V, s.d)
        self.position = nn.Embedding(s.T, s.d)
        self.segment = nn.Embedding(s.types, s.d)
        self.norm = nn.LayerNorm(s.d, s.epsilon)
        self.layers = nn.ModuleList(
            Layer(s, activation=nn.GELU) for _ in range(s.L)
        )
        for table in (self.embedding, self.position, self.segment):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, ids, types=None, seen=None):
        types = torch.zeros_like(ids) if types is None else types
        seen = ids != 0 if seen is None else seen  # the id 0 is filling
        x = self.embedding(ids) + self.segment(types)  # (B, T, d)
        x = self.norm(x + self.position.weight[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, seen[:, None, None])
        return x  # (B, T, d)
# --8<-- [end:encoder]


# --8<-- [start:heads]
class Pooled(nn.Module):
    """The encoder and one vector for the whole text, from its first word."""

    def __init__(self, s):
        super().__init__()
        self.encoder, self.pooler = Encoder(s), nn.Linear(s.d, s.d)

    def forward(self, ids, types=None, seen=None):
        x = self.encoder(ids, types, seen)  # (B, T, d)
        return x, self.pooler(x[:, 0]).tanh()


class MaskedLM(nn.Module):
    """Logits of the word at each position, with the tied embeddings."""

    def __init__(self, s):
        super().__init__()
        self.encoder, self.dense = Encoder(s), nn.Linear(s.d, s.d)
        self.norm = nn.LayerNorm(s.d, s.epsilon)
        self.bias = nn.Parameter(torch.zeros(s.V))

    def forward(self, ids, types=None, seen=None):
        x = self.encoder(ids, types, seen)  # (B, T, d)
        x = self.norm(F.gelu(self.dense(x)))
        return x @ self.encoder.embedding.weight.T + self.bias  # (B, T, V)


class Tagger(nn.Module):
    """Logits of the tag of each word."""

    def __init__(self, encoder, tags):
        super().__init__()
        self.encoder = encoder
        self.tag = nn.Linear(encoder.embedding.embedding_dim, tags)

    def forward(self, ids):
        return self.tag(self.encoder(ids))  # (B, T, tags)
# --8<-- [end:heads]


# --8<-- [start:mask]
def masked(ids, V, g):
    """Inputs and targets, (B, T): 15 % of the words must be guessed.

    Of these 80 % become «<?>», 10 % any word and 10 % stay as they are,
    so that the model has to say something of every word. The id 0 is the
    filling, and 1 is «<?>».
    """
    chosen = (torch.rand(ids.shape, generator=g) < 0.15) & (ids != 0)
    dice = torch.rand(ids.shape, generator=g)
    anything = torch.randint(2, V, ids.shape, generator=g)
    inputs = torch.where(chosen & (dice < 0.9), anything, ids)
    inputs = torch.where(chosen & (dice < 0.8), 1, inputs)
    return inputs, torch.where(chosen, ids, NO_TARGET)
# --8<-- [end:mask]
