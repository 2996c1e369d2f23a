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
    "a solution without an exercise": ("\n/// solucion\nTexto.\n///\n", 1, "solution outside an exercise"),
    "a solution behind its exercise": (
        "\n/// comprobar | A\n    attrs: {id: ej-a}\nTexto.\n///\n\n/// solucion\nTexto.\n///\n", 6, "outside an exercise",
    ),
    "an exercise without a solution": (
        "\n/// calcular | A\n    attrs: {id: ej-a}\nTexto.\n///\n", 1, "'calcular' has no solution",
    ),
    "an answer in an exercise": (
        "\n//// calcular | A\n    attrs: {id: ej-a}\n¿Sí?\n\n/// respuesta\nNo.\n///\n\n/// solucion\nNo.\n///\n////\n", 5,
        "write /// solucion",
    ),
    "an answer without a question": ("\n## Otra\n\n/// respuesta\nTexto.\n///\n", 3, "without a question"),
    "a bar in a formula of a table": ("\n| a | b |\n|---|---|\n| $|x|$ | 1 |\n", 3, "\\lvert"),
    "a row of another number of cells": ("\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", 3, "a row of 3 cells in a table of 2"),
    "a figure's caption behind a paragraph": (
        "\nTexto.\n\n/// figura\n    attrs: {id: fig-x}\nPie.\n///\n", 3, "not stand behind an image",
    ),
    "a table's caption behind a formula": (
        "\n$$\na\n$$\n\n/// tabla\n    attrs: {id: tab-x}\nPie.\n///\n", 5, "not stand behind a table",
    ),
    "a figure's caption behind a table": (
        "\n| a |\n|---|\n| 1 |\n\n/// figura\n    attrs: {id: fig-x}\nPie.\n///\n", 5, "not stand behind an image",
    ),
    "a mark misspelt": ("\n<!-- exprimento: regresor -->\n", 1, "did you mean experimento?"),
    "a mark misspelt and without a colon": ("\n<!-- vsta 2.weights -->\n", 1, "did you mean vista?"),
    "a mark of nothing": ("\n<!-- figura: sigmoide -->\n", 1, "no mark is called 'figura'"),
    "a mark that is no comment": ("\n<!- vista: 2.weights -->\n", 1, "no comment"),
    "a block of HTML of no known class": ("\n/// html | aside.margn\nTexto.\n///\n", 1, "did you mean .margen?"),
    "a block of HTML of no known tag": ("\n/// html | asides.margen\nTexto.\n///\n", 1, "unknown form"),
    "a class that no style knows": ("\n![Un gato](assets/cuadro.svg){ .anchisima }\n", 1, "unknown class 'anchisima'"),
    "a number of one's own": ("\n$$\na \\tag{1}\n$$\n", 2, "\\label"),
    "a formula in TeX's brackets": ("\nSea \\[a_1\\] así.\n", 1, "in the prose"),
    "a displayed formula in TeX's brackets": ("\n\\[\na\n\\]\n", 1, "in the prose"),
    "a formula in TeX's parentheses": ("\nSea \\(a\\) así.\n", 1, "in the prose"),
    "a style in a block's options": ('\n/// aviso | A\n    attrs: {style: "color: red"}\nT.\n///\n', 2, "security policy drops"),
    "a style in an attribute list": ('\n![A](assets/cuadro.svg){ style="width: 3em" }\n', 1, "security policy drops"),
    "a style in HTML": ('\n<p style="color: red">A</p>\n', 1, "security policy drops"),
    "a note to oneself": ("\nTODO: acabar.\n", 1, "still to do"),
    "a note to oneself in Spanish": ("\nUna frase. [pendiente: la figura]\n", 1, "still to do"),
    "an output of nothing": ("\n``` { .text .salida }\n1\n```\n", 1, "no block of Python"),
    "two outputs of a block": (
        "\n```python\nprint(1)\n```\n\n``` { .text .salida }\n1\n```\n\n``` { .text .salida }\n1\n```\n", 9,
        "no block of Python",
    ),
    "an exercise without a title": (
        "\n//// calcular\n    attrs: {id: ej-a}\nT.\n\n/// solucion\nS.\n///\n////\n", 1, "'calcular' has no title",
    ),
    "an exercise closed with fewer slashes": (
        "\n//// calcular | A\n    attrs: {id: ej-a}\nT.\n\n/// solucion\nS.\n///\n///\n", 8, "closes with ////",
    ),
    "a title beside a caption": (
        "\n![A](assets/cuadro.svg)\n\n/// figura | Pie\n    attrs: {id: fig-x}\nPie.\n///\n", 3, "a title beside",
    ),
    "a listing's caption behind its notes": (
        '\n``` { .python .anotado }\n--8<-- "codigo/uno.py"\n```\n\n1.  `x` Nota.\n\n'
        "/// listado\n    attrs: {id: lst-x}\nPie.\n///\n", 7, "between the listing and its notes",
    ),
    "a line below a paragraph": ("\nUn párrafo.\n---\n", 2, "makes a heading"),
    "a level skipped": ("\n#### Muy hondo\n", 1, "a heading of level 4 right below one of level 2"),
    "an address alone": ("\nMira https://example.org/uno y ya.\n", 1, "no link"),
    "a link that says nothing": ("\nPulsa [aquí](segunda.md).\n", 1, "text says nothing"),
    "a citation without its bracket": ("\nLo dice [@ruiz2020libro y más.\n", 1, "never closed"),
    "a note that nothing calls": ("\n[^9]: Nota.\n", 1, "nothing calls"),
    "a word twice": ("\nEl peso de de cada palabra.\n", 1, "a word twice"),
    "bold without its end": ("\nUn **texto en negrita.\n", 1, "a ** without its pair"),
    "italics without their end": ("\nUn *texto en cursiva.\n", 1, "a * without its pair"),
    "an indented paragraph": ("\nTexto.\n\n    Sangrado.\n", 3, "makes code"),
    "straight quotes": ('\nUn "texto" así.\n', 1, "«…»"),
    "a fence of two marks": ("\n``python\nx = 1\n``\n", 1, "fewer than three"),
    "HTML": ("\nUn <b>texto</b> así.\n", 1, "HTML in a page: <b>"),
    "a token that HTML would swallow": ("\nLa palabra <unk> no se ve.\n", 1, "HTML in a page: <unk>"),
    "a box that is never closed": ("\n<div>\nTexto.\n\n## Otra\n\nTexto $x.\n", 1, "never closed"),
    "a link to a word that the explorer has not": ("\n[x](explorador.md?t=la_reinna;p=2.weights)\n", 1, "'reinna'"),
    "a link to a step that the explorer has not": ("\n[x](explorador.md?t=la_reina;p=2.wieghts)\n", 1, "'2.wieghts'"),
    "an option misspelt": ("\n/// aviso | A\n    attr: {id: x}\nT.\n///\n", 2, "unknown option 'attr'"),
    "an empty block": ("\n/// aviso | A\n    attrs: {id: x}\n///\n", 1, "'aviso' is empty"),
    "an anchor without its mark": ("\n## Otra { otra }\n", 1, "lacks its #"),
    "a decimal point": ("\nVale 0.5 o más.\n", 1, "write a comma"),
    "a decimal comma in a formula": ("\nVale $x = 0,5$ o más.\n", 1, "write 0{,}5"),
    "an empty formula": ("\n$$\n$$\n", 1, "an empty formula"),
    "the same note twice": ("\nUno[^1].\n\n[^1]: A.\n[^1]: B.\n", 4, "a second note [^1]"),
    "an image of nothing": ("\n![Un gato]()\n", 1, "link to nowhere"),
    "a link of nothing to nowhere": ("\nVéase []().\n", 1, "link to nowhere"),
    "a merge with both its versions": ("\n<<<<<<< HEAD\nuno\n=======\ndos\n>>>>>>> otra\n", 1, "unsolved merge"),
    "a tab before the options": (
        "\n![A](assets/cuadro.svg)\n\n/// figura\n\tattrs: {id: fig-x}\nPie.\n///\n", 4, "tab",
    ),
    "a heading with a note": ("\n## Otra[^1]\n\nT.\n\n[^1]: N.\n", 1, "in a heading"),
    "a heading with a point": ("\n## Otra cosa.\n", 1, "ends in a point"),
    "a heading that is indented": ("\n ## Otra cosa\n", 1, "does not begin its line"),
    "a heading of a seventh level": ("\n####### Otra cosa\n", 1, "seventh"),
    "a heading below its text": ("\nOtra cosa\n=========\n", 2, "makes a heading"),
    "a heading in bold": ("\n**Otra cosa**\n\nTexto.\n", 1, "looks like a heading"),
    "an anchor of two words": ("\n## Otra { #otra cosa }\n", 1, "two words"),
    "a backspace": ("\nUna\x08palabra.\n", 1, "invisible"),
    "a soft hyphen": ("\nUna pala\xadbra.\n", 1, "invisible"),
    "a letter that only looks Latin": ("\nLa p\u0430labra.\n", 1, "Cyrillic"),
    "letters of another encoding": ("\nRegresi\u00c3\u00b3n log\u00c3\u00adstica.\n", 1, "another encoding"),
    "an address of one's own machine": ("\n[x](http://127.0.0.1:8000/index.html)\n", 1, "your own machine"),
    "a file that HTML would swallow": ("\nMira <index.md> y ya.\n", 1, "HTML in a page: <index.md>"),
    "an image of a wiki": ("\n![[cuadro.svg]]\n\n/// figura\n    attrs: {id: fig-x}\nP.\n///\n", 1, "image of a wiki"),
    "a space in an image": (
        "\n! [Un gato](assets/cuadro.svg)\n\n/// figura\n    attrs: {id: fig-x}\nP.\n///\n", 1, "between ! and [",
    ),
    "an alternative text that is the file's name": ("\n![cuadro.svg](assets/cuadro.svg)\n", 1, "says nothing"),
    "a formula in an alternative text": ("\n![La recta $x$](assets/cuadro.svg)\n", 1, "read as TeX"),
    "an item two spaces in": ("\n- Uno:\n  - Dos\n", 2, "joins the list around"),
    "a paragraph three spaces in": ("\n1. Uno.\n\n   Sigue.\n\n2. Dos.\n", 3, "ends the list"),
    "a list with brackets": ("\n1) Uno\n2) Dos\n", 1, "write 1."),
    "a number typed by hand": ("\nLo enseña la figura 2.1.\n", 1, "typed by hand"),
    "a formula without dollars": ("\nEl vector x_1 y ya.\n", 1, "without its dollars"),
    "an environment of LaTeX": ("\n\\begin{equation}\nx\n\\end{equation}\n", 1, "in the prose"),
    "dollars with spaces": ("\nSea $ x $ así.\n", 1, "without its pair"),
    "a second option of a block": (
        "\n/// aviso | A\n    attrs: {id: x}\n    color: rojo\nT.\n///\n", 3, "unknown option 'color'",
    ),
    "a block with a capital": (
        "\n//// Calcular | A\n    attrs: {id: ej-a}\nT.\n\n/// solucion\nS.\n///\n////\n", 1, "did you mean calcular?",
    ),
    "a title without its bar": (
        "\n//// calcular Uno\n    attrs: {id: ej-a}\nT.\n\n/// solucion\nS.\n///\n////\n", 1, "did you mean calcular | Uno?",
    ),
    "a solution misspelt": (
        "\n//// calcular | A\n    attrs: {id: ej-a}\nT.\n\n/// soluciones\nS.\n///\n////\n", 5, "did you mean solucion?",
    ),
    "a citation without its at sign": ("\nLo dice [ruiz2020libro].\n", 1, "without its @"),
    "a citation of nothing": ("\nLo dice [@].\n", 1, "of nothing"),
    "a citation inside a link": (
        "\nLo dice [Ruiz [@ruiz2020libro]](segunda.md).\n\n\\bibliography\n", 1, "inside other brackets",
    ),
    "a command misspelt": ("\n\\bibliografia\n", 1, "unknown command"),
    "an entity misspelt": ("\nUn&nbps;texto.\n", 1, "unknown entity, &nbps;"),
    "a superscript without its end": ("\nx<sup>2\n", 1, "never closed"),
    "a break that closes nothing": ("\nUno</br>dos.\n", 1, "write <br>"),
    "a style sheet in a page": ("\n<style>p { color: red }</style>\n", 1, "a style in a page"),
    "a quote without its end in a fence": ('\n```python title="uno.py\nx = 1\n```\n', 1, "quote that is never closed"),
    "a fence with nothing in it": ("\n```python\n```\n", 1, "nothing in it"),
    "a fence closed farther in": ("\n```python\nx = 1\n     ```\n", 1, "never closed"),
    "acute accents for code": ("\nUsa ´x = 1´ así.\n", 1, "look like `"),
    "a mark with a space": ("\n<! -- vista: 2.weights -->\n", 1, "no comment"),
    "an alert of GitHub": ("\n> [!NOTE]\n> Texto.\n", 1, "another kind"),
    "a list of tasks": ("\n- [ ] Uno\n- [x] Dos\n", 1, "list of tasks"),
    "a subscript of another Markdown": ("\nEl agua es H~2~O.\n", 1, "does not have"),
    "an identifier of a paragraph": ("\nUn texto. {#mio}\n", 1, "shown as text"),
    "English quotation marks": ("\nUn \u201ctexto\u201d así.\n", 1, "English quotation mark"),
    "a quotation mark without its pair": ("\nUn «texto así.\n", 1, "« without its pair"),
    "a space inside quotation marks": ("\nUn « texto» así.\n", 1, "a space inside"),
    "a word twice, the first with a capital": ("\nEl el peso.\n", 1, "a word twice"),
    "an indented paragraph behind a block": ("\n/// aviso | A\nT.\n///\n\n    Sangrado.\n", 5, "makes code"),
    "a list without spaces": ("\n-Uno\n", 1, "without a space behind its mark"),
    "half a merge": ("\n=======\n", 1, "unsolved merge"),
    "a note without its colon": ("\nUno[^1].\n\n[^1] Nota.\n", 3, "without its colon"),
    "an address without its beginning": ("\nMira www.example.org y ya.\n", 1, "no link"),
}


def found(project: Path) -> list[str]:
    return [str(problem) for problem in lint.check(project)[1] if not problem.warning]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_line_at_its_place(slip: str, project: Path, append: Callable[[str, str], int]) -> None:
    text, line, message = SLIPS[slip]
    (project / "docs" / "codigo").mkdir()
    (project / "docs" / "codigo" / "uno.py").write_text("x = 1\n", encoding="utf-8")
    first = append("docs/index.md", text)
    (problem,) = found(project)
    assert problem.startswith(f"docs/index.md:{first + line}:") and message in problem, problem
    assert problem.endswith(")"), "it says what to do"


RIGHT = {
    "code that looks like a slip": "\nEscribe `{{ x }}`, `!!!` y `$5`.\n\n```python\nx = {'a': {'b': 1}}\n```\n",
    "an address with an at sign": "\nEscribe a ana@example.org o mira [esto](https://example.org/@ana/2020texto).\n",
    "a price written as it should": "\nCuesta 5 \\$.\n",
    "nested blocks": "\n//// calcular | Uno\n    attrs: {id: ej-uno}\nEnunciado.\n\n/// solucion\nFin.\n///\n////\n",
    "two paragraphs of an item of a list": "\n1.  Uno,\n    que sigue.\n\n    Otro.\n\n    - Dentro.\n\n        Más.\n",
    "quotation marks": "\nDijo «lo \u201csuyo\u201d y `x`», y «`y`».\n",
    "stars": "\n* Uno *y* dos.\n* Tres **y *cuatro***, 2 \\* 3.\n",
    "quotes that are marks": '\n![A](assets/cuadro.svg "Título"){ title="A" }\n',
    "a break in a cell": "\n| a |\n|---|\n| 1<br>2 |\n",
    "lists in a formula": "\nSea $x_{0,1} \\in [0,1]$, $(0,1,2)$ y $\\{0,1\\}$, y $0{,}5$; sección 10.5, PyTorch 2.0.1.\n",
    "a slope": "\nDos números la definen, la ordenada y su pendiente: 3. Con todo, sobra uno.\n",
    "comments": "\n<!-- Ojo: esto no se ve. -->\n\n`<!-- figura: x -->`\n\n<!-- TODO: acabar -->\n",
    "a question with its answer": "\n1. ¿Sí?\n\n    /// respuesta\n    No.\n    ///\n",
    "brackets that TeX would not know": "\nEl *token* \\[CLS\\] va delante.\n",
    "a bar in a table": "\n| a | b |\n|---|---|\n| `x\\|y` | $a \\mid b$ |\n",
    "numbers of the book": "\nMira la ecuación 9.14 del libro y la figura (7.5) de su capítulo 7.\n",
    "times and ratios": "\nA las 10:30:15 la razón es 1:2:3.\n",
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_right_passes(text: str, project: Path, append: Callable[[str, str], int]) -> None:
    append("docs/index.md", text)
    assert found(project) == []


# A tear, behind which the page would be misread, and what stands before and behind it.
REST = "\nSea $x y [](#eq-b) y `z.\n\n## Otra\n\n$$\nb\n\\label{eq-b}\n$$\n\n```python\ny = 2\n```\n\nFin[^1].\n\n[^1]: Nota.\n"
TEARS = {
    "a formula": ("\n$$\na = b\n", "bad formula"),
    "a fence": ("\n```python\nx = 1\n", "fence that is not closed before the one at line"),
    "a comment": ("\n<!-- uno ->\n", "comment that is never closed"),
    "a merge": ("\n<<<<<<< HEAD\n", "unsolved merge"),
    "a fence without its opening": ("```\n", "closes none"),
}


@pytest.mark.parametrize("tear", TEARS)
def test_what_follows_a_tear_is_not_told_and_what_stands_before_is(
    tear: str, project: Path, append: Callable[[str, str], int]
) -> None:
    before = append("docs/index.md", "\n## Título $x$\n\nUna[^1] cita[@ruiz2020libro].\n\n/// aviso | Ojo\nTexto.\n")
    text, message = TEARS[tear]
    first = append("docs/index.md", "\n## Código\n" + text + REST + "\n///\n\n\\bibliography\n")
    heading, torn = found(project)
    assert heading.startswith(f"docs/index.md:{before + 1}:") and "heading" in heading
    assert torn.startswith(f"docs/index.md:{first + 2 + text.startswith(chr(10))}:") and message in torn


PROGRAMS = {
    "no Python": ("x = (\n", 1, "no Python"),
    "an unsolved merge": ("x = 1\n<<<<<<< HEAD\n", 2, "unsolved merge"),
    "a tab": ("if True:\n\tx = 1\n", 2, "tab"),
    "a section that does not end": ("# --8<-- [start:uno]\nx = 1\n", 1, "does not end"),
    "a section that does not begin": ("x = 1\n# --8<-- [end:uno]\n", 2, "does not begin"),
    "a section with two names": ("# --8<-- [start:uno]\nx = 1\n# --8<-- [end:dos]\n", 1, "ends as 'dos'"),
    "a mark badly written": ("# --8<- [start:uno]\nx = 1\n# --8<-- [end:uno]\n", 1, "badly written"),
    "a mark that is no comment": ("--8<-- [start:uno]\nx = 1\n# --8<-- [end:uno]\n", 1, "badly written"),
}


@pytest.mark.parametrize("slip", PROGRAMS)
def test_a_slip_in_a_program_is_told_there_and_not_in_its_pages(
    slip: str, project: Path, append: Callable[[str, str], int]
) -> None:
    program, line, message = PROGRAMS[slip]
    (project / "docs" / "codigo").mkdir()
    (project / "docs" / "codigo" / "uno.py").write_text(program, encoding="utf-8")
    append("docs/index.md", '\n```python\n--8<-- "codigo/uno.py:uno"\n```\n')
    (problem,) = found(project)
    assert problem.startswith(f"docs/codigo/uno.py:{line}:") and message in problem, problem


def test_an_output_that_is_empty(project: Path, append: Callable[[str, str], int]) -> None:
    (project / "docs" / "codigo" / "salidas").mkdir(parents=True)
    (project / "docs" / "codigo" / "salidas" / "uno.txt").touch()
    first = append("docs/index.md", '\n``` { .text .salida }\n--8<-- "codigo/salidas/uno.txt"\n```\n')
    (problem,) = found(project)
    assert problem.startswith(f"docs/index.md:{first + 2}:") and "is empty" in problem and "make outputs" in problem


GLOSSARY = """\
---
title: Glosario
description: Un glosario de prueba, con una descripción que tiene la longitud que enseñan los buscadores.
---

# Glosario

## L

log-sum-exp { #log-sum-exp }
:   Logaritmo de una suma.
:   [Segunda](segunda.md)

logit (*logit*) { #logit }
:   Puntuación.
:   [Segunda](segunda.md)
"""
TERMS = {
    "no anchor": ("logit (*logit*) { #logit }", "logit (*logit*)", 14, "without its anchor"),
    "no definition": (":   Puntuación.\n", "", 14, "without its definition"),
    "no link": ("Puntuación.\n:   [Segunda](segunda.md)", "Puntuación.", 14, "without its link"),
    "no space": (":   Puntuación", ":Puntuación", 15, "without spaces"),
    "no blank line": ("\n\nlogit", "\nlogit", 13, "glued"),
    "out of order": ("log-sum-exp {", "lote {", 14, "order of letter"),
    "another letter": ("## L", "## M", 10, "under its letter"),
}


@pytest.mark.parametrize("slip", TERMS)
def test_a_slip_in_the_glossary(slip: str, project: Path) -> None:
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(config.replace("  - segunda.md", "  - segunda.md\n  - glosario.md"), "utf-8")
    old, new, line, message = TERMS[slip]
    (project / "docs" / "glosario.md").write_text(GLOSSARY, encoding="utf-8")
    assert found(project) == []
    (project / "docs" / "glosario.md").write_text(GLOSSARY.replace(old, new), encoding="utf-8")
    problems = found(project)
    assert problems[0].startswith(f"docs/glosario.md:{line}:") and message in problems[0], problems


def test_a_script_and_a_style_sheet_that_are_torn(project: Path) -> None:
    for name in ("scripts", "stylesheets"):
        folder = project / "docs" / "assets" / name
        source = folder.resolve()
        folder.unlink()
        shutil.copytree(source, folder)
    script, sheet = project / "docs/assets/scripts/guia.js", project / "docs/assets/stylesheets/guia.css"
    for path, text in ((script, "\nfunction (\n"), (sheet, "\n.uno { color: red;\n")):
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    torn_script, torn_sheet = found(project)
    assert torn_script.startswith("docs/assets/scripts/guia.js:") and "SyntaxError" in torn_script
    assert torn_sheet.startswith("docs/assets/stylesheets/guia.css:") and "without its }" in torn_sheet


def test_files_that_would_be_published_by_mistake(project: Path) -> None:
    (project / "docs" / "index.md.orig").write_text("x", encoding="utf-8")
    (project / "docs" / "notas.docx").write_text("x", encoding="utf-8")
    (project / "docs" / "assets" / "foto.png").write_text("x", encoding="utf-8")
    (project / "docs" / "assets" / "datos.json").write_text("[1,\n", encoding="utf-8")
    data, png, draft, notes = found(project)
    assert data.startswith("docs/assets/datos.json:2: no JSON")
    assert png.startswith("docs/assets/foto.png:1: no image")
    assert draft.startswith("docs/index.md.orig:1: a file that is no page")
    assert notes.startswith("docs/notas.docx:1: a file that is no page")


@pytest.mark.parametrize(
    ("svg", "message"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><g>", "no readable SVG"),
        ("<html></html>", "no SVG"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "a script in a figure"),
        ("<svg xmlns='http://www.w3.org/2000/svg' onclick='x()'></svg>", "a script in a figure"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><g style='fill: red'/></svg>", "a style in a figure"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><image href='https://x.example/a.png'/></svg>", "third party"),
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
    assert problem.endswith(")") and ") (" not in problem, problem


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
