"""Live preview."""
import sys
from mkdocs.__main__ import cli
sys.exit(cli(["serve"]))
