"""mkdocs.yml: its keys, and the pages of its navigation."""

from collections.abc import Iterator

import yaml
from mkdocs.config.defaults import MkDocsConfig
from problem import Problem

from lint.project import Project

KNOWN = {name for name, _ in MkDocsConfig._schema}
NOT_IN_NAVIGATION = {"404.md"}


def _nav_leaves(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _nav_leaves(child)
    elif isinstance(node, yaml.MappingNode):
        for _, child in node.value:
            yield from _nav_leaves(child)


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
    shown: set[str] = set()
    for leaf in _nav_leaves(project.setting("nav")):
        line, column = leaf.start_mark.line + 1, leaf.start_mark.column + 1
        if "://" in leaf.value:
            continue
        if leaf.value in shown:
            message = f"'{leaf.value}' is twice in the navigation"
            problems.append(Problem("mkdocs.yml", line, column, message, "leave one"))
        shown.add(leaf.value)
        if leaf.value not in project.pages and leaf.value not in project.unreadable:
            message = f"the navigation names '{leaf.value}', which is not in docs/"
            problems.append(Problem("mkdocs.yml", line, column, message, "mend the name or write the page"))
    missing = sorted((set(project.pages) | set(project.unreadable)) - shown - NOT_IN_NAVIGATION)
    problems += [
        Problem(f"docs/{name}", 1, 0, "the page is not in the navigation", "add it to `nav` in mkdocs.yml")
        for name in missing
    ]
    return problems
