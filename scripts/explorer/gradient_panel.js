/* Backwards: the loss of a word, the gradient of every number, where it comes from, and steps of gradient descent. */

import { backward } from "./backward.js";
import { calcNumber, cellFromText, cellText } from "./calculation.js";
import { explainGradient, explainLoss } from "./explain.js";
import { escapeHtml, number, parseNumber, percent } from "./format.js";
import { forward } from "./forward.js";
import { sampleStory, seeded } from "./grammar.js";
import { listenGrids, makeStop, prepareGrids, tdOf } from "./grid.js";
import { graph } from "./model.js";
import { reveal } from "./panel.js";
import { cellPhrase, cellSymbol, titleOf } from "./steps.js";
import { heatTable, largest, legend, ranking, slices } from "./table.js";
import { descended, flatten, net } from "./train.js";

const NUDGE = 0.01;
const STORIES = 40;
const FIRST_SHOWN = "2.middle";
const FORMS = {
  "1/n": ({ n }) => `1/${n}`,
  "2(x-m)/n": ({ n }) => `2(x − μ)/${n}`,
  "-2·sum(x-m)/n": ({ n }) => `−2·Σ(x − μ)/${n}`,
  "1/sqrt(v+e)": () => "1/√(σ² + ε)",
  "-1/sqrt(v+e)": () => "−1/√(σ² + ε)",
  "-(x-m)/(2·sqrt(v+e)^3)": () => "−(x − μ)/(2√(σ² + ε)³)",
  "1/sqrt(n)": ({ n }) => `1/√${n}`,
  "p(1-p)": () => "p(1 − p)",
  "-p·q": () => "−p·p′",
  "x>0": ({ value }) => (value ? "1, porque u > 0" : "0, porque u ≤ 0"),
  "-1/(n·p)": ({ n }) => (n === 1 ? "−1/p" : `−1/(${n}·p)`),
  changed: () => "lo que deja pasar tu cambio",
};

const GRADIENTS_HTML = `
<div class="mandos">
  <label>Detrás de <select data-elige="fila"></select></label>
  <label>tendría que venir <select data-elige="palabra"></select></label>
</div>
<p class="perdida"></p>
<div class="mandos"><label>Gradiente de <select data-elige="tabla"></select></label></div>
<div class="tablas-gradiente"></div>
<div class="panel cuenta-gradiente" role="region" aria-label="La cuenta del gradiente"></div>
<h3>Un paso de descenso por gradiente</h3>
<p>Cada peso del modelo se mueve en contra de su gradiente: se le resta el gradiente multiplicado por la tasa. El
modelo que resulta pasa a ser el de toda la página, hasta que deshagas el paso.</p>
<form class="mandos">
  <label>Tasa de aprendizaje <input name="tasa" size="6" inputmode="decimal" value="0,01" autocomplete="off"></label>
  <button class="boton">Dar un paso</button>
  <button type="button" class="boton" data-hace="diez">Dar diez</button>
  <button type="button" class="boton" data-hace="deshacer">Deshacer</button>
</form>
<p class="estado" role="status"></p>
<div class="efecto"></div>`;

/** Names with a gradient: activations in the order of the computation, then parameters. */
function namesOf(model) {
  const activations = graph(model.sizes)
    .map((node) => node.name)
    .filter((name) => name !== "mask");
  return [activations, Object.keys(model.params)];
}

const option = (value, text, chosen) =>
  `<option value="${value}"${value === chosen ? " selected" : ""}>${text}</option>`;

/** Rows of a table where something may be other than zero, or null for all. */
function rowsOf(name, { ids, position }) {
  if (name === "embedding.weight") return [...new Set(ids)];
  if (name === "position.weight") return ids.map((_, i) => i);
  return name === "logits" || name === "probs" ? [position] : null;
}

/** The derivative of a step as HTML: a number of the network, or a formula with its value. */
function derivativeHtml(factors, about) {
  if (!factors.length) return "1";
  return factors
    .map((one) => {
      if (one.form === "x>0") return FORMS[one.form](one); // it says its value
      const what = one.form ? FORMS[one.form](one) : cellSymbol(one.name, one.index, about);
      return `${what} = ${calcNumber(one.value)}`;
    })
    .join(" · ");
}

/** The terms of a gradient, with those that are zero left out. */
function termsHtml({ terms, value }, about) {
  const alive = terms.filter((term) => term.value !== 0);
  const zeros = terms.length - alive.length;
  const rest = zeros
    ? `<p class="pista">${zeros === 1 ? "Otro término vale" : `Otros ${zeros} términos valen`} cero.</p>`
    : "";
  if (!alive.length)
    return `<p class="total">Ninguna casilla que lea este número llega a la pérdida: su gradiente es <b>0,00</b>.</p>`;
  const rows = alive.map(({ factors: [up, ...local], value: product, running }) => {
    const asks =
      up.name === "loss"
        ? calcNumber(up.value)
        : `<button type="button" class="dato" data-cell="${cellText(up)}" aria-label="${calcNumber(up.value)}: ` +
          `gradiente de ${escapeHtml(cellPhrase(up.name, up.index, about))}">${calcNumber(up.value)}</button>`;
    const who = up.name === "loss" ? "pérdida" : cellSymbol(up.name, up.index, about);
    return (
      `<tr><th scope="row">${who}</th><td>${asks}</td><td>${derivativeHtml(local, about)}</td>` +
      `<td>${calcNumber(product)}</td><td>${calcNumber(running)}</td></tr>`
    );
  });
  const long = rows.length > 20;
  const strap = long
    ? `<div class="correa alta" tabindex="0" role="region" aria-label="Términos del gradiente">`
    : `<div class="correa">`;
  const heads = ["casilla que lo lee", "su gradiente", "derivada del paso", "producto", "suma"];
  return (
    `${strap}<table class="terminos"><caption class="oculto">Cada casilla que lee este número, con la suma</caption>` +
    `<thead><tr>${heads.map((text) => `<th scope="col">${text}</th>`).join("")}</tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table></div>${rest}` +
    `<p class="total">El gradiente es <b>${calcNumber(value)}</b>.</p>`
  );
}

/** Where a gradient comes from, in words. */
function gradientAloud({ name, index, terms, value }, about) {
  const alive = terms.filter((term) => term.value !== 0);
  const minus = (x) => calcNumber(x).replace("−", "menos ");
  const start = `Gradiente: ${cellPhrase(name, index, about)}: ${minus(value)}.`;
  if (!alive.length) return `${start} Ninguna casilla que lo lea llega a la pérdida.`;
  const shown = alive.slice(0, 2).map(({ factors }) => factors.map((one) => minus(one.value)).join(" por "));
  if (alive.length > 2) shown.push(`otros ${alive.length - 2} términos`);
  return `${start} Cuenta: ${shown.join(", más ").replaceAll("más menos", "menos")}.`;
}

/** @param {HTMLElement} root */
export function mountGradients(root, app) {
  root.innerHTML = GRADIENTS_HTML;
  const choice = (what) => /** @type {HTMLSelectElement} */ (root.querySelector(`[data-elige=${what}]`));
  const tables = /** @type {HTMLElement} */ (root.querySelector(".tablas-gradiente"));
  const panel = /** @type {HTMLElement} */ (root.querySelector(".cuenta-gradiente"));
  const told = root.querySelector(".estado");
  const effect = root.querySelector(".efecto");
  let shown = FIRST_SHOWN;
  let trail = [];
  let result;
  let ours = { model: null, name: "", steps: 0 };

  /** The word that should come: the reader's, or the one of the text, or the likeliest but one. */
  function targetOf({ target, position, ids }) {
    if (target !== null) return target;
    if (position + 1 < ids.length) return ids[position + 1];
    return ranking(rowOf(app.trace, position))[1];
  }

  /** Why that word, when the reader has chosen none. */
  function whyTarget({ target, position, ids }) {
    if (target !== null) return "";
    return position + 1 < ids.length
      ? "Es la que sigue en tu texto; puedes elegir otra. "
      : "Tu texto acaba aquí y no dice cuál: mientras no elijas otra, es la segunda más probable, " +
          "para que haya algo que corregir. ";
  }

  const rowOf = (trace, position) =>
    trace.tensors.probs.data.subarray(position * app.words.length, (position + 1) * app.words.length);
  const targets = () => [{ position: app.state.position, id: targetOf(app.state) }];
  const look = (name) => result.gradients[name];

  function draw() {
    const { state, words } = app;
    const names = namesOf(state.model);
    if (!names.flat().includes(shown)) shown = names[0].find((name) => name.endsWith(".middle"));
    result = backward(app.trace, targets());
    const wanted = targetOf(state);
    const p = rowOf(app.trace, state.position)[wanted];
    choice("fila").innerHTML = state.ids.map((id, i) => option(i, `${i + 1}. ${words[id]}`, state.position)).join("");
    choice("palabra").innerHTML = words.map((word, id) => option(id, word, wanted)).join("");
    const group = (label, some) =>
      `<optgroup label="${label}">${some.map((name) => option(name, titleOf(name), shown)).join("")}</optgroup>`;
    choice("tabla").innerHTML = group("Activaciones", names[0]) + group("Pesos", names[1]);
    root.querySelector(".perdida").innerHTML =
      `${whyTarget(state)}El modelo da a «${words[wanted]}» una probabilidad de ${percent(p)}. La pérdida es −ln p = ` +
      `<b>${calcNumber(explainLoss(app.trace, targets()).value)}</b>.`;
    drawTables();
    drawPanel();
  }

  function drawTables() {
    const tensor = look(shown);
    const most = largest(tensor.data);
    const digits = Math.min(6, Math.max(2, 2 - Math.floor(Math.log10(most))));
    const only = rowsOf(shown, app.state);
    tables.innerHTML = `<div class="tablas">${slices(shown, tensor)
      .map((slice, i) =>
        heatTable({ name: shown, tensor, slice, about: app.about, most, digits, only, note: i ? "" : legend(most) }),
      )
      .join("")}</div>`;
    tables
      .querySelectorAll("table")
      .forEach((one) => one.setAttribute("aria-label", `Gradiente: ${one.getAttribute("aria-label")}`));
    prepareGrids(tables);
    mark();
  }

  function mark() {
    const cell = trail[trail.length - 1];
    tables.querySelectorAll(".elegida").forEach((td) => td.classList.remove("elegida"));
    const td = cell && tdOf(tables, cell);
    if (!td) return;
    td.classList.add("elegida");
    makeStop(td);
  }

  /** What really happens to the loss when the number grows a little, beside what the gradient said. */
  function nudgeHtml({ name, index, value }) {
    const { model, ids, changes } = app.state;
    const now = app.trace.tensors[name] || app.trace.model.params[name];
    const at = index.reduce((sum, i, axis) => sum * now.shape[axis] + i, 0);
    if (!Number.isFinite(now.data[at])) return "";
    const moved = forward(model, ids, [...changes, { tensor: name, index, value: now.data[at] + NUDGE }]);
    const loss = (trace) => explainLoss(trace, targets()).value;
    const change = loss(moved) - loss(app.trace);
    const digits = Math.min(8, Math.max(4, 2 - Math.floor(Math.log10(Math.max(Math.abs(change), 1e-12)))));
    return (
      `<p>El número vale ${calcNumber(now.data[at])}. Si sube ${number(NUDGE)}, el gradiente anuncia que la ` +
      `pérdida cambiará en ${number(value * NUDGE, digits)}; al probarlo, cambia en ${number(change, digits)}.</p>`
    );
  }

  function drawPanel() {
    const cell = trail[trail.length - 1];
    if (!cell || !(cell.name in result.gradients)) {
      panel.innerHTML = `<p class="pista">Elige una casilla y aquí verás de dónde sale su gradiente.</p>`;
      return;
    }
    const calculation = explainGradient(app.trace, result, cell.name, cell.index);
    const links = trail
      .slice(0, -1)
      .map(
        (one, i) =>
          `<li><button type="button" class="enlace" data-back="${i}" aria-label="Volver al gradiente de ` +
          `${escapeHtml(cellPhrase(one.name, one.index, app.about))}">${cellSymbol(one.name, one.index, app.about)}` +
          `</button></li>`,
      );
    const way = links.length
      ? `<nav aria-label="Rastro del gradiente"><ol class="rastro">${links.join("")}<li ` +
        `aria-current="true">${cellSymbol(cell.name, cell.index, app.about)}</li></ol></nav>`
      : "";
    panel.innerHTML =
      `${way}<h4 tabindex="-1">Gradiente de ${cellSymbol(cell.name, cell.index, app.about)} = ` +
      `${calcNumber(calculation.value)}</h4><p class="pista">${cellPhrase(cell.name, cell.index, app.about)}</p>` +
      `${termsHtml(calculation, app.about)}${nudgeHtml(calculation)}<div class="mandos"><button type="button" ` +
      `class="boton" data-hace="ver">Ver este número en el recorrido</button> <button type="button" class="boton" ` +
      `data-hace="volver">Volver a la casilla</button></div>`;
  }

  function ask(cell, focus, keep = false) {
    trail = keep ? [...trail, cell] : [cell];
    if (cell.name !== shown) {
      shown = cell.name;
      choice("tabla").value = shown;
      drawTables();
    }
    drawPanel();
    mark();
    app.say(gradientAloud(explainGradient(app.trace, result, cell.name, cell.index), app.about));
    if (focus) panel.querySelector("h4")?.focus();
    reveal(panel, panel);
  }

  function backTo(place) {
    const [cell, followed] = trail.slice(place);
    trail = trail.slice(0, place);
    ask(cell, true, true);
    panel.querySelector(`.terminos [data-cell="${cellText(followed)}"]`)?.["focus"]();
  }

  function toCell() {
    const td = trail.length && tdOf(tables, trail[trail.length - 1]);
    if (td) td.focus();
  }

  // ---- Gradient descent ----

  /** Mean loss over some stories of the grammar, always the same: what the step does to the rest. */
  function onStories(model) {
    const rng = seeded(STORIES);
    const texts = Array.from({ length: STORIES }, () =>
      sampleStory(rng).words.map((word) => model.words.indexOf(word)),
    );
    return net(model.sizes).loss(flatten(model), texts);
  }

  function descend(steps) {
    const field = /** @type {HTMLInputElement} */ (root.querySelector("[name=tasa]"));
    const rate = parseNumber(field.value);
    field.setAttribute("aria-invalid", String(!(rate > 0)));
    if (!(rate > 0)) {
      told.textContent = "La tasa tiene que ser un número mayor que cero, como 0,01.";
      return;
    }
    const { state } = app;
    const wanted = targets();
    const before = app.trace;
    let { model } = state;
    let foretold = 0;
    for (let i = 0; i < steps; i++) {
      const { gradients } = backward(forward(model, state.ids, state.changes), wanted);
      for (const name in model.params) for (const g of gradients[name].data) foretold += rate * g * g;
      model = descended(model, gradients, rate);
    }
    const after = forward(model, state.ids, state.changes);
    const broken = !after.tensors.logits.data.every(Number.isFinite);
    if (broken) {
      told.textContent = "Con esa tasa los pesos se disparan: prueba una menor.";
      return;
    }
    ours =
      state.model === ours.model
        ? { ...ours, steps: ours.steps + steps }
        : { name: state.modelName || "el publicado", steps };
    ours.model = model;
    const table = effectHtml(before, after, wanted[0], [onStories(state.model), onStories(model)], foretold, steps);
    app.set({
      model,
      modelName: `${ours.name}, tras ${ours.steps} ${ours.steps === 1 ? "paso" : "pasos"} de descenso`,
      changes: state.changes,
      target: wanted[0].id,
    });
    effect.innerHTML = table;
    const loss = (trace) => number(explainLoss(trace, wanted).value, 4);
    told.textContent = `La pérdida pasa de ${loss(before)} a ${loss(after)}.`;
  }

  function effectHtml(before, after, target, stories, foretold, steps) {
    const { words } = app;
    const [p, q] = [before, after].map((trace) => rowOf(trace, target.position));
    const best = (row) => words[ranking(row)[0]];
    const loss = (row) => -Math.log(row[target.id]);
    const rows = [
      ["pérdida de esta palabra", number(loss(p), 4), number(loss(q), 4)],
      [`probabilidad de «${words[target.id]}»`, percent(p[target.id]), percent(q[target.id])],
      ["palabra más probable", best(p), best(q)],
      [`pérdida media en ${STORIES} cuentos`, ...stories.map((x) => number(x, 4))],
    ];
    const foretoldHtml =
      steps === 1
        ? `<p>El gradiente anunciaba una bajada de ${number(foretold, 4)} (la tasa por la suma de los cuadrados del ` +
          `gradiente); ha sido de ${number(loss(p) - loss(q), 4)}. Se parecen más cuanto menor es la tasa.</p>`
        : "";
    const lines = rows.map(([title, was, is]) => `<tr><th scope="row">${title}</th><td>${was}</td><td>${is}</td></tr>`);
    return (
      `<table class="lista"><caption>Antes y después</caption><thead><tr><td></td><th scope="col">antes</th>` +
      `<th scope="col">después</th></tr></thead><tbody>${lines.join("")}</tbody></table>${foretoldHtml}`
    );
  }

  // ---- What the reader does ----

  choice("fila").addEventListener("change", () => app.set({ position: Number(choice("fila").value), target: null }));
  choice("palabra").addEventListener("change", () => app.set({ target: Number(choice("palabra").value) }));
  choice("tabla").addEventListener("change", () => {
    shown = choice("tabla").value;
    trail = [];
    drawTables();
    drawPanel();
  });
  listenGrids(tables, look, ask);
  root.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Escape" || !event.target.closest(".panel")) return;
    if (trail.length > 1) backTo(trail.length - 2);
    else toCell();
  });
  root.addEventListener("click", (/** @type {any} */ event) => {
    const { cell, back, hace } = event.target.closest("button")?.dataset ?? {};
    if (cell) ask(cellFromText(cell), true, true);
    else if (back !== undefined) backTo(Number(back));
    else if (hace === "diez") descend(10);
    else if (hace === "deshacer") {
      const some = app.canUndo;
      app.undo();
      effect.innerHTML = "";
      told.textContent = some ? "Deshecho." : "No hay nada que deshacer.";
    } else if (hace === "volver") toCell();
    else if (hace === "ver") app.goTo({ cell: trail[trail.length - 1] });
  });
  root.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    descend(1);
  });
  app.onSeen(root, (_, keys) => {
    if (keys.has("ids") || keys.has("model")) trail = [];
    if (keys.has("ids")) effect.innerHTML = told.textContent = "";
    if (["ids", "model", "changes", "position", "target"].some((key) => keys.has(key))) draw();
  });
}
