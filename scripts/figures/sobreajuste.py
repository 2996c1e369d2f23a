"""Training and validation loss by epoch, from docs/codigo/sobreajuste.py."""

import math
import sys
from pathlib import Path

from style import GRID, INK, MUTED, NEGATIVE, POSITIVE, new, save, spanish_ticks

FOLDER = Path(__file__).parents[2] / "docs" / "codigo"


def losses() -> tuple[int, list[float], list[float]]:
    """The best epoch and the losses on training and validation data."""
    # This script has the name of the program: the program's folder goes first, and only for its import.
    sys.path.insert(0, str(FOLDER))
    sys.modules.pop("sobreajuste", None)
    from sobreajuste import split, train

    data, valid, _ = split()
    best, history = train(data, valid)
    return best, [float(row[0]) for row in history], [float(row[1]) for row in history]


def draw() -> None:
    best, training, validation = losses()
    figure, axes = new(width=5.4, height=3.4)
    # Enough points for a smooth line on a logarithmic axis, and always the best epoch.
    epochs = sorted({best, *(round(10 ** (k / 20)) for k in range(64)), 1500})
    epochs = [epoch for epoch in epochs if epoch <= 1500]
    axes.set_xscale("log")
    axes.axhline(math.log(2), color=GRID, linewidth=1, zorder=0)
    axes.plot([best, best], [0, 1.2], color=MUTED, linewidth=1)
    axes.plot(epochs, [training[epoch] for epoch in epochs], color=NEGATIVE)
    axes.plot(epochs, [validation[epoch] for epoch in epochs], color=POSITIVE, linestyle="--")
    axes.plot([best], [validation[best]], marker="o", markersize=7, color=INK)
    axes.text(150, 1.2, "validación", color=POSITIVE, ha="right")
    axes.text(1.1, 0.3, "entrenamiento", color=NEGATIVE)
    axes.text(best, 1.24, f"época {best}", ha="center")
    axes.text(1500, math.log(2) - 0.03, "log 2", color=MUTED, ha="right", va="top")
    axes.set_xlabel("época")
    axes.set_ylabel("pérdida")
    axes.set_ylim(0, 1.75)
    axes.set_yticks([0, 0.5, 1, 1.5])
    spanish_ticks(axes)
    axes.set_xticks([1, 10, 100, 1000])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    axes.minorticks_off()
    save(figure, "sobreajuste")


if __name__ == "__main__":
    draw()
