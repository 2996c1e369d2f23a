/* Softmax of movable logits, with temperature. */
(() => {
  "use strict";
  const E = globalThis.experiments;
  const n = E.number;

  const WORDS = ["cansada", "contenta", "triste", "cansado", "a"];
  const LOGITS = [2, 1.5, 1, -0.5, -1];

  /** Probabilities; the largest logit is taken away first, so that nothing overflows. */
  function softmax(z, temperature = 1) {
    const most = Math.max(...z);
    const e = z.map((value) => Math.exp((value - most) / temperature));
    const sum = e.reduce((a, b) => a + b, 0);
    return e.map((value) => value / sum);
  }

  /** In nats; what has no probability adds nothing. */
  const entropy = (p) => p.reduce((sum, value) => (value > 0 ? sum - value * Math.log(value) : sum), 0);

  /** Number with five digits or, beyond them, in powers of ten. */
  function brief(x) {
    if (x >= 0.001 && x < 1e5) return n(x, x < 10 ? 3 : x < 1000 ? 2 : 0);
    const power = Math.floor(Math.log10(x));
    return `${n(x / 10 ** power)}·10<sup>${n(power, 0)}</sup>`;
  }

  const told = (p) => {
    const best = p.indexOf(Math.max(...p));
    return `Más probable: «${WORDS[best]}», ${n(p[best], 3)}. Entropía: ${n(entropy(p), 3)} nats.`;
  };

  function view(z, temperature) {
    const p = softmax(z, temperature);
    const e = z.map((value) => Math.exp(value / temperature));
    const rows = WORDS.map((word, k) => [
      word,
      `${E.swatch(z[k], 4)}${n(z[k], 1)}`,
      brief(e[k]),
      n(p[k], 3),
      E.bar(p[k]),
    ]);
    rows.push(["suma", "", brief(e.reduce((a, b) => a + b, 0)), n(1, 3), ""]);
    return (
      `${E.table(
        `«la niña llegó…», con <i>τ</i> = ${n(temperature, 1)}`,
        ["palabra", "logit <i>z</i>", "<i>e</i><sup><i>z</i>/<i>τ</i></sup>", "ŷ", '<span class="oculto">barra</span>'],
        rows,
      )}` +
      `<p class="leyenda">Entropía: <strong>${n(entropy(p), 3)}</strong> nats, de un máximo de log ` +
      `${WORDS.length} = ${n(Math.log(WORDS.length), 3)}.</p>`
    );
  }

  /** What is seen without scripts: the same logits with three temperatures. */
  function still() {
    const temperatures = [0.5, 1, 2];
    const shares = temperatures.map((temperature) => softmax(LOGITS, temperature));
    const rows = WORDS.map((word, k) => [word, ...shares.map((p) => n(p[k], 3))]);
    rows.push(["entropía (nats)", ...shares.map((p) => n(entropy(p), 3))]);
    return (
      view(LOGITS, 1) +
      E.table(
        "Los mismos logits con otras temperaturas",
        ["palabra", ...temperatures.map((temperature) => `<i>τ</i> = ${n(temperature, 1)}`)],
        rows,
      )
    );
  }

  E.softmax = { title: "softmax y temperatura", WORDS, LOGITS, softmax, entropy, brief, view, still };

  const id = (k) => `exp-logit-${k}`;
  const controls =
    `<fieldset><legend>Logits</legend>${WORDS.map((word, k) => E.slider(id(k), word, -6, 6, 0.1)).join("")}` +
    `</fieldset><fieldset><legend>Temperatura</legend>${E.slider("exp-temperatura", "<i>τ</i>", 0.1, 5, 0.1)}` +
    `</fieldset>${E.buttons({ reset: "Reiniciar" })}`;

  E.mount("softmax", controls, ({ panel, paint, say, on }) => {
    const logits = WORDS.map((_, k) => panel.querySelector(`#${id(k)}`));
    const temperature = panel.querySelector("#exp-temperatura");

    function show(z, t) {
      logits.forEach((input, k) => E.setSlider(input, z[k], 1, 4));
      E.setSlider(temperature, t);
      paint(view(z, t));
      return softmax(z, t);
    }
    panel.addEventListener("input", () =>
      say(
        told(
          show(
            logits.map((input) => Number(input.value)),
            Number(temperature.value),
          ),
        ),
        700,
      ),
    );
    on({ reset: () => say(told(show(LOGITS, 1))) });
    show(LOGITS, 1);
  });
})();
