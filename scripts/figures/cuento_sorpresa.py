"""The exact information of each word of a story, given the words before it; the bars add up to that of the story."""

import math
import sys
from fractions import Fraction
from pathlib import Path

from style import INK, MUTED, POSITIVE, decimal, new, save

sys.path.append(str(Path(__file__).parents[2] / "docs" / "codigo"))
from corpus import STORY, log_prob
from grammar import rules

TEXT = "había un niño llamado Leo y una reina llamada Eva . la reina Eva llegó cansada . lo contó el niño Leo ."


def beginning(words: list[str], items: tuple = (STORY,)) -> Fraction:
    """Exact probability that what the items write begins with these words."""
    if not words:
        return Fraction(1)
    first, rest = items[0], items[1:]
    if isinstance(first, str):
        return beginning(words[1:], rest) if words[0] == first else Fraction(0)
    return sum((p * beginning(words, way + rest) for p, way in rules(first)), Fraction(0))


def draw() -> None:
    words = TEXT.split()
    p = [beginning(words[: t + 1]) for t in range(len(words))]
    costs = [math.log(p[t - 1] / p[t]) for t in range(1, len(words))]
    assert math.isclose(sum(costs), -log_prob(words))
    figure, axes = new(5.2, 6.2)
    places = range(len(costs))
    axes.barh(places, costs, 0.66, color=POSITIVE)
    for place, cost in zip(places, costs):
        text = decimal(cost, 2) if cost else "0"
        axes.text(cost + 0.03, place, text, va="center", fontsize=11, color=INK if cost else MUTED)
    axes.set_yticks(places, words[1:], fontsize=12)
    axes.tick_params(axis="y", length=0)
    axes.set(xlim=(0, 1.9), ylim=(len(costs) - 0.4, -0.7))
    axes.set_xticks([0, 0.5, 1, 1.5], ["0", "0,5", "1", "1,5"])
    axes.set_xlabel("información de la palabra (nats)")
    axes.text(1.88, len(costs) - 1.2, f"suma: {decimal(sum(costs), 2)} nats", ha="right", va="center", weight="bold")
    save(figure, "cuento-sorpresa")


if __name__ == "__main__":
    draw()
