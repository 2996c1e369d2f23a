/**
 * The model and its computation as data: words, sizes, parameters, and the graph of the tensors in order.
 *
 * @typedef {{shape: number[], data: Float64Array}} Tensor
 * @typedef {{vocab: number, context: number, d: number, layers: number, heads: number, expansion: number}} Sizes
 * @typedef {{words: string[], sizes: Sizes, params: Record<string, Tensor>}} Model
 * @typedef {{name: string, shape: number[], axes: string[]}} Parameter
 * @typedef {{name: string, op: string, inputs: string[], shape: (number|"T")[], axes: string[], size?: number}} Node
 *   size: how many numbers the vectors of a head have, where they are scaled
 */

/** What to add to the variance, so that nothing is divided by zero. */
export const EPSILON = 1e-5;

/** An error that a page may show as it is. @param {string} code @param {string} message in Spanish */
export function failure(code, message) {
  return Object.assign(new Error(message), { code });
}

/** @param {number[]} shape @returns {Tensor} */
export function zeros(shape) {
  return { shape, data: new Float64Array(shape.reduce((all, n) => all * n, 1)) };
}

/** Where a cell stands in the data of a tensor. @param {number[]} shape @param {number[]} index */
export function offsetOf(shape, index) {
  const inside = index.length === shape.length && index.every((i, k) => Number.isInteger(i) && i >= 0 && i < shape[k]);
  if (!inside) throw failure("bad-cell", `No hay casilla [${index.join(", ")}] en una tabla de ${shape.join(" × ")}.`);
  return index.reduce((offset, i, k) => offset * shape[k] + i, 0);
}

/** The cell that stands at some place of the data. @param {number[]} shape @param {number} offset */
export function indexAt(shape, offset) {
  const index = new Array(shape.length);
  for (let k = shape.length - 1; k >= 0; k--) {
    index[k] = offset % shape[k];
    offset = (offset - index[k]) / shape[k];
  }
  return index;
}

function linearParameters(name, [n, m], [from, to]) {
  return [
    { name: `${name}.W`, shape: [n, m], axes: [from, to] },
    { name: `${name}.b`, shape: [m], axes: [to] },
  ];
}

function normParameters(name, d) {
  return ["gamma", "beta"].map((part) => ({ name: `${name}.${part}`, shape: [d], axes: ["feature"] }));
}

function blockParameters(block, { d, expansion }) {
  const square = ["query", "key", "value", "output"].flatMap((part) =>
    linearParameters(`${block}.attention.${part}`, [d, d], ["feature", "feature"]));
  const found = [...normParameters(`${block}.norm1`, d), ...square];
  if (expansion > 0) {
    found.push(
      ...normParameters(`${block}.norm2`, d),
      ...linearParameters(`${block}.ffn.up`, [d, expansion * d], ["feature", "neuron"]),
      ...linearParameters(`${block}.ffn.down`, [expansion * d, d], ["neuron", "feature"]),
    );
  }
  return found;
}

/** The parameters, with the names and in the order of transformer.py. @param {Sizes} sizes @returns {Parameter[]} */
export function parameters(sizes) {
  const { vocab, context, d, layers } = sizes;
  return [
    { name: "embedding.weight", shape: [vocab, d], axes: ["word", "feature"] },
    { name: "position.weight", shape: [context, d], axes: ["position", "feature"] },
    ...Array.from({ length: layers }, (_, i) => blockParameters(`blocks.${i}`, sizes)).flat(),
    ...normParameters("norm", d),
    { name: "unembedding.W", shape: [d, vocab], axes: ["feature", "word"] },
  ];
}

const FEATURES = ["position", "feature"];
const BY_HEAD = ["head", "position", "feature"];
const PAIRS = ["head", "position", "key"];

/** A layer norm, in four steps. */
function normNodes(name, input, params, d) {
  const single = { shape: ["T", 1], axes: ["position", "single"] };
  const whole = { shape: ["T", d], axes: FEATURES };
  const [mean, variance, normal] = ["mean", "variance", "normal"].map((part) => `${name}.${part}`);
  return [
    { name: mean, op: "mean", inputs: [input], ...single },
    { name: variance, op: "variance", inputs: [input, mean], ...single },
    { name: normal, op: "standardise", inputs: [input, mean, variance], ...whole },
    { name, op: "affine", inputs: [normal, `${params}.gamma`, `${params}.beta`], ...whole },
  ];
}

function linearNode(name, input, params, shape, axes) {
  return { name, op: "linear", inputs: [input, `${params}.W`, `${params}.b`], shape, axes };
}

function attentionNodes(l, block, { d, heads }) {
  const at = (part) => `${l}.${part}`;
  const byHead = [heads, "T", d / heads];
  const pairs = { shape: [heads, "T", "T"], axes: PAIRS };
  const project = ([part, param]) => linearNode(at(part), at("norm1"), `${block}.attention.${param}`, byHead, BY_HEAD);
  return [
    ...[["q", "query"], ["k", "key"], ["v", "value"]].map(project),
    { name: at("dots"), op: "dots", inputs: [at("q"), at("k")], ...pairs },
    { name: at("scaled"), op: "scale", inputs: [at("dots")], size: d / heads, ...pairs },
    { name: at("scores"), op: "mask", inputs: [at("scaled"), "mask"], ...pairs },
    { name: at("weights"), op: "softmax", inputs: [at("scores")], ...pairs },
    { name: at("mixed"), op: "mix", inputs: [at("weights"), at("v")], shape: byHead, axes: BY_HEAD },
    { name: at("joined"), op: "join", inputs: [at("mixed")], shape: ["T", d], axes: FEATURES },
    linearNode(at("attention"), at("joined"), `${block}.attention.output`, ["T", d], FEATURES),
  ];
}

function feedForwardNodes(l, block, { d, expansion }) {
  const at = (part) => `${l}.${part}`;
  const wide = { shape: ["T", expansion * d], axes: ["position", "neuron"] };
  return [
    linearNode(at("up"), at("norm2"), `${block}.ffn.up`, wide.shape, wide.axes),
    { name: at("hidden"), op: "relu", inputs: [at("up")], ...wide },
    linearNode(at("ffn"), at("hidden"), `${block}.ffn.down`, ["T", d], FEATURES),
  ];
}

function blockNodes(layer, sizes) {
  const { d, expansion } = sizes;
  const [l, block] = [`${layer}`, `blocks.${layer - 1}`];
  const whole = { shape: ["T", d], axes: FEATURES };
  const [before, middle] = [`${layer - 1}.stream`, `${l}.middle`];
  const nodes = [
    ...normNodes(`${l}.norm1`, before, `${block}.norm1`, d),
    ...attentionNodes(l, block, sizes),
    { name: middle, op: "sum", inputs: [before, `${l}.attention`], ...whole },
  ];
  if (expansion === 0) return [...nodes, { name: `${l}.stream`, op: "copy", inputs: [middle], ...whole }];
  return [
    ...nodes,
    ...normNodes(`${l}.norm2`, middle, `${block}.norm2`, d),
    ...feedForwardNodes(l, block, sizes),
    { name: `${l}.stream`, op: "sum", inputs: [middle, `${l}.ffn`], ...whole },
  ];
}

/**
 * The tensors of a text of T words, each with the operation and the tensors that it is computed from, in order.
 *
 * @param {Sizes} sizes @returns {Node[]}
 */
export function graph(sizes) {
  const { vocab, d, layers } = sizes;
  const whole = { shape: ["T", d], axes: FEATURES };
  const words = { shape: ["T", vocab], axes: ["position", "word"] };
  return [
    { name: "mask", op: "input", inputs: [], shape: ["T", "T"], axes: ["position", "key"] },
    { name: "token", op: "token", inputs: ["embedding.weight"], ...whole },
    { name: "place", op: "place", inputs: ["position.weight"], ...whole },
    { name: "0.stream", op: "sum", inputs: ["token", "place"], ...whole },
    ...Array.from({ length: layers }, (_, i) => blockNodes(i + 1, sizes)).flat(),
    ...normNodes("norm", `${layers}.stream`, "norm", d),
    { name: "logits", op: "linear", inputs: ["norm", "unembedding.W"], ...words },
    { name: "probs", op: "softmax", inputs: ["logits"], ...words },
  ];
}

function checkSizes(sizes) {
  const atLeast = (least, ...names) => names.every((name) => Number.isInteger(sizes[name]) && sizes[name] >= least);
  if (!atLeast(1, "vocab", "context", "d", "layers", "heads") || !atLeast(0, "expansion")) {
    throw failure("bad-model", "Los tamaños del modelo no son números enteros positivos.");
  }
  if (sizes.d % sizes.heads) {
    throw failure("bad-model", `${sizes.d} números no se reparten entre ${sizes.heads} cabezas.`);
  }
}

function decodeParameter({ name, shape }, saved, scale) {
  const [rows, width] = [shape[0], shape[1] ?? 1];
  const good = Array.isArray(saved) && saved.length === rows && saved.every((row) => [].concat(row).length === width);
  const data = Float64Array.from(good ? saved.flat() : [NaN], (whole) => whole / scale);
  if (!data.every(Number.isFinite)) throw failure("bad-model", `«${name}» no es de ${shape.join(" × ")} números.`);
  return { shape, data };
}

/**
 * The model that a file of docs/assets/modelos holds.
 *
 * @param {{scale: number, sizes: Sizes, words: string[], weights: Record<string, number[]|number[][]>}} saved
 * @returns {Model}
 */
export function decode({ scale, sizes, words, weights }) {
  checkSizes(sizes);
  if (words.length !== sizes.vocab) {
    throw failure("bad-model", `Hay ${words.length} palabras y tendrían que ser ${sizes.vocab}.`);
  }
  const params = {};
  for (const one of parameters(sizes)) params[one.name] = decodeParameter(one, weights[one.name], scale);
  return { words, sizes, params };
}

/** The ids of some words. @param {Model} model @param {string[]} words @returns {number[]} */
export function encode(model, words) {
  const ids = words.map((word) => model.words.indexOf(word));
  const unknown = words[ids.indexOf(-1)];
  if (unknown !== undefined) throw failure("unknown-word", `«${unknown}» no está en el vocabulario del modelo.`);
  checkIds(model, ids);
  return ids;
}

/** Refuse what the model cannot read. @param {Model} model @param {number[]} ids */
export function checkIds({ sizes }, ids) {
  if (ids.length === 0) throw failure("no-words", "Escribe al menos una palabra.");
  if (ids.length > sizes.context) {
    throw failure("too-long", `El texto tiene ${ids.length} palabras y en el modelo caben ${sizes.context}.`);
  }
  if (!ids.every((id) => Number.isInteger(id) && id >= 0 && id < sizes.vocab)) {
    throw failure("unknown-word", `El modelo tiene ${sizes.vocab} palabras, numeradas desde el 0.`);
  }
}
