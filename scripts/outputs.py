"""Run the programs and the pages' blocks again and write what they print where the pages show it.

The programs of docs/codigo print into docs/codigo/salidas; the blocks of a page, into the «salida» fence behind each.
Only some of them, by their names: python scripts/outputs.py regresor ngrams.py
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from arguments import Parser

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def run_program(output: Path) -> str | None:
    """Write what one program prints; give back what is wrong, if anything is."""
    program = output.parents[1] / f"{output.stem}.py"
    with tempfile.TemporaryDirectory() as folder:  # what it draws is not kept
        done = subprocess.run([sys.executable, program], capture_output=True, text=True, cwd=folder)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        return f"{program.relative_to(ROOT)}:1: the program fails: {''.join(last)} (run it by itself)"
    output.write_text(done.stdout, encoding="utf-8", newline="\n")
    return None


def run_page(page: Path) -> str | None:
    """Write the outputs of one page; give back what is wrong, if anything is. A page whose blocks fail is left alone."""
    from page_blocks import regions, trouble
    from sybil import Document

    document = Document.parse(str(page), regions)
    lines = document.text.split("\n")
    found = []
    for example in document.examples():
        fence = example.parsed
        shown = "salida" in fence.classes and "_printed" in document.namespace and "--8<--" not in fence.body
        if shown:
            found.append((fence, document.namespace.pop("_printed").rstrip("\n")))
            continue
        problem = trouble(example)
        if problem:
            return problem
    for fence, printed in reversed(found):
        lines[fence.first : fence.last - 1] = [f"{fence.indent}{line}".rstrip() for line in printed.split("\n")]
    text = "\n".join(lines)
    if text != document.text:
        page.write_text(text, encoding="utf-8", newline="\n")
        print(f"{page.relative_to(DOCS.parent)}: written anew")
    return None


def main() -> int:
    parser = Parser(description="Write again what programs and blocks print.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a page, or a program with its .py (all of them if none)")
    names = parser.parse_args().names
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts"), str(DOCS / "codigo")]
    os.environ |= {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "MPLBACKEND": "agg", "PYTHONHASHSEED": "1"}
    pages = [DOCS / f"{Path(name).stem}.md" for name in names if not name.endswith(".py")]
    programs = [DOCS / "codigo" / "salidas" / f"{Path(name).stem}.txt" for name in names if name.endswith(".py")]
    if not names:
        pages, programs = sorted(DOCS.glob("*.md")), sorted((DOCS / "codigo" / "salidas").glob("*.txt"))
    hint = "use the name of a page, or that of a program whose output is kept, with its .py"
    problems = [f"outputs: there is no {path.relative_to(ROOT)} ({hint})"
                for path in pages + programs if not path.is_file()]  # fmt: skip
    if not problems:
        problems = [problem for path in programs if (problem := run_program(path))]
        problems += [problem for page in pages if (problem := run_page(page))]
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
