"""The grammar writes good Spanish, its figures are exact, and the published files are what the program writes."""

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import chain, cycle, islice
from pathlib import Path
from random import Random

import bpe
import corpus
import grammar
import probes
import pytest

CODE = Path(__file__).parents[2] / "docs" / "codigo"
Words = tuple[str, ...]

# Our own lexicon, written without looking at the grammar's: each word with every gender and number that it can have.
TABLE = """
article ms el; fs la; mp los; fp las
one ms un; fs una
called ms llamado; fs llamada
owner ms mi; fs mi; mp mis; fp mis
animate ms niño rey abuelo gato vecino; fs niña reina abuela gata vecina
animate mp niños reyes abuelos gatos vecinos; fp niñas reinas abuelas gatas vecinas
name ms Hugo Juan Leo Luis; fs Ana Eva Luz Sara
place ms castillo jardín pueblo; fs escuela playa plaza
thing ms libro queso; fs carta corona pelota; mp libros quesos; fp cartas coronas pelotas
quality ms rubio valiente; fs rubia valiente; mp rubios valientes; fp rubias valientes
state ms contento cansado enfermo hambriento asustado triste; fs contenta cansada enferma hambrienta asustada triste
state mp contentos cansados enfermos hambrientos asustados tristes
state fp contentas cansadas enfermas hambrientas asustadas tristes
see s vio buscó encontró; p vieron buscaron encontraron
be s estaba parecía; p estaban parecían
arrive s llegó volvió; p llegaron volvieron
"""
LEXICON: dict[str, dict[str, set[str]]] = {}
for line in TABLE.split("\n")[1:-1]:
    kind, entries = line.split(" ", 1)
    for entry in entries.split("; "):
        features, *forms = entry.split()
        for form in forms:
            LEXICON.setdefault(kind, {}).setdefault(form, set()).add(features)
LEMMAS = [set(row.split()) for row in (
    "niño niña niños niñas", "rey reina reyes reinas", "abuelo abuela abuelos abuelas",
    "gato gata gatos gatas", "vecino vecina vecinos vecinas",
)]  # fmt: skip

FEATURES = {noun: next(iter(some)) for kind in ("animate", "place", "thing") for noun, some in LEXICON[kind].items()}


class Reader:
    """Reads a clause word by word; every mistake is an assertion that fails."""

    def __init__(self, words: Words) -> None:
        self.words, self.at = words, 0

    def sees(self, *kinds: str) -> bool:
        return self.at < len(self.words) and any(self.words[self.at] in LEXICON[kind] for kind in kinds)

    def take(self, *kinds: str) -> set[str]:
        """The features of the next word, which has to be of one of these kinds."""
        assert self.sees(*kinds), f"{self.words}: wanted {kinds} at {self.at}"
        word = self.words[self.at]
        self.at += 1
        return next(LEXICON[kind][word] for kind in kinds if word in LEXICON[kind])

    def word(self, *words: str) -> bool:
        """Whether the next word is one of these; if so, it is read."""
        found = self.at < len(self.words) and self.words[self.at] in words
        self.at += found
        return found

    def phrase(self, determiners: tuple[str, ...], *nouns: str) -> str:
        """Determiner and noun that agree; gives the features of the noun."""
        determiner = self.take(*determiners)
        (noun,) = self.take(*nouns)
        assert noun in determiner, f"{self.words}: no agreement before {self.at}"
        return noun

    def contracted(self, preposition: str, *nouns: str) -> str:
        """«al rey», «a la reina»: never «a el»."""
        if self.word(preposition + "l"):
            (noun,) = self.take(*nouns)
            assert noun == "ms", self.words
            return noun
        assert self.word(preposition), self.words
        noun = self.phrase(("article",), *nouns)
        assert noun != "ms", f"{self.words}: must contract"
        return noun

    def agrees(self, features: str, *kinds: str) -> None:
        assert features in self.take(*kinds), f"{self.words}: {self.words[self.at - 1]} does not agree"


def lemma(word: str) -> int:
    return next(i for i, row in enumerate(LEMMAS) if word in row)


def check_event(words: Words) -> None:
    """A clause about a subject: agreement, contractions, personal a, and no place said twice."""
    read = Reader(words)
    who = read.phrase(("article", "owner"), "animate")
    noun, placed = words[1], False
    if read.sees("name"):
        assert words[0] in ("el", "la"), words
        read.agrees(who, "name")
    else:
        if read.sees("quality"):
            read.agrees(who, "quality")
        elif read.at < len(words) and words[read.at] in ("de", "del"):
            read.contracted("de", "place")
            placed = True
        if read.word("que"):
            verb = read.take("see")
            if words[read.at] in ("a", "al"):
                read.contracted("a", "animate")
                assert lemma(words[read.at - 1]) != lemma(noun), words
                assert verb == {who[1]}, words
            elif words[read.at + 1] in LEXICON["thing"]:
                read.phrase(("article",), "thing")
                assert verb == {who[1]}, words
            else:  # an animate noun without personal a is the one who sees
                other = read.phrase(("article",), "animate")
                assert lemma(words[read.at - 1]) != lemma(noun), words
                assert verb == {other[1]}, words
    being = read.sees("be")
    assert read.take("be", "arrive") == {who[1]}, words
    if being:
        read.word("muy")
    elif words[read.at] in ("a", "al"):
        assert not placed, f"{words}: two places"
        read.contracted("a", "place")
    read.agrees(who, "state")
    assert read.at == len(words), words


def check_story(words: Words) -> None:
    """Presentation, event and end: the teller and whoever has a name were presented."""
    first, event, end, rest = " ".join(words).split(" .")
    assert rest == ""
    assert first.startswith("había ")
    cast = {}
    for one in first.removeprefix("había ").split(" y "):
        read = Reader(tuple(one.split()))
        who = read.phrase(("one",), "animate")
        read.agrees(who, "called")
        read.agrees(who, "name")
        assert read.at == 4
        cast[read.words[3]] = read.words[1]
    assert len({lemma(noun) for noun in cast.values()}) == len(cast) == first.count(" y ") + 1
    check_event(tuple(event.split()))
    *told, the, noun, name = end.split()
    assert told == ["lo", "contó"]
    assert Reader((the, noun)).phrase(("article",), "animate") in LEXICON["name"][name]
    assert cast[name] == noun
    if event.split()[2] in LEXICON["name"]:
        assert cast[event.split()[2]] == event.split()[1]


@cache
def reachable() -> list[tuple]:
    """Every symbol of the grammar."""
    found = {corpus.STORY: None}
    pending = [corpus.STORY]
    while pending:
        for _, items in grammar.rules(pending.pop()):
            new = [item for item in items if isinstance(item, tuple) and item not in found]
            found |= dict.fromkeys(new)
            pending += new
    return list(found)


@cache
def cover(symbol: tuple) -> list[Words]:
    """Phrases of a symbol that use, at least once, each rule below it."""
    phrases: list[Words] = []
    for _, items in grammar.rules(symbol):
        parts = [[(item,)] if isinstance(item, str) else cover(item) for item in items]
        longest = max(len(part) for part in parts)
        # each part goes round at its own pace, so that it meets different neighbours
        rounds = zip(*(islice(cycle(part), longest) for part in parts), strict=True)
        phrases += [tuple(chain.from_iterable(some)) for some in rounds]
    return phrases


@cache
def written(symbol: tuple) -> list[tuple[Fraction, Words]]:
    """Everything that a symbol can write, with its probability. Only for small symbols."""
    phrases = []
    for p, items in grammar.rules(symbol):
        begun: list[tuple[Fraction, Words]] = [(p, ())]
        for item in items:
            if isinstance(item, str):
                begun = [(q, (*words, item)) for q, words in begun]
            else:
                begun = [(q * r, words + more) for r, more in written(item) for q, words in begun]
        phrases += begun
    return phrases


def derivations(words: list[str], items: tuple, at: int = 0) -> int:
    """In how many ways the items write the words from a place on."""
    if not items:
        return at == len(words)
    if isinstance(items[0], str):
        return derivations(words, items[1:], at + 1) if at < len(words) and words[at] == items[0] else 0
    return sum(derivations(words, way + items[1:], at) for _, way in grammar.rules(items[0]))


def forget() -> None:
    figures = corpus.entropy, corpus.mean_length, corpus.lengths, corpus.count, corpus.cumulative
    for function in (grammar.rules, *figures, reachable, cover, written):
        function.cache_clear()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same rules with few words, so that everything they write can be listed."""
    forget()
    monkeypatch.setattr(grammar, "NOUNS", ["niño", "rey"])
    monkeypatch.setattr(grammar, "NAMES", [("Leo", "Luis"), ("Ana", "Eva")])
    monkeypatch.setattr(grammar, "STATES", ["contento", "triste"])
    monkeypatch.setattr(grammar, "QUALITIES", ("rubio",))
    monkeypatch.setattr(grammar, "PLACES", {"castillo": 0, "escuela": 1})
    monkeypatch.setattr(grammar, "THINGS", {"libro": 0, "pelota": 1})
    favourites = {"niño": ("contento", "escuela", "pelota"), "rey": ("triste", "castillo", "libro")}
    monkeypatch.setattr(grammar, "FAVOURITES", favourites)
    monkeypatch.setattr(grammar, "VERBS", {kind: verbs[:1] for kind, verbs in grammar.VERBS.items()})
    yield
    forget()


@pytest.fixture(scope="module")
def samples() -> list[corpus.Story]:
    rng = Random(11)
    return [corpus.sample(rng) for _ in range(2000)]


def test_the_alternatives_of_every_symbol_add_up_to_one() -> None:
    for symbol in reachable():
        ways = grammar.rules(symbol)
        assert sum(p for p, _ in ways) == 1, symbol
        assert all(isinstance(p, Fraction) and p > 0 for p, _ in ways), symbol
        assert len({items for _, items in ways}) == len(ways), symbol


def test_every_rule_writes_good_spanish() -> None:
    events = cover(("unnamed",))
    assert len(set(events)) > 5000
    for words in events:
        check_event(words)
    for symbol in reachable():
        if symbol[0] == "named":
            for words in cover(symbol):
                check_event(words)


def test_every_cast_writes_a_good_story() -> None:
    stories = 0
    for _, (had, *one, second) in grammar.rules(corpus.STORY):
        for _, (*two, event) in grammar.rules(second):
            for _, (some, *end) in grammar.rules(event):
                for teller in cover(end[3]):
                    stories += 1
                    check_story((had, *one, *two, *cover(some)[stories % len(cover(some))], *end[:3], *teller, end[4]))
    assert stories > 4000


def test_the_checker_sees_mistakes() -> None:
    for right in ("mi abuela que vio al rey llegó cansada", "los gatos que buscó la niña volvieron a la plaza tristes"):
        check_event(tuple(right.split()))
    for wrong in (
        "mi abuela que vio al rey llegó cansado", "mi abuela que vio a el rey llegó cansada",
        "mi abuela que vieron al rey llegó cansada", "la rey llegó cansado", "mi abuela Ana llegó cansada",
        "las niñas que vio los gatos llegaron tristes", "la niña del plaza llegó triste",
        "la niña de la plaza llegó a la plaza triste", "los niños llegó triste", "la niña llegó muy triste",
        "la niña que vio a la niña estaba triste", "la niña rubio estaba triste",
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            check_event(tuple(wrong.split()))


@pytest.mark.parametrize("name", corpus.SPLITS)
def test_the_published_stories_are_good(name: str) -> None:
    stories = corpus.read(name)
    assert len(stories) == corpus.SPLITS[name][1]
    for words in set(map(tuple, stories)):
        check_story(words)
    text = "\n" + (CODE / name).read_text(encoding="utf-8").replace(" ", "  ")
    assert " a  el " not in text
    assert " de  el " not in text


def test_no_story_is_in_two_files() -> None:
    train, validation, test = (set(map(tuple, corpus.read(name))) for name in corpus.SPLITS)
    assert not train & validation
    assert not (train | validation) & test
    assert {word for words in validation | test for word in words} <= {word for words in train for word in words}


def test_exact_figures_agree_with_a_listing_of_every_story(small: None) -> None:
    stories = written(corpus.STORY)
    assert len(stories) == len({words for _, words in stories}) == corpus.count()
    assert sum(p for p, _ in stories) == 1
    assert sum(p * len(words) for p, words in stories) == corpus.mean_length()
    assert corpus.lengths() == (min(len(w) for _, w in stories), max(len(w) for _, w in stories))
    assert math.fsum(-float(p) * math.log(p) for p, _ in stories) == pytest.approx(corpus.entropy(), rel=1e-12)
    for p, words in stories[:: len(stories) // 300]:
        assert corpus.probability(list(words)) == p


def test_exact_figures_agree_with_samples(samples: list[corpus.Story]) -> None:
    surprises = [-corpus.log_prob(story.words) for story in samples]
    lengths = [len(story.words) for story in samples]
    for values, exact in ((surprises, corpus.entropy()), (lengths, float(corpus.mean_length()))):
        mean = math.fsum(values) / len(values)
        error = math.sqrt(math.fsum((x - mean) ** 2 for x in values)) / len(values)
        assert abs(mean - exact) < 4 * error
        assert error < 0.02 * exact
    shortest, longest = corpus.lengths()
    assert shortest <= min(lengths)
    assert max(lengths) <= longest


def test_a_story_has_one_derivation(samples: list[corpus.Story]) -> None:
    for story in samples[:500]:
        assert derivations(story.words, (corpus.STORY,)) == 1


def test_the_annotations_of_a_story(samples: list[corpus.Story]) -> None:
    for story in samples:
        (features,) = LEXICON["animate"][story.words[story.subject]]
        assert story.who[1:] == ("mf".index(features[0]), "sp".index(features[1]))
        assert features in LEXICON["state"][story.words[story.state]]
        assert story.words[: story.subject].count(".") == 1
        assert story.words[story.state + 1] == "."
        presentation = story.words[: story.words.index(".")]
        assert [name for *_, name in story.cast] == [word for word in presentation if word in LEXICON["name"]]


def test_what_is_not_a_story_has_no_probability() -> None:
    words = corpus.read("corpus-prueba.txt")[0]
    assert corpus.log_prob(words) > -math.inf
    for i in range(len(words)):
        assert corpus.log_prob(words[:i]) == -math.inf
        assert corpus.log_prob([*words[:i], "tren", *words[i + 1 :]]) == -math.inf
    assert corpus.log_prob([*words, "."]) == -math.inf


def test_the_bound_is_the_perplexity_of_the_predicted_words() -> None:
    stories = corpus.read("corpus-prueba.txt")[:50]
    total = sum(-math.log(corpus.probability(words)) / math.log(2) for words in stories)
    assert corpus.perplexity_bound(stories) == pytest.approx(2 ** (total / sum(len(words[1:]) for words in stories)))


def test_agreement_pairs() -> None:
    pairs = probes.agreement_pairs(Random(12), 600)
    assert {pair.feature for pair in pairs} == {"gender", "number"}
    for pair in pairs:
        _, _, noun, _, name = pair.prefix[:5]
        (features,) = LEXICON["animate"][noun]
        end = [".", "lo", "contó", "el" if features == "ms" else "la", noun, name, "."]
        assert corpus.log_prob([*pair.prefix, pair.right, *end]) > -math.inf
        assert corpus.log_prob([*pair.prefix, pair.wrong, *end]) == -math.inf
        subject = len(pair.prefix) - pair.distance
        (who,) = LEXICON["animate"][pair.prefix[subject]]
        changed = ("gender", "number").index(pair.feature)
        wrong = who.translate(str.maketrans("mfsp", ("fmsp", "mfps")[changed]))
        assert who in LEXICON["state"][pair.right]
        assert wrong in LEXICON["state"][pair.wrong]
        assert wrong != who
        between = pair.prefix[subject + 1 :]
        nouns = [word for kind in ("animate", "place", "thing") for word in between if word in LEXICON[kind]]
        assert pair.attractor == any(wrong[changed] == FEATURES[noun][changed] for noun in nouns)


def test_recall_items() -> None:
    items = probes.recall_items(Random(13), 600)
    assert {item.condition for item in items} == {"one", "two-different", "two-same"}
    for item in items:
        assert corpus.log_prob([*item.prefix, item.right, "."]) > -math.inf
        names = [word for word in item.prefix[: item.prefix.index(".")] if word in LEXICON["name"]]
        assert set(names) == {item.right, item.other} - {None}
        genders = {next(iter(LEXICON["name"][name])) for name in names}
        assert item.condition == ("one" if len(names) == 1 else ("two-same", "two-different")[len(genders) - 1])
        if item.other:
            assert corpus.log_prob([*item.prefix, item.other, "."]) == -math.inf


def run(code: str, *arguments: str, seed: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, cwd=CODE, capture_output=True, check=True, encoding="utf-8").stdout


def test_the_files_are_what_the_program_writes(tmp_path: Path) -> None:
    printed = run("import sys, corpus; corpus.main(sys.argv[1])", str(tmp_path), seed="1")
    assert printed == (CODE / "salidas" / "corpus.txt").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(corpus.SPLITS)
    for name in corpus.SPLITS:
        assert (tmp_path / name).read_bytes() == (CODE / name).read_bytes(), name


def test_the_hash_seed_changes_nothing() -> None:
    code = "import random, probes as p; print(*(f(random.Random(1), 300) for f in (p.agreement_pairs, p.recall_items)))"
    assert run(code, seed="1") == run(code, seed="2")


def test_blank_lines_between_stories_are_not_stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus.txt").write_text("el mar .\n\n  \nla mar .\n\n", encoding="utf-8")
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    assert corpus.read("corpus.txt") == [["el", "mar", "."], ["la", "mar", "."]]


def test_a_missing_file_is_told_in_one_line() -> None:
    with pytest.raises(OSError, match=r"no.txt is missing \(run python corpus.py\)"):
        corpus.read("no.txt")


@pytest.mark.parametrize("text", [b"", "había una niñ".encode()[:-1], b"la gata estaba triste . lo cont"])
def test_a_file_cut_short_is_told_in_one_line(text: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus.txt").write_bytes(text)
    monkeypatch.setattr(corpus, "FOLDER", tmp_path)
    said = r'corpus.txt: its last story does not end in " \." \(python corpus.py writes it again\)'
    for read in (lambda: corpus.read("corpus.txt"), bpe.main):
        with pytest.raises(OSError, match=said):
            read()
