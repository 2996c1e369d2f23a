"""The explorer: its places in a page, what it needs of the build (formulas, lines of the programs) and its still views.

`<!-- explorador: PART -->` becomes an empty place where the script puts a part of the explorer; that of `recorrido` holds,
for readers without scripts, the walk of one text. `<!-- vista: TENSOR cabeza=1 casilla=7,3 texto="…" -->`, in any page,
becomes one table and one calculation, with a link into that state of the explorer. Both are drawn by the explorer's own script.
"""

import html
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

from py_mini_racer import JSEvalException, MiniRacer

from apparatus.formulas import to_mathml

FOLDER = Path("assets", "scripts", "explorador")
SCRIPT, DATA = FOLDER / "explorador.js", FOLDER / "explorador-datos.js"
ON_DEMAND = tuple(FOLDER / f"explorador-{name}.js" for name in ("puntos", "una-capa"))
HOME = "explorador.html"
PARTS = ("texto", "recorrido", "comparar", "lente", "cabezas", "preguntas", "gradientes", "entrenamiento", "puntos")
MARK = re.compile(r"<!--[ ]*explorador:[ ]*(?P<part>[\w-]+)[ ]*-->")
VIEW = re.compile(r"<!--[ ]*vista:[ ]*(?P<tensor>[\w.]+)(?P<options>(?:[ ]+[\w-]+=(?:\"[^\"\n]*\"|[\w.,-]+))*)[ ]*-->")
OPTION = re.compile(r"(?P<key>[\w-]+)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[\w.,-]+))")
OPTIONS = {
    "texto": (re.compile(r"\S+(?: \S+)*"), "words with one space between them"),
    "cabeza": (re.compile(r"\d{1,3}"), "a whole number from 1"),
    "casilla": (re.compile(r"\d{1,3}(?:,[ ]*\d{1,3})*"), "a row and a column from 1, like 7,2"),
}
EXAMPLE = "la reina que vio el rey llegó"
NOTICE = "Esta parte necesita JavaScript."


class ExplorerError(ValueError):
    """A mark that cannot be obeyed; the text says why, and `hint` what to do."""

    def __init__(self, message: str, hint: str = "mend the mark") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class Piece:
    """What a step of the walk shows that is made at build time: its formula and the line that computes it."""

    part: str
    mathml: str
    file: str
    line: int
    code: str


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ExplorerError(f"no readable {path.name}", "restore it from git") from error


def _sources(docs: Path) -> tuple[str, str]:
    return tuple(_read(docs / path) for path in (DATA, SCRIPT))


@lru_cache(maxsize=64)
def _run(sources: tuple[str, str], call: str) -> str:
    """What the explorer's script answers to a call, with `core` and the published `model` at hand: JSON."""
    engine = MiniRacer()
    try:
        for source in sources:
            engine.eval(source)
        engine.eval("const core = explorerCore(); const model = core.decode(exploradorDatos.pequeno);")
        answer = engine.eval(f"JSON.stringify({call})")
        if answer is None:
            raise ExplorerError(f"{SCRIPT.name} has no {call}")
        return answer
    except JSEvalException as exception:
        lines = [line for line in str(exception).splitlines() if "Error: " in line] or [str(exception)]
        undefined = lines[0].endswith(" is not defined")
        hint = "import it in the module of scripts/explorer that uses it" if undefined else "mend the mark"
        message, _, advice = lines[0].rpartition("Error: ")[2].removesuffix(")").partition(" (")
        raise ExplorerError(message, advice or hint) from exception
    finally:
        engine.close()


def find_line(path: Path, code: str) -> tuple[int, str]:
    """Number and text of the only line of a program that has some code.

    Raises ExplorerError if there is none, or more than one, or no program.
    """
    lines = [(number, line.strip()) for number, line in enumerate(_read(path).splitlines(), 1)]
    found = [(number, line) for number, line in lines if code in line]
    if len(found) != 1:
        raise ExplorerError(f"`{code}` is in {len(found) or 'no'} lines of {path.name}", "write one that is in one line")
    return found[0]


def step_texts(docs: Path) -> dict[str, dict[str, str]]:
    """What steps.js says of each kind of step."""
    return json.loads(_run(_sources(docs), "core.STEP_TEXTS"))


def pieces(docs: Path) -> list[Piece]:
    """The formula and the line of each kind of step."""
    made = []
    for part, text in step_texts(docs).items():
        file = text.get("file", "transformer.py")
        line, code = find_line(docs / "codigo" / file, text["code"])
        made.append(Piece(part, to_mathml(text["tex"], True), file, line, code.partition("  #")[0]))
    return made


def _said(piece: Piece) -> str:
    """The formula and the line of a step, as HTML."""
    link = f'<a href="codigo/{piece.file}" download>{piece.file}</a>'
    return (
        f'<div class="ecuacion">{piece.mathml}</div>'
        f'<p class="linea">{link}, línea {piece.line}: <code>{html.escape(piece.code)}</code></p>'
    )


def templates(docs: Path) -> str:
    """What the page's script takes its formulas and lines from."""
    made = "".join(f'<template data-parte-de="{piece.part}">{_said(piece)}</template>' for piece in pieces(docs))
    return f'<div class="explorador-piezas" hidden data-search-exclude>{made}</div>'


def still_walk(docs: Path) -> str:
    """The walk of the example text, step by step, for readers without scripts."""
    steps = json.loads(_run(_sources(docs), f"core.stillWalk(model, {json.dumps(EXAMPLE)})"))
    said = {piece.part: _said(piece) for piece in pieces(docs)}
    body = "".join(
        f'<details><summary>{layer["title"]}</summary>'
        + "".join(f'<h3>{step["title"]}</h3><p>{step["says"]}</p>{said[step["part"]]}{step["html"]}' for step in layer["steps"])
        + "</details>"
        for layer in steps
    )
    return (
        '<noscript><div class="explorador-quieto"><p>El explorador necesita JavaScript. Sin él, aquí tienes el recorrido entero '
        f"de «{EXAMPLE}», con la cuenta de una casilla en cada paso.</p>{body}</div></noscript>"
    )


def options_of(view: re.Match[str]) -> dict[str, str]:
    """The options of a view.

    Raises ExplorerError for one that there is not, that stands twice, or whose value has another form.
    """
    found: dict[str, str] = {}
    for option in OPTION.finditer(view["options"]):
        key, value = option["key"], option["quoted"] or option["bare"] or ""
        if key not in OPTIONS:
            raise ExplorerError(f"no option '{key}'", f"use {', '.join(OPTIONS)}")
        if key in found:
            raise ExplorerError(f"'{key}' stands twice in the mark", "leave one")
        form, said = OPTIONS[key]
        if not form.fullmatch(value):
            raise ExplorerError(f"{key}='{value}' is not {said}")
        found[key] = value
    return found


def _view(docs: Path, name: str, text: str, head: int | None, cell: list[int] | None) -> dict[str, str]:
    asked = {"name": name, "text": text, "head": head, "cell": cell}
    return json.loads(_run(_sources(docs), f"core.stillView(model, {json.dumps(asked)})"))


def check_link(docs: Path, state: str) -> None:
    """Look whether a link into the explorer, `explorador.md?t=la_reina;p=2.weights;c=2.weights@0,1,1`, leads to something.

    Raises ExplorerError when the model has no such word, step, head or cell: the page would leave them out.
    """
    parts = dict(part.partition("=")[::2] for part in unquote(state).split(";"))
    text = " ".join(re.split(r"[_+ ]+", parts.get("t", EXAMPLE)))
    name, _, index = parts.get("c", "").partition("@")
    step = parts.get("p") or name
    if step:
        numbers = [int(one) for one in index.split(",") if one.isdigit()] if name == step else []
        _view(docs, step, text, numbers[0] if len(numbers) == 3 else None, numbers[-2:] or None)


def still_view(docs: Path, view: re.Match[str]) -> str:
    """One table and one calculation, with a link into the explorer.

    Raises ExplorerError when the model has no such tensor, head, cell or word.
    """
    found = options_of(view)
    text = found.get("texto", EXAMPLE)
    cell = [int(part) - 1 for part in found["casilla"].split(",")] if "casilla" in found else None
    head = int(found["cabeza"]) - 1 if "cabeza" in found else None
    drawn = _view(docs, view["tensor"], text, head, cell)
    link = f"{HOME}?{quote(drawn['state'], safe=';=@,.')}#el-recorrido"
    label = html.escape(drawn["label"])
    return (
        f'<div class="vista-explorador" data-search-exclude role="group" aria-label="{label}">{drawn["html"]}'
        f'<p class="linea"><a href="{link}">Seguir en el explorador</a></p></div>'
    )


def place(content: str, docs: Path) -> tuple[str, bool, bool]:
    """HTML of a page with its marks obeyed; whether it holds the explorer, and whether it needs its style sheet.

    Marks that cannot be obeyed are left for the lint to report.
    """
    home = styled = False

    def part(mark: re.Match[str]) -> str:
        nonlocal home
        if mark["part"] not in PARTS:
            return mark[0]
        try:
            inside = still_walk(docs) + templates(docs) if mark["part"] == "recorrido" else ""
        except ExplorerError:
            return mark[0]
        home = True
        still = inside.partition('<div class="explorador-piezas"')
        noscript = still[0] or f'<noscript><p class="sin-guiones">{NOTICE}</p></noscript>'
        return f'<div class="explorador" data-parte="{mark["part"]}" data-search-exclude>{noscript}</div>{still[1]}{still[2]}'

    def view(mark: re.Match[str]) -> str:
        nonlocal styled
        try:
            drawn = still_view(docs, mark)
        except ExplorerError:
            return mark[0]
        styled = True
        return drawn

    content = VIEW.sub(view, MARK.sub(part, content))
    return content, home, home or styled
