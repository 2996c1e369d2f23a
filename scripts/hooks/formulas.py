"""Formulas: TeX becomes MathML."""

from apparatus import formulas


def on_page_content(html: str, **_: object) -> str:
    return formulas.render(html)
