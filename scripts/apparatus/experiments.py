"""Experiments: `<!-- experimento: NAME -->` in a page becomes what is seen of it without scripts, drawn by its own script."""

import re
from functools import lru_cache
from pathlib import Path

from py_mini_racer import JSEvalException, MiniRacer

FOLDER = Path("assets", "scripts", "experimentos")
SHARED = "comun"
DATA = "-datos"  # what a browser that refuses fetch() reads as a script
MARK = re.compile(r"<!--[ ]*experimento:[ ]*(?P<name>[\w-]+)[ ]*-->")
NOTICE = "Este experimento necesita JavaScript. Sin él, aquí tienes una imagen fija y sus números."


class ExperimentError(ValueError):
    """An experiment that cannot be drawn; the text says why."""


def names(docs: Path) -> list[str]:
    """The experiments that there are."""
    stems = (path.stem for path in (docs / FOLDER).glob("*.js"))
    return sorted(stem for stem in stems if stem != SHARED and not stem.endswith(DATA))


def scripts(docs: Path, found: list[str]) -> list[str]:
    """Addresses below docs/ of the scripts that some experiments need, in the order in which they run."""
    stems = [SHARED]
    for name in found:
        stems += [name + DATA] if (docs / FOLDER / f"{name}{DATA}.js").is_file() else []
        stems.append(name)
    return [(FOLDER / f"{stem}.js").as_posix() for stem in stems] if found else []


@lru_cache(maxsize=16)
def _draw(name: str, sources: tuple[str, ...]) -> tuple[str, str]:
    """Title and still view of an experiment, from the text of its scripts."""
    engine = MiniRacer()
    try:
        for source in sources:
            engine.eval(source)
        return engine.eval(f"experiments[{name!r}].title"), engine.eval(f"experiments[{name!r}].still()")
    except JSEvalException as exception:
        raise ExperimentError(f"the script of '{name}' fails: {str(exception).splitlines()[0]}") from exception
    finally:
        engine.close()


def still(docs: Path, name: str) -> str:
    """HTML of an experiment before its script runs: a figure and tables.

    Raises ExperimentError when there is no such experiment or its script fails.
    """
    if name not in names(docs):
        raise ExperimentError(f"no experiment is called '{name}'")
    sources = tuple((docs / path).read_text(encoding="utf-8") for path in scripts(docs, [name]))
    title, view = _draw(name, sources)
    return (
        f'<div class="experimento" data-experimento="{name}" data-search-exclude role="group"'
        f' aria-label="Experimento: {title}">'
        f'<p class="rotulo-experimento"><strong>Experimento:</strong> {title}</p>'
        f'<p class="aviso-guiones">{NOTICE}</p>'
        f'<div class="vista">{view}</div></div>'
    )


def place(content: str, docs: Path) -> tuple[str, list[str]]:
    """HTML of a page with its experiments, and the scripts that it needs; the lint reports those that cannot be drawn."""
    found: list[str] = []

    def one(mark: re.Match[str]) -> str:
        try:
            drawn = still(docs, mark["name"])
        except ExperimentError:
            return mark[0]
        found.append(mark["name"])
        return drawn

    return MARK.sub(one, content), scripts(docs, found)
