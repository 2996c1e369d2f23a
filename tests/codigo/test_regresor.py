"""The derivations of the chapter on logistic regression, each against autograd or a closed fact, and the numbers of its prose."""

import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import corpus
import logistic
import measures
import numpy as np
import prose
import pytest
import regresor
import sobreajuste
import softmax
import torch
from grammar import FORMS, QUALITIES
from torch.autograd.functional import hessian, jacobian

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCE = DOCS / "regresor.md"
PAGE = prose.plain(SOURCE.read_text(encoding="utf-8"))
sys.path.append(str(ROOT / "scripts" / "figures"))
import descenso  # noqa: E402
import regresor_distancia  # noqa: E402
import softmax_bigramas  # noqa: E402
import superficie  # noqa: E402
import tasas  # noqa: E402

Tensor = torch.Tensor
said = partial(prose.said, PAGE)


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


def test_the_gradients_of_a_batch_of_the_softmax_regression() -> None:
    x, w, b = random_numbers(6, 4), random_numbers(4, 5, seed=2), random_numbers(5, seed=3)
    y = torch.eye(5).double()[torch.tensor([0, 3, 3, 1, 4, 2])]
    slopes = jacobian(lambda w, b: -(y * torch.log_softmax(x @ w + b, 1)).sum(1).mean(), (w, b))
    g = (torch.softmax(x @ w + b, 1) - y) / len(x)
    assert torch.allclose(slopes[0], x.T @ g) and torch.allclose(slopes[1], g.sum(0))
    ours = softmax.gradient(w, b, x, y)
    assert torch.allclose(slopes[0], ours[0]) and torch.allclose(slopes[1], ours[1])


# The numbers of the prose: each one is printed on the page, up to its rounding, or computed here.


def two(a: float, b: float) -> float:
    """The softmax of two logits, its first probability."""
    return 1 / (1 + math.exp(b - a))


def tiny_language_model() -> float:
    """The loss of the six sentences after a thousand steps of rate 0.5."""
    text = re.search(r'TEXT = """\n(.+?)"""', PAGE, re.DOTALL)
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
    yield from (abs(value) for value in (*w, b))
    best = logistic.train_numpy(x, y, 0.5, 500)
    yield logistic.gradient_numpy(np.array(w), b, x, y)[0] - logistic.gradient_numpy(*best, x, y)[0]
    bound = re.search(r"validacion.+?perplejidad +(\S+)", (DOCS / "codigo/salidas/corpus.txt").read_text(), re.DOTALL)
    assert bound
    yield float(bound[1])
    yield from drawn()


def drawn() -> Iterator[float]:
    """What the figures show and their texts say."""
    yield from (descenso.Slice().loss(descenso.START), abs(descenso.Slice().descend(3)[5]))
    yield from (tasas.curve(0.02)[-1], -math.log(two(0, 0)))
    yield from (1.45, max(superficie.LEVELS))  # an axis and a level


def test_every_number_of_the_prose_is_printed_or_computed() -> None:
    assert prose.unaccounted(SOURCE, computed()) == []
    assert len(re.findall(r"\d+,\d+", PAGE)) > 150


def test_what_the_texts_of_the_figures_say() -> None:
    valley = descenso.Slice()
    said(valley.loss(0), 3, "con el mínimo, {}, en la posición 0")
    said(valley.loss(descenso.START), 3, "en la posición −1, con pérdida {}.")
    slow, fast = valley.descend(0.5), valley.descend(3)
    assert slow == sorted(slow) and slow[-1] < 0
    said(fast[1], 2, "ladera contraria, en {},")
    assert all(abs(t - (0.55 if t > 0 else -0.5)) < 0.06 for t in fast[2:])

    for rate, value in ((0.02, "hasta {}. Con 0,1"), (0.1, "Con 0,1 llega a {} y"), (0.5, "y con 0,5, a {}.")):
        said(tasas.curve(rate)[-1], 3 if rate == 0.02 else 2, value)
    assert tasas.curve(2)[20] - tasas.curve(2)[-1] < 0.002
    jumps = tasas.curve(3)
    assert jumps[0] > jumps[1] > jumps[2] < jumps[3] < jumps[4] < jumps[5] == max(jumps)
    said(jumps[5], 2, "sube hasta {} en el quinto")
    said(jumps[-1], 2, "oscilando en torno a {}.")

    alone, attracted, counted = regresor_distancia.figures()
    assert set(alone) == set(counted) == set(range(2, 11)) and min(attracted) == 4
    assert set(alone.values()) == {100}
    assert f"oscila entre {min(attracted.values()):.0f} y {max(attracted.values()):.0f}," in PAGE
    assert f"oscila entre {min(counted.values()):.0f} y {max(counted.values()):.0f}." in PAGE

    after = {word: [p for _, p, _ in rows] for word, rows in softmax_bigramas.tables().items()}
    assert all(abs(p - 0.16) < 0.015 for p in after["la"][:5]) and all(0.05 < p < 0.06 for p in after["llegó"][2:])
    said(after["niña"][0], 2, "llamada con {} y")
    assert all(abs(p - 0.1) < 0.01 for p in after["niña"][1:5])
    said(after["llegó"][0], 2, "al con {},")
    said(after["llegó"][1], 2, "a con {} y adjetivos")

    _, history = sobreajuste.train(*sobreajuste.split()[:2])
    said(history[1][0], 2, "sin parar de {} a")
    said(history[1500][0], 2, "a {}. La de validación")
    said(history[13][1], 3, "baja hasta {} en la época 13")
    said(history[1500][1], 2, "desde ahí sube hasta {},")
    for k, text in enumerate(("marcan {}, 0,245", "0,665, {} y", "0,245 y {}.")):
        said(math.exp(2 - k) / sum(map(math.exp, range(3))), 3, text)

    points = {
        label: {tuple(regresor.features(text)) for text, one in regresor.TRAIN if one == label} for label in (0, 1)
    }
    assert points[0] & points[1] == {(0, 0), (2, 2)} and "En (0, 0) y en (2, 2) hay un círculo dentro" in PAGE
    assert points[1] - points[0] == {(2, 0), (1, 0), (2, 1), (1, 2)} and "en (2, 0), (1, 0), (2, 1) y (1, 2)." in PAGE
    assert points[0] - points[1] == {(0, 1), (0, 2)} and "en (0, 1) y (0, 2)." in PAGE

    x, y = map(np.array, logistic.examples(corpus.read("corpus.txt"), logistic.counts))
    end = superficie.descend(x, y, None)[-1]
    assert np.abs(end - [1, -1]).max() < 0.1 and superficie.LEVELS[0] < 0.35 == superficie.LEVELS[1]


# What the prose says with whole numbers, or in words.


def test_no_line_gets_more_than_nine_of_the_twelve() -> None:
    x, y = regresor.tensors(regresor.TRAIN)
    best = 0
    for angle in np.linspace(0, 2 * np.pi, 721) + 1e-4:
        z = x @ torch.tensor([math.cos(angle), math.sin(angle)]).double()
        best = max(best, *(int(((z > cut) == (y > 0.5)).sum()) for cut in (*z.tolist(), -9.0)))
    assert best == 9


def test_in_every_direction_some_of_the_twelve_fail_so_there_is_a_minimum() -> None:
    x, y = regresor.tensors(regresor.TRAIN)
    sides = torch.cat([x, torch.ones(len(x), 1).double()], dim=1) * (2 * y - 1)[:, None]
    directions = torch.nn.functional.normalize(random_numbers(100_000, 3), dim=1)
    worst = (directions @ sides.T).min(dim=1).values  # of the twelve, the score of the one that fails most
    assert worst.max() < -0.1
    through = torch.tensor([1.0, -1.0, 0.0]).double()  # the line by (0, 0) and (2, 2): (1, 0) and (1, 2) are feminine
    assert {tuple(row.tolist()) for row in sides if row @ through < 0} == {(1.0, 2.0, 1.0)}


def test_which_words_have_a_gender() -> None:
    known = {word for story in corpus.read("corpus.txt") for word in story}
    adjectives = {form for quality in QUALITIES for form in FORMS[quality]}
    assert {"rubio", "rubia", "valiente"} <= adjectives <= known
    assert not (adjectives | {"mi", "que"}) & logistic.GENDER.keys()
    assert {"la", "al", "del", "niña", "playa", "cartas", "Ana"} <= logistic.GENDER.keys() <= known


def test_without_an_attractor_the_counts_never_fail() -> None:
    pairs, _ = measures.questions(4, 2000)
    (w_f, w_m), b = logistic.fit(logistic.counts)
    said(w_f, 2, "son {}, −0,94")
    said(w_m, 2, "son 1,06, {} y")
    said(b, 2, "−0,94 y {}.")
    found = logistic.agreement((w_f, w_m), b, logistic.counts, pairs)
    assert found["attractor"]["no"] == 100


def test_the_sentences_and_the_hits_of_the_bag_of_words() -> None:
    pairs = sobreajuste.sentences()
    vocab = sorted({word for words, _ in pairs for word in words})
    assert (len(pairs), len(vocab)) == (448, 16)
    assert f"({', '.join(vocab)})" in PAGE
    bag = sobreajuste.bags([(["mi", "reina", "que", "oyó", "el", "gato", "volvió"], 1)], vocab)[0][0]
    assert f"$({','.join(f'{count:.0f}' for count in bag)})$" in PAGE
    data, valid, test = sobreajuste.split()
    assert [len(part[1]) for part in (data, valid, test)] == [12, 200, 236]
    best, history = sobreajuste.train(data, valid)
    *_, w, b = history[best]
    says, true = regresor.predict(w, b, test[0]) > 0.5, test[1] > 0.5
    both = Counter(zip(says.tolist(), true.tolist()))
    tp, tn, fp, fn = both[True, True], both[False, False], both[True, False], both[False, True]
    assert f"VP = {tp}, VN = {tn}, FP = {fp} y FN = {fn}." in PAGE
    assert f"${tp + tn}/236 = " in PAGE and f"${tp}/{tp + fp} = " in PAGE and f"${tp}/{tp + fn} = " in PAGE
    assert all(before[0] > after[0] for before, after in pairwise(history))
    assert all(before[1] < after[1] for before, after in pairwise(history[best:]))


def test_the_pairs_of_the_two_language_models() -> None:
    words = re.search(r'TEXT = """\n(.+?)"""', PAGE, re.DOTALL)[1].split()
    before = Counter(words[:-1])
    assert (len(words), len(set(words)), min(before.values()), max(before.values())) == (36, 17, 1, 5)
    predicted = sum(len(story) - 1 for story in corpus.read("corpus.txt"))
    assert 4 < 8000 * 256 / predicted < 5 and 450_000 < predicted < 500_000
    assert 107**2 + 107 == 11_556


def test_what_overflows() -> None:
    assert torch.exp(torch.tensor(88.0)) < math.inf == torch.exp(torch.tensor(89.0))
    assert torch.exp(torch.tensor(709.0).double()) < math.inf == torch.exp(torch.tensor(1000.0).double())


def test_the_squared_error_learns_150_times_less() -> None:
    p = two(-5, 0)
    assert 145 < (p - 1) / ((p - 1) * p * (1 - p)) < 155
