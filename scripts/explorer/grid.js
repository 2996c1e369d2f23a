/* Tables as grids for the keyboard: one stop of the tab key, arrows inside, Enter to ask, Escape to leave. */

import { cellClass, cellTexts, isWide, sliceIndex, slices } from "./table.js";

/**
 * The cell of a tensor that a cell of a table shows.
 * @param {HTMLTableCellElement} td @returns {{name: string, index: number[]}}
 */
function cellOf(td, look) {
  const table = /** @type {HTMLTableElement} */ (td.closest("table"));
  const name = table.dataset.tensor;
  const tensor = look(name);
  const slice = { head: table.dataset.head === undefined ? null : Number(table.dataset.head) };
  const row = Number(/** @type {HTMLElement} */ (td.parentElement).dataset.row);
  return { name, index: sliceIndex(tensor, slice, row, td.cellIndex - 1) };
}

/**
 * The cell of a table that shows a cell of a tensor, if some table of `root` does.
 * @returns {HTMLTableCellElement | null}
 */
export function tdOf(root, { name, index }) {
  const headed = root.querySelector(`table[data-tensor="${name}"][data-head]`);
  const query = headed ? `table[data-tensor="${name}"][data-head="${index[0]}"]` : `table[data-tensor="${name}"]`;
  const [row, column] = index.length === 1 ? [0, index[0]] : index.slice(-2);
  const line = root.querySelector(`${query} tr[data-row="${row}"]`);
  return line ? line.cells[column + 1] : null;
}

/** Let the tab key stop at one cell of a grid only. @param {HTMLTableCellElement} td */
export function makeStop(td) {
  td.closest("table")
    .querySelectorAll("td[tabindex='0']")
    .forEach((one) => one.setAttribute("tabindex", "-1"));
  td.setAttribute("tabindex", "0");
}

/** Give every grid below `root` its stop. @param {HTMLElement} root */
export function prepareGrids(root) {
  for (const table of root.querySelectorAll("table[role=grid]"))
    if (!table.querySelector("td[tabindex='0']")) table.querySelector("tbody td")?.setAttribute("tabindex", "0");
}

const PAGE = 5;

/**
 * The cell where a key leads; null if the key is no key of the grid.
 * @param {HTMLTableCellElement} td @param {KeyboardEvent} event
 */
function destination(td, event) {
  const table = /** @type {HTMLTableElement} */ (td.closest("table"));
  const rows = table.tBodies[0].rows;
  const row = /** @type {HTMLTableRowElement} */ (td.parentElement).sectionRowIndex;
  const column = td.cellIndex;
  const last = rows[0].cells.length - 1;
  const whole = event.ctrlKey || event.metaKey;
  const moves = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [whole ? 0 : row, 1],
    End: [whole ? rows.length - 1 : row, last],
    PageUp: [row - PAGE, column],
    PageDown: [row + PAGE, column],
  };
  const move = moves[event.key];
  if (!move) return null;
  const clamp = (x, low, high) => Math.max(low, Math.min(high, x));
  return rows[clamp(move[0], 0, rows.length - 1)].cells[clamp(move[1], 1, last)];
}

/**
 * Let the keys and the pointer move in the grids below `root` and ask about their cells.
 * @param {HTMLElement} root @param {(name: string) => any} look gives a tensor
 * @param {(cell: {name: string, index: number[]}, byKey: boolean) => void} ask
 */
export function listenGrids(root, look, ask) {
  const cellAt = (event) => event.target.closest("table[role=grid] tbody td");
  root.addEventListener("keydown", (/** @type {any} */ event) => {
    const td = cellAt(event);
    if (!td) return;
    const to = destination(td, event);
    if (to) {
      makeStop(to);
      to.focus();
      to.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") ask(cellOf(td, look), true);
    else return;
    event.preventDefault();
  });
  root.addEventListener("click", (/** @type {any} */ event) => {
    const td = cellAt(event);
    if (!td) return;
    makeStop(td);
    td.focus({ preventScroll: true });
    ask(cellOf(td, look), false);
  });
}

/** Write a number into a cell, and the one before if it has changed, with as few new nodes as there can be. */
function writeCell(td, text, was, label) {
  if (td.firstChild.data !== text) td.firstChild.data = text;
  const old = td.lastElementChild;
  if (!label) {
    if (!old) return;
    old.remove();
    td.removeAttribute("aria-label");
    return;
  }
  if (old) old.firstChild.data = was;
  else td.append(Object.assign(document.createElement("s"), { className: "antes", textContent: was }));
  td.setAttribute("aria-label", label);
}

/**
 * Write the numbers of a tensor into the table that shows it, cell by cell and only where something is different.
 * @param {HTMLTableElement} table
 */
export function refreshTable(table, tensor, before, most) {
  const name = table.dataset.tensor;
  const head = Number(table.dataset.head || 0);
  const digits = table.dataset.digits === "%" ? "%" : Number(table.dataset.digits);
  const slice = slices(name, tensor)[head];
  const last = table["shown"];
  const shown = { now: tensor.data.slice(), old: before.data.slice(), most };
  table["shown"] = shown;
  table.classList.toggle("de-dos-cifras", isWide(most));
  for (const line of table.tBodies[0].rows) {
    const from = slice.offset + Number(line.dataset.row) * slice.columns;
    for (let j = 0; j < slice.columns; j++) {
      const [now, old] = [shown.now[from + j], shown.old[from + j]];
      if (last && last.most === most && last.now[from + j] === now && last.old[from + j] === old) continue;
      const td = line.cells[j + 1];
      const { text, old: was, label } = cellTexts(now, old, digits);
      writeCell(td, text, was, label);
      const kept = ["elegida", "operando"].filter((one) => td.classList.contains(one));
      const wanted = [cellClass(now, label !== "", most), ...kept].filter(Boolean).join(" ");
      if (td.className !== wanted) td.className = wanted;
    }
  }
}
