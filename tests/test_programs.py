"""The programs that the chapters study print what the pages show and draw it; each figure is what its program draws."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import corpus
import pytest
from svg import Drawing

ROOT = Path(__file__).parents[1]
CODE = ROOT / "docs" / "codigo"
OUTPUTS = sorted(path.stem for path in (CODE / "salidas").glob("*.txt"))
# More than some 5 seconds: only `make test-slow` runs them.
SLOW = (
    "choices", "embeddings", "encoder_decoder", "feedforward", "masked_lm", "ngrams", "skipgram",
    "softmax", "transformer", "variants",
)
FIGURES = sorted((ROOT / "docs" / "assets" / "figuras").glob("*.svg"))


@dataclass
class Run:
    printed: str
    told: str  # on standard error
    folder: Path  # what it has written


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Run]:
    """Run a program once, in one thread and in a folder of its own."""

    @cache
    def run(name: str) -> Run:
        folder, beside = tmp_path_factory.mktemp(name), set(CODE.glob("*.svg"))
        environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "1"}
        command = [sys.executable, CODE / f"{name}.py"]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert set(CODE.glob("*.svg")) == beside, "it draws where it is, and not where it runs"
        return Run(done.stdout, done.stderr, folder)

    return run


def marked(names: list[str]) -> list:
    return [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in names]


@pytest.mark.parametrize("name", marked(OUTPUTS))
def test_a_program_prints_what_the_page_shows(name: str, run: Callable[[str], Run]) -> None:
    assert run(name).printed == (CODE / "salidas" / f"{name}.txt").read_text(encoding="utf-8")


# What each draws: its points, bars or cells, and all that it says but the numbers.
DRAWN = {
    "autograd": ("bars", [9, 9], [
        "derivada de la pérdida respecto de cada peso", "a", "b", "c", "d", "e", "f", "u", "v", "w",
        "Dos motores, las mismas derivadas", "aquí", "PyTorch"
    ]),
    "bpe": ("points", [5], [
        "tokens del vocabulario", "tokens por palabra", "Cada fusión acorta los textos", "BPE", "uno por palabra"
    ]),
    "encoder_decoder": ("cells", [72], [
        "mi", "gata", "que", "vio", "el", "rey", "llegó", "cansada", "palabras leídas", "mis", "gatas", "que", "vio",
        "el", "rey", "llegaron", "cansadas", "<fin>", "palabras escritas",
        "A qué palabras mira cada palabra que se escribe"
    ]),
    "feedforward": ("points", [9, 9, 9], [
        "palabras del sujeto al adjetivo", "aciertos de género (%)", "Más allá de la ventana se acierta al azar",
        "ventana de 3", "ventana de 5", "ventana de 10", "al azar"
    ]),
    "generation": ("bars", [8, 8, 8, 8], [
        "probabilidad", "contenta", "a", "al", "asustado", "hambrienta", "cansada", "hambriento", "cansado",
        "Qué puede seguir a «la niña llegó»", "sin cortes", "temperatura 0,5", "k = 3", "p = 0,8"
    ]),
    "gpt2": ("bars", [4], ["millones de pesos", "small", "medium", "large", "xl", "Los cuatro tamaños de GPT-2"]),
    "logistic": ("points", [9, 9], [
        "palabras del sujeto al adjetivo", "aciertos (%)", "El género del adjetivo, según la distancia",
        "las dos cuentas", "y el género de la primera palabra que lo tiene", "al azar"
    ]),
    "masked_lm": ("points", [4, 4], [
        "cuentos con etiquetas", "aciertos en palabras dudosas (%)", "Preentrenado, aprende con menos etiquetas",
        "desde cero", "preentrenado"
    ]),
    "ngrams": ("points", [5, 5, 5, 5], [
        "palabras de cada n-grama", "perplejidad en validación", "Más palabras ayudan, si se suaviza bien",
        "sumar 0,01", "sumar 1", "sumar 100", "interpolar", "la mejor posible"
    ]),
    "skipgram": ("points", [4, 4], [
        "dimensiones", "aciertos en 24 analogías", "Con más dimensiones caben las analogías", "entre todas",
        "sin las dadas", "el máximo"
    ]),
    "softmax": ("bars", [18, 18], [
        "probabilidad de la segunda palabra tras la primera", "la reina", "la niña", "la abuela", "la vecina",
        "la gata", "la plaza", "niña llamada", "niña Ana", "niña Luz", "niña Eva", "niña Sara", "niña que",
        "llegó al", "llegó a", "llegó enfermo", "llegó asustado", "llegó cansada", "llegó enferma",
        "El softmax aprende lo que se cuenta", "contada", "aprendida"
    ]),
    "transformer": ("points", [50], [
        "pasos", "entropía cruzada (nats por palabra)", "Lo que baja la pérdida al entrenar", "pérdida media",
        "la mejor posible"
    ]),
    "variants": ("bars", [6], [
        "perplejidad en validación", "clásica", "RMSNorm", "SwiGLU", "RoPE", "2 cabezas k, v", "1 cabeza k, v",
        "Cada pieza, añadida a las de antes", "la mejor posible", "perplejidad"
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", marked(sorted(DRAWN)))
def test_a_program_draws_all_that_it_found_and_says_it_in_spanish(name: str, run: Callable[[str], Run]) -> None:
    found = run(name)
    assert [path.name for path in found.folder.iterdir()] == [f"{name}.svg"]
    assert found.told.endswith(f"drawn in {name}.svg\n")
    drawn, (kind, marks, texts) = Drawing(found.folder / f"{name}.svg"), DRAWN[name]
    assert {key: value for key, value in drawn.marks.items() if value} == {kind: marks}
    assert sorted(drawn.texts) == sorted(texts)
    assert drawn.numbers and not [text for text in drawn.numbers + drawn.texts if re.search(r"\d\.\d", text)]


@pytest.mark.slow
def test_the_transformer_trains_on_any_machine_to_measures_within_bounds(run: Callable[[str], Run]) -> None:
    """Its float32 differs between processors: what it prints is not stored, and must be near what its size can reach."""
    printed = [re.split(r" {2,}| (?=[\d.]+$)", line) for line in run("transformer").printed.splitlines()]
    found = {line[0]: float(line[-1]) for line in printed if len(line) > 1}
    bound = corpus.perplexity_bound(corpus.read("corpus-validacion.txt"))
    assert list(found) == ["parámetros", "perplejidad", "la mejor posible", "género", "número", "un personaje",
                           "dos, él y ella", "dos de un género"]  # fmt: skip
    assert found["parámetros"] == 10_496
    assert found["la mejor posible"] == pytest.approx(bound, abs=5e-4)
    assert bound < found["perplejidad"] < 1.12 * bound
    assert found["género"] >= 95 and found["número"] >= 99
    assert all(0 <= found[name] <= 100 for name in list(found)[-3:]), "memory comes all at once, sooner or later"


def test_the_slow_programs_are_in_order_and_are_there() -> None:
    assert list(SLOW) == sorted(SLOW)
    assert set(SLOW) <= {*OUTPUTS, *DRAWN}


def test_every_figure_has_its_program() -> None:
    programs = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "scripts" / "figures").glob("*.py")))
    assert [path.name for path in FIGURES if f'"{path.stem}"' not in programs] == []


def test_no_figure_is_heavy() -> None:
    assert [path.name for path in FIGURES if path.stat().st_size > 40_000] == []
