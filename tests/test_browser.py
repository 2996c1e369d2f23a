"""The site in a real browser, served over http and opened from the disk, as a reader meets it."""

import gzip
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect


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
    expect(page.locator(".mandos").first).to_be_attached()  # the experiments have begun
    ways = "[...document.querySelectorAll('details')].map(one => getComputedStyle(one, '::details-content').display)"
    assert set(page.evaluate(ways)) == {"block"}
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
    assert definition.is_visible() and "regresor.html" in page.url
    box = definition.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    term.locator("a").tap()
    page.wait_for_url("**/glosario.html#*")
    context.close()


PHONE = {"width": 390, "height": 844}
TOP = "id => Math.round(document.getElementById(id).getBoundingClientRect().top)"
# In the last of the boxes that a phone has not laid out yet.
FAR = """() => [...document.querySelectorAll(".tramo [id]:is(figure, .ecuacion, li)")]
    .filter(one => !one.closest("details, .footnote, svg")).at(-1).id"""


@pytest.mark.parametrize("way", ["address", "link"])
def test_a_link_lands_where_the_phone_has_not_laid_out_the_text_yet(chromium: Browser, address: str, way: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + "attention.html")
    assert page.evaluate("getComputedStyle([...document.querySelectorAll('.tramo')].at(-1)).contentVisibility") == "auto"
    heading = page.evaluate("[...document.querySelectorAll('article h2[id]')].at(-2).id")
    for target in (page.evaluate(FAR), heading):
        if way == "address":
            page.close()
            page = chromium.new_page(viewport=PHONE)
            page.goto(f"{address}attention.html#{target}")
        else:
            page.evaluate("id => { scrollTo(0, 0); location.hash = id }", target)
        page.wait_for_timeout(300)
        landed = page.evaluate(TOP, target)
        assert 50 <= landed <= 200, f"{target} at {landed}"
        page.wait_for_timeout(500)
        assert abs(page.evaluate(TOP, target) - landed) <= 1, "what is above it grows and pushes it"
    page.close()


def test_the_contents_list_follows_a_reader_on_a_phone(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + "attention.html")
    heading = page.evaluate("[...document.querySelectorAll('article h2[id]')].at(-4).id")
    page.evaluate("id => document.getElementById(id).scrollIntoView()", heading)
    page.mouse.move(200, 400)
    page.mouse.wheel(0, 150)
    expect(page.locator(f".md-nav__link--active[href='#{heading}']")).to_have_count(1)
    page.close()


# The last paragraph that is plain text.
WORDS = """() => [...document.querySelectorAll(".tramo > p")].filter(one => !one.children.length).at(-1)
    .textContent.slice(0, 40)"""


def test_search_in_the_page_and_paper_have_the_whole_page_on_a_phone(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + "attention.html")
    assert page.evaluate("words => find(words)", page.evaluate(WORDS))
    assert page.evaluate("scrollY") > 2000
    page.emulate_media(media="print")
    in_print = "[...document.querySelectorAll('.tramo')].map(one => getComputedStyle(one).contentVisibility)"
    assert set(page.evaluate(in_print)) == {"visible"}
    page.close()


def test_a_screen_reader_has_the_whole_page_on_a_phone(heard: Browser, address: str) -> None:
    page = heard.new_page(viewport=PHONE)
    page.goto(address + "attention.html")
    page.wait_for_timeout(500)
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    words = page.evaluate(WORDS)
    assert any(words in str(node.get("name", {}).get("value")) for node in nodes)


def test_a_definition_is_seen_whole_beyond_the_stretch_of_its_term(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + "attention.html")
    term = page.locator(".tramo .termino").first
    term.evaluate("one => one.closest('.tramo').append(one.closest('p, li'))")  # to the last line
    term.locator("a").focus()
    seen = term.locator(".definicion").evaluate(
        """one => { const box = one.getBoundingClientRect();
            return one.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 4)) }"""
    )
    assert seen
    page.close()


def test_a_listing_can_be_copied_once_it_is_seen_and_wide_ones_are_reached_by_keyboard(
    chromium: Browser, address: str
) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    context = chromium.new_context(viewport=PHONE, is_mobile=True, has_touch=True, permissions=permissions)
    page = context.new_page()
    page.goto(address + "attention.html")
    listing = page.locator(".tramo > figure .highlight").last
    listing.scroll_into_view_if_needed()
    listing.get_by_role("button").click()
    assert page.evaluate("navigator.clipboard.readText()").strip() == listing.locator("code").inner_text().strip()
    page.evaluate(
        """() => new Promise(done => {
            const boxes = [...document.querySelectorAll(".tramo :is(pre > code, .formula, math)")]
                .filter(one => one.checkVisibility({ contentVisibilityAuto: true }) && !one.closest("details"));
            const isRight = one => one.hasAttribute("tabindex") === one.scrollWidth > one.clientWidth + 1;
            const look = () => boxes.length && boxes.every(isRight) ? done() : setTimeout(look, 100);
            look() })"""
    )
    assert page.evaluate("document.querySelectorAll('[tabindex]:is(.tramo *)').length") > 3
    context.close()


@pytest.mark.parametrize("name", ["regresor", "embeddings", "ffw", "attention"])
def test_a_phone_lays_out_little_of_a_long_page_at_first(chromium: Browser, address: str, name: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(f"{address}{name}.html", wait_until="load")
    laid_out = page.evaluate(
        """() => { const all = [...document.querySelectorAll(".tramo > *")];
            return all.filter(one => one.checkVisibility({ contentVisibilityAuto: true })).length / all.length }"""
    )
    assert laid_out < 1 / 3
    page.close()


def test_a_phone_lays_out_the_rest_of_the_page_when_it_has_nothing_else_to_do(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(address + "attention.html")
    page.wait_for_function(
        """() => [...document.querySelectorAll(".tramo > *, .tramo > figure math")]
            .every(one => one.checkVisibility({ contentVisibilityAuto: true }))"""
    )
    assert page.evaluate("scrollY") == 0
    page.close()
