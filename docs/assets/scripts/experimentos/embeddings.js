/* Neighbours and analogies in the embeddings of the stories; the vectors are in embeddings-datos.js. */
(() => {
  "use strict";
  const E = globalThis.experiments;
  const n = E.number;
  const { words, hundredths } = globalThis.embeddingsDatos;
  const VECTORS = hundredths.map((row) => row.map((x) => x / 100));
  const FIRST = { word: "niña", a: "rey", b: "niño", c: "niña" };

  const dot = (u, v) => u.reduce((sum, x, j) => sum + x * v[j], 0);
  const cosine = (u, v) => dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v));
  const vector = (word) => VECTORS[words.indexOf(word)];

  /** The `many` words whose vectors point most nearly as `v` does, with their cosines. */
  const nearest = (v, exclude = [], many = 6) =>
    words
      .map((word, i) => [word, cosine(VECTORS[i], v)])
      .filter(([word]) => !exclude.includes(word))
      .sort((one, other) => other[1] - one[1])
      .slice(0, many);

  /** a − b + c. */
  const combine = (a, b, c) => vector(a).map((x, j) => x - vector(b)[j] + vector(c)[j]);
  const analogy = (a, b, c, many = 4) => nearest(combine(a, b, c), [a, b, c], many);

  const rows = (found) => found.map(([word, cos]) => [word, n(cos), E.bar(cos)]);
  const head = ["palabra", "coseno", '<span class="oculto">barra</span>'];

  function view({ word, a, b, c }) {
    const [[winner, cos]] = nearest(combine(a, b, c), [], 1);
    return (
      `<div class="par"><div>` +
      `${E.table(`Las más cercanas a «${word}»`, head, rows(nearest(vector(word), [word])))}</div><div>` +
      `${E.table(`«${a}» − «${b}» + «${c}»`, head, rows(analogy(a, b, c)))}` +
      `<p class="leyenda">«${b}» es a «${c}» como «${a}» es a <strong>«${analogy(a, b, c, 1)[0][0]}»` +
      `</strong>. Si no se excluyen las tres palabras, gana «${winner}», con un coseno de ${n(cos)}.</p>` +
      `</div></div>`
    );
  }

  const still = () =>
    view(FIRST) +
    E.table(
      "Otras palabras y sus dos vecinas",
      ["palabra", "vecinas"],
      ["gatos", "Ana", "cansada", "llegó"].map((word) => [
        word,
        nearest(vector(word), [word], 2)
          .map(([near, cos]) => `${near} ${n(cos)}`)
          .join("; "),
      ]),
    );

  E.embeddings = {
    title: "vecinas y analogías",
    words,
    VECTORS,
    cosine,
    nearest: (word, many) => nearest(vector(word), [word], many),
    analogy,
    view,
    still,
  };

  const order = [...words].filter((word) => word !== ".").sort((one, other) => one.localeCompare(other, "es"));
  const choice = (key, label) =>
    `<div class="mando"><label for="exp-${key}">${label}</label><select id="exp-${key}" data-clave="${key}">` +
    `${order.map((word) => `<option${word === FIRST[key] ? " selected" : ""}>${word}</option>`).join("")}` +
    `</select></div>`;
  const controls =
    `<fieldset><legend>Vecinas</legend>${choice("word", "Palabra")}</fieldset><fieldset><legend>Analogía <i>a` +
    `</i> − <i>b</i> + <i>c</i></legend><div class="fila">` +
    `${["a", "b", "c"].map((key) => choice(key, `<i>${key}</i>`)).join("")}</div></fieldset>` +
    `${E.buttons({ reset: "Reiniciar" })}`;

  E.mount("embeddings", controls, ({ panel, paint, say, on }) => {
    let state = { ...FIRST };
    const told = (key) =>
      key === "word"
        ? `La más cercana a «${state.word}» es «${nearest(vector(state.word), [state.word], 1)[0][0]}».`
        : `Gana «${analogy(state.a, state.b, state.c, 1)[0][0]}».`;
    panel.addEventListener("change", (event) => {
      const { clave } = event.target.dataset;
      state = { ...state, [clave]: event.target.value };
      paint(view(state));
      say(told(clave));
    });
    on({
      reset() {
        state = { ...FIRST };
        for (const select of panel.querySelectorAll("select")) select.value = state[select.dataset.clave];
        paint(view(state));
        say("Palabras como al principio.");
      },
    });
    paint(view(state));
  });
})();
