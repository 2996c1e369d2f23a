"""Odd sites: random bytes, loops of symbolic links, huge and deep pages, strange encodings.  Nothing may raise."""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import html5lib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sites import SITE_URL, write_site

from linkcheck import CheckError, check_site
from linkcheck.css import css_urls, decode
from linkcheck.mdlinks import read_links
from linkcheck.mdtext import load_page
from linkcheck.microsyntax import refresh_url, srcset_urls
from linkcheck.otherfiles import reader_of
from linkcheck.pagehtml import read_page
from linkcheck.siteconfig import load_config
from linkcheck.urls import Document, Resolver

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
MARKUP = st.lists(
    st.sampled_from(
        [
            "<a href=",
            "x.html",
            "#x",
            ">",
            "<",
            "'",
            '"',
            "&amp;",
            "&#x41",
            "<!--",
            "-->",
            "<template>",
            "</template>",
            "<svg>",
            "<style>",
            "url(",
            ")",
            "\\",
            "<script>",
            "</script>",
            "<base href=",
            "<source src=",
            "<template shadowrootmode=open>",
            " ",
            "\n",
            "\0",
            "á",
            "<table>",
            "<p id=x",
            "srcset=",
            "1x,",
            "\ufeff",
            "<iframe srcdoc=",
            "<meta charset=utf-16>",
            "http://",
            "..",
            "/",
            "%",
            "%41",
            "<math>",
            "<noscript>",
            "<frameset>",
            "]]>",
            "<a name=",
        ]
    ),
    max_size=40,
).map("".join)
MARKDOWN = st.lists(
    st.sampled_from(
        [
            "[",
            "]",
            "(",
            ")",
            "!",
            "`",
            "```\n",
            "~~~\n",
            "\n",
            "\n\n",
            "    ",
            "- ",
            "> ",
            "<",
            ">",
            "a",
            "x.html",
            "[x]: ",
            "[^1]: ",
            "$",
            "\\",
            '"',
            "'",
            "<!--",
            "-->",
            '--8<-- "a.md"',
            "--8<--\n",
            "{#x}",
            "{",
            "}",
            "|",
            "#",
            "---\n",
            "á",
            "\0",
            "\t",
            "<a href=",
            "http://x.y",
        ]
    ),
    max_size=40,
).map("".join)


@QUICK
@given(st.binary(max_size=400) | MARKUP.map(str.encode) | MARKUP.map(lambda text: text.encode("utf-16")))
def test_any_page(data):
    with TemporaryDirectory() as folder:
        site = write_site(
            Path(folder) / "site",
            {
                "index.html": data,
                "b.html": "<a href=index.html#x>x</a>",
                "s.svg": data,
                "c.css": data,
                "sitemap.xml": data,
                "m.webmanifest": data,
                "robots.txt": data,
            },
        )
        docs = write_site(Path(folder) / "docs", {"index.md": data})
        result = check_site(site, docs_dir=docs)
        assert result.stats.pages == 2
        again = check_site(site, docs_dir=docs)
        assert [finding.to_json() for finding in result.findings] == [finding.to_json() for finding in again.findings]


@QUICK
@given(MARKUP)
def test_parser_agrees_with_html5lib(markup):
    """The same links in the same order as the reference implementation in Python."""
    if "\0" in markup or "shadowroot" in markup or "noscript" in markup or "]]>" in markup or "frameset" in markup:
        return
    ours = [reference.url for reference in read_page(markup).references if reference.where == "a href"]
    tree = html5lib.parse(markup, namespaceHTMLElements=True, treebuilder="etree")
    name = "{http://www.w3.org/1999/xhtml}"
    hidden = {inner for outer in tree.iter(f"{name}template") for inner in outer.iter() if inner is not outer}
    strip = "".join(map(chr, range(0x21)))
    theirs = [
        element.get("href").strip(strip)
        for element in tree.iter()
        if str(element.tag).endswith("}a") and element.get("href") is not None and element not in hidden
    ]
    assert ours == theirs


@QUICK
@given(st.text(max_size=60) | MARKUP)
def test_small_languages(text):
    srcset_urls(text)
    refresh_url(text)
    css_urls(text)
    css_urls(decode(text.encode("utf-8", "replace")))


@QUICK
@example("x\b#", None)
@example("x #y", None)
@example("#y", "mailto:x")
@given(st.text(max_size=40), st.sampled_from([None, "../", "x", "//", "https://", "data:,x", ""]))
def test_any_address(url, base):
    document = Document(Resolver(SITE_URL), "sub/página.html", base)
    assert document.resolve(url).url == document.resolver.resolve(url, document.base).url


@QUICK
@given(MARKDOWN)
def test_any_markdown(text):
    with TemporaryDirectory() as folder:
        docs = write_site(Path(folder), {"docs/index.md": text, "docs/a.md": text}) / "docs"
        source = load_page(docs / "index.md", load_config(docs))
        assert len(source.masked) == len(source.text)
        for link in read_links(source).links:
            place = source.source(link.offset)
            assert place.line >= 1 and place.column >= 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "cp1252", "iso-8859-15", "shift_jis"])
def test_encodings(check, encoding):
    declared = "" if encoding.startswith("utf") else f"<meta charset={encoding}>"
    word = "日本" if encoding == "shift_jis" else "añil"
    data = f"{declared}<p id={word}><a href='#{word}'>x</a><a href='{word}.html'>x</a><a href=no-{word}>x</a>".encode(
        encoding
    )
    result = check({"index.html": data, f"{word}.html": "<p>"})
    assert [finding.url for finding in result.findings] == [f"no-{word}"]


def test_undeclared_latin_1(check):
    result = check({"index.html": "<a href=ñ.html>x</a>".encode("latin-1"), "ñ.html": "<p>"})
    assert result.findings == []


def test_huge_page(check):
    html = "<p id=x{0}><a href='#x{0}'>enlace</a> texto texto texto texto texto texto\n"
    page = (
        "<!doctype html>"
        + "".join(html.format(number) for number in range(60_000))
        + "<!--"
        + "-" * 15_000_000
        + "--><a href=#no>x</a>"
    )
    started = time.process_time()  # what a busy machine takes away does not count
    result = check({"index.html": page})
    assert time.process_time() - started < 5
    assert [finding.url for finding in result.findings] == ["#no"] and result.stats.links == 60_001


def test_deep_page(check):
    result = check(
        {
            "index.html": "<div>" * 50_000 + "<a href=no.html>x</a>",
            "s.svg": "<svg>" * 20_000,
            "c.css": "a{b:" + "(" * 20_000 + "url(no.png)",
            "m.webmanifest": "[" * 100_000,
        }
    )
    assert "no.html" in [finding.url for finding in result.findings]


def test_symbolic_links(make_site, tmp_path):
    (tmp_path / "secret.html").write_text("<p id=x>")
    site = make_site(
        {
            "index.html": "<a href=loop/>1</a><a href=leak.html>2</a><a href=alias.html#v>3</a>"
            "<a href=v1/latest/page.html#v>4</a>"
            "<a href=../secret.html>5</a><a href=up/x.html>6</a><a href=v1/v1/v1/page.html>7</a>"
            "<a href=nada.html>8</a>",
            "v1/page.html": "<p id=v>",
        }
    )
    for link, target in {
        "loop": "loop",
        "a": "b",
        "b": "a",
        "leak.html": "../secret.html",
        "nada.html": "no-hay.html",
        "alias.html": "v1/page.html",
        "v1/latest": "../v1",
        "up": "..",
        "v1/v1": ".",
    }.items():
        os.symlink(target, site / link)
    result = check_site(site)
    assert [(finding.kind, finding.url) for finding in result.findings] == [
        ("missing-page", "loop/"),
        ("symlink-outside", "leak.html"),
        ("missing-page", "../secret.html"),
        ("clamped-path", "../secret.html"),
        ("symlink-outside", "up/x.html"),
        ("missing-page", "nada.html"),
    ]


def test_folder_that_cannot_be_read(make_site, monkeypatch):
    site = make_site({"index.html": "<a href=index.html>x</a>", "cerrada/page.html": "<a href=no.html>x</a>"})
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("cerrada"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(finding.kind, finding.page) for finding in check_site(site).findings] == [("unreadable-file", "cerrada/")]


def test_base_that_can_hold_no_path(check):
    result = check({"index.html": "<base href=mailto:nadie><a href=#x>x</a>"})
    assert {finding.kind for finding in result.findings} == {"bad-mailto"}


def test_names_that_are_not_utf8(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<a href=%F1.html>x</a><a href=%F2.html>x</a>")
    try:
        (tmp_path / "site" / os.fsdecode(b"\xf1.html")).write_text("<a href=no.html>x</a>")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert [finding.url for finding in check_site(tmp_path / "site").findings] == ["%F2.html", "no.html"]


@pytest.mark.parametrize("files", [{}, {"a.txt": "x"}, {"index.html": "<p>no link"}])
def test_nothing_to_check(make_site, files):
    with pytest.raises(CheckError):
        check_site(make_site(files) if files else "no/such/folder")


def test_other_kinds_of_files_point_nowhere():
    assert reader_of("a.png") is None
