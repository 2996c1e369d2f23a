"""The content security policy: it allows every inline script and style of the page, reckoned apart, and no other."""

import base64
import hashlib

import pytest
from built_page import Built

from apparatus import security

HEAD = '<html><head>\n<meta charset="utf-8">\n</head><body>{}</body></html>'


def hashes(codes: list[str]) -> set[str]:
    return {f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'" for code in codes}


BODIES = {
    "a script": '<script>alert("ñ < 3")</script>',
    "two equal scripts": "<script>a()</script><script>a()</script>",
    "data, which no browser runs": '<script type="application/json">{}</script>',
    "a script from a file": '<script src="guia.js" defer></script>',
    "style attributes": '<td style="left:1px;">1</td><p class="x" style="color:red">2</p><td style="left:1px;">3</td>',
    "nothing": "<p>Nada.</p>",
}  # fmt: skip


@pytest.mark.parametrize("name", list(BODIES))
def test_the_policy_allows_what_the_page_has_and_nothing_else(name: str) -> None:
    page = Built(security.protect(HEAD.format(BODIES[name])))
    own = {"'self'", "file:"}
    assert page.policy["script-src"] == own | hashes(page.scripts)
    assert page.policy["style-src"] == own | hashes(page.styles)
    assert page.policy["default-src"] == {"'none'"}
    assert not page.styled
    everything = " ".join(source for sources in page.policy.values() for source in sources)
    assert "unsafe" not in everything and "*" not in everything and "http" not in everything


def test_a_style_attribute_becomes_a_class_beside_those_there_were() -> None:
    page = security.style_attributes_to_classes(HEAD.format(BODIES["style attributes"]))
    first, second, third = page.split("<body>")[1].split("<")[1:6:2]
    assert first.split('"')[1] == third.split('"')[1], "equal styles are one rule"
    assert second.startswith('p class="x e')
    assert f".{first.split(chr(34))[1]}{{left:1px!important}}" in page


def test_the_policy_comes_before_anything_that_it_must_hold_for() -> None:
    page = security.protect(HEAD.format(BODIES["a script"]))
    assert page.index("Content-Security-Policy") < page.index("<script")
    assert page.count("Content-Security-Policy") == 1
