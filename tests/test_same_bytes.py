"""The same sources give the same site, byte for byte: in any folder, on any day, in any time zone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import build as builder

ROOT = Path(__file__).parents[1]
COMMITTED = 1_700_000_123

# A build as main() does it, on a day that is not today. Everything that asks for the time is made to lie before MkDocs
# is imported; nothing may depend on it.
BUILD = """
import datetime, os, sys, time
from pathlib import Path
root, site, days = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
shift = datetime.timedelta(days=days)
real_datetime, real_date, real_time = datetime.datetime, datetime.date, time.time
class Datetime(real_datetime):
    @classmethod
    def now(cls, tz=None): return real_datetime.now(tz) + shift
    @classmethod
    def today(cls): return real_datetime.today() + shift
    @classmethod
    def utcnow(cls): return real_datetime.now(datetime.timezone.utc).replace(tzinfo=None) + shift
class Date(real_date):
    @classmethod
    def today(cls): return real_date.today() + shift
datetime.datetime, datetime.date = Datetime, Date
time.time = lambda: real_time() + 86400 * days
import build
os.environ["SOURCE_DATE_EPOCH"] = build.source_date(root)
outcome = build.build(root, site)
sys.exit("\\n".join(map(str, outcome.problems)) if outcome.failed else 0)
"""


def run_build(root: Path, site: Path, days: int, seed: str, zone: str, **more: str) -> None:
    environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "scripts")} | more
    if "SOURCE_DATE_EPOCH" not in more:
        environment.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, "-c", BUILD, str(root), str(site), str(days)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def assert_same(one: Path, other: Path) -> None:
    first, second = files(one), files(other)
    assert first.keys() == second.keys()
    different = sorted(name for name in first if first[name] != second[name])
    assert not different, f"these differ: {', '.join(different)}"
    assert {"index.html", "sitemap.xml.gz", "search/search_index.json"} <= first.keys() and len(first) > 20


def copy(root: Path, target: Path, when: int) -> Path:
    """The project in another folder, its files written another day and in another order."""
    target.mkdir(parents=True)
    for name in ("docs", "bib"):
        # Folders, not links to them: what os.walk gives first must not matter either.
        paths = [Path(folder, file) for folder, _, names in os.walk(root / name, followlinks=True) for file in names]
        for path in sorted(paths, reverse=True):
            copied = target / path.relative_to(root)
            if "__pycache__" not in path.parts:
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copied)
                os.utime(copied, (when, when))
    for name in ("mkdocs.yml", "CITATION.cff"):
        shutil.copyfile(root / name, target / name)
    for name in ("scripts", "theme"):
        (target / name).symlink_to(ROOT / name)
    return target


def commit(root: Path) -> None:
    who = {"NAME": "Ana Ruiz", "EMAIL": "ana@example.org", "DATE": f"{COMMITTED} +0000"}
    environment = os.environ | {f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()}
    for command in (["init", "-q"], ["add", "mkdocs.yml"], ["commit", "-q", "-m", "Start", "--no-gpg-sign"]):
        subprocess.run(["git", "-C", str(root), *command], check=True, env=environment, capture_output=True)


def test_a_small_project_is_the_same_in_two_folders_on_two_days(project: Path, tmp_path: Path) -> None:
    other = copy(project, tmp_path / "otro sitio" / "con espacios y ñ", 1_500_000_000)
    for root in (project, other):
        commit(root)
    run_build(project, tmp_path / "uno", 0, "1", "UTC")
    run_build(other, tmp_path / "dos", 400, "2", "Pacific/Kiritimati")
    assert_same(tmp_path / "uno", tmp_path / "dos")
    assert "2023-11-14" in (tmp_path / "uno" / "sitemap.xml").read_text(encoding="utf-8"), "not the commit's day"


def test_the_date_is_the_last_commit_s_and_never_today_s(project: Path, monkeypatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    assert builder.source_date(project) == builder.NO_GIT_DATE  # a downloaded archive has no history
    commit(project)
    assert builder.source_date(project) == str(COMMITTED)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    assert builder.source_date(project) == "5"


def test_the_guide_is_the_same_in_two_folders_on_two_days(tmp_path: Path) -> None:
    # The first one by the command that everybody uses.
    environment = os.environ | {"TZ": "UTC", "PYTHONHASHSEED": "1"}
    environment.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, str(ROOT / "scripts" / "build.py"), "--site-dir", str(tmp_path / "uno"), "--skip-links"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    date = builder.source_date(ROOT)
    other = copy(ROOT, tmp_path / "otra", 1_500_000_000)
    run_build(other, tmp_path / "dos", -400, "2", "America/Los_Angeles", SOURCE_DATE_EPOCH=date)
    assert_same(tmp_path / "uno", tmp_path / "dos")
