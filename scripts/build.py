"""Build the site: check the sources, let MkDocs build into a folder of its own, check the links, and only then swap.

Exit code 0 and a new site, or 1, every problem on a line `file:line[:column]: what is wrong (what to do)`, and the
site that was there before.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import site_maker
from arguments import Parser
from problem import Problem

import lint
from linkcheck import Finding, check_site
from lint.config import nav_leaves

ROOT = Path(__file__).resolve().parents[1]
MARK = "sitemap.xml"  # what a folder must have to be taken for a site of ours, which may be replaced
SOURCES = ("docs", "scripts", "tests", "theme", "bib", "requirements", ".ci", ".git", ".github", ".venv")
NO_GIT_DATE = "1700000000"


@dataclass
class Outcome:
    """What came of a build."""

    problems: list[Problem] = field(default_factory=list)
    pages: int = 0
    links: int = 0

    @property
    def failed(self) -> bool:
        return any(not problem.warning for problem in self.problems)


def source_date(root: Path) -> str:
    """Seconds since 1970 that every date of the site is taken from: the last commit's, so that any day gives the same."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return os.environ["SOURCE_DATE_EPOCH"]
    git = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip() or NO_GIT_DATE
    except (OSError, subprocess.CalledProcessError):
        return NO_GIT_DATE


def is_web_address(url: str) -> bool:
    """Whether a site can be published at an address: https, a host, perhaps a folder, and nothing else."""
    try:
        parts = urlsplit(url)
        return bool(
            url.startswith(("http://", "https://")) and parts.hostname and parts.port != 0
            and not re.search(r"[\s?#]", url)
        )
    except ValueError:
        return False


def refuse(root: Path, site: Path) -> str:
    """Why a folder must not be replaced by the site; nothing if it may."""
    if site in (root, *root.parents) or any((site / name).exists() for name in (".git", "mkdocs.yml")):
        return "holds the project itself"
    if any(site.is_relative_to(root / name) for name in SOURCES):
        return "is inside the sources"
    nearest = next(folder for folder in (site, *site.parents) if folder.exists())
    if not nearest.is_dir():
        return "is not a folder" if nearest == site else f"would be inside a file, {nearest.name}"
    if site.exists() and any(site.iterdir()) and not (site / MARK).exists():
        return "is not empty and holds no site"
    return ""


def swap(staging: Path, site: Path) -> None:
    """Put the new site where the old one is, by renaming; if that fails, the old one is put back."""
    old = staging.with_name(staging.name + ".old")
    if site.exists():
        site.rename(old)
    try:
        staging.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _follows(project: lint.Project, finding: Finding, file: str, line: int, problems: list[Problem]) -> bool:
    """Whether a finding comes of a mistake in the sources that is told already."""
    if project.misled(file, line, finding.url) or f"{file.removesuffix('.html')}.md" in project.torn:
        return True
    if project.unreadable:
        names = [page.removesuffix(".md") for page in project.unreadable]
        if not file.endswith(".md") or any(name in finding.url for name in names):
            return True
    named = {leaf.value for leaf in nav_leaves(project.setting("nav"))} - project.pages.keys()
    if unquote(finding.url).lstrip("/") in named:
        return True  # a page of the navigation that is not there
    if re.match(r"#fnref\d*:", finding.url):
        return True  # a note that nothing calls, or a citation out of its place
    twice = re.match(r"the id '([^']+)' stands more than once", finding.message)
    return bool(twice) and any(f"the same anchor '#{twice[1]}'" in problem.message for problem in problems)


def check_links(project: lint.Project, staging: Path, site_url: str, outcome: Outcome) -> None:
    """Add what the link checker finds in the built pages, but for what follows from a mistake told already."""
    result = check_site(staging, site_url=site_url, docs_dir=project.docs)
    outcome.links = result.stats.links
    known = {(problem.file, problem.line) for problem in outcome.problems}
    for finding in result.findings:
        source = finding.source
        file, line, column = (source.file, source.line, source.column) if source else (finding.page, finding.line, 0)
        file = file.removeprefix(f"{project.root.as_posix()}/")
        if _follows(project, finding, file, line, outcome.problems):
            continue
        meant = finding.suggestion or ""
        if source and file.endswith(".md"):
            meant = meant.replace(".html", ".md")
        hint = f"did you mean {meant}?" if meant else ""
        same = [one for one in outcome.problems if column and (one.file, one.line, one.column) == (file, line, column)]
        if same:  # told already, but perhaps with less to go on
            better = hint and same[0].hint == site_maker.MEND_LINK
            outcome.problems[outcome.problems.index(same[0])] = replace(same[0], hint=hint) if better else same[0]
        elif finding.level == "warning" or (file, line) not in known:
            outcome.problems.append(Problem(file, line, column, finding.message, hint, finding.level == "warning"))


def build(
    root: Path, site: Path, site_url: str | None = None, skip_links: bool = False, uncited: bool = False
) -> Outcome:
    """Build and check the site of the project in `root`; `site` is replaced only if nothing is wrong."""
    project, problems = lint.check(root, uncited)
    outcome = Outcome(list(problems))
    site.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".site-", dir=site.parent))
    try:
        if project.config is None:
            return outcome
        made = site_maker.make(project, staging, site_url, problems)
        outcome.pages = made.pages
        known = {(problem.file, problem.line) for problem in problems}
        outcome.problems += [problem for problem in made.problems if (problem.file, problem.line) not in known]
        if made.finished and made.pages and not skip_links:
            check_links(project, staging, made.site_url, outcome)
        if not outcome.failed:
            staging.chmod(0o755)
            swap(staging, site)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        outcome.problems = sorted(set(outcome.problems))
    return outcome


def main(arguments: list[str] | None = None) -> int:
    parser = Parser(description="Build and check the site.")
    parser.add_argument("--site-dir", type=Path, default=ROOT / "site", help="where to leave the site (site)")
    parser.add_argument("--site-url", help="address where the site will be published (SITE_URL, or a local one)")
    parser.add_argument("--skip-links", action="store_true", help="leave out the check of the links")
    parser.add_argument("--uncited", action="store_true", help="tell of the references that no page cites too")
    options = parser.parse_args(arguments)
    site = options.site_dir.resolve()
    reason = refuse(ROOT, site)
    if reason:
        print(f"build: {options.site_dir} {reason} (choose another folder for --site-dir)", file=sys.stderr)
        return 1
    site_url = options.site_url or os.environ.get("SITE_URL", "")
    if site_url and not is_web_address(site_url):
        print(f"build: {site_url} is no web address (write https://host/folder/)", file=sys.stderr)
        return 1
    os.environ["SOURCE_DATE_EPOCH"] = source_date(ROOT)
    if not os.environ["SOURCE_DATE_EPOCH"].isdecimal():
        print("build: SOURCE_DATE_EPOCH is no number of seconds (unset it)", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the staging folder goes either way
    started = time.perf_counter()
    try:
        outcome = build(ROOT, site, options.site_url, options.skip_links, options.uncited)
    except KeyboardInterrupt:
        print(f"build: interrupted; {options.site_dir} is as it was", file=sys.stderr)
        return 130
    except OSError as error:
        what = f"{error.strerror.lower()}: {Path(error.filename).parent}" if error.strerror and error.filename else error
        print(f"build: {what} (mend what it names, or choose another folder for --site-dir)", file=sys.stderr)
        return 1
    for problem in outcome.problems:
        print(problem, file=sys.stderr)
    if outcome.failed:
        errors = sum(not problem.warning for problem in outcome.problems)
        kept = f"; {options.site_dir} is as it was" if site.exists() else ""
        print(f"build: {errors} {'problem' if errors == 1 else 'problems'}{kept}", file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    print(f"build: {outcome.pages} pages, {outcome.links} links checked, {seconds:.1f} s, in {options.site_dir}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
