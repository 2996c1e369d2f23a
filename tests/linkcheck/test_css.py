"""The quick reader of style sheets finds what a walk through all of tinycss2's tokens finds."""

from __future__ import annotations

import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as st

from linkcheck.css import css_urls

NOT_LINKS = {"namespace", "document", "-moz-document", "supports"}
SHEETS = st.lists(
    st.sampled_from(
        [
            "url(",
            ")",
            "a.png",
            "'b.png'",
            '"c.png"',
            "\\75rl(",
            "u\\72 l(",
            "@import ",
            "@namespace ",
            "@font-face",
            "{",
            "}",
            ";",
            ":",
            " ",
            "\n",
            "/*",
            "*/",
            "image-set(",
            "-webkit-image-set(",
            " 1x",
            "p",
            "(",
            "x-url(",
            "\\(",
            "@media ",
            "@supports ",
            "type(",
            "data:,x",
            "@\\69mport ",
            "'\\'",
            "#f",
            "\\",
            ",",
        ]
    ),
    max_size=25,
).map("".join)


def walk(tokens, rule="", inside=False, function=""):
    """Addresses by tinycss2 alone."""
    for token in tokens:
        if token.type == "at-keyword":
            rule = token.lower_value
        elif token.type == "literal" and token.value == ";":
            rule = ""
        elif (token.type == "url" and rule not in NOT_LINKS) or (
            token.type == "string" and (rule == "import" or "image-set" in function)
        ):
            yield token.value
            rule = "imported" if rule == "import" else rule
        elif token.type == "function" and token.lower_name == "url":
            strings = [argument.value for argument in token.arguments if argument.type == "string"]
            if strings and rule not in NOT_LINKS:
                yield strings[0]
                rule = "imported" if rule == "import" else rule
        elif token.type == "function":
            yield from walk(token.arguments, rule, True, token.lower_name)
        elif token.type in ("() block", "[] block"):
            yield from walk(token.content, rule, True)
        elif token.type == "{} block":
            yield from walk(token.content)
            rule = ""


def balanced(tokens):
    """Whether every bracket closes: on broken nesting the two may differ, as browsers drop such rules."""
    for token in tokens:
        if token.type == "error" or (token.type == "literal" and token.value in "\\"):
            return False
        if not balanced(getattr(token, "content", None) or getattr(token, "arguments", None) or []):
            return False
    return True


@settings(max_examples=300, deadline=None)
@given(SHEETS)
def test_same_as_tinycss2(sheet):
    tokens = tinycss2.parse_component_value_list(sheet, skip_comments=True)
    if balanced(tokens) and sheet.count("(") == sheet.count(")") and sheet.count("{") == sheet.count("}"):
        assert [found.url for found in css_urls(sheet)] == list(walk(tokens))


def test_lines_and_columns():
    sheet = "/* x */\na { b: url(x.png),\n  url('y.png') }\n@font-face { src: url(z.woff) }"
    assert [tuple(found) for found in css_urls(sheet)] == [
        ("x.png", 2, 8, False),
        ("y.png", 3, 3, False),
        ("z.woff", 4, 19, True),
    ]
