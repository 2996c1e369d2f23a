"""scripts/train.py: the same bytes twice, and each mistake in one line."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import corpus
import embeddings
import measures
import published
import pytest
import train
import training
import transformer
import vocabulary
from small_transformer import STORIES, WORDS, small
from transformer import Sizes


def test_the_counts_of_the_questions_have_the_shape_of_the_answers() -> None:
    pairs, items = measures.questions(8, 300)
    found = train.counts(pairs, items)
    answers = measures.answers(training.log_probs(small(), WORDS), WORDS, pairs, items)

    def shape(x: Any) -> Any:
        return {key: shape(value) for key, value in x.items()} if isinstance(x, dict) else 0

    assert json.dumps(shape(found)) == json.dumps(shape(answers))
    assert found["gender"]["all"] + found["number"]["all"] == len(pairs)
    for feature in ("gender", "number"):
        for kind in ("distance", "attractor"):
            assert sum(found[feature][kind].values()) == found[feature]["all"]
    assert sum(found["recall"].values()) == len(items)


@pytest.fixture
def fewer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few stories and questions, so that every model is trained and measured at once."""
    monkeypatch.setattr(train, "SETS", {name: (*row[:2], 60) for name, row in train.SETS.items()})
    monkeypatch.setattr(train, "stories", cache(lambda name: corpus.read(name)[:100]))
    monkeypatch.setattr(train, "words", lambda: WORDS)
    ids = vocabulary.encode(STORIES[:100], WORDS)
    prepared = WORDS, embeddings.pairs(ids, 4), embeddings.noise(ids, len(WORDS))
    monkeypatch.setattr(train, "prepared", lambda: prepared)
    caches = (train.questions, train.padded, train.windows)
    for function in caches:
        function.cache_clear()
    yield
    for function in caches:
        function.cache_clear()


@pytest.mark.usefixtures("fewer")
def test_the_script_trains_as_the_program_of_the_page_and_this_reports_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = STORIES[:300]  # enough to have every word
    monkeypatch.setattr(corpus, "read", lambda name: some)
    monkeypatch.setattr(train, "stories", corpus.read)
    model, words = transformer.train(Sizes(), seed=3, steps=10, watch=lambda *_: None)
    assert words == WORDS
    assert train.weights(training.rounded(model)) == train.weights(train.transformer(seed=3, steps=10).net)
    capsys.readouterr()
    training.report(model, words)
    out = capsys.readouterr().out.splitlines()
    bound = corpus.perplexity_bound(some)
    assert len(out) == 9 and out[0].split()[-1] == "10496" and float(out[1].split()[-1]) > 10
    assert out[2].split()[-1] == f"{bound:.3f}"


@pytest.mark.usefixtures("fewer")
def test_the_script_trains_models_of_every_kind_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = ("ngrams-2", "softmax", "embeddings-32", "window-3", "d16-1", "d16-2-no-ffn", "d16-2")
    monkeypatch.setattr(train, "MODELS", {name: train.MODELS[name] for name in kinds})
    for folder in ("one", "two"):
        options = ["--seeds", "2", "--steps", "10", "--folder", str(tmp_path / folder)]
        assert train.main(["--only", "d16-1", *options]) == 0
        if folder == "two":
            assert train.main(["--only", "d16-1", *options]) == 0
        assert train.main(["--missing", *options]) == 0
    one, two = [
        {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir() if path.name != "segundos.json"}
        for folder in ("one", "two")
    ]
    assert one == two
    stems = ("pequeno", "una-capa", "puntos-de-control", "entrenamiento", "embeddings", "resultados")
    names = {f"{stem}.json" for stem in stems}
    assert one.keys() == names
    models = json.loads(one["resultados.json"])["models"]
    seconds = json.loads((tmp_path / "one" / "segundos.json").read_text(encoding="utf-8"))
    assert list(models) == list(kinds) == list(seconds)
    for name, model in models.items():
        assert list(model["validation"]) == (["1"] if name.startswith("ngrams") else ["1", "2"])
    assert published.load(tmp_path / "one" / "pequeno.json")[1] == WORDS


@pytest.mark.usefixtures("fewer")
def test_a_stop_keeps_what_was_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--seeds", "2", "--steps", "10", "--folder", str(tmp_path)]
    assert train.main(["--only", "d8-1", *options]) == 0
    before = (tmp_path / "resultados.json").read_bytes()

    def stop(seed: int, steps: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(train.MODELS, "d16-2", train.Recipe(stop, steps=10))
    capsys.readouterr()
    assert train.main(["--missing", *options]) == 130
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "resultados.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["resultados.json", "segundos.json"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "d9"], "train: no model is called d9"),
        (["--seeds", "0"], "train: --seeds 0 trains nothing"),
        (["--steps", "-1"], "train: --steps -1 trains nothing"),
        (["--only", "d8-2", "--folder", __file__], f"train: {__file__}"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith(message) and error.count("\n") == 1


@pytest.mark.parametrize("text", ['{"models": {', "[]"])
def test_results_that_cannot_be_read_stop_the_training_before_it_begins(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "resultados.json").write_text(text, encoding="utf-8")
    assert train.main(["--only", "d8-2", "--steps", "1", "--folder", str(tmp_path)]) == 1
    found = capsys.readouterr()
    assert found.out == "" and found.err.startswith("train: ") and found.err.count("\n") == 1


def test_a_bad_argument_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        train.main(["--seeds", "many"])
    error = capsys.readouterr().err
    assert stopped.value.code == 2 and error.startswith("train: argument --seeds") and error.count("\n") == 1
