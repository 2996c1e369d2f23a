"""Where in a page a reference stands: in its text or in the frame that the template puts around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import turbohtml
from turbohtml import Element

from .pagehtml import Page, fill

CONTENT = "article, main, [role=main], .md-content, #content, .document, .rst-content"


@dataclass
class Context:
    """What is asked of few references is looked up when it is asked for."""

    url: str
    element: Element
    told: bool  # whether the page tells where its own text is

    @cached_property
    def content(self) -> bool:
        """In the page's own text, as far as the page tells."""
        return self.element.closest(CONTENT) is not None if self.told else self.element.closest("head") is None

    @cached_property
    def footnote(self) -> str | None:
        """The id of the footnote it is part of."""
        note = self.element.closest("li[id^='fn']")
        return note.attr("id") if note else None

    @property
    def drawing(self) -> bool:
        """Part of an SVG drawing."""
        return self.element.namespace is turbohtml.Namespace.SVG

    @property
    def text(self) -> str:
        """What the reader sees of a link, the alternative text of an image."""
        return self.element.text if self.element.tag == "a" else self.element.attr("alt") or ""


def contexts(data: bytes) -> list[Context]:
    """One entry for each reference of the page, in the order of `Page.references`."""
    document = turbohtml.parse(data, scripting=True)
    told = document.select_one(CONTENT) is not None
    page, owners = Page(), []
    fill(page, document, owners=owners)
    return [Context(reference.url, element, told) for element, reference in zip(owners, page.references, strict=True)]
