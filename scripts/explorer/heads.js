/* The attention of all the heads, one beside another. */

import { listenGrids, prepareGrids, refreshTable } from "./grid.js";
import { tensor } from "./step.js";
import { nameParts } from "./steps.js";
import { heatTable, legend, slices } from "./table.js";
import { stepsOf } from "./walk.js";

/** @param {HTMLElement} root */
export function mountHeads(root, app) {
  root.innerHTML = `<div class="todas-las-cabezas"></div>`;
  const place = /** @type {HTMLElement} */ (root.firstElementChild);
  const look = (name) => tensor(app.trace, name);
  const names = () => stepsOf(app.state.model.sizes).filter((name) => nameParts(name).part === "weights");

  function draw() {
    const tables = names().flatMap((name) =>
      slices(name, look(name)).map((slice) =>
        heatTable({
          name,
          tensor: look(name),
          slice,
          before: app.trace === app.original ? undefined : tensor(app.original, name),
          about: app.about,
          most: 1,
          digits: "%",
        }),
      ),
    );
    place.innerHTML =
      `<p class="leyenda">Pesos en tanto por ciento: un punto es menos de medio por ciento, y un 0, nada. ` +
      `${legend(1, { share: true, percent: true })}</p><div class="tablas">${tables.join("")}</div>`;
    prepareGrids(place);
  }

  function refresh() {
    for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (place.querySelectorAll("table.calor")))
      refreshTable(table, look(table.dataset.tensor), tensor(app.original, table.dataset.tensor), 1);
  }

  listenGrids(place, look, (cell) => app.goTo({ step: cell.name, cell }));
  app.onSeen(root, (_, keys) => {
    if (keys.has("ids") || keys.has("model")) draw();
    else if (keys.has("changes")) refresh();
  });
}
