"""What the chapter on feed-forward networks derives and tells: its formulas, and the figures that its prose repeats."""

import math
import re
from pathlib import Path

import autograd
import choices
import feedforward
import pytest
import torch
import ventana
import xor
from torch.nn import functional as F

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "ffw.md").read_text(encoding="utf-8")
# What the prose repeats of each printed output; in the prose, with a decimal comma.
REPEATED = {
    "logistic": ["85.08 %", "52.08 %", "100.0 %"],
    "embeddings": ["0.90"],
    "softmax": [],
    "corpus": ["2.065"],
    "ngrams": ["2.791", "2.065"],
    "feedforward": [
        "2.531",
        "13867",
        "2.434",
        "37.9",
        "45.3",
        "35.8",
        "98.0",
        "96.5",
        "94.8",
        "28.1",
        "18987",
        "11819",
    ],
    "choices": ["2.596", "2.553", "2.540", "3.61", "5.31", "4.79", "2.74", "1.63", "7.72", "3.81", "5.27", "3.50"],
    "ventana": ["1344"],
}


def prose() -> str:
    """The page without its blocks; the spaces of large numbers are left out."""
    text = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"(?<=\d)(?:\u00a0|\\,)(?=\d{3}\b)", "", text.replace("{,}", ","))


@pytest.mark.parametrize("program", REPEATED)
def test_the_prose_repeats_what_the_programs_print(program: str) -> None:
    printed = (DOCS / "codigo" / "salidas" / f"{program}.txt").read_text(encoding="utf-8")
    text = prose()
    for number in REPEATED[program]:
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", printed), (
            f"{program} prints no {number} (mend the page)"
        )
        told = number.removesuffix(" %").replace(".", ",").removesuffix(",0")
        assert re.search(rf"(?<![\d,]){told}(?!\d)", text), f"the page does not tell {told}"


def test_the_numbers_of_the_5_grams_are_added_up() -> None:
    printed = (DOCS / "codigo" / "salidas" / "ngrams.txt").read_text(encoding="utf-8")
    counted = [int(kinds) for kinds in re.findall(r"^\d +\d+ +(\d+) +\d+ ", printed, re.MULTILINE)]
    assert len(counted) == 5
    assert f"guardan {sum(counted) + 6} números" in prose()


def test_what_the_prose_says_of_distances() -> None:
    printed = (DOCS / "codigo" / "salidas" / "feedforward.txt").read_text(encoding="utf-8")
    table = printed[printed.index("según la distancia") : printed.index("% de nombres")]
    rows = {
        n: [float(x) for x in row.split()] for n, row in re.findall(r"^ +(3|5|10) +([\d. ]+)$", table, re.MULTILINE)
    }
    assert rows["3"][1] == rows["5"][3] == 100 and "100,0 % a distancia 3" in PAGE
    assert min(rows["10"][:-1]) == 94.8  # the last one, of a single pair, is left out
    names = printed[printed.index("% de nombres") : printed.index("un cuento")]
    assert max(float(row.split()[0]) for row in re.findall(r"^ +\d+ +([\d. ]+)$", names, re.MULTILINE)) == 28.1


def test_the_derivatives_of_the_activations() -> None:
    s = torch.linspace(-4, 4, 400, dtype=torch.float64).requires_grad_()
    phi, density = torch.distributions.Normal(0, 1).cdf, torch.exp(-(s**2) / 2) / math.sqrt(2 * math.pi)
    formulas = {
        torch.sigmoid: torch.sigmoid(s) * (1 - torch.sigmoid(s)),
        torch.tanh: 1 - torch.tanh(s) ** 2,
        torch.relu: (s > 0).double(),
        F.gelu: phi(s) + s * density,
    }
    for activation, expected in formulas.items():
        (slope,) = torch.autograd.grad(activation(s).sum(), s)
        torch.testing.assert_close(slope, expected.detach())
    torch.testing.assert_close(torch.tanh(s), 2 * torch.sigmoid(2 * s) - 1)
    assert 0.25**10 < 1e-6


def test_concatenating_is_adding_a_block_for_each_position() -> None:
    torch.manual_seed(1)
    e, W = torch.randn(6, 3, 16).double(), torch.randn(48, 64).double()
    blocks = sum(e[:, i] @ W[16 * i : 16 * (i + 1)] for i in range(3))
    torch.testing.assert_close(e.flatten(1) @ W, blocks)


def test_the_graph_by_hand_by_the_engine_and_by_torch() -> None:
    expected = {"u": -0.5379, "b": -0.1345, "w": -0.2689, "x": -0.2017}
    ours = {name: autograd.Value(v) for name, v in (("x", 2.0), ("w", 1.5), ("b", -1.0), ("u", 0.5))}
    (-autograd.sigmoid(ours["u"] * (ours["w"] * ours["x"] + ours["b"]).relu()).log()).backward()
    for name, slope in expected.items():
        assert ours[name].grad == pytest.approx(slope, abs=5e-5)
        assert f"{name}: {slope}" in PAGE
        assert str(slope).replace(".", "{,}") in PAGE


def test_relu_halves_the_mean_square_of_a_symmetric_signal() -> None:
    torch.manual_seed(1)
    s = torch.randn(1_000_000)
    assert torch.relu(s).pow(2).mean().item() == pytest.approx(0.5, abs=0.005)


def test_momentum_with_a_constant_gradient_tends_to_ten_times_it() -> None:
    v = 0.0
    for _ in range(300):
        v = 0.9 * v + 1
    assert v == pytest.approx(10)


@pytest.mark.parametrize("g", [1e-4, -3.0])
def test_the_first_step_of_adam_is_the_rate(g: float) -> None:
    theta = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    theta.grad = torch.tensor(g).double()
    torch.optim.Adam([theta], lr=0.01).step()
    assert abs(theta.item() - 1) == pytest.approx(0.01, rel=1e-3)


def test_decay_in_sgd_shrinks_the_weight() -> None:
    theta = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    theta.grad = torch.tensor(0.5).double()
    torch.optim.SGD([theta], lr=0.1, weight_decay=0.3).step()
    assert theta.item() == pytest.approx((1 - 0.1 * 0.3) * 2 - 0.1 * 0.5)


def test_a_choice_is_the_window_model_until_something_is_chosen() -> None:
    torch.manual_seed(1)
    plain = feedforward.FeedForward(choices.N, 107, 107).double()
    window = torch.randint(108, (20, choices.N), generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(choices.new(107)(window), plain(window))
    linear = choices.new(107, activation=lambda s: s)
    W = linear.output.weight @ linear.hidden.weight  # two layers without an activation are one
    b = linear.output.weight @ linear.hidden.bias + linear.output.bias
    torch.testing.assert_close(linear(window), linear.embedding(window).flatten(1) @ W.T + b)


def test_dropout_only_acts_in_training() -> None:
    net = choices.new(107, dropout=0.5)
    window = torch.zeros(1, choices.N, dtype=torch.long)
    assert not torch.equal(net(window), net(window))
    net.eval()
    assert torch.equal(net(window), net(window))


def test_every_optimizer_moves_the_network() -> None:
    torch.manual_seed(1)
    data = torch.randint(20, (300, choices.N)), torch.randint(20, (300,))
    for name in choices.optimizers(choices.new(20)):
        net = choices.new(20)
        before = choices.perplexity(net, *data)
        choices.fit(net, choices.optimizers(net)[name](), data, 20)
        assert choices.perplexity(net, *data) < before, name


# Solutions of exercises that have no block of their own


def test_the_parameters_of_the_small_window_model() -> None:
    assert 35 * 8 + (3 * 8 * 32 + 32) + (32 * 35 + 35) == 2235
    printed = (DOCS / "codigo" / "salidas" / "ventana.txt").read_text(encoding="utf-8")
    assert re.search(r"^ +3 +2235 ", printed, re.MULTILINE) and "800+1155=2235" in PAGE
    six, five = (sum(p.numel() for p in ventana.WindowModel(35, n).parameters()) for n in (6, 5))
    assert six - five == 256


def test_the_other_weights_of_xor() -> None:
    printed = (DOCS / "codigo" / "salidas" / "xor.txt").read_text(encoding="utf-8")
    for line in ("W = [[-2.6, 2.7], [-2.6, 2.7]]", "b = [[2.6, -2.7]]", "U = [[-4.4], [-4.3]]", "c = [[5.0]]"):
        assert line in printed
    W, b, u = [[-2.6, 2.7], [-2.6, 2.7]], [2.6, -2.7], [-4.4, -4.3]
    logits = [xor.logit_with_loops(x, W, b, u, 5.0) for x in xor.X.tolist()]
    assert logits == pytest.approx([-6.44, 5, 5, -6.61])


def test_a_value_with_two_uses() -> None:
    a, b = autograd.Value(2.0), autograd.Value(3.0)
    c = a + b
    f = c * a
    f.backward()
    assert (f.data, c.grad, a.grad, b.grad) == (10, 2, 7, 2)


def test_the_parabola_of_four_units() -> None:
    x = torch.linspace(0, 1, 8001, dtype=torch.float64)
    q = 0.25 * torch.relu(x) + 0.5 * sum(torch.relu(x - end) for end in (0.25, 0.5, 0.75))
    ends = torch.arange(5).double() / 4
    torch.testing.assert_close(q[::2000], ends**2)
    assert (q - x**2).abs().max().item() == pytest.approx(1 / 64)
