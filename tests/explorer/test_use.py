"""The explorer's page by keyboard, by touch, in both schemes, without scripts, from the disk and over http."""

import re
from pathlib import Path

import published
import pytest
from axe_playwright_python.sync_playwright import Axe
from explorer_page import SHORT, SMALL, TEXT, WIDE, Opener, cell, grid, likeliest, panel, state
from playwright.sync_api import expect
from test_axe import WCAG

from apparatus import explorer


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


def test_few_stops_of_the_tab_key_stand_before_the_tables(opened: Opener) -> None:
    page = opened("")
    page.locator("h1").evaluate("title => { title.tabIndex = -1; title.focus() }")
    stops = 0
    while page.locator(".escena table[role=grid] :focus").count() == 0:
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 25
    assert stops > 10


def test_a_group_is_one_stop_and_the_arrows_move_inside(opened: Opener) -> None:
    page = opened(state(SHORT, p="1.weights"))
    focused, key = page.locator(":focus"), page.keyboard.press
    page.get_by_role("button", name="Quitar la última").focus()
    key("Tab")
    expect(focused).to_have_text("llegó")
    key("ArrowLeft")
    key("ArrowUp")
    expect(focused).to_have_text("el")
    key("Enter")
    expect(focused).to_have_attribute("aria-pressed", "true")
    key("Tab")
    expect(focused).to_have_text("Las otras 99 palabras")  # in the middle of the text there is no word to add
    key("Shift+Tab")
    expect(focused).to_have_text("el")
    key("End")
    key("Enter")
    key("Tab")
    expect(focused).to_have_accessible_name(re.compile(rf"^Añadir {likeliest(page)[0][0]}, \d+,\d\s%$"))
    key("ArrowDown")
    expect(focused).to_have_accessible_name(re.compile(rf"^Añadir {likeliest(page)[1][0]}, "))
    tools = page.get_by_role("navigation", name="Mapa de la red").get_by_role("toolbar")
    page.get_by_text("Mapa de la red").focus()
    key("Tab")
    expect(focused).to_have_accessible_name("Pesos de atención, capa 1")
    for _ in range(7):
        key("ArrowDown")
    expect(focused).to_have_accessible_name("Cabeza 2")
    key("Space")
    expect(focused).not_to_be_checked()
    expect(page.locator(".cambios li")).to_have_text(re.compile("cabeza 2 de la capa 1, apagada"))
    key("Home")
    expect(focused).to_have_accessible_name(re.compile("^Palabra y posición"))
    expect(tools.locator("[tabindex='0']")).to_have_count(1)


def test_a_link_opens_where_it_points(opened: Opener) -> None:
    page = opened(state(TEXT, p="probs"))
    title = page.locator(".paso-explorador h3")
    expect(title).to_be_in_viewport()
    expect(title).to_be_focused()
    page = opened(state(TEXT, p="2.weights", c="2.weights@0,12,7"))
    expect(page.locator("td:focus")).to_have_text("0,979")
    expect(page.locator("td:focus")).to_be_in_viewport()
    page = opened(state(TEXT, p="token"))  # no more than a text: it is at the top
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()


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


def test_nothing_is_wider_than_a_small_screen(opened: Opener) -> None:
    page = opened(state(TEXT), viewport={"width": 360, "height": 740})
    for step, asked in (("token", ""), ("1.scores", ""), ("2.q", "2.q@0,2,3"), ("probs", "probs@12,4")):
        page.evaluate("hash => { location.hash = hash }", state(TEXT, p=step, c=asked))
        expect(page.locator(".paso-explorador")).to_have_attribute("data-paso", step)
        page.evaluate("document.querySelectorAll('.explorador details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, step
        assert page.locator(".explorador *").evaluate_all(WIDE) == [], step


# All but the lower rows of the tables: they are like those above, and axe takes a while to look at each cell.
REPRESENTATIVE = {
    "include": [[".md-content"]],
    "exclude": [[".calor tbody tr:nth-child(n + 3)"], [".lista tbody tr:nth-child(n + 6)"]],
}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_axe_finds_nothing_in_the_page(opened: Opener, address: str, scheme: str, width: int) -> None:
    fragment = state(TEXT, p="2.weights", c="2.weights@0,1,0", x="2.q@0,1,3=2~1.mixed@0,*,*=0")
    page = opened(fragment, address=address, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.get_by_label("El otro texto").fill(TEXT.replace("rey", "gato"))
    page.get_by_role("button", name="Comparar", exact=True).click()
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.wait_for_timeout(300)
    found = Axe().run(page, REPRESENTATIVE, options=WCAG).response["violations"]
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
