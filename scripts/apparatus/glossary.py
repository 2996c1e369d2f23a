"""Glossary terms in the pages: a link to the glossary that also carries the term's definition."""

import re

ENTRY = re.compile(r'<dt id="(?P<id>[\w-]+)">(?P<term>.*?)</dt>\s*<dd>(?P<definition>.*?)</dd>', re.DOTALL)
TERM = re.compile(r'<a href="glosario\.html#(?P<id>[\w-]+)">(?P<text>.*?)</a>', re.DOTALL)
LINK = re.compile(r"</?a\b[^>]*>")
PARAGRAPH = re.compile(r"\s*</?p>\s*")


def read(content: str) -> dict[str, str]:
    """Definition of each term, as inline HTML without links, from the HTML of the glossary's page."""
    return {
        entry["id"]: PARAGRAPH.sub(" ", LINK.sub("", entry["definition"].split("<!-- -->")[0])).strip()
        for entry in ENTRY.finditer(content)
    }


def explain(output: str, definitions: dict[str, str]) -> str:
    """HTML with each link to a defined term followed by the definition, which the style sheet shows on demand."""
    count = 0

    def one(match: re.Match[str]) -> str:
        nonlocal count
        definition = definitions.get(match["id"])
        if definition is None:
            return match[0]
        count += 1
        return (
            f'<span class="termino"><a href="glosario.html#{match["id"]}" aria-describedby="definicion-{count}">'
            f'{match["text"]}</a><span class="definicion" role="tooltip" id="definicion-{count}">{definition}</span></span>'
        )

    return TERM.sub(one, output)
