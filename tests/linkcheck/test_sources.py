"""Each finding names the line and column that its author has to mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from linkcheck import check_site

DATA = Path(__file__).parent / "data"
EXPECTED = (DATA / "mkdocs-expected.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def result():
    return check_site(DATA / "mkdocs-site", site_url="https://x.github.io/guia/", docs_dir=DATA / "mkdocs" / "docs")


def test_every_source(result):
    """The expected places were compared by eye with the sources in data/mkdocs."""
    found = []
    for finding in result.findings:
        file = Path(finding.source.file).relative_to(DATA / "mkdocs").as_posix()
        found.append(f"{file}:{finding.source.line}:{finding.source.column} {finding.kind} {finding.url}")
    assert sorted(found) == sorted(EXPECTED)
    assert len(EXPECTED) >= 60


def test_the_address_stands_there(result):
    for finding in result.findings:
        line = Path(finding.source.file).read_text(encoding="utf-8").split("\n")[finding.source.line - 1]
        there = line[finding.source.column - 1 :].replace("\\", "").replace("&amp;", "&")
        written = finding.url.lstrip("#").removeprefix("/guia/")
        assert there.startswith((finding.url, written[:5], "10.1000")), (finding, there)


def test_template_fault_is_reported_once(result):
    faults = [finding for finding in result.findings if finding.source.file.endswith("main.html")]
    assert len(faults) == 1 and "5 pages" in faults[0].message


def test_output_is_deterministic(result):
    again = check_site(DATA / "mkdocs-site", site_url="https://x.github.io/guia/", docs_dir=DATA / "mkdocs" / "docs")
    assert [finding.to_json() for finding in again.findings] == [finding.to_json() for finding in result.findings]


MARKDOWN = [  # (Markdown, HTML that Python-Markdown makes of it, expected (line, column) of each fault)
    ("[a](no.html)", "<p><a href=no.html>a</a></p>", [(1, 5)]),
    ("x\n\n* [a](<no.html> 'T')", "<ul><li><a href=no.html>a</a></ul>", [(3, 8)]),
    ("![a][i]\n\n[i]: no.png", "<img alt=a src=no.png>", [(3, 6)]),
    (
        "[a](no.html) `[a](no.html)` [b](no.html)",
        "<a href=no.html>a</a><code>x</code><a href=no.html>b</a>",
        [(1, 5), (1, 33)],
    ),
    ("    [a](no.html)\n\n[b](no.html)", "<pre>x</pre><a href=no.html>b</a>", [(3, 5)]),
    ("```\n[a](no.html)\n```\n[b](no.html)", "<pre>x</pre><a href=no.html>b</a>", [(4, 5)]),
    ("```\n[a](no.html)", "<p>``` <a href=no.html>a</a>", [(2, 5)]),
    ("<a class=x\n   href='no.html'>a</a>", "<a class=x href=no.html>a</a>", [(2, 10)]),
    (
        "---\nimage: no.png\n---\n[a](no.html)",
        "<meta property=og:image content=no.png><article><a href=no.html>a</a></article>",
        [(2, 8), (4, 5)],
    ),
    ("[b](no.md) [c](no.md#x)", "<a href=no.md>b</a><a href=no.md#x>c</a>", [(1, 5), (1, 16)]),
    ("[a](index.md#x)", "<a href=index.html#x>a</a>", [(1, 5)]),
    ("<!-- [a](no.html) -->\n[b](no.html)", "<a href=no.html>b</a>", [(2, 5)]),
    ('[a](no_(1).html "T")', "<a href='no_(1).html'>a</a>", [(1, 5)]),
    ("[a](a&amp;b.html)", "<a href='a&amp;b.html'>a</a>", [(1, 5)]),
    ("[a](no\\_x.html)", "<a href=no_x.html>a</a>", [(1, 5)]),
    ("[![x](no.png)](no.png)", "<a href=no.png><img alt=x src=no.png></a>", [(1, 16), (1, 7)]),
    (
        "a[^1] [b](no.html)\n\n[^1]: [c](no.html)",
        "<p><a href=no.html>b</a></p><div class=footnote><ol><li id=fn:1><a href=no.html>c</a></ol></div>",
        [(1, 11), (3, 11)],
    ),
    (
        "[^1]: [c](no.html)\n\na[^1] [b](no.html)",
        "<p><a href=no.html>b</a></p><div class=footnote><ol><li id=fn:1><a href=no.html>c</a></ol></div>",
        [(3, 11), (1, 11)],
    ),
    (
        "!!! note\n    [a](no.html)\n\n        [b](no.html)\n\n[c](no.html)",
        "<div><p><a href=no.html>a</a></p><pre>x</pre></div><a href=no.html>c</a>",
        [(2, 9), (6, 5)],
    ),
    (
        "| [a](no.html) | b |\n|-|-|\n| c | [d](no.html) |",
        "<table><th><a href=no.html>a</a><tr><td><a href=no.html>d</a></table>",
        [(1, 7), (3, 11)],
    ),
    ("[a](#no)\n\n# T {#x}\n\n# U {#x}", "<a href=#no>a</a><h1 id=x>T</h1><h1 id=x>U</h1>", [(1, 5), (5, 7)]),
    ("[texto][nada] y m[i][j]", "<p>[texto][nada] y m[i][j]</p>", [(1, 1)]),
    ("[texto][1] y [1][2] y [2, 3][1]", "<p>[texto][1] y [1][2] y [2, 3][1]</p>", [(1, 1)]),
    (
        "a[^1]\n\n[^1]: [b][no]\n\n[c][nada]",
        "<p>a</p><p>[c][nada]</p><div class=footnote><ol><li id=fn:1>[b][no]</ol></div>",
        [(5, 1), (3, 7)],
    ),
    (
        "[x](#no)\n\n[x](index.md#no)\n\n<a href='index.html#no'>x</a>",
        "<a href=#no>x</a><a href=index.html#no>x</a><a href=index.html#no>x</a>",
        [(1, 5), (3, 5), (5, 10)],
    ),
    ("a <ana@@example.com>", "a <a href=mailto:ana@@example.com>ana@@example.com</a>", [(1, 4)]),
    ("á <https://exa mple.com/> [x](https://exa%20mple.com/)", "<a href=https://exa%20mple.com/>x</a>", [(1, 31)]),
]


@pytest.mark.parametrize("case", MARKDOWN, ids=lambda case: case[0][:24])
def test_markdown_fault(tmp_path, case):
    markdown, html, expected = case
    (tmp_path / "docs").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "docs" / "index.md").write_text(markdown, encoding="utf-8")
    (tmp_path / "site" / "index.html").write_text(f"<!doctype html>{html}<a href=#top>x</a>", encoding="utf-8")
    result = check_site(tmp_path / "site", docs_dir=tmp_path / "docs")
    assert [(finding.source.line, finding.source.column) for finding in result.findings] == expected


def test_drawing_put_into_the_page(tmp_path):
    """A hook may put an SVG file where the page names it: the file is to be mended, not the page."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg">\n<g id="a"/><use href="#no"/></svg>'
    for folder in ("docs", "site"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "dibujo.svg").write_text(drawing)
    (tmp_path / "docs" / "index.md").write_text("![x](dibujo.svg)")
    (tmp_path / "site" / "index.html").write_text(f"<!doctype html><main>{drawing}</main>")
    [finding] = check_site(tmp_path / "site", docs_dir=tmp_path / "docs").findings
    assert (Path(finding.source.file).name, finding.source.line, finding.source.column) == ("dibujo.svg", 2, 23)


def test_address_after_base_url_in_a_template(tmp_path):
    for name, address in (("index", "./no.css"), ("sub/dos", "../no.css"), ("404", "//no.css")):
        for folder, suffix, text in (("docs", "md", "x"), ("site", "html", f"<link rel=stylesheet href={address}>")):
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / f"{name}.{suffix}").write_text(text.replace("//", "/guia//"))
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "main.html").write_text('<link rel=stylesheet href="{{ base_url }}/no.css">')
    [finding] = check_site(tmp_path / "site", site_url="https://x.github.io/guia/", docs_dir=tmp_path / "docs").findings
    assert (Path(finding.source.file).name, finding.source.line, finding.source.column) == ("main.html", 1, 43)
    assert "3 pages" in finding.message


def test_a_snippet_of_an_impossible_name(tmp_path):
    for folder in ("docs", "site"):
        (tmp_path / folder).mkdir()
    (tmp_path / "docs" / "index.md").write_text(f'--8<-- "{"x" * 300}"\n\n[a](no.html)')
    (tmp_path / "site" / "index.html").write_text("<a href=no.html>a</a>")
    [finding] = check_site(tmp_path / "site", docs_dir=tmp_path / "docs").findings
    assert (finding.source.line, finding.source.column) == (3, 5)


def test_a_strange_docs_folder_claims_nothing(tmp_path):
    """The default docs folder may belong to another site than the one that is checked."""
    shutil.copytree(DATA / "mkdocs" / "docs", tmp_path / "docs")
    (tmp_path / "site").mkdir()
    for name in ("index", "regresor"):
        (tmp_path / "site" / f"{name}.html").write_text("<a href=not-there.html>x</a>")
    findings = check_site(tmp_path / "site", docs_dir=tmp_path / "docs").findings
    assert {finding.source for finding in findings} == {None}
