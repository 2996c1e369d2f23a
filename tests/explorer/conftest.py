"""A page of the explorer in some state, and an empty page with its arithmetic."""

from collections.abc import Iterator
from pathlib import Path

import explorer_script
import fine
import pytest
from core_page import MODELS, TOOLS
from explorer_page import Opener, state
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def opened(chromium: Browser, site: Path) -> Iterator[Opener]:
    """Opens the explorer from the disk in some state, after a script; whatever the console says is a failure."""
    said: list[str] = []
    contexts = []

    def one(fragment: str = state(), address: str | None = None, script: str = "", **options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}explorador.html{fragment}" if address else (site / "explorador.html").as_uri() + fragment)
        if options.get("java_script_enabled", True):
            expect(page.locator("html")).to_have_attribute("data-explorador", "listo", timeout=20_000)
        return page

    yield one
    assert said == []
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def core(chromium: Browser) -> Iterator[Page]:
    """An empty page with the pure part, the published model and the small ones."""
    page = chromium.new_page()
    page.add_script_tag(content=explorer_script.core_script() + TOOLS)
    for name, (model, sizes, words) in MODELS.items():
        saved = fine.saved(model, words, sizes)
        page.evaluate("([name, saved]) => { models[name] = core.decode(saved) }", [name, saved])
    yield page
    page.close()
