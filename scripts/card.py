"""Draw the card that other sites show with a link to the guide, docs/assets/tarjeta.png, from the figure of the home page."""

import os
from pathlib import Path

from arguments import Parser
from playwright.sync_api import sync_playwright

ASSETS = Path(__file__).resolve().parents[1] / "docs" / "assets"
PAGE = """<!doctype html><style>body{margin:0;background:#fbf8f2;display:grid;place-items:center;height:630px}
svg{width:1180px;height:610px}</style>"""


def main() -> None:
    Parser(description="Draw the card that other sites show with a link to the guide.").parse_args()
    svg = (ASSETS / "figuras" / "portada.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        page.set_content(PAGE + svg)
        page.screenshot(path=ASSETS / "tarjeta.png")
        browser.close()


if __name__ == "__main__":
    main()
