"""Make the explorer's classic script from its modules, and its data script from the published model.

Browsers refuse modules and fetch() in pages opened from the disk, so the modules of scripts/explorer become functions
of one script: first `explorerCore`, with those that core.js lists, which the worker of the training runs too; then
those that page.js needs. They import with `import { a, b } from "./x.js";` and export in front of a declaration.

python scripts/explorer_script.py [--check] writes docs/assets/scripts/explorador/, or only says if it is up to date.
"""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import module_names
from arguments import Parser
from py_mini_racer import JSEvalException, JSParseException, MiniRacer

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "scripts" / "explorer"
MODEL = ROOT / "docs" / "assets" / "modelos" / "pequeno.json"
FOLDER = ROOT / "docs" / "assets" / "scripts" / "explorador"
AGAIN = "restore it from git, or train again with scripts/train.py"
CORE, PAGE = "core.js", "page.js"
# What the modules take from the browser by its bare name, beside what JavaScript itself gives.
BROWSER = frozenset({
    "Blob", "HTMLElement", "IntersectionObserver", "URL", "Worker", "addEventListener", "clearTimeout", "document",
    "explorerCore", "history", "innerHeight", "location", "matchMedia", "navigator", "performance", "scrollBy",
    "setTimeout",
})
HEAD = "/* Made from scripts/explorer by scripts/explorer_script.py (make explorer). */\n"
DATA_HEAD = "/* The published model, in hundredths; scripts/explorer_script.py writes this file. */\n"

IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "\./(?P<file>[\w-]+\.js)";\n', re.MULTILINE)
FROM = re.compile(r'^export (?:\*|\{(?P<names>[^}]*)\}) from "\./(?P<file>[\w-]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (?P<name>[\w$]+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b.*|\bimport\(.*", re.MULTILINE)
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
    whole: str  # the code with every line in its place


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def _where(folder: Path, file: str, line: int) -> str:
    return f"{_shown(folder / file)}:{line}"


def _read(folder: Path, file: str) -> Module:
    data = (folder / file).read_bytes() if (folder / file).is_file() else None
    if data is None:
        raise BundleError(f"{_where(folder, file, 1)}: there is no such module (restore it from git)")
    try:
        text = data.decode("utf-8").replace("\r\n", "\n").rstrip("\n") + "\n"
    except UnicodeDecodeError as error:
        where = _where(folder, file, data.count(b"\n", 0, error.start) + 1)
        raise BundleError(f"{where}: not UTF-8: byte 0x{data[error.start]:02x} (save the file as UTF-8)") from error
    form = FROM if file == CORE else IMPORT
    imports = [(_line(text, one.start()), one["file"], _names(one["names"])) for one in form.finditer(text)]
    blank = form.sub(lambda one: "\n" * one[0].count("\n"), text)
    exports = [one["name"] for one in EXPORT.finditer(blank)]
    code = EXPORT.sub("", blank)
    wrong = LEFT.search(COMMENT.sub(lambda one: "\n" * one[0].count("\n"), code))
    if wrong:
        forms = 'write `import { a, b } from "./x.js";`, or `export` before function, const or class'
        where = _where(folder, file, _line(code, wrong.start()))
        raise BundleError(f"{where}: cannot read `{wrong[0][:60]}` ({forms})")
    return Module(file, imports, exports, re.sub(r"\n{2,}", "\n", COMMENT.sub("", code)).strip("\n"), code)


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


def check_syntax(folder: Path | None = None) -> None:
    """Raises BundleError if a module, with the names that it imports, is no JavaScript."""
    folder = folder or SOURCES
    engine = MiniRacer()
    try:
        for path in sorted(folder.glob("*.js")):
            module = _read(folder, path.name)
            taken = "".join(f"let {name}; " for _, _, names in module.imports for name in names or [] if name.isidentifier())
            try:
                engine.eval(f'(() => {{"use strict"; {"" if path.name == CORE else taken}{module.whole}}})')
            except JSParseException as error:
                line, what = re.search(r":(\d+): (.*)", str(error)).groups()
                last = module.whole.count("\n")
                if int(line) > last:  # the brackets that stand around the module here
                    line, what = last, "SyntaxError: a bracket is never closed, or one too many is"
                raise BundleError(f"{_where(folder, path.name, line)}: {what} (mend it)") from error
    finally:
        engine.close()


def check_names(folder: Path | None = None) -> None:
    """Raises BundleError if a module uses a name that it has from nowhere, or imports or exports one for nothing."""
    folder = folder or SOURCES
    modules = [_read(folder, path.name) for path in sorted(folder.glob("*.js"))]
    core = next(module for module in modules if module.file == CORE)
    public = {file for _, file, _ in core.imports}
    owner = {name: module.file for module in modules for name in module.exports}
    wanted = {(file, name) for module in modules for _, file, names in module.imports for name in names or []}
    engine = MiniRacer()
    known = BROWSER | set(json.loads(engine.eval("JSON.stringify(Object.getOwnPropertyNames(globalThis))")))
    engine.close()
    for module in modules:
        if module is core:
            continue
        used = module_names.used(module.whole)
        imported = {name: line for line, _, names in module.imports for name in names or []}
        for name, line in imported.items():
            if name not in used:
                raise BundleError(f"{_where(folder, module.file, line)}: {name} is imported and not used (remove it)")
        for name, at in used.items():
            if name not in known and name not in imported:
                hint = f'import it from "./{owner[name]}"' if name in owner else f"mend it, or write globalThis.{name}"
                where = _where(folder, module.file, _line(module.whole, at))
                raise BundleError(f"{where}: {name} is neither declared nor imported ({hint})")
        for name in module.exports if module.file not in public else []:
            if (module.file, name) not in wanted:
                line = _line(module.whole, re.search(rf"\b{re.escape(name)}\b", module.whole).start())
                raise BundleError(f"{_where(folder, module.file, line)}: no module imports {name} (do not export it)")


def check_model(core: str, text: str) -> None:
    """Raises BundleError if the JSON of a model is not what the explorer can read."""
    try:
        saved = json.loads(text)
    except json.JSONDecodeError as error:
        raise BundleError(f"{_shown(MODEL)}:{error.lineno}: no JSON: {error.msg} ({AGAIN})") from error
    engine = MiniRacer()
    try:
        engine.eval(f"{core}explorerCore().decode({json.dumps(saved)});")
    except JSEvalException as error:
        what = re.search(r"Error: (.*)", str(error))[1]
        raise BundleError(f"{_shown(MODEL)}:1: no model: {what} ({AGAIN})") from error
    finally:
        engine.close()


def data(text: str) -> str:
    """The data script, from the JSON of the published model."""
    whole = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    return f"{DATA_HEAD}globalThis.exploradorDatos = {{pequeno: {whole}}};\n"


def made() -> dict[Path, str]:
    """The text of each file that this program writes. Raises BundleError on a mistake in what it reads."""
    check_syntax()
    core, page = core_script(), page_script()
    for path in sorted(SOURCES.glob("*.js")):
        if path.name != CORE and f"const {_variable(path.name)} = " not in core + page:
            raise BundleError(f"{_shown(path)}:1: no module imports {path.name} (import it, or remove it)")
    check_names()
    try:
        model = MODEL.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"{_shown(MODEL)}:1: cannot be read ({AGAIN})") from error
    check_model(core, model)
    return {FOLDER / "explorador.js": HEAD + core + page, FOLDER / "explorador-datos.js": data(model)}


def stale(path: Path, text: str) -> bool:
    """Whether a file is not there, or holds another text."""
    return not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text


def write_or_check(files: dict[Path, str], check: bool, order: str) -> int:
    """Write the files that are not up to date; if only asked to check, tell of them and what to run."""
    old = [path for path, text in files.items() if stale(path, text)]
    if check:
        for path in old:
            print(f"{path}: not what its sources give (run `{order}`)", file=sys.stderr)
        return 1 if old else 0
    for path in old:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8", newline="\n")
    print("\n".join(f"{path.name}: {len(text.encode())} bytes" for path, text in files.items()))
    return 0


def main() -> int:
    parser = Parser(description="Make the explorer's scripts from its modules and the model.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a script is not up to date")
    check = parser.parse_args().check
    try:
        files = made()
    except (OSError, ValueError) as error:
        print(error if isinstance(error, BundleError) else f"explorer_script: {error}", file=sys.stderr)
        return 1
    return write_or_check(files, check, "make explorer")


if __name__ == "__main__":
    sys.exit(main())
