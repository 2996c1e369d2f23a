"""A decoder-only transformer: from words to logits, and back again."""

from dataclasses import dataclass

import torch
from atencion import SelfAttention
from torch import nn


# --8<-- [start:norm]
class LayerNorm(nn.Module):
    """Standardise each vector, then stretch and shift its entries."""

    def __init__(self, d, epsilon=1e-5):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(d))
        self.beta = nn.Parameter(torch.zeros(d))
        self.epsilon = epsilon

    def forward(self, x):
        mean = x.mean(dim=-1, keepdim=True)  # (..., 1)
        variance = ((x - mean) ** 2).mean(dim=-1, keepdim=True)
        normal = (x - mean) / torch.sqrt(variance + self.epsilon)
        return self.gamma * normal + self.beta  # (..., d)
# --8<-- [end:norm]


# --8<-- [start:block]
class Block(nn.Module):
    """Twice: normalise, compute, add to the residual stream."""

    def __init__(self, d, h):
        super().__init__()
        self.norm1 = LayerNorm(d)
        self.attention = SelfAttention(d, h)
        self.norm2 = LayerNorm(d)
        self.ffn = nn.Sequential(
            nn.Linear(d, 4 * d), nn.ReLU(), nn.Linear(4 * d, d)
        )

    def forward(self, x):
        x = x + self.attention(self.norm1(x))  # (B, T, d)
        x = x + self.ffn(self.norm2(x))  # (B, T, d)
        return x
# --8<-- [end:block]


# --8<-- [start:decoder]
@dataclass
class Sizes:
    V: int  # words in the vocabulary
    T: int  # longest sequence
    d: int = 16
    h: int = 2
    L: int = 1
    positions: bool = True


class Decoder(nn.Module):
    """From word identifiers to the logits of each next word."""

    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s.V, s.d)
        self.position = nn.Embedding(s.T, s.d) if s.positions else None
        self.blocks = nn.ModuleList(Block(s.d, s.h) for _ in range(s.L))
        self.norm = LayerNorm(s.d)
        self.unembedding = nn.Linear(s.d, s.V, bias=False)

    def forward(self, ids):
        x = self.embedding(ids)  # (B, T, d)
        if self.position is not None:
            x = x + self.position.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x)  # (B, T, d)
        return self.unembedding(self.norm(x))  # (B, T, V)
# --8<-- [end:decoder]


# --8<-- [start:choose]
def distribution(logits, temperature=1.0, top_k=None, top_p=None):
    """Probabilities of the next word after the cuts, (V,)."""
    p = torch.softmax(logits / temperature, dim=-1)
    p, order = p.sort(descending=True)
    keep = torch.ones_like(p, dtype=torch.bool)
    if top_k is not None:
        keep[top_k:] = False
    if top_p is not None:
        before = p.cumsum(dim=-1) - p
        keep = keep & (before < top_p)
    p = torch.where(keep, p, 0.0)
    p = torch.zeros_like(p).scatter(0, order, p)
    return p / p.sum()
# --8<-- [end:choose]


# --8<-- [start:generate]
@torch.no_grad()
def generate(model, ids, n, **options):
    """Add n words to a list of identifiers, one at a time."""
    ids = list(ids)
    for _ in range(n):
        logits = model(torch.tensor([ids]))[0, -1]  # (V,)
        p = distribution(logits, **options)
        ids.append(torch.multinomial(p, 1).item())
    return ids
# --8<-- [end:generate]


def main():
    model = Decoder(Sizes(V=19, T=8))
    for name, part in model.named_children():
        print(f"{name:<12}", sum(p.numel() for p in part.parameters()))
    print(f"{'total':<12}", sum(p.numel() for p in model.parameters()))


if __name__ == "__main__":
    main()
