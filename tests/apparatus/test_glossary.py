"""Glossary terms: the definition stands beside its link, once per link, without links of its own."""

import re
from collections.abc import Callable

from apparatus import glossary

ToHtml = Callable[[str], str]
GLOSSARY = """\
sesgo (*bias*) { #sesgo }
:   Término que se suma al [producto escalar](#producto-escalar) con su `b` y su **signo**.
:   [Regresión logística](regresor.html)

producto escalar (*dot product*) { #producto-escalar }
:   Suma de productos.
"""


def definitions(to_html: ToHtml) -> dict[str, str]:
    return glossary.read(to_html(GLOSSARY))


def test_the_definition_is_the_first_item_without_its_links(to_html: ToHtml) -> None:
    assert definitions(to_html) == {
        "sesgo": "Término que se suma al producto escalar con su <code>b</code> y su <strong>signo</strong>.",
        "producto-escalar": "Suma de productos.",
    }


def test_a_term_carries_its_definition_for_eye_and_ear(to_html: ToHtml) -> None:
    page = to_html("El [sesgo](glosario.html#sesgo) y otra vez [sesgos](glosario.html#sesgo).")
    explained = glossary.explain(page, definitions(to_html))
    described = re.findall(r'aria-describedby="([^"]+)"', explained)
    assert len(described) == len(set(described)) == 2
    assert re.findall(r'role="tooltip" id="([^"]+)">Término', explained) == described
    assert ">sesgos</a>" in explained and explained.count("<span") == explained.count("</span>")


def test_a_link_to_no_term_is_left_alone(to_html: ToHtml) -> None:
    page = to_html("[nada](glosario.html#nada), [el glosario](glosario.html) y [otra](otra.html#sesgo).")
    assert glossary.explain(page, definitions(to_html)) == page
