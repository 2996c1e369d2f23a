"""Numbers of equations, figures, tables, listings and exercises, and the text of the references to them."""

import re

KINDS = {
    "fig": ("Figura", "figura {}"),
    "tab": ("Tabla", "tabla {}"),
    "lst": ("Listado", "listado {}"),
    "eq": ("", "ecuación ({})"),
    "ej": ("Ejercicio", "ejercicio {}"),
}
LEVELS = {"comprobar": "comprobar", "calcular": "calcular", "programar": "programar"}
TARGET = re.compile(
    r'<figure id="(?P<figure>(?:fig|tab|lst)-[\w-]+)"(?P<figure_rest>[^>]*)>'
    r'|<div class="ecuacion" id="(?P<equation>eq-[\w-]+)">'
    r'|<div class="admonition (?P<level>comprobar|calcular|programar)" id="(?P<exercise>ej-[\w-]+)">'
    r'\s*<p class="admonition-title">'
)
CAPTION = re.compile(r"<figcaption>\s*<p>")
REFERENCE = re.compile(r'<a (?P<before>[^>]*?)href="(?P<page>[^"#]*)#(?P<id>(?:fig|tab|lst|eq|ej)-[\w-]+)"(?P<after>[^>]*)></a>')


def number(content: str, chapter: int | None) -> tuple[str, dict[str, str]]:
    """HTML of a page with its objects numbered in order, and the number of each id: «2.3», or «3» without a chapter."""
    counts = dict.fromkeys(KINDS, 0)
    numbers: dict[str, str] = {}

    def take(identifier: str) -> str:
        kind = identifier.partition("-")[0]
        counts[kind] += 1
        numbers[identifier] = f"{chapter}.{counts[kind]}" if chapter else str(counts[kind])
        return numbers[identifier]

    pieces: list[str] = []
    position = 0
    for target in TARGET.finditer(content):
        if target.start() < position:
            continue
        pieces.append(content[position : target.start()])
        position = target.end()
        if target["equation"]:
            label = take(target["equation"])
            end = content.index("</math>", position) + len("</math>") if "</math>" in content[position:] else position
            pieces.append(f'{target[0]}<div class="formula">{content[position:end]}</div><span class="numero">({label})</span>')
            position = end
        elif target["exercise"]:
            label = take(target["exercise"])
            level = target["level"].capitalize()
            pieces.append(f'{target[0]}<span class="rotulo">Ejercicio {label}</span> <span class="nivel">{level}</span> ')
        else:
            label = take(target["figure"])
            kind = KINDS[target["figure"].partition("-")[0]][0]
            caption = CAPTION.search(content, position)
            pieces.append(target[0])
            if caption:
                pieces.append(f'{content[position:caption.end()]}<span class="rotulo">{kind} {label}.</span> ')
                position = caption.end()
    return "".join([*pieces, content[position:]]), numbers


def resolve(content: str, page: str, numbers: dict[str, dict[str, str]]) -> str:
    """HTML of `page` (its address, `regresor.html`) with each empty reference named: «figura 2.1».

    `numbers` holds the numbers of each page. A reference to nothing stays empty: the check of the links reports it.
    """

    def one(match: re.Match[str]) -> str:
        label = numbers.get(match["page"] or page, {}).get(match["id"])
        if label is None:
            return match[0]
        text = KINDS[match["id"].partition("-")[0]][1].format(label).replace(" ", "\u00a0")
        return f'<a {match["before"]}href="{match["page"]}#{match["id"]}"{match["after"]}>{text}</a>'

    return REFERENCE.sub(one, content)
