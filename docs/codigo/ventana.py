"""A neural n-gram language model, and how far its window sees.

The model of Bengio et al. (2003) learns half of the sentences of a tiny
language; on the rest we ask it for the gender of the last adjective.
"""

import random
from itertools import product

import torch
from torch import nn
from torch.nn import functional as F

# --8<-- [start:language]
NOUNS = ["el niño", "la niña", "el rey", "la reina",
         "el gato", "la gata", "mi amigo", "mi amiga"]
GENDERS = "oaoaoaoa"
MIDDLES = ["", "de Toledo", "del pueblo", "de la torre",
           "que vio al rey", "que vio a Eva", "que vio a la reina"]
VERBS, ADVERBS = ["llegó", "volvió", "parecía"], ["", "muy"]
STATES = ["cansad", "content", "enferm", "tranquil"]


def sentences():
    """Every sentence, as a list of words."""
    parts = product(zip(NOUNS, GENDERS), MIDDLES, VERBS, ADVERBS,
                    STATES)
    return [f"{noun} {middle} {verb} {adverb} {state}{gender} .".split()
            for (noun, gender), middle, verb, adverb, state in parts]
# --8<-- [end:language]


# --8<-- [start:examples]
def examples(texts, ids, n):
    """The n previous words (N, n) and the next one (N,)."""
    contexts, targets = [], []
    for text in texts:
        codes = [ids["<s>"]] * n + [ids[word] for word in text]
        for i in range(n, len(codes)):
            contexts.append(codes[i - n:i])
            targets.append(codes[i])
    return torch.tensor(contexts), torch.tensor(targets)
# --8<-- [end:examples]


# --8<-- [start:model]
class WindowModel(nn.Module):
    """Next-word logits from the n previous words."""

    def __init__(self, vocabulary, n, d=8, hidden=32):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, d)
        self.hidden = nn.Linear(n * d, hidden)
        self.output = nn.Linear(hidden, vocabulary)

    def forward(self, context):           # (B, n)
        e = self.embedding(context)       # (B, n, d)
        e = e.flatten(start_dim=1)        # (B, n·d)
        h = torch.tanh(self.hidden(e))    # (B, hidden)
        return self.output(h)             # (B, V), logits
# --8<-- [end:model]


# --8<-- [start:train]
def train(model, contexts, targets, steps=600, rate=0.01):
    """Adam on mini-batches of 128 examples."""
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for _ in range(steps):
        batch = torch.randint(len(targets), (128,))
        loss = F.cross_entropy(model(contexts[batch]), targets[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# --8<-- [end:train]


# --8<-- [start:evaluate]
def perplexity(model, contexts, targets):
    """Exponential of the mean cross-entropy, in nats, of each word."""
    return F.cross_entropy(model(contexts), targets).exp().item()


def gender_hits(model, texts, ids, n):
    """Share of adjectives of the right gender, by distance."""
    hits = {}
    for text in texts:
        state, distance = text[-2], len(text) - 3
        other = state[:-1] + ("o" if state[-1] == "a" else "a")
        logits = model(examples([text], ids, n)[0][-2:-1])[0]
        hit = (logits[ids[state]] > logits[ids[other]]).item()
        hits.setdefault(distance, []).append(hit)
    return [sum(h) / len(h) for _, h in sorted(hits.items())]
# --8<-- [end:evaluate]


def main():
    torch.set_default_dtype(torch.float64)
    texts = sentences()
    words = ["<s>"] + sorted({word for text in texts for word in text})
    ids = {word: i for i, word in enumerate(words)}
    random.Random(1).shuffle(texts)
    seen, unseen = texts[::2], texts[1::2]
    mean = sum(len(text) for text in unseen) / len(unseen)
    print(f"{len(texts)} frases, {len(words)} palabras,"
          f" perplejidad mínima {len(texts) ** (1 / mean):.3f}")
    print("ventana  parámetros  perplejidad  % de género por distancia")
    print(" " * 33 + "".join(f"{d:5d}" for d in range(2, 9)))
    for n in [1, 2, 3, 5, 8]:
        torch.manual_seed(1)
        model = WindowModel(len(words), n)
        train(model, *examples(seen, ids, n))
        size = sum(p.numel() for p in model.parameters())
        p = perplexity(model, *examples(unseen, ids, n))
        hits = gender_hits(model, unseen, ids, n)
        cells = "".join(f"{100 * share:5.0f}" for share in hits)
        print(f"{n:7d}{size:12d}{p:13.3f} {cells}")


if __name__ == "__main__":
    main()
