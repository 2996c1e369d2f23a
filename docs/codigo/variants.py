"""Train the decoder of modern.py, one switch after another."""

import math
import sys
import time
from dataclasses import replace

import command
import corpus
import drawing
import torch
from modern import Decoder, Sizes
from torch.nn import functional as F
from vocabulary import encode, padded, vocabulary

# --8<-- [start:variants]
VARIANTS = {  # each adds its switches to those of the one before
    "clásica": {},
    "RMSNorm": {"norm": "rms", "bias": False},
    "SwiGLU": {"mlp": "swiglu", "hidden": 85},  # two thirds of 128
    "RoPE": {"position": "rope"},
    "2 cabezas k, v": {"kv_heads": 2},
    "1 cabeza k, v": {"kv_heads": 1},
}


def variants(s):
    """The name and the sizes of each variant."""
    for name, switches in VARIANTS.items():
        s = replace(s, **switches)
        yield name, s


def parameters(model):
    return sum(p.numel() for p in model.parameters())


def cached_numbers(s):
    """Numbers that the caches keep for each token."""
    return 2 * s.L * s.kv_heads * (s.d // s.h)
# --8<-- [end:variants]


# --8<-- [start:loss]
def loss(model, inputs, targets):
    """Mean cross-entropy of the predicted words, in nats."""
    logits = model(inputs)  # (B, T, V)
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten())
# --8<-- [end:loss]


# --8<-- [start:train]
def train(model, inputs, targets, steps, B=32, lr=0.01):
    """AdamW; the rate warms up in 50 steps and goes down to zero."""
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.0)
    g = torch.Generator().manual_seed(1)
    for step in range(steps):
        warm, left = (step + 1) / 50, 1 - step / steps
        optimizer.param_groups[0]["lr"] = lr * min(warm, left)
        rows = torch.randint(len(inputs), (B,), generator=g)
        optimizer.zero_grad()
        loss(model, inputs[rows], targets[rows]).backward()
        optimizer.step()


@torch.no_grad()
def perplexity(model, inputs, targets):
    return math.exp(loss(model, inputs, targets).item())
# --8<-- [end:train]


def main(steps=400):
    torch.set_num_threads(1)  # a second one is slower with small models
    torch.set_default_dtype(torch.float64)  # the same on every machine
    stories = corpus.read("corpus.txt")
    words = vocabulary(stories)
    data = padded(encode(stories, words))  # (N, T), twice
    stories = corpus.read("corpus-validacion.txt")
    validation = padded(encode(stories, words))
    print("variante          pesos  en caché  perplejidad")
    drawn = {}
    for name, s in variants(Sizes(V=len(words), T=data[0].shape[1])):
        torch.manual_seed(1)
        model, start = Decoder(s), time.perf_counter()
        train(model, *data, steps)
        seconds = time.perf_counter() - start
        print(f"{name}: {seconds:.0f} s", file=sys.stderr)
        drawn[name] = perplexity(model, *validation)
        print(
            f"{name:<14} {parameters(model):>8}  {cached_numbers(s):>8}",
            f" {drawn[name]:>11.3f}",
        )
    bound = corpus.perplexity_bound(stories)
    print(f"{'la mejor posible':<37} {bound:>11.3f}")
    drawing.bars(
        "variants", "Cada pieza, añadida a las de antes", list(drawn),
        {"perplejidad": list(drawn.values())},
        "perplejidad en validación", 3, limit=("la mejor posible", bound),
    )


if __name__ == "__main__":
    command.run(main)
