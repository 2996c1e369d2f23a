"""Causal self-attention: the loop, the matrix form and several heads.

Equations: Vaswani et al. (2017), "Attention is all you need".
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


# --8<-- [start:loop]
def attend_loop(q, k, v):
    """Causal attention, one position after another.

    q, k: (T, d_k); v: (T, d_v). Returns the outputs, (T, d_v).
    """
    T, d_k = q.shape
    outputs = []
    for i in range(T):
        scores = []
        for j in range(i + 1):
            scores.append(q[i] @ k[j] / math.sqrt(d_k))
        weights = torch.softmax(torch.stack(scores), dim=0)  # (i + 1,)
        output = torch.zeros_like(v[0])  # (d_v,)
        for j in range(i + 1):
            output = output + weights[j] * v[j]
        outputs.append(output)
    return torch.stack(outputs)  # (T, d_v)
# --8<-- [end:loop]


# --8<-- [start:matrix]
def attend(q, k, v, causal=True):
    """Attention for all positions at once.

    q, k: (..., T, d_k); v: (..., T, d_v).
    Returns the outputs (..., T, d_v) and the weights (..., T, T).
    """
    T, d_k = q.shape[-2:]
    scores = q @ k.transpose(-2, -1) / math.sqrt(d_k)  # (..., T, T)
    if causal:
        ones = torch.ones(T, T, dtype=torch.bool, device=q.device)
        future = ones.triu(diagonal=1)
        scores = scores.masked_fill(future, -math.inf)
    weights = torch.softmax(scores, dim=-1)  # each row adds up to 1
    return weights @ v, weights
# --8<-- [end:matrix]


# --8<-- [start:heads]
class SelfAttention(nn.Module):
    """Self-attention with h heads of size d_k = d / h."""

    def __init__(self, d, h, causal=True):
        super().__init__()
        if d % h != 0:
            raise ValueError(f"d = {d} is not a multiple of h = {h}")
        self.h = h
        self.causal = causal
        self.query = nn.Linear(d, d)
        self.key = nn.Linear(d, d)
        self.value = nn.Linear(d, d)
        self.output = nn.Linear(d, d)

    def split(self, x):
        """Cut the columns into heads: (B, T, d) -> (B, h, T, d_k)."""
        B, T, d = x.shape
        return x.view(B, T, self.h, d // self.h).transpose(1, 2)

    def forward(self, x):
        B, T, d = x.shape
        q = self.split(self.query(x))  # (B, h, T, d_k)
        k = self.split(self.key(x))  # (B, h, T, d_k)
        v = self.split(self.value(x))  # (B, h, T, d_k)
        mixed, _ = attend(q, k, v, self.causal)  # (B, h, T, d_k)
        joined = mixed.transpose(1, 2).reshape(B, T, d)
        return self.output(joined)  # (B, T, d)
# --8<-- [end:heads]


# --8<-- [start:example]
WORDS = ["la", "reina", "llegó"]

# Columns: article, noun, verb, feminine.
X = torch.tensor([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 0]]).double()

W_Q = torch.tensor([[1, 1], [0, 2], [2, 0], [0, 0]]).double()
W_K = torch.tensor([[0, 1], [2, 0], [1, 0], [0, 0]]).double()
W_V = torch.tensor([[0, 0], [0, 1], [0, -1], [1, 0]]).double()
# --8<-- [end:example]


def main():
    q, k, v = X @ W_Q, X @ W_K, X @ W_V  # (3, 2) each
    by_matrix, weights = attend(q, k, v)
    by_loop = attend_loop(q, k, v)
    by_torch = F.scaled_dot_product_attention(
        q[None], k[None], v[None], is_causal=True
    )[0]
    print("pesos", *(f"{word:>6}" for word in WORDS))
    for word, row in zip(WORDS, weights.tolist()):
        print(f"{word:<5}", *(f"{a:6.3f}" for a in row))
    print("salidas:   bucle          matriz         PyTorch")
    for i, word in enumerate(WORDS):
        results = (by_loop[i], by_matrix[i], by_torch[i])
        print(f"{word:<5}", *(f"{r[0]:7.3f} {r[1]:6.3f}" for r in results))
    assert torch.allclose(by_loop, by_matrix)
    assert torch.allclose(by_torch, by_matrix)


if __name__ == "__main__":
    main()
