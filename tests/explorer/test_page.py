"""The page of the explorer in a browser: with a mouse, by keyboard, by touch, without scripts, from the disk and over http."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import published
import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from inside import trace
from playwright.sync_api import Browser, Locator, Page, expect
from test_browser import WCAG

from apparatus import explorer

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TEXT = "había una niña llamada Ana . la niña que vio el rey llegó"
SHORT = "la reina que vio el rey llegó"
WIDE = """all => all.filter(one => {
        if (one.closest(".oculto") || one.getBoundingClientRect().right <= innerWidth + 1) return false;
        for (let up = one.parentElement; up; up = up.parentElement)
            if (up.classList.contains("correa") || up.classList.contains("ecuacion")) return false;
        return true;
    }).map(one => one.outerHTML.slice(0, 120))"""
SMALL = """all => all.filter(one => { const box = one.getBoundingClientRect();
        return box.width && Math.min(box.width, box.height) < 23.5 }).map(one => one.outerHTML.slice(0, 120))"""


def state(text: str = SHORT, **parts: str) -> str:
    """The part of an address that carries a state."""
    return "#" + ";".join([f"t={text.replace(' ', '_')}", *(f"{key}={value}" for key, value in parts.items())])


Opener = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, site: Path) -> Iterator[Opener]:
    """Opens the explorer from the disk in some state; whatever the console says is a failure."""
    said: list[str] = []
    contexts = []

    def one(fragment: str = state(), address: str | None = None, **options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}explorador.html{fragment}" if address else (site / "explorador.html").as_uri() + fragment)
        if options.get("java_script_enabled", True):
            expect(page.locator("html")).to_have_attribute("data-explorador", "listo")
        return page

    yield one
    assert said == []
    for context in contexts:
        context.close()


def value(text: str) -> float:
    """A number as the page writes it."""
    return float(text.replace(",", ".").replace("−", "-").replace("∞", "inf"))


def grid(page: Page, tensor: str, head: int | None = None) -> Locator:
    which = "" if head is None else f"[data-head='{head}']"
    return page.locator(f".escena table[data-tensor='{tensor}']{which}").first


def numbers(table: Locator) -> list[list[float]]:
    """What the cells of a table show, without what they showed before."""
    rows = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.firstChild.textContent))"
    )
    return [[value(text) for text in row] for row in rows]


def cell(page: Page, tensor: str, row: int, column: int, head: int | None = None) -> Locator:
    return grid(page, tensor, head).locator("tbody tr").nth(row).locator("td").nth(column)


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="La cuenta de la casilla")


def likeliest(page: Page) -> list[tuple[str, float]]:
    rows = page.locator(".siguiente > table tbody tr")
    cells = rows.evaluate_all("rows => rows.map(row => [row.cells[0].innerText, row.cells[1].innerText])")
    return [(word, value(share.split()[0])) for word, share in cells]


# ---- The text ----


def test_the_words_that_follow_are_those_of_the_program(opened: Opener) -> None:
    page = opened(state(TEXT))
    right = published.predict(*published.load(), TEXT)[:8]
    found = likeliest(page)
    assert [word for word, _ in found] == [word for word, _ in right]
    assert [share for _, share in found] == pytest.approx([100 * p for _, p in right], abs=0.051)
    page.get_by_text("Las otras 99 palabras").click()
    expect(page.locator(".siguiente details tbody tr")).to_have_count(99)


def test_a_text_is_written_with_completion(opened: Opener) -> None:
    page = opened()
    field = page.get_by_role("textbox", name="Tu texto")
    field.fill("")
    field.press_sequentially("habia una nin")
    options = page.locator("#ex-lista").get_by_role("option")
    expect(options).to_have_text(["niña", "niño", "niñas", "niños"])
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("ex-op-0"))
    field.press("Enter")
    expect(field).to_have_value("habia una niña ")
    expect(page.locator(".ficha")).to_have_text(["había", "una", "niña"])
    field.press_sequentially("llam")
    options.first.click()
    expect(page.locator(".ficha").last).to_have_text("llamada")


def test_an_unknown_word_is_explained_and_nothing_is_lost(opened: Opener) -> None:
    page = opened()
    field = page.get_by_role("textbox", name="Tu texto")
    field.fill("la reyna llegó")
    field.press("Enter")
    expect(page.locator("#ex-aviso")).to_contain_text("«reyna» no es una de las 107 palabras del modelo. Se parecen «reina»")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".ficha")).to_have_count(7)
    field.fill("la " * 31)
    field.press("Enter")
    expect(page.locator("#ex-aviso")).to_contain_text("Caben 30 palabras y has escrito 31")
    field.fill("la reina llegó")
    field.press("Enter")
    expect(page.locator("#ex-aviso")).to_have_text("")
    expect(page.locator(".ficha")).to_have_text(["la", "reina", "llegó"])


def test_it_generates_greedily_and_by_lot(opened: Opener) -> None:
    page = opened(state("había una"))
    page.get_by_role("button", name="Hasta el punto").click()
    model, words = published.load()
    text = "había una"
    while not text.endswith("."):
        text += " " + published.predict(model, words, text)[0][0]
    field = page.get_by_role("textbox", name="Tu texto")
    expect(field).to_have_value(text)
    drawn = []
    for _ in range(2):
        field.fill("había una")
        field.press("Enter")
        page.get_by_label("Elegir").select_option("por sorteo")
        page.locator("[data-parte=texto]").get_by_label("Semilla").fill("7")
        for _ in range(4):
            page.get_by_role("button", name="Una palabra").click()
        drawn.append(field.input_value())
    assert drawn[0] == drawn[1] and len(drawn[0].split()) == 6
    page.get_by_label("Temperatura").fill("-1")
    page.get_by_role("button", name="Una palabra").click()
    expect(page.locator("#ex-aviso")).to_contain_text("0,05 a 20")
    before = field.input_value()
    page.get_by_role("button", name="Al azar").click()
    assert field.input_value() != before and field.input_value().startswith("había un")


# ---- The walk ----


def test_each_step_shows_the_tensor_of_the_program_with_its_labels(opened: Opener) -> None:
    """Every table of the results, in the order of the walk, against the hooks of transformer.py."""
    page = opened(state(SHORT))
    model, words = published.load()
    tensors = {name: x[0] for name, x in trace(model, torch.tensor([published.ids(words, SHORT)])).items()}
    titles, names = [], []
    while True:
        step = page.locator(".paso-explorador").get_attribute("data-paso")
        names.append(step)
        titles.append(page.locator(".paso-explorador h3").inner_text())
        expect(page.locator(".dicho math")).to_have_count(1)
        if step in tensors:
            found = tensors[step]
            pieces = found if found.ndim == 3 else [found]
            tables = page.locator(".sale table")
            assert tables.count() == len(pieces)
            digits = 3 if step.endswith("weights") else 2
            for k, right in enumerate(pieces):
                shown = torch.tensor(numbers(tables.nth(k)), dtype=torch.float64)
                assert shown.shape == right.shape, step
                same = torch.isclose(shown, right, rtol=0, atol=0.5001 * 10**-digits) | (shown == right)
                assert bool(same.all()), step
                expect(tables.nth(k).locator("tbody th")).to_have_text(SHORT.split())
                sizes = " × ".join(str(size) for size in right.shape)
                assert sizes in (tables.nth(k).get_attribute("aria-label") or "")
        forward = page.get_by_role("button", name="Siguiente").first
        if forward.is_disabled():
            break
        forward.click()
    assert len(names) == len(set(names)) == 55 and names[0] == "token" and names[-1] == "probs"
    assert set(tensors) <= set(names)
    assert len(titles) == len(set(titles))
    expect(page.get_by_text("Paso 55 de 55", exact=True)).to_be_visible()
    page.get_by_role("button", name="Anterior").first.click()
    expect(page.locator(".paso-explorador h3")).to_have_text("Los logits")
    headings = page.locator(".sale thead th")
    expect(headings).to_have_text(words)


def test_the_lines_of_the_program_are_those_that_compute(opened: Opener) -> None:
    page = opened(state(p="2.weights"))
    line = page.locator(".dicho .linea")
    text = line.inner_text()
    number = int(re.search(r"línea (\d+)", text)[1])
    program = (DOCS / "codigo" / "transformer.py").read_text(encoding="utf-8").splitlines()
    assert program[number - 1].strip().startswith(line.locator("code").inner_text())
    expect(line.get_by_role("link")).to_have_attribute("href", "codigo/transformer.py")


def test_a_line_that_has_gone_is_told(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("a = 1\nb = a\nb = a\n", encoding="utf-8")
    assert explorer.find_line(path, "a = 1") == (1, "a = 1")
    for code, many in (("c = 1", "no"), ("b = a", "2")):
        with pytest.raises(explorer.ExplorerError, match=f"in {many} lines of program.py"):
            explorer.find_line(path, code)


def test_the_map_says_where_one_is_and_leads_elsewhere(opened: Opener) -> None:
    page = opened(state(p="1.norm1"))
    nav = page.get_by_role("navigation", name="Mapa de la red")
    expect(nav.locator("[aria-current=step]")).to_contain_text("Normalización")
    nav.get_by_role("button", name="Pesos de atención").nth(1).click()
    expect(page.locator(".paso-explorador h3")).to_have_text("Los pesos de atención, capa 2")
    expect(nav.locator("[aria-current=step]")).to_have_text("Pesos de atención")


def test_all_the_steps_at_once(opened: Opener) -> None:
    page = opened()
    page.get_by_label("Todo a la vez").check()
    expect(page.locator(".paso-explorador")).to_have_count(55)
    last = page.locator("[data-paso='probs']")
    last.scroll_into_view_if_needed()
    expect(last.locator(".sale table")).to_have_count(1)
    assert page.locator(".paso-explorador[data-lleno]").count() < 40
    last.locator(".sale td").nth(200).click()
    expect(panel(page)).to_contain_text("Exponencial".lower())


# ---- Asking ----


def test_every_product_of_a_cell_and_back_to_a_weight(opened: Opener) -> None:
    page = opened(state(p="2.q"))
    cell(page, "2.q", 6, 3, 0).click()
    shown = value(cell(page, "2.q", 6, 3, 0).inner_text())
    box = panel(page)
    rows = box.locator(".terminos tbody tr")
    expect(rows).to_have_count(17)
    running = 0.0
    for row in rows.all():
        parts = [value(text) for text in row.locator("td").all_inner_texts() if text]
        *factors, product, total = parts
        assert torch.tensor(factors).prod().item() == pytest.approx(product, abs=3e-4)
        running += product
        assert running == pytest.approx(total, abs=2e-3)
    assert running == pytest.approx(shown, abs=0.007)
    expect(page.locator(".escena td.operando")).to_have_count(33)  # a row of 16, a column of 16, a bias
    first = rows.first.locator("button").first
    expect(first).to_have_accessible_name(re.compile("fila normalizada, antes de la atención, capa 2, de «llegó»"))
    first.click()
    expect(page.locator(".paso-explorador h3")).to_have_text("La ganancia y el sesgo, antes de la atención, capa 2")
    box.get_by_role("button", name=re.compile("ganancia, antes de la atención, capa 2")).click()
    expect(box).to_contain_text("Es un parámetro")
    trail = box.get_by_role("navigation", name="Rastro")
    expect(trail.get_by_role("listitem")).to_have_count(3)
    trail.get_by_role("button").first.click()
    expect(page.locator(".paso-explorador h3")).to_have_text("Las consultas, capa 2")
    expect(box.locator("h4")).to_contain_text("Q(2)cab. 1; llegó; 4")


def test_down_to_an_embedding(opened: Opener) -> None:
    page = opened(state(p="token", c="token@1,0"))
    box = panel(page)
    box.get_by_role("button", name=re.compile("tabla de embeddings, palabra «reina», componente 1")).click()
    expect(box).to_contain_text("Es un parámetro")
    expect(page.locator(".escena td.elegida")).to_have_count(1)


def test_where_a_number_goes(opened: Opener) -> None:
    page = opened(state(p="1.k", c="1.k@1,2,0"))
    box = panel(page)
    box.get_by_text("¿Adónde va?").click()
    uses = box.locator(".usos")
    expect(uses).to_contain_text("7 casillas de «productos consulta-clave, capa 1», cabeza 2, hacia «que» (posición 3)")
    expect(uses.get_by_role("button")).to_have_count(7)
    uses.get_by_role("button").last.click()
    expect(page.locator(".paso-explorador h3")).to_have_text("Consulta por clave, capa 1")


@pytest.mark.parametrize(
    ("cell_asked", "words"),
    [
        ("1.norm1.mean@2,0", "/ 16 ="),
        ("1.norm1.variance@2,0", "(x − μ)²"),
        ("1.norm1.normal@2,5", "√(σ² + ε)"),
        ("1.norm1@2,5", "la ganancia"),
        ("2.scaled@1,4,2", "/ √8 ="),
        ("2.scores@1,2,4", "que tapa"),
        ("2.weights@1,4,2", "se le resta la mayor"),
        ("2.mixed@1,4,2", "La suma es"),
        ("2.joined@4,9", "Es una copia de"),
        ("2.middle@4,9", " + "),
        ("2.hidden@4,60", "máx(0;"),
        ("probs@6,20", "se le resta la mayor"),
    ],
)
def test_each_kind_of_calculation(opened: Opener, cell_asked: str, words: str) -> None:
    page = opened(state(p=cell_asked.partition("@")[0], c=cell_asked))
    expect(panel(page)).to_contain_text(words)


# ---- Changing ----


def test_a_change_is_marked_undone_and_carried_by_the_address(opened: Opener, site: Path) -> None:
    page = opened(state(p="2.weights", c="2.q@0,6,3"))
    weight = cell(page, "2.weights", 6, 1, 0)
    before = weight.inner_text()
    page.get_by_label("Cambiar por").fill("3,5")
    page.get_by_role("button", name="Cambiar", exact=True).click()
    page.get_by_role("navigation", name="Mapa de la red").get_by_role("button", name="Pesos de atención").nth(1).click()
    expect(weight).to_have_class(re.compile("cambia"))
    expect(weight.locator(".antes")).to_have_text(before)
    expect(weight).to_have_accessible_name(re.compile(rf"^0,\d+, antes {before}$"))
    assert weight.inner_text().split("\n")[0] != before
    told = "consultas, capa 2, cabeza 1, de «llegó» (posición 7), componente 4 = 3,50"
    expect(page.locator(".cambios li")).to_contain_text(told)
    expect(page.locator(".siguiente > table thead")).to_contain_text("antes")
    page.wait_for_timeout(400)
    copied = page.url
    other = opened(copied[copied.index("#") :])
    expect(cell(other, "2.weights", 6, 1, 0)).to_have_class(re.compile("cambia"))
    page.locator("[data-hace=deshacer]").first.click()
    expect(weight).not_to_have_class(re.compile("cambia"))
    expect(weight).to_have_text(before)
    expect(page.locator("[data-hace=deshacer]").first).to_be_disabled()


def test_every_kind_of_number_can_be_changed(opened: Opener) -> None:
    page = opened()
    girl = published.load()[1].index("niña")
    cells = ("blocks.0.attention.query.W@2,3", f"embedding.weight@{girl},1", "position.weight@1,2", "1.scores@0,3,1")
    for asked in (*cells, "0.stream@1,1"):
        page.evaluate("hash => { location.hash = hash }", state(TEXT, c=asked))
        name = asked.partition("@")[0]
        expect(page.locator(f".escena table[data-tensor='{name}'] td.elegida")).to_have_count(1)
        field = page.get_by_label("Cambiar por")
        field.fill("-2,25")
        field.press("Enter")
        expect(page.locator(".cambios li")).to_have_count(1)
        expect(panel(page)).to_contain_text("−2,25")
        page.get_by_role("button", name="Devolverle su valor").click()
        expect(page.locator(".cambios li")).to_have_count(0)
    field.fill("mucho")
    field.press("Enter")
    expect(panel(page).get_by_role("status")).to_contain_text("«mucho» no es un número")
    page.evaluate("hash => { location.hash = hash }", state(TEXT, p="1.scores", c="mask@3,1"))
    page.get_by_role("button", name="Tapar esta casilla").click()
    expect(cell(page, "1.scores", 3, 1, 0)).to_contain_text("−∞")
    page.get_by_role("button", name="Dejarlo como al principio").click()
    expect(cell(page, "1.scores", 3, 1, 0)).not_to_contain_text("−∞")


def test_switching_off_a_head_a_neuron_and_a_block(opened: Opener) -> None:
    page = opened(state(TEXT, p="2.mixed"))
    nav = page.get_by_role("navigation", name="Mapa de la red")
    first = likeliest(page)
    nav.get_by_role("checkbox", name="Cabeza 1").nth(1).uncheck()
    assert all(x == 0 for row in numbers(grid(page, "2.mixed", 0)) for x in row)
    assert any(x != 0 for row in numbers(grid(page, "2.mixed", 1)) for x in row)
    expect(nav).to_contain_text("(sin la cabeza 1)")
    assert likeliest(page) != first
    best, _ = likeliest(page)[0]
    expect(page.locator("#ex-voz")).to_contain_text("Cabeza 1 de la capa 2, apagada. La palabra más probable ")
    expect(page.locator("#ex-voz")).to_contain_text(f"«{best}»")
    nav.get_by_role("checkbox", name="Red hacia delante").first.uncheck()
    listed = [re.compile(f"{part}, apagada") for part in ("cabeza 1 de la capa 2", "red hacia delante de la capa 1")]
    expect(page.locator(".cambios li")).to_have_text(listed)
    page.get_by_role("button", name="Dejarlo como al principio").click()
    assert likeliest(page) == first
    expect(nav.get_by_role("checkbox", name="Cabeza 1").nth(1)).to_be_checked()
    page.evaluate("hash => { location.hash = hash }", state(TEXT, p="1.hidden", c="1.hidden@2,4"))
    page.get_by_role("button", name="Apagar la neurona 5").click()
    assert {row[4] for row in numbers(grid(page, "1.hidden"))} == {0}


# ---- The other parts ----


def test_the_lens_ends_in_the_prediction(opened: Opener) -> None:
    page = opened(state(TEXT))
    rows = page.locator("[data-parte=lente] tbody tr")
    expect(rows).to_have_count(5)
    word, share = likeliest(page)[0]
    expect(rows.last.locator("td").first).to_have_text(re.compile(rf"^{word} "))
    assert value(rows.last.locator("td").nth(3).inner_text().split()[0]) == share
    page.get_by_label("Seguir la palabra").select_option("cansado")
    expect(page.locator("[data-parte=lente] thead")).to_contain_text("«cansado»")


def test_all_the_heads_lead_into_the_walk(opened: Opener) -> None:
    page = opened(state(TEXT))
    tables = page.locator("[data-parte=cabezas] table")
    expect(tables).to_have_count(4)
    tables.nth(2).locator("tbody tr").nth(12).locator("td").nth(7).click()
    expect(page.locator(".paso-explorador h3")).to_have_text("Los pesos de atención, capa 2")
    expect(panel(page).locator("h4")).to_contain_text("0,9786")


def test_two_texts_differ_from_where_their_words_do(opened: Opener) -> None:
    page = opened(state(TEXT))
    part = page.locator("[data-parte=comparar]")
    other = TEXT.replace("rey", "gato")
    part.get_by_label("El otro texto").fill(other)
    part.get_by_role("button", name="Comparar", exact=True).click()
    rows = part.locator("table.compacta tbody tr")
    at = TEXT.split().index("rey")
    for row in rows.all():
        cells = row.locator("td").all_inner_texts()
        assert all(text == "0" for text in cells[:at])
    assert value(rows.first.locator("td").nth(at).inner_text()) > 0
    rows.nth(3).get_by_role("button").click()
    expect(part.locator(".una-diferencia h3")).to_contain_text("primer texto menos segundo")
    part.get_by_label("El otro texto").fill("la reina llegó")
    part.get_by_role("button", name="Comparar", exact=True).click()
    expect(part).to_contain_text("13 y 3 palabras")
    part.get_by_label("El otro texto").fill("la princesa llegó")
    part.get_by_role("button", name="Comparar", exact=True).click()
    expect(part.get_by_role("status")).to_contain_text("«princesa» no es una palabra del modelo")


# ---- By keyboard, by touch, in both schemes, without scripts ----


def test_the_grid_by_keyboard(opened: Opener) -> None:
    page = opened(state(p="2.q"))
    page.locator(".escena table[role=grid]").first.locator("td[tabindex='0']").focus()
    focused = page.locator("td:focus")

    def at() -> tuple[int, int]:
        return tuple(focused.evaluate("td => [Number(td.parentElement.dataset.row), td.cellIndex - 1]"))

    assert at() == (0, 0)
    for key, place in (
        ("ArrowRight", (0, 1)), ("ArrowDown", (1, 1)), ("End", (1, 7)), ("ArrowRight", (1, 7)), ("Home", (1, 0)),
        ("PageDown", (6, 0)), ("PageUp", (1, 0)), ("Control+End", (6, 7)), ("Control+Home", (0, 0)), ("ArrowUp", (0, 0)),
        ("ArrowDown", (1, 0)),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert at() == place, key
    page.keyboard.press("Enter")
    expect(panel(page).locator("h4")).to_be_focused()
    voice = page.locator("#ex-voz")
    said = "consultas, capa 2, cabeza 1, de «reina» (posición 2), componente 1: "
    sums = r".*\. Cuenta: .* por .*, (más|menos) .* por .*, más otros 15 términos, igual a .*"
    expect(voice).to_have_text(re.compile(rf"^{re.escape(said)}{sums}\.$"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("fila normalizada"))
    page.keyboard.press("Enter")
    expect(page.locator(".paso-explorador h3")).to_have_text("La ganancia y el sesgo, antes de la atención, capa 2")
    expect(panel(page).locator("h4")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".paso-explorador h3")).to_have_text("Las consultas, capa 2")
    expect(page.locator(":focus")).to_have_accessible_name(re.compile("fila normalizada"))
    page.keyboard.press("Escape")
    assert at() == (1, 0)
    panel(page).get_by_role("button", name="Leer la cuenta entera").press("Enter")
    expect(voice).to_have_text(re.compile("(por .*){16}"))
    count = "all => all.map(one => one.querySelectorAll('td[tabindex=\"0\"]').length)"
    stops = page.locator(".escena table[role=grid]").evaluate_all(count)
    assert set(stops) == {1}


def test_a_finger_on_a_small_screen(opened: Opener) -> None:
    page = opened(state(p="2.q"), viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    cell(page, "2.q", 6, 1, 0).tap()
    expect(panel(page).locator("h4")).to_be_in_viewport()
    page.get_by_label("Cambiar por").fill("1")
    page.get_by_role("button", name="Cambiar", exact=True).tap()
    expect(page.locator(".cambios li")).to_have_count(1)
    page.get_by_text("Mapa de la red").tap()
    page.get_by_role("navigation", name="Mapa de la red").get_by_role("button", name="Logits").tap()
    expect(page.locator(".paso-explorador h3")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".explorador *").evaluate_all(WIDE) == []
    assert page.locator(".explorador :is(button, select, input, textarea, summary)").evaluate_all(SMALL) == []


@pytest.mark.parametrize("step", ["token", "1.scores", "2.q", "probs"])
def test_nothing_is_wider_than_a_small_screen(opened: Opener, step: str) -> None:
    page = opened(state(TEXT, p=step), viewport={"width": 360, "height": 740})
    page.evaluate("document.querySelectorAll('.explorador details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".explorador *").evaluate_all(WIDE) == []


def test_what_a_text_predicts_is_heard_once_writing_stops(opened: Opener) -> None:
    page = opened(state("había una"))
    voice, notice = page.locator("#ex-voz"), page.locator("#ex-aviso")
    field = page.get_by_role("textbox", name="Tu texto")
    page.evaluate("""() => {
        window.notices = 0;
        new MutationObserver(() => { window.notices += 1 }).observe(document.getElementById("ex-aviso"), {childList: true});
    }""")
    field.fill("")
    field.press_sequentially("la reyna que vio")
    expect(notice).to_contain_text("«reyna» no es una de las")
    told = page.evaluate("window.notices")
    field.press_sequentially(" el rey ")
    assert page.evaluate("window.notices") == told  # not read again with every key
    field.fill("la reina ")
    best = likeliest(page)[0][0]
    expect(voice).to_contain_text(f"Detrás de «reina»: «{best}», ")
    field.press_sequentially("lla")
    expect(voice).to_have_text("Con la flecha abajo, elige entre: llamada, llamado.")
    field.press("Escape")
    page.locator(".ficha").first.press("Enter")
    expect(page.locator(".ficha").first).to_be_focused()
    expect(voice).to_contain_text("Detrás de «la»: ")
    page.get_by_role("button", name="Quitar la última").press("Enter")
    expect(voice).to_contain_text("Detrás de «la»: ")


def test_places_of_the_page_take_the_focus_along(opened: Opener) -> None:
    page = opened(state(TEXT))
    nav = page.get_by_role("navigation", name="Mapa de la red")
    nav.get_by_role("button", name="Pesos de atención, capa 2").press("Enter")
    expect(page.locator(":focus")).to_have_text("Los pesos de atención, capa 2")
    table = grid(page, "2.weights", 0)
    expect(table.get_by_role("columnheader", name="niña, posición 8")).to_have_text("niña")
    question = page.locator(".pregunta").first
    question.locator("summary").press("Enter")
    question.get_by_role("button", name="Ir a las cabezas").press("Enter")
    assert page.evaluate("document.activeElement.closest('[data-parte]').dataset.parte") == "cabezas"
    gradients = page.locator("[data-parte=gradientes]")
    gradients.scroll_into_view_if_needed()
    expect(gradients.get_by_role("grid").first).to_have_accessible_name(re.compile("^Gradiente: .* = "))
    gradients.get_by_role("gridcell").last.click()
    operand = gradients.locator(".terminos .dato").first
    name = operand.get_attribute("aria-label")
    operand.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_accessible_name(name)
    page.keyboard.press("Escape")
    expect(gradients.get_by_role("gridcell").last).to_be_focused()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_axe_finds_nothing_in_the_page(opened: Opener, address: str, scheme: str, width: int) -> None:
    fragment = state(TEXT, p="2.weights", c="2.weights@0,12,7", x="2.q@0,12,3=2~1.mixed@0,*,*=0")
    page = opened(fragment, address=address, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.get_by_label("El otro texto").fill(TEXT.replace("rey", "gato"))
    page.get_by_role("button", name="Comparar", exact=True).click()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.wait_for_timeout(300)
    found = Axe().run(page, ".md-content", options=WCAG).response["violations"]
    assert [(one["id"], [(node["target"], node["html"][:150]) for node in one["nodes"][:5]]) for one in found] == []


def test_the_darkest_and_lightest_cells_can_be_read(opened: Opener) -> None:
    """Contrast of the numbers on each colour of the scale, which axe measures only where the colour occurs."""
    contrast = """() => {
        const lum = (text) => { const c = document.createElement("canvas").getContext("2d", { colorSpace: "srgb" });
            c.fillStyle = text; c.fillRect(0, 0, 1, 1); const [r, g, b] = [...c.getImageData(0, 0, 1, 1).data].map(x => x / 255)
                .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b };
        const td = document.querySelector(".escena td:not(.esquina)");
        return ["", ..."12345678"].flatMap(k => k ? ["n" + k, "p" + k] : [""]).map(name => {
            td.className = name;
            const style = getComputedStyle(td);
            const [a, b] = [lum(style.color), lum(style.backgroundColor)].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05) }) }"""
    for scheme in ("light", "dark"):
        ratios = opened(state(p="2.q"), color_scheme=scheme).evaluate(contrast)
        assert len(ratios) == 17 and min(ratios) >= 4.5, (scheme, ratios)


def test_without_scripts_the_walk_of_an_example_is_there(opened: Opener) -> None:
    page = opened("", java_script_enabled=False, viewport={"width": 360, "height": 740})
    still = page.locator(".explorador-quieto")
    expect(still).to_contain_text("El explorador necesita JavaScript")
    layers = still.locator("details")
    expect(layers).to_have_count(4)
    for layer in layers.all():
        layer.locator("summary").click()
    expect(still.locator("h3")).to_have_count(55)
    expect(still.locator("math")).to_have_count(55)
    expect(still.locator(".panel")).to_have_count(55)
    assert still.locator("button, input, [role=grid]").count() == 0
    best = published.predict(*published.load(), explorer.EXAMPLE)[0][0]
    expect(still.locator(".lista").last.locator("th").first).to_have_text(best)
    page.set_viewport_size({"width": 361, "height": 740})
    assert still.bounding_box()["width"] <= 361


def test_the_page_works_over_http_under_its_policy(opened: Opener, address: str) -> None:
    page = opened(state(TEXT, p="2.weights"), address=address)
    cell(page, "2.weights", 12, 7, 0).click()
    expect(panel(page).locator("h4")).to_contain_text("0,9786")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert "worker-src 'self' file: blob:" in policy


def test_no_other_page_may_start_a_worker_from_a_blob(site: Path) -> None:
    with_blob = [path.name for path in sorted(site.glob("*.html")) if "blob:" in path.read_text(encoding="utf-8")]
    assert with_blob == ["explorador.html"]


# ---- Views in the chapters, and their lint ----


def test_the_views_of_a_chapter_lead_into_the_same_state(chromium: Browser, site: Path) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto((site / "attention.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    view = page.locator(".vista-explorador").first
    shown = view.locator(".titulo-cuenta").text_content() or ""
    assert view.locator("button, [role=grid], [tabindex]:not(.correa, math)").count() == 0
    view.get_by_role("link", name="Seguir en el explorador").click()
    expect(panel(page).locator("h4")).to_have_text(shown)
    page.close()


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("<!-- vista: 3.weights -->", "3.weights"),
        ('<!-- vista: 2.weights texto="la princesa" -->', "princesa"),
        ("<!-- vista: 2.weights cabeza=3 -->", "no head 3"),
        ("<!-- vista: 2.weights cabeza=1 casilla=9,1 -->", "no cell"),
        ("<!-- vista: 2.weights color=rojo -->", "no option 'color'"),
        ("<!-- vista 2.weights -->", "badly written"),
        ("<!-- explorador: mapa -->", "no part 'mapa'"),
        ("<!-- explorador recorrido -->", "badly written"),
    ],
)
def test_a_wrong_mark_is_told_with_its_line(project: Path, append: Callable[[str, str], int], mark: str, said: str) -> None:
    from lint import check

    line = append("docs/index.md", f"\n{mark}\n") + 1
    problems = [problem for problem in check(project)[1] if problem.line == line]
    assert [problem.file for problem in problems] == ["docs/index.md"]
    assert said in problems[0].message


# ---- Size and speed ----


def test_the_explorer_is_light(site: Path) -> None:
    files = [*sorted((site / explorer.FOLDER).glob("*.js")), site / "assets" / "stylesheets" / "explorador.css"]
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    assert sum(sizes.values()) <= 150 * 1024, sizes


def test_a_redraw_after_a_change_is_quick(opened: Opener) -> None:
    """From a change to the laid-out page, in processor time: others may be using the machine. Wide steps, 16 words."""
    changes = """() => { for (let i = 0; i < 20; i++) {
        const field = document.querySelector(".cambiar input"); field.value = String(i / 4).replace(".", ",");
        field.form.requestSubmit(); document.body.offsetHeight } }"""
    for step in ("2.weights", "2.up", "logits"):
        page = opened(state(f"{TEXT} cansada . lo", p=step, c="blocks.0.attention.query.W@2,3"))
        page.wait_for_timeout(500)
        meter = page.context.new_cdp_session(page)
        meter.send("Performance.enable", {"timeDomain": "threadTicks"})

        def spent(meter=meter) -> float:
            metrics = {one["name"]: one["value"] for one in meter.send("Performance.getMetrics")["metrics"]}
            return 1000 * metrics["TaskDuration"]

        before = spent()
        page.evaluate(changes)
        each = (spent() - before) / 20
        print(f"{step}: {each:.1f} ms")
        assert each <= 50, step
