"""What the pages of the guide promise: the route and its hours, the addresses others link to, the works it leads to."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import urlsplit

import build as builder
import built_page
import pytest
from built_page import Built

from apparatus.source import front_matter, parse

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ADDRESS = "https://ana.example.org/guia/"
ROUTE = ["matematicas", "regresor", "embeddings", "ffw", "attention", "explorador", "pytorch", "apuntes"]
ORDER = ["index", *ROUTE, "glosario", "bibliografia"]
OUR_HASHES = ("script-src", "style-src")

# The chapters had these addresses before the guide had this form, and other sites link to them.
OLD_ADDRESSES = ["regresor.html", "embeddings.html", "ffw.html", "attention.html", "pytorch.html", "apuntes.html"]
# So did the home page lead to these books, chapters and courses.
WORKS = [
    "https://web.stanford.edu/~jurafsky/slp3/",
    "https://web.archive.org/web/20221218211150/https://web.stanford.edu/~jurafsky/slp3/",
    "https://d2l.ai/chapter_preliminaries/index.html",
    "https://d2l.ai/chapter_appendix-mathematics-for-deep-learning/information-theory.html",
    "https://leanpub.com/pytorch",
    "https://d2l.ai/",
    "https://www.cambridge.org/es/academic/subjects/computer-science/pattern-recognition-and-machine-learning/"
    "dive-deep-learning?format=PB",
    "https://udlbook.github.io/udlbook/",
    "https://probml.github.io/pml-book/book1.html",
    "https://probml.github.io/pml-book/book2.html",
    "https://clulab.org/gentlenlp.html",
    "https://www.youtube.com/playlist?list=PLxfEOJXRm7eZKJyovNH-lE3ooXTsOCvfC",
    "https://www.youtube.com/playlist?list=PLoROMvodv4rMiGQp3WXShtMGgzqpfVfbU",
    "https://cs229.stanford.edu/",
    "https://youtube.com/playlist?list=PLoROMvodv4rOABXSygHTsbvUz4G_YQhOb",
    "https://cs230.stanford.edu/",
    "https://www.youtube.com/playlist?list=PLoROMvodv4rOSH4v6133s9LFPRHjEmbmJ",
    "https://web.stanford.edu/class/cs224n/",
    "https://www.youtube.com/playlist?list=PLoROMvodv4rNiJRchCzutFw5ItR_Z27CM",
    "https://web.stanford.edu/class/cs25/",
    "https://youtube.com/playlist?list=PLtBw6njQRU-rwp5__7C0oIVt26ZgjG9NI",
    "https://introtodeeplearning.com",
    "https://www.youtube.com/playlist?list=PLAqhIrjkxbuWI23v9cThsA9GvCAUhRvKZ",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide, built for an address of the web; the links have their own tests."""
    folder = tmp_path_factory.mktemp("paginas") / "site"
    outcome = builder.build(builder.ROOT, folder, ADDRESS, skip_links=True)
    assert not outcome.failed, "\n".join(map(str, outcome.problems))
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Built]:
    return {path.stem: built_page.read(path) for path in sorted(site.glob("*.html")) if path.stem != "404"}


def meta(name: str) -> dict:
    return front_matter(parse((DOCS / f"{name}.md").read_text(encoding="utf-8")))


def test_the_route_on_the_home_page_agrees_with_its_chapters() -> None:
    home = (DOCS / "index.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|[^|]+\| \[([^]]+)\]\((\w+)\.md\) \| (\d+) \|", home, re.MULTILINE)
    assert [page for _, page, _ in rows] == ROUTE
    assert {page: int(hours) for _, page, hours in rows} == {page: meta(page)["hours"] for page in ROUTE}
    assert {page: title for title, page, _ in rows} == {page: meta(page)["title"] for page in ROUTE}
    (total,) = re.findall(r"Suman\s+unas\s+(\d+)\s+horas", home)
    assert int(total) == sum(int(hours) for _, _, hours in rows)


def test_only_the_pages_of_the_route_take_hours() -> None:
    # The home page stands for the whole course, so hours of its own would be told of the course.
    assert [page for page in ORDER if "hours" in meta(page)] == ROUTE


def imported(text: str, found: set[str]) -> set[str]:
    """The programs of docs/codigo that a piece of Python imports, and those that these import."""
    for name in re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE):
        program = DOCS / "codigo" / f"{name}.py"
        if program.is_file() and name not in found:
            found.add(name)
            imported(program.read_text(encoding="utf-8"), found)
    return found


def test_a_reader_is_told_of_every_program_that_the_blocks_need() -> None:
    """In the page, or in one before it on the route."""
    told: set[str] = set()
    for page in ROUTE[:5]:
        source = parse((DOCS / f"{page}.md").read_text(encoding="utf-8"))
        told |= set(re.findall(r"codigo/(\w+)\.py", source.text))
        blocks = "\n".join(fence.body for fence in source.fences if "--8<--" not in fence.body)
        assert sorted(imported(blocks, set()) - told) == [], page


def test_what_a_page_needs_comes_before_it() -> None:
    needs = [(page, need.removesuffix(".md")) for page in ROUTE for need in meta(page)["needs"]]
    assert [(page, need) for page, need in needs if ORDER.index(need) >= ORDER.index(page)] == []


def same(url: str) -> tuple[str, str, str]:
    """What makes two addresses the same: neither http or https, nor www, nor a slash at the end."""
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/"), parts.query


@pytest.mark.parametrize("work", WORKS)
def test_the_home_page_still_leads_to_the_works_it_led_to(work: str, pages: dict[str, Built]) -> None:
    assert same(work) in {same(link.get("href", "")) for link in pages["index"].links}


@pytest.mark.parametrize("address", OLD_ADDRESSES)
def test_an_address_that_others_link_to_is_still_there(address: str, site: Path) -> None:
    assert (site / address).is_file()
    assert f"<loc>{ADDRESS}{address}</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_the_programming_page_keeps_its_two_anchors(pages: dict[str, Built]) -> None:
    assert pages["pytorch"].ids.count("python") == pages["pytorch"].ids.count("pytorch") == 1


def test_the_pages_are_those_of_the_route(pages: dict[str, Built]) -> None:
    assert pages.keys() == set(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_previous_and_next_follow_the_route(name: str, pages: dict[str, Built]) -> None:
    place = ORDER.index(name)
    expected = {"prev": ORDER[place - 1] if place else None, "next": ORDER[place + 1] if name != ORDER[-1] else None}
    for which, other in expected.items():
        address = f"{other}.html" if other else None
        assert which not in pages[name].rels  # Firefox would fetch that page ahead, and the policy forbids it
        footer = [link["href"] for link in pages[name].links if f"md-footer__link--{which}" in link.get("class", "")]
        assert footer == ([address] if address else [])


@pytest.mark.parametrize("name", ORDER)
def test_a_page_says_what_it_is_to_machines(name: str, pages: dict[str, Built], site: Path) -> None:
    page = pages[name]
    address = ADDRESS if name == "index" else f"{ADDRESS}{name}.html"
    description = meta(name)["description"]
    assert page.metas["description"] == page.metas["og:description"] == description
    assert page.rels["canonical"].removesuffix("index.html") == address
    assert page.metas["og:url"] == page.rels["canonical"]
    assert page.metas["og:type"] == ("website" if name == "index" else "article")
    assert page.metas["og:locale"] == "es_ES" and page.metas["og:title"] and page.metas["og:site_name"]
    image = page.metas["og:image"]
    assert image.startswith(ADDRESS) and (site / image.removeprefix(ADDRESS)).is_file()
    (data,) = page.data
    assert data["@context"] == "https://schema.org" and data["inLanguage"] == "es"
    assert data["@type"] == ("Course" if name == "index" else "LearningResource")
    assert data["description"] == description and data["name"] == page.metas["og:title"]
    assert data["url"] == page.rels["canonical"]
    assert data.get("timeRequired") == (f"PT{meta(name)['hours']}H" if name in ROUTE else None)


def test_no_two_pages_have_one_title_or_one_description() -> None:
    for field in ("title", "description"):
        assert len({meta(name)[field] for name in ORDER}) == len(ORDER)


@pytest.mark.parametrize("name", [*ORDER, "404"])
def test_the_policy_allows_just_the_inline_scripts_and_styles_of_the_page(name: str, site: Path) -> None:
    page = built_page.read(site / f"{name}.html")
    for directive, codes in zip(OUR_HASHES, (page.scripts, page.styles), strict=True):
        digests = (hashlib.sha256(code.encode()).digest() for code in codes)
        hashes = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}
        assert page.policy[directive] == {"'self'", "file:"} | hashes
    assert page.scripts, "Material has scripts inline; if none was found, this test reads nothing"
    assert page.policy["default-src"] == {"'none'"} and page.styled == []


@pytest.mark.parametrize("name", ORDER)
def test_no_id_twice_in_a_page(name: str, pages: dict[str, Built]) -> None:
    ids = pages[name].ids
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


@pytest.mark.parametrize("name", ORDER)
def test_nothing_of_the_sources_is_left_for_the_reader(name: str, site: Path, pages: dict[str, Built]) -> None:
    page = re.sub(r"<(code|pre|math)\b.*?</\1>", "", (site / f"{name}.html").read_text("utf-8"), flags=re.DOTALL)
    text = Built(page).text
    for left in ("///", "attrs:", "--8<--", "[@", "\\label", "\\bibliography", "\\cita", "\\lista", "$$", "](", ")!"):
        assert left not in text, left
    empty = re.findall(r'<a [^>]*href="[^"]*#(?:fig|tab|lst|eq|ej)-[^"]*"[^>]*></a>', page)
    assert empty == []


@pytest.mark.parametrize("name", ORDER)
def test_no_mark_of_a_note_is_left_in_a_listing(name: str, site: Path) -> None:
    assert re.findall(r"# \(\d+\)!<", (site / f"{name}.html").read_text("utf-8")) == []


def test_every_figure_is_in_some_page() -> None:
    used = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    figures = sorted(path.name for path in (DOCS / "assets" / "figuras").glob("*.svg"))
    assert figures and [name for name in figures if f"](assets/figuras/{name})" not in used] == []


def test_every_program_is_in_some_page_or_has_tests_of_its_own() -> None:
    used = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    used += "\n".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "codigo").glob("*.py"))
    names = sorted(path.stem for path in (DOCS / "codigo").glob("*.py"))
    assert names and [name for name in names if not re.search(rf"\b{name}\b", used)] == []
