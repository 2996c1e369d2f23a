"""Train a bigram language model on eight sentences.

The whole life of a small PyTorch program: data, model, training loop,
evaluation and saved state. Run: python docs/codigo/bucle.py
"""

import tempfile
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

# --8<-- [start:sentences]
SENTENCES = """\
la reina Eva llegó cansada .
el rey Luis llegó cansado .
la niña Ana volvió contenta .
el niño Juan volvió contento .
la reina Eva estaba contenta .
el rey Luis estaba triste .
la niña Ana estaba triste .
el niño Juan llegó cansado .
""".splitlines()
# --8<-- [end:sentences]


# --8<-- [start:data]
def read(sentences):
    """Return the sorted words and the (previous, next) pairs of ids."""
    words = sorted({word for s in sentences for word in s.split()})
    index = {word: i for i, word in enumerate(words)}
    pairs = []
    for sentence in sentences:
        ids = [index[word] for word in sentence.split()]
        pairs.extend(zip(ids, ids[1:]))
    return words, torch.tensor(pairs)  # (N, 2)
# --8<-- [end:data]


# --8<-- [start:model]
class Bigram(nn.Module):
    """Logits of the next word given only the previous one."""

    def __init__(self, vocab, d):
        super().__init__()
        self.embedding = nn.Embedding(vocab, d)
        self.output = nn.Linear(d, vocab)

    def forward(self, previous):  # (B,)
        hidden = self.embedding(previous)  # (B, d)
        return self.output(hidden)  # (B, V), logits
# --8<-- [end:model]


# --8<-- [start:train]
def train(model, pairs, epochs, batch=10, lr=0.02):
    """Update the model in place; yield the mean loss of each epoch."""
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=lr, weight_decay=0.0
    )
    for _ in range(epochs):
        model.train()
        total = 0.0
        for rows in torch.randperm(len(pairs)).split(batch):
            previous, target = pairs[rows].T
            loss = F.cross_entropy(model(previous), target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        yield total / len(pairs)
# --8<-- [end:train]


# --8<-- [start:evaluate]
@torch.no_grad()
def evaluate(model, pairs):
    """Return the mean cross-entropy (nats) without updating anything."""
    model.eval()
    previous, target = pairs.T
    return F.cross_entropy(model(previous), target).item()
# --8<-- [end:evaluate]


# --8<-- [start:main]
def main():
    torch.manual_seed(1)
    words, pairs = read(SENTENCES)
    model = Bigram(len(words), d=16)
    size = sum(p.numel() for p in model.parameters())
    print(f"{len(words)} palabras, {len(pairs)} pares, {size} pesos")
    print(f"época  0  pérdida {evaluate(model, pairs):.2f}")
    for epoch, _ in enumerate(train(model, pairs, epochs=80), 1):
        if epoch in (10, 20, 40, 80):
            loss = evaluate(model, pairs)
            print(f"época {epoch:2d}  pérdida {loss:.2f}")

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bigrama.pt")
        torch.save(model.state_dict(), path)
        copy = Bigram(len(words), d=16)
        copy.load_state_dict(torch.load(path))
    print("copia idéntica:", evaluate(copy, pairs) == loss)


if __name__ == "__main__":
    main()
# --8<-- [end:main]
