"""Every Python block of the pages is a test: the blocks of a page run in order and share their names."""

import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # on a busy machine a second thread makes torch many times slower
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("MPLBACKEND", "agg")

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts"), str(ROOT / "docs" / "codigo")]

from page_blocks import collector  # noqa: E402

pytest_collect_file = collector(ROOT / "docs").pytest()
