"""TeX to MathML with Temml: at build time, so that the reader's browser runs no mathematics library."""

import html
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path

from py_mini_racer import JSEvalException, MiniRacer

TEMML = Path(__file__).parents[1] / "vendor" / "temml.min.js"
FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>(?P<mark>[.,;:?!)»…]*)', re.DOTALL
)
LABEL = re.compile(r"\\label\{(eq-[\w-]+)\}")


class FormulaError(ValueError):
    """A formula that Temml cannot read; the text says why."""


def _start_engine() -> MiniRacer:
    engine = MiniRacer()
    engine.eval(TEMML.read_text(encoding="utf-8"))
    engine.eval(
        "const render = (tex, display) => { try {"
        " return ['', temml.renderToString(tex, {displayMode: display, throwOnError: true, strict: true})] }"
        " catch (error) { return [String(error.message), ''] } }"
    )
    return engine


@lru_cache(maxsize=1)
def _engine() -> MiniRacer:
    # An engine runs on the event loop of the thread where it starts, if that has one, and then serves no other thread:
    # beside a browser test the main thread has Playwright's. A new thread has none, and the engine makes its own.
    with ThreadPoolExecutor(max_workers=1) as pool:
        engine = pool.submit(_start_engine).result()
    # MiniRacer's own thread would hold the interpreter for ever at its exit. Python joins the threads before it runs
    # what atexit knows, so the engine must be closed where concurrent.futures closes its own.
    threading._register_atexit(engine.close)
    return engine


@cache
def to_mathml(tex: str, display: bool) -> str:
    """MathML of a TeX formula.

    Raises FormulaError, with Temml's own explanation, when the formula cannot be read.
    """
    try:
        error, mathml = _engine().call("render", tex, display)  # both strings
    except JSEvalException as exception:
        raise FormulaError(str(exception).splitlines()[0]) from exception
    if error:
        raise FormulaError(" ".join(error.replace("\u0332", "").split()))
    # A strict content security policy allows no style attribute; the style sheet says the same of math.tml-display.
    return mathml.replace(' style="display:block math;"', "")


def _replace(match: re.Match[str]) -> str:
    tex = html.unescape(match["tex"])
    display = match["tag"] == "div"
    label = LABEL.search(tex)
    try:
        mathml = to_mathml(LABEL.sub("", tex).strip(), display)
    except FormulaError:
        # The lint of the sources names the file and the line; the page goes on so that every mistake is reported.
        mathml = f"<code>{html.escape(tex)}</code>"
    if not display:
        # A browser may break the line behind a formula, even before a comma.
        return f'<span class="junto">{mathml}{match["mark"]}</span>' if match["mark"] else mathml
    identifier = f' id="{label[1]}"' if label else ""
    return f'<div class="ecuacion"{identifier}>{mathml}</div>{match["mark"]}'


def render(content: str) -> str:
    """HTML of a page with each formula that arithmatex marked replaced by its MathML."""
    return FORMULA.sub(_replace, content)
