"""A content security policy for each page: its own files, its own inline scripts by their hash, and nothing else."""

import base64
import hashlib
import re

INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
STYLED_TAG = re.compile(r'<(?P<name>[a-zA-Z][\w-]*)(?P<before>(?:\s[^<>]*?)?)\sstyle="(?P<style>[^"]*)"(?P<after>[^<>]*)>')
# Known to browsers but not to the Nu checker, which reads style elements: this rule stands in the style sheet.
MATH_DEPTH = "math-depth:0;"
CLASS = re.compile(r'\sclass="([^"]*)"')
INLINE_STYLE = re.compile(r"<style[^>]*>(?P<code>.*?)</style>", re.DOTALL)
CHARSET = re.compile(r'<meta charset="utf-8">')
# Opened from a disk, a page has no origin that 'self' could mean; over the web, file: allows nothing.
OWN = "'self' file:"
# The explorer trains a model in a worker made from its own script, since a page opened from the disk may load no other.
EXPLORER = re.compile(r'<script src="[^"]*/explorador\.js"')


def style_attributes_to_classes(page: str) -> str:
    """A page with its style attributes, which no policy can allow one by one, as classes of one style element."""
    rules: dict[str, str] = {}

    def one(tag: re.Match[str]) -> str:
        if tag["style"] == MATH_DEPTH:
            name = "tml-depth-0"
        else:
            name = f"e{hashlib.sha256(tag['style'].encode()).hexdigest()[:8]}"
            declarations = [part.strip() for part in tag["style"].split(";") if part.strip()]
            rules[name] = ";".join(f"{declaration}!important" for declaration in declarations)
        attributes = tag["before"] + tag["after"]
        has_class = CLASS.search(attributes)
        if has_class:
            attributes = attributes.replace(has_class[0], f' class="{has_class[1]} {name}"', 1)
        else:
            attributes = f' class="{name}"{attributes}'
        return f"<{tag['name']}{attributes}>"

    page = STYLED_TAG.sub(one, page)
    if not rules:
        return page
    css = "".join(f".{name}{{{rules[name]}}}" for name in sorted(rules))
    return page.replace("</head>", f"<style>{css}</style>\n</head>", 1)


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def script_hashes(page: str) -> list[str]:
    """Hashes, as a policy writes them, of the inline scripts of a page that a browser would run."""
    return sorted(
        {
            _hash(script["code"])
            for script in INLINE_SCRIPT.finditer(page)
            if " src=" not in script["attributes"] and "json" not in script["attributes"]
        }
    )


def policy(page: str) -> str:
    """The policy of a page."""
    scripts = " ".join([OWN, *script_hashes(page)])
    styles = " ".join([OWN, *sorted({_hash(style["code"]) for style in INLINE_STYLE.finditer(page)})])
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            f"img-src {OWN} data:",
            f"font-src {OWN}",
            f"connect-src {OWN}",
            f"worker-src {OWN}{' blob:' if EXPLORER.search(page) else ''}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def protect(page: str) -> str:
    """A page with its policy, right behind the encoding so that it holds for all that follows."""
    page = style_attributes_to_classes(page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return CHARSET.sub(lambda charset: f"{charset[0]}\n  {meta}", page, count=1)
