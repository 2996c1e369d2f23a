"""What `make pages` says of a page whose blocks do not do what it shows: one line, with the line of the page."""

from pathlib import Path

import pytest
from page_blocks import regions, trouble
from sybil import Document

PAGE = """# Uno

```python
def half(x):
    return x / 2

y = half(4)
```

```python
print(y)
print("fin")
```

``` { .text .salida }
2.0
fin
```
"""

SLIPS = {
    "a name that is not there": (("y = half(4)", "y = hal(4)"), "7: NameError: name 'hal' is not defined"),
    "a mistake inside a function of the page": (("half(4)", "half(None)"), "5: TypeError: unsupported operand"),
    "a mistake inside a module": (("y = half(4)", "import json; json.loads('{')"), "7: JSONDecodeError: Expecting property"),
    "no Python": (("half(4)", "half(4"), "7: SyntaxError: '(' was never closed"),
    "a block that ends the run": (("half(4)", "exit(3)"), "7: SystemExit: 3"),
    "another output": (("\nfin\n", "\nFin\n"), "17: the block prints «fin» and the page shows «Fin»"),
    "an output too short": (("2.0\nfin\n", "2.0\n"), "17: the block prints «fin» and the page shows nothing more"),
    "an output without its block": (('print(y)\nprint("fin")\n', ""), "14: the block prints nothing more"),
    "an output that is not shown": (("y = half(4)", "y = half(4)\nprint(y)"), "3: the block prints «2.0» and no output shows it"),
    "a language that nothing checks": (("```python\ndef", "```ruby\ndef"), "a fence in 'ruby' that nothing checks"),
    "a section that is not there": (("print(y)\nprint(\"fin\")", '--8<-- "codigo/nada.py:uno"'), "no file nada.py"),
}


def troubles(folder: Path, text: str) -> list[str]:
    path = folder / "docs" / "uno.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return [found for example in Document.parse(str(path), regions).examples() if (found := trouble(example))]


def test_a_page_that_shows_what_its_blocks_print_is_right(tmp_path: Path) -> None:
    assert troubles(tmp_path, PAGE) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_a_block_is_one_line_of_the_page(slip: str, tmp_path: Path) -> None:
    (right, wrong), told = SLIPS[slip]
    assert PAGE.count(right) == 1
    first = troubles(tmp_path, PAGE.replace(right, wrong))[0]
    assert first.startswith("docs/uno.md:") and told in first, first
    assert "\n" not in first and first.endswith(")"), "one line, which says what to do"
