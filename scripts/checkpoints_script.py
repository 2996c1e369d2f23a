"""Write what the explorer reads on demand: some steps of the recorded training, and the model of one layer, as scripts.

A browser reads no JSON from the disk, and the whole recording is large: only a few steps go into the page, with their
weights in twentieths, and the figures of each step are of these very weights. Whole numbers are written as text, a character
for those near zero and two for the others; each step as its differences from the one before.

python scripts/checkpoints_script.py [--check] writes docs/assets/scripts/explorador/, or only says whether it is up to date.
"""

import json
import sys
from functools import partial
from typing import Any

import train
from arguments import Parser

sys.path.insert(0, str(train.CODE))

import published
import torch
import training
from explorer_script import AGAIN, write_or_check

MODELS = train.ROOT / "docs" / "assets" / "modelos"
FOLDER = train.ROOT / "docs" / "assets" / "scripts" / "explorador"
HEAD = "/* {}; scripts/checkpoints_script.py writes this file. */\n"
STEPS = (0, 50, 200, 400, 700, 1500, 2000)  # nothing learnt, pairs of words, number, gender, one name, two, all
SCALE = 20
ALPHABET = [chr(code) for code in range(35, 127) if chr(code) not in "<\\"]
SHORT = 64  # characters that stand for a number; the last 26 are prefixes


def flat(weights: dict[str, list]) -> list[int]:
    """The numbers of every tensor, in the order of the state_dict."""
    return [number for tensor in weights.values() for number in torch.tensor(tensor).flatten().tolist()]


def pack(numbers: list[int]) -> str:
    """Whole numbers as text; checkpoints.js reads it."""
    text = []
    for number in numbers:
        code = 2 * number if number >= 0 else -2 * number - 1
        prefix, rest = divmod(code, SHORT)
        if prefix > len(ALPHABET) - SHORT:
            raise ValueError(f"{number} is too large to be packed")
        text.append((ALPHABET[SHORT + prefix - 1] if prefix else "") + ALPHABET[rest])
    return "".join(text)


def coarse(weights: dict[str, list]) -> dict[str, list]:
    """Hundredths as whole twentieths."""
    return {
        name: torch.round(torch.tensor(tensor).double() * SCALE / train.SCALE).long().tolist()
        for name, tensor in weights.items()
    }


def figures(saved: dict[str, Any]) -> dict[str, Any]:
    """What a model does on the validation set; the keys of entrenamiento.json without the shares by distance."""
    model, words = published.build(saved)
    ask, quick = training.log_probs(model, words), partial(training.perplexity, model)
    found = train.figures(ask, "validation", quick)
    brief = {"perplexity": round(found["perplexity"], 3), "recall": found["recall"]}
    return brief | {feature: found[feature]["all"] for feature in ("gender", "number")}


def points(recording: dict[str, Any]) -> list[dict[str, Any]]:
    """The chosen steps: weights as text, and their figures."""
    kept = {point["step"]: coarse(point["weights"]) for point in recording["checkpoints"]}
    missing = [step for step in STEPS if step not in kept]
    if missing:
        raise ValueError(f"the recording has no step {missing[0]} (train the published model again)")
    found, last = [], None
    for step in STEPS:
        now = flat(kept[step])
        difference = [a - b for a, b in zip(now, last or [0] * len(now), strict=True)]
        model = {"scale": SCALE, "sizes": recording["sizes"], "words": recording["words"], "weights": kept[step]}
        found.append({"step": step, **figures(model), "weights": pack(difference)})
        last = now
    return found


def script(title: str, name: str, content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"{HEAD.format(title)}globalThis.{name} = {text};\n"


def read(name: str) -> dict[str, Any]:
    """What a file of models holds. Raises ValueError, with the file, if it is no JSON of that kind."""
    try:
        return dict(json.loads((MODELS / name).read_text(encoding="utf-8")))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from error


def recorded() -> str:
    """The script of the recorded training; its last point, without weights, is the published model."""
    recording, whole = read("puntos-de-control.json"), read("pequeno.json")
    curve = read("entrenamiento.json")
    last = {"step": curve["curve"][-1]["step"], **figures(whole)}
    content = {"sizes": recording["sizes"], "scale": SCALE, "bound": curve["bound"], "points": points(recording), "last": last}
    return script("Steps of the training of the published model", "exploradorPuntos", content)


def one_layer() -> str:
    """The script of the model of one layer."""
    saved = read("una-capa.json")
    content = {"sizes": saved["sizes"], "scale": saved["scale"], "weights": pack(flat(saved["weights"]))}
    return script("The model of one layer, in hundredths", "exploradorUnaCapa", content)


def main() -> int:
    parser = Parser(description="Write the explorer's recorded training and its model of one layer.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a script is not up to date")
    check = parser.parse_args().check
    torch.set_num_threads(1)
    try:
        files = {FOLDER / "explorador-puntos.js": recorded(), FOLDER / "explorador-una-capa.js": one_layer()}
    except KeyError as error:
        print(f"checkpoints_script: docs/assets/modelos: a file lacks {error} ({AGAIN})", file=sys.stderr)
        return 1
    except (OSError, TypeError, ValueError, IndexError, RuntimeError) as error:
        print(f"checkpoints_script: docs/assets/modelos: {error} ({AGAIN})", file=sys.stderr)
        return 1
    return write_or_check(files, check, "make checkpoints")


if __name__ == "__main__":
    sys.exit(main())
