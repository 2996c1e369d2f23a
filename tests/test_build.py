"""The build as a contributor meets it: each mistake is one line with its place, and the last good site stays."""

import os
from collections.abc import Callable
from pathlib import Path

import build as builder
import pytest

Append = Callable[[str, str], int]
GOOD = "the last good site"
TELLING = "Una página de prueba, con una descripción de la longitud que enseña un buscador."


@pytest.fixture
def site(project: Path) -> Path:
    """Where the site goes, with a good site already there."""
    folder = project / "site"
    folder.mkdir()
    (folder / "sitemap.xml").write_text(GOOD, encoding="utf-8")
    return folder


def errors(project: Path, site: Path) -> list[str]:
    """Build, and give the lines of what is wrong."""
    outcome = builder.build(project, site)
    lines = [str(problem) for problem in outcome.problems if not problem.warning]
    assert bool(lines) == outcome.failed
    if lines:
        assert (site / "sitemap.xml").read_text(encoding="utf-8") == GOOD, "a failed build touched the site"
        assert sorted(path.name for path in site.iterdir()) == ["sitemap.xml"]
    assert not list(project.glob(".site-*")), "the build left its staging folder behind"
    return lines


def test_a_project_without_mistakes_replaces_the_site(project: Path, site: Path) -> None:
    assert errors(project, site) == []
    assert "Primera" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "sitemap.xml").read_text(encoding="utf-8") != GOOD


def test_a_project_built_after_another_has_its_own_references(project: Path, site: Path) -> None:
    """MkDocs keeps some plugins, with what they have read, as long as the process lives."""
    errors(project, site)
    book = project / "bib" / "guia.bib"
    book.write_text(book.read_text(encoding="utf-8").replace("Un libro", "Otro libro"), encoding="utf-8")
    os.utime(book, (0, 0))
    assert errors(project, project / "otro") == []
    assert "Otro libro" in (project / "otro" / "segunda.html").read_text(encoding="utf-8")


# Each case: what is appended to which file, which of its lines is at fault (0 the first), the place and the message.
MISTAKES = {
    "link to a page that is not there": ("docs/index.md", "\n[otra](noexiste.md)\n", 1, ("noexiste",)),
    "missing anchor in the page": ("docs/index.md", "\n[abajo](#no-existe)\n", 1, ("no-existe",)),
    "missing anchor in another page": ("docs/index.md", "\n[otra](segunda.md#no-existe)\n", 1, ("no-existe",)),
    "missing image": ("docs/index.md", "\n![Un gato](assets/gato.png)\n", 1, ("assets/gato.png",)),
    "link to a page as if it were a folder": ("docs/index.md", "\n[otra](segunda/)\n", 1, ("did you mean segunda.md?",)),
    "link to a page without its ending": ("docs/index.md", "\n[otra](segunda)\n", 1, ("did you mean segunda.md?",)),
    "anchor of another page misspelt": (
        "docs/index.md", "\n[otra](segunda.md#una-secion)\n", 1, ("did you mean segunda.md#una-seccion?",),
    ),
    "broken reference to a figure": ("docs/index.md", "\nLa [](#fig-nada) lo enseña.\n", 1, ("fig-nada",)),
    "unknown citation key": ("docs/segunda.md", "\nComo dice[@ruiz2021libro].\n", 1, ("ruiz2021libro", "@ruiz2020libro")),
    "citation inside inline code": ("docs/segunda.md", "\nSe escribe `[@ruiz2020libro]`.\n", 1, ("code", "ruiz2020libro")),
    "citation inside a fence": ("docs/segunda.md", "\n```text\n[@ruiz2020libro]\n```\n", 2, ("code", "ruiz2020libro")),
    "citation inside a formula": ("docs/segunda.md", "\nSea $x [@ruiz2020libro]$ así.\n", 1, ("formula",)),
    "citation with a page number": ("docs/segunda.md", "\nYa[@ruiz2020libro, p. 3].\n", 1, ("more than keys",)),
    "page that cites without a bibliography": ("docs/index.md", "\nYa[@ruiz2020libro].\n", 1, ("no references",)),
    "bad formula in a line": ("docs/index.md", "\nSea $\\frac{1}{$ así.\n", 1, ("bad formula",)),
    "bad displayed formula": ("docs/index.md", "\n$$\n\\nosuchmacro{x}\n$$\n", 1, ("bad formula", "nosuchmacro")),
    "formula in a heading": ("docs/index.md", "\n## La función $f$\n", 1, ("heading",)),
    "included listing that does not exist": (
        "docs/index.md", '\n```python\n--8<-- "codigo/nada.py:todo"\n```\n', 2, ("nada.py",),
    ),
    "included output that does not exist": (
        "docs/index.md", '\n``` { .text .salida }\n--8<-- "codigo/salidas/nada.txt"\n```\n', 2, ("nada.txt",),
    ),
    "two headings with the same anchor": ("docs/index.md", "\n## Detalles\n", 1, ("#detalles",)),
    "the same label twice": (
        "docs/index.md", "\n$$\na \\label{eq-a}\n$$\n\n$$\nb \\label{eq-a}\n$$\n", 6, ("#eq-a",),
    ),
    "image without alternative text": ("docs/index.md", "\n![](assets/cuadro.svg)\n", 1, ("alternative text",)),
    "image in HTML without alternative text": (
        "docs/index.md", '\n<img src="assets/cuadro.svg">\n', 1, ("alternative text",),
    ),
    "Mermaid fence": ("docs/index.md", "\n```mermaid\ngraph LR\n```\n", 1, ("Mermaid",)),
    "fence without a language": ("docs/index.md", "\n```\nx\n```\n", 1, ("language",)),
    "fence that is never closed": ("docs/index.md", "\n```python\nx = 1\n", 1, ("never closed",)),
    "script of a third party": ("docs/index.md", '\n<script src="https://x.example/a.js"></script>\n', 1, ("third party",)),
    "style of a third party": (
        "docs/index.md", '\n<link rel="stylesheet" href="//x.example/a.css">\n', 1, ("third party",),
    ),
    "font of a third party": (
        "docs/index.md", "\n<style>@font-face { src: url(https://x.example/a.woff2) }</style>\n", 1, ("third party",),
    ),
    "image of a third party": ("docs/index.md", "\n![Un gato](https://x.example/gato.png)\n", 1, ("third party",)),
    "frame of a third party": (
        "docs/index.md", '\n<iframe src="https://x.example/" title="x"></iframe>\n', 1, ("third party",),
    ),
    "unknown key in mkdocs.yml": ("mkdocs.yml", "\nsite_nmae: Otra\n", 1, ("unknown key 'site_nmae'",)),
    "bad YAML in mkdocs.yml": ("mkdocs.yml", "\nplugins: [a\n", 1, ("bad YAML",)),
    "malformed entry": (
        "bib/guia.bib", "\n@book{sanz2021otro,\n  author = {Sanz, Eva},\n  title Otro\n}\n", 3, ("sanz2021otro",),
    ),
    "entry that never ends": ("bib/guia.bib", "\n@book{sanz2021otro,\n  title = {Otro\n", 2, ("sanz2021otro",)),
    "entry without a title": (
        "bib/guia.bib", "\n@book{sanz2021otro,\n  author = {Sanz, Eva},\n  year = {2021}\n}\n", 1, ("has no title",),
    ),
    "entry without an author": (
        "bib/guia.bib", "\n@book{sanz2021otro,\n  title = {Otro},\n  year = {2021}\n}\n", 1, ("has no author",),
    ),
    "entry without a year": (
        "bib/guia.bib", "\n@book{sanz2021otro,\n  author = {Sanz, Eva},\n  title = {Otro}\n}\n", 1, ("has no year",),
    ),
    "entry without its at sign": (
        "bib/guia.bib", "\nbook{sanz2021otro,\n  author = {Sanz, Eva},\n  title = {Otro},\n  year = {2021}\n}\n", 1, ("its @",),
    ),
    "entry out of order": (
        "bib/guia.bib", "\n@book{paz2021otro,\n  author = {Paz, Eva},\n  title = {Otro},\n  year = {2021}\n}\n", 1,
        ("by order of key", "before 'ruiz2020libro'"),
    ),
    "field misspelt": (
        "bib/guia.bib",
        "\n@book{sanz2021otro,\n  author = {Sanz, Eva},\n  title = {Otro},\n  year = {2021},\n  publiser = {Una}\n}\n", 1,
        ("did you mean publisher?",),
    ),
    "authors with commas only": (
        "bib/guia.bib", "\n@book{sanz2021otro,\n  author = {Eva Sanz, Ana Paz, Leo Gil},\n  title = {Otro},\n"
        "  year = {2021}\n}\n", 1, ("not told apart",),
    ),
    "doi that is none": (
        "bib/guia.bib",
        "\n@book{sanz2021otro,\n  author = {Sanz, Eva},\n  title = {Otro},\n  year = {2021},\n  doi = {doi:10.1000/x}\n}\n", 1,
        ("a doi that is none",),
    ),
    "article of no journal": (
        "bib/guia.bib", "\n@article{sanz2021otro,\n  author = {Sanz, Eva},\n  title = {Otro},\n  year = {2021}\n}\n", 1,
        ("has no journal",),
    ),
    "unsolved merge in the bibliography": ("bib/guia.bib", "\n<<<<<<< HEAD\n", 1, ("unsolved merge",)),
    "unsolved merge in mkdocs.yml": ("mkdocs.yml", "\n<<<<<<< HEAD\n", 1, ("unsolved merge",)),
    "duplicate citation key": (
        "bib/guia.bib",
        "\n@book{ruiz2020libro,\n  author = {Ruiz, Ana},\n  title = {Otro},\n  year = {2020}\n}\n",
        1,
        ("duplicate key 'ruiz2020libro'", "line 1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(MISTAKES))
def test_a_mistake_stops_the_build_with_its_line(name: str, project: Path, site: Path, append: Append) -> None:
    file, text, offset, expected = MISTAKES[name]
    line = append(file, text) + offset
    found = errors(project, site)
    at_the_line = [one for one in found if one.startswith(f"{file}:{line}:") and all(part in one for part in expected)]
    assert len(at_the_line) == 1, found
    assert len(found) == 1, f"one mistake, one line: {found}"


def test_a_page_that_is_not_in_the_navigation(project: Path, site: Path) -> None:
    page = (project / "docs" / "segunda.md").read_text(encoding="utf-8")
    (project / "docs" / "perdida.md").write_text(page, encoding="utf-8")
    (found,) = errors(project, site)
    assert found.startswith("docs/perdida.md:1: the page is not in the navigation")


def test_a_page_of_the_navigation_that_is_not_there(project: Path, site: Path) -> None:
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(config.replace("  - segunda.md", "  - segunda.md\n  - tercera.md"), "utf-8")
    (found,) = errors(project, site)
    line = config[: config.index("  - segunda.md")].count("\n") + 2
    assert found.startswith(f"mkdocs.yml:{line}:") and "tercera.md" in found


SETTINGS = {
    "a page misspelt": ("  - segunda.md", "  - segnda.md", "segnda.md", "did you mean segunda.md?"),
    "a title without its colon": (
        "  - segunda.md", "  - Segunda segunda.md", "Segunda segunda.md", "write Segunda: segunda.md",
    ),
    "a group without its colon": (
        "  - segunda.md", "  - Grupo\n      - segunda.md", "Grupo", "a title without its colon: 'Grupo'",
    ),
    "a hook misspelt": ("hooks/markup.py", "hooks/markups.py", "hooks/markups.py", "did you mean scripts/hooks/markup.py?"),
    "a hook lost": (
        "  - scripts/hooks/markup.py\n", "", "  - scripts/hooks/preview.py", "'scripts/hooks/markup.py' is not in `hooks`",
    ),
    "a bibliography misspelt": ("bib/guia.bib", "bib/guias.bib", "bib/guias.bib", "no bibliography 'bib/guias.bib'"),
    "other addresses": (
        "use_directory_urls: false", "use_directory_urls: true", "use_directory_urls", "write use_directory_urls: false",
    ),
    "a page without number misspelt": ("[index.md]", "[indice.md]", "[indice.md]", "names 'indice.md'"),
    "a theme misspelt": ("name: material", "name: materiall", "name: materiall", "Unrecognised theme name"),
    "an option misspelt": ("bib_by_default", "bib_default", "bib_default", "Unrecognised configuration name"),
    "a language that there is not": (
        "language: es", "language: zz", "language: zz", "no template 'partials/languages/zz.html'",
    ),
    "a tag misspelt": ("!ENV [SITE_URL", "!ENVI [SITE_URL", "!ENVI", "bad YAML"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_slip_in_the_configuration_is_one_line(name: str, project: Path, site: Path) -> None:
    old, new, place, message = SETTINGS[name]
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    assert old in config
    config = config.replace(old, new, 1)
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    (found,) = errors(project, site)
    line = config[: config.index(place)].count("\n") + 1
    assert found.startswith(f"mkdocs.yml:{line}:") and message in found, found


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_page_with_the_line_ends_of_another_system(end: str, project: Path, site: Path) -> None:
    page = project / "docs" / "index.md"
    page.write_bytes(page.read_bytes().replace(b"\n", end.encode()))
    assert errors(project, site) == []


@pytest.mark.parametrize(
    ("torn", "message"),
    [
        ("\n---\ntitle: Primera\n---\n\n# Primera\n", "does not begin the page"),
        ("—\ntitle: Primera\n---\n\n# Primera\n", "does not begin the page"),
        ("---\ntitle: Primera\n\n# Primera\n", "never closed"),
        ("---\r\r\ntitle: Primera\r\r\n---\r\r\n", "lines that end in"),
    ],
)
def test_a_front_matter_that_is_torn(torn: str, message: str, project: Path, site: Path) -> None:
    (project / "docs" / "index.md").write_bytes(torn.encode())
    (found,) = errors(project, site)
    assert found.startswith("docs/index.md:1: ") and message in found


def test_a_page_made_from_another(project: Path, site: Path) -> None:
    page = project / "docs" / "segunda.md"
    text = page.read_text(encoding="utf-8").split("---", 2)
    first = (project / "docs" / "index.md").read_text(encoding="utf-8").split("---", 2)
    page.write_text("---".join([*first[:2], text[2]]), encoding="utf-8")
    (found,) = errors(project, site)
    assert found.startswith("docs/segunda.md:2:1: the same title and description as index.md")


def test_the_same_figure_twice_in_a_page(project: Path, site: Path, append: Append) -> None:
    append("docs/index.md", "\n![Uno](assets/figuras/sigmoide.svg)\n\n![Dos](assets/figuras/sigmoide.svg)\n")
    assert builder.build(project, site).problems == []


@pytest.mark.parametrize(
    ("front_matter", "line", "expected"),
    [
        (f"title: Primera\ndescription: {TELLING}\nautor: Ana", 4, "unknown key 'autor'"),
        (f"title: Primera\ntitle: Otra\ndescription: {TELLING}", 3, "repeated key 'title'"),
        (f"title: Primera\nhours: [5\ndescription: {TELLING}", 3, "bad YAML"),
        ("title: Primera\ndescription: [Algo", 3, "bad YAML"),
        ("title: Primera\ndescription: Algo.", 3, "a description of 5 characters"),
        (f"title: Primera\ndescription: {TELLING} {TELLING}", 3, f"a description of {2 * len(TELLING) + 1} characters"),
        ("title: Primera\ndescription: Una: dos", 3, "bad YAML"),
        ("title: Primera", 1, "no 'description'"),
        (f"title: Primera\ndescription: {TELLING}\nneeds: [nada.md]", 4, "nada.md"),
        (f"title: Primera\ndescription: {TELLING}\nneeds: [index.md]", 4, "needs itself"),
        (f"title: Primera\ndescription: {TELLING}\nneeds: [segunda.md]", 4, "comes later in the navigation"),
        (f"title: Primera\ndescription: {TELLING}\nhours:\t8", 4, "a tab"),
    ],
)
def test_front_matter(front_matter: str, line: int, expected: str, project: Path, site: Path) -> None:
    (project / "docs" / "index.md").write_text(f"---\n{front_matter}\n---\n\n# Primera\n", encoding="utf-8")
    (found,) = errors(project, site)
    assert found.startswith(f"docs/index.md:{line}:") and expected in found


def test_a_page_that_is_not_utf8(project: Path, site: Path) -> None:
    text = "---\ntitle: Primera\ndescription: Algo.\n---\n\n# Primera\n\nRegresión.\n"
    (project / "docs" / "index.md").write_bytes(text.encode("latin-1"))
    found = errors(project, site)
    assert found[0].startswith("docs/index.md:8: not UTF-8")
    assert not [one for one in found if "docs/index.md" not in one], found


def test_a_section_that_does_not_exist_names_those_that_do(project: Path, site: Path, append: Append) -> None:
    (project / "docs" / "codigo").mkdir()
    program = "# --8<-- [start:sigmoid]\nx = 1\n# --8<-- [end:sigmoid]\n"
    (project / "docs" / "codigo" / "uno.py").write_text(program, encoding="utf-8")
    line = append("docs/index.md", '\n```python\n--8<-- "codigo/uno.py:sigmiod"\n```\n')
    (found,) = errors(project, site)
    assert found.startswith(f"docs/index.md:{line + 2}:") and "it has: sigmoid" in found


def test_a_note_that_quotes_no_line_of_its_listing(project: Path, site: Path, append: Append) -> None:
    (project / "docs" / "codigo").mkdir()
    (project / "docs" / "codigo" / "uno.py").write_text("x = 1\ny = 2\n", encoding="utf-8")
    line = append("docs/index.md", '\n``` { .python .anotado }\n--8<-- "codigo/uno.py"\n```\n\n1.  `z = 3` Nada.\n')
    (found,) = errors(project, site)
    assert found.startswith(f"docs/index.md:{line + 5}:") and "z = 3" in found


def test_what_a_program_has_drawn_beside_it_is_not_published(project: Path, site: Path) -> None:
    (project / "docs" / "codigo").mkdir()
    for name in ("uno.py", "uno.svg"):
        (project / "docs" / "codigo" / name).write_text("x = 1\n", encoding="utf-8")
    assert not builder.build(project, site).problems
    assert [path.name for path in (site / "codigo").iterdir()] == ["uno.py"]


def test_an_unused_entry_is_only_a_warning_and_for_who_asks(project: Path, site: Path, append: Append) -> None:
    line = append("bib/guia.bib", "\n@book{sanz2021otro,\n  author = {Sanz, Eva},\n  title = {X},\n  year = {2021}\n}\n")
    assert builder.build(project, site).problems == []
    outcome = builder.build(project, site, uncited=True)
    assert not outcome.failed
    (warning,) = outcome.problems
    assert f"sanz2021otro (line {line + 1})" in str(warning) and "warning" in str(warning)


def test_links_to_what_an_unclosed_fence_hides_are_not_told(project: Path, site: Path, append: Append) -> None:
    append("docs/segunda.md", "\n[arriba](index.md#otra)\n")
    line = append("docs/index.md", "\n[abajo](#otra)\n\n```python\nx = 1\n\n## Otra\n")
    (found,) = errors(project, site)
    assert found.startswith(f"docs/index.md:{line + 3}: a fence that is never closed")


def test_every_mistake_is_reported_in_one_run(project: Path, site: Path, append: Append) -> None:
    places = []
    for name in ("missing image", "bad formula in a line", "unknown citation key", "malformed entry",
                 "unknown key in mkdocs.yml", "missing anchor in another page", "Mermaid fence"):  # fmt: skip
        file, text, offset, _ = MISTAKES[name]
        places.append(f"{file}:{append(file, text) + offset}:")
    found = errors(project, site)
    missed = [place for place in places if not any(line.startswith(place) for line in found)]
    assert not missed, found


def test_the_folder_of_the_site_is_never_one_that_holds_something_else(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "carta.txt").write_text("no es un sitio", encoding="utf-8")
    assert builder.main(["--site-dir", str(tmp_path)]) == 1
    assert builder.main(["--site-dir", str(builder.ROOT)]) == 1
    assert builder.main(["--site-dir", str(builder.ROOT / "docs")]) == 1
    assert (tmp_path / "carta.txt").exists()
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all("choose another folder" in line for line in lines)
