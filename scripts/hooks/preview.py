"""While a preview runs, the checks of the sources run too, so that a mistake shows its file and line at once."""

import os
import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

import lint


def on_pre_build(config: MkDocsConfig) -> None:
    if "GUIA_PREVIEW" in os.environ:
        _, problems = lint.check(Path(config.config_file_path).parent)
        for problem in problems:
            print(problem, file=sys.stderr)
