"""Leftovers: marks of some other Markdown, or marks half written, which the page would show as they are."""

import re

from problem import Problem

from lint.project import Project

# Control characters, soft hyphens, marks of order and of width, separators of lines.
INVISIBLE = r"\0-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
THINGS = "[Ff]igura|[Tt]abla|[Ll]istado|[Ee]cuación|[Ee]jercicio"
RULES = tuple(
    (re.compile(pattern, re.MULTILINE), message, hint)
    for pattern, message, hint in (
        (r"\b(?:TODO|FIXME|XXX|TBD)\b", "a note of what is still to do", "do it, or put it in a comment"),
        (r"(?:^|[\[(*«])[ ]*(?:[Pp]endiente|[Pp]or hacer):", "a note of what is still to do", "do it, or put it in a comment"),
        (r"(?<![(<\w\"'=/])(?<!\]: )(?:https?://\S+|www\.\w+\.\w+)", "an address that is no link", "write [text](address)"),
        (r"\[(?:aquí|este|esta|enlace|este enlace|pincha aquí)\]\(", "a link whose text says nothing", "say what it leads to"),
        (r"\[[a-z]+\d{4}[a-z]+\](?![(\[:])", "a citation without its @", "write [@key]"),
        (r"\[[ ]*@(?:[ ]*\]|@)", "a citation of nothing", "write [@key]"),
        (r"^\\(?!(?:bibliography|lista|cita_\w+)[ ]*$)[a-zA-Z_]{3,}[ ]*$", "an unknown command", "write \\bibliography"),
        (r"<style\b(?![^<]*//)", "a style in a page", "write it in assets/stylesheets/guia.css"),
        (r"\[@[\w-]+[^\]\n]*$(?!\n[^\[\]\n]*\])", "a citation that is never closed", "add the ]"),
        (r"(?<=\S\n)[ ]{0,3}(?:-{2,}|={2,})[ ]*$", "a line that makes a heading of what stands above", "leave a blank line"),
        (r"(?i)\b(de|la|el|que|en|los|las|un|una|se|por|con|del|al|lo) \1\b", "a word twice", "leave one"),
        (r"[Ll]orem ipsum", "a text that fills a place", "write the text"),
        (r"^(?:!!!|\?\?\?\+?)[ ]*[\w\"].*$", "a block of another kind of Markdown", "write /// aviso | Título"),
        (r"^>[ ]*\[!\w+\]|^\[TOC\]", "a block of another kind of Markdown", "write /// aviso | Título, or nothing"),
        (r"(?<=\n\n)[ ]*[-*+][ ]+\[[ xX]\][ ]", "a list of tasks, which the guide does not have", "write a plain list"),
        (r"(?<=\w)~\w+~|(?<=\w)\^\w+\^", "a mark that the guide does not have", "write a formula, or <sub> and <sup>"),
        (r"^(?![#|]).*[\w.»][ ]\{[ ]*[#.][\w-]+[ ]*\}[ ]*$(?!\n+:)", "attributes of a paragraph, shown as text", "remove them"),
        (r"^===[ ]+\".*$", "tabs, which the guide does not have", "write headings or a table"),
        (r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])", "an emoji by its name", "remove it"),
        (r"~~\S.*?~~|(?<!\+)\+\+\S.*?\S\+\+", "a mark that the guide does not have", "use * or **"),
        (r"(?<!=)==[^\s=](?:.*?\S)?==(?!=)", "a mark that the guide does not have", "use * or **"),
        (r"\{\{.*?\}\}|\{%.*?%\}", "a template's mark", "put it in `code` or remove it"),
        (r"(?<!!)\[\[[^\]\n]+\]\]", "a link of a wiki", "write [text](page.md)"),
        (r"!\[\[[^\]\n]+\]\]", "an image of a wiki", "write ![text](assets/figuras/name.svg)"),
        (r"! \[[^\]\n]*\]\(", "a space between ! and [", "remove the space"),
        (r"\]\(https?://(?:localhost|127\.|0\.0\.0\.0)", "an address of your own machine", "link to the page's file: page.md"),
        (r"(?<!!\[)\]\([ ]*\)", "a link to nowhere", "write where it leads"),
        (r"\[[^\]\n]+\] \([^)\n]*(?:\.md|\.svg|\.png|https?:)[^)\n]*\)", "a space between ] and (", "remove the space"),
        (r"\([^()\n]+\)\[[^\]\n]*(?:\.md|https?:)[^\]\n]*\]", "a link the wrong way round", "write [text](page.md)"),
        (r"\]\([^)\s]*\.md[^)\n]*$", "a link that is never closed", "add the )"),
        (r"\]\((?:javascript|data|vbscript):", "an address that the reader's browser would run", "link to a page or a file"),
        (r"\]\(https?:/(?!/)", "an address with one slash", "write https://"),
        (r"\]\(https?://[^)\n]*[ ](?![\"'])[^)\n]*\)", "an address with spaces", "write %20"),
        (r"\[[^\]\n]*(?<![\w.])@[\w-]+[^\]\n]*\n[^\[\]\n]*\]", "a citation on two lines", "write it on one line"),
        (r"(?<![\w.\\\[;@/-])(?<![\[;] )@[a-z]+\d{4}[a-z]+\b(?![^\[\]\n]*\])", "a citation without brackets", "write [@key]"),
        (r"^'{3}\w*[ ]*$|´[^´\n]+´", "marks that look like ` and are not", "write `"),
        (r"(?<!\\)`", "a ` without its pair", "close the code"),
        (r"<script\b(?![^>]*\bsrc)", "a script in a page", "put the code in docs/assets/scripts"),
        (rf"[{INVISIBLE}]", "an invisible character", "remove it"),
        (r"^[^\s|>#*+\d/-][^\n|]*\n(?:[-*+]|1\.)[ ]+\S", "a list that no blank line tells from its paragraph", "add one"),
        (r"^[ ]{1,3}(?:[-*+]|\d+\.)[ ]+\S", "an item that joins the list around it", "indent it four spaces, or none"),
        (r"(?<=\n\n)[ ]{1,3}(?![-*+#:|/ ]|\d+\.)\S", "a paragraph that ends the list above", "indent it four spaces, or none"),
        (rf"\b(?:{THINGS})[ ]\(?\d+\.\d++\)?+(?! del? )", "a number typed by hand", "write [](#fig-name), or «del libro»"),
        (r"^(?:-|\d{1,2}\.)[A-Za-zÁÉÍÓÚÑáéíóúñ¿¡«]", "a list without a space behind its mark", "add it"),
        (r"(?<=\n\n)={3,}[ ]*$", "a mark of an unsolved merge", "leave one of the two versions"),
        (r"\d%", "a number glued to its %", "put a space between them"),
        (r"^\d+\)[ ]+\S.*(?=\n\d+\)[ ])", "a list of another kind of Markdown", "write 1."),
        (r"^[^\s|][^\n]*\n\|.*\|[ ]*\n\|[ ]*:?-", "a table that no blank line tells from its paragraph", "add one"),
        (r"(?<=\n\n)^\|.*\|[ ]*\n(?!\|?[ ]*:?-)", "a table without its line of dashes", "add | --- | --- |"),
        (r"^#{1,6}[ ]*$", "a heading without text", "remove it"),
        (r"^#.*\{[ ]*#[\w-]+[ ]+[\w-]+[ ]*\}", "an anchor of two words", "join them with -"),
        (r"(?<=\n\n)\*\*[^*\n]+\*\*[ ]*$(?=\n\n)", "a paragraph in bold that looks like a heading", "write ## or ###"),
        (r"^#{7,}", "a heading of a seventh level", "write six # at most"),
        (r"^[ ]{1,3}#{1,6}[ ]+\S", "a heading that does not begin its line", "remove the space before #"),
        (r"^#{1,6}[ ].*\[(?:@|\^)", "a citation or a note in a heading", "put it in the text below"),
        (r"^#{1,6}[ ].*[^.\n][.:;,][ ]*$", "a heading that ends in a point", "remove it"),
        (r"(?<=[a-záéíóúñ])[\u0400-\u04ff]|[\u0400-\u04ff](?=[a-záéíóúñ])", "a Cyrillic letter", "type the Latin one"),
        (r"^#{1,6}(?![#\s!]).*$", "a heading without a space behind #", "add it"),
        (r"^#.*\{[ ]*[\w-]+[ ]*\}[ ]*$", "a heading whose anchor lacks its #", "write { #anchor }"),
        (r"(?<![\d.\w/=-])(?<!PyTorch )(?<!NumPy )(?<!versión )0\.\d+\b(?!\.)", "a decimal point in the prose", "write a comma"),
        (r"^#.*\{(?![ ]*[#.:])[^}\n]*$|^#.*\{[^}\n]*$", "a heading with a { that is not closed", "write { #anchor }"),
    )
)
DEFINED_NOTE = re.compile(r"^\[\^(?P<name>[^\]\n]+)\]:", re.MULTILINE)
NOTE = re.compile(r"\[\^(?P<name>[^\]\n]+)\](?!:)")
HALF_NOTE = re.compile(r"^\[\^(?P<name>[^\]\n]+)\](?=[ ])", re.MULTILINE)
EMPTY_LINK = re.compile(r"(?<!!)\[(?P<text>[ ]*)\]\((?P<target>[^)\n]*)\)")
NUMBERED = re.compile(r"[^#]*#(?:fig|tab|lst|eq|ej)-[\w-]+")


def check(project: Project) -> list[Problem]:
    """Every mark of the pages' prose that would be shown instead of obeyed."""
    problems = []
    for page, source in project.pages.items():
        for rule, message, hint in RULES:
            for found in rule.finditer(source.prose):
                problems.append(project.problem(page, found.start(), message, hint))
        for link in EMPTY_LINK.finditer(source.prose):
            empty = not source.text[link.start("text") : link.end("text")].strip()  # code is blank in the prose
            if empty and link["target"].strip() and (link["text"] or not NUMBERED.fullmatch(link["target"])):
                message = f"a link without text to {link['target']}, which has no number"
                problems.append(project.problem(page, link.start(), message, "write the text between the brackets"))
        defined = {note["name"] for note in DEFINED_NOTE.finditer(source.prose)}
        used = {note["name"] for note in NOTE.finditer(source.prose)}
        notes: set[str] = set()
        for note in DEFINED_NOTE.finditer(source.prose):
            if note["name"] in notes:
                problems.append(project.problem(page, note.start(), f"a second note [^{note['name']}]", "call it otherwise"))
            notes.add(note["name"])
            if note["name"] not in used and page not in project.torn:
                message = f"a note that nothing calls: [^{note['name']}]"
                problems.append(project.problem(page, note.start(), message, f"write [^{note['name']}] where it belongs"))
        half = {note["name"] for note in HALF_NOTE.finditer(source.prose)} - defined
        for note in HALF_NOTE.finditer(source.prose):
            if note["name"] in half and note["name"] in used:
                problems.append(project.problem(page, note.start(), f"{note[0]} without its colon", f"write {note[0]}: its text"))
        for note in NOTE.finditer(source.prose):
            if note["name"] not in defined | half and page not in project.torn:
                problems.append(project.problem(page, note.start(), f"no note {note[0]}", f"write {note[0]}: its text"))
    return problems
