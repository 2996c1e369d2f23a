"""The scalar engine against PyTorch."""

import random

import autograd
import pytest
import torch
from torch.nn import functional as F


def random_graph(rng: random.Random, leaves: list, steps: int) -> object:
    """The same random operations for our values and for PyTorch's."""
    nodes = list(leaves)
    for _ in range(steps):
        a, b = rng.choice(nodes), rng.choice(nodes)
        nodes.append(
            rng.choice(
                (
                    lambda a, b: a + b, lambda a, b: a * b, lambda a, b: a - b, lambda a, b: a / (b**2 + 1),
                    lambda a, b: (a * 0.1).tanh().exp(), lambda a, b: (a**2 + 0.5).log(), lambda a, b: a.tanh(),
                    lambda a, b: a.relu(), lambda a, b: 3 - a, lambda a, b: 2 / (b**2 + 1), lambda a, b: 0.5 * -a,
                    lambda a, b: (b**2 + 1) ** 0.5, lambda a, b: 1 + b.tanh() ** 3,
                )
            )(a, b)
        )  # fmt: skip
        nodes[-1] = nodes[-1].tanh() if rng.random() < 0.3 else nodes[-1]
    total = nodes[-1]
    for node in nodes[-4:]:
        total = total + node * node.tanh()
    return total


def test_the_engine_against_torch_on_random_graphs() -> None:
    compared = 0
    for seed in range(150):
        starts = [random.Random(seed).uniform(-2, 2) for _ in range(4)]
        ours = [autograd.Value(x) for x in starts]
        theirs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in starts]
        one = random_graph(random.Random(seed), ours, 15)
        other = random_graph(random.Random(seed), theirs, 15)
        if not abs(one.data) < 1e6:
            continue
        one.backward()
        other.backward()
        assert one.data == pytest.approx(other.item(), rel=1e-10)
        for a, b in zip(ours, theirs, strict=True):
            assert a.grad == pytest.approx(0.0 if b.grad is None else b.grad.item(), rel=1e-8, abs=1e-12)
        compared += 1
    assert compared > 100


def test_gradients_add_up_in_the_leaves() -> None:
    x, y = autograd.Value(3.0), autograd.Value(2.0)
    z = x * x
    w = z * y + z  # z is used twice
    w.backward()
    assert (x.grad, y.grad, z.grad) == (18.0, 9.0, 3.0)
    w.backward()
    assert (x.grad, y.grad, z.grad) == (36.0, 18.0, 3.0)
    order = w.order()
    assert all(order.index(p) < order.index(node) for node in order for p in node.parents)
    assert len({id(node) for node in order}) == len(order)


def test_a_value_shows_its_number_and_its_derivative() -> None:
    x = autograd.Value(3.0)
    (x * x).backward()
    assert repr(x) == "Value(3.0, grad=6.0)"


def test_a_deep_graph() -> None:
    x = total = autograd.Value(1.0)
    for _ in range(5000):
        total = total * 1.0 + x
    total.backward()
    assert x.grad == 5001


def test_the_engine_learns_xor() -> None:
    weights = [autograd.Value(random.Random(i).uniform(-1, 1)) for i in range(9)]
    leaves = [torch.tensor(w.data, dtype=torch.float64, requires_grad=True) for w in weights]
    for _ in range(5):
        for leaf in leaves:
            leaf.grad = None
        loss = autograd.loss(leaves)
        loss.backward()
        x = torch.tensor([pair for pair, _ in autograd.XOR]).double()
        a, b, c, d, e, f, *out = leaves
        h = torch.tanh(x @ torch.stack([torch.stack([a, d]), torch.stack([b, e])]) + torch.stack([c, f]))
        z = h @ torch.stack(out[:2]) + out[2]
        expected = F.binary_cross_entropy_with_logits(z, torch.tensor([y for _, y in autograd.XOR]).double())
        torch.testing.assert_close(loss, expected)
        with torch.no_grad():
            for leaf in leaves:
                leaf -= leaf.grad
    autograd.train(weights, 5)
    assert [w.data for w in weights] == pytest.approx([leaf.item() for leaf in leaves], rel=1e-9)
