"""Measure the explorer in Chromium: its arithmetic, a redraw of its page after a change, and its training.

    python scripts/bench_explorer.py [SITE] [--training]

Medians, over a text of 16 words and the published model; the redraws are of the built page, from the change to the
layout, of 16 words and of 30, all that fit, at three steps: heads, the widest activations, and every word's logit.
With --training, also how long the training takes to 99 % of agreement, in each of three seeds.
"""

import json
import shutil
import sys
from pathlib import Path

import explorer_script
from arguments import Parser
from playwright.sync_api import Browser, CDPSession, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TEXT = "había una niña llamada Ana y una reina llamada Eva . la reina Eva parecía contenta"
LONG = f"{TEXT} . la niña del pueblo que vieron los gatos llegó al jardín muy cansada"
STEPS = ("2.weights", "2.up", "logits")
CHANGED = "blocks.0.attention.query.W@2,3"  # of the first block: everything that is seen depends on it

REDRAWS = 50  # those of timed()
# A browser's clock ticks in tenths of a millisecond: what is quick runs several times between two looks at it.
TIMED = """const timed = (run, each, many = 40) => {
  const times = [];
  for (let i = 0; i < many + 10; i++) {
    const start = performance.now();
    for (let k = 0; k < each; k++) run();
    if (i >= 10) times.push((performance.now() - start) / each);
  }
  return times.sort((one, other) => one - other)[many >> 1];
};"""

ARITHMETIC = """([saved, text]) => {
  const core = explorerCore(), model = core.decode(saved), ids = core.encode(model, text.split(" "));
  const targets = ids.slice(1).map((id, position) => ({ position, id }));
  const trace = core.forward(model, ids), result = core.backward(trace, targets);
  const changes = [{ tensor: "blocks.0.attention.query.W", index: [2, 3], value: 1 }];
  const machine = core.training({ sizes: model.sizes, words: model.words });
  return {
    "forward, with every tensor": timed(() => core.forward(model, ids), 10),
    "forward, with a changed weight": timed(() => core.forward(model, ids, changes), 10),
    "backward, with every gradient": timed(() => core.backward(trace, targets), 10),
    "explain a logit": timed(() => core.explain(trace, "logits", [15, 3]), 100),
    "explain a gradient of 107 terms": timed(() => core.explainGradient(trace, result, "norm", [15, 3]), 100),
    "a step of training, of 16 stories": timed(() => machine.advance(), 1),
  };
}"""

REDRAW = """() => {
  const field = document.querySelector(".cambiar input");
  let i = 0;
  return timed(() => {
    field.value = String(++i / 4).replace(".", ",");
    field.form.requestSubmit();
    document.body.offsetHeight;
  }, 1);
}"""

TRAINING = """([saved, seed]) => {
  const core = explorerCore(), machine = core.training({ sizes: saved.sizes, words: saved.words, seed });
  const net = core.net(saved.sizes), asked = core.questionsFor(77, 1000, 1), start = performance.now();
  const logits = (prefix) => net.logits(machine.parameters, prefix.map((word) => saved.words.indexOf(word)));
  for (;;) {
    for (let i = 0; i < 100; i++) machine.advance();
    const { gender, number } = core.answers(logits, saved.words, asked), worse = Math.min(gender, number);
    if (worse >= 99 || machine.steps >= 5000) return [machine.steps, worse, (performance.now() - start) / 1000];
  }
}"""


def busy(clock: CDPSession) -> float:
    """Seconds of processor that the thread of the page has used: other programs do not count."""
    metrics = clock.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def measure_redraw(page: Page, explorer: Path, text: str, step: str) -> None:
    """Print how long a change of a weight takes, with a step in sight."""
    page.goto(f"{explorer.as_uri()}#t={text.replace(' ', '_')};p={step};c={CHANGED}")
    page.wait_for_selector("[data-explorador=listo] .cambiar input")
    page.evaluate(f"() => {{ {TIMED} globalThis.timed = timed }}")
    clock = page.context.new_cdp_session(page)
    clock.send("Performance.enable", {"timeDomain": "threadTicks"})
    before, milliseconds, after = busy(clock), page.evaluate(REDRAW), busy(clock)
    told, of_processor = f"redraw, {len(text.split())} words, {step}", 1000 * (after - before) / REDRAWS
    print(f"{told:36} {milliseconds:8.3f} ms, {of_processor:.3f} of the processor, paint included", flush=True)
    page.close()


def measure(browser: Browser, explorer: Path, training: bool) -> None:
    """Print the times; explorer is the built page."""
    saved = json.loads(explorer_script.MODEL.read_text(encoding="utf-8"))
    page = browser.new_page()
    page.add_script_tag(content=explorer_script.core_script() + TIMED)
    for what, milliseconds in page.evaluate(ARITHMETIC, [saved, TEXT]).items():
        print(f"{what:36} {milliseconds:8.3f} ms", flush=True)
    for seed in (1, 2, 3) if training else ():
        steps, agreement, seconds = page.evaluate(TRAINING, [saved, seed])
        told = f"training, seed {seed}: {agreement:.1f} % or more of both agreements, {steps} steps"
        print(f"{told} {seconds:8.1f} s", flush=True)
    for text, step in ((text, step) for text in (TEXT, LONG) for step in STEPS):
        measure_redraw(browser.new_page(), explorer, text, step)


def main() -> int:
    parser = Parser(description="Measure the explorer in Chromium.")
    parser.add_argument("site", nargs="?", type=Path, default=SITE, help="the built site (site)")
    parser.add_argument("--training", action="store_true", help="train to 99 %% of agreement too")
    options = parser.parse_args()
    explorer = options.site.resolve() / "explorador.html"
    if not explorer.is_file():
        print(f"bench_explorer: there is no {explorer} (run `make site`)", file=sys.stderr)
        return 1
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            print(f"bench_explorer: no browser: {str(error).splitlines()[0]} (install Chromium)", file=sys.stderr)
            return 1
        measure(browser, explorer, options.training)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
