"""Load the published transformer and ask it for the next word.

Run: python published.py "había una niña"
"""

import json
from pathlib import Path
from textwrap import shorten

import command
import torch
from transformer import Sizes, Transformer
from vocabulary import encode, typed

MODEL = Path(__file__).parents[1] / "assets/modelos/pequeno.json"


# --8<-- [start:load]
def build(saved):
    """From what the file holds to the model and its words."""
    words = saved["words"]
    model = Transformer(Sizes(**saved["sizes"])).double()
    found = {
        name: torch.tensor(whole).double() / saved["scale"]
        for name, whole in saved["weights"].items()
    }
    for name, empty in model.state_dict().items():
        shape, good = tuple(found[name].shape), tuple(empty.shape)
        if shape != good:
            raise ValueError(f"{name} is {shape}, not {good}")
        if not found[name].isfinite().all():
            raise ValueError(f"{name} holds what is not a number")
    if not all(isinstance(word, str) for word in words):
        raise ValueError("some of its words are not text")
    if len(words) != len(model.embedding.weight):
        raise ValueError(f"{len(words)} words are not the sizes' vocab")
    model.load_state_dict(found)
    return model, words


def load(path=MODEL):
    """The published model, in double precision, and its words."""
    hint = "run scripts/train.py, or take the file of the guide again"
    try:
        return build(json.loads(Path(path).read_text(encoding="utf-8")))
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except KeyError as error:
        problem = f"does not hold the model: there is no {error}"
    except (ArithmeticError, AttributeError, RuntimeError,
            TypeError, ValueError) as error:  # fmt: skip
        reason = shorten(str(error), 200)  # torch's has many lines
        problem = f"does not hold the model: {reason}"
    raise ValueError(f"{path} {problem} ({hint})")
# --8<-- [end:load]


# --8<-- [start:ids]
def ids(words, text, context=30):
    """The ids of a text that someone has typed."""
    found = encode([typed(text)], words)[0]  # it tells of an unknown word
    if len(found) > context:
        problem = f"{len(found)} words do not fit in {context} positions"
        raise ValueError(f"{problem} (type fewer)")
    return found
# --8<-- [end:ids]


# --8<-- [start:predict]
@torch.no_grad()
def predict(model, words, text):
    """Every next word and its probability; first, the likeliest."""
    context = len(model.position.weight)
    logits = model(torch.tensor([ids(words, text, context)]))  # (1, T, V)
    p = logits[0, -1].softmax(dim=0)  # (V,)
    order = p.argsort(descending=True, stable=True).tolist()
    return [(words[i], p[i].item()) for i in order]
# --8<-- [end:predict]


EXAMPLE = "había una niña llamada Ana y una reina llamada"


def main(*given):
    text = " ".join(given) if given else EXAMPLE
    best = predict(*load(), text)[:5]
    print(f"tras «{text}»")
    for word, p in best:
        print(f"{p:.3f}  {word}")


if __name__ == "__main__":
    command.run(main, "[TEXT]", ValueError)
