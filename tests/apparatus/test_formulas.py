"""Formulas reach the page as MathML, whole and named, or the reader sees their TeX and the build their mistake."""

import threading
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from apparatus import formulas

ToHtml = Callable[[str], str]


def test_a_formula_in_a_line_and_one_displayed(to_html: ToHtml) -> None:
    page = formulas.render(to_html("Sea $a < b$ así.\n\n$$\n\\frac{a}{b} \\label{eq-cociente}\n$$\n"))
    assert "arithmatex" not in page and "\\" not in page.replace('encoding="application/x-tex"', "")
    inline, display = page.split('<div class="ecuacion" id="eq-cociente">')
    assert inline.startswith("<p>Sea <math") and inline.rstrip().endswith("así.</p>")
    assert 'display="block"' in display and "<mfrac>" in display and display.rstrip().endswith("</math></div>")


def test_no_line_begins_with_the_comma_behind_a_formula(to_html: ToHtml) -> None:
    page = formulas.render(to_html("Si $a$, entonces ($b$); o $c$ y ya.\n"))
    assert page.count('<span class="junto"><math') == 2
    assert "</math>,</span> entonces (" in page and "</math>);</span> o <math" in page


def test_mathml_is_well_formed_and_has_no_style_that_the_policy_forbids() -> None:
    for tex in ("a < b", "\\hat{\\mathbf{y}} = \\sigma(\\mathbf{w}\\mathbf{x} + b)", "0{,}5", "\\lvert x \\rvert"):
        for display in (False, True):
            mathml = formulas.to_mathml(tex, display)
            ElementTree.fromstring(mathml.replace("&nbsp;", " "))
            assert 'style="display' not in mathml


def test_the_decimal_comma_makes_no_gap() -> None:
    assert "<mn>0,5</mn>" in formulas.to_mathml("0{,}5", False)


@pytest.mark.parametrize(
    ("tex", "why"),
    [("\\frac{1}{", "'}'"), ("\\nosuchmacro", "nosuchmacro"), ("\\begin{matrix} a", "end"), ("a & b", "'&'")],
)
def test_a_mistake_is_explained_in_one_line(tex: str, why: str) -> None:
    with pytest.raises(formulas.FormulaError) as error:
        formulas.to_mathml(tex, False)
    assert "\n" not in str(error.value)
    assert why in str(error.value)


def test_a_bad_formula_leaves_its_tex_so_that_the_page_goes_on(to_html: ToHtml) -> None:
    page = formulas.render(to_html("Sea $\\nosuchmacro<$ y $a$.\n"))
    assert "<code>\\nosuchmacro&lt;</code>" in page and "<math" in page


def test_the_engine_serves_several_threads() -> None:
    # `make serve` builds in a thread of its own.
    results: list[str] = []

    def work(number: int) -> None:
        results.append(formulas.to_mathml(f"x_{number}", False))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(results)) == 3
