"""The training of the explorer: loss, gradients and steps against torch."""

import json
from dataclasses import asdict

import corpus
import numpy as np
import published
import pytest
import torch
import train
from core_page import WORDS, close, run
from fine import model_of
from playwright.sync_api import Page
from torch import Tensor
from torch.nn import functional as F
from transformer import Sizes, Transformer
from vocabulary import encode, padded

SIZES = {
    "published": Sizes(),
    "one layer": Sizes(layers=1),
    "one head of 8": Sizes(heads=1, d=8),
    "no network": Sizes(expansion=0),
    "three layers of 6 in 3 heads": Sizes(d=6, heads=3, layers=3, expansion=1),
}


def flat(named: dict[str, Tensor]) -> list[float]:
    """Numbers of every parameter, in the order of the page."""
    return torch.cat([whole.detach().flatten().double() for whole in named.values()]).tolist()


def stories(number: int, start: int = 0) -> list[list[int]]:
    return encode(corpus.read("corpus-prueba.txt")[start : start + number], WORDS)


def loss_of(model: Transformer, texts: list[list[int]]) -> Tensor:
    inputs, targets = padded(texts)
    return F.cross_entropy(model(inputs).flatten(0, 1), targets.flatten())


@pytest.mark.parametrize("name", SIZES)
def test_the_loss_and_every_gradient_of_a_batch(core: Page, name: str) -> None:
    model = model_of(SIZES[name], seed=3, spread=0.3)
    named, texts = dict(model.named_parameters()), stories(9)
    loss = loss_of(model, texts)
    loss.backward()
    code = """(sizes, weights, texts) => {
        const net = core.net(sizes), gradients = new Float64Array(net.size);
        const loss = net.loss(Float64Array.from(weights), texts, gradients);
        const again = net.loss(Float64Array.from(weights), texts.slice(0, 4));
        return [core.layout(sizes).map((one) => [one.name, one.shape]), loss, Array.from(gradients), again];
    }"""
    names, found, gradients, again = run(core, code, asdict(SIZES[name]), flat(named), texts)
    assert names == [[key, list(whole.shape)] for key, whole in named.items()]
    close(found, loss.item())
    close(again, loss_of(model, texts[:4]).item())
    close(gradients, flat({key: whole.grad for key, whole in named.items()}))


@pytest.mark.parametrize("name", ["adam", "sgd", "momentum"])
def test_steps_of_every_optimiser(core: Page, name: str) -> None:
    model = model_of(SIZES["one head of 8"], seed=4, spread=0.3)
    start = flat(dict(model.named_parameters()))
    makers = {
        "adam": lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.9, 0.99), weight_decay=0),
        "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    }
    optimiser = makers[name](model.parameters())
    batches = [stories(3, 3 * i) for i in range(4)]
    for texts in batches:
        optimiser.zero_grad()
        loss_of(model, texts).backward()
        optimiser.step()
    code = """(sizes, weights, batches, name) => {
        const net = core.net(sizes), gradients = new Float64Array(net.size), parameters = Float64Array.from(weights);
        const step = core.OPTIMISERS[name](net.size);
        for (const texts of batches) { net.loss(parameters, texts, gradients); step(parameters, gradients, 0.01) }
        return Array.from(parameters);
    }"""
    found = run(core, code, asdict(SIZES["one head of 8"]), start, batches, name)
    close(found, flat(dict(model.named_parameters())))
    assert np.abs(np.array(found) - start).max() > 0.005


def test_a_step_of_the_explorer_and_its_model(core: Page) -> None:
    """The model of the page, its backward() and the training agree; a step in between changes the loss as it must."""
    saved = json.loads(published.MODEL.read_text(encoding="utf-8"))
    model, _ = published.load()
    ids = encode([["había", "una", "niña", "llamada", "Ana", ".", "la", "niña", "llegó"]], WORDS)[0]
    target = WORDS.index("contento")
    loss = -model(torch.tensor([ids]))[0, -1].log_softmax(0)[target]
    loss.backward()
    with torch.no_grad():
        for whole in model.parameters():
            whole -= 0.01 * whole.grad
    code = """(saved, ids, target) => {
        const model = core.decode(saved), net = core.net(model.sizes);
        const trace = core.forward(model, ids);
        const { gradients } = core.backward(trace, [{ position: ids.length - 1, id: target }]);
        const after = core.descended(model, gradients, 0.01);
        const logits = trace.tensors.logits.data.slice(-model.words.length);
        const again = core.modelOf(model.sizes, model.words, core.flatten(after));
        return [Array.from(net.logits(core.flatten(model), ids)), Array.from(logits), Array.from(core.flatten(again)),
            Array.from(core.flatten(model))];
    }"""
    fast, slow, after, before = run(core, code, saved, ids, target)
    close(fast, slow)
    close(after, flat(dict(model.named_parameters())), 1e-7)  # torch divides by tiny probabilities in its own order
    close(before, flat(dict(published.load()[0].named_parameters())))


def test_a_training_begins_like_the_program(core: Page) -> None:
    code = """(sizes, seed) => { const all = core.initial(sizes, seed);
        return core.layout(sizes).map(({ name, start, length }) => [name, Array.from(all.slice(start, start + length))]) }"""
    one, other = (dict(run(core, code, asdict(Sizes()), seed)) for seed in (1, 2))
    assert run(core, code, asdict(Sizes()), 1) == [[name, values] for name, values in one.items()]
    assert one["embedding.weight"] != other["embedding.weight"]
    for name, whole in Transformer(Sizes()).named_parameters():
        values = np.array(one[name])
        if name.endswith((".b", "beta")):
            assert not values.any()
        elif name.endswith("gamma"):
            assert (values == 1).all()
        elif name.endswith(".W"):
            assert np.abs(values).max() <= len(whole) ** -0.5
            assert values.std() == pytest.approx(len(whole) ** -0.5 / 3**0.5, rel=0.1)
        else:
            assert abs(values.mean()) < 4 / len(values) ** 0.5 and values.std() == pytest.approx(1, rel=0.15)


def test_it_learns(core: Page) -> None:
    code = """(sizes, words, optimiser, rate) => { const one = core.training({ sizes, words, optimiser, rate, batch: 8 });
        return [...Array.from({ length: 60 }, () => one.advance()), one.measure().number] }"""
    for optimiser, rate in (("adam", 0.01), ("sgd", 0.5), ("momentum", 0.1)):
        *losses, number = run(core, code, asdict(Sizes()), WORDS, optimiser, rate)
        assert 4.2 < losses[0] < 6 and np.mean(losses[-5:]) < 3, optimiser
        assert 40 < number <= 100


LONG = """(sizes, words, seed) => {
    const one = core.training({ sizes, words, seed }), machine = core.net(sizes), asked = core.questionsFor(77, 1000, 1);
    const logits = (prefix) => machine.logits(one.parameters, prefix.map((word) => words.indexOf(word)));
    for (;;) {
        for (let i = 0; i < 100; i++) one.advance();
        const { gender, number } = core.answers(logits, words, asked);
        if (Math.min(gender, number) >= 99 || one.steps >= 3000) return [one.steps, gender, number];
    }
}"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_learns_to_agree(core: Page, seed: int) -> None:
    """On a thousand questions of every distance that the training does not ask."""
    steps, gender, number = run(core, LONG, asdict(Sizes()), WORDS, seed)
    print(f"seed {seed}: {steps} steps, gender {gender:.1f} %, number {number:.1f} %")
    assert steps <= 2000 and min(gender, number) >= 99


def test_the_trainer_obeys(core: Page) -> None:
    code = """async (sizes, words) => {
        const posts = [], wait = (ms) => new Promise((done) => setTimeout(done, ms));
        const obey = core.trainer((message) => posts.push(message), 10);
        obey({ start: { sizes, words, batch: 2, seed: 3 } });
        obey({ once: true }); obey({ once: true });
        const two = posts.at(-1).steps;
        obey({ pace: 1000, go: true }); await wait(250); obey({ pause: true });
        const paused = posts.at(-1).steps; await wait(100);
        const still = posts.at(-1).steps;
        obey({ inspect: true });
        const seen = posts.at(-1);
        obey({ rate: 1e9, pace: Infinity, go: true }); await wait(400);
        return { first: posts[0], two, paused, still, seen: [seen.steps, seen.parameters.length], last: posts.at(-1) };
    }"""
    found = run(core, code, asdict(Sizes(d=8)), WORDS)
    assert found["first"]["steps"] == 0 and found["first"]["losses"] == [] and found["first"]["figures"]["agreement"] > 0
    assert found["two"] == 2 and found["paused"] > 2 and found["still"] == found["paused"]
    assert found["seen"] == [found["still"], train.size(Transformer(Sizes(d=8)))]
    assert found["last"]["stopped"] == "lost"
