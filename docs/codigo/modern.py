"""One decoder with switches: from the classic blocks to Llama's.

RMSNorm: Zhang and Sennrich (2019); SwiGLU: Shazeer (2020); rotary
positions: Su et al. (2021); grouped queries: Ainslie et al. (2023).
"""

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:sizes]
@dataclass
class Sizes:
    V: int  # words in the vocabulary
    T: int  # longest sequence
    d: int = 32
    h: int = 4
    L: int = 2
    norm: str = "layer"  # or "rms"
    mlp: str = "relu"  # or "swiglu"
    position: str = "learnt"  # or "rope"
    bias: bool = True
    kv_heads: int = 4  # heads of keys and values; they divide h
    hidden: int = 128  # of the mlp
    epsilon: float = 1e-5
    base: float = 10_000.0  # of the rotary positions
# --8<-- [end:sizes]


# --8<-- [start:rms]
class RMSNorm(nn.Module):
    """Divide by the root mean square: no mean, no shift."""

    def __init__(self, d, eps=1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d))
        self.eps = eps

    def forward(self, x):
        square = (x**2).mean(dim=-1, keepdim=True)  # (..., 1)
        return self.weight * x / torch.sqrt(square + self.eps)
# --8<-- [end:rms]


# --8<-- [start:rope]
def rotate(x, start, base):
    """Turn each pair of entries by an angle that its position sets.

    x: (..., T, d_k), at positions start, start + 1...; entry i makes a
    pair with entry i + d_k / 2, as in Llama.
    """
    T, half = x.shape[-2], x.shape[-1] // 2
    positions = torch.arange(start, start + T, dtype=x.dtype)
    speeds = base ** (-torch.arange(half, dtype=x.dtype) / half)
    angles = positions[:, None] * speeds  # (T, d_k / 2)
    cos, sin = angles.cos(), angles.sin()
    a, b = x.unflatten(-1, (2, half)).unbind(-2)  # two halves, no rest
    return torch.cat([a * cos - b * sin, a * sin + b * cos], dim=-1)
# --8<-- [end:rope]


# --8<-- [start:cache]
class Cache:
    """The keys and values of the tokens that one layer has seen."""

    def __init__(self):
        self.k = self.v = None
        self.length = 0

    def extend(self, k, v):
        """Add those of the new tokens, (B, g, T, d_k); return all."""
        if self.length:
            k = torch.cat([self.k, k], dim=2)  # (B, g, S, d_k)
            v = torch.cat([self.v, v], dim=2)  # (B, g, S, d_k)
        self.k, self.v, self.length = k, v, k.shape[2]
        return k, v
# --8<-- [end:cache]


# --8<-- [start:attention]
class Attention(nn.Module):
    """Causal self-attention: h heads of queries, g of keys and values."""

    def __init__(self, s):
        super().__init__()
        if s.d % s.h or s.h % s.kv_heads:
            raise ValueError("d must be a multiple of h; h, of kv_heads")
        self.s, self.d_k = s, s.d // s.h
        small = s.kv_heads * self.d_k
        self.query = nn.Linear(s.d, s.d, s.bias)
        self.key = nn.Linear(s.d, small, s.bias)
        self.value = nn.Linear(s.d, small, s.bias)
        self.output = nn.Linear(s.d, s.d, s.bias)

    def split(self, x):
        B, T, d = x.shape
        x = x.view(B, T, d // self.d_k, self.d_k)
        return x.transpose(1, 2)  # (B, heads, T, d_k)

    def forward(self, x, cache):
        q = self.split(self.query(x))  # (B, h, T, d_k)
        k = self.split(self.key(x))  # (B, g, T, d_k)
        v = self.split(self.value(x))  # (B, g, T, d_k)
        if self.s.position == "rope":
            q = rotate(q, cache.length, self.s.base)
            k = rotate(k, cache.length, self.s.base)
        k, v = cache.extend(k, v)  # (B, g, S, d_k)
        times = self.s.h // self.s.kv_heads
        k = k.repeat_interleave(times, dim=1)  # (B, h, S, d_k)
        v = v.repeat_interleave(times, dim=1)  # (B, h, S, d_k)
        scores = q @ k.mT / math.sqrt(self.d_k)  # (B, h, T, S)
        T, S = scores.shape[-2:]  # the new tokens are the last T of S
        future = torch.ones(T, S).triu(diagonal=S - T + 1).bool()
        scores = scores.masked_fill(future, -math.inf)
        mixed = scores.softmax(dim=-1) @ v  # (B, h, T, d_k)
        joined = mixed.transpose(1, 2).flatten(2)  # (B, T, d)
        return self.output(joined)  # (B, T, d)
# --8<-- [end:attention]


# --8<-- [start:mlp]
class MLP(nn.Module):
    """ReLU, or a SwiGLU: a gate that multiplies, entry by entry."""

    def __init__(self, s):
        super().__init__()
        self.up = nn.Linear(s.d, s.hidden, s.bias)
        self.down = nn.Linear(s.hidden, s.d, s.bias)
        gated = {"relu": False, "swiglu": True}[s.mlp]
        self.gate = nn.Linear(s.d, s.hidden, s.bias) if gated else None

    def forward(self, x):
        up = self.up(x)  # (B, T, hidden)
        if self.gate is None:
            return self.down(torch.relu(up))
        return self.down(F.silu(self.gate(x)) * up)  # (B, T, d)
# --8<-- [end:mlp]


# --8<-- [start:decoder]
NORMS = {"layer": nn.LayerNorm, "rms": RMSNorm}


class Block(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.norm1 = NORMS[s.norm](s.d, s.epsilon)
        self.attention = Attention(s)
        self.norm2 = NORMS[s.norm](s.d, s.epsilon)
        self.mlp = MLP(s)

    def forward(self, x, cache):
        x = x + self.attention(self.norm1(x), cache)  # (B, T, d)
        return x + self.mlp(self.norm2(x))  # (B, T, d)


class Decoder(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.embedding = nn.Embedding(s.V, s.d)
        learnt = {"learnt": True, "rope": False}[s.position]
        self.position = nn.Embedding(s.T, s.d) if learnt else None
        self.blocks = nn.ModuleList(Block(s) for _ in range(s.L))
        self.norm = NORMS[s.norm](s.d, s.epsilon)
        self.unembedding = nn.Linear(s.d, s.V, bias=False)

    def forward(self, ids, caches=None):
        """Logits of what follows each id; the caches hold the past."""
        caches = caches or [Cache() for _ in self.blocks]
        x = self.embedding(ids)  # (B, T, d)
        if self.position is not None:
            start, T = caches[0].length, ids.shape[1]
            x = x + self.position(torch.arange(start, start + T))
        for block, cache in zip(self.blocks, caches):
            x = block(x, cache)  # (B, T, d)
        return self.unembedding(self.norm(x))  # (B, T, V)
# --8<-- [end:decoder]


# --8<-- [start:generate]
@torch.no_grad()
def generate(model, ids, n):
    """Add n likeliest tokens; the model sees each token only once."""
    ids, caches = list(ids), [Cache() for _ in model.blocks]
    for _ in range(n):
        new = ids[caches[0].length :]
        logits = model(torch.tensor([new]), caches)[0, -1]  # (V,)
        ids.append(logits.argmax().item())
    return ids
# --8<-- [end:generate]


if __name__ == "__main__":
    from variants import command, main  # it trains each switch

    command.run(main)
