"""Addresses in style sheets, read with tinycss2's tokenizer (escapes, comments and bad tokens included)."""

from __future__ import annotations

import re
from typing import NamedTuple

import tinycss2
from tinycss2.bytes import decode_stylesheet_bytes

_MAYBE = re.compile(r"url|import|image-set|\\", re.IGNORECASE)
_NOT_LINKS = {"namespace", "document", "-moz-document"}  # at-rules whose url() names something, loads nothing
_IMAGE_SETS = {"image-set", "-webkit-image-set"}


class CssUrl(NamedTuple):
    url: str
    line: int  # counted from 1
    column: int  # counted from 1
    font: bool  # inside @font-face, where a fragment names a font, not an element


def decode(data: bytes) -> str:
    """The text of a style sheet file by the CSS rules: byte order mark, @charset, else UTF-8."""
    return decode_stylesheet_bytes(data)[0]


def css_urls(text: str) -> list[CssUrl]:
    """The addresses of a style sheet or of a style attribute, in order."""
    if not _MAYBE.search(text):
        return []
    found: list[CssUrl] = []
    _walk(tinycss2.parse_component_value_list(text, skip_comments=True), found)
    return found


def _walk(tokens: list, found: list[CssUrl]) -> None:
    stack = [(iter(tokens), "", False)]
    while stack:
        tokens_left, function, font = stack.pop()
        rule = ""
        for token in tokens_left:
            kind = token.type
            if kind == "at-keyword":
                rule = token.lower_value
            elif kind == "literal" and token.value == ";":
                rule = ""
            elif kind == "url":
                if rule not in _NOT_LINKS:
                    found.append(CssUrl(token.value, token.source_line, token.source_column, font))
            elif kind == "string":
                if rule == "import" or function in _IMAGE_SETS:
                    found.append(CssUrl(token.value, token.source_line, token.source_column, font))
                    rule = ""
            elif kind == "function":
                if token.lower_name == "url":
                    if rule not in _NOT_LINKS:
                        _quoted(token, font, found)
                elif token.arguments:
                    stack.append((tokens_left, function, font))
                    stack.append((iter(token.arguments), token.lower_name, font))
                    break
            elif kind in ("{} block", "() block", "[] block") and token.content:
                inner_font = font or rule == "font-face"
                stack.append((tokens_left, function, font))
                stack.append((iter(token.content), "" if kind == "{} block" else function, inner_font))
                break


def _quoted(function, font: bool, found: list[CssUrl]) -> None:
    for argument in function.arguments:
        if argument.type == "string":
            found.append(CssUrl(argument.value, argument.source_line, argument.source_column, font))
            return
