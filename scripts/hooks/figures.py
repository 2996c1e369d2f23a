"""Figures: our SVG files go into the pages."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from apparatus import figures


def on_page_content(html: str, config: MkDocsConfig, **_: object) -> str:
    return figures.place(html, Path(config.docs_dir) / "assets" / "figuras")
