"""The window model against a stack of PyTorch's layers."""

import feedforward
import measures
import numpy as np
import pytest
import torch
import vocabulary
from held_out import held_out, words


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


@pytest.mark.parametrize("size", ["x", "0", "-3", "2.5", "31", "", 0, "²", "9" * 30])
def test_windows_of_no_size_are_one_line(size: object) -> None:
    with pytest.raises(ValueError, match="a window has 1 to 30 words, not .*try: ") as error:
        feedforward.main(size)
    assert "\n" not in str(error.value)
    with pytest.raises(ValueError, match="a window has 1 to 30 words"):
        feedforward.fit(size)
