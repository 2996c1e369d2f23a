"""Write the corpus of stories and print its exact figures.

Every story begins with «había», so that word is given and a model has to
predict the others: a perplexity here is per predicted word.
"""

import math
from bisect import bisect
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from grammar import rules

FOLDER = Path(__file__).parent
SPLITS = {  # file: seed and number of stories
    "corpus.txt": (1, 20_000),
    "corpus-validacion.txt": (2, 2_000),
    "corpus-prueba.txt": (3, 2_000),
}
STORY = ("story",)


def symbols(items):
    return [item for item in items if isinstance(item, tuple)]


# --8<-- [start:figures]
@cache
def entropy(symbol=STORY):
    """Expected -log p of what a symbol writes, in nats."""
    return sum(
        p * (-math.log(p) + sum(entropy(s) for s in symbols(items)))
        for p, items in rules(symbol)
    )


@cache
def mean_length(symbol=STORY):
    """Expected number of words that a symbol writes, exactly."""
    return sum(
        p
        * sum(
            1 if isinstance(item, str) else mean_length(item)
            for item in items
        )
        for p, items in rules(symbol)
    )


@cache
def count(symbol=STORY):
    """How many different phrases a symbol can write."""
    return sum(
        math.prod(count(s) for s in symbols(items))
        for _, items in rules(symbol)
    )


@cache
def lengths(symbol=STORY):
    """The fewest and the most words that a symbol can write."""
    totals = []
    for _, items in rules(symbol):
        parts = [lengths(s) for s in symbols(items)]
        words = len(items) - len(parts)
        totals += [words + sum(part[i] for part in parts) for i in (0, 1)]
    return min(totals), max(totals)


def best_perplexity():
    """That of the grammar itself, over everything it can write."""
    return math.exp(entropy() / (mean_length() - 1))
# --8<-- [end:figures]


# --8<-- [start:probability]
def probability(words, items=(STORY,)):
    """Exact probability that the items write these words."""
    if not items:
        return Fraction(not words)
    first, rest = items[0], items[1:]
    if isinstance(first, str):
        if words[:1] != [first]:
            return Fraction(0)
        return probability(words[1:], rest)
    return sum(
        p * probability(words, way + rest) for p, way in rules(first)
    )


def log_prob(words):
    p = probability(words)
    return math.log(p) if p else -math.inf


def perplexity_bound(stories):
    """Perplexity of the grammar on some stories, lists of words."""
    predicted = sum(len(words) - 1 for words in stories)
    return math.exp(-sum(log_prob(words) for words in stories) / predicted)
# --8<-- [end:probability]


# --8<-- [start:sample]
@dataclass
class Story:
    words: list
    subject: int  # position of the subject's noun
    state: int  # position of the adjective that agrees with it
    who: tuple  # noun, gender and number of the subject
    cast: tuple  # noun, gender and name of each character


@cache
def cumulative(symbol):
    return list(accumulate(p for p, _ in rules(symbol)))


def choose(rng, symbol):
    """One way to write a symbol, with exact arithmetic."""
    chosen = bisect(cumulative(symbol), Fraction(rng.random()))
    return rules(symbol)[chosen][1]


def sample(rng):
    """A random story."""
    words, place, found = [], {}, {}
    pending = [STORY]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            words.append(item)
        else:
            place[item[0]], found[item[0]] = len(words), item
            pending += reversed(choose(rng, item))
    who, cast = found["subject"][1:], found["event"][1]
    return Story(words, place["subject"], place["state"], who, cast)


def splits():
    """The stories of each file; no story is in two of them."""
    earlier = set()
    for name, (seed, size) in SPLITS.items():
        rng, stories = Random(seed), []
        while len(stories) < size:
            words = sample(rng).words
            if tuple(words) not in earlier:
                stories.append(words)
        earlier.update(map(tuple, stories))
        yield name, stories
# --8<-- [end:sample]


# --8<-- [start:files]
def write(folder):
    """Write the files, one story a line; give back their stories."""
    written = dict(splits())
    for name, stories in written.items():
        text = "".join(" ".join(words) + "\n" for words in stories)
        Path(folder, name).write_bytes(text.encode())
    return written


def read(name):
    """The stories of a file, each a list of words."""
    path = Path(FOLDER, name)
    if not path.exists():
        raise OSError(f"{path} is missing (run python corpus.py)")
    text = path.read_text(encoding="utf-8", errors="replace")
    if not text.rstrip().endswith(" ."):  # every story ends so
        problem = 'its last story does not end in " ."'
        raise OSError(f"{path}: {problem} (python corpus.py writes it again)")
    return [line.split() for line in text.splitlines() if line.strip()]
# --8<-- [end:files]


def main(folder=FOLDER):
    print(f"cuentos distintos     {count()}")
    print("palabras por cuento   de {} a {}".format(*lengths()))
    print(f"media                 {float(mean_length()):.2f}")
    print(f"entropía en bits      {entropy() / math.log(2):.2f}")
    print(f"mejor perplejidad     {best_perplexity():.3f}")
    for name, stories in write(folder).items():
        words = {word for story in stories for word in story}
        print(f"\n{name}: {len(stories)} cuentos")
        print(f"palabras distintas    {len(words)}")
        if name != "corpus.txt":
            print(f"mejor perplejidad     {perplexity_bound(stories):.3f}")


if __name__ == "__main__":
    import command

    command.run(main)
