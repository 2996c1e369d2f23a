"""The experiments of the pages: their arithmetic against Python's, and what a reader can do with them in a browser."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import embeddings_script
import numpy as np
import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from test_axe import WCAG
from torch.nn import functional as F

from apparatus import experiments
from lint import check

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SCRIPTS = sorted((DOCS / experiments.FOLDER).glob("*.js"))
HOMES = {
    mark["name"]: page.with_suffix(".html").name
    for page in sorted(DOCS.glob("*.md"))
    for mark in experiments.MARK.finditer(page.read_text(encoding="utf-8"))
}
NAMES = sorted(HOMES)
# Of some elements, those that would not fit on a screen of 360 pixels.
WIDE = """all => all.filter(one => !one.closest("svg, .oculto") && one.getBoundingClientRect().right > 350)
    .map(one => one.outerHTML.slice(0, 99))"""


def close(one: object, other: object) -> None:
    np.testing.assert_allclose(one, other, rtol=0, atol=1e-9)


@pytest.fixture(scope="module")
def sums(chromium: Browser) -> Iterator[Page]:
    """An empty page with every script: their functions and nothing else."""
    page = chromium.new_page()
    for path in experiments.scripts(DOCS, experiments.names(DOCS)):
        page.add_script_tag(path=DOCS / path)
    yield page
    page.close()


def run(page: Page, code: str, *values: object) -> object:
    return page.evaluate(f"values => {{ const E = experiments; return ({code})(...values); }}", list(values))


@pytest.fixture
def box(chromium: Browser, site: Path, request: pytest.FixtureRequest) -> Iterator[Locator]:
    """An experiment in its page, opened from the disk; whatever the console says is a failure."""
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / HOMES[request.param]).as_uri())
    page.locator(f"[data-experimento={request.param}] .mandos").wait_for()  # it starts when the page is idle
    yield page.locator(f"[data-experimento={request.param}]")
    assert said == []
    page.close()


def of(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("box", [name], indirect=True)


def figure(cell: Locator) -> float:
    return float(cell.inner_text().replace(",", ".").replace("−", "-"))


# ---- Arithmetic ----


def test_regression_descends_as_in_torch(sums: Page) -> None:
    points = [[2, 1, 1], [3, 0.6, 1], [0.4, 1.4, 0], [1.2, 3.8, 0], [1.1, 2, 1]]
    x, y = torch.tensor(points, dtype=torch.float64)[:, :2], torch.tensor(points, dtype=torch.float64)[:, 2]
    for rate, bias in ((0.5, True), (20, True), (1, False)):
        w, b = torch.zeros(2).double().requires_grad_(), torch.zeros(()).double().requires_grad_()
        for _ in range(30):
            loss = F.binary_cross_entropy_with_logits(x @ w + b, y)
            grad_w, grad_b = torch.autograd.grad(loss, [w, b])
            w = (w - rate * grad_w).detach().requires_grad_()
            b = (b - rate * grad_b * bias).detach().requires_grad_()
        state = run(sums, "(p, r, b) => E.regresor.descend(E.regresor.begin(p), r, b, 30)", points, rate, bias)
        close(state["w"], w.tolist())
        close(state["b"], b.item())
        close(state["last"], [*grad_w.tolist(), grad_b.item() * bias])
        assert state["steps"] == 30
        loss = F.binary_cross_entropy_with_logits(x @ w + b, y).item()
        close(run(sums, "(s) => E.regresor.loss(s.w, s.b, s.points)", state), loss)
    assert run(sums, "() => E.regresor.loss([900, 0], 0, [[2, 0, 0]])") == 1800  # no overflow


def test_softmax_and_entropy_as_in_torch(sums: Page) -> None:
    for z, temperature in (([2, 1.5, 1, -0.5, -1], 1), ([6, -6, 0.1, 0, 5.9], 0.1), ([1000, 1001, 999], 5)):
        p = torch.softmax(torch.tensor(z, dtype=torch.float64) / temperature, 0)
        found = run(sums, "(z, t) => E.softmax.softmax(z, t)", z, temperature)
        close(found, p.tolist())
        close(run(sums, "(p) => E.softmax.entropy(p)", found), torch.special.entr(p).sum().item())


def test_neighbours_and_analogies_as_in_numpy(sums: Page) -> None:
    words, vectors = run(sums, "() => [E.embeddings.words, E.embeddings.VECTORS]")
    unit = np.array(vectors) / np.linalg.norm(vectors, axis=1, keepdims=True)

    def nearest(vector: np.ndarray, exclude: list[str], many: int) -> list[tuple[str, float]]:
        cosines = unit @ (vector / np.linalg.norm(vector))
        order = [i for i in np.argsort(-cosines, kind="stable") if words[i] not in exclude]
        return [(words[i], cosines[i]) for i in order[:many]]

    def compare(found: list, expected: list) -> None:
        assert [word for word, _ in found] == [word for word, _ in expected]
        close([cosine for _, cosine in found], [cosine for _, cosine in expected])

    for word in words:
        compare(run(sums, "(w) => E.embeddings.nearest(w, 6)", word), nearest(unit[words.index(word)], [word], 6))
    for a, b, c in (("rey", "niño", "niña"), ("gatos", "gato", "vecina"), ("cansado", "cansada", "enferma")):
        i, j, k = (np.array(vectors[words.index(word)]) for word in (a, b, c))
        compare(run(sums, "(a, b, c) => E.embeddings.analogy(a, b, c)", a, b, c), nearest(i - j + k, [a, b, c], 4))


def test_the_program_of_the_chapter_finds_the_same_words(sums: Page) -> None:
    import embeddings as program

    words, vectors = run(sums, "() => [E.embeddings.words, E.embeddings.VECTORS]")
    W = torch.tensor(vectors, dtype=torch.float64)
    for word in ("niña", "gatos", "llegó"):
        found = run(sums, "(w) => E.embeddings.nearest(w, 3).map(([near]) => near)", word)
        assert found == program.nearest(W, words, W[words.index(word)], [word])
    found = run(sums, "() => E.embeddings.analogy('rey', 'niño', 'niña', 3).map(([near]) => near)")
    assert found == program.analogy(W, words, "rey", "niño", "niña", 3)


def test_the_network_is_that_of_torch(sums: Page) -> None:
    x, y = run(sums, "() => [E.xor.X, E.xor.Y]")
    X, Y = torch.tensor(x).double(), torch.tensor(y).double()

    def net(t: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(X @ t[:6].view(2, 3)[:, :2].T + t[[2, 5]])
        return hidden @ t[6:8] + t[8]

    for seed in (None, 1, 2, 3, 4):
        weights = run(sums, "(s) => s ? E.xor.random(s) : E.xor.HAND", seed)
        t = torch.tensor(weights, dtype=torch.float64).requires_grad_()
        z = net(t)
        loss = F.binary_cross_entropy_with_logits(z, Y)
        close(run(sums, "(t) => E.xor.X.map((x) => E.xor.forward(t, x).z)", weights), z.tolist())
        close(run(sums, "(t) => E.xor.loss(t)", weights), loss.item())
        close(run(sums, "(t) => E.xor.gradient(t)", weights), torch.autograd.grad(loss, t)[0].tolist())
        for _ in range(20):
            (gradient,) = torch.autograd.grad(F.binary_cross_entropy_with_logits(net(t), Y), t)
            t = (t - gradient).detach().requires_grad_()
        close(run(sums, "(t) => E.xor.descend(t, 20)", weights), t.tolist())
        assert all(-1 <= weight <= 1 for weight in weights) or seed is None


def test_the_weights_by_hand_are_those_of_the_program(sums: Page) -> None:
    import xor

    net = xor.set_by_hand(xor.Net())
    logits = run(sums, "() => E.xor.X.map((x) => E.xor.forward(E.xor.HAND, x).z)")
    close(logits, net(xor.X).squeeze(1).tolist())
    assert run(sums, "() => E.xor.PHRASES") == xor.PHRASES


def test_numbers_are_written_and_read_as_in_the_prose(sums: Page) -> None:
    assert run(sums, "() => [1.25, -0.001, -3.5, 1e5].map((x) => E.number(x, 1))") == ["1,3", "0,0", "−3,5", "100000,0"]
    assert run(sums, "() => ['1,5', ' −2.5 ', '3'].map(E.parse)") == [1.5, -2.5, 3]
    assert run(sums, "() => ['', ',', '1,2,3', 'x', '1e3'].every((text) => Number.isNaN(E.parse(text)))")
    assert run(sums, "() => E.softmax.brief(5.184e21)") == "5,18·10<sup>21</sup>"


def test_the_line_that_cuts_a_square(sums: Page) -> None:
    half = run(sums, "() => E.cut(1, 0, -1, E.square(0, 4))")
    close(sorted(half["line"]), [[1, 0], [1, 4]])
    close(sorted(half["polygon"]), [[1, 0], [1, 4], [4, 0], [4, 4]])
    assert run(sums, "() => E.cut(1, 0, 9, E.square(0, 4))")["line"] == []


# ---- In the page ----


@of("regresor")
def test_the_regression_by_keyboard(box: Locator) -> None:
    page = box.page
    point = box.get_by_role("slider", name="Punto A, clase 1")
    point.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    expect(point).to_be_focused()
    expect(point).to_have_attribute("aria-valuetext", "x₁ = 2,1; x₂ = 1,6")
    box.get_by_text("Coordenadas de los puntos").press("Enter")
    field = box.get_by_label("x₁ del punto A")
    expect(field).to_have_value("2,1")
    field.fill("0,25")
    field.press("ArrowUp")
    expect(field).to_have_value("0,4")  # a tenth more, on the tenths
    field.fill("siete")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(box.get_by_role("status")).to_contain_text("entre 0 y 4")
    field.press("Tab")
    expect(field).to_have_value("0,4")
    box.get_by_label("con sesgo").press("Space")
    box.get_by_role("button", name="Un paso").press("Enter")
    box.get_by_role("button", name="Cien pasos").press("Space")
    expect(box.get_by_role("status")).to_contain_text("Paso 101: pérdida 0,")
    rows = box.locator(".vista tbody tr")
    assert figure(rows.nth(2).locator("td").first) == 0  # b
    before = figure(rows.nth(3).locator("td").first)
    box.get_by_label("Tasa de aprendizaje").select_option("0.1")
    box.get_by_role("button", name="Cien pasos").click()
    assert figure(rows.nth(3).locator("td").first) <= before
    box.get_by_role("button", name="Reiniciar").click()
    expect(point).to_have_attribute("aria-valuetext", "x₁ = 2,0; x₂ = 1,0")


@of("regresor")
def test_a_point_is_dragged(box: Locator) -> None:
    page = box.page
    point = box.get_by_role("slider", name="Punto H, clase 0")
    point.scroll_into_view_if_needed()
    at, plane = point.locator(".blanco").bounding_box(), box.locator("svg > rect").first.bounding_box()
    assert at and plane and at["width"] >= 24
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.move(plane["x"] + plane["width"] * 0.75, plane["y"] + plane["height"] * 0.25, steps=3)
    page.mouse.move(plane["x"] + plane["width"] / 2, plane["y"] + plane["height"] / 2)
    page.mouse.up()
    page.mouse.move(plane["x"], plane["y"])
    expect(point).to_have_attribute("aria-valuetext", "x₁ = 2,0; x₂ = 2,0")


@of("softmax")
def test_the_logits_by_keyboard(box: Locator) -> None:
    rows = box.locator(".vista tbody tr")

    def share(k: int) -> float:
        return figure(rows.nth(k).locator("td").nth(2))

    before = share(4)
    box.get_by_label("a", exact=True).press("End")
    expect(rows.nth(4)).to_contain_text("6,0")
    assert share(4) > before and abs(sum(share(k) for k in range(5)) - 1) < 0.003
    expect(box.get_by_role("status")).to_contain_text("«a»")
    temperature = box.get_by_label("τ")
    temperature.press("End")
    expect(temperature).to_have_attribute("aria-valuetext", "5,0")
    box.get_by_role("button", name="Reiniciar").press("Enter")
    assert share(4) == before


@of("embeddings")
def test_words_are_chosen(box: Locator) -> None:
    box.get_by_label("Palabra").select_option("gato")
    expect(box.locator("caption").first).to_have_text("Las más cercanas a «gato»")
    for key, word in (("a", "gatos"), ("b", "gato"), ("c", "vecino")):
        box.get_by_label(key, exact=True).select_option(word)
    expect(box.locator("caption").nth(1)).to_have_text("«gatos» − «gato» + «vecino»")
    expect(box.get_by_role("status")).to_contain_text("Gana «vecinos».")


@of("xor")
def test_the_weights_by_keyboard(box: Locator) -> None:
    caption = box.locator("caption")
    expect(caption).to_have_text("Salidas de la red; pérdida 0,1269")
    weight = box.get_by_label("w₁₁", exact=True)
    weight.press("ArrowRight")
    expect(weight).to_have_attribute("aria-valuetext", "2,10")
    expect(box.locator(".vista tbody tr").nth(2)).to_contain_text("1,10")
    box.get_by_role("button", name="Al azar").press("Enter")
    expect(box.get_by_role("status")).to_contain_text("semilla 1")
    before = caption.inner_text()
    box.get_by_role("button", name="Cien pasos de descenso").press("Enter")
    expect(box.get_by_role("status")).to_contain_text("Cien pasos")
    assert caption.inner_text() < before
    box.get_by_role("button", name="Pesos a mano").press("Enter")
    expect(caption).to_have_text("Salidas de la red; pérdida 0,1269")


@pytest.mark.parametrize("home", sorted(set(HOMES.values())))
def test_axe_and_narrow_screens(chromium: Browser, site: Path, home: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740}, color_scheme="light")
    page.goto((site / home).as_uri())
    page.locator(".experimento .mandos").first.wait_for()  # they start when the page has nothing else to do
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate("document.querySelectorAll('.experimento details').forEach(one => { one.open = true })")
    assert page.locator(".experimento *").evaluate_all(WIDE) == []
    small = page.locator(".experimento :is(button, select, input, summary, .blanco)").evaluate_all(
        "all => all.filter(one => { const box = one.getBoundingClientRect(); return Math.min(box.width, box.height) < 24 })"
        ".map(one => one.outerHTML.slice(0, 99))"
    )
    assert small == []
    # The rest of the page, of which test_browser.py takes care, would make axe slow.
    page.evaluate(
        "document.querySelectorAll(':is(.md-typeset, .tramo) > :not(.experimento, :has(.experimento))')"
        ".forEach(one => one.remove())"
    )
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, ".experimento", options=WCAG).response["violations"]
        assert [(home, scheme, one["id"], one["nodes"][0]["html"][:150]) for one in found] == []
    page.close()


def test_a_finger_moves_a_point(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto((site / HOMES["regresor"]).as_uri())
    point = page.get_by_role("slider", name="Punto B, clase 1")
    point.scroll_into_view_if_needed()
    at = point.locator(".blanco").bounding_box()
    assert at
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    finger = context.new_cdp_session(page)
    for kind, spot in (("Start", (x, y)), ("Move", (x - 30, y - 40)), ("Move", (x - 60, y - 80)), ("End", None)):
        touches = [{"x": spot[0], "y": spot[1]}] if spot else []
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": touches})
    expect(point).to_have_attribute("aria-valuetext", "x₁ = 2,1; x₂ = 1,8")
    context.close()


def test_without_scripts_there_is_a_figure_and_its_numbers(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    for name, home in HOMES.items():
        page.goto((site / home).as_uri())
        box = page.locator(f"[data-experimento={name}]")
        assert box.locator("*").evaluate_all(WIDE) == []
        expect(box.get_by_text("Este experimento necesita JavaScript")).to_be_visible()
        assert box.locator("svg").count() >= 1 and box.locator("table").count() >= 2
        assert box.locator("button, input, select, [tabindex]").count() == 0
    page.goto((site / HOMES["regresor"]).as_uri())
    last = page.locator("[data-experimento=regresor] table").last.locator("tbody tr").last
    expect(last.locator("th")).to_have_text("1000")
    context.close()


def test_the_numbers_of_the_still_figure_are_those_of_torch() -> None:
    view = experiments.still(DOCS, "softmax")
    for temperature in (0.5, 2):
        for share in torch.softmax(torch.tensor([2, 1.5, 1, -0.5, -1]).double() / temperature, 0):
            assert f"<td>{share:.3f}</td>".replace(".", ",") in view


# ---- Files ----


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_small(path: Path) -> None:
    assert path.stat().st_size <= 15 * 1024


def test_a_page_loads_only_what_it_uses(site: Path) -> None:
    for page in sorted(site.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        used = [name for name in NAMES if HOMES[name] == page.name]
        assert ("experimentos.css" in text) == bool(used)
        for path in SCRIPTS:
            stem = path.stem.removesuffix(experiments.DATA)
            wanted = bool(used) if stem == experiments.SHARED else stem in used
            assert (f"experimentos/{path.name}" in text) == wanted, f"{page.name}: {path.name}"


def test_the_still_view_is_not_in_the_search(site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "necesita JavaScript" not in index


def test_the_data_script_is_what_its_generator_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = {"scale": 100, "words": ["a", "ñ"], "vectors": [[29, -100], [7, 250]]}
    assert "[29,-100],\n[7,250]" in embeddings_script.script(json.dumps(good))
    for wrong in ({"words": ["a"]}, {"vectors": [[1], [2, 3]]}, {"scale": 1}):
        with pytest.raises(ValueError, match="vectors"):
            embeddings_script.script(json.dumps(good | wrong))
    for wrong in ("", "[]", "{}"):
        with pytest.raises(ValueError, match="words"):
            embeddings_script.script(wrong)
    monkeypatch.setattr(sys, "argv", ["embeddings_script.py", str(tmp_path / "none.json")])
    assert embeddings_script.main() == 1
    made = embeddings_script.script(embeddings_script.SOURCE.read_text(encoding="utf-8"))
    assert embeddings_script.SCRIPT.read_text(encoding="utf-8") == made, "run scripts/embeddings_script.py"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("<!-- experimento: regressor -->", "no experiment is called 'regressor' (use one of: embeddings, regresor"),
        ("<!-- experimento regresor -->", "an experiment badly written"),
        ("Antes, <!-- experimento: xor -->", "an experiment badly written"),
        ("<!-- experimento: xor -->\n\n<!-- experimento: xor -->", "a second experiment 'xor'"),
    ],
)
def test_a_mark_that_would_be_swallowed(project: Path, append, line: str, told: str) -> None:
    number = append("docs/index.md", f"\n{line}\n") + line.count("\n") + 1
    problems = [str(one) for one in check(project)[1]]
    assert len(problems) == 1 and problems[0].startswith(f"docs/index.md:{number}:") and told in problems[0], problems
