"""The walk of the explorer: each step, the map, and where each number comes from and goes."""

import re
from pathlib import Path

import published
import pytest
import torch
from explorer_page import SHORT, Opener, cell, numbers, panel, state, value
from inside import trace
from playwright.sync_api import expect

from apparatus import explorer

DOCS = Path(__file__).parents[2] / "docs"


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


CALCULATIONS = [
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
]


def test_each_kind_of_calculation(opened: Opener) -> None:
    page = opened()
    for asked, words in CALCULATIONS:
        page.evaluate("hash => { location.hash = hash }", state(p=asked.partition("@")[0], c=asked))
        expect(panel(page)).to_contain_text(words)
