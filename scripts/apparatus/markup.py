"""Faults of the theme's HTML, mended in the finished page: names for assistive technology, empty and obsolete attributes.

Each mend looks for what Material 9.8 writes; tests/test_browser.py (axe, Nu) tells when that changes.
"""

import re

PLACE = re.compile(r'(data-md-component="header-topic">\s*<span class="md-ellipsis">)')
MENDS: tuple[tuple[re.Pattern[str], str], ...] = (
    # The dialog of the search has no name.
    (
        re.compile(r'(<div class="md-search" data-md-component="search" role="dialog")>'),
        r'\1 aria-label="Búsqueda">',
    ),
    # The check boxes behind the drawer and the search carry no name; their buttons are the labels.
    (
        re.compile(r'(<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer")'),
        r'\1 aria-label="Menú"',
    ),
    (
        re.compile(r'(<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search")'),
        r'\1 aria-label="Buscador"',
    ),
    # An empty tabindex is no number, and a check box completes nothing.
    (re.compile(r'(<label [^>]*?) tabindex=""'), r"\1"),
    (re.compile(r'(<input class="md-toggle[^>]*?) autocomplete="off"'), r"\1"),
    # A space between a word and the number of its note would let the number fall to the next line.
    (re.compile(r"[ \n]+(<sup id=\"fnref:)"), r"\1"),
)


def mend(page: str, place: str = "") -> str:
    """A finished page with the theme's faults mended, and its place on the route («2 de 7») in the header."""
    for fault, right in MENDS:
        page = fault.sub(right, page)
    if place:
        page = PLACE.sub(rf'\1<span class="lugar">{place}</span> ', page, count=1)
    return page
