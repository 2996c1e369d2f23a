"""What the chapter on feed-forward networks derives and tells: its formulas, and the figures that its prose repeats."""

import json
import math
import random
import re
from collections.abc import Iterator
from pathlib import Path

import autograd
import choices
import feedforward
import prose as decimals
import pytest
import torch
import ventana
import xor
from torch.nn import functional as F

DOCS = Path(__file__).parents[2] / "docs"
SOURCE = DOCS / "ffw.md"
PAGE = SOURCE.read_text(encoding="utf-8")
# What the prose repeats of each printed output; in the prose, with a decimal comma.
REPEATED = {
    "logistic": ["85.08 %", "52.08 %", "100.0 %"],
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
    "choices": ["2.596", "2.553", "2.540", "3.61", "5.31", "4.79", "2.74", "1.63", "7.72", "3.81", "5.42", "3.48"],
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


def test_the_analogies_of_the_previous_page() -> None:
    (share,) = re.findall(r"^32 .* (\S+)$", printed("embeddings"), re.MULTILINE)
    assert f"resuelven el {100 * float(share):.0f}\N{NO-BREAK SPACE}% de las analogías" in PAGE


def test_what_the_prose_says_of_distances() -> None:
    printed = (DOCS / "codigo" / "salidas" / "feedforward.txt").read_text(encoding="utf-8")
    table = printed[printed.index("según la distancia") : printed.index("% de nombres")]
    rows = {
        n: [float(x) for x in row.split()] for n, row in re.findall(r"^ +(3|5|10) +([\d. ]+)$", table, re.MULTILINE)
    }
    assert rows["3"][1] == rows["5"][3] == 100 and "100,0\N{NO-BREAK SPACE}% a distancia 3" in PAGE
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
    told = alternative("grafo_retropropagacion").replace("−", "-")
    assert f"vale {decimal(math.log(1 + math.exp(-1)), 2)}." in told
    assert "-0,2689 en z; -0,5379 en u; -0,1345 en h, en s, en a y en b; -0,2689 en w y -0,2017 en x." in told


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


def test_dropout_draws_from_a_generator_of_its_own() -> None:
    one, other = choices.new(107, dropout=0.5), choices.new(107, dropout=0.5)
    window = torch.randint(107, (200, choices.N), generator=torch.Generator().manual_seed(1))
    state = torch.get_rng_state()
    first = one(window)
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(9)
    torch.testing.assert_close(other(window), first)


def test_dropout_keeps_the_mean_of_each_unit() -> None:
    off = choices.new(107, dropout=0.25).drop(torch.ones(100_000, 2))
    assert off.unique().tolist() == pytest.approx([0, 4 / 3])
    torch.testing.assert_close(off.mean(0), torch.ones(2), atol=0.01, rtol=0)


def test_every_optimizer_moves_the_network() -> None:
    torch.manual_seed(1)
    data = torch.randint(20, (300, choices.N)), torch.randint(20, (300,))
    for name in choices.optimizers(choices.new(20)):
        net = choices.new(20)
        before = choices.perplexity(net, *data)
        choices.fit(net, choices.optimizers(net)[name](), data, 20)
        assert choices.perplexity(net, *data) < before, name


# Numbers of the prose that no block prints


def printed(program: str) -> str:
    return (DOCS / "codigo" / "salidas" / f"{program}.txt").read_text(encoding="utf-8")


def decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def alternative(figure: str) -> str:
    """The alternative text of a figure."""
    (text,) = re.findall(rf"^!\[(.*)\]\(assets/figuras/{figure}\.svg\)$", PAGE, re.MULTILINE)
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_window_of_the_example() -> None:
    h = math.tanh(2)
    e = [math.exp(-h), 1, math.exp(2 * h)]
    for value in (h, 2 * h, e[0], e[2], sum(e), e[2] / sum(e)):
        assert decimal(value, 3) in prose()
    assert "Los logits son $(-0{,}964;\\ 0;\\ 1{,}928)$" in PAGE
    assert "$0{,}381$, $1$ y $6{,}876$, que suman $8{,}257$" in PAGE


def test_the_sizes_of_the_model_of_three_words() -> None:
    net = feedforward.FeedForward(3, 107, 107)
    told = alternative("modelo_ventana")
    sizes = net.embedding.embedding_dim, net.hidden.in_features, net.hidden.out_features, net.output.out_features
    assert "embeddings de {} números, que juntos forman una fila de {}".format(*sizes) in told
    assert "una capa de {} unidades con tanh. La matriz U da {} logits".format(*sizes[2:]) in told
    assert "(B, 3), (B, {}), (B, {}), (B, {}) y (B, {}).".format(*sizes[1:], sizes[-1]) in told


def test_what_is_small_and_what_is_large() -> None:
    assert 4**48 > 1e28 and 1.4**20 > 800 and 2**5 == 32
    assert pytest.approx(0.03, abs=0.005) == 0.5**5  # (1/√2)^10
    assert 30 * 1024 / 39_467 > 3 / 4
    assert 2 * 5 * 4 == 40


def test_the_error_of_the_broken_line_falls_faster_than_its_bound() -> None:
    errors = [float(x) for x in re.findall(r"^ +(?:4|8|16|32)  (0\.\d+)  0\.\d+$", PAGE, re.MULTILINE)]
    times = [a / b for a, b in zip(errors, errors[1:], strict=False)]
    assert times[0] == pytest.approx(3, abs=0.05) and times[1:] == pytest.approx([4, 4], abs=0.3)


def test_the_two_steps_of_adam() -> None:
    m, v = 0.1 * 0.4, 0.001 * 0.4**2
    assert (m, v, m / 0.1, v / 0.001) == pytest.approx((0.04, 0.00016, 0.4, 0.16))
    m, v = 0.9 * m - 0.1 * 0.2, 0.999 * v + 0.001 * 0.2**2
    assert (m, v) == pytest.approx((0.016, 0.00019984))
    mean, square = m / (1 - 0.9**2), v / (1 - 0.999**2)
    step = 0.01 * mean / math.sqrt(square)
    for text in (
        r"Paso 1: $m_1=0{,}04$, $v_1=0{,}00016$, $\hat m_1=0{,}4$, $\hat v_1=0{,}16$. El paso",
        r"$\theta=0{,}99$.",
        r"0{,}001\cdot0{,}04=0{,}00019984$",
        r"0{,}19\approx0{,}08421$ y $\hat v_2\approx0{,}00019984/0{,}001999",
        r"$0{,}01\cdot0{,}08421/0{,}31618\approx",
    ):
        assert text in PAGE, text
    for value in (mean, square, math.sqrt(square), step, 0.99 - step):
        assert decimal(value, 5) in prose()


def test_the_correction_of_adam_is_that_of_a_constant_gradient() -> None:
    m = v = 0.0
    for t in range(1, 30):
        m, v = 0.9 * m + 0.1 * 3, 0.999 * v + 0.001 * 9
        assert (m / (1 - 0.9**t), v / (1 - 0.999**t)) == pytest.approx((3, 9))


def test_the_graph_with_tanh() -> None:
    h = math.tanh(2)
    z = 1 / (1 + math.exp(-h / 2))
    slope = z * 0.5 * (1 - h**2)
    assert (
        r"$z=0{,}5\,h\approx0{,}4820$" in PAGE and r"\approx0{,}3091$ y $\bar s=\bar h\,(1-h^2)\approx0{,}3091" in PAGE
    )
    for value in (h, h / 2, z, z * h, z / 2, 1 - h**2, slope, 2 * slope):
        assert decimal(value, 4) in prose()


def test_the_uniform_weights_of_pytorch_have_a_third_of_the_variance() -> None:
    torch.manual_seed(1)
    layer = torch.nn.Linear(100, 5000)
    assert layer.weight.abs().max().item() == pytest.approx(0.1, rel=1e-3)
    assert layer.weight.var().item() == pytest.approx(1 / 300, rel=0.01)


def test_the_variance_of_dropout() -> None:
    h, p = 2.0, 0.25
    outcomes = ((0.0, p), (h / (1 - p), 1 - p))
    assert sum(x * q for x, q in outcomes) == pytest.approx(h)
    assert sum(x**2 * q for x, q in outcomes) - h**2 == pytest.approx(h**2 * p / (1 - p))
    assert "es un tercio de $h_j^2$: $1{,}33$ y $0{,}33$." in PAGE


def test_what_the_seeds_of_xor_do() -> None:
    solved = dict(re.findall(r"con (\d) en la capa oculta: (\d+)", printed("xor")))
    assert f"solo {solved['2']} de las 20 semillas llegan a la solución; con ocho, {solved['8']}." in PAGE
    assert f"{20 - int(solved['2'])} de 20 semillas fallan con dos unidades" in PAGE
    runs = dict(re.findall(r"(\d) en la capa oculta, \d+ parámetros: (\d+) de 10", printed("feedforward")))
    assert runs["1"] == "0" and f"con dos, lo consiguen {runs['2']}, y con cuatro, {runs['4']}." in PAGE
    failed = dead = 0
    for seed in range(20):
        torch.manual_seed(seed)
        xor.train(net := xor.Net(2))
        if not torch.equal(net(xor.X) > 0, xor.Y > 0.5):
            failed += 1
            dead += bool((torch.relu(net.hidden(xor.X)) == 0).all(dim=0).any())
    assert (
        failed == 16 and dead > failed / 2 and "la mayoría de las veces con alguna unidad que ya no se activa" in PAGE
    )


def test_how_the_tanh_network_folds_the_plane() -> None:
    rng = random.Random(1)
    weights = [autograd.Value(rng.uniform(-1, 1)) for _ in range(9)]
    autograd.train(weights, 450)
    a, b, c, d, e, f = (w.data for w in weights[:6])
    assert a == pytest.approx(-b, rel=0.05) and d == pytest.approx(-e, rel=0.05)  # the difference, nearly
    assert c > 1 and f < -1
    h, k = ([math.tanh(w * x + s) for x in (-1, 0, 1)] for w, s in ((a, c), (d, f)))
    assert h[0] == pytest.approx(h[1], abs=0.1) and h[1] - h[2] > 1.5  # this one changes where x1 > x2
    assert k[1] == pytest.approx(k[2], abs=0.1) and k[0] - k[1] > 1.5


def test_what_a_short_window_cannot_know_even_with_more_training() -> None:
    texts = ventana.sentences()
    words = ["<s>"] + sorted({word for text in texts for word in text})
    ids = {word: i for i, word in enumerate(words)}
    random.Random(1).shuffle(texts)
    torch.manual_seed(1)
    model = ventana.WindowModel(len(words), 3).double()
    ventana.train(model, *ventana.examples(texts[::2], ids, 3), steps=2000)
    near = [text for text in texts[1::2] if len(text) - 3 <= 3]
    wrong = {tuple(text[-5:-2]) for text in near if ventana.gender_hits(model, [text], ids, 3) == [0]}
    assert wrong  # a verb is the one in the middle or at the end: «la reina llegó», «reina llegó muy», «rey llegó muy»
    assert all(x[:2] == ("la", "reina") or (x[0] in ("reina", "rey") and x[2] == "muy") for x in wrong)


def test_what_the_prose_says_of_the_tiny_language() -> None:
    table = re.findall(r"^ +(\d)  +\d+  +\d\.\d+ ((?: +\d+){7})$", printed("ventana"), re.MULTILINE)
    rows = {n: [int(x) for x in row.split()] for n, row in table}
    assert rows["5"][:4] == [100] * 4 and max(rows["5"][4:]) <= 50 and rows["8"] == [100] * 7
    assert min(rows["3"][:2]) > 50 and max(rows["3"][:2]) < 80
    assert 8 * 7 * 3 * 2 * 4 == len(ventana.sentences()) == 1344


def test_the_distances_in_the_alternative_text() -> None:
    table = printed("feedforward").split("según la distancia")[1].split("% de nombres")[0]
    rows = {
        n: [float(x) for x in row.split()][:9] for n, row in re.findall(r"^ +(3|5|10) +([\d. ]+)$", table, re.MULTILINE)
    }
    told = alternative("ventana_distancia")
    three, five, ten = rows["3"], rows["5"], rows["10"]
    assert (
        f"el {three[2]:.0f} % a 4 y desde 5 queda entre el {min(three[3:]):.0f} % y el {max(three[3:]):.0f} %" in told
    )
    assert f"el {five[4]:.0f} % a 6 y desde 7" in told and all(abs(x - 50) < 5 for x in five[5:])
    assert f"no baja del {math.floor(min(ten))} %" in told


def test_the_curves_in_the_alternative_texts() -> None:
    told = alternative("optimizadores")
    table = re.findall(r"^((?:SGD|momento|Adam), tasa [\d,]+) +([\d. ]+)$", printed("choices"), re.MULTILINE)
    rows = {name: [float(x) for x in row.split()] for name, row in table}
    slow, adam = rows["SGD, tasa 0,1"], rows["Adam, tasa 0,01"]
    assert f"de {slow[1]:.0f} a {decimal(slow[-1], 1)}" in told
    assert f"está ya en {decimal(adam[1], 1)} a los 50 pasos y en {decimal(adam[-1], 1)} al final" in told
    models = json.loads((DOCS / "assets" / "modelos" / "resultados.json").read_text(encoding="utf-8"))["models"]
    found = [models[f"window-{n}"] for n in (3, 5, 10)]
    values = [one["validation"][str(one["published"])]["perplexity"] for one in found]
    told = alternative("escalera")
    assert "bajan a {}, {} y {}.".format(*(decimal(value, 1) for value in values)) in told
    assert found[0]["parameters"] > 11_000 and found[2]["parameters"] < 19_000 and "entre 11 000 y 19 000" in told
    assert models["softmax"]["parameters"] > 11_000
    rows = re.findall(r"^\d +\d+ +(\d+) +\d+ .* (\d+\.\d+)$", printed("ngrams"), re.MULTILINE)
    sizes = [sum(int(kinds) for kinds, _ in rows[:n]) for n in range(1, 6)]
    assert abs(sizes[1] - 1000) < 100 and abs(sizes[2] - 6000) < 500 and sizes[4] > 50_000
    two, three, five = (decimal(float(rows[n - 1][1]), 1) for n in (2, 3, 5))
    assert (
        f"quedan en {two}. Los trigramas, con unos 6000, en {three}, y los 5-gramas, con más de 50 000, en {five}."
        in told
    )


def test_the_names_explain_half_of_the_excess() -> None:
    (best, without) = map(float, re.findall(r"^(2\.\d+) -> (2\.\d+)$", PAGE, re.MULTILINE)[0])
    (ten,) = re.findall(r"^ +10 +\d+ +(\d\.\d+)", printed("feedforward"), re.MULTILINE)
    assert math.log(without / best) / math.log(float(ten) / best) == pytest.approx(0.5, abs=0.05)


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
    assert r"\mathrm{ReLU}(x-0{,}25)+\mathrm{ReLU}(x-0{,}5)+\mathrm{ReLU}(x-0{,}75)" in PAGE
    slopes = [(2 * k + 1) / 4 for k in range(4)]
    assert "${}$, ${}$, ${}$ y ${}$. Luego".format(*(decimal(p, 2).replace(",", "{,}") for p in slopes)) in PAGE


def computed() -> Iterator[float]:
    """What the prose says and no block of the page prints; the tests above say where."""
    for program in ("logistic", "ngrams"):
        yield from (float(number.removesuffix(" %")) for number in REPEATED[program])
    yield from (1.1, 1.2, 0.25, 1.4, 1 / (1 + math.exp(-1)))  # an interval, a vector, a slope, a factor, σ(1)
    h = math.tanh(2)
    e = [math.exp(-h), 1, math.exp(2 * h)]
    yield from (h, 2 * h, e[0], e[2], sum(e), 6.44, 6.61)
    yield from (*((2 * k + 1) / 4 for k in range(4)), 1 / 64)
    m, v = 0.9 * 0.04 - 0.1 * 0.2, 0.999 * 0.00016 + 0.001 * 0.2**2
    mean, square = m / 0.19, v / 0.001999
    yield from (
        0.00016,
        0.16,
        m,
        v,
        0.001,
        0.19,
        0.001999,
        mean,
        square,
        math.sqrt(square),
        0.01 * mean / math.sqrt(square),
    )
    z = 1 / (1 + math.exp(-h / 2))
    yield from (h / 2, z / 2, 1 - h**2, 4 / 3)


def test_every_decimal_of_the_prose_is_printed_or_computed() -> None:
    assert decimals.unaccounted(SOURCE, computed()) == []
