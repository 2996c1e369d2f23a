"""The two ways to cite the guide say what CITATION.cff says."""

from pathlib import Path

import build as builder
import pytest
import yaml
from pybtex.database.input.bibtex import Parser

from apparatus import how_to_cite

ROOT = Path(__file__).parents[2]
CITATION = ROOT / "CITATION.cff"
ADDRESS = "https://ana.example.org/guia/"


def test_the_citation_file_is_complete() -> None:
    data = yaml.safe_load(CITATION.read_text(encoding="utf-8"))
    required = {"cff-version", "message", "title", "authors", "date-released", "license"}  # message: the format asks it
    assert required <= data.keys()
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert f"site_name: {data['title']}\n" in config
    author = data["authors"][0]
    assert f"{author['given-names']} {author['family-names']}".replace("-", " ") in config


def test_bibtex_can_be_read_back() -> None:
    data = how_to_cite.read(CITATION)
    entry = next(iter(Parser().parse_string(how_to_cite.bibtex(data, ADDRESS)).entries.values()))
    (author,) = entry.persons["author"]
    assert " ".join(author.first_names + author.middle_names) == data["authors"][0]["given-names"]
    assert " ".join(author.last_names).strip("{}") == data["authors"][0]["family-names"]
    assert entry.fields["title"] == data["title"]
    assert entry.fields["year"] == str(data["date-released"])[:4]
    assert entry.fields["url"] == ADDRESS


def test_apa() -> None:
    year = str(how_to_cite.read(CITATION)["date-released"])[:4]
    title = "*Un recorrido peso a peso por el transformer*"
    assert how_to_cite.apa(how_to_cite.read(CITATION), ADDRESS) == f"Pérez-Ortiz, J. A. ({year}). {title}. <{ADDRESS}>"


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:8000/", "http://localhost:8000/"])
def test_the_address_of_a_preview_is_nobody_s_to_cite(address: str) -> None:
    text = how_to_cite.fill("\\cita_apa\n\n\\cita_bibtex\n", CITATION, address)
    assert "http" not in text and "url" not in text and "\\cita" not in text
    assert ADDRESS in how_to_cite.fill("\\cita_apa", CITATION, ADDRESS)


@pytest.mark.parametrize("field", ["title", "authors", "date-released"])
def test_what_is_missing_is_named(field: str, tmp_path: Path) -> None:
    data = yaml.safe_load(CITATION.read_text(encoding="utf-8"))
    del data[field]
    path = tmp_path / "CITATION.cff"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(ValueError, match=f"CITATION.cff has no {field}"):
        how_to_cite.read(path)


# Each case: the file, and the line and words that a contributor is told.
BROKEN = {
    "incomplete": ("title: Una guía\n", "CITATION.cff:1: CITATION.cff has no authors, date-released"),
    "an author without a given name": (
        "title: Una guía\nauthors:\n  - family-names: Ruiz\ndate-released: 2026-01-01\n",
        "CITATION.cff:1: CITATION.cff has no given-names",
    ),
    "no YAML": ("title: Una guía\nauthors: [\n", "CITATION.cff:3:1: bad YAML"),
    "empty": ("", "CITATION.cff:1: CITATION.cff is not made of"),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_mistake_in_the_citation_file_is_one_line_and_no_traceback(name: str, project: Path) -> None:
    content, expected = BROKEN[name]
    (project / "CITATION.cff").unlink()
    (project / "CITATION.cff").write_text(content, encoding="utf-8")
    told = "La lista de todo lo que se cita, con una descripción tan larga como piden los buscadores."
    page = f"---\ntitle: Bibliografía\ndescription: {told}\n---\n\n# Bibliografía\n\n\\cita_apa\n"
    (project / "docs" / "bibliografia.md").write_text(page, encoding="utf-8")
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("  - segunda.md\n", "  - segunda.md\n  - bibliografia.md\n")
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    (found,) = [str(problem) for problem in builder.build(project, project / "site").problems]
    assert found.startswith(expected)
