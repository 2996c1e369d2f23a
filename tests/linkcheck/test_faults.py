"""Every fault of the corpus is found, with its kind and suggestion; no good link is reported."""

from __future__ import annotations

import pytest
from faults import FAULTS, FILES, GOOD
from sites import SITE_URL


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case[0])
def test_fault_is_found(check, case):
    _, html, level, kind, url, suggestion, *extra = case
    result = check({**FILES, "sub/page.html": html, **(extra[0] if extra else {})}, site_url=SITE_URL)
    found = [(finding.level, finding.kind, finding.url) for finding in result.findings]
    assert found == [(level, kind, url)]
    assert suggestion in (None, result.findings[0].suggestion)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case[0])
def test_good_link_is_not_reported(check, case):
    result = check({**FILES, "sub/page.html": case[1]}, site_url=SITE_URL)
    assert [(finding.kind, finding.url) for finding in result.findings] == []


def test_size_of_the_corpus():
    assert len(FAULTS) >= 60 and len(GOOD) >= 40
    assert len({case[0] for case in FAULTS}) == len(FAULTS)
