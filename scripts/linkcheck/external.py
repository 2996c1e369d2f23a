"""The pages of other sites: every address once, two at a time for each host, within a deadline."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from .answers import BROKEN, OK, UNKNOWN, Answer, Cache
from .model import ERROR, WARNING, Finding
from .remote import UNKNOWN_HOST, Asker, Limits

if TYPE_CHECKING:
    from .checker import Occurrence, Run

ARCHIVE = "https://web.archive.org/web/"
NOT_ASKED = "not answered before the run ended"


class _Lookups(ThreadPoolExecutor):
    """Threads in which names are looked up; one that never answers must not keep the run from ending."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=True)


class ExternalChecker:
    """`check(run)` asks for every external address of a run and adds what is wrong to its findings."""

    def __init__(self, *, cache: Path | None = None, timeout: float = 15.0, deadline: float = 900.0,
                 limits: Limits | None = None, progress: bool | None = None) -> None:
        self.limits = limits or replace(Limits(), url=timeout, run=deadline)
        self.cache_file = cache
        self.progress = sys.stderr.isatty() if progress is None else progress

    def check(self, run: Run) -> dict[str, Answer]:
        wanted: dict[str, set[str]] = defaultdict(set)
        for url in run.external:
            if not _excluded(run, url):
                address, _, fragment = url.partition("#")
                wanted[address].update({fragment.partition(":~:")[0]} - {""})
        answers = self.ask(dict(wanted))
        for url, occurrences in run.external.items():
            address, _, fragment = url.partition("#")
            if address in answers:
                for occurrence in occurrences:
                    run.findings += _findings(url, fragment.partition(":~:")[0], answers[address], occurrence)
        return answers

    def ask(self, wanted: dict[str, set[str]]) -> dict[str, Answer]:
        """Answers for addresses without fragments, each with the fragments to look for in it."""
        cache = Cache(self.cache_file)
        now = time.time()
        answers: dict[str, Answer] = {}
        for url, fragments in sorted(wanted.items()):
            known = cache.get(url, fragments, now)
            if known:
                answers[url] = known
        rest = {url: fragments for url, fragments in sorted(wanted.items()) if url not in answers}
        if rest:
            fresh = asyncio.run(self._ask_all(rest))
            self._doubt_names(fresh)
            for answer in fresh.values():
                answer.checked = now
            cache.save(fresh, now)
            answers.update(fresh)
        return answers

    @staticmethod
    def _doubt_names(answers: dict[str, Answer]) -> None:
        """Where not one name could be looked up, it is our network that is broken, not the links."""
        names = {url: urlsplit(url).hostname or "" for url in answers}
        names = {url: name for url, name in names.items() if _is_public_name(name)}
        unknown = {url for url in names if answers[url].reason == UNKNOWN_HOST}
        if len({names[url] for url in unknown}) >= 3 and len(unknown) == len(names):
            for url in unknown:
                answers[url] = Answer(UNKNOWN, "no name of any host can be looked up: is there a network?")

    async def _ask_all(self, wanted: dict[str, set[str]]) -> dict[str, Answer]:
        """Ask for all of them; when the time is up, or on Ctrl-C, return what is there."""
        asyncio.get_running_loop().set_default_executor(_Lookups(self.limits.at_once))
        answers = {url: Answer(UNKNOWN, NOT_ASKED) for url in wanted}
        hosts: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self.limits.per_host))
        everyone = asyncio.Semaphore(self.limits.at_once)
        done = 0

        class Place:
            def __init__(self, host: str) -> None:
                self.host = hosts[host]

            async def __aenter__(self) -> None:
                await self.host.acquire()
                try:
                    await everyone.acquire()
                except BaseException:
                    self.host.release()
                    raise

            async def __aexit__(self, *error: object) -> None:
                everyone.release()
                self.host.release()

        async def one(url: str, fragments: set[str]) -> None:
            nonlocal done
            try:
                answers[url] = await asker.ask(url, fragments)
            except Exception as error:  # a fault of ours or of a library must not pass for a broken link
                answers[url] = Answer(UNKNOWN, f"{type(error).__name__}: {error}")
            done += 1
            self._show(done, len(wanted))

        pool = httpx.Limits(max_connections=None, max_keepalive_connections=self.limits.at_once)
        async with httpx.AsyncClient(follow_redirects=False, timeout=None, limits=pool) as client:
            asker = Asker(client, self.limits, Place)
            tasks = [asyncio.create_task(one(url, fragments)) for url, fragments in wanted.items()]
            try:
                await asyncio.wait(tasks, timeout=self.limits.run)
            except asyncio.CancelledError:  # Ctrl-C
                print("\ninterrupted: what is known so far", file=sys.stderr)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self.progress:
            print(file=sys.stderr)
        return answers

    def _show(self, done: int, total: int) -> None:
        if self.progress:
            print(f"\r{done}/{total} external addresses", end="", file=sys.stderr, flush=True)


def _is_public_name(host: str) -> bool:
    if "." not in host or re.fullmatch(r"[\d.]+|\[.*\]|.*:.*", host):
        return False
    return host.rsplit(".", 1)[-1] not in ("invalid", "test", "example", "localhost", "local")


def _excluded(run: Run, url: str) -> bool:
    for pattern in run.settings.external_exclude:
        if pattern.matches(url):
            run.used.add(pattern)
            return True
    return False


def _findings(url: str, fragment: str, answer: Answer, occurrence: Occurrence) -> list[Finding]:
    reference = occurrence.reference
    where = f" ({reference.where})"
    chain = f"; redirects: {' → '.join(answer.chain)}" if answer.chain else ""

    def finding(level: str, kind: str, message: str, suggestion: str | None = None) -> Finding:
        return Finding(level, kind, occurrence.page, reference.line, reference.url, message + where, suggestion,
                       None, url, occurrence.ordinal, reference.column)

    if answer.outcome == BROKEN:
        return [finding(ERROR, "external-broken", answer.reason + chain, ARCHIVE + url.partition("#")[0])]
    if answer.outcome == UNKNOWN:
        return [finding(WARNING, "external-unknown", f"can't tell: {answer.reason}{chain}")]
    found = []
    if answer.outcome == OK and answer.soft:
        found.append(finding(WARNING, "soft-404", answer.soft + chain, ARCHIVE + url.partition("#")[0]))
    elif answer.moved:
        moved = answer.moved + (f"#{fragment}" if fragment else "")
        found.append(finding(WARNING, "external-moved", "moved for good" + chain, moved))
    if fragment and answer.fragments.get(fragment) is False:
        found.append(finding(WARNING, "external-missing-fragment", f"no anchor {fragment!r} in that page"))
    return found
