"""The published weights give the published figures, and a text or a file that will not do is told in one line."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import corpus
import inside
import look_inside
import published
import pytest
import torch
import train
import training
from small_transformer import MODELS, STORIES, WORDS, small, stored


def test_the_published_weights_are_small_whole_and_of_two_decimals() -> None:
    model, saved = small(), stored("pequeno")
    flat = [x for tensor in model.parameters() for x in tensor.flatten().tolist()]
    assert len(flat) == stored("resultados")["models"][train.PUBLISHED]["parameters"] <= 10_500
    assert all(x == round(x, 2) for x in flat) and saved["words"] == WORDS
    assert train.weights(model) == saved["weights"]
    assert (MODELS / "pequeno.json").stat().st_size < 60_000
    assert [path.name for path in MODELS.iterdir() if path.stat().st_size > 1_000_000] == []


def close(figures: Any, expected: Any) -> None:
    if isinstance(figures, dict):
        assert figures.keys() == expected.keys()
        for key in figures:
            close(figures[key], expected[key])
    else:
        assert figures == pytest.approx(expected, abs=2e-4)


def test_the_published_weights_reproduce_the_published_figures() -> None:
    results = stored("resultados")
    ours = results["models"][train.PUBLISHED]
    close(
        train.figures(training.log_probs(small(), WORDS), "test", partial(training.perplexity, small())), ours["test"]
    )
    bound = corpus.perplexity_bound(corpus.read("corpus-prueba.txt"))
    assert results["sets"]["test"]["bound"] == round(bound, 4)
    assert bound < ours["test"]["perplexity"] < 1.015 * bound
    for feature in ("gender", "number"):
        measured = ours["test"][feature]
        assert min(measured["all"], *measured["distance"].values(), *measured["attractor"].values()) >= 99.5
    assert min(ours["test"]["recall"].values()) >= 99


def test_every_published_seed_is_the_best_on_the_validation_set() -> None:
    for model in stored("resultados")["models"].values():
        seeds = model["validation"]
        if "perplexity" in model["test"]:
            best = min(seeds, key=lambda seed: seeds[seed]["perplexity"])
        else:
            best = max(seeds, key=lambda seed: (seeds[seed]["analogies"], seeds[seed]["neighbours"]["all"]))
        assert best == str(model["published"])


def test_the_training_that_is_shown_ends_in_the_published_model() -> None:
    learning, ours = stored("entrenamiento"), stored("resultados")["models"][train.PUBLISHED]
    assert learning["model"] == train.PUBLISHED and learning["seed"] == ours["published"]
    assert learning["bound"] == stored("resultados")["sets"]["validation"]["bound"]
    assert learning["curve"][-1] == {"step": ours["steps"], **ours["validation"][str(ours["published"])]}
    assert [point["step"] for point in learning["curve"]] == list(train.CURVE)
    curve = {point["step"]: point for point in learning["curve"]}
    kept = stored("puntos-de-control")
    assert [point["step"] for point in kept["checkpoints"]] == list(train.KEPT)
    for point in kept["checkpoints"][::4]:
        model, words = published.build({**kept, "weights": point["weights"]})
        perplexity = training.perplexity(model, words, STORIES)
        assert perplexity == pytest.approx(curve[point["step"]]["perplexity"], abs=2e-4)


def test_what_is_told_of_the_inside_is_so() -> None:
    told = stored("dentro")
    pairs, items = train.questions("test")
    stories = train.stories("corpus-prueba.txt")
    some = told["looks"]["presented name to noun"]
    means, firsts = inside.looks(small(), WORDS, *inside.to_owner(items))
    assert some["weights"] == [[pytest.approx(x, abs=1e-3) for x in row] for row in means.tolist()]
    assert some["largest"] == [[pytest.approx(100 * x, abs=1e-2) for x in row] for row in firsts.tolist()]
    layer, head = told["looks"]["adjective to noun"]["strongest"]
    whole, without = told["whole"], told["without head"][f"{layer}.{head}"]
    assert without["gender"] < whole["gender"] - 5
    pairs, items, stories = (questions[: look_inside.FEWER] for questions in (pairs, items, stories))
    close(look_inside.brief(small(), pairs, items, stories), told["whole with fewer questions"])
    off = inside.without(small(), inside.neuron(2, 5))
    close(look_inside.brief(off, pairs, items, stories), told["without neuron"]["2"][4])


def test_the_published_vectors_reproduce_their_figures() -> None:
    results = stored("resultados")["models"]
    saved, ours = stored("embeddings"), results[train.VECTORS]
    assert saved["words"] == WORDS and saved["seed"] == ours["published"]
    vectors = train.Vectors(torch.tensor(saved["vectors"]).double() / saved["scale"], 0)
    assert vectors.measure("test") == ours["test"]
    assert vectors.measure("validation") == ours["validation"][str(saved["seed"])]


def test_the_next_word_of_a_text() -> None:
    text = "había una niña llamada Ana . la niña estaba"
    found = published.predict(small(), WORDS, text)
    p = training.log_probs(small(), WORDS)([text.split()])[0].exp()
    assert dict(found) == pytest.approx(dict(zip(WORDS, p.tolist(), strict=True)), rel=1e-9)
    assert [x for _, x in found] == sorted((x for _, x in found), reverse=True)
    assert published.predict(small(), WORDS, "  había  una niña llamada Ana. la nin\u0303a estaba ") == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a beginning has no words (give it at least one)"),
        (" \n\t ", "a beginning has no words (give it at least one)"),
        ("había una nina", 'the word "nina" is not in the corpus (try "niña")'),
        ("Había una niña", 'the word "Había" is not in the corpus (try "había")'),
        ("había ☃", 'the word "☃" is not in the corpus (try "'),
        ("había " * 31, "31 words do not fit in 30 positions (type fewer)"),
    ],
)
def test_a_text_that_cannot_be_read_is_told_in_one_line(text: str, message: str) -> None:
    with pytest.raises(ValueError) as raised:
        published.predict(small(), WORDS, text)
    assert str(raised.value).startswith(message) and "\n" not in str(raised.value)


def test_a_text_may_fill_the_context() -> None:
    assert len(published.predict(small(), WORDS, "había " * 30)) == 107


def changed(**values: Any) -> str:
    return json.dumps(stored("pequeno") | values)


def other_weights(**values: Any) -> str:
    return changed(weights={**stored("pequeno")["weights"], **{k.replace("__", "."): v for k, v in values.items()}})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (lambda: "", "Expecting value"),
        (lambda: changed()[:20_000], ""),
        (lambda: "[1, 2]", ""),
        (lambda: "{}", "there is no 'words'"),
        (lambda: changed(weights={}), "there is no 'embedding.weight'"),
        (lambda: changed(words=["a"]), "1 words are not the sizes' vocab"),
        (lambda: changed(words=list(range(107))), "some of its words are not text"),
        (lambda: changed(words=None), "'NoneType' object is not iterable"),
        (lambda: changed(sizes={"d": 16, "depth": 2}), "Sizes.__init__() got an unexpected keyword argument 'depth'"),
        (lambda: changed(sizes={"d": 8}), "embedding.weight is (107, 16), not (107, 8)"),
        (lambda: changed(sizes={"layers": 3}), "there is no 'blocks.2."),
        (lambda: changed(sizes={"layers": 1}), 'Error(s) in loading state_dict for Transformer: Unexpected key(s) in'),
        (lambda: changed(weights=None), "'NoneType' object has no attribute"),
        (lambda: changed(sizes={"d": -1}), ""),
        (lambda: changed(sizes={"heads": 3}), "16 numbers do not split into 3 heads"),
        (lambda: changed(sizes={"heads": 0}), "16 numbers do not split into 0 heads"),
        (lambda: changed(scale=0), "embedding.weight holds what is not a number"),
        (lambda: changed(scale="100"), ""),
        (lambda: other_weights(norm__beta=[0.0] * 15), "norm.beta is (15,), not (16,)"),
        (lambda: other_weights(norm__beta=[[0], [0, 1]]), ""),
        (lambda: other_weights(norm__beta="none"), ""),
        (lambda: other_weights(norm__beta=[float("nan")] * 16), "norm.beta holds what is not a number"),
    ],
)
def test_a_file_that_does_not_hold_the_model_is_told_in_one_line(
    text: Callable[[], str], problem: str, tmp_path: Path
) -> None:
    path = tmp_path / "pequeno.json"
    path.write_text(text(), encoding="utf-8")
    with pytest.raises(ValueError) as raised:
        published.load(path)
    assert str(raised.value).startswith(f"{path} does not hold the model: {problem}")
    assert str(raised.value).endswith("(run scripts/train.py, or take the file of the guide again)")
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_or_is_not_text_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read: No such file or directory"):
        published.load(tmp_path / "pequeno.json")
    (tmp_path / "pequeno.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(ValueError, match="does not hold the model: 'utf-8' codec"):
        published.load(tmp_path / "pequeno.json")


def test_the_program_answers(capsys: pytest.CaptureFixture[str]) -> None:
    published.main("había", "una niña")
    text, *out = capsys.readouterr().out.splitlines()
    assert text == "tras «había una niña»"
    assert len(out) == 5 and out[0].endswith("  llamada") and float(out[0].split()[0]) > 0.99
