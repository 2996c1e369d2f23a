"""What the chapter on attention derives, done again by other means, and the numbers that its prose repeats."""

import json
import math
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import concordancia
import corpus
import measures
import numpy as np
import prose
import pytest
import sympy as sp
import torch
from atencion import W_K, W_Q, W_V, X
from descodificador import Decoder, Sizes

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "docs" / "attention.md"
PAGE = SOURCE.read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
PROSE = re.sub(r"(?<=\d)(?:\u00a0|\u202f| |\\,)(?=\d{3}\b)", "", PROSE.replace("{,}", ",")).replace("\u00a0", " ")
TAUGHT = ("gender", "number")


def stored(name: str) -> Any:
    return json.loads((ROOT / "docs" / "assets" / "modelos" / f"{name}.json").read_text(encoding="utf-8"))


def printed(program: str) -> str:
    return (ROOT / "docs" / "codigo" / "salidas" / f"{program}.txt").read_text(encoding="utf-8")


def decimal(value: float, digits: int = 1) -> str:
    """With a comma, and without a useless ,0, as the prose writes it."""
    return f"{value:.{digits}f}".replace(".", ",").removesuffix(",0")


# Derivations


def test_the_gradient_that_reaches_a_score() -> None:
    s, v = sp.symbols("s1:4", real=True), sp.symbols("v1:4", real=True)
    total = sum(sp.exp(x) for x in s)
    a = [sp.exp(x) / total for x in s]
    o = sum(weight * value for weight, value in zip(a, v, strict=True))
    for k in range(3):
        assert sp.simplify(sp.diff(o, s[k]) - a[k] * (v[k] - o)) == 0


def test_the_turns_leave_the_difference_and_the_sines_the_distance() -> None:
    alpha, beta = sp.symbols("alpha beta", real=True)

    def turn(angle: sp.Expr) -> sp.Matrix:
        return sp.Matrix([[sp.cos(angle), sp.sin(angle)], [-sp.sin(angle), sp.cos(angle)]])

    assert sp.simplify(turn(alpha) * turn(beta).T - turn(alpha - beta)) == sp.zeros(2)
    d, t = 16, np.arange(40)[:, None]
    angles = t * 10_000.0 ** (-2 * np.arange(d // 2) / d)
    p = np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(40, d)
    products = p @ p.T
    for shift in (0, 1, 7):
        assert np.ptp(np.diag(products, shift)) < 1e-12


def test_attention_without_a_mask_follows_any_order() -> None:
    q, k, v = np.random.default_rng(1).normal(size=(3, 4, 2))

    def attend(q: np.ndarray, k: np.ndarray, v: np.ndarray) -> np.ndarray:
        e = np.exp(q @ k.T / math.sqrt(2))
        return e / e.sum(1, keepdims=True) @ v

    for order in map(list, permutations(range(4))):
        assert attend(q[order], k[order], v[order]) == pytest.approx(attend(q, k, v)[order])


def test_the_norm_undoes_any_scale_and_shift() -> None:
    x = np.array([2.0, 2, 2, 10])
    for variance, expected in ((x.var(), [-0.577] * 3 + [1.732]), (x.var(ddof=1), [-0.5] * 3 + [1.5])):
        assert (x - x.mean()) / math.sqrt(variance) == pytest.approx(expected, abs=5e-4)
    assert (x.var(), x.var(ddof=1)) == (12, 16)
    assert r"$(-0,577;\ -0,577;\ -0,577;\ 1,732)$" in PROSE and r"$(-0,5;\ -0,5;\ -0,5;\ 1,5)$" in PROSE


def test_the_size_of_gpt_2() -> None:
    V, T, d, L = 50_257, 1024, 768, 12
    total = V * d + T * d + L * (12 * d**2 + 13 * d) + 2 * d
    assert f"${total // 10**6}$ millones" in PROSE and f"$T = 6d = {6 * d}$" in PROSE
    share = 2 * T**2 * d / (12 * T * d**2 + 2 * T**2 * d)
    assert f"es el {100 * share:.0f} % de las multiplicaciones" in PROSE


@pytest.mark.parametrize("V, T, d, L", [(19, 8, 16, 1), (107, 30, 16, 2), (50, 9, 12, 3)])
def test_the_number_of_parameters(V: int, T: int, d: int, L: int) -> None:
    counted = sum(p.numel() for p in Decoder(Sizes(V=V, T=T, d=d, L=L)).parameters())
    assert counted == 2 * V * d + T * d + L * (12 * d**2 + 13 * d) + 2 * d


# The example by hand and the exercises on paper


def told(numbers: list[float], digits: int = 3) -> None:
    for number in numbers:
        assert re.search(rf"(?<![\d,]){decimal(number, digits)}(?!\d)", PROSE), number


def test_the_attention_of_the_example() -> None:
    q, k, v = (X @ W for W in (W_Q, W_K, W_V))
    scores = (q @ k.T / math.sqrt(2)).tolist()
    assert scores[2] == pytest.approx([0, 2.828, 1.414], abs=5e-4)
    e = [math.exp(s) for s in scores[2]]
    told([scores[2][1], scores[2][2], *e[1:], sum(e), *(x / sum(e) for x in e)])
    outputs = torch.tensor(e).double() / sum(e) @ v
    told(outputs.tolist())
    two = [math.exp(s) for s in scores[1]]
    told([two[0] / sum(two[:2]), two[1] / sum(two[:2])])
    told([two[0] / sum(two), two[1] / sum(two), (two[0] + two[1]) / sum(two)])  # the mask, too late
    for text in (
        "Las exponenciales son $1$, $16,919$ y $4,113$, y suman $22,032$.",
        "las exponenciales son $4,113$ y $1$; los pesos, $0,804$ y $0,196$, y la salida, $(1;\\ 0,196)$.",
        "Las exponenciales son $4,113$, $1$ y $1$, y los pesos, $0,673$, $0,164$ y $0,164$.",
        "la fila suma $0,836$", "Dividir por $0,836$", "devuelve $0,804$ y $0,196$", "lleva un $0,813$ tomado",
        "Fila «reina»: 0,804 sobre «la» y 0,196 sobre «reina».",
        "Fila «llegó»: 0,045 sobre «la», 0,768 sobre «reina» y 0,187 sobre «llegó».",
        "no cambian: $0,045$, $0,768$ y $0,187$.", "la salida de «llegó» es $(0;\\ 0,581)$",
    ):  # fmt: skip
        assert text in PROSE, text
    X2 = X.clone()
    X2[:, 3] = 0  # «el rey llegó»
    assert torch.equal(X2 @ W_Q, q) and torch.equal(X2 @ W_K, k)
    assert (torch.tensor(e).double() / sum(e) @ (X2 @ W_V)).tolist() == pytest.approx([0, 0.581], abs=5e-4)


def test_the_cuts_of_the_example() -> None:
    p = np.array([0.5, 0.25, 0.15, 0.07, 0.03])
    assert (p**2 / (p**2).sum()) == pytest.approx([0.734, 0.183, 0.066, 0.014, 0.003], abs=5e-4)
    assert p[:2].sum() == 0.75 < 0.8 <= p[:3].sum()
    assert pytest.approx((0.24, 0.36)) == (0.6 * 0.4, 0.4 * 0.9) and "0,24" in PROSE and "0,36" in PROSE


def test_the_sentences_of_agreement() -> None:
    assert f"Entrenamos con las ${len(concordancia.TRAIN)}$ frases restantes" in PROSE
    after = sum(sentence[0] == "la" for sentence in concordancia.TRAIN)
    assert 2 * after == len(concordancia.TRAIN) and f"hay ${after}$ continuaciones" in PROSE
    assert f"Las ${len(concordancia.TRAIN)}$ frases son" in PROSE and rf"$\log {after}$ nats" in PROSE
    assert f"${decimal(math.log(after) / 8, 2)}$ por palabra" in PROSE
    assert {len(sentence) for sentence in concordancia.TRAIN} == {9}


# The small transformer


def test_the_size_of_the_small_transformer_and_what_a_window_costs() -> None:
    models = stored("resultados")["models"]
    ours = models["d16-2"]["parameters"]
    assert f"{ours} pesos" in PROSE
    assert 1.7 < models["window-10"]["parameters"] / ours < 2 and "gasta casi el doble de pesos" in PROSE
    farthest = max(map(int, stored("resultados")["sets"]["test"]["questions"]["gender"]["distance"]))
    assert farthest == 11 and "puede estar hasta once palabras antes" in PROSE
    names = [line.split() for line in printed("published").splitlines()[1:]]
    assert [name for _, name in names[:4]] == ["Sara", "Eva", "Luz", "Ana"]
    assert sum(float(p) for p, _ in names[:3]) > 0.99 and float(names[3][0]) < 0.01


def test_what_the_ladder_says() -> None:
    models = stored("resultados")["models"]
    window, one, two = (models[name]["test"] for name in ("window-10", "d16-1", "d16-2"))
    assert window["gender"]["all"] > 99 and window["recall"]["two-same"] < 30
    assert one["recall"]["two-same"] == pytest.approx(50, abs=2) and min(two["recall"].values()) == 100


def test_the_agreement_by_distance_in_the_alternative_text() -> None:
    models = stored("resultados")["models"]
    by = {name: models[name]["test"]["gender"]["distance"] for name in ("window-3", "window-5", "window-10", "d16-2")}
    for name, sees, first in (("window-3", 3, 5), ("window-5", 5, 7)):
        assert min(by[name][str(d)] for d in range(2, sees + 1)) > 97
        assert all(abs(by[name][str(d)] - 50) < 8 for d in range(first, 12))
        assert (
            f"la de {sees}, a partir de la {first}" in PROSE
            or f"La ventana de {sees} acierta como quien responde al azar a partir de la distancia {first};" in PROSE
        )
    least, last = min(by["window-10"][str(d)] for d in range(2, 11)), by["window-10"]["11"]
    assert f"no baja del {math.floor(least)} % hasta la distancia 10 y se queda en el {last:.0f} % en la 11" in PROSE
    assert min(by["d16-2"].values()) == 100 and "El transformer acierta el 100 % en todas" in PROSE


def test_the_luck_of_the_seed() -> None:
    models = stored("resultados")["models"]

    def runs(name: str) -> list[dict[str, float]]:
        return [run["recall"] for run in models[name]["validation"].values()]

    stuck = [run for run in runs("d16-2") if run["two-same"] < 55]
    assert len(runs("d16-2")) == 5 and len(stuck) == 2 and "Dos de las cinco semillas" in PROSE
    assert all(run["one"] == run["two-different"] == 100 for run in stuck)
    assert all(run["gender"]["all"] > 99 for run in models["d16-2"]["validation"].values())
    assert [run["two-same"] == 100 for run in runs("d16-2-one-head")].count(True) == 1
    assert "Con una sola cabeza lo logra una de las cinco" in PROSE


def test_when_each_thing_is_learnt() -> None:
    learning = stored("entrenamiento")
    curve = {point["step"]: point for point in learning["curve"]}
    names = {step: point["recall"]["two-same"] for step, point in curve.items()}
    assert curve[500]["gender"]["all"] > 99 and curve[50]["gender"]["all"] < 52
    assert f"del 50 % al {curve[400]['gender']['all']:.0f} % entre los pasos 50 y 400" in PROSE
    assert max(names[step] for step in curve if step <= 1000) < 40 < 98 < names[2000]
    assert max(names[step] for step in curve if 50 <= step <= 600) < 30 and names[1125] < 35
    assert "casi aprendida en el paso 500" in PROSE and "del azar, el 25 %, hasta más allá del paso mil" in PROSE
    assert "por debajo del 40 % hasta el paso mil y llegan casi al 100 % hacia el paso 2000" in PROSE
    assert f"de más de {math.floor(curve[10]['perplexity'])} hasta" in PROSE
    assert f"la mejor posible, {decimal(learning['bound'], 3)}" in PROSE


def test_where_the_heads_look() -> None:
    rows = re.findall(r"^ +([12]) +([12])  (\d\.\d\d) +([\d.]+)$", printed("inside"), re.MULTILINE)
    assert len(rows) == 12
    blocks = [{(layer, head): float(weight) for layer, head, weight, _ in rows[i : i + 4]} for i in (0, 4, 8)]
    assert [max(block, key=block.__getitem__) for block in blocks] == [("2", "1"), ("2", "1"), ("1", "2")]
    assert blocks[0]["2", "1"] > 0.95
    assert all(0.6 <= max(block.values()) < 0.75 for block in blocks[1:]) and "seis o siete décimas" in PROSE
    assert all(block["2", "2"] < 0.05 for block in blocks[1:])
    pairs, items = measures.questions(6, 2000)
    assert len(pairs) == 2000 and f"en dos mil preguntas de concordancia y {len(items)} de nombres" in PROSE


def test_what_it_costs_to_switch_a_head_off() -> None:
    found = stored("dentro")
    assert [found["whole"][x] for x in TAUGHT] == [100, 100] and found["whole"]["recall"]["two-same"] == 100
    order = {"1": "primera", "2": "segunda"}
    for name, one in found["without head"].items():
        layer, head = name.split(".")
        shares = [*(one[x] for x in TAUGHT), one["recall"]["two-same"]]
        told = "{}; {} y {}".format(*map(decimal, shares))
        assert re.search(rf"la {order[head]} de la {order[layer]}(?: capa)?: {told}", PROSE), (name, told)
    names = found["without head"]["2.2"]["recall"]["two-same"]
    assert f"sin la segunda cabeza de la segunda capa los aciertos de nombre caen al {decimal(names)} %" in PROSE
    assert max(found["without head"][x]["recall"]["two-same"] for x in ("1.2", "2.1")) < 35


def test_the_bound_of_the_stories_is_that_of_the_test_set() -> None:
    bound = corpus.perplexity_bound(corpus.read("corpus-prueba.txt"))
    assert f"la mejor posible{'':10}{bound:13.3f}" in PAGE


def computed() -> Iterator[float]:
    """What the prose says and no block of the page prints; the tests above say where."""
    near, far = math.exp(2 / math.sqrt(2)), math.exp(4 / math.sqrt(2))
    yield from (math.sqrt(2), 2 * math.sqrt(2), near, far, 1 + near + far)
    yield from (near / (near + 2), 1 / (near + 2), (near + 1) / (near + 2))
    yield from (2 / math.sqrt(12), 6 / math.sqrt(12), 6 / 4, 0.4 * 0.9)
    yield from (3.1, 3.2)  # the indices of the weights in the example
    yield from (0.5, 0.15, 0.5 + 0.25, 0.97)  # probabilities that are given
    yield stored("entrenamiento")["bound"]
    for one in stored("dentro")["without head"].values():
        yield from (*(one[x] for x in TAUGHT), one["recall"]["two-same"])


def test_every_decimal_of_the_prose_is_printed_or_computed() -> None:
    assert prose.unaccounted(SOURCE, computed()) == []
