"""The commands of scripts, given what they do not take: one line, no page of usage."""

import subprocess
import sys
from pathlib import Path

import pytest
from draw import program_of

ROOT = Path(__file__).parents[1]
COMMANDS = ["build", "check_links", "draw", "outputs", "explorer_script", "bench_links", "card"]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_argument_is_one_line(command: str) -> None:
    run = [sys.executable, str(ROOT / "scripts" / f"{command}.py"), "--nonsense"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and line.startswith(f"{command}: ") and line.endswith("(--help says what there is)")


def test_no_command_shows_its_usage() -> None:
    for path in (ROOT / "scripts").glob("*.py"):
        assert path.stem == "arguments" or "ArgumentParser" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    ("name", "program"),
    [("sigmoide.py", "sigmoide"), ("scripts/figures/sigmoide.py", "sigmoide"), ("curvas-nivel", "curvas_nivel"), ("x", "x")],
)
def test_a_figure_is_drawn_by_its_program_whatever_way_it_is_named(name: str, program: str) -> None:
    assert program_of(name, ["curvas_nivel", "sigmoide"]) == program
