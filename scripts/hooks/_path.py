"""First hook of the list: lets the other ones import from scripts/ however MkDocs was started."""

import os
import sys
from pathlib import Path

SCRIPTS = str(Path(__file__).parents[1])
if SCRIPTS not in sys.path:
    sys.path.insert(0, SCRIPTS)

# A preview loads its hooks anew on every change; so it must what they call.
if "GUIA_PREVIEW" in os.environ:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("apparatus", "lint", "problem")]:
        del sys.modules[name]
