"""The grammar, the training and the recorded training of the explorer: against the programs of the chapters and torch."""

import json
import math
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import checkpoints_script
import corpus
import explorer_script
import grammar
import measures
import numpy as np
import probes
import published
import pytest
import torch
import train
from fine import model_of
from playwright.sync_api import Browser, Page, expect
from torch import Tensor
from torch.nn import functional as F
from transformer import Sizes, Transformer
from vocabulary import encode, padded

WORDS = train.words()
SIZES = {
    "published": Sizes(),
    "one layer": Sizes(layers=1),
    "one head of 8": Sizes(heads=1, d=8),
    "no network": Sizes(expansion=0),
    "three layers of 6 in 3 heads": Sizes(d=6, heads=3, layers=3, expansion=1),
}


@pytest.fixture(scope="module")
def core(chromium: Browser) -> Iterator[Page]:
    """An empty page with the pure part of the explorer."""
    page = chromium.new_page()
    page.add_script_tag(content=explorer_script.core_script() + "\nglobalThis.core = explorerCore();")
    yield page
    page.close()


def run(page: Page, code: str, *values: object) -> object:
    return page.evaluate(f"async (values) => ({code})(...values)", list(values))


def close(one: object, other: object, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(one, other, rtol=0, atol=tolerance)


# ---- The grammar ----


def as_tuples(found: object) -> object:
    return tuple(map(as_tuples, found)) if isinstance(found, list) else found


def test_every_symbol_is_written_in_the_same_ways(core: Page) -> None:
    code = """() => {
        const known = new Map(), pending = [["story"]];
        while (pending.length) {
            const symbol = pending.pop(), key = JSON.stringify(symbol);
            if (known.has(key)) continue;
            known.set(key, core.rules(symbol));
            for (const [, items] of core.rules(symbol)) pending.push(...items.filter(Array.isArray));
        }
        return [...known].map(([key, ways]) => [JSON.parse(key), ways]);
    }"""
    found = dict(map(as_tuples, run(core, code)))
    pending, seen = [corpus.STORY], set()
    while pending:
        symbol = pending.pop()
        if symbol in seen:
            continue
        seen.add(symbol)
        ways = grammar.rules(symbol)
        assert [items for _, items in ways] == [items for _, items in found[symbol]]
        close([p for p, _ in found[symbol]], [float(p) for p, _ in ways])
        pending += [one for _, items in ways for one in corpus.symbols(items)]
    assert seen == found.keys()


def test_its_stories_are_possible_and_its_bound_exact(core: Page) -> None:
    stories = run(core, "() => Array.from({ length: 150 }, (_, seed) => core.story(seed))")
    assert len(set(map(tuple, stories))) == 150
    assert all(corpus.log_prob(words) > -math.inf for words in stories)
    assert run(core, "() => core.story(7)") == stories[7]  # a seed is a story
    close(run(core, "() => core.lossBound()"), math.log(corpus.best_perplexity()))
    code = "() => { const rng = core.seeded(1); return Array.from({ length: 4000 }, () => core.sampleStory(rng).words) }"
    many = run(core, code)
    assert np.mean([len(words) for words in many]) == pytest.approx(float(corpus.mean_length()), abs=0.2)
    assert np.mean([words[6] == "y" or words[5] == "y" for words in many]) == pytest.approx(0.8, abs=0.03)


def test_its_questions_are_those_of_the_program(core: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    code = """() => { const rng = core.seeded(5);
        return Array.from({ length: 300 }, (_, i) => { const story = core.sampleStory(rng);
            return [story, core.agreementPair(story, i % 2) ?? null, core.recallItem(story)] }) }"""
    asked = 0
    for i, (story, pair, item) in enumerate(run(core, code)):
        given = corpus.Story(story["words"], story["subject"], story["state"], tuple(story["who"]), as_tuples(story["cast"]))
        monkeypatch.setattr(probes, "sample", lambda rng, given=given: given)
        (expected,) = probes.recall_items(None, 1)
        assert item == asdict(expected)
        if pair is None:
            assert given.words[given.state] in ("triste", "tristes")
            continue
        asked += 1

        class Feature:
            """The feature that was asked in the page."""

            @staticmethod
            def random(i: int = i) -> float:
                return 0.0 if i % 2 else 1.0

        (expected,) = probes.agreement_pairs(Feature, 1)
        assert pair == {**asdict(expected), "subject": given.subject}
    assert asked > 200
    items = run(core, "() => core.questionsFor(4).items")
    assert all(measures.needs_memory(probes.Recall(x["prefix"], x["right"], x.get("other"), "")) for x in items)
    assert {x["condition"] for x in items} == {"one", "two-different", "two-same"}


# ---- Loss, gradients and steps ----


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


# ---- What is recorded ----


def written(name: str) -> dict:
    text = (checkpoints_script.FOLDER / name).read_text(encoding="utf-8")
    return json.loads(text.partition(" = ")[2].rstrip(";\n"))


def test_packed_numbers_come_back(core: Page) -> None:
    rng = random.Random(1)
    numbers = [0, 1, -1, 31, -32, 32, 33, 800, -800, *(rng.randint(-800, 800) for _ in range(500))]
    text = checkpoints_script.pack(numbers)
    assert text.isascii() and not set(text) & set('"\\<')
    assert run(core, "(text) => core.unpack(text)", text) == numbers
    with pytest.raises(ValueError, match="too large"):
        checkpoints_script.pack([1000])


def test_the_recorded_training_is_that_of_the_published_model(core: Page) -> None:
    """Its weights are those recorded, in twentieths, and its figures are of these weights."""
    saved, recording = written("explorador-puntos.js"), checkpoints_script.read("puntos-de-control.json")
    curve = {point["step"]: point for point in checkpoints_script.read("entrenamiento.json")["curve"]}
    kept = {point["step"]: point["weights"] for point in recording["checkpoints"]}
    code = """(saved, words) => core.unpackTraining(saved, words)
        .map(({ model, step }) => [step, Array.from(core.flatten(model))])"""
    found = run(core, code, saved, WORDS)
    assert [step for step, _ in found] == list(checkpoints_script.STEPS) == [point["step"] for point in saved["points"]]
    for (step, values), point in zip(found, saved["points"], strict=True):
        exact = np.array(checkpoints_script.flat(kept[step])) / 100
        assert np.abs(np.array(values) - exact).max() <= 0.025 + 1e-12
        close(np.array(values) * 20, np.round(np.array(values) * 20))
        if step in curve:  # rounding changes little of what was measured in the training
            assert point["perplexity"] == pytest.approx(curve[step]["perplexity"], rel=0.02)
    last, whole = saved["last"], curve[10_000]
    assert last["step"] == 10_000 and saved["bound"] == checkpoints_script.read("entrenamiento.json")["bound"]
    assert last["perplexity"] == round(whole["perplexity"], 3) and last["recall"] == whole["recall"]
    for step in (200, 1500):
        model, point = coarse_model(kept[step]), next(one for one in saved["points"] if one["step"] == step)
        assert checkpoints_script.figures(model) == {key: point[key] for key in ("perplexity", "recall", "gender", "number")}


def coarse_model(weights: dict) -> dict:
    given = {"scale": 20, "sizes": asdict(Sizes()), "words": WORDS}
    return {**given, "weights": checkpoints_script.coarse(weights)}


def test_the_model_of_one_layer_is_the_trained_one(core: Page) -> None:
    text = (checkpoints_script.FOLDER / "explorador-una-capa.js").read_text(encoding="utf-8")
    assert text == checkpoints_script.one_layer(), "run scripts/checkpoints_script.py"
    saved = checkpoints_script.read("una-capa.json")
    code = """(saved, words) => { const model = core.unpackModel(saved, words);
        return [model.sizes.layers, Array.from(core.flatten(model))] }"""
    layers, values = run(core, code, written("explorador-una-capa.js"), WORDS)
    assert layers == 1
    close(values, np.array(checkpoints_script.flat(saved["weights"])) / 100)


# ---- In the page ----

Opener = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, site: Path) -> Iterator[Opener]:
    """Opens the explorer; whatever the console says is a failure."""
    said: list[str] = []
    contexts = []

    def one(address: str | None = None, script: str = "", **options: object) -> Page:
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}explorador.html" if address else (site / "explorador.html").as_uri())
        expect(page.locator("html")).to_have_attribute("data-explorador", "listo")
        return page

    yield one
    assert said == []
    for context in contexts:
        context.close()


NO_WORKER = """const refuse = class { constructor() { throw new Error("no") } };
window.Worker = refuse;
Object.defineProperty(window, "IFrameWorker", { get: () => ({ native: refuse }), set() {} });"""


@pytest.mark.parametrize("how", ["from the disk", "over http", "without workers"])
def test_a_net_is_trained_and_looked_into(opened: Opener, address: str, how: str) -> None:
    page = opened(address if how == "over http" else None, NO_WORKER if how == "without workers" else "")
    part = page.locator("[data-parte=entrenamiento]")
    told, steps = part.locator(".estado"), part.locator(".cifras dd").first
    part.get_by_label("Semilla").fill("5")
    part.get_by_label("Cuentos por lote").select_option("4")
    part.get_by_role("button", name="Empezar", exact=True).press("Enter")
    expect(told).to_have_text("Entrenando.")
    expect(part.locator(".medidas tbody tr").nth(2)).to_be_attached(timeout=60_000)  # steps 0, 25 and 50
    part.get_by_role("button", name="Pausa").press("Enter")
    expect(told).to_have_text("En pausa.")
    heard = r"^Paso \d+: pérdida \d,\d+; género .*\s%, número .*\s%, nombres .*\s%\.$"
    expect(page.locator("#ex-voz")).to_have_text(re.compile(heard))
    page.wait_for_timeout(300)
    stopped = steps.inner_text()
    assert int(stopped) >= 50
    loss = part.locator(".cifras dd").nth(1).inner_text()
    expect(part.get_by_role("img", name="Pérdida de cada lote")).to_have_accessible_name(
        f"Pérdida de cada lote hasta el paso {stopped}: ahora {loss}; la mínima posible es 0,711."
    )
    part.get_by_role("button", name="Un paso").click()
    expect(steps).to_have_text(str(int(stopped) + 1))
    expect(page.locator("#ex-voz")).to_contain_text(f"Paso {int(stopped) + 1}: ")
    part.get_by_role("button", name="Mirar dentro de este modelo").click()
    expect(told).to_contain_text(f"en el paso {int(stopped) + 1}")
    expect(page.locator("[data-parte=recorrido]")).to_contain_text(f"el de tu entrenamiento, en el paso {int(stopped) + 1}")
    part.get_by_role("button", name="Volver al modelo publicado").click()
    expect(page.locator("[data-parte=recorrido]")).not_to_contain_text("el de tu entrenamiento")


def test_what_makes_no_sense_is_told(opened: Opener) -> None:
    part = opened().locator("[data-parte=entrenamiento]")
    rate = part.get_by_label("Tasa")
    rate.fill("mucha")
    part.get_by_role("button", name="Empezar", exact=True).click()
    expect(part.locator(".estado")).to_contain_text("La tasa tiene que ser un número mayor que cero")
    expect(rate).to_have_attribute("aria-invalid", "true")
    part.get_by_label("Optimizador").select_option("sgd")
    expect(rate).to_have_value("0,50")
    rate.fill("500")
    part.get_by_role("button", name="Empezar", exact=True).click()
    expect(part.locator(".estado")).to_contain_text("La pérdida se ha disparado", timeout=30_000)


def test_the_recorded_training_is_walked_by_keyboard(opened: Opener) -> None:
    page = opened()
    part = page.locator("[data-parte=puntos]")
    part.get_by_role("button", name="Cargar el entrenamiento grabado").press("Enter")
    slider = part.get_by_role("slider", name="Momento")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", "paso 10\u00a0000, el publicado")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "paso 0")
    slider.press("ArrowRight")
    saved = written("explorador-puntos.js")["points"][1]
    expect(part.locator(".que-sabe")).to_contain_text(f"Perplejidad {saved['perplexity']:.3f}".replace(".", ","))
    expect(page.locator("[data-parte=recorrido]")).to_contain_text("el publicado, en el paso 50 de su entrenamiento")
    expect(part.locator("tr[aria-current=true] th")).to_have_text("50")
    part.get_by_role("button", name="Ir al paso 10\u00a0000").press("Enter")
    expect(page.locator("[data-parte=recorrido]")).not_to_contain_text("el publicado, en el paso")


# ---- Gradients in the page ----


def reading(text: str) -> float:
    return float(text.replace(",", ".").replace("−", "-"))


def test_a_gradient_is_followed_to_the_loss_and_checked(opened: Opener) -> None:
    page = opened()
    part = page.locator("[data-parte=gradientes]")
    part.get_by_label("tendría que venir").select_option(label="contento")
    ids = encode([page.locator("#ex-texto, [data-parte=texto] textarea").first.input_value().split()], WORDS)[0]
    model = published.load()[0]
    kept: dict[str, Tensor] = {}

    def hook(name: str, x: Tensor) -> Tensor:
        if x.requires_grad:
            x.retain_grad()
        kept[name] = x
        return x

    loss = -model(torch.tensor([ids]), hook)[0, -1].log_softmax(0)[WORDS.index("contento")]
    loss.backward()
    expect(part.locator(".perdida b")).to_have_text(f"{loss.item():.4f}".replace(".", ","))
    cells = part.locator(".tablas-gradiente tbody tr").last.locator("td")
    shown = [reading(text) for text in cells.all_inner_texts()]
    close(shown, kept["2.middle"].grad[0, -1].tolist(), 0.0006)
    part.get_by_label("Gradiente de").select_option("blocks.1.ffn.down.b")
    shown = [reading(text) for text in part.locator(".tablas-gradiente tbody td").all_inner_texts()]
    close(shown, model.blocks[1].ffn.down.b.grad.tolist(), 0.0006)
    part.get_by_label("Gradiente de").select_option("logits")
    panel = part.locator(".cuenta-gradiente")
    part.locator(".tablas-gradiente td[tabindex='0']").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(panel.locator("h4")).to_be_focused()
    panel.locator(".dato").first.press("Enter")  # from the logit to its probability
    expect(panel.locator("nav")).to_be_visible()
    expect(panel.locator("tbody th")).to_have_text("pérdida")
    expect(panel).to_contain_text("−1/p")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "TD"


def test_steps_of_descent_lower_the_loss_and_are_undone(opened: Opener) -> None:
    page = opened()
    part = page.locator("[data-parte=gradientes]")
    part.get_by_label("tendría que venir").select_option(label="contento")
    expect(part.locator(".perdida")).to_contain_text("«contento»")
    before = reading(part.locator(".perdida b").inner_text())
    part.get_by_label("Tasa").fill("0,001")
    part.get_by_role("button", name="Dar un paso").click()
    expect(part.locator(".estado")).to_contain_text("La pérdida pasa de")
    first = reading(part.locator(".perdida b").inner_text())
    assert first < before
    found = re.search(r"bajada de (\S+) .* ha sido de (\S+)\.", part.locator(".efecto > p").inner_text())
    foretold, real = map(reading, found.groups())
    assert real == pytest.approx(before - first, abs=2e-4) and real == pytest.approx(foretold, rel=0.15)
    part.get_by_role("button", name="Dar diez").click()
    expect(page.locator("[data-parte=recorrido]")).to_contain_text("tras 11 pasos de descenso")
    assert reading(part.locator(".perdida b").inner_text()) < first
    for _ in range(2):
        part.get_by_role("button", name="Deshacer").click()
    assert reading(part.locator(".perdida b").inner_text()) == before
