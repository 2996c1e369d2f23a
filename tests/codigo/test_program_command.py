"""Every program helps who asks, and tells in one line, after its name, what it was given that will not do."""

import re
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import command
import corpus
import pytest
import torch

CODE = Path(__file__).parents[2] / "docs" / "codigo"
READS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(CODE.glob("*.py")) if path.stem != "command"}
PROGRAMS = [name for name, text in READS.items() if "command.run(main" in text]
TEXTS = ["encoder_decoder", "feedforward", "gpt2", "masked_lm", "published"]  # these read what is typed after their name


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable]:
    """Start a program as Python does, without another Python; what it sets in torch is set back."""
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()

    def start(name: str, *words: str) -> None:
        monkeypatch.setattr(sys, "argv", [str(CODE / f"{name}.py"), *words])
        runpy.run_path(sys.argv[0], run_name="__main__")

    yield start
    torch.set_default_dtype(dtype)
    torch.set_num_threads(threads)


def told(start: Callable, name: str, *words: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        start(name, *words)
    assert isinstance(stopped.value.code, str) and "\n" not in stopped.value.code
    said, _, message = stopped.value.code.partition(": ")
    assert said == f"{name}.py"
    return message


def test_the_programs_of_the_ladder_are_there() -> None:
    ladder = "autograd bpe corpus encoder_decoder feedforward generation gpt2 logistic masked_lm modern ngrams skipgram softmax"
    assert {*ladder.split(), "transformer", *TEXTS} <= set(PROGRAMS)
    assert [name for name in PROGRAMS if READS[name].count("\n") > 200] == []


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_help_says_what_it_is_and_how_to_run_it(
    name: str, option: str, start: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    start(name, option)
    about, usage = capsys.readouterr().out.splitlines()
    assert len(about) > 20
    assert usage.startswith(f"Run: python {name}.py")
    assert usage.endswith("]") == (name in TEXTS)


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name not in TEXTS])
def test_a_word_too_many(name: str, start: Callable) -> None:
    assert told(start, name, "loro") == f'"loro" is too much (run: python {name}.py)'


WRONG = {
    "encoder_decoder": {"mi loro llegó triste": 'the word "loro" is not in the corpus (try "', "": "give from 1 to 13 words"},
    "feedforward": {"x": "a window has 1 to 30 words, not x", "31": "a window has 1 to 30 words, not 31"},
    "gpt2": {"small": "give three or four words", "": "give three or four words"},
    "masked_lm": {"mi loro": 'the word "loro" is not in the corpus (try "', "mi " * 40: "give from 1 to 31 words, not 40"},
    "published": {"mi loro": 'the word "loro" is not in the corpus (try "', "": "a beginning has no words"},
}


@pytest.mark.parametrize(("name", "words"), [(name, words) for name, wrong in WRONG.items() for words in wrong])
def test_words_that_will_not_do(name: str, words: str, start: Callable, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(start, name, words).startswith(WRONG[name][words])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", [name for name in PROGRAMS if re.search(r"corpus\.read\(|train\(Sizes", READS[name])])
def test_a_corpus_cut_short_or_missing(
    name: str, start: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    assert re.fullmatch(r".*corpus[\w-]*\.txt is missing \(run python corpus\.py\)", told(start, name))
    for file in corpus.SPLITS:
        (tmp_path / file).write_text("había una gata llamada", encoding="utf-8")
    said = r'.*corpus[\w-]*\.txt: its last story does not end in " \." \(python corpus\.py writes it again\)'
    assert re.fullmatch(said, told(start, name))


def test_only_the_mistakes_of_the_reader_are_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(error: type[BaseException]) -> Callable:
        def main() -> None:
            raise error("x is wrong")

        return main

    monkeypatch.setattr(sys, "argv", ["/somewhere/some.py"])
    for error in (ValueError, RuntimeError):
        with pytest.raises(error, match="x is wrong"):
            command.run(fails(error))
    with pytest.raises(SystemExit, match=r"^some.py: x is wrong$"):
        command.run(fails(ValueError), wrong=ValueError)
    with pytest.raises(SystemExit, match=r"^some.py: stopped$"):
        command.run(fails(KeyboardInterrupt))
