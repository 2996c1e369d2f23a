/* What is seen of the explorer without scripts: the walk of a text, and one table with one calculation. No DOM. */

import { calculationHtml, calculationTitle } from "./calculation.js";
import { failure, encode, graph } from "./model.js";
import { explain } from "./explain.js";
import { forward } from "./forward.js";
import { cellPhrase, nameParts, stepNames, stepText, titleOf } from "./steps.js";
import { tensor } from "./step.js";
import { bar, heatTable, isShare, largest, legend, ranking, slices } from "./table.js";
import { percent } from "./format.js";

const WORDS_SHOWN = 8;

function aboutOf(model, ids) {
  return { words: model.words, ids, sizes: model.sizes };
}

/** The tables of a step; `chosen` is the cell that is marked, if any. */
function stillTables(trace, name, about, { head = null, chosen = null } = {}) {
  const found = tensor(trace, name);
  const most = isShare(name) ? 1 : largest(found.data);
  return slices(name, found)
    .filter((slice) => head === null || slice.head === head)
    .map((slice, i) =>
      heatTable({
        name,
        tensor: found,
        slice,
        about,
        most,
        digits: isShare(name) ? 3 : 2,
        interactive: false,
        chosen: chosen && (slice.head === null || slice.head === chosen[0]) ? chosen.slice(-2) : null,
        note: i ? "" : legend(most, { share: isShare(name) }),
      }),
    )
    .join("");
}

/** The likeliest words behind the last one. */
function lastWords(trace, name) {
  const { words } = trace.model;
  const from = (trace.T - 1) * words.length;
  const row = trace.tensors.probs.data.subarray(from, from + words.length);
  const logits = trace.tensors.logits.data.subarray(from, from + words.length);
  const lines = ranking(row)
    .slice(0, WORDS_SHOWN)
    .map((id) =>
      name === "probs"
        ? `<tr><th scope="row">${words[id]}</th><td>${percent(row[id])}</td><td class="con-barra">` +
          `${bar(row[id])}</td></tr>`
        : `<tr><th scope="row">${words[id]}</th><td>${logits[id].toFixed(2).replace(".", ",").replace("-", "−")}` +
          `</td></tr>`,
    );
  return (
    `<table class="lista"><caption>Las ${WORDS_SHOWN} palabras más probables detrás de la última</caption>` +
    `<tbody>${lines.join("")}</tbody></table>`
  );
}

/** A cell of a step worth explaining: of the last word, the one with the strongest number that is not of the future. */
function tellingCell(trace, name) {
  const { shape, data } = tensor(trace, name);
  const columns = shape[shape.length - 1];
  const row = shape.length === 3 ? [0, trace.T - 1] : [trace.T - 1];
  const from = (trace.T - 1) * columns;
  let best = 0;
  for (let j = 1; j < columns; j++) if (Math.abs(data[from + j]) > Math.abs(data[from + best])) best = j;
  return [...row, best];
}

function calculationBlock(trace, name, index, about) {
  const calculation = explain(trace, name, index);
  const words = ["logits", "probs"].includes(name) && calculation.terms.length > 40;
  const html = words ? shortSoftmax(calculation, about) : calculationHtml(calculation, about, false);
  return (
    `<div class="panel quieto"><p class="titulo-cuenta">${calculationTitle(calculation, about)}</p>` +
    `<p class="pista">${cellPhrase(name, index, about)}</p>${html}</div>`
  );
}

/** A softmax over the vocabulary keeps its largest terms. */
function shortSoftmax(calculation, about) {
  const order = calculation.terms
    .map((_, i) => i)
    .sort((a, b) => calculation.terms[b].value - calculation.terms[a].value);
  const kept = order.slice(0, WORDS_SHOWN);
  if (!kept.includes(calculation.own)) kept[WORDS_SHOWN - 1] = calculation.own;
  const terms = kept.map((i) => calculation.terms[i]);
  const rest = calculation.sum - terms.reduce((sum, term) => sum + term.value, 0);
  let running = 0;
  const short = {
    ...calculation,
    terms: terms.map((term) => ({ ...term, running: (running += term.value) })),
    own: kept.indexOf(calculation.own),
  };
  const count = calculation.terms.length - kept.length;
  return (
    `${calculationHtml(short, about, false)}<p>Solo se ven ${kept.length} términos, los mayores y el de esta ` +
    `casilla; los otros ${count} suman ${rest.toFixed(4).replace(".", ",")}.</p>`
  );
}

/**
 * The walk of a text: parts of the network, each with its steps as HTML.
 * @param {any} model @param {string} text
 * @returns {{title: string, steps: {part: string, title: string, says: string, html: string}[]}[]}
 */
export function stillWalk(model, text) {
  const ids = encode(model, text.split(" "));
  const trace = forward(model, ids, []);
  const about = aboutOf(model, ids);
  const found = [];
  for (const name of stepNames(graph(model.sizes))) {
    const { layer, part, of } = nameParts(name);
    const title = layer ? `Capa ${layer}` : found.some((one) => one.title.startsWith("Capa")) ? "Salida" : "Entrada";
    if (!found.length || found[found.length - 1].title !== title) found.push({ title, steps: [] });
    const words = name === "logits" || name === "probs";
    const place = { norm1: "antes de la atención", norm2: "antes de la red hacia delante" }[of];
    const chosen = tellingCell(trace, name);
    found[found.length - 1].steps.push({
      part,
      title: place ? `${stepText(name).title}, ${place}` : stepText(name).title,
      says: stepText(name).says,
      html:
        (words ? lastWords(trace, name) : stillTables(trace, name, about, { chosen })) +
        calculationBlock(trace, name, chosen, about),
    });
  }
  return found;
}

/** Refuse, in the words of whoever wrote the mark, a text that the model cannot read. */
function checkWords({ words: known, sizes }, words) {
  const strange = words.find((word) => !known.includes(word));
  if (strange !== undefined) throw failure("bad-view", `the model does not know the word '${strange}'`);
  if (words.length > sizes.context)
    throw failure("bad-view", `a text of ${words.length} words, and the model takes ${sizes.context}`);
}

/**
 * One table and, if a cell is asked, its calculation.
 * @param {any} model @param {{name: string, text: string, head: number | null, cell: number[] | null}} asked
 */
export function stillView(model, { name, text, head, cell }) {
  checkWords(model, text.split(" "));
  const ids = encode(model, text.split(" "));
  const trace = forward(model, ids, []);
  const about = aboutOf(model, ids);
  const steps = stepNames(graph(model.sizes));
  if (!steps.includes(name)) throw failure("bad-view", `no tensor is called '${name}' (write a step, like 2.weights)`);
  const shape = tensor(trace, name).shape, headed = shape.length === 3, table = shape.slice(-2);
  if (head !== null && !(headed && head >= 0 && head < model.sizes.heads))
    throw failure("bad-view", `'${name}' has no head ${head + 1}`);
  if (cell && !(cell.length === table.length && cell.every((i, k) => i >= 0 && i < table[k])))
    throw failure("bad-view", `'${name}' has no cell ${cell.map((i) => i + 1)}: its table is of ${table.join(" × ")}`);
  const index = cell && headed ? [head || 0, ...cell] : cell;
  const tables = stillTables(trace, name, about, { head, chosen: index });
  const html = tables + (index ? calculationBlock(trace, name, index, about) : "");
  const state = `t=${text.split(" ").join("_")};p=${name}${index ? `;c=${name}@${index.join(",")}` : ""}`;
  return { html, state, label: `${titleOf(name)}${head === null ? "" : `, cabeza ${head + 1}`}: «${text}»` };
}
