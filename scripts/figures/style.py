"""The look of every figure: sizes, the one palette, and SVG that is the same on any day and machine.

A colour of the palette is a word; `save` writes it as a CSS custom property with a fallback, so that a figure inside a
page follows the scheme of the page, and the file by itself is still legible.
"""

import re
from io import StringIO
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

FOLDER = Path(__file__).parents[2] / "docs" / "assets" / "figuras"

# Each colour: what matplotlib draws with -> (custom property, fallback). The weight scale has LEVELS steps a side.
INK, MUTED, GRID, PAPER = "#010101", "#020202", "#030303", "#040404"
NEGATIVE, ZERO, POSITIVE = "#050505", "#060606", "#070707"
LEVELS = 8
_PROPERTIES = {
    INK: "var(--fig-ink,#22201c)",
    MUTED: "var(--fig-muted,#5f5a52)",
    GRID: "var(--fig-grid,#d9d3c7)",
    PAPER: "var(--fig-paper,#fbf9f4)",
    NEGATIVE: "var(--w-n8,#1f5a8c)",
    ZERO: "var(--w-0,#efebe2)",
    POSITIVE: "var(--w-p8,#b0480f)",
}
_FALLBACK_ENDS = {"n": (31, 90, 140), "p": (176, 72, 15)}
_FALLBACK_ZERO = (239, 235, 226)


def _fallback(side: str, level: int) -> str:
    mixed = (zero + (end - zero) * level // LEVELS for zero, end in zip(_FALLBACK_ZERO, _FALLBACK_ENDS[side]))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


for _level in range(1, LEVELS + 1):
    _PROPERTIES[f"#11{_level:02x}11"] = f"var(--w-n{_level},{_fallback('n', _level)})"
    _PROPERTIES[f"#22{_level:02x}22"] = f"var(--w-p{_level},{_fallback('p', _level)})"


def weight_color(value: float, largest: float = 1.0) -> str:
    """Colour of a weight on the diverging scale centred on zero; `largest` is the absolute value at its ends."""
    level = min(LEVELS, round(abs(value) / largest * LEVELS))
    if level == 0:
        return ZERO
    return f"#{'22' if value > 0 else '11'}{level:02x}{'22' if value > 0 else '11'}"


def decimal(value: float, digits: int = 1) -> str:
    """A number as the guide's prose writes it: decimal comma and a true minus sign."""
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")


def new(width: float = 6.4, height: float = 3.6) -> tuple[Figure, Axes]:
    """A figure and its axes; 6.4 inches are the width of the text, and 13-point labels its size."""
    plt.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": "guia",
            "font.family": "serif",
            "font.size": 13,
            "mathtext.fontset": "stix",
            "axes.edgecolor": MUTED,
            "axes.labelcolor": INK,
            "axes.linewidth": 0.8,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "grid.color": GRID,
            "grid.linewidth": 0.8,
            "lines.linewidth": 2.2,
            "text.color": INK,
            "xtick.color": MUTED,
            "ytick.color": MUTED,
            "xtick.labelcolor": INK,
            "ytick.labelcolor": INK,
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
        }
    )
    figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
    return figure, axes


def spanish_ticks(axes: Axes, digits: int = 1) -> None:
    """Write the numbers of both axes with a decimal comma."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: decimal(value, digits))


def text_of(svg: str) -> str:
    """The SVG with the palette as custom properties and without what changes from run to run or serves nobody."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r' style="fill: none; stroke: none"', "", svg)
    for color, custom in _PROPERTIES.items():
        svg = svg.replace(color, custom)
    # The security policy of the site allows no style attribute: each declaration becomes an attribute.
    svg = re.sub(r' style="([^"]*)"', _attributes, svg)
    svg = re.sub(r"<style[^>]*>.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*</defs>\s*", "", svg)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)
    svg = re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)
    return re.sub(r"\n\s*", "\n", svg).strip() + "\n"


def _attributes(match: re.Match[str]) -> str:
    attributes = ""
    for declaration in match[1].split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            size, italic, bold = re.search(r"([\d.]+)px", value), "italic" in value, re.search(r"\b(700|bold)\b", value)
            attributes += f' font-size="{size[1]}"' if size else ""
            attributes += ' font-style="italic"' if italic else ""
            attributes += ' font-weight="700"' if bold else ""
        elif name == "font-size":
            attributes += f' font-size="{value.removesuffix("px")}"'
        elif name in ("font-family", "line-height", "font-stretch", "font-variant", ""):
            continue
        else:
            attributes += f' {name}="{value}"'
    return attributes


def save(figure: Figure, name: str, folder: Path = FOLDER) -> Path:
    """Write `name`.svg; the same drawing gives the same bytes."""
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.svg"
    path.write_text(text_of(buffer.getvalue()), encoding="utf-8", newline="\n")
    return path
