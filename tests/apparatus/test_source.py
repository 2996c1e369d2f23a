"""A page taken apart: every check believes these positions, so code must never be read as prose nor prose as code."""

import pytest

from apparatus.source import front_matter, parse, parse_info

PAGE = """\
---
title: Una página
hours: 3
---

# Título

Prosa con `código $no$` y $x_1$; cuesta \\$5 y \\$6.

<!-- nada [@ruiz] -->

``` { .python .anotado title="uno.py" linenums=3 }
precio = "$x$"  # [@ruiz]
```

$$
a \\label{eq-a}
$$

- Una lista:

    ```text
    ~~~
    ```
"""


def test_what_is_blanked_keeps_its_place() -> None:
    source = parse(PAGE)
    assert len(source.prose) == len(source.markup) == len(PAGE)
    assert source.prose.count("\n") == PAGE.count("\n")
    assert all(mine in (" ", theirs) for mine, theirs in zip(source.prose, PAGE, strict=True))
    for hidden in ("código", "x_1", "nada", "precio", "title", "label"):
        assert hidden not in source.prose, hidden
    for shown in ("# Título", "Prosa con", "cuesta \\$5 y \\$6.", "- Una lista:"):
        assert shown in source.prose, shown
    assert "$x_1$" in source.markup and "código" not in source.markup


def test_the_formulas_are_those_of_the_prose() -> None:
    source = parse(PAGE)
    assert [(formula.tex.strip(), formula.display) for formula in source.formulas] == [
        ("x_1", False), ("a \\label{eq-a}", True),
    ]  # fmt: skip
    assert source.position(source.formulas[0].offset) == (8, 28)


def test_the_fences_and_their_lines() -> None:
    annotated, listed = parse(PAGE).fences
    assert (annotated.first, annotated.last, annotated.language, annotated.classes) == (12, 14, "python", ("anotado",))
    assert annotated.attributes == {"title": "uno.py", "linenums": "3"}
    assert annotated.body == 'precio = "$x$"  # [@ruiz]'
    assert (listed.indent, listed.language, listed.body, listed.closed) == ("    ", "text", "~~~", True)


def test_a_longer_fence_holds_a_shorter_one() -> None:
    (fence,) = parse("````markdown\n```python\nx\n```\n````\n").fences
    assert fence.body == "```python\nx\n```" and fence.closed


def test_a_fence_that_is_never_closed_reaches_the_end() -> None:
    source = parse("Uno.\n\n```python\nx = 1\n")
    assert not source.fences[0].closed
    assert source.prose.strip() == "Uno."


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ("python", ("python", (), {})),
        ('python title="a b" linenums="2"', ("python", (), {"title": "a b", "linenums": "2"})),
        ("{ .text .salida }", ("text", ("salida",), {})),
        ("{.python .anotado hl_lines=3}", ("python", ("anotado",), {"hl_lines": "3"})),
        ("", ("", (), {})),
    ],
)
def test_both_forms_of_an_info_string(info: str, expected: tuple) -> None:
    assert parse_info(info) == expected


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("Entre $a$ y $b$.", ["a", "b"]),
        ("De 5 $ a 6 $ hay uno.", []),  # arithmatex: no space inside the dollars
        ("$a\n+ b$ en dos líneas", ["a\n+ b"]),
        ("$a\n\nb$ en dos párrafos", []),
        ("`$a$` y ``$b` $c$``", []),
        ("$\\text{un \\$}$", ["\\text{un \\$}"]),
    ],
)
def test_what_is_a_formula(text: str, formulas: list[str]) -> None:
    assert [formula.tex for formula in parse(text).formulas] == formulas


def test_front_matter() -> None:
    assert front_matter(parse(PAGE)) == {"title": "Una página", "hours": 3}
    assert front_matter(parse("# Sin cabecera\n")) == {}
    assert front_matter(parse("---\ntitle: [mal\n---\n")) == {}
