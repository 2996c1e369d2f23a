"""The text of the explorer's page: writing it, what follows it, and generating."""

import re

import published
import pytest
from explorer_page import TEXT, Opener, likeliest, state
from playwright.sync_api import expect


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
