"""Experiments: the still view goes into the page, and the page gets to know the scripts that bring it to life."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from apparatus import experiments


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    html, page.experiments = experiments.place(html, Path(config.docs_dir))
    return html
