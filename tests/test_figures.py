"""Each figure in the repository is, byte for byte, what its program draws today."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAMS = sorted(path for path in (ROOT / "scripts" / "figures").glob("*.py") if path.name != "style.py")
STORED = {path.name: path for path in (ROOT / "docs" / "assets" / "figuras").glob("*.svg")}

# All in one process, since importing matplotlib and torch takes longer than drawing. What a program cannot do is
# written where its figures would go, so that each program has its own failure.
DRAW = """
import runpy, sys, traceback
from pathlib import Path
import style
into, *programs = sys.argv[1:]
for program in programs:
    folder = Path(into, Path(program).stem)
    folder.mkdir()
    style.save.__defaults__ = (folder,)
    try:
        runpy.run_path(program, run_name="__main__")
    except Exception:
        (folder / "error").write_text(traceback.format_exc(), encoding="utf-8")
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each program, with what it has drawn."""
    folder = tmp_path_factory.mktemp("figuras")
    environment = os.environ | {
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT / "scripts" / "figures"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    before = {name: path.stat().st_mtime_ns for name, path in STORED.items()}
    command = [sys.executable, "-c", DRAW, str(folder), *map(str, PROGRAMS)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    after = {name: path.stat().st_mtime_ns for name, path in STORED.items()}
    assert before == after, "the test has written into the repository"
    return folder


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_draws_the_same_bytes(program: Path, drawn: Path) -> None:
    folder = drawn / program.stem
    error = folder / "error"
    assert not error.exists(), error.read_text(encoding="utf-8")
    figures = sorted(folder.iterdir())
    assert figures, "the program saves no figure"
    for figure in figures:
        assert figure.name in STORED, f"{figure.name} is not in the repository (run the program)"
        assert figure.read_bytes() == STORED[figure.name].read_bytes(), f"{figure.name} is another (run the program)"


def test_no_figure_is_left_without_a_program(drawn: Path) -> None:
    assert {path.name for path in drawn.rglob("*.svg")} == STORED.keys()
