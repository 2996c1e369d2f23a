"""CONTRIBUTING.md, tried out: what it says to write is taken from it, built in the small project and looked at.

Each fenced example has its test below, and every other piece of markup of the text is used by the page of one of them.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import build as builder
import built_page
import pytest
import yaml

from apparatus.experiments import names
from apparatus.source import Fence, parse

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROSE = parse(GUIDE)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
Build = Callable[..., str]

TOLD = "Una frase de 80 a 155 caracteres, que es lo que enseñan los buscadores debajo del título."
GLOSSARY = f"---\ntitle: Glosario\ndescription: {TOLD} Uno.\n---\n\n# Glosario\n\n"
COX = """
@article{cox1958regression,
  author = {Cox, David R.},
  title = {The Regression Analysis},
  journal = {Journal},
  year = {1958},
  doi = {10.1111/x}
}
"""
PAGE = f"---\ntitle: Regresión logística\ndescription: {TOLD}\n---\n\n# Regresión logística\n\n"
OTHER = PAGE.replace("Regresión logística", "Matemáticas").replace(TOLD, f"{TOLD} Dos.")


def section(fence: Fence) -> str:
    """The section of CONTRIBUTING.md that a fence stands in."""
    before = PROSE.prose.split("\n")[: fence.first]
    return HEADING.findall("\n".join(before))[-1]


EXAMPLES = {section(fence): fence.body for fence in PROSE.fences}


def piece(start: str) -> str:
    """A piece of inline code of the text, to its end, by how it starts."""
    (found,) = {code for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", GUIDE) if code.startswith(start)}
    return found


@pytest.fixture
def build(project: Path) -> Build:
    """Write the pages given, build, and give the HTML of regresor.html, which is the second chapter."""
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    pages = "  - matematicas.md\n  - regresor.md\n  - segunda.md\n  - glosario.md\n"
    config = config.replace("  - segunda.md\n", pages)
    config = config.replace("unnumbered: [index.md]", "unnumbered: [index.md, glosario.md]")
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    # Copied, since what is included may not leave docs/, not even by a link.
    shutil.copytree(ROOT / "docs" / "codigo", project / "docs" / "codigo", ignore=shutil.ignore_patterns("__pycache__"))
    (project / "docs" / "glosario.md").write_text(GLOSSARY, encoding="utf-8")
    (project / "docs" / "matematicas.md").write_text(OTHER, encoding="utf-8")
    book = project / "bib" / "guia.bib"
    book.write_text(COX + book.read_text(encoding="utf-8"), encoding="utf-8")

    def one(**pages: str) -> str:
        for name, text in pages.items():
            (project / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
        outcome = builder.build(project, project / "site")
        assert not outcome.failed, "\n".join(map(str, outcome.problems))
        return (project / "site" / "regresor.html").read_text(encoding="utf-8")

    return one


def test_every_example_has_its_test() -> None:
    assert len(EXAMPLES) == len(PROSE.fences), "two examples in a section: tell them apart here"
    assert list(EXAMPLES) == [
        "La cabecera de una página",
        "Figuras, tablas, listados y referencias",
        "Ejercicios, soluciones y demostraciones",
        "Código y salidas",
        "Enlaces",
        "Glosario",
    ]


def test_the_front_matter_of_a_page(build: Build) -> None:
    page = build(regresor=f"{EXAMPLES['La cabecera de una página']}\n\n# Regresión logística\n\nTexto.\n")
    (place,) = re.findall(r'<p class="paso__texto">(.*?)</p>', page, re.DOTALL)
    told = " ".join(re.sub(r"<[^>]+>", "", place).split())
    assert told == "Paso 2 de 3 · unas 8 horas · necesitas Matemáticas"
    assert '<a href="matematicas.html">Matemáticas</a>' in place
    built = built_page.Built(page)
    assert built.metas["description"] == TOLD
    assert built.data[0]["timeRequired"] == "PT8H"


def test_figures_equations_and_references(build: Build, project: Path) -> None:
    example = EXAMPLES["Figuras, tablas, listados y referencias"]
    label = piece("\\label").replace("nombre", "sigmoide")
    near, far = piece("[](#"), piece("[](regresor.md#")
    equation = f"$$\n\\sigma(z) = \\frac{{1}}{{2}} {label}\n$$\n"
    page = build(
        regresor=f"{PAGE}{example}\n\n{equation}\nLa {near} y la [](#eq-sigmoide).\n",
        matematicas=f"{OTHER}La {far}.\n",
    )
    assert re.search(r'<figure id="fig-sigmoide">\s*<p><svg [^>]*aria-label="Texto alternativo que dice', page)
    assert '<span class="rotulo">Figura 2.1.</span> Lo que hay que ver.' in page
    assert '<a href="#fig-sigmoide">figura\u00a02.1</a>' in page
    assert '<div class="ecuacion" id="eq-sigmoide">' in page and '<span class="numero">(2.1)</span>' in page
    other = (project / "site" / "matematicas.html").read_text(encoding="utf-8")
    assert '<a href="regresor.html#eq-sigmoide">ecuación\u00a0(2.1)</a>' in other
    # The words with which the text promises it.
    for words in ("«figura 2.1»", "«ecuación (2.1)»"):
        assert words in GUIDE
        assert words.strip("«»").replace(" ", "\u00a0") in page


def test_tables_and_listings_are_numbered_like_figures(build: Build) -> None:
    table, listing = piece("/// tabla"), piece("/// listado")
    assert "`tab-…`" in GUIDE and "`lst-…`" in GUIDE
    cells = "| $\\lvert a \\rvert$ | b |\n|---|---|\n| 1 | 2 |\n"
    page = build(
        regresor=f"{PAGE}{cells}\n{table}\n    attrs: {{id: tab-una}}\nPie.\n///\n\n"
        f"```python\nx = 1\n```\n\n{listing}\n    attrs: {{id: lst-uno}}\nPie.\n///\n\n[](#tab-una), [](#lst-uno)\n"
    )
    assert '<span class="rotulo">Tabla 2.1.</span> Pie.' in page and "tabla\u00a02.1</a>" in page
    assert '<span class="rotulo">Listado 2.1.</span> Pie.' in page and "listado\u00a02.1</a>" in page
    assert page.count("<td") == 2, "the bars of an absolute value have split a cell"


def test_an_experiment_has_its_still_view_and_its_scripts(build: Build) -> None:
    mark = piece("<!-- experimento")
    assert set(re.findall(r"`(\w+)`", GUIDE.split("Hay cuatro:")[1].split(".")[0])) == set(names(ROOT / "docs"))
    page = build(regresor=f"{PAGE}Prueba tú.\n\n{mark}\n\nY sigue.\n")
    assert re.search(r'data-experimento="regresor".*?<svg .*?<table .*?</div>\s*<p>Y sigue', page, re.DOTALL)
    assert re.findall(r'src="assets/scripts/experimentos/(.*?)"', page) == ["comun.js", "regresor.js"]


def test_formulas_become_mathml(build: Build) -> None:
    inline, comma = piece("$a + b$"), piece("0{")
    page = build(regresor=f"{PAGE}Sea {inline} o ${comma}$.\n\n{piece('$$…').replace('…', ' a = 1 ')}\n")
    assert page.count("<math") == 3 and page.count('display="block"') == 1
    assert "0,5" in page and "$" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def test_an_exercise_is_numbered_and_its_solution_is_folded(build: Build) -> None:
    example = EXAMPLES["Ejercicios, soluciones y demostraciones"]
    levels = re.search(r"Hay tres clases: `(\w+)`, `(\w+)` y `(\w+)`", GUIDE).groups()
    all_of_them = "\n".join(
        example.replace("calcular", level).replace("ej-nombre", f"ej-{level}") + "\n" for level in levels
    )
    page = build(regresor=f"{PAGE}{all_of_them}\nEl [](#ej-calcular).\n")
    for number, level in enumerate(levels, start=1):
        start = page.index(f'<div class="admonition {level}" id="ej-{level}">')
        exercise = page[start : page.index("</div>", start)]
        title = f'Ejercicio 2.{number}</span> <span class="nivel">{level.capitalize()}</span> Título corto'
        assert title in exercise and "Enunciado." in exercise
        assert re.search(
            r'<details class="solucion">\s*<summary>Solución</summary>\s*<p>Texto de la solución.</p>', exercise
        )
    assert '<a href="#ej-calcular">ejercicio\u00a02.2</a>' in page


def test_the_other_blocks(build: Build) -> None:
    names = ("/// respuesta", "/// demostracion", "/// ejemplo", "/// aviso", "/// html")
    page = build(regresor=PAGE + "\n".join(f"¿Qué?\n\n{piece(name)}\nTexto de {name[4:]}.\n///\n" for name in names))
    for wanted in (
        r'<details class="respuesta">\s*<summary>Respuesta</summary>\s*<p>Texto de respuesta',
        r'<details class="demostracion">\s*<summary>Título</summary>\s*<p>Texto de demostracion',
        r'<div class="admonition ejemplo">\s*<p class="admonition-title">Título</p>\s*<p>Texto de ejemplo',
        r'<div class="admonition aviso">\s*<p class="admonition-title">Título</p>\s*<p>Texto de aviso',
        r'<aside class="margen">\s*(?:<p>)?Texto de html',
    ):
        assert re.search(wanted, page), wanted


def test_an_annotated_listing_and_an_output(build: Build) -> None:
    example = EXAMPLES["Código y salidas"]
    opening = re.search(r"```` (``` \{ \.text \.salida \}) ````", GUIDE)[1]
    output = f'{opening}\n--8<-- "codigo/salidas/regresor.txt"\n```\n'
    page = build(regresor=f"{PAGE}{example}\n\nSale esto:\n\n```python\nprint(1)\n```\n\n{opening}\n1\n```\n\n{output}")
    program = (ROOT / "docs" / "codigo" / "regresor.py").read_text(encoding="utf-8").splitlines()
    (called,) = re.findall(r'data-linenos="(\d+) ?"></span>(?:(?!data-linenos).)*?id="llamada-1-1"', page, re.DOTALL)
    quote = re.search(r"^1\. +`([^`]+)`", example, re.MULTILINE)[1]
    assert quote in program[int(called) - 1], "the note hangs on another line, or the line has another number"
    note = f'<li id="nota-1-1"><code>{quote}</code> Lo que explica esa línea.'
    assert f'<ol class="notas">\n{note}' in page
    assert '<a href="codigo/regresor.py" download>' in page
    assert page.count("salida highlight") == 2
    assert "--8" not in page


def test_the_marks_of_a_section_are_those_of_the_programs() -> None:
    program = (ROOT / "docs" / "codigo" / "regresor.py").read_text(encoding="utf-8")
    for start in ("# --8<-- [start:", "# --8<-- [end:"):
        assert piece(start).replace("nombre", "gradient") in program


def test_a_term_is_linked_and_carries_its_definition(build: Build, project: Path) -> None:
    link = piece("[sesgo]")
    page = build(regresor=f"{PAGE}El {link} y más.\n", glosario=GLOSSARY + EXAMPLES["Glosario"] + "\n")
    assert re.search(
        r'<a href="glosario.html#sesgo" aria-describedby="(definicion-1)">sesgo</a>'
        r'<span class="definicion" role="tooltip" id="\1">Término que se suma al producto escalar.</span>',
        page,
    )
    glossary = (project / "site" / "glosario.html").read_text(encoding="utf-8")
    assert '<dt id="sesgo">sesgo (<em>bias</em>)</dt>' in glossary
    assert '<a href="regresor.html">Regresión logística</a>' in glossary


def test_a_citation_and_the_list_at_the_end(build: Build) -> None:
    one = piece("[@cox")
    two = piece("[@una; @otra]").replace("una", "cox1958regression").replace("otra", "ruiz2020libro")
    page = build(regresor=f"{PAGE}Se dijo{one}. Y también{two}.\n\n## Referencias\n\n{piece(chr(92) + 'bib')}\n")
    assert page.count('<sup id="fnref') == 3
    (notes,) = re.findall(r'<div class="footnote">(.*?)</div>', page, re.DOTALL)
    assert notes.count("<li id=") == 2 and "David R. Cox (1958). «The Regression Analysis». <em>Journal</em>." in notes
    assert '<a href="https://doi.org/10.1111/x">doi:10.1111/x</a>' in notes


@pytest.mark.parametrize(
    ("lacking", "told"),
    [("title", "has no title"), ("author", "has no author"), ("year", "has no year")],
)
def test_what_an_entry_needs(lacking: str, told: str, project: Path) -> None:
    assert re.search(rf"necesitan [^.]*`{lacking}`", GUIDE.replace("\n", " "))
    path = project / "bib" / "guia.bib"
    path.write_text(re.sub(rf"  {lacking} = .*\n", "", COX), encoding="utf-8")
    (project / "docs" / "segunda.md").write_text(PAGE, encoding="utf-8")
    problems = [str(one) for one in builder.build(project, project / "site").problems]
    assert any("cox1958regression" in one and told in one for one in problems), problems


def test_the_commands_and_files_that_it_names_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([\w-]+)", GUIDE))
    assert {"serve", "test", "site", "pages"} <= named <= targets
    for name in re.findall(r"`((?:docs|scripts|bib)/[\w./-]+|mkdocs\.yml)`", GUIDE):
        assert (ROOT / name).exists(), name
    assert (ROOT / "scripts" / "figures" / "sigmoide.py").is_file() and "draw.py sigmoide`" in GUIDE
    assert (ROOT / "scripts" / "figures" / piece("style.py")).is_file()


def test_the_settings_of_the_link_checker_are_read(tmp_path: Path) -> None:
    from linkcheck.options import load_settings

    path = tmp_path / "pyproject.toml"
    path.write_text(EXAMPLES["Enlaces"], encoding="utf-8")
    settings = load_settings(path)
    assert settings.exclude and settings.external_exclude and settings.js_ids[0].allows("explorador.html", "paso-3")


def test_the_front_matter_keys_are_those_that_the_build_knows() -> None:
    from lint import pages

    shown = yaml.safe_load(EXAMPLES["La cabecera de una página"].strip().strip("-"))
    assert shown.keys() <= pages.KEYS.keys() and set(pages.REQUIRED) <= shown.keys()
