"""Read every file of a site that points somewhere, on several processors where that is worth it.

The parser holds the interpreter's lock, so threads would not help: on Linux the process forks.  Each process takes the
next file from a common queue; a child hands back what it read when the queue is empty.  What a child does not hand
back, because it died or met a fault, the parent reads again itself: the outcome is the same as without children.
"""

from __future__ import annotations

import gc
import marshal
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from .otherfiles import reader_of
from .pagehtml import Page, Reference, read_page
from .sitefiles import PAGE_SUFFIXES, SiteFiles

BYTES_PER_PROCESS = 2 ** 20  # less than this is read before a child has started
MAX_PROCESSES = 4  # each has its own memory
MAX_TICKETS = 2 ** 11  # of two bytes: the queue is a pipe, which may hold no more than 4 KB

_BRACKETS = re.compile(rb"\]\[[^\]<>]*\]")
_CODE = re.compile(rb"<(/?)(?:pre|code)(?=[\s/>])")


class Reading(NamedTuple):
    document: Page | None
    bracketed: bool = False  # whether a page may show a reference link as text
    problem: str = ""  # why it cannot be read


def read_files(site: SiteFiles) -> dict[str, Reading]:
    """What stands in each file that is a page or of another kind that can point somewhere, by name, in order."""
    names = [name for name in sorted(site.files) if _is_page(name) or reader_of(name)]
    sizes = {name: _size(site.files[name]) for name in names}
    processes = min(_processes(sum(sizes.values())), len(names))
    readings = _share(site, sorted(names, key=sizes.get, reverse=True), processes) if processes > 1 else {}
    return {name: readings.get(name) or _read(site, name) for name in names}


def _is_page(name: str) -> bool:
    return name.lower().endswith(PAGE_SUFFIXES)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _read(site: SiteFiles, name: str) -> Reading:
    return read_file(site, name, None if _is_page(name) else reader_of(name))


def read_file(site: SiteFiles, name: str, reader: Callable[[bytes], Page] | None) -> Reading:
    """What stands in one file; without a reader of its kind it is a page."""
    try:
        data = site.read(name)
    except OSError as error:
        return Reading(None, problem=f"cannot be read: {error.strerror}")
    return Reading(reader(data)) if reader else Reading(read_page(data), shows_brackets(data))


def shows_brackets(data: bytes) -> bool:
    """Whether a page may show `[text][label]`, which Markdown leaves as it is; `matrix[i][j]` and code are none."""
    seen = 0
    for match in _BRACKETS.finditer(data):
        at = match.start()
        start = data.rfind(b"[", 0, at)
        if at < seen or (data[start - 1:start].isalnum() and data[at - 1:at] != b"]"):
            continue
        opened, closed = (max(data.rfind(tag, seen, at) for tag in tags)
                          for tags in ((b"<pre", b"<code"), (b"</pre", b"</code")))
        following = _CODE.search(data, at)
        if opened <= closed or not (following and following[1]):
            return True
        seen = following.start()
    return False


def _processes(size: int) -> int:
    """How many processes are worth it, and safe: a fork copies no other thread, nor what it was about."""
    if sys.platform != "linux" or size < 2 * BYTES_PER_PROCESS:
        return 1
    try:
        threads = len(os.listdir("/proc/self/task"))
    except OSError:
        return 1
    return min(len(os.sched_getaffinity(0)), MAX_PROCESSES, size // BYTES_PER_PROCESS) if threads == 1 else 1


def _share(site: SiteFiles, names: list[str], processes: int) -> dict[str, Reading]:
    """Read the files with this process and some children, in whatever order it happens."""
    tickets = min(len(names), MAX_TICKETS)

    def read_next(queue: int) -> Iterator[tuple[str, Reading]]:
        while ticket := os.read(queue, 2):
            for name in names[int.from_bytes(ticket, "little")::tickets]:
                yield name, _read(site, name)

    def child(queue: int) -> bytes:
        return marshal.dumps([(name, _pack(reading)) for name, reading in read_next(queue)])

    with _queue(tickets) as queue, _children(processes - 1, lambda: child(queue)) as results:
        readings = dict(read_next(queue))
        for result in results:
            readings.update((name, _unpack(packed)) for name, packed in _received(result))
    return readings


@contextmanager
def _queue(tickets: int) -> Iterator[int]:
    """A pipe full of numbers: processes that read from it never get the same one."""
    queue, end = os.pipe()
    try:
        os.write(end, b"".join(ticket.to_bytes(2, "little") for ticket in range(tickets)))
        os.close(end)
        yield queue
    finally:
        os.close(queue)


@contextmanager
def _children(count: int, work: Callable[[], bytes]) -> Iterator[list[int]]:
    """The ends of pipes from which the work of each child can be read; no child outlives the block."""
    running: dict[int, int] = {}
    try:
        for _ in range(count):
            try:
                pid, result = _start(work)
            except OSError:  # no process or pipe to be had: the others do the work
                break
            running[pid] = result
        yield list(running.values())
    finally:
        for pid, result in running.items():
            os.close(result)
            with suppress(ProcessLookupError, ChildProcessError):  # the caller's process may not keep ended children
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _start(work: Callable[[], bytes]) -> tuple[int, int]:
    parent = os.getpid()
    result, end = os.pipe()
    try:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends its children
            gc.disable()  # it would copy the parent's memory
            with open(end, "wb") as stream:
                stream.write(work())
    except OSError:
        os.close(result)
        raise
    finally:
        if os.getpid() != parent:
            os._exit(0)  # whatever happened, nothing of the parent's is to run in a child
        os.close(end)
    return pid, result


def _received(result: int) -> list[tuple[str, tuple]]:
    """What a child handed back: nothing if it died before it had written everything."""
    with open(result, "rb", closefd=False) as stream:
        data = stream.read()
    try:
        return marshal.loads(data)
    except (EOFError, ValueError, TypeError):
        return []


def _pack(reading: Reading) -> tuple:
    document, bracketed, problem = reading
    return (document and (document.base, document.base_at, document.ids, document.hidden_ids, document.maps,
                          document.duplicates, list(map(tuple, document.references))), bracketed, problem)


def _unpack(packed: tuple) -> Reading:
    document, bracketed, problem = packed
    if document is None:
        return Reading(None, bracketed, problem)
    *fields, references = document
    return Reading(Page(*fields, list(map(Reference._make, references))), bracketed, problem)
