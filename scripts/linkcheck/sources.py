"""From a fault in the built site to the line that its author has to mend."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from . import urls
from .context import Context, contexts
from .mdlinks import MdLink, MdPage, read_links
from .mdtext import load_page
from .model import ERROR, Finding, Source
from .othersources import OtherSources
from .pagehtml import Page
from .siteconfig import SiteConfig, load_config
from .suggest import close_matches, fold

if TYPE_CHECKING:
    from .checker import Run

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


def locate(run: Run, pages: dict[str, Page], docs: Path) -> None:
    """Give every finding its source and add the references that Markdown left as text."""
    locator = Locator(run, pages, load_config(docs))
    by_page: dict[str, list[Finding]] = defaultdict(list)
    for finding in run.findings:
        if finding.source is None:
            by_page[finding.page].append(finding)
    for name, findings in by_page.items():
        locator.locate(name, findings)
    for name in sorted(run.bracketed):
        run.findings.extend(locator.undefined_references(name))


class Locator:
    def __init__(self, run: Run, pages: dict[str, Page], config: SiteConfig) -> None:
        self.run = run
        self.pages = pages
        self.config = config
        self.other = OtherSources(config)
        self.markdown = lru_cache(maxsize=None)(self._markdown)

    def locate(self, name: str, findings: list[Finding]) -> None:
        source = self.source_of(name)
        if name not in self.pages or (source is None and (self.config.docs / name).is_file()):
            for finding in findings:
                finding.source = self.other.copied(finding)
            return
        places = _Places(self.markdown(source) if source else None, self, name)
        for finding in findings:
            if finding.kind == "duplicate-id":
                finding.source = places.second_id(finding.url[1:])
            elif finding.ordinal >= 0:
                finding.source = places.find(finding)
                finding.template = finding.source is None and source is not None

    def source_of(self, name: str) -> Path | None:
        """The Markdown file that a page was built from."""
        stem = name.rsplit(".", 1)[0]
        stems = [stem]
        if stem == "index" or stem.endswith("/index"):
            folder = stem[: -len("index")]
            stems += [folder.rstrip("/"), f"{folder}README", f"{folder}readme"]
        for candidate in stems:
            for suffix in _MARKDOWN:
                path = self.config.docs / (candidate + suffix)
                if candidate and path.is_file():
                    return path
        return None

    def published(self, path: str) -> list[str]:
        """Pages that a Markdown file, named relative to the docs folder, may have become."""
        stem = path.rsplit(".", 1)[0]
        if posixpath.basename(stem).lower() in ("index", "readme"):
            return [posixpath.join(posixpath.dirname(stem), "index.html")]
        return [f"{stem}.html", f"{stem}/index.html"]

    def _markdown(self, source: Path) -> MdPage:
        return read_links(load_page(source, self.config))

    def undefined_references(self, name: str) -> list[Finding]:
        source = self.source_of(name)
        if source is None:
            return []
        page = self.markdown(source)
        if not page.undefined:
            return []
        text = self.run.site.read(name).decode("utf-8", "replace")
        found = []
        positions: dict[str, int] = {}  # where to look on for each label: footnotes end up at the end of the page
        for undefined in page.undefined:
            if page.source.in_math(undefined.offset):
                continue
            at = _find_text(text, f"][{undefined.label}]", positions.get(undefined.label, 0))
            if at < 0:
                continue
            positions[undefined.label] = at + 1
            written = f"[{undefined.text}][{undefined.label}]"
            wanted = fold(undefined.label or undefined.text)
            near = _nearest(wanted, page.definitions)
            found.append(Finding(
                ERROR, "undefined-reference", name, text.count("\n", 0, at) + 1, written,
                f"no definition of [{undefined.label or undefined.text}]: the page shows the brackets",
                f"[{undefined.text}][{near}]" if near else None, page.source.source(undefined.offset),
                f"{name} {written} {at}", -1,
                at - text.rfind("\n", 0, at)))
        return found


def _find_text(text: str, wanted: str, position: int) -> int:
    escaped = wanted.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return max(text.find(wanted, position), text.find(escaped, position))


def _nearest(wanted: str, definitions: dict) -> str | None:
    folded = {fold(label): label for label in sorted(definitions, reverse=True)}
    close = close_matches(wanted, sorted(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


class _Places:
    """The links of one page, in HTML and in Markdown, matched by address and order."""

    def __init__(self, page: MdPage | None, locator: Locator, name: str) -> None:
        self.page = page
        self.locator = locator
        self.name = name
        self.folder = posixpath.dirname(self._docs_name())
        self._written: dict[str, list[MdLink]] = defaultdict(list)
        self._targets: dict[str, list[MdLink]] = defaultdict(list)
        for link in page.links if page else ():
            self._written[_key(link.url)].append(link)
            for target in self._markdown_targets(link.url):
                self._targets[target].append(link)

    def _docs_name(self) -> str:
        source = self.locator.source_of(self.name)
        return source.relative_to(self.locator.config.docs).as_posix() if source else self.name

    @cached_property
    def references(self) -> list[Context]:
        return contexts(self.locator.run.site.read(self.name))

    @cached_property
    def _has_content(self) -> bool:
        return any(reference.content for reference in self.references)

    def find(self, finding: Finding) -> Source | None:
        other, spellings = self.locator.other, self._spellings(finding)
        if self.page is None and not other.mentions(finding.url, spellings):
            return None  # nothing of the page need be known
        context = self.references[finding.ordinal]
        if context.drawing:
            source = other.drawing(finding.url, self._drawings())
            if source:
                return source
        if context.content or not self._has_content:
            source = self._in_page(finding, context)
            if source is None and context.footnote:
                source = other.bibliography(finding.url, context.footnote)
            return source or other.bibliography(finding.url, None) or other.configuration(spellings) \
                or other.theme(spellings) or self._literal(finding.url)
        return other.configuration(spellings) or other.theme(spellings) or self._literal(finding.url) \
            or self._in_page(finding, context)

    def _drawings(self) -> list[Path]:
        """The SVG files that the page asks for: a hook may have put them into it."""
        names = dict.fromkeys(unquote(link.url) for link in self.page.links if link.url.endswith(".svg")) \
            if self.page else ()
        return [self.locator.config.docs / self.folder / name.lstrip("/") for name in names]

    def _in_page(self, finding: Finding, context: Context) -> Source | None:
        if self.page is None:
            return None
        same = self._written.get(_key(finding.url)) or self._targets.get(self._html_target(finding.url), [])
        alike = self._alike(finding, context)
        strong = [link for link in same if not link.weak]
        if len(strong) < len(alike):
            strong = same
        if not strong:
            return None
        text = self.page.source
        label = re.sub(r"^fn[:\-]", "", context.footnote) if context.footnote else None
        chosen = [link for link in strong if text.label(link.start) == label] or strong
        if len(chosen) < len(alike):  # MkDocs may have made the same address of others, such as this page's own name
            other = [link for link in self._targets.get(self._html_target(finding.url), ())
                     if text.label(link.start) == label and not link.weak and not link.url.startswith("#")]
            chosen = sorted({*chosen, *other}) if len(chosen) + len(other) >= len(alike) else chosen
        if len(chosen) != len(alike):  # the page shows more or fewer than the source writes: the words decide
            words = _words(context.text)
            named = [link for link in chosen if _words(link.text) == words]
            if named:
                chosen, alike = named, [number for number in alike if _words(self.references[number].text) == words]
        rank = alike.index(finding.ordinal)
        return text.source(chosen[min(rank, len(chosen) - 1)].offset)

    def _alike(self, finding: Finding, context: Context) -> list[int]:
        """The references of the page's text, or of the same footnote, that point to the same address."""
        wanted = _key(finding.url)
        target = None if wanted in self._written else self._html_target(finding.url)
        return [number for number, found in enumerate(self.references)
                if (_key(found.url) == wanted or (target is not None and self._html_target(found.url) == target))
                and found.content == context.content and found.footnote == context.footnote]

    def _html_target(self, url: str) -> str:
        target = self.locator.run.resolver.resolve(url, self.locator.run.resolver.page_url(self.name))
        if target.kind != urls.INTERNAL:
            return url
        return f"{target.path}#{urls.decode_fragment(target.fragment or '')}"

    def _markdown_targets(self, url: str) -> list[str]:
        """What MkDocs may make of an address that names another file of the docs folder."""
        path, _, fragment = unquote(url).partition("#")
        path = path.partition("?")[0]
        if url.startswith("#"):
            return [f"{self.name}#{fragment}"]
        if not path or urls.scheme_of(url) or path.startswith("//"):
            return []
        path = posixpath.normpath(posixpath.join("/", self.folder, path)).lstrip("/")
        names = self.locator.published(path) if path.endswith(_MARKDOWN) else [path]
        names += [name[: -len("index.html")] for name in names if name.endswith("index.html")]
        return [f"{name}#{fragment}" for name in names]

    def _spellings(self, finding: Finding) -> list[str]:
        """How a configuration or a template may write the address."""
        path = self._html_target(finding.url).partition("#")[0].lstrip("/")
        spellings = [finding.url]
        if path and path != finding.url and finding.kind != "missing-fragment":  # a navigation entry has none
            spellings.append(path)
            if path.endswith(".html"):
                spellings.append(path[: -len(".html")] + ".md")
        bare = re.sub(r"^(?:\.\.?/)+", "", finding.url)
        return list(dict.fromkeys(spelling for spelling in (*spellings, bare) if len(spelling) > 2))

    def _literal(self, url: str) -> Source | None:
        """The address anywhere in the page's text, front matter and all."""
        if self.page is None or len(url) < 3:
            return None
        text = self.page.source
        for spelling in dict.fromkeys((url, unquote(url))):
            match = re.search(rf"(?<![\w/]){re.escape(spelling)}(?![\w/])", text.text)
            if match:
                return text.source(match.start())
        return None

    def second_id(self, anchor: str) -> Source | None:
        """The second place that gives an id: an attribute list, a tag, a heading of the same text."""
        if self.page is None:
            return None
        text = self.page.source
        escaped = re.escape(anchor)
        given = rf"\{{[^{{}}\n]*#({escaped})(?=[\s}}])|\b(?:id|name)\s*=\s*[\"']?({escaped})(?=[\"'\s>])"
        found = [match.start(match.lastindex) for match in re.finditer(given, text.masked)]
        for match in re.finditer(r"^#{1,6}[ \t]+(.*?)(?:[ \t]+#*)?$", text.masked, re.MULTILINE):
            if fold(re.sub(r"[^\w\s-]", "", match[1])) == fold(anchor):
                found.append(match.start(1))
        found.sort()
        return text.source(found[min(1, len(found) - 1)]) if found else None


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _key(url: str) -> str:
    return " ".join(unquote(url).split())
