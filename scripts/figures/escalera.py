"""Perplexity on the validation set against the number of parameters, for the models up to this chapter.

The published seed of docs/assets/modelos/resultados.json, or what the program of docs/codigo printed if it is not there.
"""

import json
import re
from pathlib import Path

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, decimal, new, save

DOCS = Path(__file__).parents[2] / "docs"
RESULTS = DOCS / "assets" / "modelos" / "resultados.json"
# Name: label, colour, marker, and where the label goes from the point, in points.
MODELS = {
    "ngrams-2": ("bigramas", MUTED, "s", (8, 4)),
    "ngrams-3": ("trigramas", MUTED, "s", (8, 4)),
    "ngrams-5": ("5-gramas", MUTED, "s", (0, 10)),
    "softmax": ("softmax", INK, "o", (8, 4)),
    "window-3": ("ventana de 3", POSITIVE, "D", (10, -4)),
    "window-5": ("de 5", POSITIVE, "D", (-9, -5)),
    "window-10": ("de 10", POSITIVE, "D", (10, -5)),
}


def printed() -> dict[str, tuple[int, float]]:
    """Parameters and perplexity of each model, as the programs printed them."""
    folder = DOCS / "codigo" / "salidas"
    texts = {
        name: (folder / f"{name}.txt").read_text(encoding="utf-8") for name in ("ngrams", "softmax", "feedforward")
    }
    found, counted = {}, 0
    for n, kinds, value in re.findall(r"^(\d) +\d+ +(\d+) +\d+ .* (\S+)$", texts["ngrams"], re.MULTILINE):
        counted += int(kinds)
        found[f"ngrams-{n}"] = counted + int(n) + 1, float(value)
    size, value = re.search(
        r"^(\d+) parámetros[\s\S]*?^softmax +perplejidad (\S+)", texts["softmax"], re.MULTILINE
    ).groups()
    found["softmax"] = int(size), float(value)
    for n, size, value in re.findall(
        r"^ +(\d+) +(\d+) +(\d\.\d+) +\S+ +\S+ +\S+ +\S+$", texts["feedforward"], re.MULTILINE
    ):
        found[f"window-{n}"] = int(size), float(value)
    return found


def measured() -> tuple[float, dict[str, tuple[int, float]]]:
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    found = printed()
    for name, model in results["models"].items():
        if name in MODELS:
            found[name] = model["parameters"], model["validation"][str(model["published"])]["perplexity"]
    return results["sets"]["validation"]["bound"], {name: found[name] for name in MODELS}


def draw() -> None:
    bound, found = measured()
    figure, axes = new(6.4, 3.9)
    axes.set_xscale("log")
    axes.axhline(bound, color=NEGATIVE, linewidth=1.4, linestyle=(0, (4, 3)))
    axes.text(860, bound + 0.04, f"cota: {decimal(bound, 3)}", color=NEGATIVE, va="bottom")
    windows = [found[name] for name in MODELS if name.startswith("window")]
    axes.plot(*zip(*windows), color=POSITIVE, linewidth=1.2, zorder=1)
    for name, (size, perplexity) in found.items():
        label, color, marker, offset = MODELS[name]
        axes.plot(size, perplexity, color=color, marker=marker, markersize=8)
        side = "right" if name == "window-5" else "center" if name == "ngrams-5" else "left"
        axes.annotate(label, (size, perplexity), offset, textcoords="offset points", color=color, ha=side)
    axes.set(
        xlim=(800, 130_000), ylim=(1.9, 4.25), xlabel="parámetros", ylabel="perplejidad", yticks=[2, 2.5, 3, 3.5, 4]
    )
    axes.set_xticks([1000, 10_000, 100_000], ["1000", "10 000", "100 000"])
    axes.hlines([2.5, 3, 3.5, 4], 800, 130_000, color=GRID, linewidth=0.8, zorder=0)
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda value, _: decimal(value, 1))
    save(figure, "escalera")


if __name__ == "__main__":
    draw()
