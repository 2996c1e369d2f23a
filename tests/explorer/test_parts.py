"""The other parts of the explorer's page: lens, heads, two texts, and gradients."""

import re

import published
import pytest
import torch
from core_page import WORDS, close
from explorer_page import TEXT, Opener, likeliest, panel, state, value
from playwright.sync_api import expect
from torch import Tensor
from vocabulary import encode


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

# ---- Gradients ----

def reading(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))


def test_a_gradient_is_followed_to_the_loss_and_checked(opened: Opener) -> None:
    page = opened("")
    part = page.locator("[data-parte=gradientes]")
    part.get_by_label("tendría que venir").select_option(label="contento")
    ids = encode([page.locator("#ex-texto, [data-parte=texto] textarea").first.input_value().split()], WORDS)[0]
    model = published.load()[0]
    kept: dict[str, Tensor] = {}

    def hook(name: str, x: Tensor) -> Tensor:
        if x.requires_grad:
            x.retain_grad()
        kept[name] = x
        return x

    loss = -model(torch.tensor([ids]), hook)[0, -1].log_softmax(0)[WORDS.index("contento")]
    loss.backward()
    expect(part.locator(".perdida b")).to_have_text(f"{loss.item():.4f}".replace(".", ","))
    cells = part.locator(".tablas-gradiente tbody tr").last.locator("td")
    shown = [reading(text) for text in cells.all_inner_texts()]
    close(shown, kept["2.middle"].grad[0, -1].tolist(), 0.0006)
    part.get_by_label("Gradiente de").select_option("blocks.1.ffn.down.b")
    shown = [reading(text) for text in part.locator(".tablas-gradiente tbody td").all_inner_texts()]
    close(shown, model.blocks[1].ffn.down.b.grad.tolist(), 0.0006)
    part.get_by_label("Gradiente de").select_option("logits")
    panel = part.locator(".cuenta-gradiente")
    part.locator(".tablas-gradiente td[tabindex='0']").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(panel.locator("h4")).to_be_focused()
    panel.locator(".dato").first.press("Enter")  # from the logit to its probability
    expect(panel.locator("nav")).to_be_visible()
    expect(panel.locator("tbody th")).to_have_text("pérdida")
    expect(panel).to_contain_text("−1/p")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "TD"


def test_the_word_that_should_come_is_explained(opened: Opener) -> None:
    page = opened(state(TEXT))
    loss = page.locator("[data-parte=gradientes] .perdida")
    expect(loss).to_contain_text("es la segunda más probable, para que haya algo que corregir.")
    expect(loss).to_contain_text(f"El modelo da a «{likeliest(page)[1][0]}»")
    page.locator(".ficha", has_text="que").click()
    expect(loss).to_contain_text("Es la que sigue en tu texto; puedes elegir otra. El modelo da a «vio»")
    page.get_by_label("tendría que venir").select_option("rey")
    expect(loss).to_have_text(re.compile("^El modelo da a «rey»"))


def test_steps_of_descent_lower_the_loss_and_are_undone(opened: Opener) -> None:
    page = opened("")
    part = page.locator("[data-parte=gradientes]")
    part.get_by_label("tendría que venir").select_option(label="contento")
    expect(part.locator(".perdida")).to_contain_text("«contento»")
    before = reading(part.locator(".perdida b").inner_text())
    part.get_by_label("Tasa").fill("0,001")
    part.get_by_role("button", name="Dar un paso").click()
    expect(part.locator(".estado")).to_contain_text("La pérdida pasa de")
    first = reading(part.locator(".perdida b").inner_text())
    assert first < before
    found = re.search(r"bajada de (\S+) .* ha sido de (\S+)\.", part.locator(".efecto > p").inner_text())
    foretold, real = map(reading, found.groups())
    assert real == pytest.approx(before - first, abs=2e-4) and real == pytest.approx(foretold, rel=0.15)
    part.get_by_role("button", name="Dar diez").click()
    expect(page.locator("[data-parte=recorrido]")).to_contain_text("tras 11 pasos de descenso")
    assert reading(part.locator(".perdida b").inner_text()) < first
    for _ in range(2):
        part.get_by_role("button", name="Deshacer").click()
    assert reading(part.locator(".perdida b").inner_text()) == before
