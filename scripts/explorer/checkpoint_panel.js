/* The recorded training of the published model: a slider over some of its steps, read on demand. */

import { unpackTraining } from "./checkpoints.js";
import { number, percent, whole } from "./format.js";
import { forward } from "./forward.js";
import { scriptBase } from "./state.js";
import { ranking } from "./table.js";

/** Read a script that sets a global, once. @param {string} file @param {string} name @returns {Promise<any>} */
export function loadData(file, name) {
  if (globalThis[name]) return Promise.resolve(globalThis[name]);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = scriptBase + file;
    script.onload = () => resolve(globalThis[name]);
    script.onerror = () => {
      script.remove();
      reject(new Error(`No se ha podido leer ${file}. Comprueba la conexión y vuelve a intentarlo.`));
    };
    document.head.append(script);
  });
}

const CLOSED_HTML =
  `<div class="mandos"><button type="button" class="boton" data-hace="cargar">Cargar el ` +
  `entrenamiento grabado</button> <span class="pista">75\u00a0kB</span></div><p class="estado" role="status"></p>`;
const OPEN_HTML = `
<div class="mandos regla">
  <label for="ex-momento">Momento</label> <input id="ex-momento" type="range" min="0" step="1">
  <output for="ex-momento" aria-live="off"></output>
</div>
<p class="que-sabe"></p>
<p class="pista">Los aciertos están medidos en validación con estos mismos pesos, redondeados: a veinteavos los de los
modelos intermedios, a centésimas los del publicado.</p>
<div class="correa" tabindex="0" role="region" aria-label="El modelo en cada momento">
  <div class="momentos"></div>
</div>`;

/** What a model can do, in a sentence, from its measured figures. */
function whatItKnows({ perplexity, gender, number: plural, recall }) {
  const shares = (x) => `${number(x, 1)}\u00a0%`;
  return (
    `Perplejidad ${number(perplexity, 3)} en validación. Acierta el número el ${shares(plural)} de las veces y el ` +
    `género, el ${shares(gender)}; ` +
    `recuerda el nombre el ${shares(recall.one)} si hay un personaje, el ${shares(recall["two-different"])} si ` +
    `hay dos de distinto género y el ${shares(recall["two-same"])} si son del mismo.`
  );
}

/** @param {HTMLElement} root */
export function mountCheckpoints(root, app) {
  root.innerHTML = CLOSED_HTML;
  const published = app.state.model;
  let points = [];

  const nameOf = (i) =>
    i === points.length - 1 ? "" : `el publicado, en el paso ${whole(points[i].step)} de su entrenamiento`;
  const shown = () => points.findIndex(({ model }) => model === app.state.model);

  function open(saved) {
    points = [...unpackTraining(saved, published.words), { ...saved.last, model: published }];
    root.innerHTML = OPEN_HTML;
    const slider = /** @type {HTMLInputElement} */ (root.querySelector("input"));
    slider.max = String(points.length - 1);
    slider.addEventListener("input", () => show(Number(slider.value)));
    root.addEventListener("click", (/** @type {any} */ event) => {
      const at = event.target.closest("[data-momento]")?.dataset.momento;
      if (at !== undefined) show(Number(at));
      root.querySelector(`[data-momento="${at}"]`)?.["focus"]();
    });
    draw();
    slider.focus();
  }

  function show(i) {
    app.set({ model: points[i].model, modelName: nameOf(i) }, { undoable: false });
    app.say(`Paso ${whole(points[i].step)}. ${whatItKnows(points[i])}`);
  }

  /** The likeliest next word of a model, for the text and the place of the page. */
  function next(model) {
    const { ids, position } = app.state;
    const p = forward(model, ids).tensors.probs.data.subarray(
      position * model.words.length,
      (position + 1) * model.words.length,
    );
    const best = ranking(p)[0];
    return `«${model.words[best]}», ${percent(p[best])}`;
  }

  function draw() {
    const at = shown();
    const slider = /** @type {HTMLInputElement} */ (root.querySelector("input"));
    const last = at === points.length - 1 ? ", el publicado" : "";
    const told = at < 0 ? "otro modelo" : `paso ${whole(points[at].step)}${last}`;
    if (at >= 0) slider.value = String(at);
    slider.setAttribute("aria-valuetext", told);
    root.querySelector("output").textContent = told;
    root.querySelector(".que-sabe").textContent =
      at < 0
        ? "El explorador muestra ahora otro modelo. Elige un momento para volver a este entrenamiento."
        : whatItKnows(points[at]);
    const rows = points.map((point, i) => {
      const shares = [point.number, point.gender, ...Object.values(point.recall)]
        .map((x) => `<td>${number(x, 1)}</td>`)
        .join("");
      return (
        `<tr${i === at ? ' class="actual" aria-current="true"' : ""}><th scope="row"><button type="button" ` +
        `class="enlace" data-momento="${i}" aria-label="Ir al paso ${whole(point.step)}">` +
        `${whole(point.step)}</button></th>` +
        `<td>${number(point.perplexity, 2)}</td>${shares}<td>${next(point.model)}</td></tr>`
      );
    });
    const heads = [
      "paso",
      "perplejidad",
      "%\u00a0número",
      "%\u00a0género",
      "%\u00a0nombre, uno",
      "%\u00a0nombre, él y ella",
      "%\u00a0nombre, mismo género",
      "la siguiente en tu texto",
    ];
    root.querySelector(".momentos").innerHTML =
      `<table class="lista"><caption class="oculto">El modelo en cada momento</caption>` +
      `<thead><tr>${heads.map((text) => `<th scope="col">${text}</th>`).join("")}</tr></thead><tbody>${rows.join("")}` +
      `</tbody></table>`;
  }

  root.querySelector("[data-hace=cargar]").addEventListener("click", () => {
    const told = root.querySelector(".estado");
    told.textContent = "Cargando…";
    loadData("explorador-puntos.js", "exploradorPuntos").then(open, (error) => (told.textContent = error.message));
  });
  app.onSeen(root, (_, keys) => {
    if (points.length && ["model", "ids", "position"].some((key) => keys.has(key))) draw();
  });
}
