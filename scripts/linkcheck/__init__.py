"""A link checker for built documentation sites.  `check_site` is the whole interface."""

from .checker import check_site
from .model import CheckError, Finding, Result, Source, Stats
from .report import line_of

__all__ = ["CheckError", "Finding", "Result", "Source", "Stats", "check_site", "line_of"]
