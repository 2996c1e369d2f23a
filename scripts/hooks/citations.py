"""Citations: references in Spanish, the complete list, and how to cite the guide."""

from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs_bibtex.citation import Citation
from mkdocs_bibtex.registry import SimpleRegistry

from apparatus import bibliography, citations, how_to_cite
from apparatus.source import front_matter, parse

cited_in: dict[str, list[str]] = {}
titles: dict[str, str] = {}


def _reference(registry: SimpleRegistry, citation: Citation) -> str:
    return bibliography.reference(registry.bib_data.entries[citation.key])


def on_config(config: MkDocsConfig) -> None:
    registry = config.plugins["bibtex"].registry
    registry.reference_text = partial(_reference, registry)


def on_files(files: Files, **_: object) -> None:
    cited_in.clear()
    for file in files.documentation_pages():
        source = parse(file.content_string)
        titles[file.src_uri] = front_matter(source).get("title", file.src_uri)
        for citation in citations.in_prose(source):
            pages = cited_in.setdefault(citation.key, [])
            if file.src_uri not in pages:
                pages.append(file.src_uri)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    if page.file.src_uri != "bibliografia.md":
        return markdown
    entries = config.plugins["bibtex"].registry.bib_data.entries
    root = Path(config.config_file_path).parent
    return how_to_cite.fill(
        markdown.replace("\\lista", bibliography.complete_list(entries, cited_in, titles)),
        root / "CITATION.cff",
        config.site_url or "",
    )
