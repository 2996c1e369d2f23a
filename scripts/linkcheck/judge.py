"""The verdict on one reference: does a reader who follows it get what the author meant?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from . import places, schemes, sitefiles, urls
from .model import ERROR, WARNING
from .pagehtml import Page, Reference
from .sitefiles import SiteFiles
from .suggest import Suggester, spell, tail

# Faults of the site's address, which canonical and og:url repeat with the name of each page.
OF_THE_WHOLE_SITE = {"other-site", "outside-site", "file-url", "plain-http", "localhost"}


class Verdict(NamedTuple):
    level: str
    kind: str
    message: str
    suggestion: str | None
    target: str


class Judge:
    """Knows the files and anchors of the whole site."""

    def __init__(self, site: SiteFiles, resolver: urls.Resolver, documents: dict[str, Page]) -> None:
        self.site = site
        self.resolver = resolver
        self.documents = documents  # every file that was read, by name
        self.pages = {name: documents[name] for name in site.pages if name in documents}
        self.suggester = Suggester(site)

    def judge(self, document: urls.Document, page: Page,
              reference: Reference) -> tuple[urls.Target | None, list[Verdict]]:
        """What `reference` in a document points at, and what is wrong with it."""
        target, verdicts = self._judge(document, page, reference)
        if verdicts and (reference.purpose == places.CANONICAL or reference.where == "meta content"):
            verdicts = [verdict._replace(target=f"{reference.where} {verdict.kind}")
                        if verdict.kind in OF_THE_WHOLE_SITE else verdict for verdict in verdicts]
        return target, verdicts

    def _judge(self, document: urls.Document, page: Page,
               reference: Reference) -> tuple[urls.Target | None, list[Verdict]]:
        name, url, purpose = document.name, reference.url, reference.purpose
        if purpose == places.LOCAL:
            return None, self._local(name, page, url)
        if purpose == places.MAP:
            missing = url[1:] not in page.maps
            return None, [Verdict(WARNING, "missing-map", f"no map named {url[1:]!r}", None, url)] if missing else []
        if not url and tuple(reference.where.split(" ")) in places.EMPTY_IS_BROKEN:
            return None, [Verdict(ERROR, "empty-url", f"{reference.where} is empty", None, f"{name} empty")]
        target = document.resolve(url)
        if purpose == places.BASE and target.kind not in (urls.OTHER, urls.MALFORMED):
            return None, []  # what the addresses become with it is judged, and that is all that counts
        if target.kind == urls.INTERNAL:
            return target, self._internal(document, reference, target)
        if target.kind == urls.EXTERNAL:
            return target, self._external(reference, target)
        if target.kind == urls.OUTSIDE:
            return target, self._outside(name, url, target)
        if purpose == places.OWN and reference.where == "JSON-LD":
            return target, []
        if target.kind == urls.MALFORMED:
            fault = schemes.malformed(url, target.scheme)
        else:
            own = url.lower().startswith(f"{target.scheme}:")  # else it has the scheme of the base element
            fault = schemes.other_scheme(url if own else target.url, target.scheme)
        return target, [Verdict(*fault, target.url)] if fault else []

    def _local(self, name: str, page: Page, url: str) -> list[Verdict]:
        fragment = urls.decode_fragment(url[1:])
        if not fragment or url[1:] in page.ids or fragment in page.ids:
            return []
        near = self.suggester.anchor(fragment, page.ids, name)
        return [Verdict(ERROR, "missing-fragment", f"no element with id {fragment!r} in this document",
                        f"#{near}" if near else None, f"{name}#{fragment}")]

    def _external(self, reference: Reference, target: urls.Target) -> list[Verdict]:
        purpose = reference.purpose
        if purpose == places.CANONICAL:
            if not self.resolver.known:
                return []
            message = f"not an address of this site ({self.resolver.root})"
            return [Verdict(WARNING, "other-site", message, None, target.url)]
        if purpose in (places.OWN, places.ALTERNATE, places.HINT):
            return []
        return [Verdict(*fault, target.url) for fault in schemes.web_faults(reference.url, target.url)]

    def _outside(self, name: str, url: str, target: urls.Target) -> list[Verdict]:
        candidate = target.path.lstrip("/")
        kind, file = self.site.answer(candidate)
        file = file or self.suggester.file(candidate)
        written = url if name == "404.html" else ""  # shown at any depth: relative addresses would break
        suggestion = spell(name, file, written, self.resolver.base_path) + tail(url) if file else None
        message = f"leads out of the site, whose pages are all under {self.resolver.base_path}"
        return [Verdict(ERROR, "outside-site", message, suggestion, target.url)]

    def _internal(self, document: urls.Document, reference: Reference, target: urls.Target) -> list[Verdict]:
        if reference.purpose == places.HINT:
            return []
        name, url, verdicts = document.name, reference.url, []
        key = target.url
        if target.clamped:
            verdicts.append(Verdict(WARNING, "clamped-path", "more ../ than there are folders above", None, key))
        if self.resolver.secure and target.scheme == "http":
            verdicts.append(Verdict(WARNING, "plain-http", "plain http to our own site",
                                    "https" + target.url[4:], key))
        if key.partition("#")[0] == document.url:
            answer, file = sitefiles.FILE, name  # the document itself, whatever the server calls it
        elif target.path == ".":
            answer, file = self.site.answer("")
            answer = sitefiles.SLASHLESS if file else answer
        else:
            answer, file = self.site.answer(target.path)
        if file is None and "//" in target.path:
            answer, file = self.site.answer(re.sub("/+", "/", target.path).lstrip("/"))
            if file:
                verdicts.append(Verdict(WARNING, "empty-segment", "// within the path", None, key))
        if "%2" in key and file and "%2f" in re.split("[?#]", key)[0].lower():
            verdicts.append(Verdict(WARNING, "encoded-slash", "%2F within the path", url.replace("%2F", "/"), key))
        if file is None and name == "404.html" and not self.resolver.known and url.startswith("/"):
            file = self._without_prefix(target.path)  # made for a base path that we were not told
        if file is None:
            return verdicts + [self._missing(document, reference, target, answer)]
        if answer == sitefiles.SLASHLESS:
            slashed = re.sub(r"(?=[?#]|$)", "/", url, count=1)
            verdicts.append(Verdict(WARNING, "slashless-directory", "a folder without its slash: one redirect more",
                                    slashed, key))
        elif answer == sitefiles.EXTENSIONLESS:
            verdicts.append(Verdict(WARNING, "extensionless", f"works on GitHub Pages only; the file is {file}",
                                    re.sub(r"(?=[?#]|$)", ".html", url, count=1), key))
        missing = self._fragment(name, reference, target, file)
        return verdicts + [missing] if missing else verdicts

    def _without_prefix(self, path: str) -> str | None:
        parts = path.split("/")
        for start in range(1, min(len(parts), 4)):
            kind, file = self.site.answer("/".join(parts[start:]))
            if file:
                return file
        return None

    def _missing(self, document: urls.Document, reference: Reference, target: urls.Target, answer: str) -> Verdict:
        name, url, key, plain = document.name, reference.url, target.url, document.plain
        if answer == sitefiles.OUTSIDE:
            message = "a symbolic link out of the site folder, not followed"
            return Verdict(WARNING, "symlink-outside", message, None, key)
        meant = schemes.missing_scheme(url)
        if meant:
            kind = "missing-scheme" if schemes.is_www(url) or "//" in url else "missing-page"
            return Verdict(ERROR, kind, "read as a file of this site: the scheme is missing", meant, key)
        if schemes.is_double_encoded(url):
            once = schemes.decoded_once(url)
            again = document.resolve(once)
            if again.kind == urls.INTERNAL and self.site.answer(again.path)[1]:
                return Verdict(ERROR, "double-encoded", "the path is percent-encoded twice", once, key)
        file = self.suggester.file(target.path) if target.path.strip("/") else None
        suggestion = spell(name, file, url, self.resolver.base_path, plain) + tail(url) if file else None
        path = target.path or "./"
        if answer == sitefiles.NO_INDEX:
            return Verdict(ERROR, "missing-page", f"the folder {path} has no index.html", suggestion, key)
        kind = "missing-file" if reference.purpose in (places.LOAD, places.FONT, places.OWN) else "missing-page"
        return Verdict(ERROR, kind, f"no such file: {path}", suggestion, key)

    def _fragment(self, name: str, reference: Reference, target: urls.Target, file: str) -> Verdict | None:
        if not target.fragment or reference.purpose == places.FONT or reference.where == "JSON-LD":
            return None
        fragment = target.fragment.partition(":~:")[0]
        document = self.pages.get(file)
        lower = file.lower()
        if document is not None:
            ids = document.ids
        elif lower.endswith(".svg") and not re.match(r"svgView\(|xywh=|t=", fragment):
            ids = self.documents[file].ids if file in self.documents else ()
        else:
            return None
        if not fragment or fragment in ids:
            return None
        decoded = urls.decode_fragment(fragment)
        if decoded in ids or (document is not None and decoded.lower() == "top"):
            return None
        key = target.url
        if document is not None and decoded in document.hidden_ids:
            return Verdict(WARNING, "noscript-anchor", f"{decoded!r} exists only without scripts", None, key)
        where = "this page" if file == name else file
        return Verdict(ERROR, "missing-fragment", f"no anchor {decoded!r} in {where}",
                       self._other_anchor(name, reference.url, decoded, file, ids), key)

    def _other_anchor(self, name: str, url: str, fragment: str, file: str, ids: Collection[str]) -> str | None:
        before = url.partition("#")[0]
        near = self.suggester.anchor(fragment, ids, file)
        elsewhere = [found for found in self._pages_of.get(fragment, ()) if found != file]
        if elsewhere and (near is None or near.casefold() != fragment.casefold()):
            return f"{spell(name, elsewhere[0], before, self.resolver.base_path)}#{fragment}"
        return f"{before}#{near}" if near else None

    @cached_property
    def _pages_of(self) -> dict[str, list[str]]:
        where: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.pages):
            for anchor in self.pages[name].ids:
                where[anchor].append(name)
        return where
