"""Overfitting and early stopping, on a classifier with many features.

A bag of words: each word of the vocabulary is a feature. It learns from
12 sentences, stops by looking at 200 others and is judged on the rest.
Run: python docs/codigo/sobreajuste.py
"""

import random
from itertools import product

import torch
from regresor import gradient, loss, predict

NOUNS = [
    ("la", "niña"), ("la", "reina"), ("la", "gata"), ("la", "mujer"),
    ("el", "niño"), ("el", "rey"), ("el", "gato"), ("el", "hombre"),
]


# --8<-- [start:data]
def sentences():
    """Return 448 pairs (words, 1 if the subject is feminine)."""
    pairs = []
    for subject, other in product(NOUNS, NOUNS):
        if subject == other:
            continue
        choices = product((subject[0], "mi"), ("vio", "oyó"),
                          ("llegó", "volvió"))
        for article, seen, arrived in choices:
            words = [article, subject[1], "que", seen, *other, arrived]
            pairs.append((words, int(subject[0] == "la")))
    random.Random(0).shuffle(pairs)
    return pairs


def bags(pairs, vocab):
    """Return word counts (B, V) and labels (B,) of B sentences."""
    x = [[words.count(word) for word in vocab] for words, _ in pairs]
    y = [label for _, label in pairs]
    return torch.tensor(x).double(), torch.tensor(y).double()


def split():
    """Return the training, validation and test data."""
    pairs = sentences()
    vocab = sorted({word for words, _ in pairs for word in words})
    parts = pairs[:12], pairs[12:212], pairs[212:]
    return [bags(part, vocab) for part in parts]
# --8<-- [end:data]


# --8<-- [start:early]
def train(data, valid, rate=0.5, epochs=1500, patience=None):
    """Return the best epoch and each epoch's losses and weights.

    Stop after ``patience`` epochs without a better validation loss.
    """
    w = torch.zeros(data[0].shape[1]).double()
    b = torch.zeros(()).double()
    best, history = 0, []
    for epoch in range(epochs + 1):
        losses = loss(w, b, *data), loss(w, b, *valid)
        history.append((*losses, w, b))
        if losses[1] < history[best][1]:
            best = epoch
        if epoch - best == patience:
            break
        grad_w, grad_b = gradient(w, b, *data)
        w, b = w - rate * grad_w, b - rate * grad_b
    return best, history
# --8<-- [end:early]


# --8<-- [start:scores]
def scores(w, b, x, y):
    """Return accuracy, precision and recall with threshold 0.5."""
    says, true = predict(w, b, x) > 0.5, y > 0.5
    hits = (says & true).sum()
    accuracy = (says == true).double().mean()
    return accuracy, hits / says.sum(), hits / true.sum()
# --8<-- [end:scores]


def main():
    data, valid, test = split()
    best, history = train(data, valid)
    for epoch in (0, 1, best, 100, 1500):
        learnt, checked, w, b = history[epoch]
        print(f"época {epoch:4}: entrenamiento {learnt:.3f},", end=" ")
        print(f"validación {checked:.3f}")

    best, stopped = train(data, valid, patience=20)
    print(f"paciencia 20: para en {len(stopped) - 1}, elige {best}")
    for epoch in (best, 1500):
        *_, w, b = history[epoch]
        accuracy, precision, recall = scores(w, b, *test)
        print(f"época {epoch:4}, prueba:", end=" ")
        print(f"pérdida {loss(w, b, *test):.3f}, exactitud {accuracy:.3f},")
        print(f"    precisión {precision:.3f}, cobertura {recall:.3f}")
    print(f"siempre masculino: exactitud {1 - test[1].mean():.3f}")


if __name__ == "__main__":
    main()
