"""The published transformer, one with random weights, and the words and stories that the tests give them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import corpus
import published
import torch
import train
import vocabulary
from transformer import Sizes, Transformer

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "docs" / "assets" / "modelos"
WORDS = train.words()
STORIES = corpus.read("corpus-validacion.txt")
CLOSE = {"rtol": 1e-10, "atol": 1e-10}


@cache
def stored(name: str) -> Any:
    return json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))


@cache
def small() -> Transformer:
    """The published model."""
    return published.load()[0].requires_grad_(False)


def random_model(**sizes: int) -> Transformer:
    """A model in double precision none of whose parameters is 0 or 1, so that each of them counts."""
    torch.manual_seed(5)
    model = Transformer(Sizes(**sizes)).double().requires_grad_(False)
    for weights in model.parameters():
        weights += 0.3 * torch.randn_like(weights)
    return model


def some_ids(rows: int = 4, length: int = 30) -> torch.Tensor:
    return torch.randint(len(WORDS), (rows, length), generator=torch.Generator().manual_seed(6))


def inputs(stories: list[list[str]]) -> torch.Tensor:
    return vocabulary.padded(vocabulary.encode(stories, WORDS))[0]
