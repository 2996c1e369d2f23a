"""mkdocs.yml: its keys, and the pages of its navigation."""

import difflib
import re
from collections.abc import Iterator

import yaml
from mkdocs.config.defaults import MkDocsConfig
from problem import Problem

from lint.project import Project

KNOWN = {name for name, _ in MkDocsConfig._schema}
NEEDED = {"docs_dir": "docs", "use_directory_urls": "false"}
NOT_IN_NAVIGATION = {"404.md"}


def nav_leaves(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """The pages and addresses of the navigation, in order."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from nav_leaves(child)
    elif isinstance(node, yaml.MappingNode):
        for title, child in node.value:
            if isinstance(child, yaml.ScalarNode) and not child.value:
                child = title  # `- page.md:`, with a colon too many
            yield from nav_leaves(child)


def check(project: Project) -> list[Problem]:
    """Unknown or repeated keys; pages of the navigation that are not there; pages that no navigation shows."""
    if project.config is None:
        return []
    problems = []
    seen: set[str] = set()
    for key, _ in project.config.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        if key.value not in KNOWN:
            problems.append(Problem("mkdocs.yml", line, column, f"unknown key '{key.value}'", "MkDocs has no such setting"))
        if key.value in seen:
            problems.append(Problem("mkdocs.yml", line, column, f"repeated key '{key.value}'", "join the two"))
        seen.add(key.value)
    return problems + _needed(project) + _navigation(project)


def _needed(project: Project) -> list[Problem]:
    """Settings that the rest of the project relies on, and names of hooks and pages in them."""
    problems = []

    def wrong(node: yaml.Node, message: str, hint: str) -> None:
        problems.append(Problem("mkdocs.yml", node.start_mark.line + 1, node.start_mark.column + 1, message, hint))

    for name, value in NEEDED.items():
        node = project.setting(name)
        if node is not None and node.value != value:
            wrong(node, f"`{name}` is not {value}, which the links and the checks rely on", f"write {name}: {value}")
    hooks = project.setting("hooks")
    if isinstance(hooks, yaml.SequenceNode):
        listed = {item.value for item in hooks.value}
        there = {f"scripts/hooks/{path.name}" for path in (project.root / "scripts" / "hooks").glob("[!_]*.py")}
        for item in hooks.value:
            if not (project.root / item.value).is_file():
                near = difflib.get_close_matches(item.value, there - listed, n=1)
                there -= set(near)  # one slip, one line
                wrong(item, f"no hook '{item.value}'", f"did you mean {near[0]}?" if near else "mend its name")
        for name in sorted(there - listed):
            wrong(hooks, f"'{name}' is not in `hooks`, so nothing runs it", "add it to `hooks`")
    books = next((item for item in _plugins(project) if item[0] == "bib_file"), None)
    if books and not (project.root / books[1].value).is_file():
        wrong(books[1], f"no bibliography '{books[1].value}'", "write bib/guia.bib")
    unnumbered = project.setting("extra", "unnumbered")
    for item in unnumbered.value if isinstance(unnumbered, yaml.SequenceNode) else ():
        if item.value not in {*project.pages, *project.unreadable}:
            wrong(item, f"`unnumbered` names '{item.value}', which is not in docs/", "mend the name or remove it")
    return problems


def _plugins(project: Project) -> Iterator[tuple[str, yaml.Node]]:
    """The options of the plugins: name and value."""
    plugins = project.setting("plugins")
    for item in plugins.value if isinstance(plugins, yaml.SequenceNode) else ():
        for _, options in item.value if isinstance(item, yaml.MappingNode) else ():
            for key, value in options.value if isinstance(options, yaml.MappingNode) else ():
                yield key.value, value


def _navigation(project: Project) -> list[Problem]:
    nav = project.setting("nav")
    if nav is None:
        misspelt = any(key.value not in KNOWN for key, _ in project.config.value)  # told already
        return [] if misspelt else [Problem("mkdocs.yml", 1, 0, "no `nav`", "list the pages in it")]
    problems = []
    there = {*project.pages, *project.unreadable}
    leaves = [leaf for leaf in nav_leaves(nav) if "://" not in leaf.value]
    missing = set(project.pages) - {leaf.value for leaf in leaves} - NOT_IN_NAVIGATION
    shown: set[str] = set()
    for leaf in leaves:
        line, column = leaf.start_mark.line + 1, leaf.start_mark.column + 1
        if leaf.value in shown:
            message = f"'{leaf.value}' is twice in the navigation"
            problems.append(Problem("mkdocs.yml", line, column, message, "leave one"))
        shown.add(leaf.value)
        if leaf.value not in there:
            message, hint, meant = _no_page(leaf.value, missing)
            missing -= meant  # one slip, one line
            problems.append(Problem("mkdocs.yml", line, column, message, hint))
    return problems + [
        Problem(f"docs/{name}", 1, 0, "the page is not in the navigation", "add it to `nav` in mkdocs.yml")
        for name in sorted(missing)
    ]


def _no_page(named: str, missing: set[str]) -> tuple[str, str, set[str]]:
    """What is wrong with a name of the navigation that no page has, what to do, and the pages that it was meant for."""
    within = {name for name in missing if re.search(rf"(?<![\w-]){re.escape(name)}", named)}
    if " - " in named and within:
        return f"a title without its colon: '{named.partition(' - ')[0]}'", "end it with :", within
    near = within or set(difflib.get_close_matches(named.lower(), missing, n=1))
    hint = f"did you mean {min(near)}?" if near else "mend the name or write the page"
    if within and re.match(r"[^/]+ ", named):
        hint = f"write {named.removesuffix(min(near)).strip()}: {min(near)}"
    return f"the navigation names '{named}', which is not in docs/", hint, near
