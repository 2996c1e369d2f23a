"""Byte-level byte-pair encoding, with the ids and the pieces of GPT-2.

Sennrich et al. (2016), «Neural machine translation of rare words with
subword units»; bytes: Radford et al. (2019).
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise

import command
import corpus
import drawing

# --8<-- [start:bytes]
# GPT-2 numbers first the bytes that can be seen, then the other 68,
# and writes these with the characters from 256 on: a space is «Ġ».
SEEN = [*range(33, 127), *range(161, 173), *range(174, 256)]
BYTES = SEEN + [b for b in range(256) if b not in SEEN]
ID = {b: i for i, b in enumerate(BYTES)}
CHARACTERS = [chr(b) for b in SEEN] + [chr(256 + i) for i in range(68)]
# --8<-- [end:bytes]

# --8<-- [start:pieces]
CONTRACTION = re.compile("'(?:[sdmt]|ll|ve|re)")  # of English
PIECE = re.compile(" ?L+| ?N+| ?o+|[ s]+(?![^ s])|[ s]+")


def kind(c):
    """L: letter, N: number, s: white space but « », o: any other."""
    if c == " ":
        return " "
    if c in "\t\n\v\f\r\x85":
        return "s"
    category = unicodedata.category(c)[0]
    return {"L": "L", "N": "N", "Z": "s"}.get(category, "o")


def pieces(text):
    """Cut a text into words, each with the space before it."""
    kinds = "".join(kind(c) for c in text)
    found, at = [], 0
    while at < len(text):
        match = CONTRACTION.match(text, at) or PIECE.match(kinds, at)
        found.append(text[at : match.end()])
        at = match.end()
    return found
# --8<-- [end:pieces]


# --8<-- [start:merge]
def merge(ids, pair, new):
    """Write the id `new` wherever the pair is, from left to right."""
    merged, i = [], 0
    while i < len(ids):
        if tuple(ids[i : i + 2]) == pair:
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged
# --8<-- [end:merge]


# --8<-- [start:train]
def train(text, V):
    """The merges, in order, that give a vocabulary of V tokens."""
    if V < 256:
        raise ValueError(f"a vocabulary of {V} tokens lacks some bytes")
    words = [
        ([ID[b] for b in piece.encode()], n)
        for piece, n in Counter(pieces(text)).items()
    ]
    merges = []
    while 256 + len(merges) < V:
        counts = Counter()
        for ids, n in words:
            for pair in pairwise(ids):
                counts[pair] += n
        if not counts:
            break
        # The most frequent pair; in a tie, the one of lowest ids.
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        new = 256 + len(merges)
        words = [(merge(ids, best, new), n) for ids, n in words]
        merges.append(best)
    return merges
# --8<-- [end:train]


# --8<-- [start:tokenizer]
class BPE:
    """Text to ids and back; token 256 + i is the i-th merge."""

    def __init__(self, merges):
        self.rank = {pair: i for i, pair in enumerate(merges)}
        self.tokens = [bytes([b]) for b in BYTES]  # id -> bytes
        for left, right in merges:
            self.tokens.append(self.tokens[left] + self.tokens[right])
        self.piece = lru_cache(maxsize=100_000)(self.piece)

    def piece(self, text):
        """The ids of one piece: merge in the order of training."""
        ids = [ID[b] for b in text.encode()]
        while len(ids) > 1:
            best = min(pairwise(ids), key=lambda p: self.rank.get(p, 1e9))
            if best not in self.rank:
                break
            ids = merge(ids, best, 256 + self.rank[best])
        return ids

    def encode(self, text):
        return [i for piece in pieces(text) for i in self.piece(piece)]

    def decode(self, ids):
        wrong = [i for i in ids if not 0 <= i < len(self.tokens)]
        if wrong:
            last = len(self.tokens) - 1
            raise ValueError(f"{wrong[0]} is not a token: from 0 to {last}")
        # A cut character has no text; «�» stands for it.
        whole = b"".join(self.tokens[i] for i in ids)
        return whole.decode(errors="replace")

    def visible(self, ids):
        """Each token in characters that can be seen."""
        return [
            "".join(CHARACTERS[ID[b]] for b in self.tokens[i]) for i in ids
        ]
# --8<-- [end:tokenizer]


# --8<-- [start:merges]
def read_merges(text):
    """The merges in a file such as GPT-2's merges.txt."""
    index = {c: i for i, c in enumerate(CHARACTERS)}
    merges = []
    for line in text.splitlines():
        if line and not line.startswith("#version"):
            left, _, right = line.partition(" ")
            if left not in index or right not in index:
                raise ValueError(f"«{line}» is not a merge of known tokens")
            merges.append((index[left], index[right]))
            index[left + right] = len(index)
    return merges
# --8<-- [end:merges]


def main():
    stories = corpus.read("corpus.txt")
    text = "".join(" ".join(words) + "\n" for words in stories)
    merges = train(text, V=1000)
    whole = BPE(merges)
    different = set(pieces(text))
    print(f"{len(different)} trozos distintos, {len(merges)} fusiones")
    print("primeras fusiones:", *whole.visible(range(256, 268)))
    sample = text[:50_000]
    print("vocabulario  tokens por palabra")
    sizes, drawn = (256, 300, 400, 500, len(whole.tokens)), []
    for V in sizes:
        ids = BPE(merges[: V - 256]).encode(sample)
        drawn.append(len(ids) / len(sample.split()))
        print(f"{V:>11}  {drawn[-1]:.2f}")
    small = BPE(merges[:144])
    for example in ("la niña llegó cansada .", "los gatitos", "¿ñu? 🙂"):
        ids = small.encode(example)
        print(f"{example}: {len(ids)} tokens:", *small.visible(ids))
        assert small.decode(ids) == example
    drawing.curves(
        "bpe", "Cada fusión acorta los textos", {"BPE": (sizes, drawn)},
        "tokens del vocabulario", "tokens por palabra",
        limit=("uno por palabra", 1),
    )


if __name__ == "__main__":
    command.run(main)
