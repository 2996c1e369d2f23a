"""What the tests of the explorer's arithmetic share: the models, texts for them, and what torch says of each."""

import json
import random

import corpus
import fine
import numpy as np
import published
from playwright.sync_api import Page
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


def _models() -> dict[str, tuple[Transformer, Sizes, list[str]]]:
    model, words = published.load()
    found = {"published": (model, Sizes(**SAVED["sizes"]), words)}
    for seed, (name, sizes) in enumerate(SMALL.items()):
        found[name] = fine.model_of(sizes, seed), sizes, [f"w{i}" for i in range(sizes.vocab)]
    return found


MODELS = _models()
WORDS = MODELS["published"][2]
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


def run(page: Page, code: str, *values: object) -> object:
    return page.evaluate(f"async (values) => ({code})(...values)", list(values))


def close(one: object, other: object, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(one, other, rtol=0, atol=tolerance)
