"""The explorer's arithmetic: tensors and gradients against torch, calculations against the numbers that they show."""

import base64
import json
import math
import random
from collections.abc import Iterator

import corpus
import explorer_script
import fine
import numpy as np
import published
import pytest
import torch
from playwright.sync_api import Browser, Page
from transformer import Sizes, Transformer
from vocabulary import encode

SAVED = json.loads(published.MODEL.read_text(encoding="utf-8"))
SMALL = {
    "one layer, one head": Sizes(vocab=9, context=7, d=4, layers=1, heads=1, expansion=2),
    "no network": Sizes(vocab=9, context=7, d=8, layers=2, heads=2, expansion=0),
    "three layers, four heads": Sizes(vocab=9, context=7, d=8, layers=3, heads=4, expansion=1),
}
TEXTS = 200

# What the tests add in the page: many numbers as bytes, which travel faster than as text.
TOOLS = """
const bytes = (arrays) => new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.split(",")[1] ?? "");
  reader.readAsDataURL(new Blob(arrays));
});
globalThis.core = explorerCore();
globalThis.models = {};
globalThis.traced = (name, ids, targets, changes) => {
  const trace = core.forward(models[name], ids, changes);
  return [trace, core.backward(trace, targets.map(([position, id]) => ({ position, id })))];
};
globalThis.inBytes = (name, texts) => bytes(texts.flatMap(([ids, targets, changes]) => {
  const [trace, result] = traced(name, ids, targets, changes);
  const names = core.graph(models[name].sizes).map((node) => node.name);
  const all = [...names, ...core.parameters(models[name].sizes).map((one) => one.name)];
  const gradients = all.filter((one) => one !== "mask").map((one) => result.gradients[one].data);
  const tensors = names.map((one) => trace.tensors[one].data);
  return [...tensors, ...gradients, result.gradients.loss.data, Float64Array.of(result.loss)];
}));
"""


@pytest.fixture(scope="module")
def core(chromium: Browser) -> Iterator[Page]:
    """An empty page with the pure part, the published model and the small ones."""
    page = chromium.new_page()
    page.add_script_tag(content=explorer_script.core_script() + TOOLS)
    for name, (model, sizes, words) in MODELS.items():
        saved = fine.saved(model, words, sizes)
        page.evaluate("([name, saved]) => { models[name] = core.decode(saved) }", [name, saved])
    yield page
    page.close()


def _models() -> dict[str, tuple[Transformer, Sizes, list[str]]]:
    model, words = published.load()
    found = {"published": (model, Sizes(**SAVED["sizes"]), words)}
    for seed, (name, sizes) in enumerate(SMALL.items()):
        found[name] = fine.model_of(sizes, seed), sizes, [f"w{i}" for i in range(sizes.vocab)]
    return found


MODELS = _models()
Text = tuple[list[int], list[tuple[int, int]], list[dict]]  # ids, targets (position, id), changes


def story_texts(number: int) -> list[Text]:
    """Beginnings of test stories, of every length; the loss is of each next word, or of the last only."""
    words, stories = MODELS["published"][2], corpus.read("corpus-prueba.txt")
    found = []
    for i, ids in enumerate(encode(stories[:: len(stories) // number][:number], words)):
        length = 1 + i % min(30, len(ids) - 1)
        targets = [(t, ids[t + 1]) for t in range(length)]
        found.append((ids[:length], targets if i % 2 else targets[-1:], []))
    return found


def random_texts(name: str, number: int, seed: int = 0) -> list[Text]:
    """Random words for a small model."""
    sizes, choose = MODELS[name][1], random.Random(seed)
    found = []
    for i in range(number):
        ids = [choose.randrange(sizes.vocab) for _ in range(1 + i % sizes.context)]
        found.append((ids, [(t, choose.randrange(sizes.vocab)) for t in range(len(ids))], []))
    return found


def texts_of(name: str, number: int) -> list[Text]:
    return story_texts(number) if name == "published" else random_texts(name, number)


def reference(name: str, text: Text) -> np.ndarray:
    """Every tensor, gradient and loss of a text, one behind the other as inBytes gives them."""
    model, sizes, _ = MODELS[name]
    tensors, gradients, loss = fine.trace(model, sizes, *text)
    parts = [*tensors.values(), *gradients.values()]
    return np.concatenate([*(part.reshape(-1).numpy() for part in parts), [1.0, loss]])


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


# ---- Parity ----


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


# ---- Labels and shapes ----


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


# ---- Where does it come from ----

# Calculations of some cells of every tensor, and whether their operands are the cells that the trace holds.
SOME_CELLS = """([name, text, every]) => {
  const [trace, result] = traced(name, ...text);
  const holds = ({ name, index, value, gradient }) => {
    const { shape, data } = gradient ? result.gradients[name] : core.tensor(trace, name);
    return Object.is(data[core.offsetOf(shape, index)], value);
  };
  const found = { forward: [], backward: [], strangers: [] };
  const add = (list, one) => {
    list.push(one);
    const changed = one.operands.filter((cell) => !holds(cell) && !(cell.name in trace.changed));
    found.strangers.push(...changed.map((cell) => [one.name, one.index, cell]));
  };
  const names = [...core.graph(models[name].sizes), ...core.parameters(models[name].sizes)].map((one) => one.name);
  for (const one of names) {
    const { shape, data } = core.tensor(trace, one);
    for (let at = 0; at < data.length; at += Math.max(1, Math.floor(data.length / every))) {
      const index = core.indexAt(shape, at);
      add(found.forward, core.explain(trace, one, index));
      if (one !== "mask") add(found.backward, core.explainGradient(trace, result, one, index));
    }
  }
  add(found.forward, core.explainLoss(trace, result.targets));
  return JSON.stringify(found, (key, value) => (value === -Infinity ? "-Infinity" : value));
}"""
STORY = ([7, 3, 41, 12, 99, 3, 60, 41], [(1, 12), (6, 41), (7, 80)], [])
EDITED = (
    STORY[0],
    STORY[1],
    [
        {"tensor": "1.weights", "index": [0, 5, 2], "value": 0.7},
        {"tensor": "1.norm2", "index": [4, "*"], "value": {"times": 2}},
        {"tensor": "2.hidden", "index": ["*", 5], "value": 0},
        {"tensor": "mask", "index": [2, 4], "value": 1},
        {"tensor": "embedding.weight", "index": [41, 3], "value": -1.25},
        {"tensor": "norm.mean", "index": [6, 0], "value": 0.5},
    ],
)


def some_cells(core: Page, name: str, text: Text, every: int) -> dict:
    """Calculations of so many cells of each tensor; as text, which Playwright passes much faster than objects."""
    return json.loads(core.evaluate(SOME_CELLS, [name, text, every]).replace('"-Infinity"', "-Infinity"))


def product(factors: list[dict]) -> float:
    return math.prod(factor["value"] for factor in factors)


def printed_value(c: dict) -> float:
    """The value of a calculation from nothing but the operands that it shows."""
    first = c["terms"][0]["factors"][0]["value"] if c["terms"] else None
    values = [term["factors"][0]["value"] for term in c["terms"]]
    match c["rule"]:
        case "product-sum" | "affine" | "sum" | "gradient":
            return sum(product(term["factors"]) for term in c["terms"])
        case "lookup" | "copy":
            return first
        case "mean":
            return sum(values) / c["divisor"]
        case "variance":
            return sum((x - c["mean"]["value"]) ** 2 for x in values) / c["divisor"]
        case "standardise":
            return (values[0] - values[1]) / math.sqrt(c["variance"]["value"] + c["epsilon"])
        case "scale":
            return first / math.sqrt(c["size"])
        case "mask":
            return first if c["mask"]["value"] else -math.inf
        case "softmax":
            return math.exp(values[c["own"]] - max(values)) / sum(math.exp(x - max(values)) for x in values)
        case "relu":
            return max(0, first)
        case "loss":
            return sum(-math.log(p) for p in values) / c["divisor"]
        case "changed":
            return c["times"] * printed_value(c["original"]) if "times" in c else c["value"]
        case "parameter" | "input":
            return c["value"]
    raise AssertionError(f"no rule {c['rule']}")


def slope(factor: dict) -> float:
    """The value of a derivative from the operands that it shows."""
    x = [cell["value"] for cell in factor.get("operands", [])]
    match factor["form"]:
        case "1/n":
            return 1 / factor["n"]
        case "2(x-m)/n":
            return 2 * (x[0] - x[1]) / factor["n"]
        case "-2·sum(x-m)/n":
            return -2 * sum(one - x[-1] for one in x[:-1]) / factor["n"]
        case "1/sqrt(v+e)":
            return 1 / math.sqrt(x[0] + factor["epsilon"])
        case "-1/sqrt(v+e)":
            return -1 / math.sqrt(x[0] + factor["epsilon"])
        case "-(x-m)/(2·sqrt(v+e)^3)":
            return -(x[0] - x[1]) / (2 * math.sqrt(x[2] + factor["epsilon"]) ** 3)
        case "1/sqrt(n)":
            return 1 / math.sqrt(factor["n"])
        case "p(1-p)":
            return x[0] * (1 - x[0])
        case "-p·q":
            return -x[0] * x[1]
        case "x>0":
            return float(x[0] > 0)
        case "-1/(n·p)":
            return -1 / (factor["n"] * x[0])
        case "changed":
            return factor["value"]
    raise AssertionError(f"no form {factor['form']}")


CASES = {
    "published": ("published", STORY),
    "published, edited": ("published", EDITED),
    **{name: (name, random_texts(name, 7, seed=2)[-1]) for name in SMALL},
}


@pytest.fixture(scope="module", params=CASES)
def calculations(core: Page, request: pytest.FixtureRequest) -> dict:
    name, text = CASES[request.param]
    return some_cells(core, name, text, 6)


def close(found: float, expected: float, what: object) -> None:
    assert found == expected or found == pytest.approx(expected, rel=1e-9, abs=1e-11), what


def test_a_calculation_gives_its_value_from_what_it_shows(calculations: dict) -> None:
    assert len(calculations["forward"]) > 200
    for c in calculations["forward"]:
        close(printed_value(c), c["value"], c)
        running = 0.0
        for term in c["terms"]:
            running += term["value"]
            close(running, term["running"], c)
        shown = {json.dumps([cell["name"], cell["index"]]) for cell in c["operands"]}
        assert shown >= {json.dumps([f["name"], f["index"]]) for term in c["terms"] for f in term["factors"]}


def test_a_gradient_is_the_sum_over_what_reads_the_cell(calculations: dict) -> None:
    assert len(calculations["backward"]) > 200
    for c in calculations["backward"]:
        close(printed_value(c), c["value"], c)
        for term in c["terms"]:
            upstream, *slopes = term["factors"]
            assert upstream["gradient"]
            close(term["value"], product(term["factors"]), c)
            for factor in slopes:
                assert "name" in factor or slope(factor) == pytest.approx(factor["value"], rel=1e-9, abs=1e-12), factor


def test_operands_are_cells_of_the_trace(calculations: dict) -> None:
    assert calculations["strangers"] == []


def test_every_rule_is_tried(core: Page) -> None:
    rules = set()
    for case in ("no network", "published, edited"):
        rules |= {one["rule"] for one in some_cells(core, *CASES[case], 6)["forward"]}
    assert rules == {
        *("lookup", "copy", "sum", "mean", "variance", "standardise", "affine", "product-sum", "scale", "mask"),
        *("softmax", "relu", "loss", "changed", "parameter", "input"),
    }


def test_every_gradient_of_a_small_model_is_its_sum(core: Page) -> None:
    for name in SMALL:
        worst = core.evaluate(
            """([name, text]) => {
              const [trace, result] = traced(name, ...text);
              let worst = 0;
              for (const [one, { shape, data }] of Object.entries(result.gradients)) {
                if (one === "loss") continue;
                data.forEach((g, at) => {
                  const { terms, value } = core.explainGradient(trace, result, one, core.indexAt(shape, at));
                  worst = Math.max(worst, Math.abs((terms.at(-1)?.running ?? 0) - g), Math.abs(value - g));
                });
              }
              return worst;
            }""",
            [name, random_texts(name, 4, seed=3)[-1]],
        )
        assert worst < 1e-12


def test_uses_are_the_other_way_round_of_explain(core: Page) -> None:
    for name in SMALL:
        ids = random_texts(name, 4, seed=4)[-1][0]
        wrong = core.evaluate(
            """([name, ids]) => {
              const trace = core.forward(models[name], ids);
              const readers = new Map();
              for (const node of core.graph(models[name].sizes)) {
                const { shape, data } = trace.tensors[node.name];
                data.forEach((_, at) => {
                  const index = core.indexAt(shape, at);
                  const { operands } = core.explain(trace, node.name, index);
                  for (const key of new Set(operands.map((cell) => `${cell.name}[${cell.index}]`))) {
                    readers.set(key, [...(readers.get(key) ?? []), `${node.name}[${index}]`]);
                  }
                });
              }
              const wrong = [];
              for (const one of [...Object.keys(trace.tensors), ...Object.keys(trace.model.params)]) {
                const { shape, data } = core.tensor(trace, one);
                data.forEach((_, at) => {
                  const index = core.indexAt(shape, at);
                  const uses = core.uses(trace, one, index);
                  const found = uses.flatMap((use) => use.indices.map((to) => `${use.name}[${to}]`));
                  const expected = readers.get(`${one}[${index}]`) ?? [];
                  if (found.sort().join() !== expected.sort().join()) wrong.push([one, index, found, expected]);
                });
              }
              return wrong;
            }""",
            [name, ids],
        )
        assert wrong == []


# A cell is changed and all else that its readers read is held still: what moves in them reads it. Beside a weight or an
# activation that is 0, what reads a cell stays where it was.
PERTURBED = """([name, ids, seed]) => {
  const model = models[name], nodes = core.graph(model.sizes), trace = core.forward(model, ids);
  const held = (one) => {
    const { shape, data } = trace.tensors[one];
    return one === "mask" ? [] : [...data].map((value, at) => ({ tensor: one, index: core.indexAt(shape, at), value }));
  };
  const another = (one, x) => {
    if (one === "mask") return 1 - x;
    return x === -Infinity ? 0 : x + (one.endsWith("variance") ? 1 : 50);
  };
  const found = { reading: 0, moved: 0, missed: [] };
  for (const one of [...Object.keys(trace.tensors), ...Object.keys(model.params)]) {
    const { shape, data } = core.tensor(trace, one);
    const at = (seed * 7919) % data.length, index = core.indexAt(shape, at);
    const change = { tensor: one, index, value: another(one, data[at]) };
    for (const node of nodes.filter((node) => node.inputs.includes(one))) {
      const others = node.inputs.filter((input) => input !== one && input in trace.tensors);
      const after = core.forward(model, ids, [...others.flatMap(held), change]).tensors[node.name];
      const before = trace.tensors[node.name].data;
      const moved = [...before.keys()].filter((to) => after.data[to] !== before[to]);
      const uses = core.uses(trace, one, index).filter((use) => use.name === node.name);
      const readers = uses.flatMap((use) => use.indices.map(String));
      const missed = moved.map((to) => String(core.indexAt(after.shape, to))).filter((to) => !readers.includes(to));
      found.missed.push(...missed.map((to) => [one, index, node.name, to]));
      found.moved += moved.length;
      found.reading += readers.length;
    }
  }
  return found;
}"""


@pytest.mark.parametrize("name", SMALL)
def test_what_moves_with_a_cell_uses_it(core: Page, name: str) -> None:
    for seed in range(1, 5):
        found = core.evaluate(PERTURBED, [name, [3, 1, 4, 1, 5], seed])
        assert found["missed"] == []
        assert found["moved"] > 0.8 * found["reading"] > 100


def test_cells_set_by_hand_read_nothing(core: Page) -> None:
    found = core.evaluate("""() => {
      const trace = core.forward(models.published, [1, 2], [{ tensor: "1.q", index: [0, 1, "*"], value: 1 }]);
      const count = (use) => [use.name, use.indices.length];
      return [[0, 0], [1, 0]].map((index) => core.uses(trace, "1.norm1", index).map(count));
    }""")
    assert found == [[["1.q", 16], ["1.k", 16], ["1.v", 16]], [["1.q", 8], ["1.k", 16], ["1.v", 16]]]


# ---- Mistakes ----

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
