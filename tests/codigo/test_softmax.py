"""Softmax regression against PyTorch and against counting."""

from itertools import pairwise

import softmax
import torch
import vocabulary
from held_out import held_out, random_numbers, words
from torch.nn import functional as F


def test_softmax_against_torch() -> None:
    z = random_numbers(7, 5) * torch.tensor([1.0, 10, 100, 1000, 1e5]).double()
    torch.testing.assert_close(softmax.log_softmax(z), torch.log_softmax(z, dim=1))
    V, before, after = 11, torch.tensor([1, 1, 10, 0, 3]), torch.tensor([2, 3, 0, 0, 10])
    W, b = random_numbers(V, V).requires_grad_(), random_numbers(V, seed=2).requires_grad_()
    expected = F.cross_entropy(W[before] + b, after)
    expected.backward()
    x, y = softmax.one_hot(before, V), softmax.one_hot(after, V)
    assert torch.equal(x.long(), F.one_hot(before, V))
    torch.testing.assert_close(softmax.loss(W, b, x, y), expected)
    torch.testing.assert_close(softmax.gradient(W, b, x, y), (W.grad, b.grad))


def test_the_minimum_of_softmax_is_to_count() -> None:
    stories = held_out()[:100]
    ids = vocabulary.encode(stories, words())
    before, after = vocabulary.windows(ids, 1, None)
    V = len(words())
    counts = torch.zeros(V, V, dtype=torch.float64)
    for one, other in (pair for story in ids for pair in pairwise(story)):
        counts[one, other] += 1
    W = counts.clamp(min=1e-30).log()
    gradients = softmax.gradient(W, torch.zeros(V).double(), softmax.one_hot(before[:, 0], V), softmax.one_hot(after, V))
    assert max(gradient.abs().max().item() for gradient in gradients) < 1e-12


def test_softmax_learns_a_small_table() -> None:
    before, after = torch.tensor([0, 0, 0, 1, 1, 2]), torch.tensor([1, 1, 2, 0, 2, 0])
    W, b = softmax.train(before, after, 3, steps=2000, batch=64, rate=5.0)
    p = torch.softmax(W + b, dim=1)
    expected = torch.tensor([[0, 2 / 3, 1 / 3], [1 / 2, 0, 1 / 2], [1, 0, 0]]).double()
    torch.testing.assert_close(p, expected, atol=0.03, rtol=0)
