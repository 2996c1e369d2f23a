"""Figures inside the page: named for who cannot see them, and none taking the ids of another."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from apparatus import figures

ToHtml = Callable[[str], str]
ROOT = Path(__file__).parents[2]
FIGURES = sorted((ROOT / "docs" / "assets" / "figuras").glob("*.svg"))
SVG = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">
<defs><clipPath id="a"><rect width="8" height="8"/></clipPath><path id="ab" d="M0 0"/></defs>
<g clip-path="url(#a)"><use href="#ab"/></g>
</svg>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "uno.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "dos.svg").write_text(SVG, encoding="utf-8")
    return tmp_path


def test_the_drawing_takes_the_place_of_its_image(folder: Path, to_html: ToHtml) -> None:
    page = figures.place(to_html('![Un «gato» de 3 < 4 & "pies"](assets/figuras/uno.svg)'), folder)
    assert "<img" not in page and "<?xml" not in page
    (svg,) = ElementTree.fromstring(page)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == 'Un «gato» de 3 < 4 & "pies"'


def test_two_figures_of_a_page_keep_their_ids_apart(folder: Path, to_html: ToHtml) -> None:
    page = figures.place(to_html("![Uno](assets/figuras/uno.svg)\n\n![Dos](assets/figuras/dos.svg)\n"), folder)
    identifiers = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(identifiers) == ["dos-a", "dos-ab", "uno-a", "uno-ab"]
    targets = set(re.findall(r'(?:href="#|url\(#)([^")]+)', page))
    assert targets == set(identifiers), "a figure points to what is not there, or to another figure"


def test_other_images_and_missing_ones_are_left_alone(folder: Path, to_html: ToHtml) -> None:
    page = to_html("![Uno](assets/uno.svg) ![Nada](assets/figuras/nada.svg)")
    assert figures.place(page, folder) == page


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)
def test_a_figure_of_the_guide_is_sound_inside_a_page(path: Path) -> None:
    svg = figures.inline(path.read_text(encoding="utf-8"), path.stem, "Algo")
    ElementTree.fromstring(svg)
    identifiers = re.findall(r'\bid="([^"]+)"', svg)
    assert len(identifiers) == len(set(identifiers))
    assert all(one.startswith(f"{path.stem}-") for one in identifiers)
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) <= set(identifiers)
    assert " style=" not in svg and "<style" not in svg and "<script" not in svg, "the security policy allows none"
