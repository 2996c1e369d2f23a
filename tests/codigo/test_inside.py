"""What is traced and switched off in the small transformer."""

from pathlib import Path
from typing import Any

import grammar
import inside
import look_inside
import measures
import probes
import pytest
import torch
from small_transformer import CLOSE, STORIES, WORDS, inputs, random_model, small, some_ids
from transformer import Transformer


def test_a_trace_holds_every_tensor_and_the_stream_is_the_sum_of_what_is_written() -> None:
    model, ids = random_model(), some_ids()
    seen = inside.trace(model, ids)
    parts = ["norm1", "q", "k", "v", "scores", "weights", "mixed", "attention", "middle"]
    parts += ["norm2", "hidden", "ffn", "stream"]
    assert list(seen) == ["0.stream", *(f"{layer}.{part}" for layer in (1, 2) for part in parts), "norm", "logits"]
    torch.testing.assert_close(seen["logits"], model(ids))
    stream = seen["0.stream"]
    for layer in (1, 2):
        stream = stream + seen[f"{layer}.attention"] + seen[f"{layer}.ffn"]
        torch.testing.assert_close(seen[f"{layer}.stream"], stream, **CLOSE)
        assert (seen[f"{layer}.weights"].sum(dim=-1) - 1).abs().max() < 1e-12
        assert seen[f"{layer}.weights"].triu(1).abs().max() == 0


def zeroed(**parts: Any) -> Transformer:
    """The random model with some entries of its parameters at zero."""
    model = random_model()
    parameters = dict(model.named_parameters())
    for name, where in parts.items():
        parameters[name.replace("__", ".")][where] = 0
    return model


@pytest.mark.parametrize("layer", [1, 2])
def test_to_switch_a_part_off_is_to_take_its_weights_away(layer: int) -> None:
    model, ids, block = random_model(), some_ids(), f"blocks__{layer - 1}__"
    off = inside.half(layer, "attention"), inside.half(layer, "ffn")
    cases = [
        ([inside.head(layer, 2)], {"attention__output__W": slice(8, 16)}),
        ([inside.neuron(layer, 64)], {"ffn__down__W": 63}),
        ([off[0]], {"attention__output__W": ..., "attention__output__b": ...}),
        ([off[1]], {"ffn__down__W": ..., "ffn__down__b": ...}),
    ]
    cases.append((list(off), cases[2][1] | cases[3][1]))
    whole = model(ids)
    for parts, without in cases:
        changed = inside.without(model, *parts)(ids)
        expected = zeroed(**{block + name: where for name, where in without.items()})(ids)
        torch.testing.assert_close(changed, expected, **CLOSE)
        assert (changed - whole).abs().max() > 1e-3
    torch.testing.assert_close(model(ids), whole, rtol=0, atol=0)  # nothing stays off


def test_a_lens_after_the_last_layer_is_the_model_and_a_head_looks_where_its_weights_say() -> None:
    model, ids = small(), some_ids()
    torch.testing.assert_close(inside.lens(model, "2.stream")(ids), model(ids), **CLOSE)
    prefixes, targets = [STORIES[0][:12], STORIES[1][:9]], [4, 3]
    means, firsts = inside.looks(model, WORDS, prefixes, targets)
    for layer in (1, 2):
        rows = [
            inside.trace(model, inputs([[*prefix, "."]]))[f"{layer}.weights"][0, :, -1] for prefix in prefixes
        ]  # (h, T) each
        to = torch.stack([row[:, target] for row, target in zip(rows, targets, strict=True)])
        torch.testing.assert_close(means[layer - 1], to.mean(dim=0), **CLOSE)
        largest = torch.stack([row.argmax(dim=1) == target for row, target in zip(rows, targets, strict=True)])
        assert torch.equal(firsts[layer - 1], largest.double().mean(dim=0))


def test_the_targets_of_the_questions_are_the_words_that_they_say() -> None:
    pairs, items = measures.questions(8, 200)
    for (prefix, noun), pair in zip(zip(*inside.to_subject(pairs), strict=True), pairs, strict=True):
        assert prefix[noun] in probes.FEATURES and prefix[noun - 1] in ["el", "la", "los", "las", "mi", "mis"]
        feature = ("gender", "number").index(pair.feature)
        g = probes.FEATURES[prefix[noun]]
        right = next(i for i, form in enumerate(adjective(pair.right)) if form == pair.right)
        assert (right % 2, right // 2)[feature] == g[feature]
    for to, answer in ((inside.to_name, "right"), (inside.to_owner, "noun")):
        for (prefix, place), item in zip(zip(*to(items), strict=True), items, strict=True):
            if answer == "right":
                assert prefix == item.prefix and prefix[place] == item.right
            else:
                assert prefix[-1] == item.right and prefix[place] == item.prefix[-1]


def adjective(form: str) -> list[str]:
    return next(forms for forms in grammar.FORMS.values() if form in forms)


def test_a_model_that_is_not_there_is_not_looked_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert look_inside.main(["--folder", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("look_inside: ") and error.count("\n") == 1
