"""The three forms of output: text for people, JSON for programs, annotations for GitHub."""

from __future__ import annotations

import json

from .model import Finding, Result

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}  # a name may hold them


def place(finding: Finding) -> str:
    """Where to mend: the source if it is known, else the published page."""
    if finding.source:
        return str(finding.source)
    return f"{finding.page}:{finding.line}" if finding.line else finding.page


def line_of(finding: Finding) -> str:
    """One finding as `file:line:column: level: address: what is wrong (what to do)`."""
    text = f"{place(finding)}: {finding.level}: {finding.url!r}: {finding.message} [{finding.kind}]"
    if finding.source and finding.source.file != finding.page:
        text += f" in {finding.page}:{finding.line}"
    return (text + (f" (write {finding.suggestion!r})" if finding.suggestion else "")).translate(_CONTROLS)


def as_text(result: Result) -> str:
    stats = result.stats
    lines = [line_of(finding) for finding in result.findings]
    lines.append(f"{len(result.errors)} errors, {len(result.warnings)} warnings; {stats.pages} pages, "
                 f"{stats.links} links, {stats.external} external addresses, {stats.seconds:.2f} s")
    return "\n".join(lines)


def as_json(result: Result) -> str:
    return json.dumps(result.to_json(), ensure_ascii=False, indent=1)


def as_github(result: Result) -> str:
    """Workflow commands, which GitHub shows beside the line."""
    lines = []
    for finding in result.findings:
        file, line, column = finding.page, finding.line, finding.column
        if finding.source:
            file, line, column = finding.source.file, finding.source.line, finding.source.column
        fields = {"file": file, "line": max(line, 1), "col": max(column, 1), "title": f"link: {finding.kind}"}
        options = ",".join(f"{name}={_escape(str(value), True)}" for name, value in fields.items())
        message = f"{finding.url!r}: {finding.message}"
        message += f" (write {finding.suggestion!r})" if finding.suggestion else ""
        lines.append(f"::{finding.level} {options}::{_escape(message, False)}")
    return "\n".join(lines)


def _escape(text: str, in_option: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_option else text


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
