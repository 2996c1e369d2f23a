/* The list of what is changed, with undo, reset and a link. */

import { effect, NO_FORECAST, outlook } from "./aloud.js";
import { percent } from "./format.js";
import { changePhrase } from "./steps.js";
import { ranking } from "./table.js";

const BEST = 3;

/** The likeliest next words of a trace, in a line. */
function forecast(trace, words, position) {
  const p = trace.tensors.probs.data.subarray(position * words.length, (position + 1) * words.length);
  const best = ranking(p).slice(0, BEST);
  if (Number.isNaN(p[best[0]])) return NO_FORECAST;
  return best
    .map((id) => `«${words[id]}» <span class="suave">${percent(p[id])}</span>`)
    .join(", ");
}

/** What is expected behind the word in view, and what was before the changes, if there are any. */
export function forecastHtml({ state, words, trace, original }) {
  const before =
    trace === original ? "" : ` · antes: <span class="previo">${forecast(original, words, state.position)}</span>`;
  return `Detrás de «${words[state.ids[state.position]]}»: ${forecast(trace, words, state.position)}${before}`;
}

/** @param {HTMLElement} root */
export function mountEdits(root, app) {
  root.innerHTML = `
<div class="mandos">
  <button type="button" class="boton" data-hace="deshacer">Deshacer</button>
  <button type="button" class="boton" data-hace="reponer">Dejarlo como al principio</button>
  <button type="button" class="boton" data-hace="enlace">Copiar un enlace</button>
  <span class="estado enlace-copiado"></span>
</div>
<p class="pronostico"></p>
<div class="cambios"></div>`;
  const list = /** @type {HTMLElement} */ (root.querySelector(".cambios"));
  const told = /** @type {HTMLElement} */ (root.querySelector(".enlace-copiado"));

  function draw() {
    const { changes, modelName } = app.state;
    const items = changes.map(
      (change, i) =>
        `<li>${changePhrase(change, app.about)} ` +
        `<button type="button" class="enlace" data-quita="${i}" aria-label="Quitar el cambio: ` +
        `${changePhrase(change, app.about)}">quitar</button></li>`,
    );
    list.innerHTML =
      (app.complaint ? `<p>${app.complaint}</p>` : "") +
      (modelName ? `<p>Estás mirando otro modelo: ${modelName}.</p>` : "") +
      (items.length
        ? `<p>${items.length === 1 ? "Un cambio" : `${items.length} cambios`} sobre el modelo. ` +
          `Lo que ha cambiado lleva borde y su valor de antes, tachado.` +
          `</p><ul>${items.join("")}</ul>`
        : "");
    root.querySelector("[data-hace=deshacer]").toggleAttribute("disabled", !app.canUndo);
    root.querySelector("[data-hace=reponer]").toggleAttribute("disabled", !changes.length && !modelName);
    told.textContent = "";
    drawForecast();
  }

  function drawForecast() {
    root.querySelector(".pronostico").innerHTML = forecastHtml(app);
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(app.address());
      told.textContent = app.state.modelName
        ? "Enlace copiado: lleva el texto, el paso, la casilla y los cambios, pero se abrirá con el modelo publicado."
        : "Enlace copiado: lleva el texto, el paso, la casilla y los cambios.";
    } catch {
      history.replaceState(history.state, "", app.address());
      told.textContent = "El enlace es la dirección de esta página: cópiala de la barra del navegador.";
    }
    app.say(told.textContent);
  }

  root.addEventListener("click", (/** @type {any} */ event) => {
    const { hace, quita } = event.target.closest("button")?.dataset || {};
    if (hace === "deshacer") {
      app.undo();
      app.say(`Deshecho. ${outlook(app)}`);
      keep("[data-hace=deshacer]");
    } else if (hace === "reponer") {
      app.reset();
      app.say(`El modelo está como al principio. ${outlook(app)}`);
      keep("[data-hace=deshacer]");
    } else if (hace === "enlace") copyLink();
    else if (quita !== undefined) {
      app.set({ changes: app.state.changes.filter((_, i) => i !== Number(quita)) });
      app.say(`Cambio quitado. ${effect(app)}`);
      keep("[data-quita], [data-hace=deshacer]");
    }
  });

  /** A button that vanishes or sleeps must not take the focus along. */
  function keep(query) {
    const button = [...root.querySelectorAll(query)].find((one) => !one.hasAttribute("disabled"));
    (button || root.querySelector("[data-hace=enlace]"))["focus"]();
  }

  app.on((_, keys) => {
    if (keys.has("changes") || keys.has("model") || keys.has("ids")) draw();
    else if (keys.has("position")) drawForecast();
  });
  draw();
}
