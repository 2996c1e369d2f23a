"""The commands of scripts, given what they do not take: one line, no page of usage."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMANDS = ["build", "check_links", "draw", "outputs", "explorer_script", "bench_links"]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_argument_is_one_line(command: str) -> None:
    run = [sys.executable, str(ROOT / "scripts" / f"{command}.py"), "--nonsense"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and line.startswith(f"{command}: ") and line.endswith("(--help says what there is)")


def test_no_command_shows_its_usage() -> None:
    for path in (ROOT / "scripts").glob("*.py"):
        assert path.stem == "arguments" or "ArgumentParser" not in path.read_text(encoding="utf-8"), path.name
