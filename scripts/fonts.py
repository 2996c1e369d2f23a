"""Make the fonts of the site: STIX Two Text as it is packed, and the part of STIX Two Math that formulas use.

The sources are the npm packages @fontsource/stix-two-text and @fontsource/stix-two-math (SIL Open Font License 1.1),
unpacked in one folder: python scripts/fonts.py FOLDER
"""

import argparse
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parents[1] / "docs" / "assets" / "fonts"
TEXT = {
    "stix-two-text-latin-400-normal.woff2": "texto.woff2",
    "stix-two-text-latin-400-italic.woff2": "texto-cursiva.woff2",
    "stix-two-text-latin-700-normal.woff2": "texto-negrita.woff2",
}
# Letters (upright, bold, italic, script, double-struck), Greek in the same styles, digits, operators, arrows, accents.
MATH = (
    "0020-007E 00A0-00FF 02C6 02DC 0300-0304 0307 0308 030A 030C 0332 0338 0391-03A9 03B1-03C9 03D1 03D5 03F5"
    " 2010-2015 2016 2018-201E 2020-2022 2026 2032-2034 2061-2064 20D7 2102 210B-2113 2115 2118-211D 2124 2126-2133"
    " 2190-2199 21A6 21D0-21D5 2200-2211 2212-2214 2216-221E 2223-222C 2234-2237 223C 2240 2243 2245 2248 2260-2267"
    " 226A 226B 227A-227D 2282-228B 2295-2299 22A2-22A5 22C0-22C5 22EE-22F1 2308-230B 23B4 23B5 23DC-23DF 25A1 25CB"
    " 27E8-27EB 27F5-27FA 2A00-2A02 1D400-1D467 1D49C-1D4CF 1D538-1D56B 1D6A8-1D71B 1D7CE-1D7E1"
)


def code_points(ranges: str) -> list[int]:
    """The code points of hexadecimal ranges."""
    points: list[int] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        points += range(int(first, 16), int(last or first, 16) + 1)
    return points


def make_math(source: Path, target: Path) -> None:
    """Write the subset of the mathematics font, its MATH table with it; the same source gives the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["ssty", "dtls", "kern", "ccmp"]
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    maker = subset.Subsetter(options)
    maker.populate(unicodes=code_points(MATH))
    maker.subset(font)
    subset.save_font(font, target, options)


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the fonts of the site.")
    parser.add_argument("folder", type=Path, help="folder that holds the unpacked npm packages")
    folder = parser.parse_args().folder
    found = {path.name: path for path in sorted(folder.rglob("*.woff2"))}
    math = "stix-two-math-latin-400-normal.woff2"
    missing = [name for name in (*TEXT, math) if name not in found]
    if missing:
        print(f"fonts: {folder} has no {', '.join(missing)} (unpack the two packages there)", file=sys.stderr)
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    for name, target in TEXT.items():
        shutil.copyfile(found[name], OUT / target)
    make_math(found[math], OUT / "formulas.woff2")
    for path in sorted(OUT.glob("*.woff2")):
        print(f"{path.name}: {path.stat().st_size / 1024:.1f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
