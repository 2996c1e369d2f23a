"""A probabilistic grammar of very short stories in Spanish.

Words are strings and symbols are tuples, such as ("relative", "rey", 1, 0):
gender 0 is masculine and 1 feminine; number 0 is singular and 1 plural.
"""

from fractions import Fraction
from functools import cache
from itertools import product

# --8<-- [start:lexicon]
FAVOURITES = {  # state, place and thing that each noun prefers
    "niño": ("contento", "escuela", "pelota"),
    "rey": ("cansado", "castillo", "corona"),
    "abuelo": ("enfermo", "pueblo", "libro"),
    "gato": ("hambriento", "jardín", "queso"),
    "vecino": ("asustado", "plaza", "carta"),
}
NOUNS = list(FAVOURITES)
NAMES = [("Hugo", "Juan", "Leo", "Luis"), ("Ana", "Eva", "Luz", "Sara")]
STATES = [favourites[0] for favourites in FAVOURITES.values()] + ["triste"]
QUALITIES = ("rubio", "valiente")
PLACES = {"castillo": 0, "jardín": 0, "pueblo": 0}  # 0 masculine
PLACES |= {"escuela": 1, "playa": 1, "plaza": 1}
THINGS = {"libro": 0, "queso": 0, "carta": 1, "corona": 1, "pelota": 1}
VERBS = {  # singular and plural
    "see": [("vio", "vieron"), ("buscó", "buscaron"),
            ("encontró", "encontraron")],
    "be": [("estaba", "estaban"), ("parecía", "parecían")],
    "arrive": [("llegó", "llegaron"), ("volvió", "volvieron")],
}  # fmt: skip
TABLE = """\
el la los las
niño niña niños niñas
rey reina reyes reinas
abuelo abuela abuelos abuelas
gato gata gatos gatas
vecino vecina vecinos vecinas
rubio rubia rubios rubias
valiente valiente valientes valientes
contento contenta contentos contentas
cansado cansada cansados cansadas
enfermo enferma enfermos enfermas
hambriento hambrienta hambrientos hambrientas
asustado asustada asustados asustadas
triste triste tristes tristes"""
FORMS = {line.split()[0]: line.split() for line in TABLE.splitlines()}
# --8<-- [end:lexicon]


# --8<-- [start:choices]
def form(word, g, n):
    """The form of an article, a noun or an adjective."""
    return FORMS[word][2 * n + g]


def after(preposition, g, n):
    """Preposition and article: «de la», but «del»."""
    if (g, n) == (0, 0):
        return (preposition + "l",)
    return (preposition, form("el", g, n))


def presented(noun, g, name):
    """«una reina llamada Eva»."""
    a, called = [("un", "llamado"), ("una", "llamada")][g]
    return (a, form(noun, g, 0), called, name)


def others(noun):
    """Gender, number and noun of anyone else, as (g, n, noun)."""
    return product((0, 1), (0, 1), [x for x in NOUNS if x != noun])


def shares(*pairs):
    """Ways to write a symbol, with their percentages."""
    return [(Fraction(share, 100), items) for share, items in pairs]


def equally(ways):
    """Ways of the same probability."""
    ways = list(ways)
    return [(Fraction(1, len(ways)), items) for items in ways]


def favour(favourite, words):
    """70 % for the favourite; the other words share the rest."""
    most, rest = Fraction(7, 10), Fraction(3, 10) / (len(words) - 1)
    return [(most if x == favourite else rest, x) for x in words]
# --8<-- [end:choices]


# --8<-- [start:rules]
@cache
def rules(symbol):
    """Every way to write a symbol: (probability, words and symbols)."""
    match symbol:
        case ("story",):
            return equally(
                ("había", *presented(x, g, y), ("second", (x, g, y)))
                for x, g in product(NOUNS, (0, 1))
                for y in NAMES[g]
            )
        case "second", one:
            ways = shares((20, (".", ("event", (one,)))))
            for g, share in ((one[1], 60), (1 - one[1], 20)):
                nouns = [noun for noun in NOUNS if noun != one[0]]
                names = [name for name in NAMES[g] if name != one[2]]
                p = Fraction(share, 100) / (len(nouns) * len(names))
                for two in product(nouns, (g,), names):
                    rest = (".", ("event", (one, two)))
                    ways.append((p, ("y", *presented(*two), *rest)))
            return ways
        case "event", cast:
            end = (".", "lo", "contó", ("teller", cast), ".")
            named, unnamed = (("named", cast), *end), (("unnamed",), *end)
            return shares((40, named), (60, unnamed))
        case "teller", cast:
            return equally(
                (form("el", g, 0), form(x, g, 0), y) for x, g, y in cast
            )
        case "named", cast:
            return equally(
                (("called", x, g, y), ("predicate", x, g, 0, True))
                for x, g, y in cast
            )
        case "called", noun, g, name:
            the, subject = form("el", g, 0), ("subject", noun, g, 0)
            return equally([(the, subject, name)])
        case ("unnamed",):
            return equally(
                (("owner", *who), ("subject", *who), ("details", *who))
                for who in product(NOUNS, (0, 1), (0, 1))
            )
        case "owner", "rey", g, n:  # no one says «mis reyes»
            return equally([(form("el", g, n),)])
        case "owner", _, g, n:
            return equally([(form("el", g, n),), (("mi", "mis")[n],)])
        case "subject", noun, g, n:
            return equally([(form(noun, g, n),)])
        case "details", noun, g, n:
            quality, origin = ("quality", g, n), ("place", "de", noun)
            relative = ("relative", noun, n)
            end = ("predicate", noun, g, n, True)
            no_place = ("predicate", noun, g, n, False)
            return shares(
                (20, (end,)),
                (15, (quality, end)),
                (25, (relative, end)),
                (10, (quality, relative, end)),
                (15, (origin, no_place)),
                (15, (origin, relative, no_place)),
            )
        case "quality", g, n:
            return equally((form(x, g, n),) for x in QUALITIES)
        case "place", preposition, noun:
            return [
                (p, (*after(preposition, PLACES[x], 0), x))
                for p, x in favour(FAVOURITES[noun][1], PLACES)
            ]
        case "relative", noun, n:
            return shares(
                (30, ("que", ("verb", "see", n), ("thing", noun))),
                (35, ("que", ("verb", "see", n), ("seen", noun))),
                (35, ("que", ("seer", noun))),
            )
        case "thing", noun:
            return [
                (p / 2, (form("el", THINGS[x], n), x + "s" * n))
                for p, x in favour(FAVOURITES[noun][2], THINGS)
                for n in (0, 1)
            ]
        case "seen", noun:
            return equally(
                (*after("a", g, n), form(x, g, n))
                for g, n, x in others(noun)
            )
        case "seer", noun:
            return equally(
                (("verb", "see", n), form("el", g, n), form(x, g, n))
                for g, n, x in others(noun)
            )
        case "predicate", noun, g, n, may_go:
            be, arrive = ("verb", "be", n), ("verb", "arrive", n)
            state, goal = ("state", noun, g, n), ("place", "a", noun)
            ways = [(30, (be, state)), (20, (be, "muy", state))]
            if may_go:
                ways += [(25, (arrive, state)), (25, (arrive, goal, state))]
            else:
                ways += [(50, (arrive, state))]
            return shares(*ways)
        case "verb", kind, n:
            return equally((verb[n],) for verb in VERBS[kind])
        case "state", noun, g, n:
            return [
                (p, (form(x, g, n),))
                for p, x in favour(FAVOURITES[noun][0], STATES)
            ]
# --8<-- [end:rules]
