"""First hook of the list: lets the other ones import from scripts/ however MkDocs was started."""

import sys
from pathlib import Path

SCRIPTS = str(Path(__file__).parents[1])
if SCRIPTS not in sys.path:
    sys.path.insert(0, SCRIPTS)
