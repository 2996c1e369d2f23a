"""Draw every figure of the guide again, or the figures of some programs: python scripts/draw.py [PROGRAM …]"""

import difflib
import runpy
import sys
from collections.abc import Iterable
from pathlib import Path

from arguments import Parser

FOLDER = Path(__file__).resolve().parent / "figures"


def program_of(name: str, programs: Iterable[str]) -> str:
    """The program that someone means by its name, its file or the file that it draws: `-` and `_` are the same."""
    stem = Path(name).stem
    return next((one for one in programs if one.replace("_", "-") == stem.replace("_", "-")), stem)


def main() -> int:
    programs = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if path.stem != "style"}
    parser = Parser(description="Draw the figures of the guide again.")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"one or more of: {', '.join(programs)}")
    asked = parser.parse_args().programs
    chosen = [program_of(name, programs) for name in asked] if asked else list(programs)
    for name in (name for name in chosen if name not in programs):
        near = difflib.get_close_matches(name, programs, n=1)
        hint = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(programs)}"
        print(f"draw: no program of scripts/figures is called {name} ({hint})", file=sys.stderr)
    if not set(chosen) <= set(programs):
        return 1
    sys.path[:0] = [str(FOLDER), str(FOLDER.parents[1] / "docs" / "codigo")]
    for name in chosen:
        print(name, flush=True)
        runpy.run_path(str(programs[name]), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
