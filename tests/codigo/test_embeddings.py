"""Skip-gram on the stories: pairs, gradients, neighbours and analogies."""

from collections import Counter

import embeddings
import grammar
import pytest
import torch
from held_out import random_numbers, words
from torch.nn import functional as F


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
