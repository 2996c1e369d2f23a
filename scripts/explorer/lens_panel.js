/* The logit lens: what the model would predict if it stopped at each point of the residual stream. */

import { percent } from "./format.js";
import { lens } from "./forward.js";
import { nameParts, titleOf } from "./steps.js";
import { bar, ranking } from "./table.js";
import { stepsOf } from "./walk.js";

const SHOWN = 3;

/** @param {HTMLElement} root */
export function mountLens(root, app) {
  root.innerHTML = `
<div class="mandos">
  <label>Detrás de <select data-fila></select></label>
  <label>Seguir la palabra <select data-palabra></select></label>
</div>
<div class="correa"><div class="salida-lente"></div></div>`;
  const row = /** @type {HTMLSelectElement} */ (root.querySelector("[data-fila]"));
  const word = /** @type {HTMLSelectElement} */ (root.querySelector("[data-palabra]"));
  const out = /** @type {HTMLElement} */ (root.querySelector(".salida-lente"));
  const points = () => stepsOf(app.state.model.sizes).filter((name) => /stream$|middle$/.test(name));
  let followed = "";

  function draw() {
    const { state, words, trace } = app;
    row.innerHTML = state.ids
      .map((id, i) => `<option value="${i}"${i === state.position ? " selected" : ""}>${i + 1}. ${words[id]}</option>`)
      .join("");
    const from = state.position * words.length;
    const share = (found) => found.probs.data.subarray(from, from + words.length);
    const final = trace.tensors.probs.data.subarray(from, from + words.length);
    const watched = followed && words.includes(followed) ? words.indexOf(followed) : ranking(final)[0];
    word.innerHTML =
      `<option value="">la más probable al final</option>` +
      words.map((one) => `<option${one === followed ? " selected" : ""}>${one}</option>`).join("");
    const lines = points().map((name) => {
      const p = share(lens(trace, name));
      const best = ranking(p)
        .slice(0, SHOWN)
        .map((id) => `<td>${words[id]} <span class="suave">${percent(p[id])}</span></td>`);
      return (
        `<tr><th scope="row"><button type="button" class="enlace" data-step="${name}">${pointName(name)}` +
        `</button></th>${best.join("")}<td>${percent(p[watched])}</td><td class="con-barra">${bar(p[watched])}` +
        `</td></tr>`
      );
    });
    out.innerHTML =
      `<table class="lista">` +
      `<caption>Lo que predice el flujo residual en cada punto, detrás de «${words[state.ids[state.position]]}»` +
      `</caption>` +
      `<thead><tr><th scope="col">punto</th><th scope="col">primera</th><th scope="col">segunda</th>` +
      `<th scope="col">tercera</th><th scope="col">«${words[watched]}»</th><td></td></tr></thead><tbody>` +
      `${lines.join("")}</tbody></table>`;
  }

  function pointName(name) {
    const { layer, part } = nameParts(name);
    if (part === "0.stream") return "entrada";
    return part === "middle" ? `tras la atención ${layer}` : `tras la capa ${layer}`;
  }

  row.addEventListener("change", () => app.set({ position: Number(row.value) }));
  word.addEventListener("change", () => {
    followed = word.value;
    draw();
  });
  out.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-step]");
    if (button) {
      app.goTo({ step: button.dataset.step });
      app.say(titleOf(button.dataset.step));
    }
  });
  app.onSeen(root, (_, keys) => {
    if (["ids", "position", "changes", "model"].some((key) => keys.has(key))) draw();
  });
}
