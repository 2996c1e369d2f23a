"""Build data/mkdocs with MkDocs into data/mkdocs-site, trimmed to what the tests need.  Run by hand after a change:

    python tests/linkcheck/build_md_corpus.py    # needs mkdocs-material, mkdocs-bibtex

The tests read the built pages, so that they need no MkDocs and show what MkDocs made of the sources.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).parent / "data"


def main() -> None:
    target = DATA / "mkdocs-site"
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(target)], cwd=DATA / "mkdocs", check=False)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.suffix not in (".html",) and path.name != "extra.css":
            path.unlink()
    for path in target.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(<(script|style)\b[^>]*>).*?(</\2>)", "", text, flags=re.DOTALL)
        text = re.sub(r"<svg\b.*?</svg>", "", text, flags=re.DOTALL)
        text = re.sub(r"<link\b[^>]*>|<meta\b[^>]*>", "", text)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
