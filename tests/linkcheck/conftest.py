"""Fixtures of the link checker's tests."""

from __future__ import annotations

import sys

import pytest
from sites import ROOT, write_site

sys.path.insert(0, str(ROOT / "scripts"))


@pytest.fixture
def make_site(tmp_path):
    """`make_site({"index.html": ...})` writes a site and returns its folder."""
    return lambda files: write_site(tmp_path / "site", files)


@pytest.fixture
def check(make_site):
    """`check(files, **options)` writes a site and checks it."""
    from linkcheck import check_site

    return lambda files, **options: check_site(make_site(files), **options)
