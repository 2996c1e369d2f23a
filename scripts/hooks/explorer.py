"""The explorer: its places, its still views, and which pages need its scripts and its style sheet."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from apparatus import explorer


def on_page_content(html: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    html, page.has_explorer, page.has_explorer_style = explorer.place(html, Path(config.docs_dir))
    return html
