"""How to cite the guide, in BibTeX and APA, from CITATION.cff."""

import re
from pathlib import Path

import yaml

FIELDS = ("title", "authors", "date-released")
NAMES = ("family-names", "given-names")
LOCAL = re.compile(r"https?://(localhost|127\.)")


def read(path: Path) -> dict:
    """The citation file's content.

    Raises ValueError if it lacks what a citation needs, yaml.YAMLError if it is no YAML and OSError without a file.
    """
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} is not made of `key: value` lines")
    missing = [field for field in FIELDS if not data.get(field)]
    authors = data.get("authors") or []
    missing += [name for name in NAMES if not all(isinstance(author, dict) and author.get(name) for author in authors)]
    if missing:
        raise ValueError(f"{path.name} has no {', '.join(missing)}")
    return data


def bibtex(data: dict, address: str) -> str:
    """BibTeX entry of the guide."""
    authors = " and ".join(f"{{{author['family-names']}}}, {author['given-names']}" for author in data["authors"])
    year = str(data["date-released"])[:4]
    url = f"  url = {{{address}}},\n" if address else ""
    return (
        f"@online{{perezortiz{year}recorrido,\n  author = {{{authors}}},\n  title = {{{data['title']}}},\n"
        f"  year = {{{year}}},\n{url}  language = {{spanish}}\n}}"
    )


def apa(data: dict, address: str) -> str:
    """APA reference of the guide, as Markdown."""
    authors = "; ".join(
        f"{author['family-names']}, " + " ".join(f"{name[0]}." for name in author["given-names"].split())
        for author in data["authors"]
    )
    return f"{authors} ({str(data['date-released'])[:4]}). *{data['title']}*." + (f" <{address}>" if address else "")


def fill(markdown: str, path: Path, site_url: str) -> str:
    """Markdown with `\\cita_bibtex` and `\\cita_apa` written out, with the address of the published site if it has one."""
    try:
        data = read(path)
    except (OSError, ValueError, yaml.YAMLError):
        return markdown  # the lint of the sources names the file and what is wrong
    address = "" if LOCAL.match(site_url) else site_url
    return markdown.replace("\\cita_bibtex", bibtex(data, address)).replace("\\cita_apa", apa(data, address))
