"""«Conceptos previos»: each derivation of the page by another way, and the numbers of its prose and figures."""

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import product
from pathlib import Path

import corpus
import numpy as np
import prose
import pytest
import sympy  # torch brings it
import torch

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "scripts" / "figures"))
import cuento_sorpresa  # noqa: E402
import curvas_nivel  # noqa: E402
import producto_matrices  # noqa: E402
import varianza_media  # noqa: E402

SOURCE = ROOT / "docs" / "matematicas.md"
PAGE = prose.plain(SOURCE.read_text(encoding="utf-8"))
RNG = np.random.default_rng(1)

said = partial(prose.said, PAGE)


def entropy(p: Sequence[float]) -> float:
    return cross_entropy(p, p)


def cross_entropy(p: Sequence[float], q: Sequence[float]) -> float:
    return -math.fsum(a * math.log(b) for a, b in zip(p, q, strict=True) if a)


def simplex(n: int, zeros: int = 0) -> np.ndarray:
    p = RNG.dirichlet(np.ones(n))
    p[:zeros] = 0
    return p / p.sum()


def test_the_dot_product_is_the_cosine_times_the_lengths() -> None:
    for _ in range(20):
        a, b = RNG.uniform(-math.pi, math.pi, 2)
        r, s = RNG.uniform(0.1, 3, 2)
        x, y = r * np.array([math.cos(a), math.sin(a)]), s * np.array([math.cos(b), math.sin(b)])
        assert x @ y == pytest.approx(r * s * math.cos(a - b))


def test_the_products_of_two_nouns_and_four_adjectives() -> None:
    x, w = (np.array(list(words.values())) for words in (producto_matrices.NOUNS, producto_matrices.ADJECTIVES))
    for row in x @ w.T:
        assert ", ".join(f"{value:.0f}".replace("-", "−") for value in row) in PAGE
    for (vector, score), place in zip(zip(w, x[0] @ w.T), ("cansada", "cansadas", "cansado", "cansados")):
        point = ", ".join(f"{value}".replace("-", "−") for value in vector)
        amount = f"{score:+.0f}".replace("-", "−")
        assert any(f"{place}, en ({point}), con {by}{amount}" in PAGE for by in ("", "producto escalar "))
    assert 4 * (x[0] @ w[1]) > x[0] @ w[0] > x[0] @ w[1], "a longer vector, not a nearer one, has the largest product"


def test_the_table_of_derivatives() -> None:
    x, n, a, b = sympy.symbols("x n a b", positive=True)
    f, g = sympy.Function("f")(x), sympy.Function("g")(x)
    df, dg = f.diff(x), g.diff(x)
    for function, derivative in (
        (sympy.Integer(3), 0),
        (x**n, n * x ** (n - 1)),
        (sympy.exp(x), sympy.exp(x)),
        (sympy.log(x), 1 / x),
        (a * f + b * g, a * df + b * dg),
        (f * g, df * g + f * dg),
        (f / g, (df * g - f * dg) / g**2),
        (sympy.sin(x**2), sympy.cos(x**2) * 2 * x),
        ((2 * x) * (3 * x), 12 * x),
    ):
        assert sympy.simplify(sympy.diff(function, x) - derivative) == 0


def test_the_gradient_is_the_steepest_way_up_and_its_normal_is_level() -> None:
    w, step = curvas_nivel.START, 1e-5
    gradient = curvas_nivel.gradient(w)
    angles = np.linspace(0, 2 * math.pi, 361)
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    slopes = [(curvas_nivel.loss(w + step * way) - curvas_nivel.loss(w - step * way)) / (2 * step) for way in ways]
    assert slopes == pytest.approx(list(ways @ gradient), abs=1e-8)
    assert ways[np.argmax(slopes)] @ gradient == pytest.approx(np.linalg.norm(gradient), rel=1e-4)
    level = ways[np.argmin(np.abs(slopes[:180]))]
    assert abs(level @ gradient) < 0.01 * np.linalg.norm(gradient)
    said(curvas_nivel.loss(w), 3, "donde la pérdida vale {}")
    assert np.linalg.solve(curvas_nivel.X, curvas_nivel.Y) == pytest.approx([1 / 3, -1 / 3])


def test_the_gradients_of_a_layer() -> None:
    x, w, b, c = (torch.randn(*shape, dtype=torch.float64) for shape in ((3, 2), (2, 4), (1, 4), (3, 4)))
    for tensor in (x, w, b):
        tensor.requires_grad_()
    y = x @ w + b
    y.retain_grad()
    (torch.tanh(y) * c).sum().backward()
    g = y.grad
    assert g is not None and x.grad is not None and w.grad is not None and b.grad is not None
    assert torch.allclose(x.grad, g @ w.detach().T)
    assert torch.allclose(w.grad, x.detach().T @ g)
    assert torch.allclose(b.grad, g.sum(0, keepdim=True))


Joint = dict[tuple[int, int], Fraction]
Quantity = Callable[[int, int], int | Fraction]
JOINT: Joint = {(0, 1): Fraction(1, 4), (2, 1): Fraction(1, 8), (2, 5): Fraction(1, 2), (3, -1): Fraction(1, 8)}


def mean(f: Quantity, joint: Joint = JOINT) -> Fraction:
    return sum((p * f(x, y) for (x, y), p in joint.items()), Fraction(0))


def variance(f: Quantity, joint: Joint = JOINT) -> Fraction:
    return mean(lambda x, y: (f(x, y) - mean(f, joint)) ** 2, joint)


def test_expectation_variance_and_covariance() -> None:
    mx, my = mean(lambda x, y: x), mean(lambda x, y: y)
    assert mean(lambda x, y: 3 * x - 2 * y) == 3 * mx - 2 * my
    vx, vy = variance(lambda x, y: x), variance(lambda x, y: y)
    assert vx == mean(lambda x, y: x * x) - mx**2
    assert variance(lambda x, y: 7 * x) == 49 * vx
    covariance = mean(lambda x, y: (x - mx) * (y - my))
    assert covariance != 0
    assert variance(lambda x, y: x + y) == vx + vy + 2 * covariance
    px = {a: sum(p for (x, _), p in JOINT.items() if x == a) for a in (0, 2, 3)}
    py = {b: sum(p for (_, y), p in JOINT.items() if y == b) for b in (-1, 1, 5)}
    alone = {(a, b): px[a] * py[b] for a, b in product(px, py)}
    assert mean(lambda x, y: (x - mx) * (y - my), alone) == 0
    assert variance(lambda x, y: x + y, alone) == vx + vy


def test_the_variance_of_a_dot_product_of_entries_of_mean_zero() -> None:
    values = {-2: Fraction(1, 3), 1: Fraction(2, 3)}  # mean 0, variance 2, and not symmetric
    v = sum(p * x * x for x, p in values.items())
    for d in (1, 2):
        total = square = Fraction(0)
        for entries in product(values, repeat=2 * d):
            p = math.prod((values[x] for x in entries), start=Fraction(1))
            dot = sum(a * b for a, b in zip(entries[:d], entries[d:], strict=True))
            total, square = total + p * dot, square + p * dot * dot
        assert total == 0
        assert square == d * v**2


def test_the_chain_rule_of_probability_on_a_story() -> None:
    words = cuento_sorpresa.TEXT.split()
    p = [cuento_sorpresa.beginning(words[:t]) for t in range(len(words) + 1)]
    assert p[0] == p[1] == 1, "«había» is certain"
    assert p[-1] == corpus.probability(words)
    after = words.index("cansada")
    assert p[after + 1] / p[after] == Fraction(35, 100)
    assert "escribe «cansada» con probabilidad 0,35." in PAGE
    said(-corpus.log_prob(words), 2, "La suma es {} nats")
    costs = [math.log(p[t - 1] / p[t]) for t in range(2, len(words) + 1)]
    for word, cost in zip(words[1:], costs, strict=True):
        if cost and word not in ("una", "reina", "Eva"):
            said(cost, 2, f"{word}, {{}}")
    una, (reina, again), (eva, eva_again) = (
        words.index("una"),
        *([t for t, word in enumerate(words) if word == name] for name in ("reina", "Eva")),
    )
    for t in (una, reina, eva):
        said(costs[t - 1], 2, "una, reina y Eva, {} cada una")
    said(costs[again - 1], 2, "reina, {}; Eva, 0,14;")
    said(costs[eva_again - 1], 2, "reina, 0,23; Eva, {};")
    for name in corpus.SPLITS:
        assert all(words.count(".") == 3 and words[-1] == "." for words in corpus.read(name))


def test_what_a_bet_pays() -> None:
    sure, timid, shy = (-math.log(p) for p in (0.9, 0.6, 0.1))
    said(sure, 4, "-\\log 0,9 \\approx {}$ nats")
    said(timid, 4, "-\\log 0,6 \\approx {}$, casi cinco veces más")
    assert 4.5 < timid / sure < 5
    for cost, text in ((shy, "p = 0,1 con {} nats"), (timid, "p = 0,6 con {} nats"), (sure, "p = 0,9 con {} nats")):
        said(cost, 2, text)
    said(timid - sure, 2, "Pasar de 0,6 a 0,9 ahorra {} nats")
    said(shy - timid, 2, "pasar de 0,1 a 0,6 ahorra {} nats")
    said(math.log(2), 4, "un bit son $\\log 2 \\approx {}$ nats")


def test_divergence_and_entropy() -> None:
    for zeros in (0, 1, 2):
        p, q = simplex(5, zeros), simplex(5)
        divergence = math.fsum(a * math.log(a / b) for a, b in zip(p, q, strict=True) if a)
        assert divergence > 0
        assert cross_entropy(p, q) == pytest.approx(entropy(p) + divergence)
        assert entropy(p) < math.log(5)
        assert cross_entropy(p, [0.2] * 5) == pytest.approx(math.log(5))
    assert entropy([0.2] * 5) == pytest.approx(math.log(5))
    x = sympy.symbols("x", positive=True)
    g = x - 1 - sympy.log(x)
    assert sympy.solve(g.diff(x), x) == [1]
    assert g.subs(x, 1) == 0
    assert g.diff(x, 2).is_positive


def test_what_the_four_bets_pay() -> None:
    p, bit = (1 / 2, 1 / 4, 1 / 4), math.log(2)
    said(entropy(p) / bit, 1, "los mismos {} bits de entropía")
    for q, text in (((1 / 3,) * 3, "la uniforme añade {};"), ((1 / 4, 1 / 2, 1 / 4), "(1/4, 1/2, 1/4), {};")):
        said((cross_entropy(p, q) - entropy(p)) / bit, 3, text)
    last = cross_entropy(p, (1 / 8, 1 / 8, 3 / 4)) / bit
    said(last - entropy(p) / bit, 3, "(1/8, 1/8, 3/4), {} y llega")
    said(last, 3, "llega a {} bits")
    said(entropy((2 / 8, 2 / 8, 1 / 8, 3 / 8)) / bit, 2, "$H(A) \\approx {}$ bits")
    said((entropy(p) + entropy((1 / 2, 1 / 2))) / 2 / bit, 2, "\\tfrac{{1}}{{2}} \\cdot 1 = {}$ bits")
    for nats, text in ((entropy(p), "son {},"), (cross_entropy(p, (1 / 4, 1 / 2, 1 / 4)), "1,0397, {} y 0,1733")):
        said(nats, 4, text)


def test_counting_is_the_maximum_of_the_likelihood() -> None:
    theta, k, n = sympy.symbols("theta k n", positive=True)
    likelihood = k * sympy.log(theta) + (n - k) * sympy.log(1 - theta)
    assert sympy.solve(likelihood.diff(theta), theta) == [k / n]
    second = -k / theta**2 - (n - k) / (1 - theta) ** 2
    assert sympy.simplify(likelihood.diff(theta, 2) - second) == 0
    counts = np.array([3, 0, 5, 2])
    best = cross_entropy(counts / 10, counts / 10)
    assert all(cross_entropy(counts / 10, simplex(4)) > best for _ in range(50))


def test_log_sum_exp() -> None:
    for _ in range(10):
        z = RNG.normal(0, 20, 6)
        m = z.max()
        inner = np.exp(z - m).sum()
        assert 1 <= inner <= len(z)
        assert m + math.log(inner) == pytest.approx(math.log(np.exp(z).sum()))


def test_the_bound_of_the_perplexity() -> None:
    predicted = float(corpus.mean_length()) - 1
    said(predicted, 4, "{} palabras por predecir")
    said(corpus.entropy(), 4, "y {} nats de información")
    said(corpus.best_perplexity(), 4, "\\approx {}$.")
    said(corpus.best_perplexity(), 4, "ningún modelo puede bajar, de media, de {}.")
    assert corpus.best_perplexity() == pytest.approx(math.exp(corpus.entropy() / predicted))
    words = {word for story in corpus.read("corpus.txt") for word in story}
    assert math.exp(predicted * math.log(len(words)) / predicted) == pytest.approx(107)
    said(predicted * math.log(len(words)), 4, "pagaría {} nats por cuento")
    for text, printed in (  # what the prose says, and what a tested block of the page prints
        ("En validación paga 2,0650,", "\n2.0650\n"),
        ("es 46,8717, muy lejos de 2,0650 ", "\n46.8717\n2.0650\n"),
        ("dará probabilidad cero a 1812 de los 2000", "\n188\n"),
    ):
        assert text in PAGE
        assert printed in PAGE


def test_the_mean_length_of_some_stories() -> None:
    one = varianza_media.lengths(corpus.STORY)
    words = np.arange(len(one))
    assert one.sum() == pytest.approx(1)
    assert one @ words == pytest.approx(float(corpus.mean_length()))
    said(one @ words, 2, "todas con media {}.")
    assert (words[one > 0].min(), words[one > 0].max()) == corpus.lengths()
    deviation = math.sqrt(one @ (words - one @ words) ** 2)
    said(deviation, 2, "con desviación típica {}.")
    said(deviation / 2, 2, "campana con desviación {}.")
    said(deviation / 4, 2, "estrecha, con desviación {}.")


def test_the_solutions_by_hand() -> None:
    said(3 / math.sqrt(10), 4, "\\approx {}$ y")
    said(4 / math.sqrt(5 * 32), 4, "\\approx {}$: gana")
    p, q, bit = (3 / 4, 1 / 4), (1 / 2, 1 / 2), math.log(2)
    said(entropy(p) / bit, 4, "\\approx {}$. Como $q$ es uniforme")
    said((cross_entropy(p, q) - entropy(p)) / bit, 4, "D_{{\\mathrm{{KL}}}}(p \\,\\|\\, q) \\approx {}$")
    said((cross_entropy(q, p) - entropy(q)) / bit, 4, "+ \\tfrac{{1}}{{2}} \\approx {}")
    p, q = (1 / 2, 1 / 4, 1 / 4, 0), (3 / 8, 2 / 8, 2 / 8, 1 / 8)
    said(cross_entropy(p, q), 4, "&\\approx {}")
    said(cross_entropy(p, q) - entropy(p), 4, "paga {} nats de más")
    for bet in (0.9, 0.6):
        said(cross_entropy((0.35, 0.65), (bet, 1 - bet)), 4, "\\approx {} \\\\")
    said(entropy((0.35, 0.65)), 4, "H(p) \\approx {}")
    assert Fraction(1, 4) ** 22 == Fraction(1, 2**44)
    x, w = np.array([2.0, -1.0]), np.array([0.5, 1.0])
    step = w - 0.1 * 2 * (w @ x - 1) * x
    assert step == pytest.approx([0.9, 0.8])
    assert (step @ x - 1) ** 2 == pytest.approx(0)
    assert (w - 0.2 * 2 * (w @ x - 1) * x) @ x == pytest.approx(2)
    assert math.sqrt(4 / 16) == 0.5 and math.sqrt(4 / 64) == 0.25
    strong, weak = (cross_entropy((0.35, 0.65), (bet, 1 - bet)) for bet in (0.9, 0.6))
    assert 1.9 < strong / weak < 2
    assert "paga casi el doble que el segundo" in PAGE


def test_the_chain_of_four_links() -> None:
    x, w = np.array([2.0, -1.0]), np.array([0.5, 1.0])

    def loss(w: np.ndarray) -> float:
        return math.log(1 + math.exp(-w @ x))

    gradient = -math.exp(-w @ x) / (1 + math.exp(-w @ x)) * x
    assert gradient == pytest.approx([-1, 0.5])
    new = w - 0.1 * gradient
    said(loss(w), 4, "\\log 2 \\approx {}")
    said(loss(new), 4, "\\approx {}$. El gradiente")
    assert -0.1 * gradient @ gradient == pytest.approx(-0.125)
    said(loss(w) - loss(new), 4, "y el real es $-{}$")


def computed() -> Iterator[float]:
    """What the prose says and no block of the page prints; the tests above look for most of it in its place."""
    for p in (0.9, 0.6, 0.4, 0.1):
        yield -math.log(p)
    yield from (math.log(0.9 / 0.6), math.log(2 / 3), 0.35, 0.65, 2.0**-10, math.log2(3), 4 / 64, 0.4)
    w, x = np.array([0.5, 1.0]), np.array([2.0, -1.0])
    new = w + 0.05 * x  # the chain of four links
    yield from (new[1], w[1] - new[1], 0.1 * (x / 2) @ (x / 2), math.log(2) - math.log(1 + math.exp(-new @ x)))
    yield from (w + 0.2 * x)  # a step that lands on the minimum
    yield curvas_nivel.loss(curvas_nivel.START)
    yield from (3 / math.sqrt(10), 4 / math.sqrt(160), float(corpus.mean_length()))
    one = varianza_media.lengths(corpus.STORY)
    deviation = math.sqrt(one @ (np.arange(len(one)) - float(corpus.mean_length())) ** 2)
    yield from (deviation, deviation / 2, deviation / 4)
    bit, queen, half = math.log(2), (1 / 2, 1 / 4, 1 / 4), (1 / 2, 1 / 2)
    yield from ((entropy(queen) + entropy(half)) / 2 / bit, entropy((2 / 8, 2 / 8, 1 / 8, 3 / 8)) / bit)
    for bet in ((1 / 3,) * 3, (1 / 8, 1 / 8, 3 / 4)):
        yield from (cross_entropy(queen, bet) / bit, (cross_entropy(queen, bet) - entropy(queen)) / bit)
    p, q = (3 / 4, 1 / 4), half
    yield from (entropy(p) / bit, 1 - entropy(p) / bit, (cross_entropy(q, p) - entropy(q)) / bit)
    smooth = cross_entropy(queen, (3 / 8, 2 / 8, 2 / 8))
    yield from (smooth, smooth - entropy(queen))
    for bet in (0.9, 0.6, 0.35):
        yield cross_entropy((0.35, 0.65), (bet, 1 - bet))
    words = cuento_sorpresa.TEXT.split()
    beginnings = [cuento_sorpresa.beginning(words[:t]) for t in range(1, len(words) + 1)]
    yield from (math.log(p / q) for p, q in zip(beginnings, beginnings[1:]))


def test_every_number_of_the_prose_is_printed_or_computed() -> None:
    assert prose.unaccounted(SOURCE, computed()) == []
