"""The information of an event, −log p, with three bets marked."""

import numpy as np

from style import INK, MUTED, POSITIVE, decimal, new, save

BETS = (0.1, 0.6, 0.9)


def draw() -> None:
    figure, axes = new(5.4, 3.6)
    p = np.geomspace(0.01, 1, 60)
    axes.plot(p, -np.log(p), color=INK)
    for bet in BETS:
        cost = -np.log(bet)
        axes.plot([bet, bet], [0, cost], color=MUTED, linestyle=":", linewidth=1.4)
        axes.plot(bet, cost, "o", color=POSITIVE, markersize=7)
        axes.text(bet + 0.02, cost + 0.12, decimal(cost, 2), color=POSITIVE)
    axes.set_xlim(0, 1.04)
    axes.set_ylim(0, 4.6)
    axes.set_xticks([0, *BETS, 1], ["0", *(decimal(bet) for bet in BETS), "1"])
    axes.set_yticks(range(5))
    axes.set_xlabel("probabilidad que dio el modelo")
    axes.set_ylabel("información (nats)")
    save(figure, "informacion")


if __name__ == "__main__":
    draw()
