"""What the page would show instead of obeying: each slip is one line, at its place, before anything is built."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import lint

ROOT = Path(__file__).parents[1]

# What is appended to a page, the line of it that is at fault (0 the first), and a piece of the message.
SLIPS = {
    "a block never closed": ("\n/// aviso | Ojo\nTexto.\n", 1, "never closed"),
    "a block closed twice": ("\n/// aviso | Ojo\nTexto.\n///\n///\n", 4, "closes no block"),
    "a block of an unknown kind": ("\n/// solución\nTexto.\n///\n", 1, "unknown block 'solución'"),
    "a block with two slashes": ("\n// aviso | Ojo\nTexto.\n", 1, "two slashes"),
    "a caption without a name": ("\n/// figura\nPie.\n///\n", 1, "has no id"),
    "a caption with the wrong prefix": ("\n/// figura\n    attrs: {id: tab-x}\nPie.\n///\n", 2, "begin with fig-"),
    "options that are not indented": ("\n/// figura\nattrs: {id: fig-x}\nPie.\n///\n", 2, "out of its place"),
    "options that YAML cannot read": ("\n/// figura\n    attrs: {id:fig-x}\nPie.\n///\n", 2, "cannot be read"),
    "a formula without its pair": ("\nSea $x y así.\n", 1, "without its pair"),
    "a price": ("\nCuesta $5.\n", 1, "without its pair"),
    "a displayed formula in a sentence": ("\nComo\n$$\na\n$$\n", 2, "paragraph of its own"),
    "a reference of LaTeX": ("\nVéase \\eqref{eq-x}.\n", 1, "in the prose"),
    "a reference of LaTeX in a formula": ("\n$$\na \\ref{eq-x}\n$$\n", 2, "empty link"),
    "a fence closed with other marks": ("\n```python\nx = 1\n~~~\n\nTexto.\n\n```python\ny = 2\n```\n", 1, "not closed before"),
    "a fence in no known language": ("\n```pyhton\nx = 1\n```\n", 1, "unknown language 'pyhton'"),
    "a fence of no known class": ("\n``` { .text .salidas }\n1\n```\n", 1, "unknown class .salidas"),
    "a block that is no Python": ("\n```python\nx = (1\n```\n", 2, "no Python"),
    "a link to nowhere": ("\nVéase [esto]().\n", 1, "link to nowhere"),
    "a link of a wiki": ("\nVéase [[segunda]].\n", 1, "wiki"),
    "a link with a space": ("\nVéase [esto] (segunda.md).\n", 1, "space between"),
    "a script as an address": ("\n[pulsa](javascript:alert)\n", 1, "browser would run"),
    "a script in the page": ("\n<script>alert(1)</script>\n", 1, "script in a page"),
    "another kind of admonition": ("\n!!! note\n    Texto.\n", 1, "another kind"),
    "an emoji by its name": ("\nBien :smile: hecho.\n", 1, "emoji"),
    "a template's mark": ("\nHola {{ nombre }}.\n", 1, "template"),
    "an unsolved merge": ("\n<<<<<<< HEAD\n", 1, "unsolved merge"),
    "an invisible character": ("\nUna\u200bpalabra.\n", 1, "invisible"),
    "a list glued to its paragraph": ("\nTres cosas:\n- una\n", 1, "blank line"),
    "a table without dashes": ("\n| a | b |\n| 1 | 2 |\n", 1, "dashes"),
    "a heading without a space": ("\n##Título\n", 1, "space behind #"),
    "a note that is not there": ("\nTexto[^9].\n", 1, "no note"),
    "a citation without brackets": ("\nLo dice @ruiz2020libro.\n", 1, "without brackets"),
    "a backtick without its pair": ("\nEl `código.\n", 1, "without its pair"),
}


def found(project: Path) -> list[str]:
    return [str(problem) for problem in lint.check(project)[1] if not problem.warning]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_line_at_its_place(slip: str, project: Path, append: Callable[[str, str], int]) -> None:
    text, line, message = SLIPS[slip]
    first = append("docs/index.md", text)
    (problem,) = found(project)
    assert problem.startswith(f"docs/index.md:{first + line}:") and message in problem, problem
    assert problem.endswith(")"), "it says what to do"


RIGHT = {
    "code that looks like a slip": "\nEscribe `{{ x }}`, `!!!` y `$5`.\n\n```python\nx = {'a': {'b': 1}}\n```\n",
    "an address with an at sign": "\nEscribe a ana@example.org o mira [esto](https://example.org/@ana/2020texto).\n",
    "a price written as it should": "\nCuesta 5 \\$.\n",
    "nested blocks": "\n//// calcular | Uno\n    attrs: {id: ej-uno}\nEnunciado.\n\n/// solucion\nFin.\n///\n////\n",
    "times and ratios": "\nA las 10:30:15 la razón es 1:2:3.\n",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_right_passes(text: str, project: Path, append: Callable[[str, str], int]) -> None:
    append("docs/index.md", text)
    assert found(project) == []


@pytest.mark.parametrize(
    ("svg", "message"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><g>", "no readable SVG"),
        ("<html></html>", "no SVG"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a script in a figure"),
        ("<svg xmlns='http://www.w3.org/2000/svg' onclick='x()'></svg>", "a script in a figure"),
    ],
)
def test_a_figure_is_whole_and_runs_nothing(svg: str, message: str, project: Path) -> None:
    folder = project / "docs" / "assets" / "figuras"
    folder.unlink()  # a link to the guide's figures
    folder.mkdir()
    (folder / "rota.svg").write_text(svg, encoding="utf-8")
    (problem,) = found(project)
    assert problem.startswith("docs/assets/figuras/rota.svg:1") and message in problem


MARKS = {
    "vista: 2.wieghts": "no tensor is called '2.wieghts'",
    "vista: 2.weights cabeza=3": "no head 3",
    "vista: 2.weights cabeza=uno": "cabeza='uno' is not a whole number",
    "vista: 2.weights casilla=7,": "casilla='7,' is not a row and a column",
    "vista: 2.weights casilla=7,99": "no cell 7,99: its table is of 7 × 7",
    "vista: 2.weights casilla=7": "no cell 7",
    'vista: 2.weights texto="la princesa"': "does not know the word 'princesa'",
    'vista: 2.weights texto=""': "texto='' is not words",
    f'vista: 2.weights texto="{" ".join(["la"] * 31)}"': "a text of 31 words, and the model takes 30",
    'vista: 2.weights texto="la reina': "badly written",
    "vista: 2.weights cabeza=1 cabeza=2": "'cabeza' stands twice",
    "vista: 2.weights color=rojo": "no option 'color'",
    "vistas: 2.weights": "badly written",
    "explorador: mapa": "no part 'mapa'",
    "exploradores: lente": "badly written",
}


@pytest.mark.parametrize("mark", MARKS)
def test_a_slip_in_a_mark_of_the_explorer_is_one_line(
    mark: str, project: Path, append: Callable[[str, str], int]
) -> None:
    first = append("docs/index.md", f"\n<!-- {mark} -->\n")
    (problem,) = found(project)
    assert problem.startswith(f"docs/index.md:{first + 1}:") and MARKS[mark] in problem, problem
    assert problem.endswith(")") and ") (" not in problem.replace("2.weights) (mend", ""), problem


def copy_of_the_scripts(project: Path) -> Path:
    """The folder of the explorer's scripts, for a test to spoil."""
    assets = project / "docs" / "assets"
    folder = assets / "scripts"
    if folder.is_symlink():
        source = folder.resolve()
        folder.unlink()
        shutil.copytree(source, folder)
    return folder / "explorador"


def test_a_script_left_behind_is_told_once_whatever_views_there_are(
    project: Path, append: Callable[[str, str], int]
) -> None:
    append("docs/index.md", "\n<!-- vista: 2.weights -->\n")
    script = copy_of_the_scripts(project) / "explorador.js"
    script.write_text("const x = (;\n", encoding="utf-8")
    (problem,) = found(project)
    assert problem == f"docs/assets/scripts/explorador/{script.name}:1: not what its sources give (run `make explorer`)"


def test_a_line_that_a_step_quotes_and_is_not_there(project: Path, append: Callable[[str, str], int]) -> None:
    shutil.copytree(ROOT / "docs" / "codigo", project / "docs" / "codigo", ignore=shutil.ignore_patterns("__pycache__"))
    append("docs/index.md", "\n<!-- explorador: recorrido -->\n")
    program = project / "docs" / "codigo" / "transformer.py"
    line = "        return self.output(joined)"
    text = program.read_text(encoding="utf-8")
    assert text.count(line) == 1
    program.write_text(text.replace(line, f"{line}\n{line}"), encoding="utf-8")
    (problem,) = found(project)
    assert problem.startswith("scripts/explorer/steps.js:") and "is in 2 lines of transformer.py (" in problem, problem
