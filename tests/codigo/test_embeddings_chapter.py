"""What the chapter of embeddings derives, done again by sympy or by other means, and the numbers of its prose."""

import inspect
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import corpus
import embeddings
import frases
import numpy as np
import prose
import pytest
import sympy as sp
from grammar import FORMS, NOUNS

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "docs" / "embeddings.md"
PAGE = SOURCE.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
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


def test_the_deviations_of_the_cosine_in_the_prose() -> None:
    told = ((2, 2), (32, 2), (300, 3))
    assert (
        "vale ${}$ con $d=2$, ${}$ con $d=32$ y ${}$ con $d=300$".format(*(numbers([d**-0.5], n) for d, n in told))
        in PAGE
    )
    assert (
        f"de desviación {decimal(8**-0.5, 2)}. Con 32, una campana estrecha de desviación {decimal(32**-0.5, 2)}"
        in PAGE
    )


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
    assert "potencias son 27, 8 y 1, que suman 36: $0{,}750$; $0{,}222$; $0{,}028$." in PAGE


def test_a_negative_that_was_true() -> None:
    p = 1 / (1 + math.exp(-0.5))
    assert p == pytest.approx(0.6225, abs=5e-5)
    assert (2 * p - 1) * np.array([1, 0.5]) == pytest.approx([0.2449, 0.1225], abs=1e-4)
    assert r"Con $\hat{y}_0=0{,}6225$ son $0{,}2449\,(1;\;0{,}5)=(0{,}2449;\;0{,}1225)$" in PAGE


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
    assert (
        alt in PAGE
        and f"la segunda, con el {100 * two:.0f} %" in PAGE
        and f"la tercera, con el {100 * three:.0f} %" in PAGE
    )
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
    assert f"{rare} veces lo que le daría su frecuencia; el punto, que es la más frecuente, {common} veces" in PAGE


def test_the_sizes_in_the_prose() -> None:
    models = json.loads((MODELS / "resultados.json").read_text(encoding="utf-8"))["models"]
    runs = [list(models[f"embeddings-{d}"]["validation"].values()) for d in (8, 16, 32)]
    near, right = ([f"{np.mean([of(run) for run in some]):.0f}" for some in runs] for of in (neighbours, analogies))
    assert "suben de unas {} a unas {} y a unas {} de cada cien".format(*near) in PAGE
    assert "suben de unas {} a unas {} y a unas {}".format(*right) in PAGE
    last = [analogies(run) for run in runs[-1]]
    assert f"con 32 las semillas van de {min(last):.0f} a {max(last):.0f}." in PAGE


def test_what_the_previous_chapter_left() -> None:
    assert "es {}, muy lejos de la mejor posible, {}".format(*(decimal(value, 2) for value in previous())) in PAGE


def test_the_analogies_in_the_prose() -> None:
    shown = dict(re.findall(r"^(a - b \+ c, [a-z ]+?|solo a) +(\d+)$", PAGE, re.MULTILINE))
    kept, free, alone = (int(shown[key]) for key in ("a - b + c, prohibidas", "a - b + c, sin prohibir", "solo a"))
    (winner,) = re.findall(r"gana en su lugar: \{'a': (\d+),", PAGE)
    assert f"se pierden {kept - free} aciertos, y de los {160 - free} fallos {winner} los gana «a»" in PAGE
    assert alone == 160 / 4 and "acierta la cuarta parte" in PAGE


def numbers(values: np.ndarray | list[float], digits: int) -> str:
    """As the page writes vectors and lists in formulas, with its braces round the commas and the negatives."""
    cells = [decimal(float(value), digits).replace(",", "{,}") for value in values]
    return r";\;".join(f"{{{cell}}}" if cell.startswith("-") and i else cell for i, cell in enumerate(cells))


def step(w: np.ndarray, c: np.ndarray) -> dict[str, np.ndarray]:
    """One step of the example by hand, with rate 0.5; the first row of c is the true context."""
    z = c @ w
    p = 1 / (1 + np.exp(-z))
    error = p - np.array([1, 0, 0])
    right = np.array([p[0], *(1 - p[1:])])
    found = {"z": z, "p": p, "right": right, "error": error, "dw": error @ c, "dc": error[:, None] * w}
    return found | {"w": w - 0.5 * error @ c, "c": c - 0.5 * error[:, None] * w, "loss": -np.log(right)}


def test_the_step_by_hand() -> None:
    one = step(np.array([1, 0.5]), np.array([[0.4, 0.2], [0.6, -0.4], [-0.5, 0.8]]))
    two = step(one["w"], one["c"])
    assert one["z"] == pytest.approx([0.5, 0.4, -0.1])
    told = [f"\\hat{{y}}_{i}={numbers([p], 4)}" for i, p in enumerate(one["p"])]
    told += ["-\\log" + "-\\log".join(numbers([p], 4) for p in one["right"])]
    told += ["+".join(numbers([x], 4) for x in one["loss"]) + f"={numbers([one['loss'].sum()], 4)}"]
    told += [f"({numbers(one['dw'], 4)})", f"\\mathbf{{w}}=({numbers(one['w'], 4)})"]
    told += [f"({numbers(row, 4)})" for row in one["dc"]]
    told += [f"\\mathbf{{c}}_{i}=({numbers(row, 4)})" for i, row in enumerate(one["c"])]
    told += [f"la pérdida baja a ${numbers([two['loss'].sum()], 4)}$"]
    told += [f"\\sigma({numbers([z], 4)})={numbers([p], 4)}" for z, p in zip(two["z"], two["p"], strict=True)]
    told += ["${}$; ${}$ y ${}$. ¿Son los errores".format(*(numbers([z], 4) for z in two["z"]))]
    told += ["${}$; ${}$ y ${}$: los tres menores".format(*(numbers([x], 4) for x in two["error"]))]
    told += ["pasan a ${}$; ${}$ y ${}$, cada uno".format(*(numbers([z], 4) for z in two["z"]))]
    for text in told:
        assert text in PAGE, text
    slopes = PAGE[PAGE.index("![Pérdida de un par") :].split("](")[0].replace("menos ", "-")
    for z, error in zip(one["z"], one["error"], strict=True):
        assert re.search(rf"{decimal(z, 1)}, (?:\w+, )?con pendiente {decimal(error, 2)}", slopes)
    assert (abs(two["error"]) < abs(one["error"])).all()
    moved = (PAGE[PAGE.index("![El ejemplo, dibujado") :].split("](")[0]).replace("menos ", "-")
    for z, after in zip(one["z"], two["z"], strict=True):
        assert f"de {decimal(z, 2)} a {decimal(after, 2)}" in moved
    for row in one["c"]:
        assert "({}; {})".format(*(decimal(x, 2) for x in row)) in moved


def test_the_vectors_of_the_plane() -> None:
    a, b, c = np.array([2, 1]), np.array([1, 0.6]), np.array([1, 3])
    cosines = [float(a @ v / np.sqrt((a @ a) * (v @ v))) for v in (b, c)]
    assert (a @ b, a @ c) == (2.6, 5)
    assert "cosenos, ${}$ y ${}$".format(*(numbers([x], 3) for x in cosines)) in PAGE
    assert "vale 2,6 y el de a y c vale 5; los cosenos valen {} y {}.".format(*(decimal(x, 3) for x in cosines)) in PAGE
    assert r"1\cdot0{,}6=2{,}6$" in PAGE
    near, far = (math.degrees(math.acos(x)) for x in cosines)
    assert f"los separan {near:.0f} grados" in PAGE and f"está a {far:.0f} grados de a" in PAGE


def test_the_numbers_of_words_in_the_prose() -> None:
    assert len({word for words in frases.corpus(2000, seed=1) for word in words}) == 32
    assert "32 palabras contando el punto" in PAGE
    assert len(embeddings.classes()) == 68 and "![Sesenta y ocho palabras" in PAGE
    assert len(NOUNS) == 5 and len(NOUNS) * (len(NOUNS) - 1) * 8 == 160
    assert 4 * 3 * 2 == 24 and len(frases.NOUNS) == 4
    assert round(107**4 / 1e6) == 131 and r"$107^4\approx131$ millones" in PAGE
    assert (32 * 107, 107**2) == (3424, 11449) and r"$32\cdot107=3424$ pesos en vez de $107^2=11\,449$" in PAGE


def test_how_the_vectors_of_the_stories_are_trained() -> None:
    chosen = {name: one.default for name, one in inspect.signature(embeddings.train).parameters.items()}
    assert (chosen["B"], chosen["k"], chosen["rate"]) == (512, 5, 10)
    assert "con lotes de 512 pares y cinco negativos por par" in PAGE and "Parece enorme, 10," in PAGE


def test_what_the_stories_have_and_have_not() -> None:
    stories = corpus.read("corpus.txt")
    nouns = {word for noun in NOUNS for word in FORMS[noun]}
    for story in stories:
        for t, word in enumerate(story):
            assert word not in nouns or word not in story[max(0, t - 4) : t], "a noun is near itself"
    called = Counter(
        word for story in stories for word, after in zip(story, story[1:], strict=False) if after == "llamada"
    )
    assert min(called["niña"], called["reina"]) > 2000


def published() -> tuple[list[str], np.ndarray]:
    saved = json.loads((MODELS / "embeddings.json").read_text(encoding="utf-8"))
    return saved["words"], np.array(saved["vectors"], dtype=float) / saved["scale"]


def test_the_longer_word_wins_by_the_product() -> None:
    _, rows = published()
    lengths = np.sqrt((rows * rows).sum(1))
    product = rows @ rows.T
    cosine = product / np.outer(lengths, lengths)
    for table in (product, cosine):
        np.fill_diagonal(table, -np.inf)
    assert cosine.max(1).min() > 0
    one, other = product.argmax(1), cosine.argmax(1)
    assert (lengths[one] > lengths[other])[one != other].all()


def test_what_the_planes_hide() -> None:
    words, rows = published()
    nouns = [word for noun in NOUNS for word in FORMS[noun]]
    rows = rows[[words.index(word) for word in nouns]]
    rows /= np.sqrt((rows * rows).sum(1, keepdims=True))
    rows -= rows.mean(0)
    y = rows @ np.linalg.svd(rows, full_matrices=False)[2].T
    y[:, :3] *= np.sign([y[0, 0], y[0, 1], y[2, 2]])  # «niño» to the right and up; «niños» up in the third

    def wrong(chosen: np.ndarray) -> int:
        """Nouns whose nearest noun has another gender or number."""
        distances = ((chosen[:, None] - chosen[None]) ** 2).sum(-1) + np.diag([np.inf] * len(chosen))
        return sum(i % 4 != near % 4 for i, near in enumerate(distances.argmin(1)))

    assert wrong(y) == 0 < wrong(y[:, :2])
    groups = y[:, :3].reshape(5, 4, 3)  # noun; masculine, feminine, and their plurals
    assert (groups[:, :2, 0] > 0.3).all() and (groups[:, 2:, 0] < -0.3).all()
    assert (groups[:, 0, 1] > 0.3).all() and (groups[:, 1, 1] < -0.3).all() and (abs(groups[:, 2:, 1]) < 0.1).all()
    assert (groups[:, 2, 2] > 0.25).all() and (groups[:, 3, 2] < -0.25).all() and (abs(groups[:, :2, 2]) < 0.1).all()
    assert r"$0{,}45+0{,}19+0{,}13$" in PAGE
    assert shares(nouns)[:3] == pytest.approx([0.45, 0.19, 0.13], abs=0.005)


def test_what_the_prose_says_of_the_printed_tables() -> None:
    printed = (ROOT / "docs" / "codigo" / "salidas" / "embeddings.txt").read_text(encoding="utf-8")
    table = re.findall(r"^ ?(8|16|32) +\d+ +(\S+) +(\S+) +(\S+) +(\S+) +\S+$", printed, re.MULTILINE)
    sizes = {int(d): [float(share) for share in row] for d, *row in table}  # class, gender, number and all three
    assert sizes[32][3] > 0.8 and "más de cuatro de cada cinco vecinas" in PAGE
    assert sizes[8][0] > sizes[32][0] and sizes[8][1] < sizes[32][1] and min(sizes[8][0], sizes[8][2]) > 0.9
    assert "la       pelotas cartas coronas" in printed
    plural, singular, wrong = map(
        int, re.search(r"\('tristes', (\d+)\), \('triste', (\d+)\).*\] (\d+)$", PAGE, re.MULTILINE).groups()
    )
    assert plural + singular > wrong / 2
    mean, attractor = re.search(r"^media de todas +(\S+) +(\S+)$", PAGE, re.MULTILINE).groups()
    assert float(mean) > 80 and 100 - float(attractor) > 100 / 3 and "falla más de una de cada tres veces" in PAGE


def test_the_noise_in_the_alternative_text() -> None:
    counts = Counter(word for story in corpus.read("corpus.txt") for word in story)
    total, powers = sum(counts.values()), sum(n**0.75 for n in counts.values())
    few, many = min(counts.values()), max(counts.values())
    assert f"una recta que va de {decimal(few / total, 4)} a algo más de 0,1." in PAGE and 0.1 < many / total < 0.15
    assert f"entre {decimal(few**0.75 / powers, 4)} y {decimal(many**0.75 / powers, 2)};" in PAGE


@cache
def previous() -> tuple[float, float]:
    """Perplexity of the regressor of the previous chapter, and the best possible."""
    printed = (ROOT / "docs" / "codigo" / "salidas" / "softmax.txt").read_text(encoding="utf-8")
    value = float(re.search(r"^softmax +perplejidad (\S+)$", printed, re.MULTILINE)[1])
    return value, corpus.perplexity_bound(corpus.read("corpus-validacion.txt"))


def computed() -> Iterator[float]:
    """What the prose says and no block of the page prints; the tests above say where."""
    yield from previous()
    yield from (8**-0.5, 32**-0.5, 300**-0.5, 3 * math.log(2), 305**0.5, 0.75)
    a, b, c = np.array([2, 1]), np.array([1, 0.6]), np.array([1, 3])
    yield from (a @ b, *(a @ v / np.sqrt((a @ a) * (v @ v)) for v in (b, c)))
    counts = Counter(word for story in corpus.read("corpus.txt") for word in story)
    rare, total, powers = min(counts.values()), sum(counts.values()), sum(n**0.75 for n in counts.values())
    yield from (rare / total, rare**0.75 / powers, rare**0.75 / powers * total / rare)
    one = step(np.array([1, 0.5]), np.array([[0.4, 0.2], [0.6, -0.4], [-0.5, 0.8]]))
    two = step(one["w"], one["c"])
    for name in ("z", "p", "right", "loss"):
        yield from (abs(x) for x in (*one[name], *two[name]))
    yield from (2 * one["p"][0] - 1, (2 * one["p"][0] - 1) / 2)
    n = np.array([81, 16, 1])
    yield from (*n / 98, *n**0.75 / 36, 98 / 36, -math.log(30 / 50), 30 / 80, 30 / 20, math.log(30 / 20))


def test_every_decimal_of_the_prose_is_printed_or_computed() -> None:
    assert prose.unaccounted(SOURCE, computed()) == []


def neighbours(run: dict) -> float:
    return run["neighbours"]["all"]


def analogies(run: dict) -> float:
    return run["analogies"]
