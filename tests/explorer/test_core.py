"""The explorer's arithmetic: tensors and gradients against torch, changes, labels and mistakes."""

import base64
import random

import fine
import numpy as np
import published
import pytest
import torch
from core_page import MODELS, SAVED, SMALL, TEXTS, Text, random_texts, reference, story_texts, texts_of
from playwright.sync_api import Page


def compare(core: Page, name: str, texts: list[Text]) -> float:
    """The largest difference with torch over some texts, relative for numbers above 1; fails beyond 1e-9."""
    worst = 0.0
    for start in range(0, len(texts), 20):
        some = texts[start : start + 20]
        code = core.evaluate("([name, texts]) => inBytes(name, texts)", [name, some])
        found = np.frombuffer(base64.b64decode(code))
        expected = np.concatenate([reference(name, text) for text in some])
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
        finite = np.isfinite(expected)
        found, expected = found[finite], expected[finite]
        worst = max(worst, (np.abs(found - expected) / np.maximum(1, np.abs(expected))).max())
    return worst


def test_the_reference_is_the_program_of_the_chapter() -> None:
    for name, (model, sizes, _) in MODELS.items():
        for ids, targets, _ in texts_of(name, 7):
            tensors, gradients, loss = fine.trace(model, sizes, ids, targets)
            seen = {}

            def hook(one: str, x: torch.Tensor, seen: dict = seen) -> torch.Tensor:
                x.retain_grad()
                seen[one] = x
                return x

            model.zero_grad()
            logits = model(torch.tensor([ids]), hook)[0]
            positions, words = zip(*targets)
            expected = torch.nn.functional.cross_entropy(logits[list(positions)], torch.tensor(words))
            expected.backward()
            assert loss == pytest.approx(expected.item(), abs=1e-12)
            assert set(seen) <= set(tensors)
            for one, x in seen.items():
                torch.testing.assert_close(tensors[one], x[0].detach(), rtol=0, atol=1e-11)
                torch.testing.assert_close(gradients[one], x.grad[0], rtol=0, atol=1e-9)
            for one, weights in model.named_parameters():
                torch.testing.assert_close(gradients[one], weights.grad, rtol=0, atol=1e-9)


def test_every_tensor_and_every_gradient_of_many_texts(core: Page) -> None:
    texts = story_texts(TEXTS)
    assert len({len(ids) for ids, _, _ in texts}) >= 25
    assert compare(core, "published", texts) < 1e-9


@pytest.mark.parametrize("name", SMALL)
def test_models_of_other_sizes(core: Page, name: str) -> None:
    assert compare(core, name, random_texts(name, 30)) < 1e-9


def random_changes(name: str, ids: list[int], choose: random.Random) -> list[dict]:
    """One to four changes: of cells, rows or columns, of parameters, activations and the mask."""
    model, sizes, _ = MODELS[name]
    tensors, _, _ = fine.trace(model, sizes, ids, [(0, 0)])
    shapes = {one: list(x.shape) for one, x in (tensors | model.state_dict()).items()}
    changes = []
    for _ in range(choose.randint(1, 4)):
        one = choose.choice(sorted(shapes))
        index = [choose.randrange(n) for n in shapes[one]]
        if one == "mask":  # the diagonal stays open, so that there is something to look at
            value = 1 if index[0] == index[1] else choose.choice([0, 1])
        else:
            index = [choose.choice([i, i, "*"]) for i in index]
            value = choose.choice([0, 0.5, round(choose.gauss(0, 2), 2), {"times": 0}, {"times": -1.5}])
            value = 0.25 if one.endswith("variance") or one == "probs" else value
        if one.endswith(("scores", "scaled", "dots")) and isinstance(value, dict):
            value = 1.5
        changes.append({"tensor": one, "index": index, "value": value})
    return changes


@pytest.mark.parametrize("name", MODELS)
def test_changes_reach_all_that_depends_on_them(core: Page, name: str) -> None:
    choose = random.Random(1)
    texts = [(ids, targets, random_changes(name, ids, choose)) for ids, targets, _ in texts_of(name, 40)]
    assert compare(core, name, texts) < 1e-9


def test_parts_switched_off(core: Page) -> None:
    import inside

    model, words = published.load()
    ids = published.ids(words, "había una niña llamada Ana y un rey llamado Hugo . la niña")
    parts = [
        (inside.head(2, 1), {"tensor": "2.mixed", "index": [0, "*", "*"], "value": 0}),
        (inside.neuron(1, 40), {"tensor": "1.hidden", "index": ["*", 39], "value": 0}),
        (inside.half(1, "attention"), {"tensor": "1.attention", "index": ["*", "*"], "value": 0}),
        (inside.half(2, "ffn"), {"tensor": "2.ffn", "index": ["*", "*"], "value": {"times": 0}}),
    ]
    for part, change in parts:
        expected = inside.without(model, part)(torch.tensor([ids]))[0].detach()
        code = "([ids, change]) => [...core.forward(models.published, ids, [change]).tensors.logits.data]"
        np.testing.assert_allclose(core.evaluate(code, [ids, change]), expected.flatten(), rtol=0, atol=1e-10)


def test_the_lens_reads_the_stream_early(core: Page) -> None:
    import inside

    model, words = published.load()
    ids = published.ids(words, "había una niña llamada Ana y un rey llamado Hugo . la niña")
    for name in ("0.stream", "1.middle", "1.stream", "2.middle", "2.stream"):
        expected = inside.lens(model, name)(torch.tensor([ids]))[0].softmax(dim=-1).detach()
        code = "([ids, name]) => [...core.lens(core.forward(models.published, ids), name).probs.data]"
        np.testing.assert_allclose(core.evaluate(code, [ids, name]), expected.flatten(), rtol=0, atol=1e-12)


def test_what_is_changed_is_kept_apart(core: Page) -> None:
    state = core.evaluate("""() => {
      const model = models["no network"], before = JSON.stringify(model);
      const changes = [
        { tensor: "norm.gamma", index: ["*"], value: { times: 2 } },
        { tensor: "norm.gamma", index: [3], value: 7 },
        { tensor: "1.q", index: [0, 1, 2], value: 5 },
      ];
      const trace = core.forward(model, [1, 2, 3], changes);
      return {
        same: JSON.stringify(model) === before,
        old: [...model.params["norm.gamma"].data],
        gamma: [...core.tensor(trace, "norm.gamma").data],
        alone: [...core.applyToParams(model, changes).params["norm.gamma"].data],
        changed: Object.keys(trace.changed).sort(),
        factor: [...trace.changed["norm.gamma"].factor],
        q: trace.tensors["1.q"].data[6],
        untouched: core.tensor(trace, "norm.beta") === model.params["norm.beta"],
      };
    }""")
    expected = [2 * x for x in state["old"]]
    expected[3] = 7
    assert state["gamma"] == state["alone"] == expected
    assert state["factor"] == [2, 2, 2, 0, 2, 2, 2, 2]
    assert state["same"] and state["untouched"] and state["q"] == 5
    assert state["changed"] == ["1.q", "norm.gamma"]


def test_a_position_that_may_look_nowhere_gets_zeros(core: Page) -> None:
    state = core.evaluate("""() => {
      const changes = [{ tensor: "mask", index: [0, "*"], value: 0 }];
      const [trace, result] = traced("published", [3, 5, 9], [[2, 4]], changes);
      const weights = core.explain(trace, "1.weights", [0, 0, 0]);
      const all = [...Object.values(trace.tensors).slice(14), ...Object.values(result.gradients)];
      return { row: [...trace.tensors["1.weights"].data.slice(0, 3)], value: weights.value, sum: weights.sum,
        finite: all.every((one) => one.data.every((x) => x === -Infinity || Number.isFinite(x))) };
    }""")
    assert state == {"row": [0, 0, 0], "value": 0, "sum": 0, "finite": True}


def test_a_loss_without_hope_is_a_number(core: Page) -> None:
    code = """() => {
      const [, result] = traced("published", [3], [[0, 5]], [{ tensor: "logits", index: [0, 7], value: 5000 }]);
      return [result.loss, Object.values(result.gradients).every((one) => one.data.every(Number.isFinite))];
    }"""
    loss, finite = core.evaluate(code)
    assert 600 < loss < 800 and finite


@pytest.mark.parametrize("name", MODELS)
def test_the_graph_says_what_each_tensor_is(core: Page, name: str) -> None:
    model, sizes, _ = MODELS[name]
    T = 4
    tensors, _, _ = fine.trace(model, sizes, list(range(T)), [(0, 0)])
    nodes = core.evaluate("(name) => core.graph(models[name].sizes)", name)
    assert [node["name"] for node in nodes] == list(tensors)
    length = {"position": T, "key": T, "word": sizes.vocab, "single": 1}
    length |= {"head": sizes.heads, "neuron": sizes.expansion * sizes.d}
    known = list(model.state_dict())
    for node in nodes:
        shape = [T if n == "T" else n for n in node["shape"]]
        assert shape == list(tensors[node["name"]].shape), node["name"]
        width = sizes.d // sizes.heads if node["axes"][0] == "head" else sizes.d
        assert shape == [(length | {"feature": width})[axis] for axis in node["axes"]], node["name"]
        assert set(node["inputs"]) <= set(known), f"{node['name']} reads what comes later"
        known.append(node["name"])
    found = core.evaluate("(name) => core.parameters(models[name].sizes)", name)
    assert {one["name"]: one["shape"] for one in found} == {k: list(w.shape) for k, w in model.state_dict().items()}
    assert [one["name"] for one in found] == list(model.state_dict())
    used = {one for node in nodes for one in node["inputs"]}
    assert used | {"probs"} == {one["name"] for one in found} | {node["name"] for node in nodes}


MISTAKES = [
    ('core.encode(m, ["la", "gatita"])', "unknown-word", "«gatita» no está en el vocabulario"),
    ("core.encode(m, [])", "no-words", "al menos una palabra"),
    ("core.forward(m, Array(31).fill(0))", "too-long", "tiene 31 palabras y en el modelo caben 30"),
    ("core.forward(m, [107])", "unknown-word", "107 palabras"),
    ('core.forward(m, [1], [{tensor: "3.q", index: [0, 0, 0], value: 1}])', "bad-change", "ninguna tabla «3.q»"),
    ('core.forward(m, [1], [{tensor: "1.q", index: [0, 1, 0], value: 1}])', "bad-change", "[0, 1, 0]"),
    ('core.forward(m, [1], [{tensor: "1.q", index: [0, 0], value: 1}])', "bad-change", "[0, 0]"),
    ('core.forward(m, [1], [{tensor: "1.q", index: [0, 0, 0], value: NaN}])', "bad-change", "«NaN»"),
    ('core.forward(m, [1], [{tensor: "1.q", index: [0, 0, 0], value: -Infinity}])', "bad-change", "«-Infinity»"),
    ('core.forward(m, [1], [{tensor: "mask", index: [0, 0], value: 0.5}])', "bad-change", "«0.5»"),
    ('core.applyToParams(m, [{tensor: "norm.beta", index: [16], value: 1}])', "bad-change", "[16]"),
    ("core.backward(core.forward(m, [1]), [])", "bad-target", "palabra"),
    ("core.backward(core.forward(m, [1]), [{position: 1, id: 0}])", "bad-target", "palabra"),
    ('core.explain(core.forward(m, [1]), "1.r", [0])', "bad-cell", "«1.r»"),
    ('core.explain(core.forward(m, [1]), "1.q", [0, 1, 0])', "bad-cell", "[0, 1, 0]"),
    (
        'const t = core.forward(m, [1]), r = core.backward(t, [{position: 0, id: 1}]);'
        'core.explainGradient(t, r, "mask", [0, 0])',
        "bad-cell",
        "«mask» no tiene gradiente",
    ),
    ("core.decode({...s, words: s.words.slice(1)})", "bad-model", "Hay 106 palabras y tendrían que ser 107"),
    ('core.decode({...s, weights: {...s.weights, "norm.beta": [1, 2]}})', "bad-model", "«norm.beta»"),
    ('core.decode({...s, weights: {...s.weights, "norm.beta": undefined}})', "bad-model", "«norm.beta»"),
    ("core.decode({...s, sizes: {...s.sizes, heads: 3}})", "bad-model", "16 números no se reparten entre 3 cabezas"),
    ("core.decode({...s, sizes: {...s.sizes, layers: 0.5}})", "bad-model", "tamaños"),
]


def test_a_mistake_is_one_sentence_in_spanish(core: Page) -> None:
    caught = "() => {{ try {{ {} }} catch (error) {{ return [error.code, error.message] }} return null }}"
    every = ",\n".join(caught.format(code) for code, _, _ in MISTAKES)
    found = core.evaluate(f"s => {{ const m = models.published; return [{every}].map((run) => run()) }}", SAVED)
    for (code, kind, told), one in zip(MISTAKES, found, strict=True):
        assert one is not None and one[0] == kind and told in one[1], (code, one)


def test_what_has_no_value_has_no_probability_either(core: Page) -> None:
    p = core.evaluate("""() => {
      const changes = [{ tensor: "norm.variance", index: [0, 0], value: -3 }];
      return [...core.forward(models.published, [3, 5, 9], changes).tensors.probs.data].map(String);
    }""")
    assert set(p[:107]) == {"NaN"} and "NaN" not in p[107:]
