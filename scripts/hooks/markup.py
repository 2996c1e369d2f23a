"""The theme's HTML, mended, the place of the page on the route, and the stretches of the page."""

from mkdocs.structure.pages import Page

from apparatus import markup, stretches


def on_page_content(html: str, **_: object) -> str:
    return stretches.wrap(html)


def on_post_page(output: str, page: Page, **_: object) -> str:
    step = getattr(page, "step", None)
    return markup.mend(output, f"{step} de {page.steps} ·" if step else "")


def on_post_template(output_content: str, template_name: str, **_: object) -> str:
    return markup.mend(output_content) if template_name.endswith(".html") else output_content
