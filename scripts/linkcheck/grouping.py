"""A fault of a template shows on every page; it is reported once, with its count."""

from __future__ import annotations

from collections import defaultdict

from .model import Finding

EVERYWHERE = 0.8  # share of the pages from which, with no source to tell, a repeated fault is the template's
AT_LEAST = 4


def group(findings: list[Finding], pages: int) -> list[Finding]:
    """Sorted findings, those of a template merged into the first of them."""
    kept: list[Finding] = []
    groups: dict[tuple, list[Finding]] = defaultdict(list)
    for finding in _without_repeats(findings):
        groups[finding.level, finding.kind, finding.source or finding.target].append(finding)
    for same in groups.values():
        same.sort(key=Finding.sort_key)
        names = {finding.page for finding in same}
        if len(names) > 1 and _is_template(same, len(names), pages):
            first = same[0]
            first.pages = len(names)
            first.message += f"; the same on {len(names)} pages"
            kept.append(first)
        else:
            kept.extend(same)
    return sorted(kept, key=Finding.sort_key)


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """One of each: the parser clones a misnested element, and a srcset may name a file twice."""
    unique: dict[tuple, Finding] = {}
    for number, finding in enumerate(findings):
        place = (finding.line, finding.column) if finding.column else number
        unique.setdefault((finding.page, place, finding.kind, finding.url, finding.message), finding)
    return list(unique.values())


def _is_template(same: list[Finding], names: int, pages: int) -> bool:
    if same[0].source is not None:
        return True  # one place in the sources, many pages
    if sum(finding.template for finding in same) >= 2:
        return True  # none of the pages' sources writes it
    return names >= AT_LEAST and names >= EVERYWHERE * pages
