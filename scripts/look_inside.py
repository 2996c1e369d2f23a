"""Measure what the published transformer does inside, and write docs/assets/modelos/dentro.json.

Everything is measured on the test set, of which nothing is chosen. Layers, heads and neurons are counted from 1.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from arguments import Parser

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "docs" / "codigo"))

import inside
import measures
import published
import torch
import train
import training

FEWER = 1000  # questions and stories for each neuron
Figures = dict[str, Any]


def brief(net: Callable, pairs: list, items: list, stories: list) -> Figures:
    """The main figures of a net: per cent of right answers, and perplexity."""
    answers = measures.answers(training.log_probs(net, train.words()), train.words(), pairs, items)
    perplexity = round(training.perplexity(net, train.words(), stories), 4)
    both = {feature: answers[feature]["all"] for feature in ("gender", "number")}
    return {**both, "recall": answers["recall"], "perplexity": perplexity}


def looks(model: Any, pairs: list, items: list) -> Figures:
    """For each layer and head, its mean weight and in which share its largest weight it is; and who looks most."""
    owned = [pair.prefix[len(pair.prefix) - pair.distance - 1] in ("mi", "mis") for pair in pairs]
    unmarked = [pair for pair, mine in zip(pairs, owned, strict=True) if mine]
    marked = [pair for pair, mine in zip(pairs, owned, strict=True) if not mine]
    questions = {
        "adjective to noun": inside.to_subject(pairs),
        "adjective to noun after mi": inside.to_subject(unmarked),
        "adjective to noun after an article": inside.to_subject(marked),
        "adjective to article": article(marked),
        "last noun to name": inside.to_name(items),
        "presented name to noun": inside.to_owner(items),
    }
    found: Figures = {}
    for name, question in questions.items():
        means, firsts = inside.looks(model, train.words(), *question)
        layer, head = divmod(int(means.argmax()), means.shape[1])
        found[name] = {
            "questions": len(question[0]),
            "weights": [[round(weight, 3) for weight in row] for row in means.tolist()],
            "largest": [[train.percent(share) for share in row] for row in firsts.tolist()],
            "strongest": [layer + 1, head + 1],
        }
    return found


def article(pairs: list) -> tuple[list, list]:
    prefixes, nouns = inside.to_subject(pairs)
    return prefixes, [noun - 1 for noun in nouns]


def lens(model: Any, pairs: list, items: list, stories: list) -> list[Figures]:
    """The figures of reading the stream early, after each half of each layer."""
    halves = [f"{layer}.{half}" for layer in range(1, len(model.blocks) + 1) for half in ("middle", "stream")]
    found = []
    for name in ["0.stream", *halves]:
        early = inside.lens(model, name)
        row = {"after": name, **brief(early, pairs, items, stories)}
        for kind, questions in (("adjective", pairs), ("name", items)):
            row[f"probability of the {kind}"] = round(inside.probability(early, train.words(), questions), 4)
        found.append(row)
    return found


def measure(model: Any) -> Figures:
    pairs, items = train.questions("test")
    stories = train.stories(train.SETS["test"][0])
    everything, fewer = (pairs, items, stories), (pairs[:FEWER], items[:FEWER], stories[:FEWER])
    layers = range(1, len(model.blocks) + 1)
    heads = range(1, model.blocks[0].attention.heads + 1)
    neurons = range(1, len(model.blocks[0].ffn.up.b) + 1)

    def off(part: tuple, questions: tuple) -> Figures:
        return brief(inside.without(model, part), *questions)

    return {
        "looks": looks(model, pairs, items),
        "lens": lens(model, *everything),
        "whole": brief(model, *everything),
        "whole with fewer questions": brief(model, *fewer),
        "without head": {f"{n}.{i}": off(inside.head(n, i), everything) for n in layers for i in heads},
        "without half": {
            f"{n}.{half}": off(inside.half(n, half), everything) for n in layers for half in ("attention", "ffn")
        },
        "without neuron": {str(n): [off(inside.neuron(n, i), fewer) for i in neurons] for n in layers},
    }


def main(arguments: list[str] | None = None) -> int:
    parser = Parser(prog="look_inside.py", description="Measure what the published transformer does inside.")
    parser.add_argument("--folder", type=Path, default=published.MODEL.parent, help="where pequeno.json is")
    folder = parser.parse_args(arguments).folder
    torch.set_num_threads(1)
    try:
        model, _ = published.load(folder / "pequeno.json")
        with torch.no_grad():
            train.write(folder / "dentro.json", measure(model), indent=1)
    except (OSError, ValueError) as error:
        print(f"look_inside: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
