"""Logistic regression, in its three forms, against PyTorch and against facts that need no training."""

import math

import logistic
import numpy as np
import pytest
import torch
from held_out import held_out, random_numbers
from torch.nn import functional as F


def logistic_data() -> tuple[list[list[float]], list[float]]:
    return logistic.examples(held_out()[:300], logistic.counts_and_first)


def test_three_gradients_are_that_of_autograd() -> None:
    x, y = logistic_data()
    w = random_numbers(3).requires_grad_()
    b = random_numbers(1, seed=2)[0].requires_grad_()
    rows, labels = torch.tensor(x).double(), torch.tensor(y).double()
    expected = F.binary_cross_entropy_with_logits(rows @ w + b, labels)
    expected.backward()
    weights, bias = w.tolist(), b.item()
    for loss, grad_w, grad_b in (
        logistic.gradient_python(weights, bias, x, y),
        logistic.gradient_numpy(np.array(weights), bias, np.array(x), np.array(y)),
        logistic.gradient_torch(w.detach(), b.detach(), rows, labels),
    ):
        assert float(loss) == pytest.approx(expected.item(), rel=1e-12)
        assert list(map(float, grad_w)) == pytest.approx(w.grad.tolist(), rel=1e-10)
        assert float(grad_b) == pytest.approx(b.grad.item(), rel=1e-10)


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    x, y = logistic_data()
    w, b, step = [0.3, -0.2, 0.1], 0.05, 1e-5
    _, grad_w, grad_b = logistic.gradient_python(w, b, x, y)

    def loss(j: int, step: float) -> float:
        moved = [*w, b]
        moved[j] += step
        return logistic.gradient_python(moved[:3], moved[3], x, y)[0]

    for j, slope in enumerate([*grad_w, grad_b]):
        assert slope == pytest.approx((loss(j, step) - loss(j, -step)) / (2 * step), rel=1e-6, abs=1e-9)


def test_three_trainings_are_gradient_descent() -> None:
    x, y = logistic_data()
    rows, labels = torch.tensor(x).double(), torch.tensor(y).double()
    layer = torch.nn.Linear(3, 1).double()
    for p in layer.parameters():
        torch.nn.init.zeros_(p)
    sgd = torch.optim.SGD(layer.parameters(), lr=0.3)
    for _ in range(40):
        sgd.zero_grad()
        F.binary_cross_entropy_with_logits(layer(rows)[:, 0], labels).backward()
        sgd.step()
    for w, b in (
        logistic.train_python(x, y, 0.3, 40),
        logistic.train_numpy(np.array(x), np.array(y), 0.3, 40),
        logistic.train_torch(rows, labels, 0.3, 40),
    ):
        assert list(map(float, w)) == pytest.approx(layer.weight[0].tolist(), rel=1e-10)
        assert float(b) == pytest.approx(layer.bias.item(), rel=1e-10)


def test_closed_facts_of_logistic_regression() -> None:
    x, y = (np.array(values) for values in logistic.examples(held_out()[:300], logistic.counts))
    loss, _, grad_b = logistic.gradient_numpy(np.zeros(2), 0.0, x, y)
    assert loss == pytest.approx(math.log(2))
    assert grad_b == pytest.approx(0.5 - y.mean())
    w, b = logistic.train_numpy(x, y, 0.5, 4000)
    p = np.array([logistic.predict(w, b, row) for row in x])
    assert p.mean() == pytest.approx(y.mean()), "at the minimum the mean prediction is the mean label"
    assert p @ x == pytest.approx(y @ x)
    w, b = logistic.train_numpy(np.zeros((len(y), 1)), y, 1.0, 500)
    assert b == pytest.approx(math.log(y.mean() / (1 - y.mean()))), "without features, the log-odds"


def test_features_of_a_story() -> None:
    text = "había un rey llamado Leo . mi niña que vio al gato de la plaza llegó cansada . lo contó el rey Leo ."
    story = text.split()
    assert logistic.examples([story], logistic.counts) == ([[3.0, 2.0]], [1.0])
    assert logistic.examples([story], logistic.counts_and_first) == ([[3.0, 2.0, 1.0]], [1.0])
    story[story.index("cansada")] = "triste"
    assert logistic.examples([story], logistic.counts) == ([], [])
