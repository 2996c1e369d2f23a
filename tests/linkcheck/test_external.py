"""Three outcomes, and never a wrong «broken»: the checker against a server that misbehaves."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from faultserver import FaultServer
from sites import ROOT

from linkcheck import check_site
from linkcheck.answers import BROKEN, DAY, OK, UNKNOWN, Answer, Cache
from linkcheck.external import ExternalChecker
from linkcheck.remote import Limits, has_anchor

# Long enough for a busy machine, but for what takes as long as it is given.
LIMITS = Limits(url=20.0, run=60.0, pause=0.05, retry_after=0.5, title_seconds=20.0)
ENDLESS = {
    ("/slow-head", "/drip-head"): replace(LIMITS, url=0.5),
    ("/drip",): replace(LIMITS, title_seconds=0.3),
}
EXPECTED = {
    "/ok": OK,
    "/404": BROKEN,
    "/410": BROKEN,
    "/403": UNKNOWN,
    "/401": UNKNOWN,
    "/418": UNKNOWN,
    "/451": UNKNOWN,
    "/500": UNKNOWN,
    "/503": UNKNOWN,
    "/403-agent": UNKNOWN,
    "/429-once": OK,
    "/429-wait": OK,
    "/429-always": UNKNOWN,
    "/429-long": UNKNOWN,
    "/flaky": OK,
    "/no-head": OK,
    "/chain": OK,
    "/mixed": OK,
    "/loop": UNKNOWN,
    "/endless-chain": UNKNOWN,
    "/to-404": BROKEN,
    "/to-nowhere": UNKNOWN,
    "/to-bad": UNKNOWN,
    "/to-front": OK,
    "/soft": OK,
    "/soft-english": OK,
    "/pdf": OK,
    "/slow-head": UNKNOWN,
    "/reset": UNKNOWN,
    "/close": UNKNOWN,
    "/garbage": UNKNOWN,
    "/drip": OK,
    "/drip-head": UNKNOWN,
    "/endless": OK,
    "/long": OK,
    "/short": OK,
    "/bad-gzip": OK,
    "/bad-length": UNKNOWN,
}


@pytest.fixture(scope="module", autouse=True)
def loop_of_its_own():
    """The browser of earlier tests keeps an event loop in this thread, where asyncio.run would start no other."""
    run = asyncio.run
    with ThreadPoolExecutor(1) as thread, pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "run", lambda work: thread.submit(run, work).result())
        yield


@pytest.fixture(scope="module")
def answered():
    """Every fault asked for once."""
    with FaultServer() as server:
        wanted = {server.url(path): set() for path in EXPECTED}
        wanted[server.tls_url("/ok")] = set()
        wanted[server.url("/page/deep")] = {"uno", "dos", "nada", "top"}
        wanted[server.url("/big")] = {"far"}
        wanted[server.url("/pdf")] = {"page=3"}
        started = time.monotonic()
        answers = {}
        for paths, limits in ENDLESS.items():
            some = {server.url(path): wanted.pop(server.url(path)) for path in paths}
            answers |= ExternalChecker(limits=limits).ask(some)
        answers |= ExternalChecker(limits=LIMITS).ask(wanted)
        return server, answers, time.monotonic() - started


@pytest.mark.parametrize("path", EXPECTED)
def test_outcome(answered, path):
    server, answers, _ = answered
    answer = answers[server.url(path)]
    assert answer.outcome == EXPECTED[path], answer


def test_self_signed_certificate_is_not_broken(answered):
    server, answers, _ = answered
    answer = answers[server.tls_url("/ok")]
    assert answer.outcome == UNKNOWN and "TLS" in answer.reason


def test_all_of_it_in_time(answered):
    assert answered[2] < 25


def test_two_requests_at_once_for_a_host():
    with FaultServer() as server:
        ExternalChecker(limits=LIMITS).ask({server.url(f"/pause?{number}"): set() for number in range(12)})
        assert server.most == 2


def test_one_get_each_and_retries_only_on_passing_faults(answered):
    server, _, _ = answered
    assert {method for methods in server.methods.values() for method in methods} == {"GET"}
    assert {path: server.hits[path] for path in ("/ok", "/404", "/403", "/loop", "/500", "/flaky", "/429-long")} == {
        "/ok": 1,
        "/404": 2,
        "/403": 1,
        "/loop": 1,
        "/500": 3,
        "/flaky": 3,
        "/429-long": 1,
    }  # /404: /to-404 too


def test_chains(answered):
    server, answers, _ = answered
    chain = answers[server.url("/chain")]
    assert chain.chain == [server.url(path) for path in ("/chain", "/chain2", "/end")]
    assert chain.moved == server.url("/end")
    assert answers[server.url("/mixed")].moved == server.url("/temporary")
    assert "loop" in answers[server.url("/loop")].reason
    assert answers[server.url("/to-404")].chain[-1] == server.url("/404")


def test_soft_404(answered):
    server, answers, _ = answered
    for path in ("/soft", "/soft-english", "/to-front"):
        assert answers[server.url(path)].soft
    assert not answers[server.url("/ok")].soft


def test_fragments(answered):
    server, answers, _ = answered
    assert answers[server.url("/page/deep")].fragments == {"uno": True, "dos": True, "nada": False, "top": True}
    assert answers[server.url("/big")].fragments == {"far": None}  # beyond the first megabyte


@pytest.mark.parametrize("fragment", ["L10", "L10-L20", "L1C2-L3C4", "/guia/uno", "!x", "gid=0", "issuecomment-123"])
def test_fragments_that_scripts_make_sense_of(fragment):
    assert has_anchor(fragment, {}) and not has_anchor("L", {}) and not has_anchor("Lado-1", {})


def test_retry_after_is_honoured(answered):
    server, answers, _ = answered
    assert "429" in answers[server.url("/429-long")].reason


def test_unknown_host_twice(monkeypatch):
    real, asked = socket.getaddrinfo, []

    def lookup(host, *rest, **options):
        if "no-such" in str(host):
            asked.append(host)
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if "later" in str(host):
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    answers = ExternalChecker(limits=LIMITS).ask({"http://no-such.example/": set(), "http://later.example/": set()})
    assert answers["http://no-such.example/"].outcome == BROKEN and len(asked) == 2
    assert answers["http://later.example/"].outcome == UNKNOWN


def test_a_name_that_is_never_found_holds_up_nobody(monkeypatch):
    """Names are looked up in threads, which cannot be ended: the run goes on, and ends, without them."""
    found, lookup = threading.Event(), socket.getaddrinfo

    def never(host, *arguments, **options):
        if str(host).strip("b'").startswith("lento"):
            found.wait(60)
        return lookup(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", never)
    try:
        with FaultServer() as server:
            wanted = {f"https://lento{number}.invalid/": set() for number in range(12)} | {server.url("/ok"): set()}
            answers = ExternalChecker(limits=replace(LIMITS, url=2.0, run=4.0)).ask(wanted)
            assert answers.pop(server.url("/ok")).outcome == OK
            assert {answer.outcome for answer in answers.values()} == {UNKNOWN} and not found.is_set()
    finally:
        found.set()


def test_no_network_breaks_nothing(monkeypatch):
    def lookup(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    answers = ExternalChecker(limits=LIMITS).ask({f"https://{name}.org/": set() for name in "abc"})
    assert {answer.outcome for answer in answers.values()} == {UNKNOWN}


def test_deadline_of_the_run():
    with FaultServer() as server:
        started = time.monotonic()
        limits = Limits(url=20, run=0.5)
        answers = ExternalChecker(limits=limits).ask({server.url(f"/slow-head?{n}"): set() for n in range(5)})
        assert time.monotonic() - started < 5
        assert {answer.outcome for answer in answers.values()} == {UNKNOWN}


def test_findings_name_page_line_and_what_to_do(make_site):
    with FaultServer() as server:
        links = "\n".join(
            f"<a href={server.url(path)}>x</a>"
            for path in ("/ok", "/404#x", "/403", "/chain#uno", "/soft", "/page/deep#nada", "/page/deep#uno")
        )
        site = make_site({"index.html": f"<!doctype html>\n{links}"})
        result = check_site(site, exclude=("no",), external=ExternalChecker(limits=LIMITS))
    found = {
        finding.line: finding for finding in result.findings if finding.kind not in ("localhost", "unused-exclusion")
    }
    assert {line: (finding.level, finding.kind) for line, finding in found.items()} == {
        3: ("error", "external-broken"),
        4: ("warning", "external-unknown"),
        5: ("warning", "external-moved"),
        6: ("warning", "soft-404"),
        7: ("warning", "external-missing-fragment"),
    }
    assert found[3].suggestion == f"https://web.archive.org/web/{server.url('/404')}"
    assert found[5].suggestion == server.url("/end#uno")
    assert result.stats.external == 7


def test_cache(tmp_path):
    file = tmp_path / "deep" / "cache.json"
    with FaultServer() as server:
        wanted = {server.url("/ok"): set(), server.url("/404"): set(), server.url("/403"): set()}
        checker = ExternalChecker(cache=file, limits=LIMITS)
        checker.ask(wanted)
        again = checker.ask(wanted)
        assert {path: server.hits[path] for path in ("/ok", "/404", "/403")} == {"/ok": 1, "/404": 1, "/403": 2}
        assert again[server.url("/404")].outcome == BROKEN
        checker.ask({server.url("/ok"): {"uno"}})  # a fragment nobody asked for before
        assert server.hits["/ok"] == 2
        file.write_text("{ not json")
        checker.ask({server.url("/ok"): {"uno"}})
        assert server.hits["/ok"] == 3


@pytest.mark.parametrize(
    ("outcome", "days", "fresh"),
    [
        (OK, 13.9, True),
        (OK, 14.1, False),
        (BROKEN, 0.9, True),
        (BROKEN, 1.1, False),
        (UNKNOWN, 0.0, False),
        (OK, -1, False),
    ],
)
def test_lifetime_of_answers(outcome, days, fresh):
    cache = Cache(None)
    cache.answers["u"] = Answer(outcome, checked=1e9)
    assert (cache.get("u", set(), 1e9 + days * DAY) is not None) == fresh


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"version": 1, "answers": 3}',
        "\x00",
        '{"version": 1, "answers": {"u": {"outcome": 3}}}',
        "[" * 100_000,
        '{"version": 1, "answers": {"u": {"outcome": "ok", "new": 1}}}',
    ],
)
def test_unreadable_cache_is_ignored(tmp_path, text):
    file = tmp_path / "cache.json"
    file.write_text(text)
    assert Cache(file).answers == {}


def test_cache_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "cache.json").mkdir()
    Cache(tmp_path / "cache.json").save({"https://example.com/": Answer(OK, checked=1.0)}, 1.0)
    assert [path.name for path in tmp_path.iterdir()] == ["cache.json"]


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_ctrl_c_ends_with_what_there_is(make_site):
    with FaultServer() as server:
        # Two at once: the third is asked for when the first has answered.
        paths = ("/404", "/slow-head", "/slow-head?2")
        site = make_site({"index.html": "".join(f"<a href={server.url(path)}>x</a>" for path in paths)})
        command = [
            sys.executable,
            ROOT / "scripts/check_links.py",
            site,
            "--external",
            "--format",
            "json",
            "--cache",
            site.parent / "cache.json",
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not server.hits["/slow-head?2"] and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    kinds = {finding["kind"] for finding in json.loads(output)["findings"]}
    assert process.returncode == 1 and {"external-broken", "external-unknown"} <= kinds
    assert "Traceback" not in errors
