"""Random sentences of a toy Spanish: «la reina Eva llegó cansada .»

Gender agreement is strict; each noun prefers a state and a place.
"""

import random

# --8<-- [start:grammar]
NOUNS = {  # masculine, feminine: favourite state and place
    ("rey", "reina"): ("cansad", "palacio"),
    ("niño", "niña"): ("content", "colegio"),
    ("gato", "gata"): ("hambrient", "tejado"),
    ("abuelo", "abuela"): ("enferm", "pueblo"),
}
NAMES = (["Hugo", "Juan", "Leo"], ["Ana", "Eva", "Luz"])
STATES, PLACES = zip(*NOUNS.values())


def sentence(rng):
    """One random sentence, as a list of tokens."""
    lemma = rng.choice(list(NOUNS))
    state, place = NOUNS[lemma]
    if rng.random() < 0.3:  # 70 % favourites, 30 % any pair
        state, place = rng.choice(STATES), rng.choice(PLACES)
    g = rng.randrange(2)  # 0 masculine, 1 feminine
    words = [["el", "la"][g], lemma[g]]
    if rng.random() < 0.5:
        words.append(rng.choice(NAMES[g]))
    words.append(rng.choice(["llegó", "volvió"]))
    if rng.random() < 0.7:
        words += ["al", place]
    return words + [state + "oa"[g], "."]


def corpus(n, seed):
    """n sentences; the same seed always gives the same ones."""
    rng = random.Random(seed)
    return [sentence(rng) for _ in range(n)]
# --8<-- [end:grammar]


if __name__ == "__main__":
    for words in corpus(5, seed=1):
        print(" ".join(words))
