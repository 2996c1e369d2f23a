"""The site in a real browser, served over http and opened from the disk, as a reader meets it."""

import gzip
import statistics
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def pages(site: Path) -> list[str]:
    return sorted(path.name for path in site.glob("*.html") if path.name != "404.html")


def results(page: Page, query: str) -> list[str]:
    """Addresses of what the search finds, in order."""
    told = page.locator(".md-search-result__meta")
    field = page.locator(".md-search__input")
    field.click()
    field.fill("")
    page.keyboard.press("End")  # Material reads the field when a key is let go
    expect(told).not_to_contain_text("encontr")
    page.keyboard.insert_text(query)  # whole, so that no part of the word is searched on the way
    page.keyboard.press("End")
    expect(told).to_contain_text("encontr")
    links = page.locator(".md-search-result__item > .md-search-result__link")
    return links.evaluate_all("all => all.map(one => one.getAttribute('href').split('/').pop())")


@pytest.mark.parametrize("where", ["http", "file"])
def test_the_search_minds_neither_accents_nor_plurals(chromium: Browser, site: Path, address: str, where: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}index.html" if where == "http" else (site / "index.html").as_uri())
    found = results(page, "regresion")
    assert found[0].startswith("regresor.html")
    assert results(page, "regresión") == found
    assert results(page, "regresiones") == found
    assert any(one.startswith("attention.html") for one in results(page, "atencion"))
    assert results(page, "Linear")
    page.close()


def test_a_page_asks_nothing_of_third_parties_and_complains_of_nothing(
    chromium: Browser, site: Path, address: str
) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for name in pages(site):
        page.goto(address + name)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{name} scrolls sideways: {width} px"
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert said == []
    page.close()


@pytest.mark.parametrize(("scheme", "width", "step"), [("light", 390, 1), ("dark", 1280, 4)])
def test_axe_finds_nothing(
    chromium: Browser, site: Path, address: str, scheme: str, width: int, step: int
) -> None:
    """Folded parts open. Every page in one scheme; in the other, whose colours are the only difference, some."""
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    for name in pages(site)[::step]:
        page.goto(address + name)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.wait_for_timeout(200)
        violations = Axe().run(page, options=WCAG).response["violations"]
        assert [(name, one["id"], one["nodes"][0]["html"][:150]) for one in violations] == []
    context.close()


def test_a_page_is_light_and_the_index_of_the_search_waits(chromium: Browser, site: Path, address: str) -> None:
    """What a first visit brings, with texts compressed as GitHub Pages sends them."""
    weights = {}
    for name in pages(site):
        context = chromium.new_context()
        page = context.new_page()
        brought: dict[str, int] = {}

        def weigh(response, brought=brought) -> None:
            body = response.body()
            packed = body if response.url.endswith((".woff2", ".png")) else gzip.compress(body, 6)
            brought[response.url] = len(packed)

        page.on("requestfinished", lambda request: weigh(request.response()))
        page.goto(address + name, wait_until="networkidle")
        assert not any("search_index" in url for url in brought)
        weights[name] = sum(brought.values()) / 1024
        context.close()
    assert statistics.median(weights.values()) <= 250 and max(weights.values()) <= 400, weights


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_scheme_follows_the_system_until_the_reader_chooses(chromium: Browser, address: str, system: str) -> None:
    context = chromium.new_context(color_scheme=system)
    page = context.new_page()
    page.goto(address + "index.html")
    seen = "[document.body.dataset.mdColorScheme, document.documentElement.style.colorScheme]"
    schemes = {"light": ["default", "light"], "dark": ["slate", "dark"]}
    assert page.evaluate(seen) == schemes[system]
    page.emulate_media(color_scheme="dark" if system == "light" else "light")
    other = schemes["dark" if system == "light" else "light"]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", other[0])
    page.get_by_role("button", name="Esquema automático; pasar al claro").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(seen) == schemes["light"]
    page.keyboard.press("Enter")  # the focus has passed to the button that took its place
    assert page.evaluate(seen) == schemes["dark"]
    page.goto(address + "regresor.html")
    assert page.evaluate(seen) == schemes["dark"], "the choice holds on the next page"
    context.close()


def test_the_browser_s_own_search_reaches_what_is_folded(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(address + "regresor.html", wait_until="load")
    expect(page.locator("details:not(.buscable)")).to_have_count(0)
    page.close()


def test_a_term_explains_itself_by_keyboard_and_by_tap(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}regresor.html")
    term = page.locator(".termino").first
    definition = term.locator(".definicion")
    assert not definition.is_visible()
    term.locator("a").focus()
    assert definition.is_visible()
    page.keyboard.press("Escape")
    assert not definition.is_visible()
    page.evaluate("document.activeElement.blur()")
    term.locator("a").tap()
    assert definition.is_visible() and page.url.endswith("regresor.html")
    box = definition.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    term.locator("a").tap()
    page.wait_for_url("**/glosario.html#*")
    context.close()
