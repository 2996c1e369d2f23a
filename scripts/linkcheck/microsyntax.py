"""The small languages inside attributes, as the HTML standard parses them."""

from __future__ import annotations

import re

SPACE = " \t\n\f\r"
_REFRESH = re.compile(
    r"[ \t\n\f\r]*(?:[0-9]+|(?=\.))[0-9.]*"  # the time
    r"(?:[ \t\n\f\r]*[;,]|[ \t\n\f\r])[ \t\n\f\r]*"  # the separator
    r"(?P<url>.*)", re.DOTALL)
_REFRESH_NAME = re.compile(r"url[ \t\n\f\r]*=[ \t\n\f\r]*", re.IGNORECASE)


def srcset_urls(value: str) -> list[str]:
    """The addresses of a srcset attribute (HTML, "parse a srcset attribute")."""
    urls = []
    position, end = 0, len(value)
    while True:
        while position < end and (value[position] in SPACE or value[position] == ","):
            position += 1
        if position >= end:
            return urls
        start = position
        while position < end and value[position] not in SPACE:
            position += 1
        url = value[start:position]
        if url.endswith(","):
            url = url.rstrip(",")
        else:
            position = _after_descriptors(value, position)
        urls.append(url)


def _after_descriptors(value: str, position: int) -> int:
    depth = 0
    while position < len(value):
        character = value[position]
        position += 1
        if character == "(":
            depth += 1
        elif character == ")" and depth:
            depth = 0
        elif character == "," and not depth:
            break
    return position


def refresh_url(content: str) -> str | None:
    """The address of `<meta http-equiv=refresh>` (HTML, "shared declarative refresh steps"), None without one."""
    match = _REFRESH.match(content)
    if not match or not match["url"]:
        return None
    url = match["url"]
    name = _REFRESH_NAME.match(url)
    if name:
        url = url[name.end():]
    if url[:1] in ("'", '"'):
        quote, url = url[0], url[1:]
        url = url.split(quote, 1)[0]
    return url
