"""Make the explorer's classic script from its modules, and its data script from the published model.

Browsers refuse modules and fetch() in pages opened from the disk, so the modules of scripts/explorer become functions
of one script: first `explorerCore`, with those that core.js lists, which the worker of the training runs too; then
those that page.js needs. They import with `import { a, b } from "./x.js";` and export in front of a declaration.

python scripts/explorer_script.py [--check] writes docs/assets/scripts/explorador/, or only says if it is up to date.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "scripts" / "explorer"
MODEL = ROOT / "docs" / "assets" / "modelos" / "pequeno.json"
FOLDER = ROOT / "docs" / "assets" / "scripts" / "explorador"
CORE, PAGE = "core.js", "page.js"
HEAD = "/* Made from scripts/explorer by scripts/explorer_script.py (make explorer). */\n"
DATA_HEAD = "/* The published model, in hundredths; scripts/explorer_script.py writes this file. */\n"

IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "\./(?P<file>[\w-]+\.js)";\n', re.MULTILINE)
FROM = re.compile(r'^export (?:\*|\{(?P<names>[^}]*)\}) from "\./(?P<file>[\w-]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (?P<name>[\w$]+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/[ \t]*|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


class BundleError(ValueError):
    """A mistake in the modules; the text says where and what to do."""


@dataclass
class Module:
    """One file: what it takes from others, [(line, file, names or None for all)], what it gives, and its code."""

    file: str
    imports: list[tuple[int, str, list[str] | None]]
    exports: list[str]
    code: str


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def _where(folder: Path, file: str, line: int) -> str:
    path = folder / file
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{line}"


def _read(folder: Path, file: str) -> Module:
    text = (folder / file).read_text(encoding="utf-8").rstrip("\n") + "\n"
    form = FROM if file == CORE else IMPORT
    imports = [(_line(text, one.start()), one["file"], _names(one["names"])) for one in form.finditer(text)]
    blank = form.sub(lambda one: "\n" * one[0].count("\n"), text)
    exports = [one["name"] for one in EXPORT.finditer(blank)]
    code = EXPORT.sub("", blank)
    wrong = LEFT.search(code)
    if wrong:
        forms = 'write `import { a, b } from "./x.js";`, or `export` before function, const or class'
        where = _where(folder, file, _line(code, wrong.start()))
        raise BundleError(f"{where}: cannot read `{wrong[0][:60]}` ({forms})")
    return Module(file, imports, exports, re.sub(r"\n{2,}", "\n", COMMENT.sub("", code)).strip("\n"))


def _in_order(folder: Path, entry: str) -> list[Module]:
    """The modules that one needs, each behind those that it needs."""
    found: dict[str, Module] = {}
    path: list[str] = []

    def visit(file: str) -> None:
        if file in found:
            return
        path.append(file)
        module = _read(folder, file)
        for line, other, names in module.imports:
            where = _where(folder, file, line)
            if not (folder / other).is_file():
                raise BundleError(f"{where}: there is no module {other} (create it, or mend the name)")
            if other in path:
                circle = " imports ".join([*path[path.index(other) :], other])
                raise BundleError(f"{where}: {circle} (break the circle)")
            visit(other)
            for name in names or []:
                if name not in found[other].exports:
                    raise BundleError(f"{where}: {other} does not export {name} (export it, or mend the name)")
        path.pop()
        found[file] = module

    visit(entry)
    return list(found.values())


def _variable(file: str) -> str:
    return "$" + file.removesuffix(".js").replace("-", "_")


def _as_function(module: Module, home: dict[str, str]) -> str:
    """A module as the value of a function: an object with what it exports. home: where each file's exports are."""
    takes = "".join(f"const {{ {', '.join(names or [])} }} = {home[other]};\n" for _, other, names in module.imports)
    gives = f"return {{ {', '.join(module.exports)} }};\n" if module.exports else ""
    return f"const {_variable(module.file)} = (() => {{\n{takes}{module.code}\n{gives}}})();\n"


def _given(folder: Path, core: Module, modules: list[Module]) -> dict[str, list[str]]:
    """The names that core.js gives, by the file that defines them. Raises BundleError if two modules give one name."""
    exports = {module.file: module.exports for module in modules}
    given: dict[str, list[str]] = {}
    owner: dict[str, str] = {}
    for line, file, names in core.imports:
        given[file] = exports[file] if names is None else names
        for name in given[file]:
            if name in owner:
                where = _where(folder, CORE, line)
                raise BundleError(f"{where}: both {owner[name]} and {file} export {name} (give one another name)")
            owner[name] = file
    return given


def core_script(folder: Path | None = None) -> str:
    """The first part of the script: explorerCore, a function that gives all that core.js lists.

    Raises BundleError on a mistake in the modules.
    """
    folder = folder or SOURCES
    *modules, core = _in_order(folder, CORE)
    home = {module.file: _variable(module.file) for module in modules}
    body = "".join(_as_function(module, home) for module in modules)
    given = _given(folder, core, modules)
    names = ", ".join(f"{name}: {home[file]}.{name}" for file, some in given.items() for name in some)
    return f'const explorerCore = () => {{\n"use strict";\n{body}return {{ {names} }};\n}};\n'


def page_script(folder: Path | None = None) -> str:
    """The second part, which runs the page with what explorerCore gives. Raises BundleError as well."""
    folder = folder or SOURCES
    *pure, core = _in_order(folder, CORE)
    given = _given(folder, core, pure)
    behind = {module.file for module in pure}
    modules = [module for module in _in_order(folder, PAGE) if module.file not in behind]
    for module in modules:
        for line, file, names in module.imports:
            if file in behind and not set(names or []) <= set(given.get(file, [])):
                missing = next(name for name in names or [] if name not in given.get(file, []))
                where = _where(folder, module.file, line)
                raise BundleError(f"{where}: {CORE} does not give {missing} of {file} (list it there)")
    home = dict.fromkeys(given, "$core") | {module.file: _variable(module.file) for module in modules}
    body = "".join(_as_function(module, home) for module in modules)
    return f'(() => {{\n"use strict";\nconst $core = explorerCore();\n{body}}})();\n'


def data(text: str) -> str:
    """The data script, from the JSON of the published model."""
    whole = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    return f"{DATA_HEAD}globalThis.exploradorDatos = {{pequeno: {whole}}};\n"


def made() -> dict[Path, str]:
    """The text of each file that this program writes."""
    return {
        FOLDER / "explorador.js": HEAD + core_script() + page_script(),
        FOLDER / "explorador-datos.js": data(MODEL.read_text(encoding="utf-8")),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the explorer's scripts from its modules and the model.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a script is not up to date")
    check = parser.parse_args().check
    try:
        files = made()
    except (OSError, ValueError) as error:
        print(f"explorer_script: {error}" if not isinstance(error, BundleError) else error, file=sys.stderr)
        return 1
    old = [path for path, text in files.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if check:
        for path in old:
            print(f"{path}: not what the sources give (run `make explorer`)", file=sys.stderr)
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in old:
        path.write_text(files[path], encoding="utf-8", newline="\n")
    print("\n".join(f"{path.name}: {len(text.encode())} bytes" for path, text in files.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
