"""Every model of the ladder is trained, asked and repeated in the same way."""

import os
import subprocess
import sys
from pathlib import Path

import corpus
import embeddings
import feedforward
import measures
import ngrams
import pytest
import softmax
from held_out import held_out, words

CODE = Path(__file__).parents[2] / "docs" / "codigo"


@pytest.fixture
def small_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = held_out()
    monkeypatch.setattr(corpus, "read", lambda name: stories if name == "corpus.txt" else stories[:100])


def test_each_program_fits_and_answers(small_corpus: None) -> None:
    known, counted, parameters = ngrams.fit(3)
    table = ngrams.count(held_out(), 3)
    assert parameters == len(table[()]) + 4 + sum(len(row) for context, row in table.items() if context)
    _, W, b = softmax.fit(seed=1, steps=20)
    _, net = feedforward.fit(3, seed=1, steps=20)
    assert feedforward.size(net) == 108 * 16 + (3 * 16 + 1) * 64 + 65 * 107
    _, vectors, contexts = embeddings.fit(8, seed=1, steps=20)
    assert vectors.shape == contexts.shape == (107, 8)
    assert known == words()
    pairs, items = measures.questions(4, 100)
    for model in (counted, softmax.model(W, b, known), feedforward.model(net, 3, known)):
        assert 1 < measures.perplexity(model, known, held_out()[:20]) < 107
        assert list(measures.answers(model, known, pairs, items)) == ["gender", "number", "recall"]
        for beginning, message in (
            (["había", "un", "gatto"], 'the word "gatto" is not in the corpus (try "gato")'),
            (["había", "%%%"], 'the word "%%%" is not in the corpus'),
            ([], "a beginning has no words"),
            ("había una", "a text is not a list of words (use text.split())"),
        ):
            with pytest.raises(ValueError) as error:
                model([["había"], beginning])
            assert message in str(error.value) and "\n" not in str(error.value)


def test_another_seed_is_another_model(small_corpus: None) -> None:
    one, same, other = (feedforward.fit(2, seed, steps=5)[1].output.bias.tolist() for seed in (1, 1, 2))
    assert one == same != other
    one, same, other = (softmax.fit(seed, steps=5)[2].tolist() for seed in (1, 1, 2))
    assert one == same != other
    one, same, other = (embeddings.fit(2, seed, steps=5)[1].tolist() for seed in (1, 1, 2))
    assert one == same != other


def test_the_command_line_tells_a_bad_size() -> None:
    done = subprocess.run([sys.executable, "feedforward.py", "3", "x"], cwd=CODE, capture_output=True, encoding="utf-8")
    line = "feedforward.py: a window has 1 to 30 words, not x (try: python feedforward.py 3 5 10)\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)
    with pytest.raises(ValueError, match="n-grams have one word at least, not 0"):
        ngrams.fit(0)


SHORT_RUN = """
import random, torch, corpus, autograd, embeddings, feedforward, logistic, ngrams, softmax, vocabulary
torch.set_num_threads(1)
stories = corpus.read("corpus-validacion.txt")[:150]
words = vocabulary.vocabulary(stories)
ids, V = vocabulary.encode(stories, words), len(words)
weights = [autograd.Value(random.Random(i).uniform(-1, 1)) for i in range(9)]
autograd.train(weights, 5)
print([w.data for w in weights])
table = ngrams.count(stories, 3)
weights = ngrams.interpolation(table, words, 3, stories[:50], rounds=5)
print(weights, ngrams.write_story(ngrams.interpolated(table, words, 3, weights), words, random.Random(1)))
x, y = logistic.examples(stories, logistic.counts)
print(logistic.train_python(x, y, 0.5, 5), list(logistic.GENDER), logistic.ADJECTIVES)
before, after = vocabulary.windows(ids, 1, None)
print(softmax.train(before[:, 0], after, V, steps=20)[0].sum().item())
torch.manual_seed(1)
net = feedforward.FeedForward(3, V, V).double()
print(feedforward.train(net, *vocabulary.windows(ids, 3, V), steps=20)(torch.zeros(1, 3).long()).tolist())
W, C = embeddings.train(embeddings.pairs(ids, 4), embeddings.noise(ids, V), 8, steps=20)
print(W.tolist(), embeddings.shared(W, words), embeddings.nearest(W, words, W[0]))
"""


def test_the_hash_seed_changes_nothing() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", SHORT_RUN]
    runs = [  # both at once, since importing torch is most of the work
        subprocess.Popen(command, env=environment | {"PYTHONHASHSEED": seed}, cwd=CODE, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, encoding="utf-8")
        for seed in "12"
    ]  # fmt: skip
    one, other = (run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert len(one) > 10000
    assert one == other
