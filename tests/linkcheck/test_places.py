"""Faults put at random, with a fixed seed, into pages that MkDocs then builds: each must be traced to where it was put."""

from __future__ import annotations

import logging
import os
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from linkcheck import check_site

# § stands before each address that a finding has to point to, TARGET for the address, NUM for a number of its own.
CONFIG = """
site_name: Prueba
site_url: https://x.github.io/guia/
use_directory_urls: FOLDERS
theme: {name: null, custom_dir: theme}
plugins: []
nav: [index.md, uno.md, sub/dos.md, Foro: §htps://foro.example/]
extra_css: [§css/no-hay.css, css/hay.css]
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - pymdownx.blocks.admonition
  - pymdownx.details
  - pymdownx.snippets: {base_path: [docs]}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
"""
TEMPLATE = """<!doctype html><title>x</title>
{% for path in config.extra_css %}<link rel=stylesheet href="{{ path | url }}">{% endfor %}
<nav>{% for item in nav %}<a href="{{ item.url | url }}">{{ item.title }}</a>{% endfor %}</nav>
<main>{{ page.content }}</main><footer><a href="§no-de-tema.html">x</a></footer>
"""
TARGETS = ["nada.html", "nada.md", "uno.md#nada", "#nada", "Uno.html", "a%20b/á.png", "htps://a.example/", "mailto:pepe",
           "www.example.com", "https://exa%20mple.com/", "nada.html?x=1&y=2", "nada_(1).html", "/fuera.html", "file:///x"]
INLINE = ["[texto](§TARGET)", "[texto](<§TARGET>)", '[texto](§TARGET "Eso")', "**[texto](§TARGET){ .clase }**",
          "![alt](§TARGET)", "[![a](§TARGET)](§TARGET)", "`[texto](TARGET)` [texto](§TARGET)", "\\[x](TARGET) [x](§TARGET)",
          "[a [b] c](§TARGET) y [texto](§TARGET)", "[texto][rNUM]", "[rNUM][]", "[rNUM] y [texto][rNUM]", "[](§TARGET)",
          "§[texto][noNUM]", '<a class=x href="§HTML">x</a>', "dato[^nNUM] y [texto](§TARGET)"]
BLOCKS = ["Texto y INLINE aquí.\nMás INLINE.", "- Uno\n- Dos INLINE\n\n    > Cita INLINE", "## Título con [texto](§TARGET)",
          "1. Uno\n\n        [x](TARGET)\n\n2. Dos [x](§TARGET)", "| a | b |\n|---|---|\n| INLINE | `x` |",
          '!!! note "Uno"\n    INLINE\n\n    - INLINE', "/// note | Mira [texto](§TARGET)\nTexto INLINE\n///",
          "??? tip\n    ```\n    [x](TARGET)\n    ```\n\n    [x](§TARGET)", '=== "Uno"\n\n    INLINE\n\n=== "Dos"\n\n    INLINE',
          "término\n:   INLINE", "```\n[x](TARGET)\n```\n\n[x](§TARGET)", "<!-- [x](TARGET) -->\n\n[x](§TARGET)",
          '<div markdown="1">\nTexto INLINE\n</div>', "Texto [muy\nlargo](§TARGET) y [uno](\n  §TARGET).", '--8<-- "NUM.inc"',
          "<p>Texto\n<a\n  class=x\n  href='§HTML'>x</a></p>", '<div style="background: url(§noNUM.png)">x</div>',
          '<picture><source srcset="/guia/css/hay.css 1x, §noNUM.png 2x"></picture>', "## Uno { #dNUM }\n\n## Dos { #§dNUM }",
          "<pre>[x](TARGET)</pre>\n\nINLINE", '<div>\n[x](TARGET) <br> <a href="§HTML">x</a>\n</div>\n\nINLINE',
          '<div markdown>\nINLINE\n\n<p>[x](TARGET)</p>\n\nINLINE\n</div>']


@dataclass
class Maker:
    """Writes the sources of a site and remembers where the faults are."""

    folder: Path
    chance: random.Random
    number: int = 0
    truth: set[tuple[str, int, int]] = field(default_factory=set)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for number, line in enumerate(text.split("\n"), 1):
            for place in re.finditer("§", line):
                self.truth.add((name, number, place.start() - line.count("§", 0, place.start()) + 1))
        path.write_text(text.replace("§", ""), encoding="utf-8", newline=self.chance.choice(["\n", "\r\n"]))

    def page(self, name: str, blocks: int) -> None:
        body, ends = ["# Una página"], []
        for _ in range(blocks):
            block = self.chance.choice(BLOCKS)
            while "INLINE" in block:
                block = block.replace("INLINE", self._filled(self.chance.choice(INLINE), ends), 1)
            body.append(self._filled(block, ends))
        self.write(f"docs/{name}", "\n\n".join(body + ends) + "\n")

    def _filled(self, text: str, ends: list[str]) -> str:
        """Put in an address and a number, and add to the end of the page what the text refers to."""
        self.number += 1
        target = self.chance.choice(TARGETS)
        if "[rNUM]" in text:
            end = self.chance.choice(["[rNUM]: §TARGET", '[rNUM]: §TARGET "Eso"', "[rNUM]: <§TARGET>", "[rNUM]:\n    §TARGET"])
            ends.append(self._named(end, target))
        if "[^nNUM]" in text:
            ends.append(self._named("[^nNUM]: Nota con [texto](§TARGET).\n\n    Y [otra](§TARGET).", target))
        if "NUM.inc" in text:
            self.write(self._named("docs/NUM.inc", target), self._named("Un trozo con [texto](§TARGET).\n", target))
        return self._named(text, target)

    def _named(self, text: str, target: str) -> str:
        html = target.replace(".md", ".html").replace("&", "&amp;")
        return text.replace("TARGET", target).replace("HTML", html).replace("NUM", str(self.number))


def make(folder: Path, seed: int, folders: bool) -> Maker:
    maker = Maker(folder, random.Random(seed))
    maker.write("mkdocs.yml", CONFIG.replace("FOLDERS", str(folders).lower()))
    maker.write("theme/main.html", TEMPLATE)
    maker.write("docs/css/hay.css", "p { color: red }\np { background: url('§no-css.png') }\n")
    for name in ("index.md", "uno.md", "sub/dos.md"):
        maker.page(name, 22)
    return maker


@pytest.mark.parametrize("seed", range(4))
def test_places(tmp_path, monkeypatch, seed):
    maker = make(tmp_path, seed, folders=seed % 2 == 1)
    monkeypatch.chdir(tmp_path)  # snippets are looked for from here
    monkeypatch.setattr(logging.getLogger("mkdocs"), "disabled", True)
    build(load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    result = check_site(tmp_path / "site", site_url="https://x.github.io/guia/", docs_dir=tmp_path / "docs")
    found = {(os.path.relpath(source.file, tmp_path), source.line, source.column)
             for finding in result.findings if (source := finding.source)}
    assert all(finding.source for finding in result.findings)
    assert sorted(found - maker.truth) == [] and sorted(maker.truth - found) == []
    assert len(maker.truth) > 90
