"""Stories that no model has learnt from, their words, and random numbers: what the tests of the ladder start from."""

from functools import cache

import corpus
import torch
import vocabulary

Stories = list[list[str]]
torch.set_num_threads(1)  # a second one is slower with small models


@cache
def held_out() -> Stories:
    return corpus.read("corpus-validacion.txt")


@cache
def words() -> list[str]:
    return vocabulary.vocabulary(held_out())


def random_numbers(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
