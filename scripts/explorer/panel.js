/* The panel of a cell: its whole calculation, where it goes, and a field to change it. */

import { effect } from "./aloud.js";
import {
  calculationAloud,
  calculationHtml,
  calculationTitle,
  calcNumber,
  cellFromText,
  cellText,
  usesLines,
} from "./calculation.js";
import { forecastHtml } from "./edits.js";
import { parseNumber } from "./format.js";
import { explain, uses } from "./explain.js";
import { isOff, toggle } from "./map.js";
import { axesOf, cellPhrase, cellSymbol, nameParts } from "./steps.js";

const USES_SHOWN = 24;
/** Pixels of the panel that a reader has to see to know that it is there. */
const SEEN = 160;

/** Scroll if a panel starts so low, at `start`, that next to nothing of it is seen. */
export function reveal(/** @type {HTMLElement} */ start, /** @type {HTMLElement} */ panel) {
  const { top } = start.getBoundingClientRect();
  const rest = panel.getBoundingClientRect().bottom - top;
  if (top > innerHeight - SEEN) scrollBy(0, Math.min(rest, innerHeight / 2) - (innerHeight - top));
}

/** What can be switched off that a cell belongs to: its head, its neuron. */
function switchesFor({ name, index }) {
  const { layer, part, parameter } = nameParts(name);
  const axes = axesOf(name);
  if (!layer || parameter) return [];
  if (axes[0] === "head")
    return [{ label: `la cabeza ${index[0] + 1}`, tensor: `${layer}.mixed`, index: [index[0], "*", "*"] }];
  if (part === "up" || part === "hidden")
    return [{ label: `la neurona ${index[1] + 1}`, tensor: `${layer}.hidden`, index: ["*", index[1]] }];
  return [];
}

/** @param {HTMLElement} root @param {{back: () => void}} ways */
export function mountPanel(root, app, { back }) {
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "La cuenta de la casilla");
  let ask = (/** @type {any} */ _cell) => {};
  let goBack = (/** @type {number} */ _at) => {};
  /** @type {any} */
  let calculation = null;
  let framed = "";
  const sameCell = (change, cell) => change.tensor === cell.name && change.index.join() === cell.index.join();

  function trailHtml() {
    const { trail } = app.state;
    if (trail.length < 2) return "";
    const links = trail.map((cell, i) =>
      i === trail.length - 1
        ? `<li aria-current="true">${cellSymbol(cell.name, cell.index, app.about)}</li>`
        : `<li><button type="button" class="enlace" data-back="${i}" aria-label="Volver a ` +
          `${cellPhrase(cell.name, cell.index, app.about)}">${cellSymbol(cell.name, cell.index, app.about)}` +
          `</button></li>`,
    );
    return `<nav aria-label="Rastro"><ol class="rastro">${links.join("")}</ol></nav>`;
  }

  function actionsHtml(cell) {
    const changed = app.state.changes.some((change) => sameCell(change, cell));
    const restore = changed ? `<button type="button" class="boton" data-restore>Devolverle su valor</button>` : "";
    const off = switchesFor(cell).map(
      (part, i) =>
        `<button type="button" class="boton" data-switch="${i}">${isOff(app, part) ? "Encender" : "Apagar"} ` +
        `${part.label}</button>`,
    );
    const mask =
      cell.name === "mask"
        ? `<button type="button" class="boton" data-mask>` +
          `${calculation.value ? "Tapar" : "Destapar"} esta casilla</button>`
        : "";
    return [mask, restore, ...off].join(" ");
  }

  function usesHtml(cell) {
    const lines = usesLines(uses(app.trace, cell.name, cell.index), app.about);
    if (!lines.length) {
      const end =
        cell.name === "probs" || cell.name === "logits" ? "Es el final de la red." : "Ninguna casilla lo lee.";
      return `<p class="total">${end}</p>`;
    }
    return lines
      .map(({ name, indices, text }) => {
        const shown = indices.slice(0, USES_SHOWN);
        const buttons = shown.map((index) => {
          const label = `Ir a ${cellPhrase(name, index, app.about)}`;
          return (
            `<button type="button" class="dato" data-cell="${cellText({ name, index })}" aria-label="${label}">` +
            `${cellSymbol(name, index, app.about)}</button>`
          );
        });
        const more = indices.length > shown.length ? ` y ${indices.length - shown.length} más` : "";
        return `<p>A ${text}: ${buttons.join(" ")}${more}</p>`;
      })
      .join("");
  }

  /**
   * The frame of a cell, whose parts `refresh` fills: a change of numbers leaves the field where one is typing alone.
   */
  function frame(cell) {
    // A score may become −∞, which the keyboard of numbers of a phone does not have.
    const keypad = nameParts(cell.name).part === "scores" ? "" : ' inputmode="decimal"';
    const form =
      `<form class="mandos cambiar"><label>Cambiar por ` +
      `<input size="8"${keypad} autocomplete="off" aria-describedby="ex-cambio"></label> ` +
      `<button type="button" class="boton" data-sign aria-label="Cambiar de signo">±</button> ` +
      `<button class="boton">Cambiar</button></form>` +
      `<p class="estado" id="ex-cambio" role="status"></p>`;
    root.innerHTML =
      `<button type="button" class="boton volver" data-close>Volver a la casilla</button><div class="de-donde">` +
      `</div><h4 tabindex="-1"></h4><p class="pista">${cellPhrase(cell.name, cell.index, app.about)}</p>` +
      `<div class="cuenta"></div>` +
      `${cell.name === "mask" ? "" : form}<div class="mandos acciones"></div><p class="efecto"></p>` +
      `<details class="adonde"><summary>¿Adónde va?</summary><div class="usos"></div></details>` +
      `<div class="mandos"><button type="button" class="boton" data-read>Leer la cuenta entera</button></div>` +
      `<p class="leida pista" aria-hidden="true"></p>`;
    root.querySelector("details.adonde").addEventListener("toggle", fillUses);
  }

  function fillUses() {
    const { cell } = app.state;
    if (cell && root.querySelector("details.adonde")["open"]) root.querySelector(".usos").innerHTML = usesHtml(cell);
  }

  function draw() {
    const { cell } = app.state;
    if (!cell) {
      calculation = null;
      framed = "";
      root.innerHTML =
        `<p class="pista">Elige una casilla y aquí verás de dónde sale su número. ` +
        `Con el teclado: flechas para moverte, Intro para preguntar y Escape para volver.` +
        `</p>`;
      return;
    }
    calculation = explain(app.trace, cell.name, cell.index);
    const wanted = `${cellText(cell)} ${app.state.ids.join()}`;
    if (framed !== wanted) frame(cell);
    framed = wanted;
    write(".de-donde", trailHtml());
    write("h4", calculationTitle(calculation, app.about));
    write(".cuenta", calculationHtml(calculation, app.about));
    write(".acciones", actionsHtml(cell));
    root.querySelector(".leida").textContent = "";
    const field = /** @type {HTMLInputElement | null} */ (root.querySelector("form input"));
    if (field && document.activeElement !== field) field.value = calcNumber(calculation.value);
    // On a phone the list of changes is far above: what they do is said here too.
    write(".efecto", app.trace === app.original ? "" : forecastHtml(app));
    fillUses();
  }

  /** Write a part of the panel, unless it says the same already. */
  function write(query, html) {
    const part = root.querySelector(query);
    if (part["written"] !== html) part.innerHTML = html;
    part["written"] = html;
  }

  function change(value) {
    const { cell, changes } = app.state;
    const others = changes.filter((one) => !sameCell(one, cell));
    app.set({ changes: value === null ? others : [...others, { tensor: cell.name, index: cell.index, value }] });
  }

  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = root.querySelector("form input");
    const typed = field["value"].trim();
    const value = typed === "−∞" || typed === "-∞" ? -Infinity : parseNumber(typed);
    const told = root.querySelector("form + .estado");
    if (Number.isNaN(value) || (value === -Infinity && nameParts(app.state.cell.name).part !== "scores")) {
      field.setAttribute("aria-invalid", "true");
      told.textContent = `«${typed}» no es un número. Escríbelo con coma, como 0,25.`;
      return;
    }
    field.removeAttribute("aria-invalid");
    told.textContent = "";
    change(value);
    app.say(`Cambiado por ${calcNumber(value)}. ${effect(app)}`);
    root.querySelector(".efecto").scrollIntoView({ block: "nearest" });
  });

  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { dataset } = button;
    if (dataset.cell) ask(cellFromText(dataset.cell));
    else if (dataset.back !== undefined) goBack(Number(dataset.back));
    else if (dataset.restore !== undefined) {
      change(null);
      app.say(`Ha vuelto a su valor. ${effect(app)}`);
      focus();
    } else if (dataset.mask !== undefined) {
      change(calculation.value ? 0 : 1);
      app.say(`${calculation.value ? "Destapada" : "Tapada"}. ${effect(app)}`);
      focus();
    } else if (dataset.switch !== undefined) {
      const part = switchesFor(app.state.cell)[Number(dataset.switch)];
      const off = toggle(app, { tensor: part.tensor, index: part.index });
      app.say(`${off ? "Apagada" : "Encendida"} ${part.label}. ${effect(app)}`);
      root.querySelector(`[data-switch="${dataset.switch}"]`)?.["focus"]();
    } else if (dataset.sign !== undefined) {
      const field = root.querySelector("form input");
      const typed = field["value"].trim();
      field["value"] = /^[-−]/.test(typed) ? typed.slice(1) : `−${typed}`;
    } else if (dataset.read !== undefined) readWhole();
    else if (dataset.close !== undefined) back();
  });

  /** Read the calculation aloud, and write it for who does not listen. */
  function readWhole() {
    const text = calculationAloud(calculation, app.about, true);
    app.say(text);
    root.querySelector(".leida").textContent = text;
  }

  /** Go to the calculation or, on the way back, to the operand that had been followed. */
  function focus(operand = null) {
    const followed = operand && root.querySelector(`.cuenta [data-cell="${cellText(operand)}"]`);
    const heading = followed || root.querySelector("h4");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "nearest" });
    if (heading) reveal(heading, root);
  }

  /** Let the calculation be seen, its beginning at least. */
  const show = () => reveal(root, root);

  return {
    draw,
    focus,
    show,
    operands: () => (calculation ? calculation.operands : []),
    say: () => calculation && app.say(calculationAloud(calculation, app.about)),
    onAsk: (then) => (ask = then),
    onBack: (then) => (goBack = then),
  };
}
