"""The programs that the chapters study print what the pages show, and each figure is what its program draws."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OUTPUTS = sorted((ROOT / "docs" / "codigo" / "salidas").glob("*.txt"))
# More than some 5 seconds: only `make test-slow` runs them.
SLOW = ("choices", "embeddings", "encoder_decoder", "feedforward", "masked_lm", "ngrams", "softmax", "variants")
FIGURES = sorted((ROOT / "docs" / "assets" / "figuras").glob("*.svg"))


def run(program: Path, **environment: str) -> str:
    """What a program prints, in one thread."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "1"} | environment
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, env=environment, cwd=program.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


def marked(output: Path) -> object:
    return pytest.param(output, id=output.stem, marks=[pytest.mark.slow] if output.stem in SLOW else [])


@pytest.mark.parametrize("output", [marked(output) for output in OUTPUTS])
def test_a_program_prints_what_the_page_shows(output: Path) -> None:
    program = ROOT / "docs" / "codigo" / f"{output.stem}.py"
    assert run(program) == output.read_text(encoding="utf-8")


def test_the_slow_programs_are_in_order_and_are_there() -> None:
    assert list(SLOW) == sorted(SLOW)
    assert set(SLOW) <= {path.stem for path in OUTPUTS}


def test_every_figure_has_its_program() -> None:
    programs = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "scripts" / "figures").glob("*.py")))
    assert [path.name for path in FIGURES if f'"{path.stem}"' not in programs] == []


def test_no_figure_is_heavy() -> None:
    assert [path.name for path in FIGURES if path.stat().st_size > 40_000] == []
