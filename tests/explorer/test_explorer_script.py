"""The explorer's script is what its modules give, and a mistake in them is one clear line."""

import json
import sys
from pathlib import Path

import explorer_script
import pytest
from py_mini_racer import MiniRacer

GOOD = {
    "core.js": 'export * from "./one.js";\nexport { two } from "./two.js";\n',
    "one.js": '/** Said of one. */\nimport { two, hidden } from "./two.js";\n\n// A comment.\n'
    "export const one = () => two() - hidden;\n",
    "two.js": "const own = 3;\nexport function two() {\n  return own;\n}\n"
    "export const hidden = 2;\nexport class Pair {}\n",
    "page.js": 'import {\n  one,\n} from "./one.js";\nimport { twice } from "./panel.js";\n'
    "globalThis.seen = twice(one());\n",
    "panel.js": "const own = 2;\nexport const twice = (x) => own * x;\n",
}


def folder_of(tmp_path: Path, changes: dict[str, str | None]) -> Path:
    """A folder with the good modules and some of them changed, or missing."""
    for name, text in (GOOD | changes).items():
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_scripts_are_what_the_sources_give() -> None:
    for path, text in explorer_script.made().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make explorer`"


def test_every_module_is_in_the_script() -> None:
    text = explorer_script.core_script() + explorer_script.page_script()
    for path in explorer_script.SOURCES.glob("*.js"):
        name = f"const ${path.stem.replace('-', '_')} = "
        assert path.name == "core.js" or name in text, f"no module imports {path.name}"


def test_the_data_script_holds_the_published_model() -> None:
    text = explorer_script.MODEL.read_text(encoding="utf-8")
    engine = MiniRacer()
    try:
        engine.eval(explorer_script.data(text))
        assert json.loads(engine.eval("JSON.stringify(exploradorDatos.pequeno)")) == json.loads(text)
    finally:
        engine.close()


def test_modules_become_one_script_that_runs(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {})
    script = explorer_script.core_script(folder) + explorer_script.page_script(folder)
    assert "Said of one" not in script and "A comment" not in script
    engine = MiniRacer()
    try:
        engine.eval(script)
        assert engine.eval("seen") == 2
        assert engine.eval("Object.keys(explorerCore()).join()") == "one,two"
        assert engine.eval("typeof own + typeof $one") == "undefinedundefined"
        assert engine.eval("eval(`(${explorerCore})().one()`)") == 1  # as a worker does
    finally:
        engine.close()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"two.js": None}, "one.js:2: there is no module two.js (create it, or mend the name)"),
        ({"two.js": "export const own = 1;\n"}, "one.js:2: two.js does not export two"),
        ({"panel.js": "export const twice = 1;\nexport default 2;\n"}, "panel.js:2: cannot read `export default 2;`"),
        ({"panel.js": '\nimport * as all from "./one.js";\n'}, "panel.js:2: cannot read `import * as all"),
        ({"two.js": 'import { one } from "./one.js";\n' + GOOD["two.js"]}, "two.js:1: one.js imports two.js imp"),
        ({"core.js": 'export * from "./one.js";\nexport * from "./copy.js";\n', "copy.js": "export const one = 1;\n"},
         "core.js:2: both one.js and copy.js export one (give one another name)"),
        ({"page.js": '\nimport { hidden } from "./two.js";\n'}, "page.js:2: core.js does not give hidden of two.js"),
        ({"page.js": None}, "page.js:1: there is no such module"),
        ({"panel.js": "export const twice = 1;\n\nconst x = (;\n"}, "panel.js:3: SyntaxError: Unexpected token ';' (mend"),
        ({"panel.js": "export const twice = () => {\n  1;\n"}, "panel.js:2: SyntaxError: a bracket is never closed"),
        ({"two.js": GOOD["two.js"] + "export const hidden = 3;\n"}, "two.js:7: SyntaxError: Identifier 'hidden' has al"),
        ({"one.js": GOOD["one.js"] + "const two = 2;\n"}, "one.js:6: SyntaxError: Identifier 'two' has already been"),
        ({"panel.js": 'export const twice = () => import("./one.js");\n'}, "panel.js:1: cannot read `import("),
        ({"alone.js": "export const alone = 1;\n"}, "alone.js:1: no module imports alone.js"),
        ({"panel.js": "export const twice = (x) =>\n  two() * x;\n"},
         'panel.js:2: two is neither declared nor imported (import it from "./two.js")'),
        ({"two.js": GOOD["two.js"] + "export const more = () => `${own} ${owm}`;\n"},
         "two.js:7: owm is neither declared nor imported (mend it, or write globalThis.owm)"),
        ({"one.js": GOOD["one.js"].replace("- hidden", "- 2")}, "one.js:2: hidden is imported and not used (remove it)"),
        ({"panel.js": GOOD["panel.js"] + "export const half = 1;\n"}, "panel.js:3: no module imports half (do not export"),
    ],
    ids=["missing", "not exported", "default", "star", "circle", "two of one name", "not public", "no page.js", "no JavaScript",
         "never closed", "declared twice", "declared and imported", "import()", "alone", "not imported", "nowhere", "not used",
         "of no use"],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], changes: dict, told: str
) -> None:
    monkeypatch.setattr(explorer_script, "SOURCES", folder_of(tmp_path, changes))
    monkeypatch.setattr(sys, "argv", ["explorer_script.py", "--check"])
    assert explorer_script.main() == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and told in error, error


def weights_with(value: float | str) -> str:
    """The published model with another first number in its last tensor."""
    saved = json.loads(explorer_script.MODEL.read_text(encoding="utf-8"))
    saved["weights"][list(saved["weights"])[-1]][0] = value
    return json.dumps(saved)


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (None, ":1: cannot be read"),
        ('{\n"scale": 100,', ":2: no JSON: "),
        ("[1, 2]", ":1: no model: "),
        ("{}", ":1: no model: "),
        (weights_with(float("nan")), ":1: no model: «"),
        (weights_with("x"), ":1: no model: «"),
    ],
    ids=["missing", "cut", "a list", "empty", "NaN", "a word"],
)
def test_a_model_that_cannot_be_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], model: str | None, told: str
) -> None:
    path = tmp_path / "pequeno.json"
    if model is not None:
        path.write_text(model, encoding="utf-8")
    monkeypatch.setattr(explorer_script, "MODEL", path)
    monkeypatch.setattr(sys, "argv", ["explorer_script.py", "--check"])
    assert explorer_script.main() == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and f"pequeno.json{told}" in error and "(restore it" in error, error


def test_check_tells_of_a_script_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(explorer_script, "FOLDER", tmp_path / "explorador")
    monkeypatch.setattr(sys, "argv", ["explorer_script.py", "--check"])
    assert explorer_script.main() == 1
    assert "explorador.js: not what its sources give (run `make explorer`)" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["explorer_script.py"])
    assert explorer_script.main() == 0
    monkeypatch.setattr(sys, "argv", ["explorer_script.py", "--check"])
    assert explorer_script.main() == 0
    text = (tmp_path / "explorador" / "explorador.js").read_text(encoding="utf-8")
    assert text == explorer_script.HEAD + explorer_script.core_script() + explorer_script.page_script()
