/* Matrices as labelled heat-map tables, and bars: strings of HTML. No DOM. */

import { escapeHtml, number } from "./format.js";
import { axesOf, axisLabel, shapeText, symbolHtml, symbolOf, titleOf } from "./steps.js";

const LEVELS = 8;

/**
 * Class of the colour of a number on the diverging scale whose ends are ±most.
 * @param {number} x @param {number} most
 */
export function levelClass(x, most) {
  if (!Number.isFinite(x)) return "tapado";
  const level = most > 0 ? Math.min(LEVELS, Math.round((Math.abs(x) / most) * LEVELS)) : 0;
  return level ? `${x > 0 ? "p" : "n"}${level}` : "";
}

/** The largest finite size among some numbers; at least a little, so that a matrix of zeros has a scale. */
export function largest(data) {
  let most = 0;
  for (const x of data) if (Number.isFinite(x) && Math.abs(x) > most) most = Math.abs(x);
  return most || 1;
}

/**
 * The key of the colours, from −most to most; for shares, which are never negative, its right half.
 * @param {number} most @param {{share?: boolean, percent?: boolean}} [kind]
 */
export function legend(most, { share = false, percent = false } = {}) {
  const cells = [];
  for (let level = share ? 0 : -LEVELS; level <= LEVELS; level += 2)
    cells.push(`<span class="${level ? (level > 0 ? "p" : "n") + Math.abs(level) : "n0"}"></span>`);
  const [low, high] = percent ? ["0", "100"] : share ? ["0", number(most)] : [number(-most), number(most)];
  return (
    `<span class="escala"><span>${low}</span><span class="tiras" aria-hidden="true">${cells.join("")}` +
    `</span><span>${high}</span></span>`
  );
}

/** Whether some number of a table has two figures before the comma. @param {number} most */
export function isWide(most) {
  return most >= 9.995;
}

/** Whether the numbers of a tensor are shares of one. @param {string} name */
export function isShare(name) {
  return /(^|\.)(weights|probs)$/.test(name);
}

/**
 * The two-dimensional pieces of a tensor: one for each head, or the tensor itself; a vector is one row.
 * @param {string} name @param {{shape: number[], data: Float64Array}} tensor
 * @returns {{head: number | null, rows: number, columns: number, offset: number}[]}
 */
export function slices(name, tensor) {
  const { shape } = tensor;
  const headed = axesOf(name)[0] === "head";
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape.slice(-2);
  return Array.from({ length: headed ? shape[0] : 1 }, (_, head) => ({
    head: headed ? head : null,
    rows,
    columns,
    offset: head * rows * columns,
  }));
}

/** Index of a cell of a slice in its tensor. */
export function sliceIndex(tensor, slice, row, column) {
  const index = tensor.shape.length === 1 ? [column] : [row, column];
  return slice.head === null ? index : [slice.head, ...index];
}

/**
 * A number as a cell shows it; an exact zero, of the mask or of a ReLU, is told from a small number.
 * @param {number} x @param {number | "%"} digits decimals, or "%" for a whole percentage
 */
function cellNumber(x, digits) {
  if (x === 0) return "0";
  if (digits === "%") return x < 0.005 ? "·" : number(100 * x, 0);
  return number(x, digits);
}

/**
 * What a cell holds: the number and, when it has changed, the one before; and how both are read aloud, or nothing when
 * the number says it all.
 */
export function cellTexts(now, before, digits) {
  const text = cellNumber(now, digits);
  const old = before === undefined ? text : cellNumber(before, digits);
  return old === text ? { text, old: "", label: "" } : { text, old, label: `${text}, antes ${old}` };
}

/** Classes of a cell. @param {number} now @param {boolean} changed @param {number} most */
export function cellClass(now, changed, most) {
  return [levelClass(now, most), changed ? "cambia" : ""].filter(Boolean).join(" ");
}

/**
 * A piece of a tensor as a heat-map table.
 * @param {{name: string, tensor: {shape: number[], data: Float64Array}, slice: ReturnType<typeof slices>[0],
 *   before?: {data: Float64Array}, about: {words: string[], ids: number[], sizes: any}, most: number, digits?: number,
 *   interactive?: boolean, only?: number[] | null, chosen?: number[] | null, note?: string}} what
 *   `only`: the rows that are shown (all of them when it is left out); `chosen`: row and column of a marked cell
 */
export function heatTable({
  name,
  tensor,
  slice,
  before,
  about,
  most,
  digits = 2,
  interactive = true,
  only = null,
  chosen = null,
  note = "",
}) {
  const axes = axesOf(name).slice(slice.head === null ? 0 : 1);
  const [rowAxis, columnAxis] = axes.length === 1 ? ["one", axes[0]] : axes;
  // Of a word that comes twice, the header is read with its place.
  const twice = (id) => about.ids.indexOf(id) !== about.ids.lastIndexOf(id);
  const place = (axis, i) =>
    (axis === "position" || axis === "key") && twice(about.ids[i])
      ? ` aria-label="${escapeHtml(`${axisLabel(axis, i, about)}, posición ${i + 1}`)}"`
      : "";
  const head = [];
  for (let j = 0; j < slice.columns; j++)
    head.push(`<th scope="col"${place(columnAxis, j)}>${escapeHtml(axisLabel(columnAxis, j, about))}</th>`);
  const body = [];
  for (const i of only || Array.from({ length: slice.rows }, (_, row) => row)) {
    const cells = [];
    for (let j = 0; j < slice.columns; j++) {
      const at = slice.offset + i * slice.columns + j;
      const now = tensor.data[at];
      const old = before ? before.data[at] : undefined;
      const { text, old: was, label } = cellTexts(now, old, digits);
      const mark = chosen && chosen[0] === i && chosen[1] === j ? " elegida" : "";
      const style = `${cellClass(now, label !== "", most)}${mark}`.trim();
      const said = label ? ` aria-label="${label}"` : "";
      const inside = label ? `${text}<s class="antes">${was}</s>` : text;
      cells.push(`<td${style ? ` class="${style}"` : ""}${said}>${inside}</td>`);
    }
    body.push(
      `<tr data-row="${i}"><th scope="row"${place(rowAxis, i)}>` +
        `${escapeHtml(rowAxis === "one" ? symbolOf(name).replace("_", "") : axisLabel(rowAxis, i, about))}</th>` +
        `${cells.join("")}</tr>`,
    );
  }
  const label = `${titleOf(name)}${slice.head === null ? "" : `, cabeza ${slice.head + 1}`}`;
  const whole = slice.head === null ? shapeText(name, tensor.shape) : headShape(name, tensor.shape);
  const shown = only && only.length < slice.rows ? (only.length === 1 ? "una fila" : `${only.length} filas`) : "";
  const size = whole + (shown && `, aquí solo ${shown}`);
  const role = interactive ? ' role="grid" aria-readonly="true"' : "";
  // Columns that need not be measured; those of many decimals are, since a reader may space the letters.
  const even = digits > 3 ? "" : ({ key: "", word: " pareja de-palabras" }[columnAxis] ?? " pareja");
  const long = even && digits === 3 && !isShare(name) ? " de-dos-cifras" : "";
  const style = `calor${even}${long || (isWide(most) ? " de-dos-cifras" : "")}`;
  const ofHead = slice.head === null ? "" : ` data-head="${slice.head}"`;
  const attributes = `data-tensor="${name}"${ofHead} data-digits="${digits}"`;
  const titled =
    `<p class="rotulo-matriz"><b>${symbolHtml(name)}</b> ${escapeHtml(label)} <span class="talla">` +
    `${escapeHtml(size).replace("d_k", "d<sub>k</sub>")}</span>${note}</p>`;
  return (
    `<div class="matriz">${titled}<div class="correa"><table class="${style}"${role} ` +
    `${attributes} aria-label="${escapeHtml(`${label}, ${size}`)}">` +
    `<thead><tr><td class="esquina"></td>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>` +
    `</div></div>`
  );
}

function headShape(name, shape) {
  return shapeText(name, shape)
    .replace(/^h × /, "")
    .replace(/= \d+ × /, "= ");
}

/** Horizontal bar of a share. @param {number} p */
export function bar(p) {
  const size = (100 * (Math.max(0, Math.min(1, p)) || 0)).toFixed(2); // nothing for what has no value
  return (
    `<svg class="barra" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">` +
    `<rect width="100" height="10" class="fondo"/><rect width="${size}" height="10" class="parte"/></svg>`
  );
}

/** The likeliest words first. @param {ArrayLike<number>} probabilities @returns {number[]} their ids */
export function ranking(probabilities) {
  return Array.from(probabilities, (_, id) => id).sort((a, b) => probabilities[b] - probabilities[a] || a - b);
}
