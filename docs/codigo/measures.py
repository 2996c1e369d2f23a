"""Ask any language model the same questions, and count its hits.

A model is here a function from B beginnings of stories, lists of words,
to the log-probabilities (B, V) of the next word; a word is at its place
in `words`. Names must be the likeliest of all words, and are asked only
where the story has not repeated them since it presented them.
"""

from random import Random

from probes import agreement_pairs, recall_items


# --8<-- [start:perplexity]
def perplexity(log_probs, words, stories):
    """Exponential of the mean of -log p, in nats, per predicted word."""
    ids = {word: i for i, word in enumerate(words)}
    prefixes = [s[:t] for s in stories for t in range(1, len(s))]
    targets = [ids[word] for story in stories for word in story[1:]]
    scores = log_probs(prefixes)  # (N, V)
    return (-scores[range(len(targets)), targets].mean()).exp().item()
# --8<-- [end:perplexity]


# --8<-- [start:questions]
def needs_memory(item):
    """Whether no name appears after the presentation."""
    rest = item.prefix[item.prefix.index(".") :]
    return item.right not in rest and item.other not in rest


def questions(seed, n):
    """n pairs that ask for agreement, and the names to remember of n."""
    items = recall_items(Random(seed + 1), n)
    pairs = agreement_pairs(Random(seed), n)
    return pairs, [item for item in items if needs_memory(item)]
# --8<-- [end:questions]


# --8<-- [start:hits]
def agreement(log_probs, words, pairs):
    """For each pair, whether the right form is likelier than the wrong."""
    scores = log_probs([pair.prefix for pair in pairs])  # (N, V)
    return [
        bool(row[words.index(p.right)] > row[words.index(p.wrong)])
        for row, p in zip(scores, pairs)
    ]


def recall(log_probs, words, items):
    """For each item, whether the likeliest of all words is the name."""
    best = log_probs([item.prefix for item in items]).argmax(1)  # (N,)
    return [words[i] == item.right for i, item in zip(best.tolist(), items)]


def percent(hits):
    return round(100 * sum(hits) / len(hits), 2)
# --8<-- [end:hits]


# --8<-- [start:answers]
def shares(questions, hits, value):
    """Per cent right for each value of the questions, in its order."""
    found = {}
    for question, hit in zip(questions, hits):
        found.setdefault(value(question), []).append(hit)
    return {str(key): percent(found[key]) for key in sorted(found)}


def agreement_shares(pairs, hits):
    """Per cent right in all, by distance, and with an attractor or not."""
    distracted = {True: "yes", False: "no"}
    return {
        "all": percent(hits),
        "distance": shares(pairs, hits, lambda p: p.distance),
        "attractor": shares(pairs, hits, lambda p: distracted[p.attractor]),
    }


def answers(log_probs, words, pairs, items):
    """Per cent right of every kind of question."""
    found, hits = {}, agreement(log_probs, words, pairs)
    for feature in ("gender", "number"):
        rows = [i for i, p in enumerate(pairs) if p.feature == feature]
        some, right = [pairs[i] for i in rows], [hits[i] for i in rows]
        found[feature] = agreement_shares(some, right)
    hits = recall(log_probs, words, items)
    return found | {"recall": shares(items, hits, lambda x: x.condition)}
# --8<-- [end:answers]
