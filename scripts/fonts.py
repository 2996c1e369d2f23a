"""Make the fonts of the site: STIX Two Text as it is packed, and the part of STIX Two Math that formulas use.

The sources are the npm packages @fontsource/stix-two-text and @fontsource/stix-two-math (SIL Open Font License 1.1),
unpacked in one folder: python scripts/fonts.py FOLDER
"""

import shutil
import sys
from pathlib import Path

from arguments import Parser
from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parents[1] / "docs" / "assets" / "fonts"
TEXT = {
    "stix-two-text-latin-400-normal.woff2": "texto.woff2",
    "stix-two-text-latin-400-italic.woff2": "texto-cursiva.woff2",
    "stix-two-text-latin-700-normal.woff2": "texto-negrita.woff2",
}
# Two files, so that a page fetches the second one only if it uses a rare sign: the `unicode-range` of guia.css is RARE.
# Letters upright, italic (which the browser puts for a lone letter) and bold, Greek (of the bold italic, what pages use), digits,
# usual signs and arrows.
COMMON = (
    "0020-007E 00A0-00FF 02C6 02DC 0300-0304 0307 0308 030A 0338 0391-03A9 03B1-03C9 03D5 03F5 2013 2014 2016 2026"
    " 2032 2033 203E 2061-2064 20D7 210E 2112 2113 211D 2190-2194 21A6 21D0 21D2 21D4 2200 2202 2203 2205 2207-2209 220B"
    " 220F 2211-2213 2217 221A 221D 221E 2223 2225 2227-222B 223C 2243 2245 2248 2260 2261 2264 2265 226A 226B"
    " 2282-2287 2295 2297 2299 22A4 22A5 22C5 22EE-22F1 2308-230B 23DE 23DF 27E8 27E9 1D400-1D467 1D53C 1D6A8-1D6DA"
    " 1D6FC-1D71B 1D736-1D739 1D750 1D7CE-1D7D7"
)
# Script, double-struck and other bold italic letters, and the other operators and arrows.
RARE = (
    "030C 0332 03D1 2102 210B-210D 210F-2111 2115 2118-211C 2124 2126-2133 2195-2199 21D1 21D3 21D5 2204 2206 220A 2210 2216"
    " 2218 2219 2224 2226 222C 2234-2237 2240 2262 2263 2266 2267 227A-227D 2288-228B 2296 2298 22A2 22A3 22C0-22C4"
    " 23B4 23B5 23DC 23DD 25A1 25CB 27EA 27EB 27F5-27FA 2A00-2A02 1D49C-1D4CF 1D538-1D53B 1D53D-1D56B"
    " 1D6DB-1D6FB 1D71C-1D735 1D73A-1D74F 1D751-1D755 1D7D8-1D7E1"
)
MATH = {COMMON: "formulas.woff2", RARE: "formulas-raras.woff2"}


def code_points(ranges: str) -> list[int]:
    """The code points of hexadecimal ranges."""
    points: list[int] = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        points += range(int(first, 16), int(last or first, 16) + 1)
    return points


def make_math(source: Path, target: Path, ranges: str) -> None:
    """Write a subset of the mathematics font, its MATH table with it; the same source gives the same bytes."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["ssty", "dtls", "kern", "ccmp"]
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    maker = subset.Subsetter(options)
    maker.populate(unicodes=code_points(ranges))
    maker.subset(font)
    subset.save_font(font, target, options)


def main() -> int:
    parser = Parser(description="Make the fonts of the site.")
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
    for ranges, target in MATH.items():
        make_math(found[math], OUT / target, ranges)
    for path in sorted(OUT.glob("*.woff2")):
        print(f"{path.name}: {path.stat().st_size / 1024:.1f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
