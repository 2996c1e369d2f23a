"""Reading on several processors: the same findings as on one, whatever becomes of a child."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import suppress

import pytest
from sites import ROOT, write_site

from linkcheck import check_site, checker, reading

PARENT = os.getpid()
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
ODD = {
    "odd.html": b'<base href="v1/"><map name=m></map><a name=n></a><img src=no.png usemap=#k><p id=d><p id=d>'
    b"<noscript><p id=h><a href=no-script.html>x</a></noscript><iframe srcdoc='<a href=no-frame.html>x</a>'></iframe>"
    b"<a href='\xff\x00.html'>x</a><p>[text][label]",
    "utf16.html": "<p id='ñ'><a href=no-16.html>x</a>".encode("utf-16"),
    "links.html": "<a href='odd.html#h'>x</a><a href='utf16.html#ñ'>x</a><a href='utf16.html#n'>x</a>",
    "empty.html": "",
    "s.svg": "<svg xmlns='http://www.w3.org/2000/svg'><g id='a'/><g id='a'/><a href='no.html#x'/></svg>",
    "c.css": "a{b:url(no-image.png)}",
    "sitemap.xml": "<urlset><url><loc>https://site.invalid/no-map.html</loc></url></urlset>",
    "robots.txt": "Sitemap: https://site.invalid/no-robots.xml",
    "data.json": "{}",
}


@pytest.fixture
def site(make_site):
    """Enough pages for every process, with good links, broken ones and those of each kind of file."""
    draw = random.Random(3)
    pages = {
        f"p{number}.html": "\n".join(
            [f"<p id=i{number}><a href=http://other{number % 7}.example/>x</a>"]
            + [f"<p><a href=p{draw.randrange(17)}.html#i{number}>x</a>" for _ in range(draw.randrange(30))])
        for number in range(16)
    }
    return make_site(pages | ODD)


@pytest.fixture
def checked(monkeypatch, tmp_path):
    """`checked(site, processes)`: what a check with so many processes has to say, but for its time."""
    write_site(tmp_path / "docs", {"odd.md": "[text][label]\n", "p1.md": "[x](p16.md)\n"})

    def run(site, processes):
        monkeypatch.setattr(reading, "_processes", lambda size: processes)
        output = check_site(site, docs_dir=tmp_path / "docs").to_json()
        del output["stats"]["seconds"]
        return output

    return run


def in_children(monkeypatch, function, instead):
    """Call `instead` before `function` of the reading module in every child; the parent waits until it is needed."""
    plain = getattr(reading, function)

    def altered(*arguments):
        if os.getpid() != PARENT:
            instead()
        else:
            time.sleep(0.002)
        return plain(*arguments)

    monkeypatch.setattr(reading, function, altered)


@needs_fork
@pytest.mark.parametrize("processes", [2, 3, 20])
def test_same_findings_as_without_children(site, checked, monkeypatch, processes):
    started, start = [], reading._start
    monkeypatch.setattr(reading, "_start", lambda work: started.append(1) or start(work))
    plain = checked(site, 1)
    assert not started and len(plain["findings"]) > 100
    assert checked(site, processes) == plain
    assert len(started) == processes - 1


@needs_fork
def test_more_files_than_the_queue_has_numbers(site, checked, monkeypatch):
    plain = checked(site, 1)
    monkeypatch.setattr(reading, "MAX_TICKETS", 5)
    assert checked(site, 3) == plain


@needs_fork
@pytest.mark.parametrize("function", ["_read", "_pack"])
@pytest.mark.parametrize("death", [
    pytest.param(lambda: os.kill(os.getpid(), signal.SIGKILL), id="killed"),
    pytest.param(lambda: os._exit(3), id="ended"),
    pytest.param(lambda: 1 / 0, id="exception"),
])
def test_a_child_that_dies_loses_nothing(site, checked, monkeypatch, capfd, function, death):
    plain = checked(site, 1)
    in_children(monkeypatch, function, death)
    assert checked(site, 3) == plain
    assert capfd.readouterr() == ("", "")
    with pytest.raises(ChildProcessError):  # and none is left behind
        os.waitpid(-1, os.WNOHANG)


@needs_fork
def test_a_child_that_dies_while_it_hands_back(site, checked, monkeypatch):
    plain = checked(site, 1)
    dumps = reading.marshal.dumps
    monkeypatch.setattr(reading.marshal, "dumps", lambda value: dumps(value)[:-40])
    assert checked(site, 3) == plain


@needs_fork
def test_no_child_to_be_had(site, checked, monkeypatch):
    plain = checked(site, 1)
    monkeypatch.setattr(os, "fork", lambda: (_ for _ in ()).throw(BlockingIOError("no more processes")))
    assert checked(site, 3) == plain


@needs_fork
def test_a_fault_of_the_parser_is_seen_as_without_children(site, checked, monkeypatch):
    monkeypatch.setattr(reading, "read_page", lambda data: 1 / 0)
    for processes in (1, 3):
        with pytest.raises(ZeroDivisionError):
            checked(site, processes)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@needs_fork
def test_a_file_that_cannot_be_read(site, checked, monkeypatch):
    scan = checker.scan

    def scan_before_it_goes(folder):
        files = scan(folder)
        (site / "p3.html").unlink(missing_ok=True)
        files.files["p3.html"] = str(site / "p3.html")
        return files

    monkeypatch.setattr(checker, "scan", scan_before_it_goes)
    plain = checked(site, 1)
    assert "cannot be read: No such file or directory" in [found["message"] for found in plain["findings"]]
    assert checked(site, 3) == plain


@needs_fork
def test_ctrl_c_ends_every_process(site):
    """Sent, as a terminal does, to the whole group while all of them read."""
    slow = textwrap.dedent(f"""
        import os, runpy, sys, time
        sys.path.insert(0, {str(ROOT / "scripts")!r})
        from linkcheck import reading
        reading._processes = lambda size: 3
        def read(site, name):
            os.write(1, b"r")  # one of each process
            time.sleep(60)
        reading._read = read
        sys.argv = ["check_links.py", {str(site)!r}]
        runpy.run_path({str(ROOT / "scripts" / "check_links.py")!r}, run_name="__main__")
        """)
    process = subprocess.Popen([sys.executable, "-c", slow], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               start_new_session=True, text=True)
    try:
        assert process.stdout.read(3) == "rrr"
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 130 and errors == ""
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def test_children_only_where_they_are_safe_and_worth_it(monkeypatch):
    enough = 8 * reading.BYTES_PER_PROCESS
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "listdir", lambda folder: ["1"])
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2}, raising=False)
    assert reading._processes(enough) == 3
    assert reading._processes(2 * reading.BYTES_PER_PROCESS) == 2
    assert reading._processes(reading.BYTES_PER_PROCESS) == 1
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {2}, raising=False)
    assert reading._processes(enough) == 1
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2}, raising=False)
    monkeypatch.setattr(os, "listdir", lambda folder: ["1", "2"])  # another thread
    assert reading._processes(enough) == 1
    monkeypatch.setattr(os, "listdir", lambda folder: ["1"])
    for platform in ("darwin", "win32"):
        monkeypatch.setattr(sys, "platform", platform)
        assert reading._processes(enough) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems are read by one process")
def test_no_fork_beside_another_thread():
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert reading._processes(2 ** 30) == 1
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize("html, shown", [
    ("<p>[text][label]", True), ("<p>[<em>text</em>][label]", True), ("<p>[text][]", True),
    ("<p>[<code>x</code>][label]", True), ("<pre>a[i][j]</pre><p>[text][label]", True),
    ("<p>m[i][j]", False), ("<pre>[[1, 2][g], 3]</pre>", False), ("<code>([a][b])</code>", False),
    ("<code>x</code><p>m[i][j]<pre>x = [a][b]</pre>", False), ("<code>[a][b]", True),
    ("<script>'<code>'</script><p>[text][label] <code>x</code>", True), ("<pre-x>[text][label]</pre-x>", True),
])
def test_pages_that_may_show_a_reference_link(html, shown):
    assert reading.shows_brackets(html.encode()) is shown
