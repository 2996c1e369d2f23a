"""The command: exit codes, output, settings, and no traceback for a user's mistake."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from sites import ROOT, write_site

from linkcheck import CheckError, check_site, line_of

GOOD = {"index.html": "<a href=b.html#x>x</a>", "b.html": "<p id=x>"}
BAD = {"index.html": "<!doctype html>\n<p>\n<a href=b.html#pyton>x</a>", "b.html": "<p id=python>"}


def run(folder, *options):
    command = [sys.executable, str(ROOT / "scripts" / "check_links.py"), *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, timeout=60)
    assert "Traceback" not in done.stderr
    return done


def test_json(tmp_path):
    write_site(
        tmp_path,
        {f"site/{name}": text for name, text in BAD.items()}
        | {"docs/index.md": "# T\n\nMira [esto](b.md#pyton)\n", "docs/b.md": "x"},
    )
    done = run(tmp_path, "site", "--format", "json")
    output = json.loads(done.stdout)
    assert done.returncode == 1
    assert output["findings"] == [
        {
            "level": "error",
            "kind": "missing-fragment",
            "page": "index.html",
            "line": 3,
            "url": "b.html#pyton",
            "source": {"file": "docs/index.md", "line": 3, "column": 13},
            "message": "no anchor 'pyton' in b.html (a href)",
            "suggestion": "b.html#python",
        }
    ]
    seconds = output["stats"].pop("seconds")
    assert output["stats"] == {"pages": 2, "links": 1, "external": 0} and seconds > 0


def test_text_and_github(tmp_path):
    write_site(tmp_path, {f"site/{name}": text for name, text in BAD.items()})
    text = run(tmp_path, "site").stdout.splitlines()
    assert text[0].startswith("index.html:3: error: 'b.html#pyton'") and "b.html#python" in text[0]
    assert text[1].startswith("1 errors, 0 warnings; 2 pages, 1 links")
    github = run(tmp_path, "site", "--format", "github").stdout
    assert github.startswith("::error file=index.html,line=3,col=1,title=link%3A missing-fragment::")


def test_exit_codes(tmp_path):
    write_site(
        tmp_path,
        {f"good/{name}": text for name, text in GOOD.items()}
        | {"warning/index.html": "<a href=http://example.com/>x</a>", "empty/x.txt": "", "linkless/index.html": "<p>"},
    )
    assert [run(tmp_path, name).returncode for name in ("good", "warning", "empty", "linkless", "missing")] == [
        0,
        0,
        2,
        2,
        2,
    ]


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["good", "--format", "xml"],
        ["good", "--site-url", "nonsense"],
        ["good", "--site-url", "ftp://x/"],
        ["good/index.html"],
        ["x" * 300],
        ["good", "--config", "missing.toml"],
        ["good", "--config", "bad.toml"],
        ["good", "--config", "latin.toml"],
        ["good", "--config", "open.toml"],
        ["\0"],
    ],
)
def test_mistakes(tmp_path, options):
    write_site(
        tmp_path,
        {f"good/{name}": text for name, text in GOOD.items()}
        | {"bad.toml": "[tool.linkcheck]\njs_ids = [{id = 'x'}]", "latin.toml": b"\xff", "open.toml": "[tool.linkcheck\n"},
    )
    if options == ["\0"]:
        options = ["good", "--docs-dir", "nowhere/at/all"]
        assert run(tmp_path, *options).returncode == 0
        return
    done = run(tmp_path, *options)
    assert done.returncode == 2 and done.stderr and not done.stdout


def test_exclusions_and_ids_made_by_scripts(make_site):
    site = make_site(
        {"index.html": "<a href=no.html>1</a><a href=old/x.html>2</a><a href=#hecho>3</a><a href=#otro>4</a>"}
    )
    (site.parent / "pyproject.toml").write_text(
        '[tool.linkcheck]\nexclude = [\n  "old/*",\n  "unused*",\n]\n'
        'js_ids = [{id = "hecho", page = "index.html", reason = "search.js makes it"}, {id = "nunca", reason = "x"}]\n'
    )
    findings = {(finding.kind, finding.url): finding for finding in check_site(site).findings}
    assert set(findings) == {
        ("missing-page", "no.html"),
        ("missing-fragment", "#otro"),
        ("unused-exclusion", "unused*"),
        ("unused-exclusion", "nunca"),
    }
    source = findings["unused-exclusion", "unused*"].source
    assert (source.line, source.column) == (4, 3)


def test_an_id_that_the_page_has_needs_no_entry(make_site):
    site = make_site({"index.html": "<p id=hecho><a href=#hecho>x</a>"})
    (site.parent / "pyproject.toml").write_text('[tool.linkcheck]\njs_ids = [{id = "hecho", reason = "search.js"}]')
    assert [finding.kind for finding in check_site(site).findings] == ["unused-exclusion"]


def test_a_name_cannot_break_the_lines_of_the_output(check):
    [finding] = check({"index.html": "<a href='no%0A%1B[31m.html'>x</a>"}).findings
    assert line_of(finding).isprintable()


def test_a_manifest_that_no_page_names_is_of_another_kind(check):
    files = {"index.html": "<a href=index.html>x</a>", "manifest.json": '{"main.js": {"src": "src/main.js"}}'}
    assert check(files).findings == []


def test_a_base_element_alone_is_no_link(make_site):
    with pytest.raises(CheckError, match="no link"):
        check_site(make_site({"index.html": "<base href=/>"}))


def test_a_reason_is_asked_for(make_site):
    site = make_site(GOOD)
    (site.parent / "pyproject.toml").write_text('[tool.linkcheck]\njs_ids = [{id = "x", reason = " "}]')
    with pytest.raises(CheckError, match="reason"):
        check_site(site)


def test_template_fault_without_sources(check):
    footer = "<footer><a href=gone.html>x</a></footer>"
    result = check({f"p{number}.html": f"<p>{footer}" for number in range(6)})
    assert len(result.findings) == 1 and "6 pages" in result.findings[0].message
    result = check({f"p{number}.html": "<p>" + (footer if number < 2 else "") for number in range(6)})
    assert len(result.findings) == 2


def test_wrong_address_of_the_site_is_one_fault(check):
    names = [f"p{number}.html" for number in range(6)]
    pages = {name: f"<link rel=canonical href=https://viejo.example/{name}>" for name in names}
    [finding] = check(pages, site_url="https://nuevo.example/").findings
    assert finding.kind == "other-site" and "6 pages" in finding.message


def test_by_page(check):
    result = check({"a.html": "<a href=no1.html>x</a>", "b.html": "<a href=no2.html>x</a>"})
    assert list(result.by_page()) == ["a.html", "b.html"] and not result.ok


def test_404_page_made_for_a_base_path(check):
    result = check(
        {
            "404.html": "<link rel=stylesheet href=/guia/assets/x.css><a href=/guia/>x</a>",
            "assets/x.css": "",
            "index.html": "<p>",
        }
    )
    assert result.findings == []
