"""A mistake in the sources, told to whoever made it in one line."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """Where something is wrong, what, and what to do; a line or column of 0 is not known."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f":{self.line}" + (f":{self.column}" if self.column else "")
        text = f"{'warning: ' if self.warning else ''}{self.message}"
        return f"{place}: {text}" + (f" ({self.hint})" if self.hint else "")
