"""Preview at http://127.0.0.1:8000/, built again on every change; scripts/hooks/preview.py tells the mistakes."""

import os
import sys

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ["GUIA_PREVIEW"] = "1"

from mkdocs.__main__ import cli

if __name__ == "__main__":
    sys.exit(cli(["serve", "--livereload", *sys.argv[1:]]))
