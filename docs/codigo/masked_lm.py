"""An encoder learns to fill in words, and then to tag them with few labels.

Devlin et al. (2019), BERT. The tags are gender and number: «ms» to «fp»,
and «-» for words that have none. Most words always have the same one, but
«mi», «triste» and «valiente» take the subject's: in «las niñas que vio el
rey llegaron tristes» the last word is feminine, and only «niñas» says so.

To fill in words: python masked_lm.py "mi <?> llegó contenta ."
"""

import copy
import sys
from random import Random

import command
import corpus
import drawing
import torch
from bert import MaskedLM, Sizes, Tagger, masked
from encoder_decoder import PAD, batch, identify
from grammar import FORMS, NAMES
from probes import FEATURES
from torch.nn import functional as F
from vocabulary import NO_TARGET, encode, vocabulary

MASK = "<?>"
EXAMPLE = "había un gato llamado Leo . mis <?> estaban muy cansadas . "
EXAMPLE += "lo contó el gato Leo ."


# --8<-- [start:tags]
TAGS = ["-", "ms", "fs", "mp", "fp"]
UNSURE = {"mi", "mis"} | set(FORMS["triste"]) | set(FORMS["valiente"])
SURE = {"un": "ms", "al": "ms", "del": "ms", "llamado": "ms"}
SURE |= {"una": "fs", "llamada": "fs"}
for row in FORMS.values():
    SURE |= dict(zip(row, TAGS[1:]))
SURE |= {word: TAGS[1 + 2 * n + g] for word, (g, n) in FEATURES.items()}
for tag, names in zip(TAGS[1:], NAMES):
    SURE |= dict.fromkeys(names, tag)


def tags(story):
    """The tag of each word; the words in UNSURE go with the subject."""
    _, g, n = story.who
    subject = TAGS[1 + 2 * n + g]
    return [
        subject if word in UNSURE else SURE.get(word, "-")
        for word in story.words
    ]


def labelled(seed, n, words):
    """Ids and tags of n stories, (n, T) each."""
    rng = Random(seed)
    stories = [corpus.sample(rng) for _ in range(n)]
    ids = batch(encode([story.words for story in stories], words))
    targets = torch.full_like(ids, NO_TARGET)
    for row, story in zip(targets, stories):
        found = [TAGS.index(tag) for tag in tags(story)]
        row[: len(found)] = torch.tensor(found)
    return ids, targets
# --8<-- [end:tags]


# --8<-- [start:train]
def cross_entropy(logits, targets):
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


@torch.no_grad()
def tidy(model):
    """Five decimals: two machines differ in the 16th, and that grows."""
    for weights in model.parameters():
        weights.copy_(weights.round(decimals=5))


def train(model, step_loss, steps, lr):
    """AdamW; the rate warms up in a tenth of the steps, then goes down."""
    optimizer = torch.optim.AdamW(
        model.parameters(), betas=(0.9, 0.98), weight_decay=0.01, fused=True
    )
    for step in range(steps):
        warm, left = 10 * (step + 1) / steps, 1 - step / steps
        optimizer.param_groups[0]["lr"] = lr * min(warm, left)
        now = step_loss()
        optimizer.zero_grad()
        now.backward()
        optimizer.step()
        tidy(model)
        if (step + 1) % 300 == 0:
            print(f"paso {step + 1}: {now.item():.3f}", file=sys.stderr)


def pretrain(model, ids, steps, B=32, lr=0.008):
    g, V = torch.Generator().manual_seed(1), len(model.bias)

    def step_loss():
        rows = torch.randint(len(ids), (B,), generator=g)
        inputs, targets = masked(ids[rows], V, g)
        return cross_entropy(model(inputs), targets)

    train(model, step_loss, steps, lr)


def fine_tune(model, ids, targets, steps=300, B=16, lr=0.003):
    g = torch.Generator().manual_seed(2)

    def step_loss():
        rows = torch.randint(len(ids), (B,), generator=g)
        return cross_entropy(model(ids[rows]), targets[rows])

    train(model, step_loss, steps, lr)
# --8<-- [end:train]


# --8<-- [start:measure]
@torch.no_grad()
def hits(model, ids, targets, unsure):
    """Per cent of right tags: of the unsure words, and of all."""
    right = (model(ids).argmax(dim=-1) == targets).double()  # (B, T)
    some = torch.isin(ids, unsure)
    return 100 * right[some].mean(), 100 * right[ids != 0].mean()


@torch.no_grad()
def guesses(model, ids):
    """Perplexity and per cent right of the masked words of some texts."""
    g = torch.Generator().manual_seed(3)
    inputs, targets = masked(ids, len(model.bias), g)
    logits, chosen = model(inputs), targets != NO_TARGET
    right = logits.argmax(dim=-1)[chosen] == targets[chosen]
    return cross_entropy(logits, targets).exp(), 100 * right.double().mean()


@torch.no_grad()
def fill(model, ids, words, n=3):
    """Print the likeliest words at each gap."""
    p = model(torch.tensor([ids]))[0].softmax(dim=-1)  # (T, V)
    for row in p[torch.tensor(ids) == 1]:
        best = row.topk(n)
        for q, i in zip(best.values.tolist(), best.indices.tolist()):
            print(f"  {words[i]:<10} {q:.3f}")
# --8<-- [end:measure]


# --8<-- [start:main]
def main(*given):
    torch.set_num_threads(1)  # a second one is slower with small models
    stories = corpus.read("corpus.txt")
    words = [PAD, MASK, *vocabulary(stories)]
    ids = batch(encode(stories, words))  # (20000, T)
    text = " ".join(given) if given else EXAMPLE
    example = identify(text, words, ids.shape[1])
    if MASK not in text:
        raise ValueError(f"there is no {MASK}, the word to fill in")
    torch.set_default_dtype(torch.float64)  # the same on every machine
    torch.manual_seed(1)
    model = MaskedLM(Sizes(V=len(words), T=ids.shape[1]))
    fresh = copy.deepcopy(model.encoder)
    pretrain(model, ids, steps=2500)
    others = batch(encode(corpus.read("corpus-validacion.txt"), words))
    line = "palabras tapadas: perplejidad {:.3f}, {:.1f} % de aciertos"
    print(line.format(*guesses(model, others)))
    print(text)
    fill(model, example, words)
    unsure = torch.tensor([words.index(word) for word in sorted(UNSURE)])
    others = labelled(12, 2000, words)
    print("\naciertos   desde cero      preentrenado")
    print("cuentos   dudosas  todas  dudosas  todas")
    sizes, drawn = (25, 50, 100, 200), []
    for n in sizes:
        shares = []
        for encoder in (fresh, model.encoder):
            torch.manual_seed(2)
            tagger = Tagger(copy.deepcopy(encoder), len(TAGS))
            fine_tune(tagger, *labelled(11, n, words))
            shares += hits(tagger, *others, unsure)
        line = "{:>7}   {:>7.1f}  {:>5.1f}  {:>7.1f}  {:>5.1f}"
        print(line.format(n, *shares))
        drawn.append([shares[0].item(), shares[2].item()])
    scratch, pretrained = zip(*drawn)
    drawing.curves(
        "masked_lm", "Preentrenado, aprende con menos etiquetas",
        {"desde cero": (sizes, scratch), "preentrenado": (sizes, pretrained)},
        "cuentos con etiquetas", "aciertos en palabras dudosas (%)",
    )
# --8<-- [end:main]


if __name__ == "__main__":
    command.run(main, "[TEXT]", ValueError)
