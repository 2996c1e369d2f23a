"""The loop that trains any net, and how a net is asked for its figures."""

from pathlib import Path
from random import Random

import corpus
import measures
import probes
import pytest
import torch
import training
import transformer
import vocabulary
from small_transformer import CLOSE, STORIES, WORDS, random_model, small
from svg import Drawing
from torch import nn
from transformer import Sizes


def test_perplexity_is_that_of_measures_whatever_the_batch() -> None:
    model, stories = random_model(), STORIES[:40]
    expected = measures.perplexity(training.log_probs(model, WORDS), WORDS, stories)
    for batch in (1, 7, 500):
        assert training.perplexity(model, WORDS, stories, batch) == pytest.approx(expected, rel=1e-10)
    even = training.perplexity(lambda ids: torch.zeros(*ids.shape, len(WORDS)), WORDS, stories)
    assert even == pytest.approx(len(WORDS), rel=1e-5)


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_net_answers_each_beginning_as_if_it_were_alone(batch: int) -> None:
    prefixes = [story[: 3 + i % 25] for i, story in enumerate(STORIES[:40])]
    for model in (small(), random_model()):
        rows = training.log_probs(model, WORDS, batch)(prefixes)
        for row, prefix in zip(rows, prefixes, strict=True):
            alone = model(torch.tensor(vocabulary.encode([prefix], WORDS)))[0, -1]
            torch.testing.assert_close(row, alone.log_softmax(dim=0), **CLOSE)


def test_a_short_training_learns_to_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "read", lambda name: STORIES)  # a tenth of the corpus is enough
    model = training.rounded(transformer.train(Sizes(), seed=1, steps=200, watch=lambda *_: None)[0])
    ask = training.log_probs(model, WORDS)
    hits = measures.agreement(ask, WORDS, probes.agreement_pairs(Random(4), 1000))
    assert measures.percent(hits) > 75


def test_a_net_of_windows_learns_with_the_same_loop() -> None:
    torch.manual_seed(1)
    net = nn.Sequential(nn.Embedding(5, 8), nn.Linear(8, 5))
    inputs = torch.arange(5).repeat(20)
    losses: list[float] = []
    training.fit(net, inputs, (inputs + 1) % 5, 200, 1, lambda step, steps, loss: losses.append(loss))
    assert len(losses) == 200 and losses[0] > 1 and losses[-1] < 0.01


def test_the_rate_is_flat_and_then_falls_in_a_line_to_almost_nothing() -> None:
    rates = [training.rate(step, 1000, 0.01) for step in range(1000)]
    assert rates[:701] == [0.01] * 701
    assert rates[850] == pytest.approx(0.005) and rates[999] == pytest.approx(0.01 / 300)


def test_the_losses_that_are_kept_are_drawn_in_stretches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    losses = training.Losses()
    for step in range(1, 201):
        losses(step, 200, 8.0 if step <= 100 else 4.0)
    losses.draw("prueba", n=4)
    points = Drawing(tmp_path / "prueba.svg").points("series-1")
    assert len(losses) == 200 and len(points) == 4
    assert points[0][1] == points[1][1] < points[2][1] == points[3][1]  # down the page
    assert capsys.readouterr().err.count("\n") == 11  # ten of progress, and where it is drawn
