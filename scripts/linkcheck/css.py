"""Addresses in style sheets.  A pattern finds the few tokens that matter; tinycss2 reads those with escapes, and the
tests compare the result with its own walk through whole sheets, which is a hundred times slower."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


def _escapable(word: str) -> str:
    """A pattern of a word that may be written with CSS escapes (`u\\72l` is `url`)."""
    letters = []
    for letter in word:
        codes = "|".join(f"{ord(form):x}" for form in (letter, letter.upper()))
        plain = re.escape(letter) if letter in "abcdef" else rf"\\?{re.escape(letter)}"
        letters.append(rf"(?:{plain}|\\0{{0,4}}(?:{codes})(?:\r\n|[ \t\r\n\f])?)")
    return "".join(letters)


def _calm(stop: str) -> str:
    """A pattern of text that holds no token of interest: plain words and functions of plain words."""
    plain = rf"[^\"'@\\/(){{}}{stop}]*+"
    return rf"{plain}(?:(?<!url)(?<!-set)\({plain}\){plain})*+"


_STRING = r"\"(?:\\.|[^\"\\\n\r\f])*\"|'(?:\\.|[^'\\\n\r\f])*'"
_TOKEN = re.compile(
    rf"(?P<calm>(?<![^{{}};]){_calm(';')}\{{{_calm('')}\}})"  # a whole rule, as most are
    rf"|(?P<comment>/\*.*?(?:\*/|\Z))"
    rf"|(?<![\w-])(?P<url>{_escapable('url')}\((?:\s*(?:{_STRING})\s*\)|(?:\\.|[^)\\])*\)?))"
    rf"|(?<![\w-])(?P<set>(?:-webkit-)?{_escapable('image-set')}\()"
    rf"|(?P<string>{_STRING}|\"[^\n\r\f]*|'[^\n\r\f]*)"
    rf"|@(?P<rule>(?:[\w-]|\\[0-9a-fA-F]{{1,6}}\s?|\\.)+)"
    rf"|(?P<escape>\\.)|(?P<mark>[{{}}();])", re.DOTALL | re.IGNORECASE)
_PLAIN = re.compile(  # a token as they nearly always are: closed, without escapes; what follows data: is no matter
    r"(?:url\(\s*)?(?:\"(?P<double>data:[^\"\n]*|[^\"\\\n\r\f\0]*)\"|'(?P<single>[^'\\\n\r\f\0]*)')(?:\s*\))?"
    r"|url\(\s*(?P<bare>[^\s\"'()\\\0-\x1f\x7f]*)\s*\)|@(?P<rule>-?[a-z_][\w-]*)", re.ASCII | re.IGNORECASE)
_NOT_LINKS = {"namespace", "document", "-moz-document", "supports"}  # at-rules whose url() loads nothing


class CssUrl(NamedTuple):
    url: str
    line: int  # counted from 1
    column: int  # counted from 1
    font: bool  # inside @font-face, where a fragment names a font, not an element


def decode(data: bytes) -> str:
    """The text of a style sheet file by the CSS rules: byte order mark, @charset, else UTF-8."""
    unusual = data.startswith(b"@charset") and not data[:17].lower().startswith(b'@charset "utf-8";')
    if unusual or data.startswith((b"\xfe\xff", b"\xff\xfe")):
        from tinycss2.bytes import decode_stylesheet_bytes  # few sheets are worth the import

        return decode_stylesheet_bytes(data)[0]
    return data.decode("utf-8-sig", "replace")


def css_urls(text: str) -> list[CssUrl]:
    """The addresses of a style sheet or of a style attribute, in order."""
    if not _may_point(text):
        return []
    found: list[CssUrl] = []
    rule, in_set = "", 0  # `in_set`: parentheses open in an image-set(), whose own strings are addresses
    fonts = [False]  # for each open block, whether it is one of @font-face
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup, match[0]
        if kind == "mark":
            if token == "{":
                fonts.append(fonts[-1] or rule == "font-face")
            elif token == "}" and len(fonts) > 1:
                fonts.pop()
            if token in "{};":
                rule, in_set = "", 0
            elif in_set:
                in_set += 1 if token == "(" else -1
        elif kind == "calm":
            rule, in_set = "", 0
        elif kind == "rule":
            rule = _value(token)
        elif kind == "set":
            in_set += 1
        elif (kind == "url" and rule not in _NOT_LINKS) or (kind == "string" and (rule == "import" or in_set == 1)):
            url = _value(token)
            if url is not None:
                start = match.start()
                line = text.count("\n", 0, start) + 1
                found.append(CssUrl(url, line, start - text.rfind("\n", 0, start), fonts[-1]))
            if rule == "import":
                rule = "imported"  # what follows are conditions
    return found


attribute_urls = lru_cache(maxsize=4096)(css_urls)  # attributes repeat their few values


def _may_point(text: str) -> bool:
    if "(" not in text and "@" not in text:
        return False
    lower = text.lower()
    return "url(" in lower or "\\" in lower or "image-set(" in lower or "@import" in lower


@lru_cache(maxsize=4096)  # sheets repeat their tokens
def _value(token: str) -> str | None:
    """What a token says, escapes resolved; None for a bad one, which browsers drop."""
    plain = _PLAIN.fullmatch(token)
    if plain:
        value = plain[plain.lastgroup]
        return value.lower() if plain.lastgroup == "rule" else value
    import tinycss2  # few tokens are worth the import

    values = tinycss2.parse_component_value_list(token, skip_comments=True)
    if not values:
        return None
    first = values[0]
    if first.type == "at-keyword":
        return first.lower_value
    if first.type == "function":
        return next((argument.value for argument in first.arguments if argument.type == "string"), None)
    return first.value if first.type in ("url", "string") else None
