"""Is the subject feminine? One logistic regression, written three times.

Plain Python, NumPy and PyTorch compute the same numbers. The features
count the articles and nouns of each gender between the first full stop
of a story and the adjective that has to agree with the subject.
"""

import math
from collections import Counter

import command
import corpus
import drawing
import numpy as np
import torch
from grammar import FORMS, NAMES, STATES
from measures import agreement_shares, questions
from probes import FEATURES

# --8<-- [start:gender]
GENDER = {"al": 0, "del": 0}  # 0 masculine, 1 feminine
GENDER |= {word: i % 2 for i, word in enumerate(FORMS["el"])}
GENDER |= {word: g for word, (g, _) in FEATURES.items()}
GENDER |= {name: g for g, names in enumerate(NAMES) for name in names}
ADJECTIVES = {
    word: i % 2
    for state in STATES
    if state != "triste"  # it has the same form for both
    for i, word in enumerate(FORMS[state])
}
# --8<-- [end:gender]


# --8<-- [start:features]
def counts(words):
    """How many articles and nouns are feminine, and masculine."""
    genders = [GENDER[word] for word in words if word in GENDER]
    return [float(genders.count(1)), float(genders.count(0))]


def counts_and_first(words):
    """A third feature: 1 if the first word with a gender is feminine."""
    first = next(GENDER[word] for word in words if word in GENDER)
    return [*counts(words), float(first)]


def examples(stories, features):
    """The features (N, d) and the labels (N,) of the stories."""
    x, y = [], []
    for story in stories:
        start = story.index(".") + 1
        *words, adjective = story[start : story.index(".", start)]
        if adjective in ADJECTIVES:
            x.append(features(words))
            y.append(float(ADJECTIVES[adjective]))
    return x, y
# --8<-- [end:features]


# --8<-- [start:python]
def predict(w, b, row):
    """Probability that the adjective is feminine."""
    z = b
    for j in range(len(w)):
        z += w[j] * row[j]
    return 1 / (1 + math.exp(-z))


def gradient_python(w, b, x, y):
    """Loss and gradient, a number at a time."""
    loss, grad_w, grad_b = 0.0, [0.0] * len(w), 0.0
    for row, label in zip(x, y):
        p = predict(w, b, row)
        loss -= math.log(p if label else 1 - p) / len(y)
        for j in range(len(w)):
            grad_w[j] += (p - label) * row[j] / len(y)
        grad_b += (p - label) / len(y)
    return loss, grad_w, grad_b


def train_python(x, y, rate, steps):
    w, b = [0.0] * len(x[0]), 0.0
    for _ in range(steps):
        _, grad_w, grad_b = gradient_python(w, b, x, y)
        for j in range(len(w)):
            w[j] -= rate * grad_w[j]
        b -= rate * grad_b
    return w, b
# --8<-- [end:python]


# --8<-- [start:numpy]
def gradient_numpy(w, b, x, y):
    """The same with arrays: x (N, d), y (N,)."""
    p = 1 / (1 + np.exp(-(x @ w + b)))  # (N,)
    loss = -np.log(np.where(y == 1, p, 1 - p)).mean()
    error = p - y  # (N,)
    return loss, error @ x / len(y), error.mean()


def train_numpy(x, y, rate, steps):
    w, b = np.zeros(x.shape[1]), 0.0
    for _ in range(steps):
        _, grad_w, grad_b = gradient_numpy(w, b, x, y)
        w, b = w - rate * grad_w, b - rate * grad_b
    return w, b
# --8<-- [end:numpy]


# --8<-- [start:torch]
def gradient_torch(w, b, x, y):
    """The same with tensors, which a GPU could also hold."""
    p = torch.sigmoid(x @ w + b)  # (N,)
    loss = -torch.log(torch.where(y == 1, p, 1 - p)).mean()
    error = p - y  # (N,)
    return loss, error @ x / len(y), error.mean()


def train_torch(x, y, rate, steps):
    w, b = torch.zeros(x.shape[1]).double(), torch.tensor(0.0).double()
    for _ in range(steps):
        _, grad_w, grad_b = gradient_torch(w, b, x, y)
        w, b = w - rate * grad_w, b - rate * grad_b
    return w, b
# --8<-- [end:torch]


# --8<-- [start:agreement]
def agreement(w, b, features, pairs):
    """The figures of the language models, only for the gender."""
    pairs, hits = [p for p in pairs if p.feature == "gender"], []
    for pair in pairs:
        words = pair.prefix[pair.prefix.index(".") + 1 :]
        feminine = predict(w, b, features(words)) > 0.5
        hits.append(feminine == ADJECTIVES[pair.right])
    return agreement_shares(pairs, hits)
# --8<-- [end:agreement]


def fit(features, rate=0.5, steps=500):
    x, y = examples(corpus.read("corpus.txt"), features)
    w, b = train_numpy(np.array(x), np.array(y), rate, steps)
    return w.tolist(), float(b)


def main():
    x, y = examples(corpus.read("corpus.txt"), counts)
    ways = {
        "Python": (train_python, gradient_python, list),
        "NumPy": (train_numpy, gradient_numpy, np.array),
        "PyTorch": (train_torch, gradient_torch, torch.tensor),
    }
    print(f"{len(y)} ejemplos; {100 * sum(y) / len(y):.1f} % en femenino")
    print("pasos               pérdida    femeninas  masculinas      sesgo")
    for steps in (0, 1, 10, 50):
        for way, (train, gradient, kind) in ways.items():
            data = kind(x), kind(y)
            if way == "PyTorch":
                data = tuple(values.double() for values in data)
            w, b = train(*data, rate=0.5, steps=steps)
            loss = gradient(w, b, *data)[0]
            figures = "".join(f"{float(v):12.8f}" for v in (loss, *w, b))
            print(f"{steps:3}  {way:10}{figures}")

    pairs, _ = questions(4, 2000)
    asked = Counter(p.distance for p in pairs if p.feature == "gender")
    many = [d for d in sorted(asked) if asked[d] >= 20]
    drawn = {}
    for title, features in (
        ("las dos cuentas", counts),
        ("y el género de la primera palabra que lo tiene",
         counts_and_first),
    ):  # fmt: skip
        found = agreement(*fit(features), features, pairs)
        print(f"\n{title}: acierta el {found['all']} %;")
        print(f"con un nombre del otro género en medio, el"
              f" {found['attractor']['yes']} %")
        print("distancia", *[f"{d:5}" for d in sorted(asked)])
        print("pares    ", *[f"{asked[d]:5}" for d in sorted(asked)])
        row = found["distance"].values()
        print("% género ", *[f"{share:5.1f}" for share in row])
        shares = [found["distance"][str(d)] for d in many]
        drawn[title] = many, shares
    drawing.curves(
        "logistic", "El género del adjetivo, según la distancia", drawn,
        "palabras del sujeto al adjetivo", "aciertos (%)",
        limit=("al azar", 50), ticks=many,
    )


if __name__ == "__main__":
    command.run(main)
