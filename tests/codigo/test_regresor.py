"""The derivations of the chapter on logistic regression, each against autograd or a closed fact, and the numbers of its prose."""

import math
import re
from collections.abc import Iterator
from pathlib import Path

import corpus
import logistic
import numpy as np
import pytest
import regresor
import torch
from torch.autograd.functional import hessian, jacobian

from apparatus.listings import included
from apparatus.source import parse

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "regresor.md"

Tensor = torch.Tensor


def random_numbers(*shape: int, seed: int = 1) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def sigmoid(z: Tensor) -> Tensor:
    return 1 / (1 + torch.exp(-z))


def test_properties_of_the_sigmoid() -> None:
    z = random_numbers(50) * 4
    p = sigmoid(z)
    assert torch.allclose(sigmoid(-z), 1 - p)
    assert torch.allclose(torch.log(p / (1 - p)), z)
    slopes = jacobian(sigmoid, z).diagonal()
    assert torch.allclose(slopes, p * (1 - p)) and slopes.max() <= 0.25
    assert jacobian(sigmoid, torch.tensor(0.0)) == 0.25


def test_the_boundary_is_perpendicular_to_the_weights_and_at_its_distance() -> None:
    w, b = random_numbers(3), random_numbers(1, seed=2)
    nearest = -b / (w @ w) * w
    assert torch.allclose(nearest @ w + b, torch.zeros(1).double())
    assert torch.allclose(nearest.norm(), abs(b) / w.norm())
    points = random_numbers(40, 3, seed=3)
    points -= ((points @ w + b) / (w @ w))[:, None] * w  # onto the boundary
    assert torch.allclose((points - points[0]) @ w, torch.zeros(40).double())
    assert points.norm(dim=1).min() >= nearest.norm()


def test_the_loss_is_minus_the_logarithm_of_the_likelihood() -> None:
    x, y = regresor.tensors(regresor.TRAIN)
    w, b = random_numbers(2), random_numbers(1, seed=2)
    p = regresor.predict(w, b, x)
    likelihood = torch.prod(p**y * (1 - p) ** (1 - y))
    assert torch.allclose(regresor.loss(w, b, x, y), -torch.log(likelihood) / len(y))


def test_the_gradient_of_an_example_and_of_a_batch() -> None:
    x, y = regresor.tensors(regresor.TRAIN)
    w, b = random_numbers(2), torch.tensor(0.3).double()
    by_example = torch.stack([(regresor.predict(w, b, row) - label) * row for row, label in zip(x, y, strict=True)])
    slopes = jacobian(lambda w, b: regresor.loss(w, b, x, y), (w, b))
    grad_w, grad_b = regresor.gradient(w, b, x, y)
    assert torch.allclose(grad_w, slopes[0]) and torch.allclose(grad_b, slopes[1])
    assert torch.allclose(by_example.mean(dim=0), grad_w)


def test_the_hessian_is_that_of_the_page_so_the_loss_is_convex() -> None:
    x, y = regresor.tensors(regresor.TRAIN)
    ones = torch.cat([x, torch.ones(len(x), 1).double()], dim=1)
    for seed in range(5):
        theta = random_numbers(3, seed=seed)
        second = hessian(lambda t: regresor.loss(t[:2], t[2], x, y), theta)
        p = regresor.predict(theta[:2], theta[2], x)
        assert torch.allclose(second, ones.T @ torch.diag(p * (1 - p)) @ ones / len(x))
        assert torch.linalg.eigvalsh(second).min() > 0


@pytest.mark.parametrize(("share", "arrives"), [(0.1, True), (0.9, True), (0.99, True), (1.01, False)])
def test_the_largest_rate_on_a_bowl(share: float, arrives: bool) -> None:
    steepness, t = 0.7, 1.0
    for _ in range(2000):
        t -= share * 2 / steepness * steepness * t
    assert (abs(t) < 1e-6) is arrives


def test_the_jacobian_of_the_softmax_and_both_ways_to_its_gradient() -> None:
    z = random_numbers(5)
    p = torch.softmax(z, 0)
    ours = torch.diag(p) - p[:, None] * p
    assert torch.allclose(jacobian(lambda z: torch.softmax(z, 0), z), ours)
    assert torch.allclose(ours.sum(0), torch.zeros(5).double()) and torch.allclose(ours, ours.T)
    y = torch.zeros(5).double()
    y[2] = 1
    assert torch.allclose(-(y / p) @ ours, p - y)
    assert torch.allclose(jacobian(lambda z: -torch.log_softmax(z, 0)[2], z), p - y)


# The numbers of the prose: each one is printed on the page, up to its rounding, or computed here.


def two(a: float, b: float) -> float:
    """The softmax of two logits, its first probability."""
    return 1 / (1 + math.exp(b - a))


def tiny_language_model() -> float:
    """The loss of the six sentences after a thousand steps of rate 0.5."""
    text = re.search(r'TEXT = """\n(.+?)"""', PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert text
    words = text[1].split()
    ids = torch.tensor([sorted(set(words)).index(word) for word in words])
    x = torch.eye(len(set(words))).double()
    x, y = x[ids[:-1]], x[ids[1:]]
    w = torch.zeros(x.shape[1], x.shape[1]).double()
    for _ in range(1000):
        w -= 0.5 * x.T @ (torch.softmax(x @ w, 1) - y) / len(x)
    return -(y * torch.log_softmax(x @ w, 1)).sum(1).mean().item()


def computed() -> Iterator[float]:
    """What the prose says and no block of the page prints."""
    yield from (-math.log(0.01), two(3, 0), two(0, 3), -math.log(two(0, 3)))
    yield from (2 * 0.8543 - 0.3228 + 0.2772, 0.5 * 0.525, 1 / 0.194, 100 * 384 / 448)
    yield from (two(-5, 0), math.exp(1), math.exp(-0.5), tiny_language_model())
    w, b = logistic.fit(logistic.counts_and_first)
    yield w[2]
    held_out = logistic.examples(corpus.read("corpus-validacion.txt"), logistic.counts)
    x, y = map(np.array, held_out)
    w, b = logistic.fit(logistic.counts)
    best = logistic.train_numpy(x, y, 0.5, 500)
    yield logistic.gradient_numpy(np.array(w), b, x, y)[0] - logistic.gradient_numpy(*best, x, y)[0]
    bound = re.search(r"validacion.+?perplejidad +(\S+)", (DOCS / "codigo/salidas/corpus.txt").read_text(), re.DOTALL)
    assert bound
    yield float(bound[1])


def test_every_number_of_the_prose_is_printed_or_computed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    lines, printed = text.split("\n"), []
    for fence in parse(text).fences:
        lines[fence.first - 1 : fence.last] = [""] * (fence.last - fence.first + 1)
        include = included(fence)
        if "salida" in fence.classes:
            shown = (DOCS / include["file"]).read_text(encoding="utf-8") if include else fence.body
            printed += [float(number) for number in re.findall(r"\d+(?:\.\d+)?", shown)]
    printed += computed()
    prose = "\n".join("" if line.startswith("![") else line for line in lines)  # a drawing has a test of its own
    prose = re.sub(r"\]\([^)]*\)", "]", prose).replace("{,}", ",")
    found = re.findall(r"\d+,\d+", prose)
    assert len(found) > 150
    for number in found:
        value, digits = float(number.replace(",", ".")), len(number.split(",")[1])
        assert any(abs(one - value) <= 0.5 * 10**-digits + 1e-9 for one in printed), number
