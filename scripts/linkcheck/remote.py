"""One address of another site: asked with a single GET, judged by its headers, read only as far as needed."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

import httpx
import turbohtml
from ada_url import join_url

from .answers import BROKEN, OK, UNKNOWN, Answer
from .pagehtml import read_page

HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; linkcheck)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "es,en;q=0.8",
}
REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
MAX_REDIRECTS = 10
UNKNOWN_HOST = "unknown host"
_SOFT = re.compile(
    r"\b404\b|\b(?:page|file|document|site) (?:was |could )?(?:not|n['’]t) (?:be )?(?:found|exist)|^\s*not found\b"
    r"|page (?:does not|doesn['’]t) exist|(?:no|not) (?:se ha )?encontrad[ao]"
    r"|página no (?:existe|encontrada|disponible)|seite nicht gefunden|page (?:introuvable|non trouvée)"
    r"|pàgina no trobada",
    re.IGNORECASE)
_FRONT = re.compile(r"/?(?:index\.\w+|home|[a-z]{2}(?:[-_][a-zA-Z]{2})?)?/?")
_SCRIPTED = re.compile(  # lines of a program, routes, settings: a script makes sense of them, no element has their name
    r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|[!/].*|.*=.*|(?:issuecomment|discussioncomment|pullrequestreview)-\d+"
    r"|discussion_r\d+|diff-[0-9a-f]{16,}.*", re.DOTALL)
NO_NAME = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes; tests shorten them."""

    url: float = 15.0  # everything that one address may take, retries and waits included
    run: float = 900.0  # everything together
    retries: int = 2
    pause: float = 1.0  # before the first retry; doubled for the second
    retry_after: float = 10.0  # the longest wait that a server may ask for
    per_host: int = 2
    at_once: int = 32
    fragment_bytes: int = 1 << 20
    title_bytes: int = 1 << 16
    title_seconds: float = 3.0


class _Again(Exception):
    """A passing fault: worth another try after `wait` seconds (None: the usual pause)."""

    def __init__(self, reason: str, wait: float | None = None, unknown_host: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.unknown_host = unknown_host


class Asker:
    """Asks one address; `place` gives the turn at a host, so that waiting for it costs no part of the deadline."""

    def __init__(self, client: httpx.AsyncClient, limits: Limits,
                 place: Callable[[str], AbstractAsyncContextManager]) -> None:
        self.client = client
        self.limits = limits
        self.place = place

    async def ask(self, url: str, fragments: set[str]) -> Answer:
        clock = _Clock(self.limits.url)
        unknown_host = 0
        reason = ""
        for attempt in range(self.limits.retries + 1):
            try:
                return await self._once(url, fragments, clock)
            except _Again as fault:
                reason = str(fault)
                unknown_host += fault.unknown_host
                if unknown_host >= 2:
                    return Answer(BROKEN, reason)
                wait = fault.wait if fault.wait is not None else self.limits.pause * 2 ** attempt
                if attempt == self.limits.retries or wait > self.limits.retry_after or wait >= clock.left():
                    break
                await asyncio.sleep(wait)
                clock.spend(wait)
            except TimeoutError:
                return Answer(UNKNOWN, f"no answer within {self.limits.url:g} s")
        return Answer(UNKNOWN, reason)

    async def _once(self, url: str, fragments: set[str], clock: _Clock) -> Answer:
        chain, moved, permanent = [url], None, True
        seen = {url}
        while True:
            current = chain[-1]
            async with self.place(urlsplit(current).hostname or ""), clock:
                answer = await self._hop(current, fragments)
            if isinstance(answer, Answer):
                answer.chain = chain if len(chain) > 1 else []
                answer.moved = moved
                if answer.outcome == OK:
                    answer.soft = answer.soft or _to_front_page(url, current)
                return answer
            status, target = answer
            chain.append(target)
            permanent = permanent and status in PERMANENT
            moved = target if permanent else moved
            if target in seen:
                return Answer(UNKNOWN, "redirects in a loop", chain)
            if len(chain) > MAX_REDIRECTS + 1:
                return Answer(UNKNOWN, f"more than {MAX_REDIRECTS} redirects", chain)
            seen.add(target)

    async def _hop(self, url: str, fragments: set[str]) -> Answer | tuple[int, str]:
        """One request: an answer, or the status and target of a redirect."""
        try:
            async with self.client.stream("GET", url, headers=HEADERS) as response:
                status = response.status_code
                if status in REDIRECTS and response.headers.get("location"):
                    return status, _redirect(url, response.headers["location"])
                if status in (404, 410):
                    return Answer(BROKEN, f"{status} {response.reason_phrase}".strip())
                if status == 429 or status >= 500:
                    raise _Again(f"{status} {response.reason_phrase}".strip(), _retry_after(response))
                if not 200 <= status < 300:
                    return Answer(UNKNOWN, f"{status} {response.reason_phrase}".strip())
                return await self._read(response, url, fragments)
        except httpx.HTTPError as error:
            raise _fault(error) from error
        except (httpx.InvalidURL, httpx.StreamError, ValueError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            return Answer(UNKNOWN, f"{type(error).__name__}: {error}")

    async def _read(self, response: httpx.Response, url: str, fragments: set[str]) -> Answer:
        """Look into an HTML page for a soft 404 and for the fragments that somebody links to."""
        answer = Answer(OK, f"{response.status_code}", fragments=dict.fromkeys(sorted(fragments)))
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind not in ("text/html", "application/xhtml+xml"):
            answer.fragments = dict.fromkeys(sorted(fragments), True)  # PDF pages, lines of text: nothing to look for
            return answer
        limit = self.limits.fragment_bytes if fragments else self.limits.title_bytes
        body, whole = bytearray(), False
        try:
            async with asyncio.timeout(None if fragments else self.limits.title_seconds):
                async for part in response.aiter_bytes(1 << 14):
                    body += part
                    if len(body) >= limit:
                        break
                else:
                    whole = True
        except (TimeoutError, httpx.HTTPError, httpx.StreamError):
            pass  # the headers were good; the rest only adds to them
        encoding = response.charset_encoding
        text = _decode(bytes(body[:limit]), encoding)
        answer.soft = None if "404" in url else _soft(text)
        if fragments:
            ids = read_page(text).ids
            for fragment in fragments:
                found = has_anchor(fragment, ids)
                answer.fragments[fragment] = found if found or whole else None
        return answer


class _Clock:
    """Counts the time spent asking, not the time spent waiting for a turn."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.spent = 0.0

    def left(self) -> float:
        return self.seconds - self.spent

    def spend(self, seconds: float) -> None:
        self.spent += seconds

    async def __aenter__(self) -> None:
        self._start = time.monotonic()
        self._timeout = asyncio.timeout(max(self.left(), 0.0))
        await self._timeout.__aenter__()

    async def __aexit__(self, *error: object) -> bool | None:
        self.spent += time.monotonic() - self._start
        return await self._timeout.__aexit__(*error)


def _fault(error: httpx.HTTPError) -> _Again:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            if cause.errno in NO_NAME:
                return _Again(UNKNOWN_HOST, unknown_host=True)
            return _Again(f"the name of the host could not be looked up: {cause.strerror}")
        if isinstance(cause, ssl.SSLError):
            return _Again(f"TLS: {getattr(cause, 'verify_message', '') or cause.reason or cause}", wait=float("inf"))
        cause = cause.__cause__ or cause.__context__
    return _Again(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)


def _redirect(url: str, location: str) -> str:
    try:
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    target = join_url(url, location)
    if not target.startswith(("http://", "https://")):
        raise ValueError(f"redirects to {target}")
    return target.partition("#")[0]


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("retry-after", "").strip()
    if not value:
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?", value):
        return float(value)
    try:
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def _decode(body: bytes, encoding: str | None) -> str | bytes:
    if encoding is None:
        return body
    try:
        return body.decode(encoding, "replace")
    except LookupError:
        return body


def _soft(text: str | bytes) -> str | None:
    document = turbohtml.parse(text)
    for tag in ("title", "h1"):
        element = document.find(tag)
        words = " ".join(element.text.split()) if element is not None else ""
        if words and len(words) < 120 and _SOFT.search(words):
            return f"answers 200, but its {tag} says {words!r}"
    return None


def _to_front_page(asked: str, got: str) -> str | None:
    before, after = urlsplit(asked), urlsplit(got)
    if asked != got and after.path in ("", "/") and not after.query and not _FRONT.fullmatch(before.path):
        return "redirects to the front page"
    return None


def has_anchor(fragment: str, ids: dict) -> bool:
    decoded = unquote(fragment)
    names = {fragment, decoded, f"user-content-{decoded}", f"user-content-{fragment}"}  # the last two: GitHub
    return not decoded or decoded.lower() == "top" or bool(names & ids.keys()) or bool(_SCRIPTED.fullmatch(decoded))
