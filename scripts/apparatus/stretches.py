"""Stretches: what stands between two headings of a page, in a box of its own that a phone lays out as it comes near.

The headings stay outside: the contents list measures them all as the page loads.
"""

import re

# A heading, or the beginning or end of something that may hold one.
POINT = re.compile(
    r"(?P<heading>^<h[2-6][ >].*?</h[2-6]>\n?)"
    r"|<(?P<end>/?)(?:aside|blockquote|dd|details|div|dl|figure|ol|section|table|ul)\b",
    re.MULTILINE | re.DOTALL,
)
FOLDED = re.compile(r"<details.*?</details>", re.DOTALL)
DRAWING = re.compile(r"<svg.*?</svg>|<img[^>]*>", re.DOTALL)
CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
SHORT = 75_000  # characters of HTML; such a page has nothing to put off
TAG = re.compile(r"<[^>]*>")


def _headings(content: str) -> list[re.Match[str]]:
    """Headings that stand in no box."""
    found = []
    depth = 0
    for point in POINT.finditer(content):
        if not point["heading"]:
            depth += -1 if point["end"] else 1
        elif depth == 0:
            found.append(point)
    return found


def height(html: str) -> int:
    """Height in rem of a stretch on a phone 390 pixels wide: the scroll bar tells the truth, or nearly.

    The factors were fitted to the stretches of the guide as Chromium lays them out, and then raised by a seventh: in a
    box that is too low, what is not laid out yet would overlap what follows for whoever measures it (axe, say).
    """
    html, folded = FOLDED.subn("", html)
    html, drawings = DRAWING.subn("", html)
    lines = sum(code[0].count("\n") + 1 for code in CODE.finditer(html))
    text = len(TAG.sub("", CODE.sub("", html)))
    return max(1, round((0.046 * text + 1.43 * lines + 21 * drawings + 7 * folded) / 5)) * 5


def wrap(content: str) -> str:
    """Content of a long page with each stretch, but for the one that the reader sees first, in a box of class `tramo`."""
    headings = _headings(content)
    if not headings or len(content) < SHORT:
        return content
    parts = [content[: headings[0].start()]]
    ends = [heading.start() for heading in headings[1:]] + [len(content)]
    for heading, end in zip(headings, ends, strict=True):
        stretch = content[heading.end() : end].strip("\n")
        box = f'<div class="tramo" style="--alto:{height(stretch)}rem">\n{stretch}\n</div>\n'
        parts += [heading[0], box if stretch else ""]
    return "".join(parts)
