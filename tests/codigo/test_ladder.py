"""The models of the ladder compute what they say: each against an implementation that is not ours, or a closed fact."""

import math
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import autograd
import corpus
import embeddings
import feedforward
import grammar
import logistic
import measures
import ngrams
import numpy as np
import probes
import pytest
import softmax
import torch
import vocabulary
from torch.nn import functional as F

CODE = Path(__file__).parents[2] / "docs" / "codigo"
Stories = list[list[str]]
torch.set_num_threads(1)


@cache
def held_out() -> Stories:
    return corpus.read("corpus-validacion.txt")


@cache
def words() -> list[str]:
    return vocabulary.vocabulary(held_out())


def random_numbers(*shape: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


# Words, ids and windows


def test_words_and_ids() -> None:
    stories = held_out()[:200]
    some = vocabulary.vocabulary(stories)
    assert some == sorted(Counter(word for story in stories for word in story))
    for story, ids in zip(stories, vocabulary.encode(stories, some), strict=True):
        assert [some[i] for i in ids] == story


@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_windows(n: int) -> None:
    sequences = [[1, 2, 3, 4], [5, 6], [7], [8, 9, 10, 11, 12, 13]]
    contexts, targets = vocabulary.windows(sequences, n, pad=99)
    prefixes = [(ids[:t], ids[t]) for ids in sequences for t in range(1, len(ids))]
    assert targets.tolist() == [target for _, target in prefixes]
    for row, (prefix, _) in zip(contexts.tolist(), prefixes, strict=True):
        seen = min(n, len(prefix))
        assert row == [99] * (n - seen) + prefix[len(prefix) - seen :]
    assert torch.equal(vocabulary.last_window([prefix for prefix, _ in prefixes], n, 99), contexts)


# Scores


def table_model(n: int = 3) -> Callable[[Stories], torch.Tensor]:
    """Arbitrary probabilities that depend on the last words, by a table of random numbers."""
    table = torch.log_softmax(random_numbers(997, len(words())), dim=1)

    def log_probs(prefixes: Stories) -> torch.Tensor:
        return torch.stack([table[sum(map(words().index, prefix[-n:])) % 997] for prefix in prefixes])

    return log_probs


def test_perplexity_is_recounted() -> None:
    model, stories = table_model(), held_out()[:60]
    total, predicted = 0.0, 0
    for story in stories:
        for t in range(1, len(story)):
            total -= model([story[:t]])[0].tolist()[words().index(story[t])] / math.log(2)
            predicted += 1
    assert measures.perplexity(model, words(), stories) == pytest.approx(2 ** (total / predicted), rel=1e-12)
    uniform = torch.full((len(words()),), -math.log(len(words())), dtype=torch.float64)
    value = measures.perplexity(lambda prefixes: uniform.expand(len(prefixes), -1), words(), stories)
    assert value == pytest.approx(len(words()), rel=1e-12)


def test_answers_are_recounted() -> None:
    model = table_model(8)
    pairs, items = measures.questions(4, 400)
    found = measures.answers(model, words(), pairs, items)
    tally: dict[tuple, list[int]] = defaultdict(lambda: [0, 0])
    for pair in probes.agreement_pairs(random.Random(4), 400):
        scores = dict(zip(words(), model([pair.prefix])[0].tolist(), strict=True))
        for key in (("all",), ("distance", str(pair.distance)), ("attractor", "yes" if pair.attractor else "no")):
            tally[pair.feature, *key][scores[pair.right] > scores[pair.wrong]] += 1
    for item in probes.recall_items(random.Random(5), 400):
        named = Counter(word for word in item.prefix if word in grammar.NAMES[0] + grammar.NAMES[1])
        if max(named.values()) == 1:
            scores = dict(zip(words(), model([item.prefix])[0].tolist(), strict=True))
            tally["recall", item.condition][all(scores[item.right] >= score for score in scores.values())] += 1
    assert flat(found) == {key: round(100 * right / (wrong + right), 2) for key, (wrong, right) in tally.items()}
    assert 30 < found["gender"]["all"] < 70


def flat(answers: dict, *keys: str) -> dict[tuple, float]:
    """{("gender", "all"): 50} for {"gender": {"all": 50}}."""
    found = {}
    for key, value in answers.items():
        found |= flat(value, *keys, key) if isinstance(value, dict) else {(*keys, key): value}
    return found


def test_who_knows_everything_scores_a_hundred() -> None:
    pairs, items = measures.questions(8, 300)
    known = {tuple(question.prefix): question.right for question in [*pairs, *items]}

    def knows(prefixes: Stories) -> torch.Tensor:
        right = [words().index(known[tuple(prefix)]) for prefix in prefixes]
        return F.one_hot(torch.tensor(right), len(words())).double().log()

    found = measures.answers(knows, words(), pairs, items)
    assert set(flat(found).values()) == {100.0}
    assert list(found["recall"]) == ["one", "two-different", "two-same"]
    found = measures.answers(lambda prefixes: torch.zeros(len(prefixes), len(words())), words(), pairs, items)
    assert found["gender"]["all"] == found["number"]["all"] == 0, "a tie is not right"


# N-grams


def test_ngrams_are_recounted() -> None:
    stories = held_out()[:300]
    table = ngrams.count(stories, 3)
    bigrams = Counter(pair for story in stories for pair in pairwise(story))
    trigrams = Counter(x for story in stories for x in zip(["<s>", *story], story, story[1:], strict=False))
    assert {(*c, w): k for c, row in table.items() for w, k in row.items() if len(c) == 1} == bigrams
    assert {(*c, w): k for c, row in table.items() for w, k in row.items() if len(c) == 2} == trigrams
    assert table[()] == Counter(word for story in stories for word in story[1:])


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_probabilities_of_ngrams_add_up_to_one(n: int) -> None:
    table = ngrams.count(held_out()[:200], n)
    rng = random.Random(n)
    contexts = [tuple(rng.choices([*words(), "<s>"], k=n - 1)) for _ in range(40)]  # almost none was seen
    contexts += [context for story in held_out()[:4] for context, _ in ngrams.predictions(story, n)]
    weights = np.array([rng.random() for _ in range(n + 1)])
    weights /= weights.sum()
    for context in contexts:
        parts = ngrams.components(table, words(), context)
        assert parts.shape == (n + 1, len(words()))
        for row in (*parts, weights @ parts, *(ngrams.add_k(table, words(), k, context) for k in (0.01, 1))):
            assert row.sum() == pytest.approx(1)
            assert (row >= 0).all()


def test_the_perplexity_of_trigrams_is_recounted() -> None:
    train, test, weights = held_out()[:500], held_out()[500:600], (0.1, 0.2, 0.3, 0.4)
    flat = [["<s>", *story] for story in train]
    counts = [Counter(tuple(s[t - m : t + 1]) for s in flat for t in range(2, len(s))) for m in range(3)]
    befores = [Counter(tuple(s[t - m : t]) for s in flat for t in range(2, len(s))) for m in range(3)]
    total, predicted = 0.0, 0
    for story in test:
        padded = ["<s>", *story]
        for t in range(2, len(padded)):
            p = weights[0] / len(words())
            for m in range(3):
                known = next(k for k in range(m, -1, -1) if tuple(padded[t - k : t]) in befores[k])
                end = tuple(padded[t - known : t])
                p += weights[m + 1] * counts[known][(*end, padded[t])] / befores[known][end]
            total += math.log(p)
            predicted += 1
    model = ngrams.interpolated(ngrams.count(train, 3), words(), 3, np.array(weights))
    assert measures.perplexity(model, words(), test) == pytest.approx(math.exp(-total / predicted), rel=1e-12)


def test_no_other_weights_do_better() -> None:
    table, stories = ngrams.count(held_out()[:400], 3), held_out()[400:500]
    weights = ngrams.interpolation(table, words(), 3, stories, rounds=300)
    assert weights.sum() == pytest.approx(1)

    def perplexity(weights: np.ndarray) -> float:
        return measures.perplexity(ngrams.interpolated(table, words(), 3, weights), words(), stories)

    best = perplexity(weights)
    for seed in range(4):
        other = np.random.default_rng(seed).dirichlet(np.ones(4))
        for step in (0.03, 1.0):
            assert perplexity((1 - step) * weights + step * other) > best - 1e-6


def test_add_k_by_hand() -> None:
    table = ngrams.count([["a", "b", "b", "a"], ["a", "b"]], 2)
    assert ngrams.add_k(table, ["a", "b"], 0.5, ("b",)).tolist() == [0.5, 0.5]
    assert ngrams.add_k(table, ["a", "b"], 0.5, ("a",)).tolist() == pytest.approx([1 / 6, 5 / 6])
    assert ngrams.add_k(table, ["a", "b"], 0.5, ("c",)).tolist() == [0.5, 0.5]


def test_stories_are_drawn_from_the_model() -> None:
    table = ngrams.count(held_out(), 2)
    model = ngrams.model(words(), 2, lambda context: ngrams.frequencies(table, words(), context))
    story = ngrams.write_story(model, words(), random.Random(3)).split()
    assert story[0] == "había"
    assert story[-1] == "."
    assert story.count(".") == 3
    assert all(table[one,][two] for one, two in pairwise(story))


# Logistic regression


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


# Softmax


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


# The scalar engine


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


# The feed-forward model


@pytest.mark.parametrize(("n", "d", "hidden"), [(3, 16, 64), (10, 16, 64), (2, 1, 3)])
def test_the_window_model_is_a_sequence_of_layers(n: int, d: int, hidden: int) -> None:
    V = 107
    net = feedforward.FeedForward(n, V, V, d, hidden).double()
    layers = torch.nn.Sequential(
        torch.nn.Embedding(V + 1, d), torch.nn.Flatten(), torch.nn.Linear(n * d, hidden), torch.nn.Tanh(),
        torch.nn.Linear(hidden, V),
    ).double()  # fmt: skip
    for theirs, ours in zip(layers.parameters(), net.parameters(), strict=True):
        theirs.data.copy_(ours)
    window = torch.randint(V + 1, (20, n), generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(net(window), layers(window))
    E, W, b, U, c = (p.detach().numpy() for p in net.parameters())
    for row, logits in zip(window.tolist(), net(window).detach().numpy(), strict=True):
        h = np.tanh(sum(W[:, i * d : (i + 1) * d] @ E[word] for i, word in enumerate(row)) + b)
        assert logits == pytest.approx(U @ h + c)
    assert feedforward.size(net) == (V + 1) * d + (n * d + 1) * hidden + (hidden + 1) * V


def test_the_window_model_sees_its_window_and_no_more() -> None:
    net = feedforward.FeedForward(3, len(words()), len(words())).double()
    model = feedforward.model(net, 3, words())
    one, other = ["había", "una", "niña", "llamada", "Ana", "."], ["había", "un", "rey", "llamada", "Ana", "."]
    rows = model([one, other, one[1:], one[:-1]])
    assert torch.equal(rows[0], rows[1])
    assert torch.equal(rows[0], rows[2])
    assert not torch.equal(rows[0], rows[3])
    torch.testing.assert_close(rows.exp().sum(1), torch.ones(4).double())


def test_the_window_model_learns() -> None:
    torch.manual_seed(1)
    V = len(words())
    net = feedforward.FeedForward(2, V, V).double()
    feedforward.train(net, *vocabulary.windows(vocabulary.encode(held_out()[:1000], words()), 2, V), steps=400, rate=0.01)
    value = measures.perplexity(feedforward.model(net, 2, words()), words(), held_out()[1000:1200])
    assert value < 4, "better than bigrams"


def test_xor_needs_a_hidden_layer_of_two() -> None:
    assert feedforward.xor(1, 0)[0] < 4
    assert any(feedforward.xor(4, seed)[0] == 4 for seed in range(3))


# Skip-gram


def test_pairs_and_noise() -> None:
    sequences = [[0, 1, 2, 0, 3], [4, 1], [2], [3, 3, 1]]
    for window in (1, 2, 4):
        expected = Counter(
            (word, ids[j])
            for ids in sequences
            for i, word in enumerate(ids)
            for j in range(len(ids))
            if 0 < abs(i - j) <= window
        )
        assert Counter(map(tuple, embeddings.pairs(sequences, window).tolist())) == expected
    counts = [2, 3, 2, 3, 1]
    total = sum(k**0.75 for k in counts)
    assert embeddings.noise(sequences, 5).tolist() == pytest.approx([k**0.75 / total for k in counts])


def test_gradients_of_skipgram_are_those_of_autograd() -> None:
    W, C = random_numbers(9, 4).requires_grad_(), random_numbers(9, 4, seed=2).requires_grad_()
    g = torch.Generator().manual_seed(3)
    some, contexts = torch.randint(9, (30,), generator=g), torch.randint(9, (30, 6), generator=g)
    y = torch.tensor([1, 0, 0, 0, 0, 0])
    z = (W[some][:, None] * C[contexts]).sum(-1)
    expected = F.binary_cross_entropy_with_logits(z, y.expand(30, 6).double(), reduction="none").sum(1).mean()
    torch.testing.assert_close(embeddings.loss(W, C, some, contexts, y), expected)
    expected.backward()
    with torch.no_grad():
        dW, dC = embeddings.gradients(W, C, some, contexts, y)
    sums = torch.zeros(9, 4).double(), torch.zeros(9, 4).double()
    for i in range(30):
        sums[0][some[i]] += dW[i]
        for j in range(6):
            sums[1][contexts[i, j]] += dC[i, j]
    torch.testing.assert_close(sums, (W.grad, C.grad))


def test_a_step_of_skipgram_is_a_step_of_sgd() -> None:
    data, chances = embeddings.pairs([[0, 1, 2, 3, 4, 5]], 2), torch.full((6,), 1 / 6).double()
    ours = embeddings.train(data, chances, 3, k=2, steps=1, B=8, rate=0.7)
    g = torch.Generator().manual_seed(1)
    W, C = (0.1 * torch.randn(6, 3, generator=g, dtype=torch.float64) for _ in range(2))
    one, right = data[torch.randint(len(data), (8,), generator=g)].T
    wrong = torch.multinomial(chances, 16, True, generator=g).view(8, 2)
    W.requires_grad_()
    C.requires_grad_()
    scores = F.logsigmoid((W[one] * C[right]).sum(1)) + F.logsigmoid(-(W[one][:, None] * C[wrong]).sum(2)).sum(1)
    (-scores.mean()).backward()
    torch.testing.assert_close(ours, (W - 0.7 * W.grad, C - 0.7 * C.grad))


def test_vectors_that_add_features_solve_every_analogy() -> None:
    parts = torch.eye(40).double()
    W = 0.01 * random_numbers(len(words()), 40)
    for i, noun in enumerate(grammar.NOUNS):
        for j, word in enumerate(grammar.FORMS[noun]):
            W[words().index(word)] = parts[i] + parts[10 + j % 2] + parts[20 + j // 2]
    assert embeddings.analogies(W, words()) == 1
    assert embeddings.analogy(W, words(), "rey", "niño", "niña") == ["reina"]
    swapped = W.clone()
    swapped[[words().index("gato"), words().index("gata")]] = W[[words().index("gata"), words().index("gato")]]
    assert embeddings.analogies(swapped, words()) < 1


def test_words_of_a_class_are_neighbours() -> None:
    known = embeddings.classes()
    assert known["reinas"] == ("noun", 1, 1)
    assert known["cansado"] == ("adjective", 0, 0)
    assert known["Luz"] == ("name", 1, 0)
    assert known["plaza"] == ("place", 1, 0)
    assert known["libros"] == ("thing", 0, 1)
    assert not {"triste", "valiente", "vio"} & set(known)
    groups = sorted(set(known.values()))
    W = 0.01 * random_numbers(len(words()), len(groups) + 1)
    for i, word in enumerate(words()):
        W[i, groups.index(known[word]) if word in known else len(groups)] += 1
    assert embeddings.shared(W, words()) == [1, 1, 1, 1]


# Programs


@pytest.fixture
def small_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = held_out()
    monkeypatch.setattr(corpus, "read", lambda name: stories if name == "corpus.txt" else stories[:100])


def test_each_program_fits_and_answers(small_corpus: None) -> None:
    known, counted, parameters = ngrams.fit(3)
    table = ngrams.count(held_out(), 3)
    assert parameters == len(table[()]) + 4 + sum(len(row) for context, row in table.items() if context)
    _, W, b = softmax.fit(seed=1, steps=20)
    _, net = feedforward.fit(3, seed=1, steps=20)
    assert feedforward.size(net) == 108 * 16 + (3 * 16 + 1) * 64 + 65 * 107
    _, vectors, contexts = embeddings.fit(8, seed=1, steps=20)
    assert vectors.shape == contexts.shape == (107, 8)
    assert known == words()
    pairs, items = measures.questions(4, 100)
    for model in (counted, softmax.model(W, b, known), feedforward.model(net, 3, known)):
        assert 1 < measures.perplexity(model, known, held_out()[:20]) < 107
        assert list(measures.answers(model, known, pairs, items)) == ["gender", "number", "recall"]
        for beginning, message in (
            (["había", "un", "gatto"], 'the word "gatto" is not in the corpus (try "gato")'),
            (["había", "%%%"], 'the word "%%%" is not in the corpus'),
            ([], "a beginning has no words"),
        ):
            with pytest.raises(ValueError) as error:
                model([["había"], beginning])
            assert message in str(error.value) and "\n" not in str(error.value)


def test_another_seed_is_another_model(small_corpus: None) -> None:
    one, same, other = (feedforward.fit(2, seed, steps=5)[1].output.bias.tolist() for seed in (1, 1, 2))
    assert one == same != other
    one, same, other = (softmax.fit(seed, steps=5)[2].tolist() for seed in (1, 1, 2))
    assert one == same != other
    one, same, other = (embeddings.fit(2, seed, steps=5)[1].tolist() for seed in (1, 1, 2))
    assert one == same != other


def test_the_regressor_answers_the_same_questions() -> None:
    pairs, _ = measures.questions(4, 300)
    for b, share in ((9.0, 1), (-9.0, 0)):  # always feminine, always masculine
        found = logistic.agreement([0.0, 0.0], b, logistic.counts, pairs)
        genders = [logistic.ADJECTIVES[pair.right] for pair in pairs if pair.feature == "gender"]
        assert found["all"] == round(100 * genders.count(share) / len(genders), 2)
        assert list(found) == ["all", "distance", "attractor"]
    right = logistic.agreement([0.0, 0.0, 9.0], -4.5, logistic.counts_and_first, pairs)
    assert set(flat(right).values()) == {100.0}, "the first word with a gender is the subject's"


@pytest.mark.parametrize("size", ["x", "0", "-3", "2.5", "31", "", 0, "²", "9" * 30])
def test_windows_of_no_size_are_one_line(size: object) -> None:
    with pytest.raises(ValueError, match="a window has 1 to 30 words, not .*try: ") as error:
        feedforward.main([size])
    assert "\n" not in str(error.value)
    with pytest.raises(ValueError, match="a window has 1 to 30 words"):
        feedforward.fit(size)


def test_the_command_line_tells_a_bad_size() -> None:
    done = subprocess.run([sys.executable, "feedforward.py", "3", "x"], cwd=CODE, capture_output=True, encoding="utf-8")
    line = "feedforward.py: a window has 1 to 30 words, not x (try: python feedforward.py 3 5 10)\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)
    with pytest.raises(ValueError, match="n-grams have one word at least, not 0"):
        ngrams.fit(0)


SHORT_RUN = """
import random, torch, corpus, autograd, embeddings, feedforward, logistic, ngrams, softmax, vocabulary
torch.set_num_threads(1)
stories = corpus.read("corpus-validacion.txt")[:150]
words = vocabulary.vocabulary(stories)
ids, V = vocabulary.encode(stories, words), len(words)
weights = [autograd.Value(random.Random(i).uniform(-1, 1)) for i in range(9)]
autograd.train(weights, 5)
print([w.data for w in weights])
table = ngrams.count(stories, 3)
weights = ngrams.interpolation(table, words, 3, stories[:50], rounds=5)
print(weights, ngrams.write_story(ngrams.interpolated(table, words, 3, weights), words, random.Random(1)))
x, y = logistic.examples(stories, logistic.counts)
print(logistic.train_python(x, y, 0.5, 5), list(logistic.GENDER), logistic.ADJECTIVES)
before, after = vocabulary.windows(ids, 1, None)
print(softmax.train(before[:, 0], after, V, steps=20)[0].sum().item())
torch.manual_seed(1)
net = feedforward.FeedForward(3, V, V).double()
print(feedforward.train(net, *vocabulary.windows(ids, 3, V), steps=20)(torch.zeros(1, 3).long()).tolist())
W, C = embeddings.train(embeddings.pairs(ids, 4), embeddings.noise(ids, V), 8, steps=20)
print(W.tolist(), embeddings.shared(W, words), embeddings.nearest(W, words, W[0]))
"""


def test_the_hash_seed_changes_nothing() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", SHORT_RUN]
    runs = [  # both at once, since importing torch is most of the work
        subprocess.Popen(command, env=environment | {"PYTHONHASHSEED": seed}, cwd=CODE, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, encoding="utf-8")
        for seed in "12"
    ]  # fmt: skip
    one, other = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert len(one) > 10000
    assert one == other
