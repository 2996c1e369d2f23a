"""A small project that a test may break: the guide's own configuration, theme and scripts around two short pages.

And the guide itself, built once, served, and a browser to look at it.
"""

import functools
import http.server
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import build as builder
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
expect.set_options(timeout=30_000)  # of milliseconds: what is awaited comes late on a busy machine

FIRST_PAGE = """\
---
title: Primera
description: Una página de prueba, con una descripción que tiene la longitud que enseñan los buscadores.
---

# Primera

Un texto con una [cita](segunda.md#una-seccion) y una fórmula $a + b$.

## Detalles

![Un cuadrado gris](assets/cuadro.svg)
"""

SECOND_PAGE = """\
---
title: Segunda
description: Otra página de prueba, con una descripción que tiene la longitud que enseñan los buscadores.
---

# Segunda

## Una sección

Lo dice un libro[@ruiz2020libro].

## Referencias

\\bibliography
"""

BIBLIOGRAPHY = """\
@book{ruiz2020libro,
  author = {Ruiz, Ana},
  title = {Un libro},
  year = {2020}
}
"""

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>\n'


def small_config() -> str:
    """The guide's mkdocs.yml with a navigation of two pages."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^nav:\n(?:[ ].*\n|\n)+", "nav:\n  - index.md\n  - segunda.md\n\n", text, flags=re.MULTILINE)
    return re.sub(r"^  unnumbered: .*$", "  unnumbered: [index.md]", text, flags=re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the small project, free of mistakes."""
    root = tmp_path / "proyecto"
    (root / "docs" / "assets").mkdir(parents=True)
    (root / "bib").mkdir()
    for name in ("scripts", "theme", "CITATION.cff"):
        (root / name).symlink_to(ROOT / name)
    for name in sorted((ROOT / "docs" / "assets").iterdir()):
        (root / "docs" / "assets" / name.name).symlink_to(name)
    (root / "docs" / "assets" / "cuadro.svg").write_text(SQUARE, encoding="utf-8")
    (root / "mkdocs.yml").write_text(small_config(), encoding="utf-8")
    (root / "bib" / "guia.bib").write_text(BIBLIOGRAPHY, encoding="utf-8")
    (root / "docs" / "index.md").write_text(FIRST_PAGE, encoding="utf-8")
    (root / "docs" / "segunda.md").write_text(SECOND_PAGE, encoding="utf-8")
    return root


@pytest.fixture
def append(project: Path) -> Callable[[str, str], int]:
    """Add text to the end of a file of the project; gives the number of the first added line."""

    def one(name: str, text: str) -> int:
        path = project / name
        before = path.read_text(encoding="utf-8")
        path.write_text(before + text, encoding="utf-8")
        return before.count("\n") + 1

    return one


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide, built once."""
    folder = tmp_path_factory.mktemp("web") / "repositorio"
    outcome = builder.build(builder.ROOT, folder)
    assert not outcome.failed, "\n".join(map(str, outcome.problems))
    return folder


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, below a repository's name as on GitHub Pages."""
    handler = functools.partial(Quiet, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/repositorio/"
        server.shutdown()


def installed_browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        except Exception as error:
            if os.environ.get("REQUIRE_BROWSER") == "1":
                pytest.fail(f"no browser to test with: {error}")
            pytest.skip("NO BROWSER: install Chromium to run the browser tests")
        yield browser
        browser.close()


@pytest.fixture
def heard(chromium: Browser) -> Iterator[Browser]:
    """A browser that a screen reader listens to."""
    flags = [*FLAGS, "--force-renderer-accessibility"]
    browser = chromium.browser_type.launch(executable_path=installed_browser(), args=flags)
    yield browser
    browser.close()
