"""Check the links of a built site.

    python scripts/check_links.py SITE_DIR [--site-url URL] [--docs-dir docs] [--external] [--format text|json|github]

Exit code 0: nothing broken; 1: broken links; 2: the check could not run.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
if __name__ == "__main__":
    gc.disable()  # a run is short and leaves no cycles: looking for them, imports included, takes a tenth of its time

from arguments import Parser

from linkcheck import CheckError, check_site
from linkcheck.report import FORMATS


def parser() -> Parser:
    arguments = Parser(description=__doc__.split("\n")[0],
                       formatter_class=partial(argparse.HelpFormatter, width=100))
    add = arguments.add_argument
    add("site_dir", metavar="SITE_DIR", help="the built site, or any folder of HTML")
    add("--site-url", metavar="URL", help="the public address of the site (default: the root of some host)")
    add("--docs-dir", metavar="DIR", default="docs", help="the Markdown sources, to name the line to mend")
    add("--config", metavar="FILE", help="a pyproject.toml (default: the nearest at or above SITE_DIR)")
    add("--exclude", metavar="PATTERN", action="append", default=[],
        help="leave out addresses that match; * stands for anything; may be repeated")
    add("--format", choices=sorted(FORMATS), default="text")
    external = arguments.add_argument_group("other sites")
    external.add_argument("--external", action="store_true", help="ask other sites for their pages too")
    external.add_argument("--cache", metavar="FILE", default=".cache/linkcheck.json", help="answers of earlier runs")
    external.add_argument("--timeout", metavar="SECONDS", type=float, default=15.0, help="deadline of one address")
    external.add_argument("--deadline", metavar="SECONDS", type=float, default=900.0, help="deadline of all of them")
    return arguments


def main(argv: list[str] | None = None) -> int:
    options = parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    docs = Path(options.docs_dir) if os.path.isdir(options.docs_dir) else None  # noqa: PTH112 (is_dir may raise)
    try:
        external = _external(options) if options.external else None
        result = check_site(options.site_dir, site_url=options.site_url, docs_dir=docs,
                            config=options.config, exclude=options.exclude, external=external)
    except CheckError as error:
        print(f"check_links: {error}", file=sys.stderr)
        return 2
    output = FORMATS[options.format](result)
    if output:
        print(output)
    return 0 if result.ok else 1


def _external(options: argparse.Namespace):
    from linkcheck.external import ExternalChecker

    gc.enable()  # this one is long
    return ExternalChecker(cache=Path(options.cache), timeout=options.timeout, deadline=options.deadline)


if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # whoever reads the output has seen enough
        code = 141
    os._exit(code)  # the end of the process frees everything at once
