"""Weigh the pages of a built site as a phone's first visit brings them, gzip; with Lighthouse at hand, score them too.

Lighthouse is the command `lighthouse` (npm install -g lighthouse; CHROME_PATH says where the browser is). Its scores,
each the median of three runs, mean little on a machine that does something else meanwhile.
"""

import gzip
import http.server
import json
import shutil
import statistics
import subprocess
import sys
import threading
from pathlib import Path

from arguments import Parser
from playwright.sync_api import Browser, Error, sync_playwright

FLAGS = ["--no-sandbox", "--disable-background-networking"]
sent: list[int] = []


class Packing(http.server.SimpleHTTPRequestHandler):
    """Sends texts compressed, as GitHub Pages does, and notes the size of whatever it sends."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        body = path.read_bytes()
        self.send_response(200)
        if path.suffix in (".html", ".css", ".js", ".json", ".svg"):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        sent.append(len(body))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def weight(browser: Browser, url: str) -> float:
    """KB of what a page brings to a browser that has nothing of the site yet."""
    sent.clear()
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(url, wait_until="load")
    page.wait_for_timeout(2000)  # the search's worker and the fonts that few pages need
    page.context.close()
    return sum(sent) / 1024


def scores(lighthouse: str, url: str) -> list[int]:
    """Performance, accessibility, best practices and search engines, of 100, from one run of Lighthouse."""
    command = [lighthouse, url, "--quiet", "--output=json", f"--chrome-flags=--headless {' '.join(FLAGS)}"]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return [round(100 * one["score"]) for one in report["categories"].values() if one["score"] is not None]


def main() -> int:
    parser = Parser(description="Weigh the pages of a built site, and score them with Lighthouse.")
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="folder of the site (site)")
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        print(f"bench_pages: there is no site in {options.site} (run `make site`)", file=sys.stderr)
        return 1
    lighthouse = shutil.which("lighthouse")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Packing(*a, directory=str(options.site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            print(f"bench_pages: no browser: {str(error).splitlines()[0]} (install Chromium)", file=sys.stderr)
            return 1
        for page in sorted(options.site.glob("*.html")):
            url = f"http://127.0.0.1:{server.server_port}/{page.name}"
            kilobytes = weight(browser, url)
            runs = [scores(lighthouse, url) for _ in range(3)] if lighthouse else []
            medians = (str(statistics.median_low(column)) for column in zip(*runs, strict=True))
            print(f"{page.name:20} {kilobytes:6.0f} KB  {' / '.join(medians)}".rstrip(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
