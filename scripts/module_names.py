"""The names that a JavaScript module declares and those that it uses: no parser, but what finds a forgotten import.

A name that is declared anywhere in the module counts as declared in all of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*.*?\*/)"
    r"|(?P<text>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    r"|(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<sign>\.\.\.|=>|\?\.|.)",
    re.DOTALL,
)
PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
LITERAL = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*", re.DOTALL)
RESERVED = frozenset({
    "async", "await", "break", "case", "catch", "class", "const", "continue", "default", "delete", "do", "else",
    "export", "extends", "false", "finally", "for", "from", "function", "get", "if", "import", "in", "instanceof",
    "let", "new", "null", "of", "return", "set", "static", "super", "switch", "this", "throw", "true", "try",
    "typeof", "undefined", "var", "void", "while", "yield",
})
BEFORE_A_VALUE = frozenset({
    "return", "typeof", "case", "in", "of", "delete", "void", "throw", "else", "do", "await", "yield",
})
OPEN, CLOSE = "([{", ")]}"


@dataclass
class Token:
    kind: str
    text: str
    at: int


def tokens(code: str) -> list[Token]:
    """The names, numbers, texts and signs of some code, without comments; of template literals, what they insert."""
    return list(_tokens(code))


def _tokens(code: str) -> Iterator[Token]:
    at, last = 0, Token("sign", ";", 0)
    inserted: list[int] = []  # of each template literal that is open, the brackets open inside its ${}
    while at < len(code):
        closes = code[at] == "}" and inserted and inserted[-1] == 0
        if code[at] == "`" or closes:
            if closes:
                inserted.pop()
            start = at
            at = LITERAL.match(code, at + 1).end()
            last = Token("text", "`", start)
            yield last
            if code.startswith("${", at):
                inserted.append(0)
                last = Token("sign", "${", at)
            at += len("${") if code.startswith("${", at) else 1
            continue
        value_before = last.kind in ("number", "text") or last.text in CLOSE
        value_before = value_before or (last.kind == "name" and last.text not in BEFORE_A_VALUE)
        pattern = code[at] == "/" and code[at + 1 : at + 2] not in ("/", "*") and not value_before and PATTERN.match(code, at)
        found = pattern or TOKEN.match(code, at)
        kind = "text" if pattern else found.lastgroup
        if kind != "space":
            last = Token(kind, found[0], at)
            if inserted:
                inserted[-1] += (last.text == "{") - (last.text == "}")
            yield last
        at = found.end()


def _closing(all_: list[Token], i: int) -> int:
    """Place of the bracket that closes the one at i; the end if none does."""
    depth = 0
    for j in range(i, len(all_)):
        if all_[j].kind == "sign":
            depth += (all_[j].text in OPEN) - (all_[j].text in CLOSE)
            if depth == 0:
                return j
    return len(all_)


def _bound(all_: list[Token]) -> set[str]:
    """The names in a pattern of a declaration or in a list of parameters: no keys, no default values."""
    found: set[str] = set()
    i = 0
    while i < len(all_):
        if all_[i].text == "=":
            while i < len(all_) and all_[i].text not in (",", *CLOSE):
                i = _closing(all_, i) + 1 if all_[i].text in OPEN else i + 1
            continue
        if all_[i].kind == "name" and not (i + 1 < len(all_) and all_[i + 1].text == ":"):
            found.add(all_[i].text)
        i += 1
    return found - RESERVED


def _variables(all_: list[Token], i: int) -> set[str]:
    """The names that a declaration declares: the first pattern, and those behind the commas."""
    found: set[str] = set()
    start = i
    while True:
        end = _closing(all_, start) + 1 if all_[start].text in OPEN else start + 1
        found |= _bound(all_[start:end])
        while end < len(all_) and all_[end].text not in (",", ";", "of", "in", *CLOSE):
            end = _closing(all_, end) + 1 if all_[end].text in OPEN else end + 1
        if end >= len(all_) or all_[end].text != ",":
            return found
        start = end + 1


def declared(all_: list[Token]) -> set[str]:
    """The names that a module declares: variables, functions, classes, parameters."""
    found: set[str] = set()
    for i, one in enumerate(all_[:-1]):
        after, before = all_[i + 1], all_[i - 1] if i else None
        if one.text in ("const", "let", "var"):
            found |= _variables(all_, i + 1)
        elif one.text in ("function", "class"):
            named = all_[i + 2] if after.text == "*" else after
            found |= {named.text} if named.kind == "name" else set()
        elif one.kind == "name" and after.text == "=>":
            found.add(one.text)
        elif one.text == "(":
            end = _closing(all_, i)
            behind = all_[end + 1].text if end + 1 < len(all_) else ""
            heads = before is not None and before.kind == "name" and before.text not in ("if", "while", "for", "switch")
            if behind == "=>" or (behind == "{" and heads):
                found |= _bound(all_[i + 1 : end])
    return found


def used(code: str) -> dict[str, int]:
    """The names that a module uses and does not declare itself, each with the place of its first use."""
    all_ = tokens(code)
    own = declared(all_) | RESERVED
    found: dict[str, int] = {}
    for i, one in enumerate(all_):
        if one.kind != "name" or one.text in own:
            continue
        before, after = (all_[i - 1].text if i else ""), (all_[i + 1].text if i + 1 < len(all_) else "")
        member = before in (".", "?.")
        key = after == ":" and before in ("{", ",")
        method = after == "(" and before in ("{", ",", "}", ";", "get", "set", "async", "static", "*") and _is_method(all_, i + 1)
        if not (member or key or method):
            found.setdefault(one.text, one.at)
    return found


def _is_method(all_: list[Token], i: int) -> bool:
    """Whether a list in brackets is that of the parameters of a method: its body stands behind."""
    end = _closing(all_, i)
    return end + 1 < len(all_) and all_[end + 1].text == "{"
