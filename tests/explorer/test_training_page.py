"""Training in the explorer's page, from the disk, over http and without workers."""

import re

import pytest
from explorer_page import Opener
from playwright.sync_api import expect

NO_WORKER = """const refuse = class { constructor() { throw new Error("no") } };
window.Worker = refuse;
Object.defineProperty(window, "IFrameWorker", { get: () => ({ native: refuse }), set() {} });"""


@pytest.mark.parametrize("how", ["from the disk", "over http", "without workers"])
def test_a_net_is_trained_and_looked_into(opened: Opener, address: str, how: str) -> None:
    page = opened("", address if how == "over http" else None, NO_WORKER if how == "without workers" else "")
    part = page.locator("[data-parte=entrenamiento]")
    told, steps = part.locator(".estado"), part.locator(".cifras dd").first
    part.get_by_label("Semilla").fill("5")
    part.get_by_label("Cuentos por lote").select_option("4")
    part.get_by_role("button", name="Empezar", exact=True).press("Enter")
    expect(told).to_have_text("Entrenando.")
    expect(part.locator(".medidas tbody tr").nth(2)).to_be_attached(timeout=60_000)  # steps 0, 25 and 50
    part.get_by_role("button", name="Pausa").press("Enter")
    expect(told).to_have_text("En pausa.")
    heard = r"^Paso \d+: pérdida \d,\d+; género .*\s%, número .*\s%, nombres .*\s%\.$"
    expect(page.locator("#ex-voz")).to_have_text(re.compile(heard))
    page.wait_for_timeout(300)
    stopped = steps.inner_text()
    assert int(stopped) >= 50
    loss = part.locator(".cifras dd").nth(1).inner_text()
    expect(part.get_by_role("img", name="Pérdida de cada lote")).to_have_accessible_name(
        f"Pérdida de cada lote hasta el paso {stopped}: ahora {loss}; la mínima posible es 0,711."
    )
    part.get_by_role("button", name="Un paso").click()
    expect(steps).to_have_text(str(int(stopped) + 1))
    expect(page.locator("#ex-voz")).to_contain_text(f"Paso {int(stopped) + 1}: ")
    part.get_by_role("button", name="Mirar dentro de este modelo").click()
    expect(told).to_contain_text(f"en el paso {int(stopped) + 1}")
    expect(page.locator("[data-parte=recorrido]")).to_contain_text(f"el de tu entrenamiento, en el paso {int(stopped) + 1}")
    part.get_by_role("button", name="Volver al modelo publicado").click()
    expect(page.locator("[data-parte=recorrido]")).not_to_contain_text("el de tu entrenamiento")


def test_what_makes_no_sense_is_told(opened: Opener) -> None:
    part = opened("").locator("[data-parte=entrenamiento]")
    rate = part.get_by_label("Tasa")
    rate.fill("mucha")
    part.get_by_role("button", name="Empezar", exact=True).click()
    expect(part.locator(".estado")).to_contain_text("La tasa tiene que ser un número mayor que cero")
    expect(rate).to_have_attribute("aria-invalid", "true")
    part.get_by_label("Optimizador").select_option("sgd")
    expect(rate).to_have_value("0,50")
    rate.fill("500")
    part.get_by_role("button", name="Empezar", exact=True).click()
    expect(part.locator(".estado")).to_contain_text("La pérdida se ha disparado", timeout=30_000)
