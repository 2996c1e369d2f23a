"""Ask headless Chromium about doubtful rules and write its answers to data/chromium.json.

    python tests/linkcheck/record_chromium.py    # needs playwright and /usr/bin/chromium; run by hand, once

The tests compare the checker with the recorded answers; they need no browser.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DATA = Path(__file__).parent / "data" / "chromium.json"
HOST = "https://ejemplo.github.io"
PAGE = f"{HOST}/guia/sub/page.html"

URLS = [  # (address as written, href of a base element or None)
    "a.html",
    " a.html ",
    "a\n.html",
    "\ta.html",
    "\x01a.html\x1f",
    "a b.html",
    "..",
    "../",
    "../..",
    "../../..",
    "../../../x",
    "%2e%2e/x",
    ".%2E/x",
    "%2e",
    "x/../y",
    "x/./y/",
    "..\\x",
    "\\x",
    "\\\\otro.example\\x",
    "//otro.example/x",
    "///otro.example/x",
    "/\\otro.example/x",
    "https:x",
    "https:/x",
    "https:///otro.example/x",
    "http:x",
    "http:/otro.example/x",
    "HTTPS://EJEMPLO.GITHUB.IO:443/x",
    "https://exa mple.com/",
    "https://exa%20mple.com/",
    "https://",
    "https://a.b:99999/",
    "https://ñandú.es/á?ñ#ü",
    "?q=á b",
    "?q#f",
    "#",
    "#á b%20",
    "",
    "a;b,c",
    "á.html",
    "a%zz",
    "a%",
    "a%2Fb",
    "a%5Cb",
    "a\\b?c\\d#e\\f",
    "mailto:a b@c.d",
    "tel:+1 2",
    "javascript:void(0)",
    "data:text/plain,x y",
    "c:\\x\\y",
    "www.example.com",
    "x:y",
    "https://1.2.3/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::1/",
    "https://a_b.c/",
    "https://a..b/",
    "https://%41.com/",
    "https://user:pw@ejemplo.github.io/x",
    "https://xn--/",
    "https://a^b.c/",
    "https://a|b.c/",
    "file:///x",
    "blob:x",
    "a?b?c#d#e",
    "\u00a0a.html",
    "\u200ba.html",
    "https://ejemplo.github.io./x",
    "x//y",
    "//",
    "/..//x",
    "&lt;x",
    "a\u0301.html",
]
BASES = [
    ("x.html", "../"),
    ("x.html", "/otra/"),
    ("#f", "../z.html"),
    ("", "../z.html"),
    ("?q", "../z.html"),
    ("x", "https://"),
    ("x", "data:text/plain,x"),
    ("x", "//otro.example/d/e"),
    ("x", " ../ "),
    ("x", "javascript:1"),
    ("x", ""),
    ("x", "#f"),
    ("x", "b?q#f"),
    ("x", "mailto:a@b.c"),
]
SRCSETS = [
    "a.png",
    "a.png 1x, b.png 2x",
    "a.png 1x,b.png 2x",
    "a.png,b.png",
    "a.png, b.png",
    ",a.png 1x",
    "a.png 1x,,b.png 2x",
    "data:,a 1x, b.png 2x",
    "a,b.png 1x",
    "a.png ( , ) 1x, b.png 2x",
    "  a.png  ",
    "a.png,",
    "a.png,, b.png",
    "",
    " , ",
    "a.png 100w, b.png 200w",
    "a.png\n1x,\n\tb.png\n2x",
]
REFRESHES = [
    "5",
    "0;url=x",
    "0; URL=x",
    "0,url=x",
    "0 url=x",
    "0 x",
    "0;x",
    "0;url='x'",
    '0;url="x"y',
    "0;url = x",
    "0;url x",
    ";url=x",
    "x;url=y",
    ".5;url=x",
    "0.5.5;url=x",
    "-1;url=x",
    "+1;url=x",
    " 0 ; url=x ",
    "0url=x",
    "0;;url=x",
    "0;ur=x",
    "0;url='x\"y'",
    "1e3;url=x",
]
FRAGMENTS = [  # (body, fragment of the address, whether the page scrolls to something)
    ("<p id='X'>", "#X"),
    ("<p id='X'>", "#x"),
    ("<p id='á'>", "#á"),
    ("<p id='á'>", "#%C3%A1"),
    ("<p id='a b'>", "#a b"),
    ("<p id='a b'>", "#a%20b"),
    ("<p id='a%20b'>", "#a%20b"),
    ("<p id='a%20b'>", "#a%2520b"),
    ("<p id='a+b'>", "#a+b"),
    ("<a name='X'>x</a>", "#X"),
    ("<p name='X'>", "#X"),
    ("<map name=X>", "#X"),
    ("<img name=X>", "#X"),
    ("<form name=X></form>", "#X"),
    ("<template><p id=X></template>", "#X"),
    ("<noscript><p id=X>x</p></noscript>", "#X"),
    ("<svg><text id=X>x</text></svg>", "#X"),
    ("<p id=X>", "#X:~:text=y"),
    ("<p id='a%zz'>", "#a%zz"),
    ("<p id='%E1'>", "#%E1"),
    ("<p id='\ufffd'>", "#%E1"),
    ("<div><template shadowrootmode=open><p id=X></template></div>", "#X"),
    ("<p id=' X'>", "#X"),
    ("<p id='X'>", "# X"),
    ("<math><mi id=X>x</mi></math>", "#X"),
    ("<p id='a\\b'>", "#a\\b"),
    ("<p id='a\u0301'>", "#á"),
    ("<iframe name=X></iframe>", "#X"),
    ("<input name=X>", "#X"),
    ("<svg><a name=X>x</a></svg>", "#X"),
]
LOADS = [  # (HTML, files that the browser asks for): "f" in the name marks them
    "<img src=f1.png>",
    "<img src='' srcset='f1.png 1x'>",
    "<template><img src=f1.png></template>",
    "<noscript><img src=f1.png></noscript>",
    "<style>p{background:url(f1.png)}</style><p>",
    "<style>p{background:\\75rl(f\\31.png)}</style><p>",
    "<style>@import 'f1.css';</style>",
    "<style>p{} @import 'f1.css';</style>",
    "<style>@import url(f1.css) screen;</style>",
    "<style>@namespace url(f1.css);</style>",
    "<style>p{background:image-set('f1.png' 1x)}</style><p>",
    "<style>/*url(f1.png)*/p{}</style><p>",
    "<p style='background:url(f1.png)'>",
    "<p style='background:url(f1.png'>",
    "<svg><image href=f1.png /></svg>",
    "<svg><image xlink:href=f1.png /></svg>",
    "<svg><image href=f1.png xlink:href=f2.png /></svg>",
    "<body background=f1.png>",
    "<table background=f1.png><tr><td>x",
    "<td background=f1.png>",
    "<table><tr background=f1.png><td background=f2.png>x",
    "<table><tbody background=f1.png><tr><td>x",
    "<link rel=stylesheet href=f1.css>",
    "<link rel='alternate stylesheet' title=x href=f1.css>",
    "<link rel=icon href=f1.ico>",
    "<link rel=preload as=image imagesrcset='f1.png 1x'>",
    "<video poster=f1.png></video>",
    "<input type=image src=f1.png>",
    "<input type=text src=f1.png>",
    "<object data=f1.svg></object>",
    "<embed src=f1.svg>",
    "<iframe src=f1.html></iframe>",
    "<iframe srcdoc='<img src=f1.png>'></iframe>",
    "<frameset><frame src=f1.html></frameset>",
    "<script src=f1.js></script>",
    "<script type=module src=f1.js></script>",
    "<svg><script href=f1.js></script></svg>",
    "<picture><source srcset=f1.png><img src=f2.png></picture>",
    "<audio src=f1.ogg></audio>",
    "<audio><source src=f1.ogg></audio>",
    "<svg><use href=f1.svg#x /></svg>",
    "<svg><feImage href=f1.png /><filter id=q><feImage href=f2.png /></filter>"
    "<rect filter='url(#q)' width=9 height=9 /></svg>",
    "<style>@font-face{font-family:q;src:url(f1.woff)}p{font-family:q}</style><p>x",
    "<!-- <img src=f1.png> -->",
    "<!--><img src=f1.png>-->",
    "<svg><style>rect{fill:url(f1.svg#x)}</style><rect width=9 height=9 /></svg>",
    "<img src=f1.png src=f2.png>",
    "<image src=f1.png>",
    "<div><template shadowrootmode=open><img src=f1.png></template></div>",
    "<style type=text/less>p{background:url(f1.png)}</style><p>",
    "<base href=d/><img src=f1.png>",
    "<img src=f1.png><base href=d/>",
    "<svg><base href=d/></svg><img src=f1.png>",
    "<style>@import 'f1.css' layer(x);</style>",
    "<style>p{--x:url(f1.png);background:var(--x)}</style><p>",
    "<img src=' f1.png '>",
    '<img src="f1.png>',
    "<img src='f1.png' <p>x",
    "<link rel=preconnect href=f1.css>",
    "<link rel=manifest href=f1.json>",
    "<link href=f1.css>",
    "<link rel=prefetch href=f1.css>",
    "<math><mi href=f1.html>x</mi></math>",
    "<img lowsrc=f1.png>",
    "<bgsound src=f1.ogg>",
]


def main() -> None:
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    answers: dict[str, object] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        answers["version"] = browser.version
        served = {"html": "<!doctype html>"}
        asked: list[str] = []

        def serve(route) -> None:
            url = route.request.url
            asked.append(url)
            if url.partition("#")[0].partition("?")[0] == PAGE:
                route.fulfill(body=served["html"], content_type="text/html; charset=utf-8")
            else:
                route.fulfill(status=404, body="")

        context = browser.new_context(viewport={"width": 800, "height": 300})
        context.route("**/*", serve)

        def load(html: str, fragment: str = "", wait: int = 0):
            served["html"] = html
            print(html[:100].replace("\n", " "), fragment, file=sys.stderr, flush=True)
            page = context.new_page()
            page.set_default_timeout(5000)
            asked.clear()
            page.goto(PAGE + fragment, wait_until="commit")
            page.wait_for_timeout(60)
            if wait:
                page.wait_for_timeout(wait)
            return page

        page = load("<!doctype html><a></a>")
        script = """([url]) => { const a = document.querySelector('a'); a.setAttribute('href', url);
            try { new URL(url, document.baseURI); } catch { return null; } return a.href; }"""
        answers["urls"] = [[url, page.evaluate(script, [url])] for url in URLS]
        page.close()
        answers["bases"] = []
        for url, base in BASES:
            page = load(f'<!doctype html><base href="{base}"><a></a>')
            answers["bases"].append([url, base, page.evaluate(script, [url])])
            page.close()
        page = load("<!doctype html>")
        answers["srcsets"] = [[value, page.evaluate(SRCSET_SCRIPT, value)] for value in SRCSETS]
        page.close()
        answers["refreshes"] = []
        for value in REFRESHES:
            quoted = value.replace("&", "&amp;").replace('"', "&quot;")
            page = load(f'<!doctype html><meta http-equiv=refresh content="{quoted}">', wait=700)
            page.wait_for_timeout(100)
            target = next(
                (url for url in asked if url.partition("#")[0] != PAGE and not url.endswith("favicon.ico")), None
            )
            answers["refreshes"].append([value, target])
            page.close()
        answers["fragments"] = []
        for body, fragment in FRAGMENTS:
            html = f"<!doctype html><div style='height:3000px'></div>{body}x<div style='height:3000px'></div>"
            page = load(html, fragment, wait=100)
            answers["fragments"].append([body, fragment, page.evaluate("window.scrollY") > 0])
            page.close()
        answers["loads"] = []
        for html in LOADS:
            page = load(f"<!doctype html>{html}", wait=250)
            files = sorted(
                {url[len(HOST) + len("/guia/sub/") :] for url in asked if "/guia/sub/" in url and PAGE not in url}
            )
            answers["loads"].append([html, [name for name in files if "favicon" not in name]])
            page.close()
        browser.close()
    DATA.write_text(json.dumps(answers, ensure_ascii=True, indent=1) + "\n")


SRCSET_SCRIPT = """async (value) => {
  // every candidate in turn: what the browser picks at growing densities and widths
  const found = new Set();
  for (const sizes of ['1px', '150px', '2000px']) {
    const img = new Image(); img.sizes = sizes; img.srcset = value;
    await new Promise(done => setTimeout(done, 20));
    if (img.currentSrc) found.add(img.currentSrc);
  }
  return [...found];
}"""

if __name__ == "__main__":
    main()
