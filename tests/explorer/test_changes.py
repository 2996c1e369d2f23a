"""Changes in the explorer's page: of any number, of whole parts, in the address, and how fast they are seen."""

import re
from pathlib import Path

import published
from explorer_page import TEXT, Opener, cell, grid, likeliest, numbers, panel, state
from playwright.sync_api import expect


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
    expect(page.locator(".siguiente > div table thead")).to_contain_text("antes")
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


LONG = (
    "había una niña llamada Ana y una reina llamada Eva . la reina Eva parecía contenta . "
    "la niña del pueblo que vieron los gatos llegó al jardín muy cansada"
)


def test_a_large_table_is_rewritten_whole_if_in_parts(opened: Opener) -> None:
    weight = "blocks.0.attention.query.W@2,3"
    page = opened(state(TEXT, p="logits", c=weight))
    page.get_by_label("Cambiar por").fill("2")
    page.get_by_role("button", name="Cambiar", exact=True).click()
    drawn_anew = opened(state(TEXT, p="logits", c=weight, x=f"{weight}=2"))
    expect(cell(page, "logits", 12, 106)).to_have_text(cell(drawn_anew, "logits", 12, 106).inner_text().replace("\n", ""))
    right, marks = numbers(grid(drawn_anew, "logits")), grid(drawn_anew, "logits").locator("td.cambia").count()
    assert numbers(grid(page, "logits")) == right
    assert grid(page, "logits").locator("td.cambia").count() == marks > 1000


def test_a_change_that_leaves_no_prediction_says_so(opened: Opener) -> None:
    page = opened(state(TEXT, p="probs", c="probs@12,5", x="norm.variance@12,0=-3"))
    expect(page.locator(".pronostico")).to_contain_text("ninguna palabra, porque un cambio ha dejado la cuenta sin valor")
    expect(panel(page)).to_contain_text("sin valor / sin valor = sin valor")
    expect(page.locator(".siguiente tbody td").first).to_have_text("sin valor")


def test_a_row_with_everything_hidden_says_what_pytorch_would_do(opened: Opener) -> None:
    page = opened(state(TEXT, p="1.weights", c="1.weights@0,12,7", x="mask@12,*=0"))
    expect(panel(page)).to_contain_text("La softmax sería 0 / 0, que no es ningún número: PyTorch daría nan.")
    expect(panel(page).locator(".total")).to_have_count(0)


def test_a_link_that_asks_for_what_the_model_lacks_says_so(opened: Opener) -> None:
    told = "El enlace pide un paso, una casilla o un cambio que este modelo no tiene"
    for parts in ({"p": "3.q"}, {"c": "2.weights@0,99,7"}, {"x": "mask@1,0=0.5"}, {"x": "mask@1,0=0~nothing@1=2"}):
        expect(opened(state(**parts)).locator(".cambios")).to_contain_text(told)
    page = opened(state("la princesa"))
    expect(page.locator(".cambios")).to_contain_text("El enlace lleva un texto que este modelo no puede leer")
    page.get_by_role("button", name="Quitar la última").click()
    expect(page.locator(".cambios")).not_to_contain_text("El enlace")
    page.evaluate("hash => { location.hash = hash }", state(c="2.weights@9,9,9"))
    expect(page.locator(".cambios")).to_contain_text(told)
