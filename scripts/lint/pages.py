"""Pages: front matter, anchors, images, and nothing that the reader's browser would have to fetch from elsewhere."""

import re
from collections.abc import Iterator

import yaml
from problem import Problem
from pymdownx.slugs import slugify

from apparatus.source import Source, front_matter
from lint.config import nav_leaves
from lint.project import Project, yaml_problem

KEYS = {"title": str, "description": str, "hours": (int, float), "needs": list, "template": str, "hide": list}
NAME = re.compile(r"[a-z0-9_-]+\.md")
REQUIRED = ("title", "description")
DESCRIPTION = (80, 155)  # the characters that a search engine shows
HEADING = re.compile(r"^(?P<marks>#{1,6})[ ]+(?P<text>.*?)[ ]*#*[ ]*$", re.MULTILINE)
HEADING_ID = re.compile(r"[ ]*\{[^}]*#(?P<id>[\w:.-]+)[^}]*\}[ ]*$")
OTHER_ID = re.compile(
    r"\battrs:[ ]*\{[^}\n]*\bid:[ ]*(?P<attrs>[\w-]+)|\\label\{(?P<label>[^}]+)\}"
    r"|^(?!#).*\{[^}\n]*#(?P<list>[\w-]+)[^}\n]*\}[ ]*$",
    re.MULTILINE,
)
IMAGE = re.compile(r"!\[(?P<alt>(?:[^\[\]\\]|\\.)*)\](?:\((?P<target>[^)]*)\)|\[(?P<reference>[^\]]*)\])?")
SAYS_NOTHING = re.compile(
    r"(?:una |la )?(?:imagen|figura|foto|gráfic[oa]|image|figure)[ .\d]*|\S+\.(?:svg|png|jpe?g|gif|webp)", re.IGNORECASE
)
HTML_IMAGE = re.compile(r"<img\b(?P<attributes>[^>]*)>", re.IGNORECASE)
HTML_ALT = re.compile(r"\balt\s*=\s*(?:\"\s*[^\"\s][^\"]*\"|'\s*[^'\s][^']*'|[^\s\"'>]+)", re.IGNORECASE)
LINK_TEXT = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
FOREIGN = re.compile(
    r"<(?P<tag>script|link|img|iframe|embed|object|source|video|audio|track|frame|image|use)\b[^>]*?"
    r"\b(?:src|href|data|srcset|poster|xlink:href)\s*=\s*[\"']?\s*(?P<url>(?:https?:)?//[^\s\"'>]+)",
    re.IGNORECASE,
)
FOREIGN_CSS = re.compile(r"(?:@import\s+(?:url\()?|url\()\s*[\"']?\s*(?P<url>(?:https?:)?//[^\s\"')]+)", re.IGNORECASE)
INLINE_HANDLER = re.compile(r"<[a-z][^>]*\s(?P<name>on[a-z]+)\s*=", re.IGNORECASE)
TAB = re.compile(r"\t")
SLUG = slugify(case="lower", normalize="NFD")
COPIES = (".orig", ".rej", ".bak", ".swp", "~")
TEMPLATE_FILES = ("*.html", "*.css", "*.js")


def check(project: Project) -> list[Problem]:
    """Everything about one page at a time, and third-party resources in the theme and the assets too."""
    problems = _copied(project)
    shown = {leaf.value for leaf in nav_leaves(project.setting("nav"))}
    for page, source in project.pages.items():
        if "/" in page:  # figures and terms are looked for beside the page
            problems.append(Problem(f"docs/{page}", 1, 0, "a page in a folder of docs/", "put it in docs/ itself"))
        elif not NAME.fullmatch(page) and page in shown:
            hint = "name it with small letters without accents, digits and -"
            problems.append(Problem(f"docs/{page}", 1, 0, "a file's name that makes a bad address", hint))
        problems += _front_matter(project, page, source)
        problems += _anchors(project, page, source)
        problems += _images(project, page, source)
        problems += foreign(f"docs/{page}", source.prose)
        for fence in source.fences:
            if fence.language == "mermaid":
                message = "a Mermaid fence, which would load a script from a third party"
                problems.append(Problem(f"docs/{page}", fence.first, 0, message, "draw the figure in scripts/figures"))
        for tab in TAB.finditer(source.text):
            problems.append(project.problem(page, tab.start(), "a tab character", "use spaces"))
    return problems + _strange_files(project) + _foreign_files(project)


def _front_matter(project: Project, page: str, source: Source) -> list[Problem]:
    file = f"docs/{page}"
    if not source.front_matter and not source.text.startswith("---\n---"):
        return [Problem(file, 1, 0, "no front matter", "begin the page with ---, title, description and ---")]
    try:
        node = yaml.compose(source.front_matter, Loader=yaml.SafeLoader)
        data = yaml.safe_load(source.front_matter)
    except yaml.YAMLError as error:
        problem = yaml_problem(file, error, first_line=2)
        told = "\t" in source.text.split("\n")[problem.line - 1]  # as a tab
        return [] if told else [problem]
    if not isinstance(node, yaml.MappingNode):
        return [Problem(file, 2, 0, "bad YAML: the front matter is not made of `key: value` lines", "mend the YAML")]
    problems = []
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 2
        if key.value in seen:
            problems.append(Problem(file, line, 1, f"repeated key '{key.value}' in the front matter", "leave one"))
        seen.add(key.value)
        kind = KEYS.get(key.value)
        if kind is None:
            known = ", ".join(KEYS)
            problems.append(Problem(file, line, 1, f"unknown key '{key.value}' in the front matter", f"use: {known}"))
        elif not isinstance(data[key.value], kind) or isinstance(data[key.value], bool):
            problems.append(Problem(file, line, 1, f"'{key.value}' in the front matter has a value of the wrong kind"))
        elif key.value == "description" and not _fits(data["description"]):
            message = f"a description of {len(data['description'].strip())} characters"
            least, most = DESCRIPTION
            problems.append(Problem(file, line, 1, message, f"write {least} to {most}: what a search engine shows"))
        elif key.value == "template" and not (project.root / "theme" / value.value).is_file():
            problems.append(Problem(file, line, 1, f"no template '{value.value}' in theme/", "mend its name"))
        elif key.value == "hours" and not 0 < data["hours"] < 1000:
            problems.append(Problem(file, line, 1, "'hours' in the front matter is no duration", "write 8 or 1.5"))
        elif key.value == "needs":
            problems += [
                Problem(file, item.start_mark.line + 2, item.start_mark.column + 1, message, hint)
                for item, message, hint in _needs(project, page, value.value)
            ]
    problems += [
        Problem(file, 1, 0, f"no '{key}' in the front matter", f"add a line `{key}: …`")
        for key in REQUIRED
        if isinstance(data.get(key, ""), str) and not data.get(key, "").strip()
    ]
    return problems


def _copied(project: Project) -> list[Problem]:
    """Titles and descriptions that another page has: those of the page that this one was made from."""
    problems = []
    first: dict[str, str] = {}
    for leaf in nav_leaves(project.setting("nav")):
        source = project.pages.get(leaf.value)
        said = front_matter(source) if source else {}
        same = [key for key in REQUIRED if said.get(key) and first.setdefault(str(said[key]), leaf.value) != leaf.value]
        if same:
            line = 2 + next((n for n, text in enumerate(source.front_matter.split("\n")) if text.startswith(same[0])), 0)
            message = f"the same {' and '.join(same)} as {first[str(said[same[0]])]}"
            problems.append(Problem(f"docs/{leaf.value}", line, 1, message, "write its own"))
    return problems


def _needs(project: Project, page: str, items: list[yaml.Node]) -> Iterator[tuple[yaml.Node, str, str]]:
    """What is wrong with the pages that one needs. One that comes later in the navigation would close a circle."""
    order = [leaf.value for leaf in nav_leaves(project.setting("nav"))]
    names = [_name(item) for item in items]
    for index, (item, name) in enumerate(zip(items, names, strict=True)):
        if name not in (project.pages.keys() | set(project.unreadable)):
            yield item, f"needs a page that is not there: '{name}'", "use the name of a file of docs/"
        elif name == page:
            yield item, "the page needs itself", "remove it"
        elif name in names[:index]:
            yield item, f"the page needs '{name}' twice", "leave one"
        elif page in order and name in order[order.index(page) :]:
            yield item, f"needs '{name}', which comes later in the navigation", "remove it, or change the order of `nav`"


def _fits(description: str) -> bool:
    """Whether a description has a right length; one that is empty is told as missing."""
    length = len(description.strip())
    return not length or DESCRIPTION[0] <= length <= DESCRIPTION[1]


def _name(node: yaml.Node) -> str:
    """What an item of a list says, or what kind of thing it is if it is no word."""
    return node.value if isinstance(node, yaml.ScalarNode) else node.id


def plain_text(heading: str) -> str:
    """The text of a heading as its anchor is made of: links and marks left out."""
    text = LINK_TEXT.sub(r"\1", heading)
    return re.sub(r"[`*]|(?<!\w)_|_(?!\w)", "", text)


def _anchors(project: Project, page: str, source: Source) -> list[Problem]:
    # Headings are read from the text, where their code spans still have letters; formulas are not allowed in them.
    found: list[tuple[int, str]] = []
    for heading in HEADING.finditer(source.markup):
        text = source.text[heading.start("text") : heading.end("text")]
        explicit = HEADING_ID.search(text)
        anchor = explicit["id"] if explicit else SLUG(plain_text(text), "-")
        found.append((heading.start(), anchor))
    for other in OTHER_ID.finditer(source.markup):
        group = other.lastgroup
        found.append((other.start(group), other[group]))
    problems = []
    titles = [heading.start() for heading in HEADING.finditer(source.markup) if heading["marks"] == "#"]
    if not titles and source.front_matter:
        problems.append(Problem(f"docs/{page}", 1, 0, "a page without a heading `# …`", "begin its text with one"))
    problems += [
        project.problem(page, offset, "a second heading of the first level in the page", "write ## or more")
        for offset in titles[1:]
    ]
    above = 1
    for heading in HEADING.finditer(source.markup):
        level = len(heading["marks"])
        if level > above + 1:
            message = f"a heading of level {level} right below one of level {above}"
            problems.append(project.problem(page, heading.start(), message, f"write {'#' * (above + 1)}"))
        above = level
    lines: dict[str, int] = {}
    for offset, anchor in sorted(found):
        line = source.position(offset)[0]
        first = lines.setdefault(anchor, line)
        if first != line:
            message = f"two places with the same anchor '#{anchor}', the first at line {first}"
            problems.append(project.problem(page, offset, message, "word one of them otherwise, or give it { #anchor }"))
    return problems


def _images(project: Project, page: str, source: Source) -> list[Problem]:
    hint = "say in words what the image shows"
    problems = [
        project.problem(page, image.start(), "an image without alternative text", hint)
        for image in IMAGE.finditer(source.markup)
        if not source.text[image.start("alt") : image.end("alt")].strip()
    ]
    problems += [
        project.problem(page, image.start(), "an image without alternative text", hint)
        for image in HTML_IMAGE.finditer(source.markup)
        if not HTML_ALT.search(image["attributes"])
    ]
    for image in IMAGE.finditer(source.prose):
        alt = source.text[image.start("alt") : image.end("alt")].strip()
        if SAYS_NOTHING.fullmatch(alt):
            problems.append(project.problem(page, image.start(), "an alternative text that says nothing", hint))
        elif "$" in alt.replace("\\$", ""):
            message = "a formula in an alternative text, which would be read as TeX"
            problems.append(project.problem(page, image.start(), message, "say it in words"))
    for image in IMAGE.finditer(source.markup):
        target = image["target"] or ""
        if image["reference"] is not None:
            name = re.escape(image["reference"] or image["alt"])
            defined = re.search(rf"^[ ]{{0,3}}\[{name}\]:[ ]*<?(\S+)", source.prose, re.MULTILINE | re.IGNORECASE)
            target = defined[1] if defined else ""
        if re.match(r"(?:https?:)?//", target.strip()):
            message = f"a resource of a third party: {target.split()[0]}"
            problems.append(project.problem(page, image.start(), message, "copy it into docs/assets if its licence allows"))
    return problems


def foreign(file: str, text: str) -> list[Problem]:
    """What a page, a style sheet or a drawing would fetch from elsewhere, and handlers that the security policy blocks."""

    def at(offset: int) -> tuple[int, int]:
        return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

    problems = []
    for rule in (FOREIGN, FOREIGN_CSS):
        for found in rule.finditer(text):
            tag = found.groupdict().get("tag")
            if tag and tag.lower() == "link" and re.search(r"rel=[\"']?(canonical|alternate|license|author|me)\b", found[0]):
                continue
            message = f"a resource of a third party: {found['url']}"
            problems.append(Problem(file, *at(found.start()), message, "copy it into docs/assets if its licence allows"))
    for handler in INLINE_HANDLER.finditer(text) if file.endswith((".md", ".html")) else ():
        message = f"an inline handler '{handler['name']}', which the security policy blocks"
        problems.append(Problem(file, *at(handler.start()), message, "put the code in docs/assets/scripts"))
    return problems


def _strange_files(project: Project) -> list[Problem]:
    """What would be published without being a page, a program or an asset: drafts, copies of editors and of merges."""
    beside = {path for path in project.docs.iterdir() if path.is_file() and path.suffix != ".md"}
    copies = {path for path in project.docs.rglob("*") if path.name.endswith(COPIES)}
    message = "a file that is no page and would be published"
    return [
        Problem(path.relative_to(project.root).as_posix(), 1, 0, message, "take it out of docs/")
        for path in sorted(beside | copies)
        if not path.name.startswith(".")
    ]


def _foreign_files(project: Project) -> list[Problem]:
    problems = []
    for folder in (project.root / "theme", project.docs / "assets"):
        for pattern in TEMPLATE_FILES:
            for path in sorted(folder.rglob(pattern)):
                text = path.read_text(encoding="utf-8", errors="replace")
                problems += foreign(path.relative_to(project.root).as_posix(), text)
    for setting in ("extra_css", "extra_javascript"):
        node = project.setting(setting)
        for item in node.value if isinstance(node, yaml.SequenceNode) else ():
            text = item.value if isinstance(item, yaml.ScalarNode) else {k.value: v.value for k, v in item.value}.get("path", "")
            if re.match(r"(?:https?:)?//", text):
                mark = item.start_mark
                message = f"a resource of a third party: {text}"
                problems.append(Problem("mkdocs.yml", mark.line + 1, mark.column + 1, message, "copy it into docs/assets"))
    return problems
