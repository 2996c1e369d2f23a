"""Draw every figure of the guide again, or the figures of some programs: python scripts/draw.py [PROGRAM …]"""

import runpy
import sys
from pathlib import Path

from arguments import Parser

FOLDER = Path(__file__).resolve().parent / "figures"


def main() -> int:
    programs = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if path.stem != "style"}
    parser = Parser(description="Draw the figures of the guide again.")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"one or more of: {', '.join(programs)}")
    chosen = parser.parse_args().programs or list(programs)
    unknown = [name for name in chosen if name not in programs]
    if unknown:
        print(f"draw: no program is called {', '.join(unknown)} (use one of: {', '.join(programs)})", file=sys.stderr)
        return 1
    sys.path[:0] = [str(FOLDER), str(FOLDER.parents[1] / "docs" / "codigo")]
    for name in chosen:
        print(name, flush=True)
        runpy.run_path(str(programs[name]), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
