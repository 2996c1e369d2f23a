"""Listings: the lines of the program with the numbers they have in it, and each note tied to the line it quotes."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from apparatus import listings
from apparatus.source import parse

ToHtml = Callable[[str], str]
ROOT = Path(__file__).parents[2]
PROGRAM = '''\
"""A program."""

# --8<-- [start:area]
def area(side):
    """Area of a square.

    A long tale of it.
    """
    return side * side  # in square metres
# --8<-- [end:area]


# --8<-- [start:main]
print(area(3))
# --8<-- [end:main]
# --8<-- [start:open]
'''
NOTES = """
1.  `def area` Se define.
2.  `return` Se devuelve.

    Con otro párrafo y `código`.

3.  ``A long tale`` Se cuenta.
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "codigo").mkdir()
    (tmp_path / "codigo" / "uno.py").write_text(PROGRAM, encoding="utf-8")
    return tmp_path


class Text(HTMLParser):
    """The text of some HTML, as it is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_section_has_the_numbers_of_its_file(docs: Path) -> None:
    section = listings.read_section(docs / "codigo" / "uno.py", "area")
    assert section.lines[0] == "def area(side):" and section.first == 4
    assert PROGRAM.splitlines()[section.first - 1] == section.lines[0]


@pytest.mark.parametrize(
    ("file", "section", "why"),
    [
        ("dos.py", None, "no file dos.py in codigo/"),
        ("uno.py", "aera", "no section 'aera' in uno.py (it has: area, main, open)"),
        ("uno.py", "open", "section 'open' of uno.py has no [end:open]"),
    ],
)
def test_a_listing_that_cannot_be_made_says_why(file: str, section: str | None, why: str, docs: Path) -> None:
    with pytest.raises(listings.ListingError) as error:
        listings.read_section(docs / "codigo" / file, section)
    assert why in str(error.value)


def test_the_reader_gets_numbered_lines_and_the_program_to_download(docs: Path, to_html: ToHtml) -> None:
    page = listings.link_notes(to_html(listings.expand('```python\n--8<-- "codigo/uno.py:area"\n```\n', docs)))
    assert re.findall(r'data-linenos="(\d+) ?"', page) == ["4", "5", "6", "7", "8", "9"]
    assert '<a href="codigo/uno.py" download>codigo/uno.py</a>' in page
    assert "--8" not in page


@pytest.mark.parametrize("caption", ["", "\n/// listado\n    attrs: {id: lst-area}\nEl área.\n///\n"])
def test_each_note_and_its_line_lead_to_each_other(caption: str, docs: Path, to_html: ToHtml) -> None:
    markdown = f'``` {{ .python .anotado }}\n--8<-- "codigo/uno.py:area"\n```\n{caption}{NOTES}'
    page = listings.link_notes(to_html(listings.expand(markdown, docs)))
    called = re.findall(r'data-linenos="\d+ ?"></span>(.*?)  <a class="llamada" id="llamada-1-(\d)"', page)
    assert {number: Text(line).text.strip() for line, number in called} == {
        "1": "def area(side):",
        "2": "return side * side  # in square metres",
        "3": "A long tale of it.",
    }
    for number in "123":
        assert f'href="#nota-1-{number}"' in page and f'<li id="nota-1-{number}">' in page
    assert ")!" not in page, "the mark of a note is left in the code"
    assert page.count("<span") == page.count("</span>")


def test_two_annotated_listings_of_a_page_do_not_share_their_notes(docs: Path, to_html: ToHtml) -> None:
    one = '``` {{ .python .anotado }}\n--8<-- "codigo/uno.py:{}"\n```\n\n1.  `area(` Nota.\n\n'
    markdown = one.format("area") + "Otro:\n\n" + one.format("main") + "Y una lista:\n\n1.  `nada`\n"
    page = listings.link_notes(to_html(listings.expand(markdown, docs)))
    identifiers = re.findall(r'id="([^"]+)"', page)
    assert sorted(identifiers) == ["llamada-1-1", "llamada-2-1", "nota-1-1", "nota-2-1"]


def test_a_caption_behind_the_notes_does_not_tie_them_to_the_next_listing(docs: Path, to_html: ToHtml) -> None:
    one = '``` {{ .python .anotado }}\n--8<-- "codigo/uno.py:{}"\n```\n\n1.  `area(` Nota.\n\n{}'
    markdown = one.format("area", "/// listado\n    attrs: {id: lst-area}\nPie.\n///\n\n") + one.format("main", "")
    page = listings.link_notes(to_html(listings.expand(markdown, docs)))
    identifiers = re.findall(r'id="([^"]+)"', page)
    assert sorted(identifiers) == ["llamada-1-1", "llamada-2-1", "lst-area", "nota-1-1", "nota-2-1"]


def test_a_listing_inside_a_list_keeps_its_indent(docs: Path, to_html: ToHtml) -> None:
    markdown = '- Uno:\n\n    ```python\n    --8<-- "codigo/uno.py:main"\n    ```\n'
    expanded = listings.expand(markdown, docs)
    assert "\n    print(area(3))\n    ```\n" in expanded
    assert "<ul>" in to_html(expanded) and "--8" not in to_html(expanded)


@pytest.mark.parametrize(
    ("quotes", "at", "why"),
    [
        (["nada"], 7, "no line"),
        (["area"], 7, "2 lines"),
        # Two marks behind one line would leave the first one in the code.
        (["def", "side):"], 8, "has a note already"),
    ],
)
def test_a_note_must_quote_one_line_that_is_its_own(quotes: list[str], at: int, why: str, docs: Path) -> None:
    program = listings.Section(("def area(side):", "    return 1", "area(2)"), 1)
    with pytest.raises(listings.ListingError, match=why) as error:
        listings.annotate(program, [(7 + n, n + 1, quote) for n, quote in enumerate(quotes)])
    assert error.value.line == at


def test_what_cannot_be_included_stays_for_the_lint_to_report(docs: Path) -> None:
    markdown = '```python\n--8<-- "codigo/dos.py"\n```\n'
    assert listings.expand(markdown, docs) == markdown


def test_every_listing_of_the_guide_shows_the_numbers_of_its_file() -> None:
    # A section's mark inside another section would shift the lines behind it.
    seen = 0
    for page in sorted((ROOT / "docs").glob("*.md")):
        for fence in parse(page.read_text(encoding="utf-8")).fences:
            include = listings.included(fence)
            if not include or fence.language != "python":
                continue
            path = ROOT / "docs" / include["file"]
            section = listings.read_section(path, include["section"])
            file = path.read_text(encoding="utf-8").splitlines()
            assert list(section.lines) == file[section.first - 1 :][: len(section.lines)], f"{page.name}:{fence.first}"
            seen += 1
    assert seen > 20


def test_what_looks_like_the_text_around_it_is_no_element() -> None:
    line = '<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span><span class="w">  </span>'
    assert listings.lighten(f"<pre><span></span><code>{line}</code></pre>") == (
        '<pre><code>x = <span class="mi">1</span>  </code></pre>'
    )
    number = '<span class="numero">(1)</span>'
    assert listings.lighten(number) == number
