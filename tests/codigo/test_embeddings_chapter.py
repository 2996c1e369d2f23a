"""What the chapter of embeddings derives, done again by sympy or by other means, and the numbers of its prose."""

import json
import math
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import corpus
import embeddings
import numpy as np
import pytest
import sympy as sp
from grammar import FORMS, NOUNS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "embeddings.md").read_text(encoding="utf-8")
MODELS = ROOT / "docs" / "assets" / "modelos"


def sigmoid(z: sp.Expr) -> sp.Expr:
    return 1 / (1 + sp.exp(-z))


def zero(expression: sp.Expr) -> bool:
    """Whether it is, at three points and with 40 digits (to simplify it takes minutes)."""
    symbols = sorted(expression.free_symbols, key=str)
    points = ([sp.Rational(3 * k + i + 1, 7) for k in range(len(symbols))] for i in range(3))
    return all(abs(expression.subs(zip(symbols, point, strict=True)).evalf(40)) < 1e-30 for point in points)


def test_the_three_gradients() -> None:
    w, c = sp.symbols("w1:3", real=True), [sp.symbols(f"c{i}_1:3", real=True) for i in range(3)]
    z = [sum(a * b for a, b in zip(w, row, strict=True)) for row in c]
    loss = -sp.log(sigmoid(z[0])) - sp.log(sigmoid(-z[1])) - sp.log(sigmoid(-z[2]))
    errors = [sigmoid(z[0]) - 1, sigmoid(z[1]), sigmoid(z[2])]
    for j in range(2):
        assert zero(sp.diff(loss, w[j]) - sum(e * row[j] for e, row in zip(errors, c, strict=True)))
        for error, row in zip(errors, c, strict=True):
            assert zero(sp.diff(loss, row[j]) - error * w[j])


def test_the_best_logit_of_a_pair() -> None:
    n, m = sp.symbols("n m", positive=True)
    z = sp.symbols("z", real=True)
    loss = -n * sp.log(sigmoid(z)) - m * sp.log(sigmoid(-z))
    assert zero(sp.diff(loss, z).subs(z, sp.log(n / m)))
    assert zero(sp.diff(loss, z, 2) - (n + m) * sigmoid(z) * (1 - sigmoid(z)))


def test_the_loss_is_not_convex() -> None:
    assert "$2{,}0315<3\\log2\\approx2{,}0794$" in PAGE
    assert 2.0315 < 3 * math.log(2) == pytest.approx(2.0794, abs=5e-5)


@pytest.mark.parametrize("d", [2, 3, 32])
def test_the_cosine_of_random_directions(d: int) -> None:
    def integral(power: int) -> float:  # of the density, which is (1 - x²)^((d - 3) / 2) times x^power, by sines
        angles = (np.arange(20000) + 0.5) / 20000 * math.pi - math.pi / 2
        return float((np.sin(angles) ** power * np.cos(angles) ** (d - 2)).sum())

    assert integral(2) / integral(0) == pytest.approx(1 / d, rel=1e-6)


@pytest.mark.parametrize("d", [1, 2, 3, 7])
def test_the_points_at_one_distance(d: int) -> None:
    # The rows of a regular simplex: the d + 1 unit vectors of d + 1 dimensions, which lie in d of them.
    points = np.eye(d + 1) - 1 / (d + 1)
    assert np.linalg.matrix_rank(points) == d
    assert [math.dist(p, q) for p, q in combinations(points, 2)] == pytest.approx([2**0.5] * math.comb(d + 1, 2))


def test_the_components_are_the_directions_of_most_variance() -> None:
    x = np.random.default_rng(1).normal(size=(30, 5)) * [5, 3, 2, 1, 0.5]
    x -= x.mean(0)
    _, s, q = np.linalg.svd(x, full_matrices=False)
    u = np.random.default_rng(2).normal(size=(500, 5))
    u /= np.sqrt((u * u).sum(1, keepdims=True))
    variances = ((x @ u.T) ** 2).sum(0)
    assert variances.max() <= s[0] ** 2 * (1 + 1e-12)
    assert ((x @ q[0]) ** 2).sum() == pytest.approx(s[0] ** 2)
    values = np.linalg.eigvalsh(x.T @ x)[::-1]
    assert s**2 == pytest.approx(values)


def test_context_probabilities_that_multiply_close_the_parallelogram() -> None:
    # P(c | word) of four words of two features that multiply, and the logits of the optimum.
    rng = np.random.default_rng(3)
    gender, noun, base = rng.uniform(0.5, 2, 6), rng.uniform(0.5, 2, 6), rng.uniform(0.1, 1, 6)
    log_p = {(g, k): np.log(base * gender**g * noun**k) for g in (0, 1) for k in (0, 1)}
    assert log_p[0, 1] - log_p[0, 0] + log_p[1, 0] == pytest.approx(log_p[1, 1])


# Exercises solved on paper


def test_two_measures() -> None:
    q, r, t = np.array([3, 4]), np.array([6, 8]), np.array([20, 0])
    assert (q @ r, q @ t) == (50, 60)
    lengths = [np.sqrt(v @ v) for v in (q, r, t)]
    assert lengths == [5, 10, 20]
    assert (q @ r / 50, q @ t / 100) == (1, 0.6)
    assert math.dist(q, r) == 5 and math.dist(q, t) == pytest.approx(305**0.5) == pytest.approx(17.46, abs=0.005)


def test_the_noise_of_three_words() -> None:
    n = np.array([81, 16, 1])
    assert n / 98 == pytest.approx([0.827, 0.163, 0.010], abs=5e-4)
    assert n**0.75 / 36 == pytest.approx([0.75, 0.222, 0.028], abs=5e-4)
    assert pytest.approx(2.72, abs=0.005) == 98 / 36


def test_a_negative_that_was_true() -> None:
    p = 1 / (1 + math.exp(-0.5))
    assert p == pytest.approx(0.6225, abs=5e-5)
    assert (2 * p - 1) * np.array([1, 0.5]) == pytest.approx([0.2449, 0.1225], abs=1e-4)


def test_the_best_of_one_pair() -> None:
    for k, m, z, p in ((5, 50, -0.511, 0.375), (2, 20, 0.405, 0.6)):
        assert k * 200 * 0.05 == pytest.approx(m)
        assert math.log(30 / m) == pytest.approx(z, abs=5e-4) and 30 / (30 + m) == pytest.approx(p)


def test_what_the_loss_does_not_fix() -> None:
    rng = np.random.default_rng(1)
    w, c, a = rng.normal(size=(6, 3)), rng.normal(size=(6, 3)), rng.normal(size=(3, 3))
    assert (w @ a) @ (c @ np.linalg.inv(a).T).T == pytest.approx(w @ c.T)
    one, other = np.array([[1, 1], [1, -1]]) @ np.diag([3, 1])
    assert one @ other / np.sqrt((one @ one) * (other @ other)) == pytest.approx(0.8)


# Numbers of the prose


def decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def shares(chosen: list[str]) -> list[float]:
    saved = json.loads((MODELS / "embeddings.json").read_text(encoding="utf-8"))
    rows = np.array([saved["vectors"][saved["words"].index(word)] for word in chosen], dtype=float)
    rows /= np.sqrt((rows * rows).sum(1, keepdims=True))
    squares = np.linalg.svd(rows - rows.mean(0), compute_uv=False) ** 2
    return (squares / squares.sum()).tolist()


def test_the_shares_of_the_components_in_the_prose() -> None:
    one, two, three = shares([word for noun in NOUNS for word in FORMS[noun]])[:3]
    assert f"La primera dirección, con el {100 * one:.0f} % de la variación, es el número." in PAGE
    alt = f"con el {100 * one:.0f} % de la variación, es la horizontal en los dos"
    assert alt in PAGE and f"la segunda, con el {100 * two:.0f} %" in PAGE and f"la tercera, con el {100 * three:.0f} %" in PAGE
    one, two = shares(list(embeddings.classes()))[:2]
    assert f"el {100 * one:.0f} % y el {100 * two:.0f} % de la variación" in PAGE
    assert f"solo enseña el {100 * (one + two):.0f} % de la variación" in PAGE


def test_the_noise_in_the_prose() -> None:
    counts = Counter(word for story in corpus.read("corpus.txt") for word in story)
    total, powers = sum(counts.values()), sum(n**0.75 for n in counts.values())
    rare, common = min(counts, key=lambda word: counts[word]), max(counts, key=lambda word: counts[word])
    assert (rare, common) == ("quesos", ".")
    times = [counts[word] ** 0.75 / powers * total / counts[word] for word in (rare, common)]
    rare, common = (decimal(value, 1) for value in times)
    assert f"{rare} veces más de lo que le daría su frecuencia; el punto, la más frecuente, {common} veces" in PAGE


def test_the_sizes_in_the_prose() -> None:
    models = json.loads((MODELS / "resultados.json").read_text(encoding="utf-8"))["models"]
    runs = [list(models[f"embeddings-{d}"]["validation"].values()) for d in (8, 16, 32)]
    near, right = ([f"{np.mean([of(run) for run in some]):.0f}" for some in runs] for of in (neighbours, analogies))
    assert "suben de unas {} a unas {} y a unas {} de cada cien".format(*near) in PAGE
    assert "suben de unas {} a unas {} y a unas {}".format(*right) in PAGE
    last = [analogies(run) for run in runs[-1]]
    assert f"con 32 las semillas van de {min(last):.0f} a {max(last):.0f}." in PAGE


def test_what_the_previous_chapter_left() -> None:
    printed = (ROOT / "docs" / "codigo" / "salidas" / "softmax.txt").read_text(encoding="utf-8")
    value = float(re.search(r"^softmax +perplejidad (\S+)$", printed, re.MULTILINE)[1])
    bound = corpus.perplexity_bound(corpus.read("corpus-validacion.txt"))
    assert f"es {decimal(value, 2)}, muy lejos de la mejor posible, {decimal(bound, 2)}" in PAGE


def test_the_analogies_in_the_prose() -> None:
    shown = dict(re.findall(r"^(a - b \+ c, [a-z ]+?|solo a) +(\d+)$", PAGE, re.MULTILINE))
    kept, free, alone = (int(shown[key]) for key in ("a - b + c, prohibidas", "a - b + c, sin prohibir", "solo a"))
    (winner,) = re.findall(r"gana en su lugar: \{'a': (\d+),", PAGE)
    assert f"se pierden {kept - free} aciertos, y de los {160 - free} fallos {winner} los gana «a»" in PAGE
    assert alone == 160 / 4 and "acierta la cuarta parte" in PAGE


def neighbours(run: dict) -> float:
    return run["neighbours"]["all"]


def analogies(run: dict) -> float:
    return run["analogies"]
