"""What four models pay on the adjectives of the queen: the entropy, the same for all, and a divergence on top."""

import math
from fractions import Fraction

from style import INK, MUTED, NEGATIVE, PAPER, POSITIVE, decimal, new, save

P = (1 / 2, 1 / 4, 1 / 4)
MODELS = {
    "la del corpus": (2, 4, 4),  # the inverses of the probabilities
    "la uniforme": (3, 3, 3),
    "la del ejemplo": (4, 2, 4),
    "la segura": (8, 8, 4 / 3),
}


def draw() -> None:
    entropy = -sum(p * math.log2(p) for p in P)
    figure, axes = new(6.2, 3.4)
    for place, inverses in enumerate(MODELS.values()):
        y = -place
        cross = sum(p * math.log2(inverse) for p, inverse in zip(P, inverses))
        axes.barh(y, entropy, 0.62, facecolor=PAPER, edgecolor=INK, linewidth=1.2)
        if cross > entropy:
            axes.barh(y, cross - entropy, 0.62, left=entropy, facecolor=POSITIVE, edgecolor=INK, linewidth=1.2)
        bets = ", ".join(str(Fraction(1 / inverse).limit_denominator(8)) for inverse in inverses)
        axes.text(0.06, y, bets, va="center", color=MUTED, fontsize=12)
        excess = f"{decimal(entropy, 1)} + {decimal(cross - entropy, 3)} = {decimal(cross, 3)}"
        axes.text(max(cross, entropy) + 0.05, y, excess, va="center", fontsize=12)
    axes.plot([entropy] * 2, [0.4 - len(MODELS), 0.45], color=NEGATIVE, linestyle="--", linewidth=1.4)
    axes.text(entropy, 0.52, f"entropía, {decimal(entropy)}", ha="center", color=NEGATIVE, fontsize=12)
    axes.set_ylim(0.4 - len(MODELS), 0.85)
    axes.set_xlim(0, 3.5)
    axes.set_yticks([-place for place in range(len(MODELS))], MODELS)
    axes.set_xticks([0, 0.5, 1, 1.5, 2, 2.5], ["0", "0,5", "1", "1,5", "2", "2,5"])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("bits por adjetivo, de media")
    save(figure, "entropia-barras")


if __name__ == "__main__":
    draw()
