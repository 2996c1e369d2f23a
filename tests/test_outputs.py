"""What `make outputs` writes into a page."""

from pathlib import Path

import outputs
import pytest

PAGE = """# Uno

```python
x = [1, 2]
print(sum(x))
print("dos")
```

``` { .text .salida }
4
```

Prosa con 4.
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(outputs, "DOCS", tmp_path / "docs")
    path = tmp_path / "docs" / "uno.md"
    path.parent.mkdir()
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_the_output_becomes_what_the_block_prints(page: Path) -> None:
    assert outputs.run_page(page) is None
    assert page.read_text(encoding="utf-8") == PAGE.replace("\n4\n", "\n3\ndos\n")
    before = page.stat().st_mtime_ns
    assert outputs.run_page(page) is None
    assert page.stat().st_mtime_ns == before, "a page that is right is not written"


def test_a_block_that_fails_leaves_the_page_alone_and_is_told_in_one_line(page: Path) -> None:
    broken = PAGE.replace("[1, 2]", "[1, 2")
    page.write_text(broken, encoding="utf-8")
    problem = outputs.run_page(page)
    assert problem and problem.startswith("docs/uno.md:4: SyntaxError") and "\n" not in problem
    assert page.read_text(encoding="utf-8") == broken
