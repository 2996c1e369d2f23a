/* Two texts: where the model computes something else, and how much. */

import { escapeHtml, findWord, inProse, number, percent, splitWords } from "./format.js";
import { forward } from "./forward.js";
import { stepText, nameParts, titleOf } from "./steps.js";
import { bar, heatTable, largest, legend, levelClass, ranking, slices } from "./table.js";
import { digitsOf, stepsOf } from "./walk.js";

/** Minimal pairs: texts that differ in one thing. */
const PAIRS = [
  [
    "había una niña llamada Ana . la niña que vio el rey llegó",
    "había una niña llamada Ana . la niña que vieron los reyes llegó",
  ],
  ["había un rey llamado Hugo . mi gato volvió", "había un rey llamado Hugo . mi gata volvió"],
  [
    "había una reina llamada Eva . las gatas del castillo estaban",
    "había una reina llamada Eva . los gatos del castillo estaban",
  ],
  [
    "había una niña llamada Ana y una reina llamada Eva . la niña estaba triste . lo contó la niña",
    "había una niña llamada Ana y una reina llamada Eva . la niña estaba triste . lo contó la reina",
  ],
];

/** A tensor minus another, of the same shape. */
function difference(a, b) {
  const data = new Float64Array(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = a.data[i] === b.data[i] ? 0 : a.data[i] - b.data[i];
  return { shape: a.shape, data };
}

/** The largest difference in each row (position) of a tensor; heads together. */
function byPosition({ shape, data }) {
  const [rows, columns] = shape.slice(-2);
  const most = new Array(rows).fill(0);
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / columns) % rows;
    if (Math.abs(data[i]) > most[row]) most[row] = Math.abs(data[i]);
  }
  return most;
}

/** @param {HTMLElement} root */
export function mountCompare(root, app) {
  root.innerHTML = `
<div class="mandos"><label>Pares para empezar <select data-par></select></label></div>
<div class="campo">
  <label for="ex-otro">El otro texto</label>
  <textarea id="ex-otro" rows="2" autocomplete="off" autocapitalize="none" spellcheck="false"
    aria-describedby="ex-otro-aviso"></textarea>
</div>
<div class="mandos">
  <button type="button" class="boton" data-hace="comparar">Comparar</button>
  <button type="button" class="boton" data-hace="copiar">Copiar aquí el primer texto</button>
</div>
<p id="ex-otro-aviso" class="estado" role="status"></p>
<div class="comparado"></div>`;
  const field = /** @type {HTMLTextAreaElement} */ (root.querySelector("#ex-otro"));
  const notice = /** @type {HTMLElement} */ (root.querySelector("#ex-otro-aviso"));
  const out = /** @type {HTMLElement} */ (root.querySelector(".comparado"));
  const pairs = /** @type {HTMLSelectElement} */ (root.querySelector("[data-par]"));
  pairs.innerHTML =
    `<option value="">elige uno</option>` +
    PAIRS.map(([a, b], i) => `<option value="${i}">${escapeHtml(differing(a, b))}</option>`).join("");
  /** @type {number[] | null} */
  let other = null;
  let shown = "";

  function differing(a, b) {
    const [x, y] = [a.split(" "), b.split(" ")];
    const at = x.map((word, i) => i).filter((i) => x[i] !== y[i]);
    return `«${at.map((i) => x[i]).join(" ")}» o «${at.map((i) => y[i]).join(" ")}»`;
  }

  function read() {
    const typed = splitWords(field.value);
    const ids = typed.map((word) => findWord(app.words, word));
    const bad = ids.indexOf(-1);
    const context = app.state.model.sizes.context;
    const problem =
      bad >= 0
        ? `«${typed[bad]}» no es una palabra del modelo.`
        : ids.length > context
          ? `Caben ${context} palabras y has escrito ${ids.length}.`
          : ids.length
            ? ""
            : "Escribe el otro texto.";
    notice.textContent = problem;
    field.setAttribute("aria-invalid", String(Boolean(problem)));
    if (problem) return;
    other = ids;
    draw();
    notice.textContent = "Comparados.";
  }

  function draw() {
    if (!other) return;
    const { state, trace, words } = app;
    const second = forward(state.model, other, state.changes);
    out.innerHTML =
      nextHtml(trace, second) +
      (other.length === state.ids.length
        ? spreadHtml(trace, second)
        : `<p>Los textos tienen ${state.ids.length} y ` +
          `${other.length} palabras. Para compararlos paso a paso, tienen que ser igual de largos.</p>`);
    if (shown) drawOne(second);

    function nextHtml(first, last) {
      const row = (found, length) =>
        found.tensors.probs.data.subarray((length - 1) * words.length, length * words.length);
      const [p, q] = [row(first, state.ids.length), row(last, other.length)];
      const top = [...new Set([...ranking(p).slice(0, 5), ...ranking(q).slice(0, 5)])];
      const lines = top.map(
        (id) =>
          `<tr><th scope="row">${words[id]}</th><td>${percent(p[id])}</td><td class="con-barra">${bar(p[id])}` +
          `</td><td>${percent(q[id])}</td><td class="con-barra">${bar(q[id])}</td></tr>`,
      );
      const ends = new Set([state.ids, other].map((ids) => `«${words[ids[ids.length - 1]]}»`));
      return (
        `<table class="lista">` +
        `<caption>La palabra siguiente, detrás de ${inProse([...ends])}</caption>` +
        `<thead><tr><th scope="col">palabra</th><th scope="col">primer texto</th><td></td>` +
        `<th scope="col">segundo</th><td></td></tr></thead><tbody>${lines.join("")}</tbody></table>`
      );
    }
  }

  /** Steps by positions: the largest difference of each. */
  function spreadHtml(first, second) {
    const { words, state } = app;
    const names = stepsOf(state.model.sizes).filter(
      (name) => !["mean", "variance", "normal", "scaled", "dots", "joined", "up"].includes(nameParts(name).part),
    );
    const heads = state.ids.map(
      (id, i) => `<th scope="col">${words[id]}${id === other[i] ? "" : ` / ${words[other[i]]}`}</th>`,
    );
    const lines = names.map((name) => {
      const most = byPosition(difference(first.tensors[name], second.tensors[name]));
      const scale = Math.max(...most, 1e-9);
      const cells = most.map(
        (x) => `<td class="${x > 0.005 ? levelClass(x, scale) : ""}">${x === 0 ? "0" : number(x)}</td>`,
      );
      return (
        `<tr><th scope="row"><button type="button" class="enlace" data-step="${name}">${titleOf(name)}` +
        `</button></th>${cells.join("")}</tr>`
      );
    });
    return (
      `<div class="correa" tabindex="0" role="region" aria-label="Diferencias por paso y posición">` +
      `<table class="calor compacta">` +
      `<caption>La mayor diferencia en cada paso y posición. Un cero exacto se escribe sin decimales.</caption>` +
      `<thead><tr><td></td>${heads.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table></div>` +
      `<div class="una-diferencia"></div>`
    );
  }

  function drawOne(second) {
    const place = out.querySelector(".una-diferencia");
    if (!place) return;
    const found = difference(app.trace.tensors[shown], second.tensors[shown]);
    const most = largest(found.data);
    const tables = slices(shown, found).map((slice, i) =>
      heatTable({
        name: shown,
        tensor: found,
        slice,
        about: app.about,
        most,
        digits: digitsOf(shown),
        interactive: false,
        note: i ? "" : legend(most),
      }),
    );
    place.innerHTML =
      `<h3>${stepText(shown).title}: primer texto menos segundo</h3><div class="tablas">` + `${tables.join("")}</div>`;
    place.querySelectorAll(".correa").forEach((one) => {
      one.setAttribute("tabindex", "0");
      one.setAttribute("role", "region");
      one.setAttribute("aria-label", `Diferencia: ${titleOf(shown)}`);
    });
  }

  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.hace === "comparar") read();
    else if (button.dataset.hace === "copiar") {
      field.value = app.state.ids.map((id) => app.words[id]).join(" ");
      field.focus();
    } else if (button.dataset.step) {
      shown = button.dataset.step;
      drawOne(forward(app.state.model, other, app.state.changes));
      out.querySelector(".una-diferencia").scrollIntoView({ block: "nearest" });
      app.say(`Diferencia: ${titleOf(shown)}`);
    }
  });
  pairs.addEventListener("change", () => {
    if (!pairs.value) return;
    const [first, second] = PAIRS[Number(pairs.value)];
    pairs.value = "";
    field.value = second;
    app.set({ ids: first.split(" ").map((word) => app.words.indexOf(word)) });
    read();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    read();
  });
  app.onSeen(root, (_, keys) => {
    if (keys.has("ids") || keys.has("changes") || keys.has("model")) draw();
  });
}
