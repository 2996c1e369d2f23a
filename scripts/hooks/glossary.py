"""Glossary terms that explain themselves where they stand."""

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from apparatus import glossary

definitions: dict[str, str] = {}


def on_env(env: object, files: Files, **_: object) -> None:
    definitions.clear()
    for file in files.documentation_pages():
        if file.src_uri == "glosario.md" and file.page is not None:
            definitions.update(glossary.read(file.page.content or ""))


# At the very end, so that the search index does not find each definition in every page that uses its term.
def on_post_page(output: str, page: Page, **_: object) -> str:
    return output if page.file.src_uri == "glosario.md" else glossary.explain(output, definitions)
