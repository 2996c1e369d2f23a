"""The doubtful rules, compared with what Chromium did (recorded by record_chromium.py)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sites import SITE_URL

from linkcheck import places
from linkcheck.microsyntax import refresh_url, srcset_urls
from linkcheck.pagehtml import read_page
from linkcheck.urls import Document, Resolver

ANSWERS = json.loads((Path(__file__).parent / "data" / "chromium.json").read_text())
PAGE = "sub/page.html"
# Where Chromium leaves the standard, or the recording shows something else than the rule; the standard holds.
SPACE_IN_HOST = {"https://exa mple.com/", "https://exa%20mple.com/"}  # Chromium escapes the space, then finds no host
BAD_BASE = {"https://"}  # the standard falls back to the page's address, Chromium to none
UNMATCHED_TEXT = {"#X:~:text=y"}  # no scrolling in the headless recording; the anchor before the directive exists
PRELOADED = {
    "<img src=f1.png><base href=d/>",
    "<svg><base href=d/></svg><img src=f1.png>",
}  # the preload scanner's guess
RESOLVER = Resolver(SITE_URL)


def resolve(url: str, base: str | None = None) -> str | None:
    target = Document(RESOLVER, PAGE, base).resolve(url.strip("".join(map(chr, range(0x21)))))
    return None if target.kind == "malformed" else target.url


@pytest.mark.parametrize(("url", "expected"), ANSWERS["urls"])
def test_address(url, expected):
    assert resolve(url) == (None if url in SPACE_IN_HOST else expected)


@pytest.mark.parametrize(("url", "base", "expected"), ANSWERS["bases"])
def test_base(url, base, expected):
    if base in BAD_BASE:
        expected = resolve(url)
    assert resolve(url, read_page(f'<base href="{base}">').base) == expected


@pytest.mark.parametrize(("value", "expected"), ANSWERS["srcsets"])
def test_srcset(value, expected):
    """Whatever Chromium may pick is among the candidates."""
    assert set(expected) <= {resolve(url) for url in srcset_urls(value)}


@pytest.mark.parametrize(("value", "expected"), ANSWERS["refreshes"])
def test_refresh(value, expected):
    url = refresh_url(value)
    assert (resolve(url) if url is not None else None) == expected


@pytest.mark.parametrize(("body", "fragment", "scrolls"), ANSWERS["fragments"])
def test_fragment(check, body, fragment, scrolls):
    quote = '"' if "'" in fragment else "'"
    result = check({"index.html": f"<div>{body}", "b.html": f"<a href={quote}index.html{fragment}{quote}>x</a>"})
    kinds = [finding.kind for finding in result.findings]
    assert (kinds == []) == (scrolls or fragment in UNMATCHED_TEXT), kinds


@pytest.mark.parametrize(("html", "expected"), ANSWERS["loads"])
def test_load(html, expected):
    """Every file that Chromium asks for is seen; what else is seen is not fetched at once but can be followed."""
    page = read_page(f"<!doctype html>{html}")
    resolved = {
        resolve(reference.url, page.base)
        for reference in page.references
        if reference.purpose in (places.LOAD, places.FONT, places.NAVIGATE)
    }
    names = {url.partition("#")[0].removeprefix(SITE_URL + "sub/") for url in resolved if url}
    assert set(expected) & names if html in PRELOADED else set(expected) <= names
