"""The views of the explorer in the chapters, the lint of its marks, and its weight."""

import gzip
from collections.abc import Callable
from pathlib import Path

import published
import pytest
from explorer_page import panel
from playwright.sync_api import Browser, expect

from apparatus import explorer

DOCS = Path(__file__).parents[2] / "docs"


def test_the_views_of_a_chapter_lead_into_the_same_state(chromium: Browser, site: Path) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto((site / "attention.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    view = page.locator(".vista-explorador").first
    shown = view.locator(".titulo-cuenta").text_content() or ""
    expect(view.locator("td.elegida")).to_have_count(1)
    assert view.locator("button, [role=grid], [tabindex]:not(.correa, math)").count() == 0
    view.get_by_role("link", name="Seguir en el explorador").click()
    expect(panel(page).locator("h4")).to_have_text(shown)
    page.close()


@pytest.mark.parametrize("cell", ["7,1", "7,50", "1,107"])
def test_a_view_of_any_probability_shows_its_own_term(cell: str) -> None:
    mark = explorer.VIEW.fullmatch(f"<!-- vista: probs casilla={cell} -->")
    view = explorer.still_view(DOCS, mark)
    assert view.count('class="elegida"') + view.count(' elegida"') == 1
    row, column = map(int, cell.split(","))
    word = published.load()[1][column - 1]
    assert f"<b>{word}</b>" in view


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("<!-- vista: 3.weights -->", "3.weights"),
        ('<!-- vista: 2.weights texto="la princesa" -->', "princesa"),
        ("<!-- vista: 2.weights cabeza=3 -->", "no head 3"),
        ("<!-- vista: 2.weights cabeza=1 casilla=9,1 -->", "no cell"),
        ("<!-- vista: 2.weights color=rojo -->", "no option 'color'"),
        ("<!-- vista 2.weights -->", "badly written"),
        ("<!-- explorador: mapa -->", "no part 'mapa'"),
        ("<!-- explorador recorrido -->", "badly written"),
    ],
)
def test_a_wrong_mark_is_told_with_its_line(project: Path, append: Callable[[str, str], int], mark: str, said: str) -> None:
    from lint import check

    line = append("docs/index.md", f"\n{mark}\n") + 1
    problems = [problem for problem in check(project)[1] if problem.line == line]
    assert [problem.file for problem in problems] == ["docs/index.md"]
    assert said in problems[0].message


def test_the_explorer_is_light(site: Path) -> None:
    files = [*sorted((site / explorer.FOLDER).glob("*.js")), site / "assets" / "stylesheets" / "explorador.css"]
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in files}
    assert sum(sizes.values()) <= 150 * 1024, sizes
