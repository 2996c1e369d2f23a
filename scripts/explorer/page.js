/* The page of the explorer: what its parts are mounted with, and in which order. */

import { mountCheckpoints } from "./checkpoint_panel.js";
import { mountCompare } from "./compare.js";
import { mountEdits } from "./edits.js";
import { mountGradients } from "./gradient_panel.js";
import { mountHeads } from "./heads.js";
import { whenIdle } from "./idle.js";
import { mountLens } from "./lens_panel.js";
import { mountMap } from "./map.js";
import { decode, encode } from "./model.js";
import { mountQuestions } from "./questions.js";
import { createApp } from "./state.js";
import { tensor } from "./step.js";
import { EXAMPLES, mountText } from "./text.js";
import { mountTraining } from "./training_panel.js";
import { mountWalk, stepsOf } from "./walk.js";

/**
 * A place of the page where a part of the explorer goes, empty; null if the page has none.
 * @returns {HTMLElement | null}
 */
function placeFor(part) {
  const root = /** @type {HTMLElement | null} */ (document.querySelector(`.explorador[data-parte="${part}"]`));
  if (root) root.querySelectorAll(":scope > .sin-guiones").forEach((one) => one.remove());
  return root;
}

/** A live region at the end of the page: what is said in it is read aloud. */
function speaker() {
  const region = document.createElement("p");
  region.className = "oculto";
  region.setAttribute("role", "status");
  region.id = "ex-voz";
  document.querySelector(".md-content__inner").append(region);
  let timer = 0;
  return (/** @type {string} */ text) => {
    clearTimeout(timer);
    region.textContent = "";
    timer = setTimeout(() => (region.textContent = text), 60);
  };
}

/** Do some work, a piece each time that the browser has nothing else to do: a page that starts answers meanwhile. */
function oneByOne(works, end) {
  const next = () => {
    const work = works.shift();
    if (!work) return end();
    work();
    whenIdle(next);
  };
  next();
}

/** Whether the page has been opened by a link: the browser puts a page that is read again where it was. */
function isNewVisit() {
  const [visit] = /** @type {any[]} */ (performance.getEntriesByType("navigation"));
  return visit?.type !== "reload" && visit?.type !== "back_forward";
}

function start() {
  const model = decode(globalThis.exploradorDatos.pequeno);
  const app = createApp(model, encode(model, EXAMPLES[0].split(" ")), tensor, stepsOf);
  app.say = speaker();
  const first = app.state.step;
  const linked = app.take(location.hash, { undoable: false }) || app.take(location.search, { undoable: false });
  const parts = /** @type {HTMLElement} */ (document.querySelector(".explorador-piezas"));
  const walk = placeFor("recorrido");
  const inside = ["mapa-raiz", "cambios-raiz", "camino-raiz"].map((name) => {
    const root = document.createElement("div");
    root.className = name;
    walk.append(root);
    return root;
  });
  const others = {
    lente: mountLens,
    cabezas: mountHeads,
    comparar: mountCompare,
    preguntas: mountQuestions,
    gradientes: mountGradients,
    entrenamiento: mountTraining,
    puntos: mountCheckpoints,
  };
  const mounts = [
    () => mountText(placeFor("texto"), app),
    () => mountMap(inside[0], app, () => stepsOf(app.state.model.sizes)),
    () => mountEdits(inside[1], app),
    () => mountWalk(inside[2], app, parts),
    ...Object.entries(others).map(([part, mount]) => () => {
      const root = placeFor(part);
      if (root) mount(root, app);
    }),
  ];
  const goToPlace = () => app.goTo({ step: app.state.step, cell: app.state.cell });
  // The address of the event, since the page may have written its own meanwhile.
  addEventListener("hashchange", (event) => {
    if (app.take(new URL(event.newURL).hash)) goToPlace();
  });
  // Links of the page into a state of its own need no new page.
  document.addEventListener("click", (/** @type {any} */ event) => {
    const link = event.target.closest('a[href*="?t="]');
    if (
      !link ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      link.pathname !== location.pathname ||
      !app.take(link.search)
    )
      return;
    event.preventDefault();
    goToPlace();
  });
  oneByOne(mounts, () => {
    if (linked && isNewVisit() && (app.state.cell || app.state.step !== first)) goToPlace();
    document.documentElement.dataset.explorador = "listo";
  });
}

// The build draws still views with this script, where there is no document.
if (globalThis.document?.querySelector(".explorador")) start();
