"""Numbers and references: each chapter counts its own, and a reference reads as Spanish prose does."""

from collections.abc import Callable

import pytest

from apparatus import formulas, references

ToHtml = Callable[[str], str]
PAGE = """\
$$
a \\label{eq-uno}
$$

$$
b
$$

$$
c \\label{eq-dos}
$$

![Algo](assets/cuadro.svg)

/// figura
    attrs: {id: fig-uno}
Una figura.
///

| a | b |
|---|---|
| 1 | 2 |

/// tabla
    attrs: {id: tab-uno}
Una tabla.
///

```python
x = 1
```

/// listado
    attrs: {id: lst-uno}
Un listado.
///

![Algo](assets/cuadro.svg)

/// figura
    attrs: {id: fig-dos}
Otra figura.
///

//// comprobar | Primero
    attrs: {id: ej-uno}
Enunciado.
////

//// programar | Segundo
    attrs: {id: ej-dos}
Enunciado.
////
"""


def page(to_html: ToHtml) -> str:
    return formulas.render(to_html(PAGE))


def test_a_chapter_counts_each_kind_by_itself(to_html: ToHtml) -> None:
    html, numbers = references.number(page(to_html), 2)
    assert numbers == {
        "eq-uno": "2.1", "eq-dos": "2.2", "fig-uno": "2.1", "tab-uno": "2.1", "lst-uno": "2.1", "fig-dos": "2.2",
        "ej-uno": "2.1", "ej-dos": "2.2",
    }  # fmt: skip
    for label in ("Figura 2.1.", "Figura 2.2.", "Tabla 2.1.", "Listado 2.1."):
        assert html.count(f'<p><span class="rotulo">{label}</span> ') == 1, label
    assert '<span class="rotulo">Ejercicio 2.1</span> <span class="nivel">Comprobar</span> Primero' in html
    assert '<span class="rotulo">Ejercicio 2.2</span> <span class="nivel">Programar</span> Segundo' in html
    assert [part[:5] for part in html.split('<span class="numero">')[1:]] == ["(2.1)", "(2.2)"]


def test_a_page_outside_the_route_counts_without_a_chapter(to_html: ToHtml) -> None:
    html, numbers = references.number(page(to_html), None)
    assert (numbers["eq-dos"], numbers["fig-uno"]) == ("2", "1")
    assert '<span class="rotulo">Figura 1.</span>' in html


def test_an_equation_without_a_label_has_no_number(to_html: ToHtml) -> None:
    html, _ = references.number(page(to_html), 1)
    assert html.count('class="numero"') == 2 and html.count('class="ecuacion"') == 3


def test_numbering_changes_nothing_else(to_html: ToHtml) -> None:
    text = to_html("# Nada\n\nUn párrafo con [](#fig-nada).\n")
    assert references.number(text, 3) == (text, {})


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("#fig-uno", "figura\u00a02.1"),
        ("#tab-uno", "tabla\u00a02.2"),
        ("#lst-uno", "listado\u00a02.3"),
        ("#eq-uno", "ecuación\u00a0(2.4)"),
        ("#ej-uno", "ejercicio\u00a02.5"),
        ("otra.html#fig-uno", "figura\u00a03.1"),
    ],
)
def test_the_words_of_a_reference(link: str, expected: str, to_html: ToHtml) -> None:
    here = {"fig-uno": "2.1", "tab-uno": "2.2", "lst-uno": "2.3", "eq-uno": "2.4", "ej-uno": "2.5"}
    numbers = {"esta.html": here, "otra.html": {"fig-uno": "3.1"}}
    html = references.resolve(to_html(f"La []({link}) lo dice."), "esta.html", numbers)
    assert html == f'<p>La <a href="{link}">{expected}</a> lo dice.</p>'


def test_a_link_with_words_keeps_them_and_one_to_nothing_stays_empty(to_html: ToHtml) -> None:
    html = to_html("La [curva](#fig-uno) y la [](#fig-nada).")
    assert references.resolve(html, "esta.html", {"esta.html": {"fig-uno": "2.1"}}) == html
