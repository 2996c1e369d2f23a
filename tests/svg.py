"""What can be read and counted in an SVG that docs/codigo/drawing.py has written."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"−?\d+(,\d+)?")


class Drawing:
    """texts: all but the numbers; numbers: as they are written; marks: how many points each series has, and so on."""

    def __init__(self, path: Path) -> None:
        root = ElementTree.parse(path).getroot()
        written = ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]
        self.texts = [text for text in written if not NUMBER.fullmatch(text)]
        self.numbers = [text for text in written if NUMBER.fullmatch(text)]
        self.groups = {group.get("id"): group for group in root.iter(f"{SVG}g")}
        self.marks = {
            "points": [len(self.points(name)) for name in self.named("series")],
            "bars": list(Counter(name.split("-")[1] for name in self.named("bar")).values()),
            "cells": [len(list(group.iter(f"{SVG}path"))) for name, group in self.groups.items() if name == "cells"],
        }

    def named(self, kind: str) -> list[str]:
        return [name for name in self.groups if name and re.match(rf"{kind}-\d", name)]

    def points(self, name: str) -> list[tuple[float, float]]:
        """Where the line of a series turns, to the right and down."""
        line = self.groups[name].find(f"{SVG}path").get("d")
        return [(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", line)]
