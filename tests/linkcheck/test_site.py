"""The built site itself: one test for each page, which names the lines to mend.

The site is `site/`, or the folder in the environment variable LINKCHECK_SITE; without one the test is skipped.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from sites import ROOT

from linkcheck import CheckError, Result, check_site, line_of

SITE = Path(os.environ.get("LINKCHECK_SITE", ROOT / "site"))


@cache
def checked() -> Result:
    docs = ROOT / "docs"
    return check_site(SITE, site_url=os.environ.get("LINKCHECK_SITE_URL"), docs_dir=docs if docs.is_dir() else None)


def pytest_generate_tests(metafunc):
    if "page" not in metafunc.fixturenames:
        return
    pages = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html")) if SITE.is_dir() else []
    metafunc.parametrize("page", pages or [pytest.param(None, marks=pytest.mark.skip(reason=f"no site in {SITE}"))])


def test_links(page):
    try:
        findings = checked().by_page().get(page, [])
    except CheckError as error:
        pytest.fail(str(error))
    broken = [line_of(finding) for finding in findings if finding.level == "error"]
    assert not broken, "\n".join(["broken links:", *broken])


@pytest.mark.skipif(not SITE.is_dir(), reason=f"no site in {SITE}")
def test_links_of_other_files():
    """Style sheets, drawings, the sitemap."""
    broken = [line_of(finding) for finding in checked().errors if not finding.page.endswith(".html")]
    assert not broken, "\n".join(["broken links:", *broken])
