"""Questions about the stories: does a model agree, does it remember?"""

from dataclasses import dataclass
from random import Random

import command
from corpus import sample
from grammar import FORMS, NOUNS, PLACES, STATES, THINGS, form

# --8<-- [start:features]
FEATURES = {}  # gender and number of every form of a noun
for noun in NOUNS:
    for i, word in enumerate(FORMS[noun]):
        FEATURES[word] = (i % 2, i // 2)
for place, gender in PLACES.items():
    FEATURES[place] = (gender, 0)
for thing, gender in THINGS.items():
    FEATURES[thing] = (gender, 0)
    FEATURES[thing + "s"] = (gender, 1)
# --8<-- [end:features]


# --8<-- [start:agreement]
@dataclass
class Pair:
    prefix: list  # the words before the adjective
    right: str
    wrong: str
    feature: str  # gender or number
    distance: int  # from the subject's noun to the adjective, in words
    attractor: bool  # some noun in between agrees with the wrong form


def agreement_pairs(rng, n):
    """n beginnings of stories, each with a right and a wrong next word."""
    pairs = []
    while len(pairs) < n:
        story = sample(rng)
        f = int(rng.random() < 0.5)  # the feature: 0 gender, 1 number
        right, features = story.words[story.state], list(story.who[1:])
        features[f] = 1 - features[f]
        g, m = features
        state = next(x for x in STATES if right in FORMS[x])
        wrong = form(state, g, m)
        if wrong == right:  # «triste» is both masculine and feminine
            continue
        between = story.words[story.subject + 1 : story.state]
        nouns = [FEATURES[word] for word in between if word in FEATURES]
        pairs.append(
            Pair(
                prefix=story.words[: story.state],
                right=right,
                wrong=wrong,
                feature=("gender", "number")[f],
                distance=story.state - story.subject,
                attractor=any(noun[f] == features[f] for noun in nouns),
            )
        )
    return pairs
# --8<-- [end:agreement]


# --8<-- [start:recall]
@dataclass
class Recall:
    prefix: list  # the words before the last name
    right: str
    other: str | None  # the name of the other character
    condition: str  # one, two-different (genders) or two-same


def recall_items(rng, n):
    """n beginnings of stories; the next word is a name to remember."""
    items = []
    for _ in range(n):
        story = sample(rng)
        right = story.words[-2]
        names = [name for _, _, name in story.cast if name != right]
        genders = {g for _, g, _ in story.cast}
        condition = "two-different" if len(genders) == 2 else "two-same"
        if not names:
            condition = "one"
        other = names[0] if names else None
        items.append(Recall(story.words[:-2], right, other, condition))
    return items
# --8<-- [end:recall]


def main():
    print("distancia  género, número  con otro en medio")
    pairs = agreement_pairs(Random(4), 4000)
    for distance in sorted({pair.distance for pair in pairs}):
        some = [pair for pair in pairs if pair.distance == distance]
        gender = sum(pair.feature == "gender" for pair in some)
        attracted = sum(pair.attractor for pair in some)
        number = len(some) - gender
        print(f"{distance:>9}  {gender:>6}, {number:>6}  {attracted:>17}")
    for item in recall_items(Random(5), 3):
        print(f"{' '.join(item.prefix)} [{item.right}, no {item.other}]")


if __name__ == "__main__":
    command.run(main)
