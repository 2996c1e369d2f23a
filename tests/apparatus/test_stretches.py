"""Stretches of a page: boxes between its headings, which stay outside of them."""

from apparatus import stretches

PAGE = """\
<h1 id="a">A</h1>
<p>Uno.</p>
<h2 id="b">B</h2>
<p>Dos.</p>
<div>
<h3 id="c">C</h3>
<p>Tres.</p>
</div>
<h3 id="d">D</h3>
<h2 id="e">E</h2>
<p>Cuatro.</p>"""
LONG = PAGE + "".ljust(stretches.SHORT)


def test_what_follows_a_heading_goes_into_a_box_and_the_headings_stay_outside() -> None:
    wrapped = stretches.wrap(LONG)
    first, *boxes = wrapped.split('<div class="tramo"')
    assert first == PAGE[: PAGE.index("<p>Dos")], "what the reader sees first is in no box"
    assert len(boxes) == 2, "a heading with nothing behind it has no box, nor has one that stands inside a block"
    assert boxes[0].endswith('</div>\n</div>\n<h3 id="d">D</h3>\n<h2 id="e">E</h2>\n')
    assert boxes[1].rstrip().endswith("</div>")


def test_a_short_page_and_one_without_headings_are_left_alone() -> None:
    assert stretches.wrap(PAGE) == PAGE
    without = "<p>Uno.</p>".ljust(stretches.SHORT)
    assert stretches.wrap(without) == without


def test_the_height_grows_with_what_is_seen() -> None:
    text = f"<p>{'palabra ' * 100}</p>"
    assert stretches.height("<p>Una.</p>") < stretches.height(text) == stretches.height(text + "<b></b>")
    assert stretches.height(text) < stretches.height(text + "<pre><code>a\nb\nc\nd\n</code></pre>")
    folded = f"<details><summary>Solución</summary>{text * 9}</details>"
    assert stretches.height(text) < stretches.height(text + folded) < stretches.height(text * 2)
