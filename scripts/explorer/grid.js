/* Tables as grids for the keyboard: one stop of the tab key, arrows inside, Enter to ask, Escape to leave. */

import { cancelIdle, whenIdle } from "./idle.js";
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
/** With more cells than these, a table is written anew a part at a time. */
const MANY = 600;

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
 * Write the numbers of a tensor into the table that shows it, cell by cell and only where something is different. Of a
 * large table, what is in sight comes at once, and the rest when the browser has time.
 * @param {HTMLTableElement} table
 */
export function refreshTable(table, tensor, before, most) {
  const { rows, columns, offset } = slices(table.dataset.tensor, tensor)[Number(table.dataset.head || 0)];
  const cut = (data) => data.slice(offset, offset + rows * columns);
  const wanted = { now: cut(tensor.data), old: cut(before.data), most };
  // What the cells show; of a table just drawn, or whose colours mean something else now, nothing is known.
  if (table["shown"]?.most !== most) {
    const unknown = () => new Float64Array(rows * columns).fill(NaN);
    table["shown"] = { now: unknown(), old: unknown(), most };
  }
  table.classList.toggle("de-dos-cifras", isWide(most));
  cancelIdle(table["rest"]);
  const lines = [...table.tBodies[0].rows];
  if (lines.length * columns <= MANY) return lines.forEach((line) => refreshLine(table, line, wanted, 0, columns));
  const [seen, from, to] = inSight(table, lines);
  seen.forEach((line) => refreshLine(table, line, wanted, from, to));
  const goOn = (deadline) => {
    do refreshLine(table, lines.shift(), wanted, 0, columns);
    while (lines.length && deadline.timeRemaining() > 2);
    if (lines.length && table.isConnected) table["rest"] = whenIdle(goOn);
  };
  table["rest"] = whenIdle(goOn);
}

/** The rows of a table that its strap lets be seen, and the columns: the first, and the one behind the last. */
function inSight(table, lines) {
  const strap = table.parentElement.getBoundingClientRect();
  const heads = [...table.tHead.rows[0].cells].slice(1).map((head) => head.getBoundingClientRect());
  const from = heads.findIndex((head) => head.right > strap.left);
  const behind = heads.findIndex((head) => head.left > strap.right);
  const seen = lines.filter((line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return bottom > strap.top && top < strap.bottom;
  });
  return [seen, Math.max(0, from), behind < 0 ? heads.length : behind];
}

/** Write the numbers of some columns of a row that shows others. */
function refreshLine(table, line, { now, old, most }, from, to) {
  const { shown } = table;
  const digits = table.dataset.digits === "%" ? "%" : Number(table.dataset.digits);
  const start = Number(line.dataset.row) * (line.cells.length - 1);
  for (let j = from; j < to; j++) {
    const at = start + j;
    if (shown.now[at] === now[at] && shown.old[at] === old[at]) continue;
    [shown.now[at], shown.old[at]] = [now[at], old[at]];
    const td = line.cells[j + 1];
    const { text, old: was, label } = cellTexts(now[at], old[at], digits);
    writeCell(td, text, was, label);
    const kept = ["elegida", "operando"].filter((one) => td.classList.contains(one));
    const wanted = [cellClass(now[at], label !== "", most), ...kept].filter(Boolean).join(" ");
    if (td.className !== wanted) td.className = wanted;
  }
}
