"""The recorded training of the explorer: packed, unpacked, measured, and walked in the page."""

import json
import random
from dataclasses import asdict

import checkpoints_script
import numpy as np
import pytest
from core_page import WORDS, close, run
from explorer_page import Opener
from playwright.sync_api import Page, expect
from transformer import Sizes


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


def test_the_recorded_training_is_walked_by_keyboard(opened: Opener) -> None:
    page = opened("")
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
