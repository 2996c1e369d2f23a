"""What axe sees in each page (WCAG 2.2 AA), folded parts open."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(path.stem for path in DOCS.glob("*.md") if path.stem != "explorador")  # in explorer/test_use.py
# Every page in one scheme; in the other, whose colours are the only difference, some.
CASES = [("light", 390, name) for name in PAGES] + [("dark", 1280, name) for name in PAGES[::4]]


@pytest.mark.parametrize(("scheme", "width", "name"), CASES)
def test_axe_finds_nothing(chromium: Browser, address: str, scheme: str, width: int, name: str) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(f"{address}{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.wait_for_timeout(200)
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in violations] == []
    page.close()
