/* The text: writing it in the words of the model, and what the model expects behind each of them. */

import { outlook } from "./aloud.js";
import {
  alikeWords,
  escapeHtml,
  findWord,
  inProse,
  parseNumber,
  percent,
  plain,
  splitWords,
} from "./format.js";
import { story, seeded } from "./grammar.js";
import { oneStop } from "./roving.js";
import { bar, ranking } from "./table.js";

const SHOWN = 8;
/** Milliseconds without a key after which what a reader writes is answered aloud. */
const PAUSE = 800;

/** Texts to begin with, and what to look at in each. */
export const EXAMPLES = [
  "había una niña llamada Ana . la niña que vio el rey llegó",
  "había un rey llamado Hugo . los gatos del pueblo estaban",
  "había una niña llamada Ana y una reina llamada Eva . la niña estaba triste . lo contó la niña",
  "había un gato llamado Leo . mi gata que buscaron los niños volvió muy",
  "la reina que vio el rey llegó",
];

/**
 * A word drawn with some probabilities.
 * @param {ArrayLike<number>} logits @param {number} temperature @param {() => number} random
 */
function drawWord(logits, temperature, random) {
  const scaled = Array.from(logits, (z) => z / temperature);
  const most = Math.max(...scaled);
  const sizes = scaled.map((z) => Math.exp(z - most));
  let left = random() * sizes.reduce((sum, size) => sum + size, 0);
  for (let id = 0; id < sizes.length; id++) {
    left -= sizes[id];
    if (left < 0) return id;
  }
  return sizes.length - 1;
}

const TEXT_HTML = `
<div class="campo">
  <label for="ex-texto">Tu texto, con palabras del modelo</label>
  <div class="combo">
    <textarea id="ex-texto" rows="2" aria-autocomplete="list" aria-haspopup="listbox"
      aria-controls="ex-lista" aria-describedby="ex-aviso"
      autocomplete="off" autocapitalize="none" spellcheck="false"></textarea>
    <ul id="ex-lista" role="listbox" aria-label="Palabras del modelo" hidden></ul>
  </div>
  <p id="ex-aviso" class="estado" role="status"></p>
</div>
<div class="mandos">
  <label>Ejemplos <select id="ex-ejemplos"></select></label>
  <button type="button" class="boton" data-hace="azar">Al azar</button>
  <button type="button" class="boton" data-hace="quitar">Quitar la última</button>
</div>
<div class="fichas" role="toolbar" aria-label="Ver lo que el modelo espera detrás de"></div>
<div class="siguiente"></div>
<fieldset class="mandos generar">
  <legend>Generar</legend>
  <label>Elegir
    <select id="ex-modo">
      <option value="voraz">la más probable</option><option value="sorteo">por sorteo</option>
    </select>
  </label>
  <label>Temperatura <input id="ex-temperatura" inputmode="decimal" value="1" size="4" disabled></label>
  <label>Semilla <input id="ex-semilla" inputmode="numeric" value="1" size="5" disabled></label>
  <button type="button" class="boton" data-hace="una">Una palabra</button>
  <button type="button" class="boton" data-hace="hasta">Hasta el punto</button>
</fieldset>
<p class="estado generado"></p>`;

/** @param {HTMLElement} root */
export function mountText(root, app) {
  root.innerHTML = TEXT_HTML;
  const find = (/** @type {string} */ query) => /** @type {any} */ (root.querySelector(query));
  const field = find("#ex-texto");
  const list = find("#ex-lista");
  const notice = find("#ex-aviso");
  const stopAtToken = oneStop(find(".fichas"), "button", "[aria-pressed=true]");
  const stopAtWord = oneStop(find(".siguiente"), "[data-add]", "[data-add]");
  let random = null;
  let storySeed = 0;
  let written = "";
  let pause = 0;

  /** A notice that says the same already is left alone, so that it is not read again with every key. */
  function tell(text) {
    if (notice.textContent !== text) notice.textContent = text;
  }

  /** Say something once the reader has stopped writing. @param {() => string} text */
  function sayAfterPause(text) {
    clearTimeout(pause);
    pause = setTimeout(() => app.say(text()), PAUSE);
  }

  find("#ex-ejemplos").innerHTML =
    `<option value="">elige uno</option>` +
    EXAMPLES.map((text, i) => `<option value="${i}">${escapeHtml(text)}</option>`).join("");

  /** Take the text that is written, or say what is wrong with it. */
  function read(final) {
    const typed = splitWords(field.value);
    const { words } = app;
    const inProgress = !final && !/[\s.]$/.test(field.value);
    const ids = typed.map((word) => findWord(words, word));
    const bad = ids.findIndex((id, i) => id < 0 && !(inProgress && i === ids.length - 1));
    const context = app.state.model.sizes.context;
    field.removeAttribute("aria-invalid");
    if (bad >= 0) {
      const near = alikeWords(words, typed[bad]).map((word) => `«${word}»`);
      const alike = near.length ? ` Se ${near.length > 1 ? "parecen" : "parece"} ${inProse(near)}.` : "";
      tell(
        `«${typed[bad]}» no es una de las ${words.length} palabras del modelo.${alike} ` +
          `La red no puede leerla: abajo está lo último que sí ha leído.`,
      );
      field.setAttribute("aria-invalid", "true");
    } else if (ids.length > context) {
      tell(`Caben ${context} palabras y has escrito ${ids.length}. Abajo está lo último que sí ha leído la red.`);
      field.setAttribute("aria-invalid", "true");
    } else {
      const known = ids.filter((id) => id >= 0);
      tell(known.length || typed.length ? "" : "Escribe al menos una palabra.");
      if (known.length) take(known);
    }
  }

  function take(ids) {
    if (ids.join() === app.state.ids.join()) return;
    written = field.value;
    app.set({ ids });
    sayAfterPause(() => outlook(app));
  }

  /** Replace the text with some ids. */
  function put(ids) {
    written = "";
    clearTimeout(pause);
    tell("");
    field.removeAttribute("aria-invalid");
    app.set({ ids });
    field.value = ids.map((id) => app.words[id]).join(" ");
  }

  // ---- Completion ----

  /** The word that is being written, up to the caret. */
  const current = () => /[^\s.]*$/.exec(field.value.slice(0, field.selectionStart))[0];

  function suggest() {
    const typed = plain(current());
    const { words, state, trace } = app;
    if (!typed) return close();
    const row = trace.tensors.probs.data.subarray((state.ids.length - 1) * words.length);
    const found = words.map((word, id) => id).filter((id) => plain(words[id]).startsWith(typed));
    if (!found.length || (found.length === 1 && words[found[0]] === current())) return close();
    found.sort((a, b) => plain(words[a]).length - plain(words[b]).length || row[b] - row[a]);
    list.innerHTML = found
      .slice(0, SHOWN)
      .map((id, i) => `<li role="option" id="ex-op-${i}" data-word="${words[id]}">${words[id]}</li>`)
      .join("");
    list.hidden = false;
    choose(-1);
    const offered = [...list.children].map((one) => one.textContent).join(", ");
    sayAfterPause(() => (list.hidden ? outlook(app) : `Con la flecha abajo, elige entre: ${offered}.`));
  }

  function close() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  const chosen = () => [...list.children].findIndex((one) => one.getAttribute("aria-selected") === "true");

  function choose(i) {
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === i)));
    clearTimeout(pause);
    if (i >= 0) field.setAttribute("aria-activedescendant", `ex-op-${i}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function complete(word) {
    const caret = field.selectionStart;
    const start = caret - current().length;
    const after = field.value.slice(caret);
    field.value = `${field.value.slice(0, start)}${word} ${after.trimStart()}`;
    field.selectionStart = field.selectionEnd = start + word.length + 1;
    close();
    read(false);
  }

  field.addEventListener("input", () => {
    if (field.value.includes("\n")) field.value = field.value.replace(/\s*\n\s*/g, " ");
    read(false);
    suggest();
  });
  field.addEventListener("change", () => read(true));
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const many = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && many) choose((chosen() + 1) % many);
    else if (event.key === "ArrowUp" && many) choose(chosen() <= 0 ? many - 1 : chosen() - 1);
    else if (event.key === "Enter" && many && chosen() >= 0) complete(list.children[chosen()].dataset.word);
    else if (event.key === "Enter") read(true);
    else if (event.key === "Escape" && many) close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
  list.addEventListener("click", (/** @type {any} */ event) => {
    const option = event.target.closest("[role=option]");
    if (option) complete(option.dataset.word);
  });

  // ---- Buttons ----

  const lastRow = () => {
    const { trace, state, words } = app;
    return trace.tensors.logits.data.subarray((state.ids.length - 1) * words.length, state.ids.length * words.length);
  };

  /** One more word, or nothing if there is no room. */
  function grow() {
    const { ids, model } = app.state;
    if (ids.length >= model.sizes.context) {
      notice.textContent = `No caben más de ${model.sizes.context} palabras.`;
      return null;
    }
    if (find("#ex-modo").value === "voraz") return ranking(lastRow())[0];
    const temperature = parseNumber(find("#ex-temperatura").value);
    if (!(temperature >= 0.05 && temperature <= 20)) {
      notice.textContent = "La temperatura tiene que ser un número de 0,05 a 20.";
      return null;
    }
    random ||= seeded(Math.floor(parseNumber(find("#ex-semilla").value)) || 1);
    return drawWord(lastRow(), temperature, random);
  }

  /** The field may be out of sight, above the buttons that make the text longer. */
  function showText() {
    find(".generado").textContent = `El texto es ahora «${field.value}».`;
  }

  const ACTIONS = {
    azar() {
      storySeed += 1;
      const words = story(storySeed);
      const cut = 6 + Math.floor(seeded(1000 + storySeed)() * (words.length - 8));
      put(words.slice(0, Math.min(cut, app.state.model.sizes.context)).map((word) => app.words.indexOf(word)));
      app.say(`Comienzo de un cuento al azar: «${field.value}». ${outlook(app)}`);
    },
    quitar() {
      if (app.state.ids.length < 2) return;
      put(app.state.ids.slice(0, -1));
      app.say(outlook(app));
    },
    una() {
      const id = grow();
      if (id === null) return;
      put([...app.state.ids, id]);
      showText();
      app.say(`Palabra nueva: «${app.words[id]}». ${outlook(app)}`);
    },
    hasta() {
      const end = app.words.indexOf(".");
      const found = [];
      for (let id = grow(); id !== null; id = id === end ? null : grow()) {
        found.push(id);
        put([...app.state.ids, id]);
      }
      showText();
      if (found.length) app.say(`Palabras nuevas: «${found.map((id) => app.words[id]).join(" ")}».`);
    },
  };
  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.hace) ACTIONS[button.dataset.hace]();
    else if (button.dataset.position) {
      app.set({ position: Number(button.dataset.position) });
      root.querySelector(`[data-position="${app.state.position}"]`)?.focus();
      app.say(outlook(app));
    } else if (button.dataset.add) {
      if (app.state.ids.length < app.state.model.sizes.context) {
        put([...app.state.ids, Number(button.dataset.add)]);
        app.say(`Añadida. ${outlook(app)}`);
      } else notice.textContent = `No caben más de ${app.state.model.sizes.context} palabras.`;
      root.querySelector(".siguiente button")?.focus();
    }
  });
  find("#ex-ejemplos").addEventListener("change", (/** @type {any} */ event) => {
    if (event.target.value) {
      put(splitWords(EXAMPLES[Number(event.target.value)]).map((word) => app.words.indexOf(word)));
      app.say(`«${field.value}». ${outlook(app)}`);
    }
    event.target.value = "";
  });
  const drawing = () => {
    random = null;
    for (const id of ["#ex-temperatura", "#ex-semilla"]) find(id).disabled = find("#ex-modo").value === "voraz";
  };
  find("#ex-modo").addEventListener("change", drawing);
  find("#ex-semilla").addEventListener("input", drawing);

  // ---- What is seen ----

  function drawTokens() {
    const { state, words } = app;
    const buttons = state.ids.map(
      (id, i) =>
        `<button type="button" class="ficha" data-position="${i}" aria-pressed="${i === state.position}">` +
        `${words[id]}</button>`,
    );
    find(".fichas").innerHTML = buttons.join(" ");
    stopAtToken();
  }

  function drawNext() {
    const { state, words, trace, original } = app;
    const from = state.position * words.length;
    const p = trace.tensors.probs.data.subarray(from, from + words.length);
    const before = trace === original ? null : original.tensors.probs.data.subarray(from, from + words.length);
    const order = ranking(p);
    const last = state.position === state.ids.length - 1;
    const next = last ? -1 : state.ids[state.position + 1];
    const row = (id) => {
      const name = last
        ? `<button type="button" class="palabra" data-add="${id}" ` +
          `aria-label="Añadir ${words[id]}, ${percent(p[id])}">${words[id]}</button>`
        : `${words[id]}${id === next ? ' <span class="sigue">sigue en el texto</span>' : ""}`;
      const old = before ? `<td>${percent(before[id])}</td>` : "";
      return (
        `<tr><th scope="row">${name}</th><td>${percent(p[id])}</td>${old}<td class="con-barra">` +
        `${bar(p[id])}</td></tr>`
      );
    };
    const head =
      `<thead><tr><th scope="col">palabra</th><th scope="col">probabilidad</th>` +
      `${before ? '<th scope="col">antes</th>' : ""}<td></td></tr></thead>`;
    const table = (ids, caption) =>
      `<table class="lista"><caption>${caption}</caption>${head}<tbody>${ids.map(row).join("")}</tbody></table>`;
    const shown = order.slice(0, SHOWN);
    if (!last && !shown.includes(next)) shown.push(next);
    const rest = order.filter((id) => !shown.includes(id));
    const open = root.querySelector(".siguiente details")?.open;
    const offers = last ? ' role="toolbar" aria-orientation="vertical" aria-label="Palabras que añadir"' : "";
    find(".siguiente").innerHTML =
      `<div${offers}>${table(shown, `Detrás de «${words[state.ids[state.position]]}» el modelo espera`)}</div>` +
      `<details${open ? " open" : ""}><summary>Las otras ${rest.length} palabras</summary>` +
      `${open ? table(rest, "Las demás, por orden") : '<div class="resto"></div>'}</details>`;
    const details = find(".siguiente details");
    details.addEventListener("toggle", () => {
      const place = details.querySelector(".resto");
      if (details.open && place) place.outerHTML = table(rest, "Las demás, por orden");
      stopAtWord();
    });
    stopAtWord();
  }

  app.on((state, keys) => {
    if (keys.has("ids")) find(".generado").textContent = "";
    if (keys.has("ids") || keys.has("model")) {
      if (written !== field.value) field.value = state.ids.map((id) => app.words[id]).join(" ");
      written = "";
    }
    if (keys.has("ids") || keys.has("position") || keys.has("model")) drawTokens();
    if (["ids", "position", "model", "changes"].some((key) => keys.has(key))) drawNext();
  });
  field.value = app.state.ids.map((id) => app.words[id]).join(" ");
  drawTokens();
  drawNext();
}
