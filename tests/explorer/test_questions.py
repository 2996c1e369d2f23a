"""The guiding questions of the explorer: what the page answers by computing is what torch measures."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import fine
import inside
import published
import pytest
import torch
import train
from playwright.sync_api import Browser, Locator, Page, expect
from torch import Tensor
from transformer import Sizes, Transformer
from vocabulary import encode

SAVED = json.loads(published.MODEL.read_text(encoding="utf-8"))
ONE_LAYER = json.loads((published.MODEL.parent / "una-capa.json").read_text(encoding="utf-8"))
MODEL, WORDS = published.load()
Hook = Callable[[str, Tensor], Tensor]


@pytest.fixture(scope="module")
def core(core: Page) -> Page:
    """The empty page with the pure part of the explorer, and both models."""
    core.evaluate("([two, one]) => { globalThis.two = core.decode(two); globalThis.one = core.decode(one) }", [SAVED, ONE_LAYER])
    return core


@pytest.fixture(scope="module")
def answers(core: Page) -> dict[str, dict]:
    """What each question answers: the right option, and what is said of it."""
    code = """() => core.QUESTIONS.filter((one) => one.answer).map((question) => {
        const { right, says } = question.answer(two, one);
        return [question.id, { right, says, text: question.text, options: question.options(two), title: question.title }];
    })"""
    return dict(core.evaluate(code))


def numbers(says: str) -> list[float]:
    return [float(found.replace(",", ".")) for found in re.findall(r"\d+(?:,\d+)?", says)]


def ids_of(text: str) -> list[int]:
    return encode([text.split()], WORDS)[0]


def kept(text: str, model: Transformer = MODEL) -> dict[str, Tensor]:
    return inside.trace(model, torch.tensor([ids_of(text)]))


def untouched(name: str, x: Tensor) -> Tensor:
    return x


def next_word(words: list[str], hook: Hook = untouched, model: Transformer = MODEL, sizes: Sizes | None = None) -> Tensor:
    """Probabilities of the word after some others, with everything that the hook changes."""
    given = {name: whole.detach() for name, whole in model.state_dict().items()}
    return fine.run(given, sizes or Sizes(), encode([words], WORDS)[0], hook)[-1]


def asked(core: Page) -> tuple[list[dict], list[dict]]:
    found = core.evaluate("() => core.questionsFor(11, 100, 50)")
    return found["pairs"], found["items"]


def percent(hits: list[bool]) -> int:
    return round(100 * sum(map(bool, hits)) / len(hits))


def agreement(pairs: list[dict], hook: Hook = untouched) -> int:
    rows = [next_word(pair["prefix"], hook) for pair in pairs]
    return percent([p[WORDS.index(x["right"])] > p[WORDS.index(x["wrong"])] for p, x in zip(rows, pairs, strict=True)])


def recall(items: list[dict], hook: Hook = untouched) -> int:
    return percent([WORDS[next_word(item["prefix"], hook).argmax()] == item["right"] for item in items])


def test_there_are_enough_and_each_can_be_answered(core: Page, answers: dict[str, dict]) -> None:
    listed = core.evaluate("() => core.QUESTIONS.map(({ id, title, text, ask }) => [id, title, text, ask])")
    assert len(listed) >= 8 and len({title for _, title, _, _ in listed}) == len({name for name, *_ in listed}) == len(listed)
    for _, _, text, ask in listed:
        assert len(ids_of(text)) <= 30 and len(ask) > 40
    for name, found in answers.items():
        options = [value for value, _ in found["options"]]
        assert found["right"] in options and len(set(options)) == len(options) >= 3, name


LOOKS = [("sujeto", 12, "adjective to noun"), ("nombre", 4, "last noun to name")]


@pytest.mark.parametrize(("name", "position", "strongest"), LOOKS)
def test_the_head_that_looks(core: Page, answers: dict[str, dict], name: str, position: int, strongest: str) -> None:
    found = answers[name]
    tensors = kept(found["text"])
    heads = [(layer, head) for layer in (1, 2) for head in (1, 2)]
    weights = {(layer, head): tensors[f"{layer}.weights"][0, head - 1, -1, position].item() for layer, head in heads}
    best = max(weights, key=weights.get)
    measured = json.loads((published.MODEL.parent / "dentro.json").read_text(encoding="utf-8"))
    looks = measured["looks"][strongest]
    assert list(best) == looks["strongest"] and found["right"] == "{}.{}".format(*best)
    said = re.findall(r"\d,\d\d", found["says"])
    assert said[0] == f"{weights[best]:.2f}".replace(".", ",")
    assert said[1] == f"{sorted(weights.values())[-2]:.2f}".replace(".", ",")
    assert float(said[2].replace(",", ".")) == pytest.approx(looks["weights"][best[0] - 1][best[1] - 1], abs=0.06)


def test_the_names_without_each_head(core: Page, answers: dict[str, dict]) -> None:
    _, items = asked(core)

    def without(layer: int, head: int) -> Hook:
        def hook(name: str, x: Tensor) -> Tensor:
            if name != f"{layer}.mixed":
                return x
            x = x.clone()
            x[head - 1] = 0
            return x

        return hook

    expected = [recall(items), *(recall(items, without(layer, head)) for layer in (1, 2) for head in (1, 2))]
    found = re.findall(r"el (\d+)\s%", answers["nombre"]["says"].split("no trabaja sola.")[1])
    assert list(map(int, found)) == expected


def test_the_noun_and_not_the_article(answers: dict[str, dict]) -> None:
    p = next_word(answers["articulo"]["text"].split())
    states = ["contento", "cansado", "enfermo", "hambriento", "asustado"]
    masculine = sum(p[WORDS.index(word)] for word in states).item()
    feminine = sum(p[WORDS.index(word[:-1] + "a")] for word in states).item()
    assert numbers(answers["articulo"]["says"])[:2] == [round(masculine, 3), round(feminine, 3)]
    assert answers["articulo"]["right"] == "noun" and masculine > 10 * feminine


def test_one_layer_remembers_and_does_not_bind(core: Page, answers: dict[str, dict]) -> None:
    model, _ = published.build(ONE_LAYER)
    sizes = Sizes(layers=1)
    items = [item for item in asked(core)[1] if item["condition"] == "two-same"]
    said = [WORDS[next_word(item["prefix"], model=model, sizes=sizes).argmax()] for item in items]
    right = percent([word == item["right"] for word, item in zip(said, items, strict=True)])
    other = percent([word == item["other"] for word, item in zip(said, items, strict=True)])
    p = next_word(answers["una-capa"]["text"].split(), model=model, sizes=sizes)
    expected = [round(p[WORDS.index(name)].item(), 2) for name in ("Ana", "Eva")]
    found = numbers(answers["una-capa"]["says"])
    assert answers["una-capa"]["right"] == "mixed" and 25 < right < 75 and right + other > 90
    assert found[:5] == [*expected, len(items), right, other]


def test_where_the_answer_appears(answers: dict[str, dict]) -> None:
    text, points = answers["lente"]["text"], ["0.stream", "1.middle", "1.stream", "2.middle", "2.stream"]
    ids = torch.tensor([ids_of(text)])
    words = [WORDS[inside.lens(MODEL, point)(ids)[0, -1].argmax()] for point in points]
    assert answers["lente"]["right"] == points[words.index("Ana")]
    assert re.findall(r"«(\w+)»", answers["lente"]["says"]) == words


def no_places(name: str, x: Tensor) -> Tensor:
    return torch.zeros_like(x) if name == "place" else x


def all_seen(name: str, x: Tensor) -> Tensor:
    return torch.ones_like(x) if name == "mask" else x


def unscaled(name: str, x: Tensor) -> Tensor:
    return x * 8**0.5 if name.endswith(".scaled") else x


def mean_loss(stories: list[list[str]], hook: Hook = untouched) -> float:
    losses = []
    for words in stories:
        ids = encode([words], WORDS)[0]
        given = {name: whole.detach() for name, whole in MODEL.state_dict().items()}
        p = fine.run(given, Sizes(), ids[:-1], hook)
        losses += (-p[range(len(ids) - 1), ids[1:]].log()).tolist()
    return sum(losses) / len(losses)


def test_without_positions_with_the_future_and_without_scaling(core: Page, answers: dict[str, dict]) -> None:
    pairs, items = asked(core)
    code = "() => { const rng = core.seeded(11); return Array.from({ length: 25 }, () => core.sampleStory(rng).words) }"
    stories = core.evaluate(code)
    places = numbers(answers["posiciones"]["says"])
    assert places[:4] == [agreement(pairs), agreement(pairs, no_places), recall(items), recall(items, no_places)]
    assert places[4:7] == [25, round(mean_loss(stories), 2), round(mean_loss(stories, no_places), 2)]
    assert answers["posiciones"]["right"] == "worse"
    future = numbers(answers["futuro"]["says"])
    here = [answers["futuro"]["text"].split()]
    assert future[:2] == [round(mean_loss(here), 2), round(mean_loss(here, all_seen), 2)]
    assert future[2:5] == [25, round(mean_loss(stories), 2), round(mean_loss(stories, all_seen), 2)]
    assert answers["futuro"]["right"] == "worse"
    scale = numbers(answers["raiz"]["says"])
    assert scale[2:5] == [25, round(mean_loss(stories), 3), round(mean_loss(stories, unscaled), 3)]
    assert answers["raiz"]["right"] == "up" and scale[1] > scale[0]


def test_the_neuron_that_is_needed_most(answers: dict[str, dict]) -> None:
    ids = torch.tensor([ids_of(answers["neurona"]["text"])])
    rows = [inside.without(MODEL, inside.neuron(1, i))(ids)[0, -1].softmax(0)[WORDS.index("al")].item() for i in range(1, 65)]
    best = min(range(64), key=rows.__getitem__)
    assert answers["neurona"]["right"] == str(best + 1)
    whole = MODEL(ids)[0, -1].softmax(0)[WORDS.index("al")].item()
    assert numbers(answers["neurona"]["says"])[:3] == [best + 1, round(whole, 2), round(rows[best], 2)]


def test_the_rows_that_a_gradient_reaches(answers: dict[str, dict]) -> None:
    model, _ = published.load()
    ids = ids_of(answers["gradiente"]["text"])
    (-model(torch.tensor([ids]))[0, -1].log_softmax(0)[WORDS.index("contenta")]).backward()
    moved = (model.embedding.weight.grad != 0).any(dim=1).sum().item()
    assert moved == len(set(ids)) and answers["gradiente"]["right"] == "text"
    assert numbers(answers["gradiente"]["says"]) == [moved, moved, len(WORDS)]


def test_breaking_the_agreement(core: Page) -> None:
    code = """(changes) => { const question = core.QUESTIONS.find((one) => one.act);
        return question.act({ model: two, ids: core.idsOf(two, question.text), changes }, two) }"""
    nothing, head, weak, two = (
        core.evaluate(code, changes)
        for changes in (
            [],
            [{"tensor": "2.mixed", "index": [0, "*", "*"], "value": 0}],
            [{"tensor": "2.mixed", "index": [1, "*", "*"], "value": 0}],
            [{"tensor": "2.mixed", "index": [i, "*", "*"], "value": 0} for i in (0, 1)],
        )
    )
    assert not nothing["done"] and "Aún no has cambiado nada" in nothing["says"]
    assert head["done"] and "Roto" in head["says"]
    assert not weak["done"] and "Sigue concordando" in weak["says"]
    assert not two["done"]
    one_place = core.evaluate(code, [{"tensor": "token", "index": [8, 0], "value": 0}])
    assert "al azar" not in one_place["says"]
    gender, after = map(int, re.search(r"los aciertos de género pasan del (\d+)\s% al (\d+)\s%", head["says"]).groups())
    pairs = [pair for pair in asked(core)[0] if pair["feature"] == "gender"]

    def without(name: str, x: Tensor) -> Tensor:
        return torch.cat([torch.zeros_like(x[:1]), x[1:]]) if name == "2.mixed" else x

    assert (gender, after) == (agreement(pairs), agreement(pairs, without))


# ---- In the page ----


@pytest.fixture
def part(chromium: Browser, site: Path) -> Iterator[Locator]:
    """The questions in their page; whatever the console says is a failure."""
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "explorador.html").as_uri())
    expect(page.locator("html")).to_have_attribute("data-explorador", "listo", timeout=20_000)
    yield page.locator("[data-parte=preguntas]")
    assert said == []
    page.close()


def test_every_question_is_prepared_and_answered(part: Locator, answers: dict[str, dict]) -> None:
    page = part.page
    for name, found in answers.items():
        box = part.locator(f"[data-pregunta={name}]")
        box.locator("summary").click()
        verdict = box.locator(".veredicto")
        box.get_by_role("button", name="Comprobar").click()
        expect(verdict).to_have_text("Elige antes una respuesta.")
        box.get_by_role("button", name="Preparar").click()
        expect(verdict).to_contain_text(f"Preparado: el texto es «{found['text']}»")
        expect(page.locator("#ex-texto")).to_have_value(found["text"])
        wrong = next(value for value, _ in found["options"] if value != found["right"])
        box.locator(f"input[value='{wrong}']").check()
        box.get_by_role("button", name="Comprobar").click()
        expect(verdict.locator("strong")).to_have_text("No.", timeout=20_000)
        expect(verdict).to_contain_text(found["says"])
        box.locator(f"input[value='{found['right']}']").check()
        box.get_by_role("button", name="Comprobar").click()
        expect(verdict.locator("strong")).to_have_text("Sí.", timeout=20_000)
        box.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_agreement_is_broken_in_the_page_by_keyboard(part: Locator) -> None:
    page = part.page
    box = part.locator("[data-pregunta=romper]")
    box.locator("summary").press("Enter")
    box.get_by_role("button", name="Preparar").press("Enter")
    box.get_by_role("button", name="Ir al recorrido").press("Enter")
    assert page.evaluate("document.activeElement.closest('[data-parte]').dataset.parte") == "recorrido"
    page.goto(page.url.partition("#")[0] + "#t=había_un_rey_llamado_Hugo_._mi_vecina_que_vio_al_gato_estaba;x=2.mixed@0,*,*=0")
    box.get_by_role("button", name="Comprobar").press("Enter")
    expect(box.locator(".veredicto")).to_contain_text("Roto.", timeout=20_000)
    expect(box.locator(".veredicto strong")).to_have_text("Sí.")


def test_the_published_one_layer_is_that_of_the_results() -> None:
    model, words = published.build(ONE_LAYER)
    results = json.loads((published.MODEL.parent / "resultados.json").read_text(encoding="utf-8"))
    ours = results["models"][train.ONE_LAYER]
    ask, quick = train.training.log_probs(model, words), partial(train.training.perplexity, model)
    assert train.figures(ask, "validation", quick) == ours["validation"][str(ours["published"])]
