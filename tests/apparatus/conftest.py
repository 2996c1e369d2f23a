"""Markdown turned to HTML with the guide's own extensions, so that no test believes an HTML that no page has."""

from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def to_html() -> Callable[[str], str]:
    """`to_html(markdown)` gives the HTML that the apparatus gets from MkDocs."""
    config = load_config(str(ROOT / "mkdocs.yml"))

    def convert(text: str) -> str:
        return Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(text)

    return convert
