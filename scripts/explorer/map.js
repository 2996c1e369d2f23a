/* The map of the network: where one is, what is switched off, and the switches. */

import { effect } from "./aloud.js";
import { forecastHtml } from "./edits.js";
import { oneStop } from "./roving.js";
import { mapGroups, nameParts, stepText } from "./steps.js";

/** Whether two changes are the same part of the model switched. */
const samePart = (a, b) => a.tensor === b.tensor && a.index.join() === b.index.join();

/** Switch a part of the model off, or on again. @param {{tensor: string, index: (number|"*")[]}} part */
export function toggle(app, part) {
  const off = isOff(app, part);
  const rest = app.state.changes.filter((change) => !samePart(change, part));
  app.set({ changes: off ? rest : [...rest, { ...part, value: 0 }] });
  return !off;
}

/** Whether a part of the model is switched off. */
export function isOff(app, part) {
  return app.state.changes.some((change) => samePart(change, part) && change.value === 0);
}

/**
 * The parts of a layer that can be switched off.
 * @returns {{label: string, tensor: string, index: (number|"*")[]}[]}
 */
function partsOf(layer, sizes) {
  const heads = Array.from({ length: sizes.heads }, (_, i) => ({
    label: `Cabeza ${i + 1}`,
    tensor: `${layer}.mixed`,
    index: [i, "*", "*"],
  }));
  const attention = { label: "Atención", tensor: `${layer}.attention`, index: ["*", "*"] };
  const ffn = { label: "Red hacia delante", tensor: `${layer}.ffn`, index: ["*", "*"] };
  return [...heads, attention, ...(sizes.expansion ? [ffn] : [])];
}

/** @param {HTMLElement} root @param {() => string[]} steps names of the steps of the model in use */
export function mountMap(root, app, steps) {
  const open = matchMedia("(min-width: 45em)").matches;
  root.innerHTML =
    `<details class="plano"${open ? " open" : ""}><summary>Mapa de la red</summary>` +
    `<nav aria-label="Mapa de la red"><div class="mapa" role="toolbar" aria-label="Estaciones e interruptores"></div>` +
    `</nav></details>`;
  const nav = /** @type {HTMLElement} */ (root.querySelector(".mapa"));
  const stopAtStation = oneStop(nav, "button, input", "[aria-current]");

  function switchesOf(layer) {
    const one = (part) =>
      `<label class="interruptor">` +
      `<input type="checkbox" data-part="${part.tensor}@${part.index.join(",")}"` +
      `${isOff(app, part) ? "" : " checked"}> ` +
      `${part.label}</label>`;
    return (
      `<fieldset class="interruptores"><legend>Encendido en la capa ${layer}</legend>` +
      `${partsOf(layer, app.state.model.sizes).map(one).join("")}</fieldset>` +
      (app.trace === app.original ? "" : `<p class="efecto">${forecastHtml(app)}</p>`)
    );
  }

  function groupOff({ kind, steps: names }) {
    const { layer } = nameParts(names[0]);
    const { heads } = app.state.model.sizes;
    const all = ["*", "*"];
    if (kind === "ffn") return isOff(app, { tensor: `${layer}.ffn`, index: all }) ? "apagada" : "";
    if (kind !== "attention") return "";
    if (isOff(app, { tensor: `${layer}.attention`, index: all })) return "apagada";
    const off = Array.from({ length: heads }, (_, i) => i).filter((i) =>
      isOff(app, { tensor: `${layer}.mixed`, index: [i, "*", "*"] }),
    );
    return off.length ? `sin la cabeza ${off.map((i) => i + 1).join(" ni la ")}` : "";
  }

  function draw() {
    const { step } = app.state;
    const columns = mapGroups(steps());
    const group = (one) => {
      const here = one.steps.includes(step);
      const off = groupOff(one);
      const said = off ? ` (${off})` : "";
      const detail = here && one.steps.length > 1 ? stepText(step).title.toLowerCase() : "";
      const { layer, of } = nameParts(one.steps[0]);
      const where = { norm1: "antes de la atención", norm2: "antes de la red hacia delante", norm: "al final" }[of];
      // As the button shows it, and then what its place in the map shows.
      const shown = [one.title + said, detail].filter(Boolean).join(" ");
      const name = [shown, where, layer ? `capa ${layer}` : ""].filter(Boolean).join(", ");
      return (
        `<li><button type="button" class="estacion${off ? " apagada" : ""}" aria-label="${name}"` +
        ` data-step="${one.steps[0]}"${here ? ' aria-current="step"' : ""}>` +
        `${one.title}<span class="apagado">${said}</span> <span class="detalle">${detail}</span></button></li>`
      );
    };
    const focused =
      document.activeElement instanceof HTMLElement && nav.contains(document.activeElement)
        ? keyOf(document.activeElement)
        : "";
    nav.innerHTML = columns
      .map(
        (column) =>
          `<section class="${column.layer ? "capa" : "extremo"}"><h3>${column.title}</h3><ol>` +
          `${column.groups.map(group).join("")}</ol>${column.layer ? switchesOf(column.layer) : ""}</section>`,
      )
      .join("");
    if (focused)
      [...nav.querySelectorAll("button, input")]
        .find((one) => keyOf(/** @type {HTMLElement} */ (one)) === focused)
        ?.["focus"]();
    stopAtStation();
  }

  const keyOf = (/** @type {HTMLElement} */ one) => one.dataset.step || one.dataset.part || "";

  nav.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    app.set({ step: button.dataset.step, cell: null });
    const walk = root.parentElement.querySelector(".pasos");
    if (walk.getBoundingClientRect().top > 0.7 * innerHeight) walk.scrollIntoView({ block: "start" });
    app.say(`${stepText(app.state.step).title}.`);
    if (event.detail === 0) app.goTo({}); // by key: on to the step, past the rest of the map
  });
  nav.addEventListener("change", (/** @type {any} */ event) => {
    const [tensor, index] = event.target.dataset.part.split("@");
    const part = { tensor, index: index.split(",").map((i) => (i === "*" ? i : Number(i))) };
    const label = event.target.parentElement.textContent.trim();
    const off = toggle(app, part);
    app.say(`${label} de la capa ${nameParts(tensor).layer}, ${off ? "apagada" : "encendida"}. ${effect(app)}`);
  });
  app.on((_, keys) => {
    if (["step", "changes", "model", "ids", "position"].some((key) => keys.has(key))) draw();
  });
  draw();
}
