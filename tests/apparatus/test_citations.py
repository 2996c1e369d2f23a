"""Citations: what a page cites, what the simple style would lose, and what is no citation at all."""

import pytest

from apparatus import citations
from apparatus.source import parse


def keys(text: str) -> list[str]:
    return [citation.key for citation in citations.in_prose(parse(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lo dijo[@cox1958regression].", ["cox1958regression"]),
        ("Lo dijeron[@una; @otra-2].", ["una", "otra-2"]),
        ("Uno[@una] y otro[@otra].", ["una", "otra"]),
        ("Escribe a [ana@example.org](mailto:ana@example.org) o a ana@example.org.", []),
        ("Un enlace [@ana](https://example.org).", []),
        ("En código, `[@una]`, y en $x[@una]$ no.", []),
    ],
)
def test_the_keys_of_a_page(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_a_key_knows_its_place() -> None:
    text = "Lo dijeron[@una; @otra]."
    assert [text[one.offset :].startswith(f"@{one.key}") for one in citations.in_prose(parse(text))] == [True, True]


@pytest.mark.parametrize("text", ["Ya[@una, p. 3].", "Ya[véase @una].", "Ya[@una, @otra].", "Ya[-@una]."])
def test_more_than_keys_is_not_lost_in_silence(text: str) -> None:
    assert citations.affixed(parse(text)) == [text.index("[")]


@pytest.mark.parametrize("text", ["Ya[@una].", "Ya[@una; @otra].", "Ya[ @una ;@otra ]."])
def test_keys_alone_are_right(text: str) -> None:
    assert citations.affixed(parse(text)) == []


@pytest.mark.parametrize("text", ["Se escribe `[@una]`.", "```text\n[@una]\n```", "Sea $x [@una]$."])
def test_what_would_become_a_note_in_code_or_a_formula(text: str) -> None:
    (found,) = citations.out_of_place(parse(text))
    assert found.key == "una" and text[found.offset] == "@"


def test_a_citation_in_a_comment_harms_nobody() -> None:
    assert citations.out_of_place(parse("<!-- [@una] -->")) == []
