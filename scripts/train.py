"""Train the models that the pages compare, and write their weights and figures into docs/assets/modelos.

Seeds are chosen on the validation set; the test set is only for the published seed of each model. The transformers and
the embeddings are published with their weights rounded to two decimals, and every figure is of the rounded ones.
To go on after a stop: python scripts/train.py --missing
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from itertools import permutations
from pathlib import Path
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "docs" / "codigo"
sys.path.insert(0, str(CODE))

import corpus  # noqa: E402
import embeddings  # noqa: E402
import feedforward  # noqa: E402
import measures  # noqa: E402
import ngrams  # noqa: E402
import softmax  # noqa: E402
import torch  # noqa: E402
import training  # noqa: E402
import vocabulary  # noqa: E402
from arguments import Parser  # noqa: E402
from grammar import FORMS  # noqa: E402
from probes import Pair, Recall  # noqa: E402
from transformer import Sizes, Transformer  # noqa: E402

PUBLISHED, VECTORS = "d16-2", "embeddings-32"  # the models that pequeno.json and embeddings.json hold
ONE_LAYER = "d16-1"  # una-capa.json: what one layer cannot do is seen in the explorer
SETS = {  # stories; seed and number of the questions
    "validation": ("corpus-validacion.txt", 4, 4000),
    "test": ("corpus-prueba.txt", 6, 10_000),
}
SCALE = 100  # a stored weight is a whole number of hundredths
# Where the training of the published model is measured, and where its weights are kept too for the reader to see.
CURVE = (0, 10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1125, 1250, 1375, 1500, 1625, 1750)
CURVE += (1875, 2000, 2125, 2250, 2500, 2750, 3000, 3250, 3500, 3750, 4000, 4500, 5000, 6000, 7000, 8000, 9000, 10_000)
KEPT = (0, 50, 100, 200, 400, 700, 1000, 1500, 2000, 2500, 3500, 5000)
Figures = dict[str, Any]


class Trained(Protocol):
    """What a training gives."""

    parameters: int

    def measure(self, name: str) -> Figures:
        """Its figures on the validation set or on the test set."""

    @staticmethod
    def loss(validation: Figures) -> tuple[float, ...]:
        """The lowest is the published seed; of equal ones, the first."""


@dataclass
class Language:
    """A language model, as `measures` asks it; a net may have a quicker way to give the same perplexity."""

    log_probs: Any
    parameters: int
    perplexity: Any = None
    net: Any = None
    sizes: Figures = field(default_factory=dict)
    states: dict[int, Any] = field(default_factory=dict)  # the model as it learnt, by step

    def measure(self, name: str) -> Figures:
        return figures(self.log_probs, name, self.perplexity)

    @staticmethod
    def loss(validation: Figures) -> tuple[float, ...]:
        return (validation["perplexity"],)


@dataclass
class Vectors:
    """Embeddings: their seed is chosen by the analogies of adjectives, and published with those of nouns."""

    W: torch.Tensor
    parameters: int

    def measure(self, name: str) -> Figures:
        if name == "test":
            return {"analogies": percent(embeddings.analogies(self.W, words()))}
        shares = map(percent, embeddings.shared(self.W, words()))
        kinds = ("class", "gender", "number", "all")
        return {"analogies": percent(self.of_adjectives()), "neighbours": dict(zip(kinds, shares, strict=True))}

    def of_adjectives(self) -> float:
        """Share of the analogies of gender and of number, such as cansado − cansada + enferma = enfermo, that hold."""
        hits = []
        for x, y in permutations(embeddings.ADJECTIVES, 2):
            for i, j in ((0, 1), (1, 0), (2, 3), (3, 2), (0, 2), (2, 0), (1, 3), (3, 1)):
                a, b, c, right = FORMS[x][i], FORMS[x][j], FORMS[y][j], FORMS[y][i]
                hits.append(embeddings.analogy(self.W, words(), a, b, c) == [right])
        return sum(hits) / len(hits)

    @staticmethod
    def loss(validation: Figures) -> tuple[float, ...]:
        return -validation["analogies"], -validation["neighbours"]["all"]


# How to train each model, from a seed and a number of steps.


def counted(seed: int, steps: int, n: int) -> Trained:
    table = ngrams.count(stories("corpus.txt"), n)
    weights = ngrams.interpolation(table, words(), n, stories("corpus-validacion.txt"))
    parameters = sum(map(len, table.values())) + len(weights)
    return Language(ngrams.interpolated(table, words(), n, weights), parameters)


def linear(seed: int, steps: int) -> Trained:
    before, after = windows(1)
    W, b = softmax.train(before[:, 0], after, len(words()), steps=steps, seed=seed)
    return Language(softmax.model(W, b, words()), W.numel() + b.numel())


def window(seed: int, steps: int, n: int) -> Trained:
    torch.manual_seed(seed)
    net = feedforward.FeedForward(n, len(words()), len(words())).double()
    feedforward.train(net, *windows(n), steps=steps)
    return Language(feedforward.model(net, n, words()), size(net))


def skipgram(seed: int, steps: int, d: int) -> Trained:
    _, pairs, noise = prepared()
    W, C = embeddings.train(pairs, noise, d, steps=steps, seed=seed)
    return Vectors(torch.round(SCALE * W) / SCALE, W.numel() + C.numel())


def transformer(seed: int, steps: int, kept: tuple[int, ...] = (), **sizes: int) -> Trained:
    torch.manual_seed(seed)
    s = Sizes(vocab=len(words()), **sizes)
    net = Transformer(s)
    states = {0: training.rounded(net)} if 0 in kept else {}

    def watch(step: int, steps: int, loss: float) -> None:
        if step in kept:
            states[step] = training.rounded(net)
        training.progress(step, steps, loss)

    training.fit(net, *padded("corpus.txt"), steps, seed, watch)
    final = training.rounded(net)
    ask = training.log_probs(final, words())
    quick = partial(training.perplexity, final)
    return Language(ask, size(net), quick, final, asdict(s), states)


@dataclass(frozen=True)
class Recipe:
    """How to train a model, in how many steps and from how many seeds; what only counts has no steps and one seed."""

    train: Callable[[int, int], Trained]
    steps: int
    seeds: int = 5


MODELS = {
    **{f"ngrams-{n}": Recipe(partial(counted, n=n), steps=0, seeds=1) for n in (1, 2, 3)},
    "softmax": Recipe(linear, steps=8000),
    **{f"embeddings-{d}": Recipe(partial(skipgram, d=d), steps=10_000) for d in (8, 16, 32)},
    **{f"window-{n}": Recipe(partial(window, n=n), steps=16_000) for n in (3, 5, 10)},
    "d8-1": Recipe(partial(transformer, d=8, layers=1), steps=10_000),
    "d8-2": Recipe(partial(transformer, d=8, layers=2), steps=10_000),
    "d16-1": Recipe(partial(transformer, d=16, layers=1), steps=10_000),
    "d16-2-no-ffn": Recipe(partial(transformer, d=16, layers=2, expansion=0), steps=10_000),
    "d16-2-one-head": Recipe(partial(transformer, d=16, layers=2, heads=1), steps=10_000),
    "d16-2": Recipe(partial(transformer, d=16, layers=2, kept=CURVE), steps=10_000),
}


@cache
def stories(name: str) -> list[list[str]]:
    return corpus.read(name)


@cache
def words() -> list[str]:
    return vocabulary.vocabulary(stories("corpus.txt"))


@cache
def padded(name: str) -> tuple[torch.Tensor, torch.Tensor]:
    return vocabulary.padded(vocabulary.encode(stories(name), words()))


@cache
def windows(n: int) -> tuple[torch.Tensor, torch.Tensor]:
    return vocabulary.windows(vocabulary.encode(stories("corpus.txt"), words()), n, len(words()))


@cache
def prepared() -> tuple:
    return embeddings.prepare()


@cache
def questions(name: str) -> tuple[list[Pair], list[Recall]]:
    """The agreement pairs of a set and the names to remember."""
    return measures.questions(*SETS[name][1:])


def size(net: torch.nn.Module) -> int:
    return sum(p.numel() for p in net.parameters())


def percent(share: float) -> float:
    return round(100 * share, 2)


def figures(log_probs: Any, name: str, perplexity: Any = None) -> Figures:
    """Everything that is measured of a language model on a set."""
    given = words(), stories(SETS[name][0])
    value = perplexity(*given) if perplexity else measures.perplexity(log_probs, *given)
    return {"perplexity": round(value, 4), **measures.answers(log_probs, words(), *questions(name))}


def counts(pairs: list[Pair], items: list[Recall]) -> Figures:
    """How many questions of each kind there are, in the shape of the answers."""

    def tally(values: Any) -> dict[str, int]:
        return {str(value): n for value, n in sorted(Counter(values).items())}

    found: Figures = {}
    for feature in ("gender", "number"):
        some = [pair for pair in pairs if pair.feature == feature]
        distracted = tally("yes" if pair.attractor else "no" for pair in some)
        distances = tally(pair.distance for pair in some)
        found[feature] = {"all": len(some), "distance": distances, "attractor": distracted}
    return found | {"recall": tally(item.condition for item in items)}


def references() -> Figures:
    """The exact bounds, and how many questions of each kind there are."""
    return {
        name: {"bound": round(corpus.perplexity_bound(stories(file)), 4), "questions": counts(*questions(name))}
        for name, (file, *_) in SETS.items()
    }


def hundredths(weights: torch.Tensor) -> list:
    """Rounded weights as whole numbers; these are exact."""
    return torch.round(SCALE * weights).long().tolist()


def weights(net: torch.nn.Module) -> Figures:
    """The parameters of a rounded net by name."""
    return {name: hundredths(tensor) for name, tensor in net.state_dict().items()}


def write(path: Path, content: Figures, indent: int | None = None) -> None:
    """The same content is always the same bytes; a stop while it writes leaves the file as it was."""
    text = json.dumps(content, ensure_ascii=False, indent=indent, separators=(",", ": ") if indent else (",", ":"))
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(text + "\n", encoding="utf-8", newline="\n")
    unfinished.replace(path)


def read(path: Path) -> Figures:
    """What a file holds, or nothing if there is none."""
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if not isinstance(found, dict):
        raise ValueError(f"{path.name} does not hold figures")
    return found


def saved(trained: Language) -> Figures:
    """A transformer as published.py loads it."""
    return {"scale": SCALE, "sizes": trained.sizes, "words": words(), "weights": weights(trained.net)}


def publish(trained: Language, seed: int, folder: Path) -> None:
    """Write the weights of the published model, and how it was while it learnt."""
    write(folder / "pequeno.json", saved(trained))
    kept = [{"step": step, "weights": weights(trained.states[step])} for step in KEPT if step in trained.states]
    sizes = {"scale": SCALE, "sizes": trained.sizes, "words": words()}
    write(folder / "puntos-de-control.json", {**sizes, "checkpoints": kept})
    curve = []
    for step, net in trained.states.items():
        ask, quick = training.log_probs(net, words()), partial(training.perplexity, net)
        curve.append({"step": step, **figures(ask, "validation", quick)})
    bound = round(corpus.perplexity_bound(stories(SETS["validation"][0])), 4)
    write(folder / "entrenamiento.json", {"model": PUBLISHED, "seed": seed, "bound": bound, "curve": curve}, indent=1)


def run(name: str, seeds: int, steps: int, folder: Path) -> None:
    """Train a model from each seed, choose one on the validation set, and add its figures to resultados.json."""
    read(folder / "resultados.json"), read(folder / "segundos.json")  # a bad file is told now, not after the training
    runs, validation, seconds = {}, {}, {}
    for seed in range(1, seeds + 1):
        print(f"{name}, seed {seed}", flush=True)
        started = time.process_time()
        runs[seed] = MODELS[name].train(seed, steps)
        seconds[str(seed)] = round(time.process_time() - started)
        validation[seed] = runs[seed].measure("validation")
        print(f"    {seconds[str(seed)]} s, {brief(validation[seed])}", flush=True)
    best = min(runs, key=lambda seed: runs[seed].loss(validation[seed]))
    if name == PUBLISHED:
        publish(runs[best], best, folder)
    if name == ONE_LAYER:
        write(folder / "una-capa.json", saved(runs[best]))
    if name == VECTORS:
        vectors = {"scale": SCALE, "seed": best, "words": words(), "vectors": hundredths(runs[best].W)}
        write(folder / "embeddings.json", vectors)
    path = folder / "resultados.json"
    models = read(path).get("models", {})
    models[name] = {
        "parameters": runs[best].parameters,
        "steps": steps,
        "published": best,
        "test": runs[best].measure("test"),
        "validation": {str(seed): validation[seed] for seed in runs},
    }
    write(path, {"sets": references(), "models": {key: models[key] for key in MODELS if key in models}}, indent=1)
    path = folder / "segundos.json"  # apart, since they are never the same twice
    times = read(path) | {name: seconds}
    write(path, {key: times[key] for key in MODELS if key in times}, indent=1)


def brief(found: Figures) -> str:
    """A few of the figures, to follow the training."""
    if "perplexity" not in found:
        return f"analogies {found['analogies']} %"
    gender, names = found["gender"]["all"], found["recall"]["two-same"]
    return f"perplexity {found['perplexity']}, gender {gender} %, names {names} %"


def chosen(options: argparse.Namespace) -> list[str]:
    """The models to train, the published one first."""
    if options.only:
        return [options.only]
    done = read(options.folder / "resultados.json").get("models", {}) if options.missing else {}
    return [name for name in reversed(MODELS) if name not in done]


def main(arguments: list[str] | None = None) -> int:
    parser = Parser(prog="train.py", description="Train the models that the pages compare.")
    parser.add_argument("--only", metavar="NAME", help=f"train one model: {', '.join(MODELS)}")
    parser.add_argument("--missing", action="store_true", help="train those that resultados.json does not have")
    parser.add_argument("--seeds", type=int, help="how many seeds (5)")
    parser.add_argument("--steps", type=int, help="how many steps (those of each model)")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "assets" / "modelos", help="where to write")
    options = parser.parse_args(arguments)
    if options.only and options.only not in MODELS:
        print(f"train: no model is called {options.only} (choose one of {', '.join(MODELS)})", file=sys.stderr)
        return 1
    for option in ("seeds", "steps"):
        if getattr(options, option) is not None and getattr(options, option) < 1:
            print(f"train: --{option} {getattr(options, option)} trains nothing (give 1 or more)", file=sys.stderr)
            return 1
    torch.set_num_threads(1)
    try:
        options.folder.mkdir(parents=True, exist_ok=True)  # now, not after the training
        for name in chosen(options):
            recipe = MODELS[name]
            random = recipe.steps > 0
            seeds = options.seeds if options.seeds and random else recipe.seeds
            run(name, seeds, options.steps if options.steps and random else recipe.steps, options.folder)
    except (OSError, ValueError) as error:
        print(f"train: {options.folder}: {error} (the figures could not be read or written)", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("train: stopped (--missing goes on with the models that were not finished)", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
