"""What the tests of the explorer's page share: states of it, and what it shows."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

TEXT = "había una niña llamada Ana . la niña que vio el rey llegó"
SHORT = "la reina que vio el rey llegó"
WIDE = """all => all.filter(one => {
        if (one.closest(".oculto") || one.getBoundingClientRect().right <= innerWidth + 1) return false;
        for (let up = one.parentElement; up; up = up.parentElement)
            if (up.classList.contains("correa") || up.classList.contains("ecuacion")) return false;
        return true;
    }).map(one => one.outerHTML.slice(0, 120))"""
SMALL = """all => all.filter(one => { const box = one.getBoundingClientRect();
        return box.width && Math.min(box.width, box.height) < 23.5 }).map(one => one.outerHTML.slice(0, 120))"""


def state(text: str = SHORT, **parts: str) -> str:
    """The part of an address that carries a state."""
    return "#" + ";".join([f"t={text.replace(' ', '_')}", *(f"{key}={value}" for key, value in parts.items())])


Opener = Callable[..., Page]


def value(text: str) -> float:
    """A number as the page writes it."""
    return float(text.replace(",", ".").replace("−", "-").replace("∞", "inf"))


def grid(page: Page, tensor: str, head: int | None = None) -> Locator:
    which = "" if head is None else f"[data-head='{head}']"
    return page.locator(f".escena table[data-tensor='{tensor}']{which}").first


def numbers(table: Locator) -> list[list[float]]:
    """What the cells of a table show, without what they showed before."""
    rows = table.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.firstChild.textContent))"
    )
    return [[value(text) for text in row] for row in rows]


def cell(page: Page, tensor: str, row: int, column: int, head: int | None = None) -> Locator:
    return grid(page, tensor, head).locator("tbody tr").nth(row).locator("td").nth(column)


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="La cuenta de la casilla")


def likeliest(page: Page) -> list[tuple[str, float]]:
    rows = page.locator(".siguiente > div table tbody tr")
    cells = rows.evaluate_all("rows => rows.map(row => [row.cells[0].innerText, row.cells[1].innerText])")
    return [(word, value(share.split()[0])) for word, share in cells]
