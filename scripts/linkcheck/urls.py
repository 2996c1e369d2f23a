"""From an address as written to what it points at, by the WHATWG URL rules (ada-url)."""

from __future__ import annotations

import os
import re
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from ada_url import URL, join_url

INTERNAL, EXTERNAL, OUTSIDE, OTHER, MALFORMED = "internal", "external", "outside", "other", "malformed"
DEFAULT_SITE = "https://site.invalid/"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_WEB = ("https://", "http://")
_DOTS = re.compile(r"(?:\.|%2e){2}(?=[/\\?#]|$)", re.IGNORECASE)
_PLAIN_FRAGMENT = re.compile(r"[A-Za-z0-9_.\-~!$&'()*+,;=:@/?%]*")  # the URL parser leaves it as it is
_TAB_NEWLINE = str.maketrans("", "", "\t\n\r")


class Target(NamedTuple):
    """`path` is decoded and relative to the site's root; `url` is the whole serialised address."""

    kind: str
    url: str = ""
    path: str = ""
    fragment: str | None = None
    clamped: bool = False
    scheme: str = ""


def scheme_of(url: str) -> str:
    """The scheme as written, in lower case, or the empty string."""
    match = _SCHEME.match(url.translate(_TAB_NEWLINE))
    return match[1].lower() if match else ""


def decode_path(path: str) -> str:
    """Percent-decoded UTF-8; bytes that are not UTF-8 stay distinguishable, as in file names on disk."""
    return unquote_to_bytes(path).decode("utf-8", "surrogateescape") if "%" in path else path


def decode_fragment(fragment: str) -> str:
    return unquote_to_bytes(fragment).decode("utf-8", "replace") if "%" in fragment else fragment


def encode_path(name: str) -> str:
    """A file name of the site as the path of an address."""
    return quote(os.fsencode(name), safe="/!$&'()*+,;=:@~-._")


class Resolver:
    """Resolves addresses against pages of one site, whose public address is `site_url`."""

    def __init__(self, site_url: str | None = None) -> None:
        url = URL(site_url or DEFAULT_SITE)
        if url.protocol not in ("http:", "https:"):
            raise ValueError("not an http(s) address")
        path = url.pathname.rsplit("/", 1)[0] + "/" if url.pathname.endswith((".html", ".htm")) else url.pathname
        self.known = site_url is not None
        self.host = url.host
        self.secure = url.protocol == "https:"
        self.base_path = path if path.endswith("/") else path + "/"
        self.root = f"{url.protocol}//{self.host}{self.base_path}"

    def page_url(self, name: str) -> str:
        return self.root + encode_path(name)

    def base_url(self, name: str, base_href: str | None) -> str:
        """The document base URL of a page."""
        page = self.page_url(name)
        if base_href is None:
            return page
        try:
            base = URL(_encodable(base_href), page)
        except ValueError:
            return page
        return page if base.protocol in ("data:", "javascript:") else base.href

    def resolve(self, url: str, base: str) -> Target:
        """What `url`, found in a document with the base URL `base`, points at."""
        url = _encodable(url)
        try:
            href = join_url(base, url)
        except ValueError:
            return Target(MALFORMED, url, scheme=scheme_of(url))
        if not href.startswith(_WEB):
            return Target(OTHER, href, scheme=href.split(":", 1)[0])
        scheme, rest = href.split("://", 1)
        rest, mark, fragment = rest.partition("#")
        host, slash, path = rest.partition("/")
        if "@" in host:
            host = host.rpartition("@")[2]  # a name and a password lead to the same pages
        path = slash + path.partition("?")[0]
        whole = fragment if mark else None
        if host != self.host:
            return Target(EXTERNAL, href, "", whole, scheme=scheme)
        clamped = _DOTS.search(url) is not None and self._is_clamped(url, base)
        if path.startswith(self.base_path):
            inside = decode_path(path[len(self.base_path):])
            return Target(INTERNAL, href, inside, whole, clamped, scheme)
        if path + "/" == self.base_path:
            return Target(INTERNAL, href, ".", whole, clamped, scheme)
        if scheme_of(url) in ("http", "https") or url[:2].replace("\\", "/") == "//":
            return Target(EXTERNAL, href, "", whole, scheme=scheme)
        return Target(OUTSIDE, href, decode_path(path), whole, clamped, scheme)

    def _is_clamped(self, url: str, base: str) -> bool:
        """Whether `..` asks for more than the root of the host."""
        written = re.split(r"[?#]", url.translate(_TAB_NEWLINE), maxsplit=1)[0].replace("\\", "/")
        if scheme_of(written) or written.startswith("//"):
            parts = written.split("//", 1)[-1].split("/")[1:]
        elif written.startswith("/"):
            parts = written.split("/")[1:]
        else:
            folder = base.split("://", 1)[-1].split("#")[0].split("?")[0].split("/")[1:-1]
            parts = folder + written.split("/")
        depth = 0
        for number, part in enumerate(parts):
            part = part.lower().replace("%2e", ".")
            if part == "..":
                depth -= 1
                if depth < 0:
                    return True
            elif part != "." and number < len(parts) - 1:
                depth += 1
        return False


class Document:
    """Resolves the addresses of one document; most of them differ in the fragment only."""

    def __init__(self, resolver: Resolver, name: str, base_href: str | None) -> None:
        self.resolver = resolver
        self.name = name
        self.url = resolver.page_url(name)
        self.base = resolver.base_url(name, base_href)
        self.plain = self.base == self.url
        self._known: dict[str, Target] = {}

    def resolve(self, url: str) -> Target:
        before, mark, fragment = url.partition("#")
        ends_in_space = "" < before[-1:] <= " "  # which is part of the path, with a fragment after it
        if mark and (ends_in_space or not _PLAIN_FRAGMENT.fullmatch(fragment)):
            return self.resolver.resolve(url, self.base)
        target = self._known.get(before)
        if target is None:
            target = self._known[before] = self.resolver.resolve(before, self.base)
        if not mark:
            return target
        if target.kind == MALFORMED:
            return self.resolver.resolve(url, self.base)  # a fragment alone may do, where a base can hold no path
        kind, href, path, _, clamped, scheme = target
        return Target(kind, f"{href}#{fragment}", path, fragment, clamped, scheme)


def _encodable(text: str) -> str:
    """Lone surrogates become U+FFFD, as when a browser takes a string into a URL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
