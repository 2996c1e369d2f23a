"""Numbered objects of the chapters, and the references to them."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from apparatus import references

numbers: dict[str, dict[str, str]] = {}


def _page(files: Files, name: str) -> Page | None:
    file = files.get_file_from_path(name)
    return file.page if file else None


def on_nav(nav: Navigation, config: MkDocsConfig, **_: object) -> None:
    numbers.clear()
    numbered = [page for page in nav.pages if page.file.src_uri not in config.extra["unnumbered"]]
    for step, page in enumerate(numbered, start=1):
        page.step = step
        page.steps = len(numbered)


def on_page_content(html: str, page: Page, **_: object) -> str:
    html, numbers[page.url] = references.number(html, getattr(page, "step", None))
    page.present_anchor_ids |= numbers[page.url].keys()
    return html


def on_env(env: object, files: Files, **_: object) -> None:
    for file in files.documentation_pages():
        page = file.page
        if page is not None and page.content is not None:
            names = [str(name) for name in page.meta.get("needs") or []]
            page.needs_pages = [_page(files, name) for name in names if _page(files, name)]
            page.content = references.resolve(page.content, page.url, numbers)
