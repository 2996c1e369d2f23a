/* The walk: one step of the computation at a time, or all of them, with its tables. */

import { escapeHtml } from "./format.js";
import { listenGrids, makeStop, prepareGrids, refreshTable, tdOf } from "./grid.js";
import { graph } from "./model.js";
import { mountPanel } from "./panel.js";
import { nameParts, stepNames, stepShowing, stepText } from "./steps.js";
import { heatTable, isShare, largest, legend, slices } from "./table.js";
import { tensor } from "./step.js";

/** With more columns than these, there is no room for the calculation beside the table. */
const SIDE_BY_SIDE = 12;

/** Decimals of the cells of a tensor. */
export function digitsOf(name) {
  if (name === "mask") return 0;
  return isShare(name) ? 3 : 2;
}

/** The number that takes the strongest colour. */
function mostOf(name, found) {
  return isShare(name) ? 1 : largest(found.data);
}

/** The steps of the model in use. */
export function stepsOf(sizes) {
  return stepNames(graph(sizes));
}

/** Rows of a table that a text uses, if not all. */
function rowsUsed(name, ids) {
  if (name === "embedding.weight") return [...new Set(ids)];
  return name === "position.weight" ? ids.map((_, i) => i) : null;
}

/** The tables of a tensor. */
function tensorHtml(app, name) {
  const now = tensor(app.trace, name);
  const before = app.trace === app.original ? undefined : tensor(app.original, name);
  const only = rowsUsed(name, app.state.ids);
  const most = mostOf(name, now);
  return slices(name, now)
    .map((slice, i) =>
      heatTable({
        name,
        tensor: now,
        slice,
        before,
        about: app.about,
        most,
        digits: digitsOf(name),
        only,
        note: i ? "" : legend(most, { share: isShare(name) }),
      }),
    )
    .join("");
}

/** Title of a step, with its layer. */
function stepHeading(name) {
  const { layer, of } = nameParts(name);
  const place = { norm1: "antes de la atención", norm2: "antes de la red hacia delante", norm: "al final" }[of];
  return [stepText(name).title, place, layer ? `capa ${layer}` : ""].filter(Boolean).join(", ");
}

const WALK_HTML = `
<div class="pasos mandos">
  <button type="button" class="boton" data-va="-1"><span aria-hidden="true">‹</span> Anterior</button>
  <span class="cuenta-pasos"></span>
  <button type="button" class="boton" data-va="1">Siguiente <span aria-hidden="true">›</span></button>
  <label><input type="checkbox" data-todo> Todo a la vez</label>
</div>
<div class="escena"></div>
<div class="pasos mandos abajo">
  <button type="button" class="boton" data-va="-1"><span aria-hidden="true">‹</span> Anterior</button>
  <button type="button" class="boton" data-va="1">Siguiente <span aria-hidden="true">›</span></button>
</div>`;

/** @param {HTMLElement} root @param {HTMLElement} parts templates of the steps: formula and line of the program */
export function mountWalk(root, app, parts) {
  root.innerHTML = WALK_HTML;
  const scene = /** @type {HTMLElement} */ (root.querySelector(".escena"));
  const counter = /** @type {HTMLElement} */ (root.querySelector(".cuenta-pasos"));
  const all = /** @type {HTMLInputElement} */ (root.querySelector("[data-todo]"));
  const look = (name) => tensor(app.trace, name);
  const steps = () => stepsOf(app.state.model.sizes);
  const nodeOf = (name) => graph(app.state.model.sizes).find((node) => node.name === name);
  const roomy = matchMedia("(min-width: 60em)");
  const panelRoot = document.createElement("div");
  panelRoot.className = "panel";
  const panel = mountPanel(panelRoot, app, { back: toCell });
  /** @type {IntersectionObserver | null} */
  let observer = null;

  const stepFor = (name) => stepShowing(graph(app.state.model.sizes), name, app.state.step);

  /** The frame of a step; its tables come with `fill`. */
  function frame(name) {
    const text = stepText(name);
    const section = document.createElement("div");
    section.className = "paso-explorador";
    section.setAttribute("role", "group");
    section.dataset.paso = name;
    section.setAttribute("aria-label", stepHeading(name));
    const template = /** @type {HTMLTemplateElement | null} */ (
      parts.querySelector(`template[data-parte-de="${nameParts(name).part}"]`)
    );
    section.innerHTML =
      `<h3 tabindex="-1">${escapeHtml(stepHeading(name))}</h3><p>${escapeHtml(text.says)}</p>` +
      `<div class="dicho"></div><div class="lugar-tablas"></div>`;
    if (template) section.querySelector(".dicho").append(template.content.cloneNode(true));
    return section;
  }

  /** @param {HTMLElement} section */
  function fill(section) {
    const name = section.dataset.paso;
    const inputs = nodeOf(name).inputs;
    const place = /** @type {HTMLElement} */ (section.querySelector(".lugar-tablas"));
    place.innerHTML =
      `<div class="sale"><h4>Sale</h4><div class="tablas">${tensorHtml(app, name)}</div></div>` +
      `<div class="lugar-panel"></div>` +
      `<div class="entra"><h4>Entra</h4><div class="tablas">` +
      `${inputs.map((input) => tensorHtml(app, input)).join("")}</div></div>`;
    section.dataset.lleno = "sí";
    const widest = Math.max(...slices(name, look(name)).map((slice) => slice.columns));
    place.classList.toggle("a-dos", widest <= SIDE_BY_SIDE);
    prepareGrids(place);
    if (name === app.state.step) placePanel(section);
    mark(section);
  }

  /** The calculation goes beside the tables if there is room, or else below the table of its cell. */
  function placePanel(section) {
    const td = app.state.cell && tdOf(section, app.state.cell);
    const beside = section.querySelector(".lugar-panel");
    const below = td && (td.closest(".entra") || !section.querySelector(".a-dos") || !roomy.matches);
    if (below) {
      const matrix = td.closest(".matriz");
      if (matrix.nextElementSibling !== panelRoot) matrix.after(panelRoot);
    } else if (panelRoot.parentElement !== beside) beside.append(panelRoot);
  }

  /** Outline the chosen cell and what it was computed from. */
  function mark(place) {
    place.querySelectorAll(".elegida, .operando").forEach((td) => {
      td.classList.remove("elegida", "operando");
      td.removeAttribute("aria-selected");
    });
    const { cell } = app.state;
    if (!cell) return;
    for (const operand of panel.operands()) tdOf(place, operand)?.classList.add("operando");
    const td = tdOf(place, cell);
    if (!td) return;
    td.classList.remove("operando");
    td.classList.add("elegida");
    td.setAttribute("aria-selected", "true");
    makeStop(td);
  }

  function draw() {
    observer?.disconnect();
    panelRoot.remove();
    scene.textContent = "";
    if (!all.checked) {
      const section = frame(app.state.step);
      scene.append(section);
      fill(section);
    } else {
      observer = new IntersectionObserver(
        (entries) =>
          entries.forEach(
            ({ target, isIntersecting }) =>
              isIntersecting && !target["dataset"].lleno && fill(/** @type {HTMLElement} */ (target)),
          ),
        { rootMargin: "600px" },
      );
      for (const name of steps()) {
        const section = frame(name);
        scene.append(section);
        observer.observe(section);
      }
    }
    count();
  }

  function count() {
    const names = steps();
    const at = names.indexOf(app.state.step);
    counter.textContent = `Paso ${at + 1} de ${names.length}`;
    root.querySelectorAll("[data-va]").forEach((button) => {
      const to = at + Number(/** @type {HTMLElement} */ (button).dataset.va);
      button.toggleAttribute("disabled", to < 0 || to >= names.length);
    });
  }

  /** New numbers in the tables that are there. */
  function refresh() {
    for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (scene.querySelectorAll("table.calor"))) {
      const name = table.dataset.tensor;
      const now = look(name);
      const most = mostOf(name, now);
      refreshTable(table, now, tensor(app.original, name), most);
      const scale = table.closest(".matriz").querySelector(".escala");
      if (scale) scale.outerHTML = legend(most, { share: isShare(name) });
    }
    scene.querySelectorAll("[data-lleno]").forEach(mark);
  }

  const sectionOf = (name) => /** @type {HTMLElement | null} */ (scene.querySelector(`[data-paso="${name}"]`));

  function toCell() {
    const td = app.state.cell && tdOf(sectionOf(app.state.step) || scene, app.state.cell);
    if (!td) return false;
    makeStop(td);
    td.focus();
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  /** Choose a cell: its calculation, its step, and the trail that leads back. */
  function ask(cell, { keepTrail = false, focus = false } = {}) {
    const trail = keepTrail ? [...app.state.trail, cell] : [cell];
    const shown = sectionOf(app.state.step);
    const step = !keepTrail && shown && tdOf(shown, cell) ? app.state.step : stepFor(cell.name);
    const top = () => tdOf(shown || scene, cell)?.getBoundingClientRect().top ?? 0;
    const before = top();
    app.set({ cell, trail, step });
    panel.say();
    if (focus) panel.focus();
    else {
      scrollBy(0, top() - before); // the panel may have left a place above
      panel.show();
    }
  }

  listenGrids(scene, look, (cell, byKey) => ask(cell, { focus: byKey }));
  scene.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Escape" || !event.target.closest(".panel")) return;
    if (app.state.trail.length > 1) step(app.state.trail.length - 2);
    else toCell();
  });

  /** Back to some place of the trail. */
  function step(at) {
    const followed = app.state.trail[at + 1];
    const trail = app.state.trail.slice(0, at + 1);
    const cell = trail[at];
    app.set({ cell, trail, step: stepFor(cell.name) });
    panel.say();
    panel.focus(followed);
  }
  panel.onAsk((cell) => ask(cell, { keepTrail: true, focus: true }));
  panel.onBack(step);

  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-va]");
    if (!button) return;
    const names = steps();
    const to = names[names.indexOf(app.state.step) + Number(button.dataset.va)];
    app.set({ step: to, cell: null });
    app.say(`Paso ${names.indexOf(to) + 1} de ${names.length}: ${stepHeading(to)}.`);
    if (button.disabled) root.querySelector(`[data-va="${-Number(button.dataset.va)}"]`)["focus"]();
    if (button.closest(".abajo")) root.querySelector(".pasos").scrollIntoView({ block: "start" });
  });
  all.addEventListener("change", () => {
    draw();
    if (all.checked) sectionOf(app.state.step)?.scrollIntoView({ block: "start" });
  });

  app.on((state, keys) => {
    if (keys.has("model") || keys.has("ids") || (keys.has("step") && !all.checked)) draw();
    else if (keys.has("changes")) refresh();
    panel.draw();
    if (keys.has("step") && all.checked) {
      count();
      const section = sectionOf(state.step);
      if (!section.dataset.lleno) fill(section);
      section.scrollIntoView({ block: "nearest" });
    }
    const here = sectionOf(state.step);
    if (here?.dataset.lleno && !(keys.size === 1 && keys.has("changes"))) placePanel(here);
    scene.querySelectorAll("[data-lleno]").forEach(mark);
  });
  app.goTo = ({ step: to, cell }) => {
    if (cell) app.set({ cell, trail: [cell], step: to || stepFor(cell.name) });
    else if (to) app.set({ step: to });
    (sectionOf(app.state.step) || root).scrollIntoView({ block: "start" });
    if (!cell || !toCell()) sectionOf(app.state.step)?.querySelector("h3").focus({ preventScroll: true });
  };
  panel.draw();
  draw();
}
