"""Where in a page a reference stands: in its text or in the frame that the template puts around it."""

from __future__ import annotations

from typing import NamedTuple

import turbohtml

from .pagehtml import Page, fill

CONTENT = "article, main, [role=main], .md-content, #content, .document, .rst-content"
CHROME = "nav, header, footer, aside, head, [role=navigation], [role=banner], [role=contentinfo]"


class Context(NamedTuple):
    url: str
    content: bool  # in the page's own text, as far as the page tells
    chrome: bool  # in navigation, header, footer, head
    footnote: str | None  # the id of the footnote it is part of
    drawing: bool  # part of an SVG drawing
    text: str  # what the reader sees of a link, the alternative text of an image


def contexts(data: bytes) -> list[Context]:
    """One entry for each reference of the page, in the order of `Page.references`."""
    document = turbohtml.parse(data, scripting=True)
    told = document.select_one(CONTENT) is not None
    found, page, owners = [], Page(), []
    fill(page, document, owners=owners)
    for element, reference in zip(owners, page.references, strict=True):
        content = element.closest(CONTENT) is not None if told else element.closest("head") is None
        chrome = element.closest(CHROME) is not None and not (content and told)
        note = element.closest("li[id^='fn']")
        found.append(Context(reference.url, content, chrome, note.attr("id") if note else None,
                             element.namespace is turbohtml.Namespace.SVG,
                             element.text if element.tag == "a" else element.attr("alt") or ""))
    return found
