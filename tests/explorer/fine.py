"""transformer.py step by step in torch, every tensor of the explorer at hand: what its arithmetic is compared with."""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from transformer import Sizes, Transformer

Hook = Callable[[str, Tensor], Tensor]
EPSILON = 1e-5


def model_of(sizes: Sizes, seed: int, spread: float = 0.5) -> Transformer:
    """A model with random weights of two decimals, biases and norms included."""
    generator = torch.Generator().manual_seed(seed)
    model = Transformer(sizes).double()
    with torch.no_grad():
        for name, weights in model.named_parameters():
            centre = 1.0 if name.endswith("gamma") else 0.0
            whole = torch.normal(100 * centre, 100 * spread, weights.shape, generator=generator).round()
            weights.copy_(whole.double() / 100)
    return model


def saved(model: Transformer, words: list[str], sizes: Sizes) -> dict:
    """The model as train.py writes it."""
    weights = {name: (100 * whole).round().int().tolist() for name, whole in model.state_dict().items()}
    return {"scale": 100, "sizes": vars(sizes), "words": words, "weights": weights}


def _norm(x: Tensor, name: str, gamma: Tensor, beta: Tensor, hook: Hook) -> Tensor:
    mean = hook(f"{name}.mean", x.mean(dim=-1, keepdim=True))
    variance = hook(f"{name}.variance", ((x - mean) ** 2).mean(dim=-1, keepdim=True))
    normal = hook(f"{name}.normal", (x - mean) / torch.sqrt(variance + EPSILON))
    return hook(name, gamma * normal + beta)


def _attention(x: Tensor, layer: str, block: str, p: dict[str, Tensor], heads: int, mask: Tensor, hook: Hook) -> Tensor:
    T, d = x.shape

    def project(name: str, part: str) -> Tensor:
        whole = x @ p[f"{block}.attention.{part}.W"] + p[f"{block}.attention.{part}.b"]
        return hook(f"{layer}.{name}", whole.view(T, heads, d // heads).transpose(0, 1))

    q, k, v = project("q", "query"), project("k", "key"), project("v", "value")
    dots = hook(f"{layer}.dots", q @ k.transpose(1, 2))
    scaled = hook(f"{layer}.scaled", dots / math.sqrt(d // heads))
    scores = hook(f"{layer}.scores", scaled.masked_fill(mask == 0, -math.inf))
    weights = hook(f"{layer}.weights", torch.softmax(scores, dim=-1))
    mixed = hook(f"{layer}.mixed", weights @ v)
    joined = hook(f"{layer}.joined", mixed.transpose(0, 1).reshape(T, d))
    output = joined @ p[f"{block}.attention.output.W"] + p[f"{block}.attention.output.b"]
    return hook(f"{layer}.attention", output)


def _feed_forward(x: Tensor, layer: str, block: str, p: dict[str, Tensor], hook: Hook) -> Tensor:
    up = hook(f"{layer}.up", x @ p[f"{block}.ffn.up.W"] + p[f"{block}.ffn.up.b"])
    hidden = hook(f"{layer}.hidden", torch.relu(up))
    return hook(f"{layer}.ffn", hidden @ p[f"{block}.ffn.down.W"] + p[f"{block}.ffn.down.b"])


def run(p: dict[str, Tensor], sizes: Sizes, ids: list[int], hook: Hook) -> Tensor:
    """The probabilities of the words that follow each of a text, (T, V); the hook sees and may change every tensor."""
    T = len(ids)
    mask = hook("mask", torch.ones(T, T, dtype=torch.double).tril())
    token, place = hook("token", p["embedding.weight"][ids]), hook("place", p["position.weight"][:T])
    x = hook("0.stream", token + place)
    for layer in range(1, sizes.layers + 1):
        block = f"blocks.{layer - 1}"
        y = _norm(x, f"{layer}.norm1", p[f"{block}.norm1.gamma"], p[f"{block}.norm1.beta"], hook)
        x = hook(f"{layer}.middle", x + _attention(y, f"{layer}", block, p, sizes.heads, mask, hook))
        if sizes.expansion:
            y = _norm(x, f"{layer}.norm2", p[f"{block}.norm2.gamma"], p[f"{block}.norm2.beta"], hook)
            x = x + _feed_forward(y, f"{layer}", block, p, hook)
        else:
            x = x.clone()
        x = hook(f"{layer}.stream", x)
    x = _norm(x, "norm", p["norm.gamma"], p["norm.beta"], hook)
    logits = hook("logits", x @ p["unembedding.W"])
    return hook("probs", torch.softmax(logits, dim=-1))


def _changed(x: Tensor, changes: list[dict]) -> Tensor:
    """A tensor with some of its cells set or multiplied, in a way that gradients follow."""
    for change in changes:
        where = torch.zeros(x.shape, dtype=torch.bool)
        where[tuple(slice(None) if i == "*" else i for i in change["index"])] = True
        value = change["value"]
        other = x * value["times"] if isinstance(value, dict) else torch.full_like(x, value)
        x = torch.where(where, other, x)
    return x


def trace(
    model: Transformer, sizes: Sizes, ids: list[int], targets: list[tuple[int, int]], changes: list[dict] = ()
) -> tuple[dict[str, Tensor], dict[str, Tensor], float]:
    """Every tensor, every gradient (of the parameters, as they are changed, too), and the loss."""

    def of(name: str) -> list[dict]:
        return [change for change in changes if change["tensor"] == name]

    p = {name: _changed(w.detach(), of(name)).requires_grad_() for name, w in model.state_dict().items()}
    tensors: dict[str, Tensor] = {}

    def hook(name: str, x: Tensor) -> Tensor:
        x = _changed(x, of(name))
        if name != "mask":
            x.retain_grad()
        tensors[name] = x
        return x

    probs = run(p, sizes, ids, hook)
    loss = -torch.stack([probs[position, word].log() for position, word in targets]).mean()
    loss.backward()
    none = {name: torch.zeros_like(x) for name, x in {**tensors, **p}.items()}
    gradients = {name: none[name] if x.grad is None else x.grad for name, x in {**tensors, **p}.items()}
    del gradients["mask"]
    return {name: x.detach() for name, x in tensors.items()}, gradients, loss.item()
