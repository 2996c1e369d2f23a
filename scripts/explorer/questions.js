/* The guiding questions: each sets up a state of the page, asks, and checks the answer by computing it. */

import { loadData } from "./checkpoint_panel.js";
import { unpackModel } from "./checkpoints.js";
import { changesOf, idsOf, QUESTIONS } from "./inquiries.js";

/** Where in the page to look: part, and what the link says. */
const PLACES = {
  texto: "Ver qué palabra espera",
  recorrido: "Ir al recorrido",
  cabezas: "Ir a las cabezas",
  lente: "Ir a lo que predice por el camino",
  gradientes: "Ir a los gradientes",
};

function questionHtml({ id, title, ask, act, look }, i) {
  const action = act ? "" : `<fieldset class="respuestas"><legend class="oculto">Tu respuesta</legend></fieldset>`;
  return (
    `<details class="pregunta" data-pregunta="${id}"><summary>${i + 1}. ${title}</summary><p>${ask}</p>` +
    `<div class="mandos"><button type="button" class="boton" data-hace="preparar">Preparar</button> <button ` +
    `type="button" class="boton" data-hace="ir">${PLACES[look]}</button></div>` +
    `${action}<div class="mandos"><button type="button" class="boton" data-hace="comprobar">Comprobar</button></div>` +
    `<p class="estado veredicto" role="status"></p></details>`
  );
}

/** @param {HTMLElement} root */
export function mountQuestions(root, app) {
  root.innerHTML = QUESTIONS.map(questionHtml).join("");
  const published = app.state.model;
  /** @type {any} */
  let oneLayer;
  /** The answers that have been computed: of these models, they do not change. */
  const answers = new Map();

  /** The model that a question shows: the published one, or that of one layer, which is read on demand. */
  async function modelOfQuestion(question) {
    if (!question.oneLayer) return published;
    oneLayer ??= unpackModel(await loadData("explorador-una-capa.js", "exploradorUnaCapa"), published.words);
    return oneLayer;
  }

  const questionOf = (box) => QUESTIONS.find((one) => one.id === box.dataset.pregunta);

  function fillOptions(box) {
    const place = box.querySelector(".respuestas");
    const { id, options } = questionOf(box);
    if (!place || place.querySelector("input")) return;
    const lines = options(published).map(
      ([value, text]) => `<label><input type="radio" name="ex-${id}" value="${value}"> ${text}</label>`,
    );
    place.insertAdjacentHTML("beforeend", lines.join(""));
  }

  async function prepare(box, told) {
    const question = questionOf(box);
    const model = await modelOfQuestion(question);
    const ids = idsOf(model, question.text);
    app.set({
      model,
      modelName: model === published ? "" : "el de una capa",
      ids,
      changes: changesOf(question, model),
      position: ids.length - 1,
      target: question.look === "gradientes" ? model.words.indexOf("contenta") : null,
      cell: null,
    });
    const done = question.changes ? " Los cambios están hechos; para quitarlos," : " Para volver al modelo de siempre,";
    const back =
      question.changes || question.oneLayer ? `${done} pulsa «Dejarlo como al principio», en el recorrido.` : "";
    told.textContent = `Preparado: el texto es «${question.text}».${back}`;
  }

  const way = document.createElement("button");
  way.type = "button";
  way.className = "boton vuelta";
  way.hidden = true;
  root.append(way);
  way.addEventListener("click", () => {
    way.hidden = true;
    const box = root.querySelector(`[data-pregunta="${way.dataset.a}"]`);
    box.scrollIntoView({ block: "start" });
    box.querySelector("summary").focus({ preventScroll: true });
  });

  /** To the part of the page where the answer is, and a button that leads back from there. */
  function go(box) {
    way.dataset.a = box.dataset.pregunta;
    way.textContent = `Volver a la pregunta ${QUESTIONS.indexOf(questionOf(box)) + 1}`;
    way.hidden = false;
    const part = document.querySelector(`.explorador[data-parte="${questionOf(box).look}"]`);
    part.scrollIntoView({ block: "start" });
    const controls = /** @type {HTMLElement[]} */ ([
      ...part.querySelectorAll("button, select, textarea, input, [tabindex='0']"),
    ]);
    const reachable = (one) =>
      one.tabIndex >= 0 && one.getClientRects().length && !one.disabled && !one.closest("details:not([open])");
    controls.find(reachable)?.focus({ preventScroll: true });
  }

  async function check(box, told) {
    const question = questionOf(box);
    const given = box.querySelector("input:checked")?.value;
    if (!question.act && given === undefined) {
      told.textContent = "Elige antes una respuesta.";
      return;
    }
    told.textContent = "Calculando…";
    const model = await modelOfQuestion(question);
    await new Promise((resolve) => setTimeout(resolve, 30)); // so that the word above is seen
    if (question.act) {
      const { done, says } = question.act(app.state, published);
      verdict(box, told, done, says);
      return;
    }
    if (!answers.has(question)) answers.set(question, question.answer(published, model));
    const { right, says, wrong } = answers.get(question);
    const good = given === right;
    const answer = box.querySelector(`input[value="${right}"]`)?.parentElement.textContent.trim();
    verdict(box, told, good, good ? says : `${wrong ? `${wrong(given)} ` : ""}La respuesta es: ${answer}. ${says}`);
  }

  function verdict(box, told, good, says) {
    told.innerHTML = `<strong>${good ? "Sí." : questionOf(box).act ? "Todavía no." : "No."}</strong> ${says}`;
    box.classList.toggle("acertada", good);
  }

  root.addEventListener("toggle", (/** @type {any} */ event) => event.target.open && fillOptions(event.target), true);
  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-hace]");
    if (!button) return;
    const box = button.closest(".pregunta");
    const told = box.querySelector(".veredicto");
    const work = { preparar: prepare, ir: go, comprobar: check }[button.dataset.hace];
    Promise.resolve(work(box, told)).catch((error) => (told.textContent = error.message));
  });
}
