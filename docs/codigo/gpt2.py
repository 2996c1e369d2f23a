"""GPT-2 is our decoder with another activation and a tied output.

Radford et al. (2019). With its weights, from huggingface.co/gpt2:
python gpt2.py model.safetensors merges.txt "The queen was"
"""

import math
from pathlib import Path

import command
import drawing
import torch
from bpe import BPE, read_merges
from descodificador import Decoder, Sizes
from tensors import read
from torch import nn

# --8<-- [start:sizes]
SIZES = {
    "small": Sizes(V=50_257, T=1024, d=768, h=12, L=12),
    "medium": Sizes(V=50_257, T=1024, d=1024, h=16, L=24),
    "large": Sizes(V=50_257, T=1024, d=1280, h=20, L=36),
    "xl": Sizes(V=50_257, T=1024, d=1600, h=25, L=48),
}
# --8<-- [end:sizes]


# --8<-- [start:model]
class GELU(nn.Module):
    """The formula with tanh that GPT-2 uses, close to x Φ(x)."""

    def forward(self, x):
        inner = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return 0.5 * x * (1 + torch.tanh(inner))


class GPT2(Decoder):
    def __init__(self, s):
        super().__init__(s)
        for block in self.blocks:
            block.ffn[1] = GELU()  # instead of ReLU
        self.tie()

    def tie(self):
        """The unembedding is the embedding, not a second matrix."""
        self.unembedding.weight = self.embedding.weight
# --8<-- [end:model]


# --8<-- [start:names]
OUTSIDE = {
    "wte.weight": ["embedding.weight"],
    "wpe.weight": ["position.weight"],
    "ln_f.weight": ["norm.gamma"],
    "ln_f.bias": ["norm.beta"],
}
BLOCK = {  # weights and biases
    "attn.c_attn": ["attention.query", "attention.key", "attention.value"],
    "attn.c_proj": ["attention.output"],
    "mlp.c_fc": ["ffn.0"],
    "mlp.c_proj": ["ffn.2"],
}


def names(L):
    """Each name in the file and our names of what it holds."""
    yield from OUTSIDE.items()
    for i in range(L):
        for n in (1, 2):
            yield f"h.{i}.ln_{n}.weight", [f"blocks.{i}.norm{n}.gamma"]
            yield f"h.{i}.ln_{n}.bias", [f"blocks.{i}.norm{n}.beta"]
        for kind in ("weight", "bias"):
            for theirs, ours in BLOCK.items():
                yield (
                    f"h.{i}.{theirs}.{kind}",
                    [f"blocks.{i}.{name}.{kind}" for name in ours],
                )
# --8<-- [end:names]


# --8<-- [start:load]
def load(path, s):
    """A GPT-2 of these sizes with the weights of a file."""
    found = {
        name.removeprefix("transformer."): tensor
        for name, tensor in read(path).items()
        if not name.endswith((".attn.bias", ".attn.masked_bias"))
    }  # those two are masks that old files keep
    with torch.device("meta"):  # shapes only: no memory, no numbers
        model = GPT2(s)
    wanted = model.state_dict()
    weights = {}
    for theirs, ours in names(s.L):
        if theirs not in found:
            raise ValueError(f"{path}: {theirs} is missing")
        tensor = found.pop(theirs).float()
        if ".c_" in theirs and tensor.dim() == 2:
            tensor = tensor.T  # theirs are (in, out); nn.Linear, (out, in)
        for name, part in zip(ours, tensor.chunk(len(ours))):
            if part.shape != wanted[name].shape:
                shape, good = list(part.shape), list(wanted[name].shape)
                raise ValueError(f"{path}: {theirs} gives {shape}, not {good}")
            weights[name] = part.contiguous()
    head = found.pop("lm_head.weight", None)  # a copy, if it is there
    if head is not None and not head.equal(weights["embedding.weight"]):
        raise ValueError(f"{path}: lm_head.weight is not wte.weight")
    if found:
        raise ValueError(f"{path}: {min(found)} is not a weight of GPT-2")
    weights["unembedding.weight"] = weights["embedding.weight"]
    model.load_state_dict(weights, assign=True)
    model.tie()
    return model
# --8<-- [end:load]


# --8<-- [start:complete]
@torch.no_grad()
def complete(model, tokenizer, text, n=20):
    """The text and its n likeliest tokens, one at a time."""
    ids, T = tokenizer.encode(text), len(model.position.weight)
    if not 0 < len(ids) <= T - n:
        raise ValueError(f"give from 1 to {T - n} tokens, not {len(ids)}")
    for _ in range(n):
        ids.append(model(torch.tensor([ids]))[0, -1].argmax().item())
        if ids[-1] == len(tokenizer.tokens):  # it says «end of text»
            return tokenizer.decode(ids[:-1])
    return tokenizer.decode(ids)


def run(weights, merges, text, size="small"):
    if size not in SIZES:
        raise ValueError(f"{size} is not a size: {', '.join(SIZES)}")
    try:
        tokenizer = BPE(read_merges(Path(merges).read_text("utf-8")))
    except ValueError as error:
        raise ValueError(f"{merges}: {error}") from None
    if len(tokenizer.tokens) + 1 != SIZES[size].V:  # «end of text»
        n = SIZES[size].V - 257
        raise ValueError(f"{merges}: {len(tokenizer.rank)} merges, not {n}")
    return complete(load(weights, SIZES[size]), tokenizer, text)
# --8<-- [end:complete]


USE = "[WEIGHTS MERGES TEXT [SIZE]]"


def main(*given):
    if len(given) in (3, 4):
        print(run(*given))
        return
    if given:
        raise ValueError(f"give three or four words: python gpt2.py {USE}")
    millions = []
    for name, s in SIZES.items():
        with torch.device("meta"):
            model = GPT2(s)
        n = sum(p.numel() for p in model.parameters())
        print(f"{name:<6}  {s.L} bloques, d = {s.d}, {n} pesos")
        millions.append(n / 1e6)
    drawing.bars(
        "gpt2", "Los cuatro tamaños de GPT-2", list(SIZES),
        {"pesos": millions}, "millones de pesos", 0,
    )


if __name__ == "__main__":
    command.run(main, USE, ValueError)
