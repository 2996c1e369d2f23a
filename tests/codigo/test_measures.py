"""Words, windows of ids and the scores of a model: each is counted again in another way."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable

import grammar
import logistic
import measures
import probes
import pytest
import torch
import vocabulary
from held_out import Stories, held_out, random_numbers, words
from torch.nn import functional as F


def test_words_and_ids() -> None:
    stories = held_out()[:200]
    some = vocabulary.vocabulary(stories)
    assert some == sorted(Counter(word for story in stories for word in story))
    for story, ids in zip(stories, vocabulary.encode(stories, some), strict=True):
        assert [some[i] for i in ids] == story


@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_windows(n: int) -> None:
    sequences = [[1, 2, 3, 4], [5, 6], [7], [8, 9, 10, 11, 12, 13]]
    contexts, targets = vocabulary.windows(sequences, n, pad=99)
    prefixes = [(ids[:t], ids[t]) for ids in sequences for t in range(1, len(ids))]
    assert targets.tolist() == [target for _, target in prefixes]
    for row, (prefix, _) in zip(contexts.tolist(), prefixes, strict=True):
        seen = min(n, len(prefix))
        assert row == [99] * (n - seen) + prefix[len(prefix) - seen :]
    assert torch.equal(vocabulary.last_window([prefix for prefix, _ in prefixes], n, 99), contexts)


def table_model(n: int = 3) -> Callable[[Stories], torch.Tensor]:
    """Arbitrary probabilities that depend on the last words, by a table of random numbers."""
    table = torch.log_softmax(random_numbers(997, len(words())), dim=1)

    def log_probs(prefixes: Stories) -> torch.Tensor:
        return torch.stack([table[sum(map(words().index, prefix[-n:])) % 997] for prefix in prefixes])

    return log_probs


def test_perplexity_is_recounted() -> None:
    model, stories = table_model(), held_out()[:60]
    total, predicted = 0.0, 0
    for story in stories:
        for t in range(1, len(story)):
            total -= model([story[:t]])[0].tolist()[words().index(story[t])] / math.log(2)
            predicted += 1
    assert measures.perplexity(model, words(), stories) == pytest.approx(2 ** (total / predicted), rel=1e-12)
    uniform = torch.full((len(words()),), -math.log(len(words())), dtype=torch.float64)
    value = measures.perplexity(lambda prefixes: uniform.expand(len(prefixes), -1), words(), stories)
    assert value == pytest.approx(len(words()), rel=1e-12)


def test_answers_are_recounted() -> None:
    model = table_model(8)
    pairs, items = measures.questions(4, 400)
    found = measures.answers(model, words(), pairs, items)
    tally: dict[tuple, list[int]] = defaultdict(lambda: [0, 0])
    for pair in probes.agreement_pairs(random.Random(4), 400):
        scores = dict(zip(words(), model([pair.prefix])[0].tolist(), strict=True))
        for key in (("all",), ("distance", str(pair.distance)), ("attractor", "yes" if pair.attractor else "no")):
            tally[pair.feature, *key][scores[pair.right] > scores[pair.wrong]] += 1
    for item in probes.recall_items(random.Random(5), 400):
        named = Counter(word for word in item.prefix if word in grammar.NAMES[0] + grammar.NAMES[1])
        if max(named.values()) == 1:
            scores = dict(zip(words(), model([item.prefix])[0].tolist(), strict=True))
            tally["recall", item.condition][all(scores[item.right] >= score for score in scores.values())] += 1
    assert flat(found) == {key: round(100 * right / (wrong + right), 2) for key, (wrong, right) in tally.items()}
    assert 30 < found["gender"]["all"] < 70


def flat(answers: dict, *keys: str) -> dict[tuple, float]:
    """{("gender", "all"): 50} for {"gender": {"all": 50}}."""
    found = {}
    for key, value in answers.items():
        found |= flat(value, *keys, key) if isinstance(value, dict) else {(*keys, key): value}
    return found


def test_who_knows_everything_scores_a_hundred() -> None:
    pairs, items = measures.questions(8, 300)
    known = {tuple(question.prefix): question.right for question in [*pairs, *items]}

    def knows(prefixes: Stories) -> torch.Tensor:
        right = [words().index(known[tuple(prefix)]) for prefix in prefixes]
        return F.one_hot(torch.tensor(right), len(words())).double().log()

    found = measures.answers(knows, words(), pairs, items)
    assert set(flat(found).values()) == {100.0}
    assert list(found["recall"]) == ["one", "two-different", "two-same"]
    found = measures.answers(lambda prefixes: torch.zeros(len(prefixes), len(words())), words(), pairs, items)
    assert found["gender"]["all"] == found["number"]["all"] == 0, "a tie is not right"


def test_the_regressor_answers_the_same_questions() -> None:
    pairs, _ = measures.questions(4, 300)
    for b, share in ((9.0, 1), (-9.0, 0)):  # always feminine, always masculine
        found = logistic.agreement([0.0, 0.0], b, logistic.counts, pairs)
        genders = [logistic.ADJECTIVES[pair.right] for pair in pairs if pair.feature == "gender"]
        assert found["all"] == round(100 * genders.count(share) / len(genders), 2)
        assert list(found) == ["all", "distance", "attractor"]
    right = logistic.agreement([0.0, 0.0, 9.0], -4.5, logistic.counts_and_first, pairs)
    assert set(flat(right).values()) == {100.0}, "the first word with a gender is the subject's"
