"""Words and ids: the vocabulary of some stories, and windows of ids.

The first word of a story is given, so it is never predicted.
"""

from difflib import get_close_matches
from unicodedata import normalize

import torch


# --8<-- [start:encode]
def typed(text):
    """The words of a text that someone has typed; «.» is one of them."""
    return normalize("NFC", text).replace(".", " . ").split()


def vocabulary(stories):
    """Every word, in order: the place of a word is its id."""
    return sorted({word for story in stories for word in story})


def encode(stories, words):
    """The same stories, with the id of each word."""
    ids = {word: i for i, word in enumerate(words)}
    if any(isinstance(story, str) for story in stories):
        raise ValueError("a text is not a list of words (use text.split())")
    if not all(stories):
        raise ValueError("a beginning has no words (give it at least one)")
    try:
        return [[ids[word] for word in story] for story in stories]
    except KeyError as error:
        raise ValueError(unknown(error.args[0], words)) from None


def unknown(word, words):
    """What to say of a word that the vocabulary does not have."""
    near = get_close_matches(str(word), words, n=1, cutoff=0)
    return f'the word "{word}" is not in the corpus (try "{near[0]}")'
# --8<-- [end:encode]


# --8<-- [start:windows]
def windows(sequences, n, pad):
    """The n ids before each predicted one (N, n), and that one (N,)."""
    contexts, targets = [], []
    for ids in sequences:
        padded = [pad] * (n - 1) + ids
        for t in range(n, len(padded)):
            contexts.append(padded[t - n : t])
            targets.append(padded[t])
    return torch.tensor(contexts), torch.tensor(targets)


def last_window(sequences, n, pad):
    """The last n ids of each sequence, (B, n)."""
    return torch.tensor([([pad] * n + ids)[-n:] for ids in sequences])
# --8<-- [end:windows]


# --8<-- [start:padded]
NO_TARGET = -100  # torch's cross_entropy ignores it


def padded(sequences):
    """Inputs and targets, (N, T) each: the targets are one id ahead.

    Short sequences are filled with the id 0, which has no target; as no
    position sees the following ones, it changes nothing.
    """
    T = max(map(len, sequences)) - 1
    inputs = torch.zeros(len(sequences), T, dtype=torch.long)
    targets = torch.full((len(sequences), T), NO_TARGET)
    for i, ids in enumerate(sequences):
        inputs[i, : len(ids) - 1] = torch.tensor(ids[:-1])
        targets[i, : len(ids) - 1] = torch.tensor(ids[1:])
    return inputs, targets
# --8<-- [end:padded]
