"""Figures: each SVG of ours goes into the page itself, so that its colours follow the scheme and its text the page's."""

import html
import re
from collections import Counter
from pathlib import Path

IMAGE = re.compile(r'<img (?P<attributes>[^>]*?\bsrc="assets/figuras/(?P<name>[\w-]+)\.svg"[^>]*?)\s*/?>')
ALT = re.compile(r'\balt="([^"]*)"')
ROOT = re.compile(r"<svg\b(?P<attributes>[^>]*)>")
ID = re.compile(r'\bid="([^"]+)"')


def inline(svg: str, name: str, alternative: str) -> str:
    """The SVG element of a figure's file, named for screen readers, its ids told apart by the figure's name."""
    svg = svg[svg.index("<svg") :].strip()
    for identifier in sorted(set(ID.findall(svg))):
        pattern = rf'(\bid="|href="#|url\(#){re.escape(identifier)}(?=["\)])'
        svg = re.sub(pattern, rf"\g<1>{name}-{identifier}", svg)
    label = html.escape(html.unescape(alternative), quote=True)
    return ROOT.sub(rf'<svg\g<attributes> role="img" class="dibujo" aria-label="{label}">', svg, count=1)


def place(content: str, figures: Path) -> str:
    """HTML of a page with the images of `assets/figuras` replaced by the SVG itself; a bad one is left alone."""

    times: Counter[str] = Counter()

    def one(match: re.Match[str]) -> str:
        path = figures / f"{match['name']}.svg"
        if not path.is_file():
            return match[0]
        svg = path.read_text(encoding="utf-8", errors="replace")
        if "<svg" not in svg:  # the lint of the sources reports it
            return match[0]
        alternative = ALT.search(match["attributes"])
        times[match["name"]] += 1
        again = f"-{times[match['name']]}" if times[match["name"]] > 1 else ""  # the ids of one that stands twice
        return inline(svg, f"{match['name']}{again}", alternative[1] if alternative else "")

    return IMAGE.sub(one, content)
