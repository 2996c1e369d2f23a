"""The small transformer computes what PyTorch's layers do, and its published figures are those of its weights."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import corpus
import grammar
import inside
import look_inside
import measures
import probes
import published
import pytest
import torch
import train
import training
import transformer
import vocabulary
from torch import nn
from torch.nn import functional as F
from transformer import Sizes, Transformer

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "docs" / "assets" / "modelos"
WORDS = train.words()
STORIES = corpus.read("corpus-validacion.txt")
CLOSE = {"rtol": 1e-10, "atol": 1e-10}


@cache
def stored(name: str) -> Any:
    return json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))


@cache
def small() -> Transformer:
    """The published model."""
    return published.load()[0].requires_grad_(False)


def random_model(**sizes: int) -> Transformer:
    """A model in double precision none of whose parameters is 0 or 1, so that each of them counts."""
    torch.manual_seed(5)
    model = Transformer(Sizes(**sizes)).double().requires_grad_(False)
    for weights in model.parameters():
        weights += 0.3 * torch.randn_like(weights)
    return model


def some_ids(rows: int = 4, length: int = 30) -> torch.Tensor:
    return torch.randint(len(WORDS), (rows, length), generator=torch.Generator().manual_seed(6))


def inputs(stories: list[list[str]]) -> torch.Tensor:
    return vocabulary.padded(vocabulary.encode(stories, WORDS))[0]


# Attention and layers


@pytest.mark.parametrize("length", [1, 2, 9])
def test_attention_is_the_same_in_a_loop_as_matrices_and_in_pytorch(length: int) -> None:
    q, k, v = torch.randn(3, 4, 2, length, 8, generator=torch.Generator().manual_seed(7), dtype=torch.float64)
    mixed = transformer.attend(q, k, v)
    for b in range(4):
        for h in range(2):
            torch.testing.assert_close(mixed[b, h], transformer.attend_loop(q[b, h], k[b, h], v[b, h]), **CLOSE)
    torch.testing.assert_close(mixed, F.scaled_dot_product_attention(q, k, v, is_causal=True), **CLOSE)


def attention_weights(ours: transformer.Attention) -> dict[str, torch.Tensor]:
    """Our weights as nn.MultiheadAttention names and stores them."""
    projections = (ours.query, ours.key, ours.value)
    return {
        "in_proj_weight": torch.cat([layer.W.T for layer in projections]),
        "in_proj_bias": torch.cat([layer.b for layer in projections]),
        "out_proj.weight": ours.output.W.T,
        "out_proj.bias": ours.output.b,
    }


def test_self_attention_is_pytorch_s() -> None:
    ours = random_model().blocks[0].attention
    theirs = nn.MultiheadAttention(16, 2, batch_first=True, dtype=torch.float64)
    theirs.load_state_dict(attention_weights(ours))
    x = torch.randn(4, 30, 16, dtype=torch.float64)
    seen = {}
    y = ours(x, lambda name, tensor: seen.setdefault(name, tensor))
    future = torch.ones(30, 30, dtype=torch.bool).triu(1)
    expected, weights = theirs(x, x, x, attn_mask=future, average_attn_weights=False)
    torch.testing.assert_close(y, expected, **CLOSE)
    torch.testing.assert_close(seen["weights"], weights, **CLOSE)


def test_the_norm_is_pytorch_s_even_for_tiny_vectors() -> None:
    ours = random_model().norm
    x = torch.randn(50, 16, dtype=torch.float64) * torch.logspace(-5, 3, 50, dtype=torch.float64)[:, None]
    expected = F.layer_norm(x, (16,), ours.gamma, ours.beta, 1e-5)
    torch.testing.assert_close(ours(x), expected, **CLOSE)


def theirs(model: Transformer, ids: torch.Tensor) -> torch.Tensor:
    """The logits of the same weights in layers of PyTorch."""
    d, hidden = model.blocks[0].ffn.up.W.shape
    x = F.embedding(ids, model.embedding.weight) + model.position.weight[: ids.shape[1]]
    mask = nn.Transformer.generate_square_subsequent_mask(ids.shape[1], dtype=torch.float64)
    for block in model.blocks:
        layer = nn.TransformerEncoderLayer(
            d, block.attention.heads, hidden, 0.0, norm_first=True, batch_first=True, dtype=torch.float64
        )
        attention = {f"self_attn.{name}": tensor for name, tensor in attention_weights(block.attention).items()}
        norms = {
            f"norm{i}.{name}": tensor
            for i, norm in ((1, block.norm1), (2, block.norm2))
            for name, tensor in (("weight", norm.gamma), ("bias", norm.beta))
        }
        network = {
            f"linear{i}.{name}": tensor
            for i, linear in ((1, block.ffn.up), (2, block.ffn.down))
            for name, tensor in (("weight", linear.W.T), ("bias", linear.b))
        }
        layer.load_state_dict(attention | norms | network)
        x = layer(x, src_mask=mask)
    x = F.layer_norm(x, (d,), model.norm.gamma, model.norm.beta)
    return F.linear(x, model.unembedding.W.T)


@pytest.mark.parametrize("sizes", [{}, {"layers": 1}, {"d": 12, "heads": 3, "layers": 3}, {"heads": 1, "expansion": 2}])
def test_the_whole_model_is_a_stack_of_pytorch_s_layers(sizes: dict[str, int]) -> None:
    model = random_model(**sizes)
    for ids in (some_ids(), some_ids(3, 7)):
        torch.testing.assert_close(model(ids), theirs(model, ids), **CLOSE)


def test_the_published_model_is_a_stack_of_pytorch_s_layers() -> None:
    ids = inputs(STORIES[:20])
    torch.testing.assert_close(small()(ids), theirs(small(), ids), **CLOSE)


def test_without_neurons_a_block_is_its_attention_alone() -> None:
    model, ids = random_model(expansion=0), some_ids()
    x = model.embedding(ids) + model.position.weight
    for block in model.blocks:
        x = x + block.attention(block.norm1(x), transformer.untouched)
    torch.testing.assert_close(model(ids), model.unembedding(model.norm(x)), **CLOSE)
    silent = random_model(expansion=2)
    for block in silent.blocks:
        block.ffn.down.W.zero_(), block.ffn.down.b.zero_()
    same = {name: tensor for name, tensor in silent.state_dict().items() if name in model.state_dict()}
    model.load_state_dict(same)
    torch.testing.assert_close(model(ids), silent(ids), **CLOSE)
    assert "1.ffn" not in inside.trace(model, ids) and "1.norm2" not in inside.trace(model, ids)


def test_no_word_sees_the_following_ones() -> None:
    for model in (random_model(), small()):
        ids = some_ids()
        before = model(ids)
        for t in (1, 13, 29):
            changed = ids.clone()
            changed[:, t] = (ids[:, t] + 1) % len(WORDS)
            after = model(changed)
            torch.testing.assert_close(after[:, :t], before[:, :t], rtol=0, atol=1e-12)
            assert (after[:, t:] - before[:, t:]).abs().amax(dim=(0, 2)).min() > 1e-6


# Looking inside


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


# Measures


def test_perplexity_is_that_of_measures_whatever_the_batch() -> None:
    model, stories = random_model(), STORIES[:40]
    expected = measures.perplexity(training.log_probs(model, WORDS), WORDS, stories)
    for batch in (1, 7, 500):
        assert training.perplexity(model, WORDS, stories, batch) == pytest.approx(expected, rel=1e-10)
    even = training.perplexity(lambda ids: torch.zeros(*ids.shape, len(WORDS)), WORDS, stories)
    assert even == pytest.approx(len(WORDS), rel=1e-5)


@pytest.mark.parametrize("batch", [1, 7, 500])
def test_a_net_answers_each_beginning_as_if_it_were_alone(batch: int) -> None:
    prefixes = [story[: 3 + i % 25] for i, story in enumerate(STORIES[:40])]
    for model in (small(), random_model()):
        rows = training.log_probs(model, WORDS, batch)(prefixes)
        for row, prefix in zip(rows, prefixes, strict=True):
            alone = model(torch.tensor(vocabulary.encode([prefix], WORDS)))[0, -1]
            torch.testing.assert_close(row, alone.log_softmax(dim=0), **CLOSE)


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


# The published model


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


# A text that someone has typed


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


def test_the_program_answers_or_tells_in_one_line_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    published.main("había una niña")
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 5 and out[0].endswith("  llamada") and float(out[0].split()[0]) > 0.99
    command = [sys.executable, published.__file__, "había una", "nina"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == 'published.py: the word "nina" is not in the corpus (try "niña")\n'


# Training


def test_a_short_training_learns_to_agree() -> None:
    model = training.rounded(transformer.train(Sizes(), seed=1, steps=200, watch=lambda *_: None)[0])
    ask = training.log_probs(model, WORDS)
    hits = measures.agreement(ask, WORDS, probes.agreement_pairs(Random(4), 1000))
    assert measures.percent(hits) > 75


def test_the_script_trains_as_the_program_of_the_page_and_this_reports_it(capsys: pytest.CaptureFixture[str]) -> None:
    model, words = transformer.train(Sizes(), seed=3, steps=10, watch=lambda *_: None)
    assert words == WORDS
    assert train.weights(training.rounded(model)) == train.weights(train.transformer(seed=3, steps=10).net)
    capsys.readouterr()
    training.report(model, words)
    out = capsys.readouterr().out.splitlines()
    bound = corpus.perplexity_bound(STORIES)
    assert len(out) == 9 and out[0].split()[-1] == "10496" and float(out[1].split()[-1]) > 10
    assert out[2].split()[-1] == f"{bound:.3f}"


def test_the_gradient_of_the_whole_model_is_the_slope_of_its_loss() -> None:
    """Attention, norm and network by finite differences: nothing that is written out hides a step from autograd."""
    model, ids = random_model().requires_grad_(True), some_ids(2, 12)
    targets = torch.roll(ids, -1, dims=1)

    def loss() -> torch.Tensor:
        return F.cross_entropy(model(ids).flatten(0, 1), targets.flatten())

    loss().backward()
    rng = Random(3)
    for name, weights in model.named_parameters():
        flat, slope = weights.data.view(-1), weights.grad.view(-1)
        for i in rng.sample(range(len(flat)), 3):
            middle, ends = flat[i].item(), []
            for step in (1e-5, -1e-5):
                flat[i] = middle + step
                ends.append(loss().item())
            flat[i] = middle
            assert slope[i].item() == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-4, abs=1e-8), name


def test_a_net_of_windows_learns_with_the_same_loop() -> None:
    torch.manual_seed(1)
    net = nn.Sequential(nn.Embedding(5, 8), nn.Linear(8, 5))
    inputs = torch.arange(5).repeat(20)
    losses: list[float] = []
    training.fit(net, inputs, (inputs + 1) % 5, 200, 1, lambda step, steps, loss: losses.append(loss))
    assert len(losses) == 200 and losses[0] > 1 and losses[-1] < 0.01


def test_the_rate_is_flat_and_then_falls_in_a_line_to_almost_nothing() -> None:
    rates = [training.rate(step, 1000, 0.01) for step in range(1000)]
    assert rates[:701] == [0.01] * 701
    assert rates[850] == pytest.approx(0.005) and rates[999] == pytest.approx(0.01 / 300)


@pytest.fixture
def fewer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few stories and questions, so that every model is trained and measured at once."""
    kept = train.words(), train.prepared, train.stories
    monkeypatch.setattr(train, "SETS", {name: (*row[:2], 60) for name, row in train.SETS.items()})
    monkeypatch.setattr(train, "stories", cache(lambda name: corpus.read(name)[:100]))
    monkeypatch.setattr(train, "words", lambda: kept[0])
    _, pairs, noise = train.prepared()
    monkeypatch.setattr(train, "prepared", lambda: (kept[0], pairs[:5000], noise))
    caches = (train.questions, train.padded, train.windows)
    for function in caches:
        function.cache_clear()
    yield
    for function in caches:
        function.cache_clear()


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


def test_a_model_that_is_not_there_is_not_looked_into(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert look_inside.main(["--folder", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("look_inside: ") and error.count("\n") == 1
