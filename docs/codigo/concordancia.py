"""Learn to agree in gender across a relative clause, with a decoder."""

import math

import torch
from descodificador import Decoder, Sizes
from torch.nn import functional as F

# --8<-- [start:corpus]
NOUNS = ["niña", "reina", "mujer", "niño", "rey", "hombre"]
STATES = ["cansad", "content", "perdid"]


def sentences(subject, other):
    """The six sentences about two nouns, given by their indices."""
    the = ["la" if i < 3 else "el" for i in (subject, other)]
    ending = "a" if subject < 3 else "o"
    start = f"{the[0]} {NOUNS[subject]} que vio {the[1]} {NOUNS[other]}"
    for verb in ("llegó", "volvió"):
        for state in STATES:
            yield f"{start} {verb} {state}{ending} .".split()


PAIRS = [(i, j) for i in range(6) for j in range(6) if i != j]
TRAIN = [s for i, j in PAIRS if abs(i - j) != 3 for s in sentences(i, j)]
TEST = [s for i, j in PAIRS if abs(i - j) == 3 for s in sentences(i, j)]
WORDS = sorted({word for sentence in TRAIN for word in sentence})


def encode(sentence_list):
    """Lists of words -> identifiers, (B, T)."""
    return torch.tensor([[WORDS.index(w) for w in s] for s in sentence_list])
# --8<-- [end:corpus]


# --8<-- [start:train]
def train(model, steps=200):
    """Minimise the cross-entropy of TRAIN; return its last value."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.01)
    ids = encode(TRAIN)  # (B, 9)
    inputs, targets = ids[:, :-1], ids[:, 1:]  # (B, 8) each
    for _ in range(steps):
        logits = model(inputs)  # (B, 8, V)
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return loss.item()
# --8<-- [end:train]


# --8<-- [start:agreement]
@torch.no_grad()
def agreement(model):
    """In how many beginnings of TEST the right gender is likelier."""
    starts = sorted({tuple(s[:7]) for s in TEST})
    women = [WORDS.index(state + "a") for state in STATES]
    men = [WORDS.index(state + "o") for state in STATES]
    p = model(encode(starts))[:, -1].softmax(dim=-1)  # (12, V)
    says_woman = p[:, women].sum(dim=1) > p[:, men].sum(dim=1)
    is_woman = torch.tensor([s[0] == "la" for s in starts])
    return (says_woman == is_woman).sum().item(), len(starts)
# --8<-- [end:agreement]


def main():
    print("capas  posiciones  pérdida  aciertos")
    for L, positions in ((1, False), (1, True), (2, False)):
        sizes = Sizes(V=len(WORDS), T=8, L=L, positions=positions)
        torch.manual_seed(1)
        model = Decoder(sizes).double()
        loss = train(model)
        right, total = agreement(model)
        answer = "sí" if positions else "no"
        print(f"{L:>5}  {answer:>10}  {loss:7.2f}  {right:>2} de {total}")
    best = math.log(len(TRAIN) / 2) / 8
    print(f"pérdida mínima posible {best:.2f}")


if __name__ == "__main__":
    main()
