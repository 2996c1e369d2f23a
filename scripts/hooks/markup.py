"""The theme's HTML, mended, and the place of the page on the route."""

from mkdocs.structure.pages import Page

from apparatus import markup


def on_post_page(output: str, page: Page, **_: object) -> str:
    step = getattr(page, "step", None)
    return markup.mend(output, f"{step} de {page.steps} ·" if step else "")


def on_post_template(output_content: str, template_name: str, **_: object) -> str:
    return markup.mend(output_content) if template_name.endswith(".html") else output_content
