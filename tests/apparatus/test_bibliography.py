"""References as the reader gets them: Spanish, with the names as spoken, and nothing of BibTeX left."""

from pathlib import Path

import pytest
from pybtex.database import Entry, Person
from pybtex.database.input.bibtex import Parser

import lint
from apparatus import bibliography

ROOT = Path(__file__).parents[2]
NAMES = ["Ruiz, Ana", "Sanz, Eva", "Mora, Luis", "Gil, Rosa", "Pla, Joan"]
NAMES += ["Vidal, Pau", "Rey, Sol", "Cano, Paz", "Paz, Luz"]


def entry(text: str) -> Entry:
    return next(iter(Parser().parse_string(text).entries.values()))


def people(count: int) -> str:
    return " and ".join(NAMES[:count])


# Each case: an entry, and the whole of its reference.
REFERENCES = {
    "article": (
        "@article{k, author = {Ruiz, Ana}, title = {Un título}, journal = {Una revista}, volume = {20}, number = {2},"
        " pages = {215--242}, year = {1958}, doi = {10.1111/j.1_x}}",
        "Ana Ruiz (1958). «Un título». *Una revista* 20(2), págs. 215-242."
        " [doi:10.1111/j.1\\_x](https://doi.org/10.1111/j.1_x)",
    ),
    "article of one page, without number": (
        "@article{k, author = {Ruiz, Ana}, title = {T}, journal = {R}, volume = {20}, pages = {7}, year = {1958}}",
        "Ana Ruiz (1958). «T». *R* 20, pág. 7.",
    ),
    "book of two, with its edition and its address": (
        "@book{k, author = {Ruiz, Ana and Sanz, Eva}, title = {T}, edition = {3}, publisher = {Una editorial},"
        " year = {2020}, url = {https://www.example.org/libro/}}",
        "Ana Ruiz y Eva Sanz (2020). *T*. 3.ª ed., Una editorial. [example.org](https://www.example.org/libro/)",
    ),
    "book of an editor": (
        "@book{k, editor = {Ruiz, Ana}, title = {T}, publisher = {E}, year = {2020}}",
        "Ana Ruiz (ed.) (2020). *T*. E.",
    ),
    "chapter, one editor": (
        "@incollection{k, author = {Ruiz, Ana}, title = {T}, booktitle = {Un libro}, editor = {Sanz, Eva},"
        " volume = {1}, pages = {318--362}, publisher = {MIT Press}, year = {1986}}",
        "Ana Ruiz (1986). «T». En Eva Sanz (ed.), *Un libro*, vol. 1, págs. 318-362, MIT Press.",
    ),
    "chapter, several editors": (
        "@incollection{k, author = {Ruiz, Ana}, title = {T}, booktitle = {L}, editor = {Sanz, Eva and Mora, Íñigo},"
        " publisher = {E}, year = {1986}}",
        "Ana Ruiz (1986). «T». En Eva Sanz e Íñigo Mora (eds.), *L*, E.",
    ),
    "paper in proceedings": (
        "@inproceedings{k, author = {Ruiz, Ana}, title = {T}, booktitle = {Actas de {ACL}}, pages = {1--9},"
        " year = {2023}}",
        "Ana Ruiz (2023). «T». En *Actas de ACL*, págs. 1-9.",
    ),
    "preprint: its number only once": (
        "@misc{k, author = {Ruiz, Ana}, title = {T}, year = {2016}, url = {https://arxiv.org/abs/1607.06450},"
        " note = {arXiv:1607.06450}}",
        "Ana Ruiz (2016). *T*. [arXiv:1607.06450](https://arxiv.org/abs/1607.06450)",
    ),
    "thesis": (
        "@phdthesis{k, author = {Ruiz, Ana}, title = {T}, school = {Universitat d'Alacant}, year = {2016}}",
        "Ana Ruiz (2016). *T*. Universitat d'Alacant.",
    ),
    "an organisation, a note of one's own, and a publisher that ends in a stop": (
        "@online{k, author = {{Hugging Face}}, title = {T}, publisher = {O'Reilly Inc.}, note = {Consultado en mayo},"
        " year = {2016}}",
        "Hugging Face (2016). *T*. O'Reilly Inc. Consultado en mayo.",
    ),
    "accents, dashes and protected capitals": (
        "@article{k, author = {de la Peña Núñez, José Ángel}, title = {{GPT}---¿qué es?---en la {España} de 2020--2021}"
        ", journal = {J}, year = {2021}}",
        "José Ángel de la Peña Núñez (2021). «GPT—¿qué es?—en la España de 2020–2021». *J*.",
    ),
    "a title that ends in a question takes no stop": (
        "@book{k, author = {Ruiz, Ana}, title = {How {Big}?}, publisher = {E}, year = {2021}}",
        "Ana Ruiz (2021). *How Big?* E.",
    ),
    "nothing in a title is Markdown or a formula": (
        "@book{k, author = {Ruiz, Ana}, title = {A* and [x_i] cost $5 <b>}, publisher = {E}, year = {2021}}",
        "Ana Ruiz (2021). *A\\* and \\[x\\_i\\] cost \\$5 \\<b\\>*. E.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(REFERENCES))
def test_a_reference_in_spanish(name: str) -> None:
    bibtex, expected = REFERENCES[name]
    assert bibliography.reference(entry(bibtex)) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "Ana Ruiz"),
        (2, "Ana Ruiz y Eva Sanz"),
        (3, "Ana Ruiz, Eva Sanz y Luis Mora"),
        (8, "Ana Ruiz, Eva Sanz, Luis Mora, Rosa Gil, Joan Pla, Pau Vidal, Sol Rey y Paz Cano"),
        (9, "Ana Ruiz, Eva Sanz, Luis Mora, Rosa Gil, Joan Pla, Pau Vidal y otros"),
    ],
)
def test_how_many_authors_are_named(count: int, expected: str) -> None:
    assert bibliography.join_people(entry(f"@book{{k, author = {{{people(count)}}}}}").persons["author"]) == expected


def test_others_of_bibtex_is_not_a_surname() -> None:
    bibtex = "@book{k, author = {Ruiz, Ana and Sanz, Eva and others}, title = {T}, year = {2020}}"
    assert bibliography.reference(entry(bibtex)) == "Ana Ruiz, Eva Sanz y otros (2020). *T*."
    assert bibliography.join_people([Person("Ruiz, Ana"), Person("others")]) == "Ana Ruiz y otros"


@pytest.mark.parametrize(
    ("last", "conjunction"),
    [("Inés", "e"), ("Ígor", "e"), ("Hiroshi", "e"), ("Hildegard", "e"),
     ("Hierónides", "y"), ("Yoshua", "y"), ("Ana", "y"), ("Hugo", "y")],
)  # fmt: skip
def test_the_conjunction_before_the_sound_of_i(last: str, conjunction: str) -> None:
    two = [Person("Ruiz, Ana"), Person(f"Paz, {last}")]
    assert bibliography.join_people(two) == f"Ana Ruiz {conjunction} {last} Paz"


def test_the_list_goes_by_surname_whatever_its_accents_and_says_who_cites() -> None:
    entries = {
        "zafra2001": entry("@book{zafra2001, author = {Zafra, Ana}, title = {Z}, year = {2001}}"),
        "alvarez2010": entry("@book{alvarez2010, author = {Álvarez, Luz}, title = {B}, year = {2010}}"),
        "alvarez2001": entry("@book{alvarez2001, author = {Álvarez, Luz}, title = {A}, year = {2001}}"),
        "delacruz": entry(
            "@book{delacruz, author = {de la Cruz, Juana}, title = {C}, year = {2001}, doi = {10.1/c}}"
        ),
    }
    cited = {"alvarez2001": ["uno.md", "dos.md"], "delacruz": ["dos.md"]}
    text = bibliography.complete_list(entries, cited, {"uno.md": "Uno", "dos.md": "Dos"})
    assert text.splitlines() == [
        "-   Luz Álvarez (2001). *A*. Se cita en [Uno](uno.md) y [Dos](dos.md).",
        "    { #alvarez2001 }",
        "-   Luz Álvarez (2010). *B*.",
        "    { #alvarez2010 }",
        "-   Juana de la Cruz (2001). *C*. [doi:10.1/c](https://doi.org/10.1/c). Se cita en [Dos](dos.md).",
        "    { #delacruz }",
        "-   Ana Zafra (2001). *Z*.",
        "    { #zafra2001 }",
    ]


def test_one_entry_that_cannot_be_read_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "guia.bib"
    path.write_text(
        "@comment{nada}\n\n@book{uno,\n  title = {Uno}\n}\n\n@book{dos,\n  title Dos\n}\n\n"
        "@book{tres, title = {Tres}}\n",
        encoding="utf-8",
    )
    records = bibliography.read(path)
    assert [(record.key, record.line, record.entry is None) for record in records] == [
        ("uno", 3, False), ("dos", 7, True), ("tres", 11, False),
    ]  # fmt: skip
    assert records[1].error_line == 8


def test_every_entry_of_the_guide_makes_a_clean_reference() -> None:
    for record in bibliography.read(ROOT / "bib" / "guia.bib"):
        text = bibliography.reference(record.entry)
        assert not set("{}") & set(text), text
        assert "others" not in text and ".." not in text and ",," not in text and "  " not in text, text


def test_the_guide_keeps_its_entries_in_order() -> None:
    keys = [record.key for record in bibliography.read(ROOT / "bib" / "guia.bib")]
    assert keys == sorted(keys)


PASTED = ("author = {V{\\'a}zquez, Ana}, title = {T}", "author = {Ruiz, Ana}, title = {T \\& U}")


@pytest.mark.parametrize("field", PASTED)
def test_an_entry_pasted_with_latex_accents_stops_the_build(field: str, project: Path) -> None:
    path = project / "bib" / "guia.bib"
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n@book{{vera2021, {field}, year = {{2021}}}}\n", encoding="utf-8")
    (found,) = [str(problem) for problem in lint.check(project)[1] if not problem.warning]
    assert found.startswith(f"bib/guia.bib:{before.count(chr(10)) + 2}:") and "holds LaTeX" in found
