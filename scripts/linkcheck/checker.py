"""The whole run: read every file once, judge every reference, sort what is wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from . import places, urls
from .grouping import group
from .judge import Judge, Verdict
from .model import ERROR, WARNING, CheckError, Finding, Result, Source
from .options import JsId, Pattern, Settings, find_pyproject, load_settings
from .otherfiles import read_manifest
from .pagehtml import Page, Reference
from .reading import read_file, read_files
from .sitefiles import SiteFiles, scan

FETCHED = {places.NAVIGATE, places.LOAD, places.MENTION, places.FONT}


class Occurrence(NamedTuple):
    """One place that shows an external address."""

    page: str
    ordinal: int
    reference: Reference


@dataclass(slots=True)
class Run:
    """The state of one check."""

    site: SiteFiles
    settings: Settings
    resolver: urls.Resolver
    findings: list[Finding] = field(default_factory=list)
    external: dict[str, list[Occurrence]] = field(default_factory=dict)
    used: set[Pattern] = field(default_factory=set)
    bracketed: set[str] = field(default_factory=set)  # pages that may show a reference link as text
    manifests: set[str] = field(default_factory=set)  # files that pages name as their web manifest
    links: int = 0


def check_site(
    site_dir: str | Path,
    *,
    site_url: str | None = None,
    docs_dir: str | Path | None = None,
    config: str | Path | None = None,
    exclude: Sequence[str] = (),
    external: object | None = None,
) -> Result:
    """Check every reference of the site in `site_dir`.

    `site_url` is the public address, `docs_dir` the folder of Markdown sources (None: findings name no source),
    `config` a pyproject.toml (None: the nearest one at or above the site folder), `external` an
    `ExternalChecker` to ask for other sites' pages as well.  Raises CheckError when nothing can be checked.
    """
    started = time.perf_counter()
    folder = Path(site_dir)
    if not os.path.isdir(folder):
        raise CheckError(f"{site_dir}: no such folder")
    settings = load_settings(Path(config) if config else find_pyproject(folder.resolve()))
    settings = Settings(settings.exclude + tuple(map(Pattern, exclude)), settings.js_ids, settings.external_exclude)
    try:
        resolver = urls.Resolver(site_url)
    except ValueError as error:
        raise CheckError(f"--site-url {site_url}: not an http(s) address") from error
    run = Run(scan(folder), settings, resolver)
    documents = _read_all(run, folder)
    judge = Judge(run.site, resolver, documents)
    pages = judge.pages
    for name, document in documents.items():
        _judge_document(run, judge, name, document)
    _judge_manifests(run, judge)
    if not run.links:
        raise CheckError(f"{site_dir}: no link in {len(pages)} pages")
    if external is not None:
        external.check(run)
    _unused_settings(run, external is not None)
    if docs_dir is not None and (run.findings or run.bracketed):
        from .sources import locate  # the sources are read only when there is something to mend

        locate(run, pages, Path(docs_dir))
    result = Result(group(run.findings, len(pages)))
    result.stats.pages, result.stats.links, result.stats.external = len(pages), run.links, len(run.external)
    result.stats.seconds = round(time.perf_counter() - started, 3)
    return result


def _read_all(run: Run, folder: Path) -> dict[str, Page]:
    if not run.site.pages:
        raise CheckError(f"{folder}: no HTML page")
    documents: dict[str, Page] = {}
    for name, problem in run.site.unreadable.items():
        run.findings.append(Finding(ERROR, "unreadable-file", name, 0, name, problem, target=name))
    for name, (document, bracketed, problem) in read_files(run.site).items():
        if problem:
            run.findings.append(Finding(ERROR, "unreadable-file", name, 0, name, problem, target=name))
        if bracketed:
            run.bracketed.add(name)
        if document is not None:
            documents[name] = document
    return documents


def _judge_document(run: Run, judge: Judge, name: str, document: Page) -> None:
    based = urls.Document(run.resolver, name, document.base)
    unbased = urls.Document(run.resolver, name, None) if document.base_at else based
    known: dict[tuple[urls.Document, str, str, str], tuple[urls.Target | None, list[Verdict]]] = {}
    for ordinal, reference in enumerate(document.references):
        url, line, column, purpose, where = reference
        locator = unbased if ordinal < document.base_at and purpose == places.LOAD else based
        key = (locator, url, purpose, "" if url else where)
        answer = known.get(key)
        if answer is None:
            answer = known[key] = _allowed(run, name, reference, *judge.judge(locator, document, reference))
            if where == "link manifest" and answer[0] is not None and answer[0].kind == urls.INTERNAL:
                run.manifests.update(filter(None, run.site.answer(answer[0].path)[1:]))
        target, verdicts = answer
        if target is not None and target.kind == urls.EXTERNAL and purpose in FETCHED:
            run.external.setdefault(target.url, []).append(Occurrence(name, ordinal, reference))
        for verdict in verdicts:
            level, kind, message, suggestion, goal = verdict
            run.findings.append(Finding(level, kind, name, line, url, f"{message} ({where})", suggestion, None,
                                        goal, ordinal, column))
    run.links += len(document.references) - (document.base is not None)
    for anchor, line, column in {found[0]: found for found in reversed(document.duplicates)}.values():
        run.findings.append(Finding(WARNING, "duplicate-id", name, line, f"#{anchor}",
                                    f"the id {anchor!r} stands more than once in this page", None, None,
                                    f"duplicate {anchor}", -1, column))


def _judge_manifests(run: Run, judge: Judge) -> None:
    """Web manifests whose names do not tell what they are."""
    for name in sorted(run.manifests - judge.documents.keys()):
        reading = read_file(run.site, name, read_manifest)
        if reading.document is None:
            run.findings.append(Finding(ERROR, "unreadable-file", name, 0, name, reading.problem, target=name))
        else:
            _judge_document(run, judge, name, reading.document)


def _allowed(run: Run, name: str, reference: Reference, target: urls.Target | None,
             verdicts: list[Verdict]) -> tuple[urls.Target | None, list[Verdict]]:
    """Leave out what the settings exclude or explain."""
    for pattern in run.settings.exclude:
        if pattern.matches(reference.url, target.url if target else "", target.path if target else ""):
            run.used.add(pattern)
            return None, []
    needed = run.settings.js_ids and any(verdict.kind == "missing-fragment" for verdict in verdicts)
    if needed and target is not None and target.fragment:
        page = run.site.answer(target.path)[1] or target.path if target.kind == urls.INTERNAL else ""
        fragment = urls.decode_fragment(target.fragment)
        for entry in run.settings.js_ids:
            if entry.allows(page or name, fragment):
                run.used.add(entry.id)
                verdicts = [verdict for verdict in verdicts if verdict.kind != "missing-fragment"]
    return target, verdicts


def _unused_settings(run: Run, asked_others: bool) -> None:
    patterns = [(pattern, "exclusion") for pattern in run.settings.exclude]
    patterns += [(entry.id, "js_ids entry") for entry in run.settings.js_ids]
    if asked_others:
        patterns += [(pattern, "exclusion") for pattern in run.settings.external_exclude]
    for pattern, what in patterns:
        if pattern not in run.used:
            message = f"the {what} {pattern.text!r} matches nothing: remove it"
            source = Source(pattern.file, pattern.line, pattern.column)
            run.findings.append(Finding(WARNING, "unused-exclusion", pattern.file, pattern.line, pattern.text,
                                        message, None, source, f"{what} {pattern.text}"))


__all__ = ["JsId", "check_site"]
