"""Listings of the programs that the chapters study."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from apparatus import listings


def on_page_markdown(markdown: str, config: MkDocsConfig, **_: object) -> str:
    return listings.expand(markdown, Path(config.docs_dir))


def on_page_content(html: str, **_: object) -> str:
    return listings.lighten(listings.link_notes(html))
