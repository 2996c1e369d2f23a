"""Where each number of the explorer comes from and goes: calculations against the numbers that they show."""

import json
import math

import pytest
from core_page import SMALL, Text, random_texts
from playwright.sync_api import Page

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
