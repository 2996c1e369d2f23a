/**
 * The computation of a text, which keeps every tensor.
 *
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").Tensor} Tensor
 * @typedef {import("./changes.js").Change} Change
 * @typedef {import("./changes.js").Changed} Changed
 * @typedef {{ids: number[], T: number, model: Model, tensors: Record<string, Tensor>,
 *   changed: Record<string, Changed>}} Trace
 *   its model has the changes of the parameters
 */
import { byTensor, change, changedParams } from "./changes.js";
import { checkIds, graph, zeros } from "./model.js";
import { operations } from "./operations.js";
import { stepOf } from "./step.js";

function emptyOf(node, T) {
  return zeros(node.shape.map((n) => (n === "T" ? T : n)));
}

/** Every position sees itself and what comes before. */
function fillMask({ shape: [T], data }) {
  for (let t = 0; t < T; t++) data.fill(1, t * T, t * T + t + 1);
}

function run(trace, node) {
  trace.tensors[node.name] = emptyOf(node, trace.T);
  if (node.op === "input") fillMask(trace.tensors[node.name]);
  else operations[node.op].forward(stepOf(trace, node));
}

/**
 * Every tensor of a text, with the changes made where they stand: all that depends on them follows.
 *
 * @param {Model} model @param {number[]} ids @param {Change[]} changes @returns {Trace}
 */
export function forward(model, ids, changes = []) {
  checkIds(model, ids);
  const nodes = graph(model.sizes);
  const wanted = byTensor(model, nodes, changes);
  const trace = { ids, T: ids.length, tensors: {}, ...changedParams(model, wanted) };
  for (const node of nodes) {
    run(trace, node);
    if (wanted.has(node.name)) trace.changed[node.name] = change(trace.tensors[node.name], wanted.get(node.name));
  }
  return trace;
}

/**
 * What the model would predict with what the stream holds at some point: the last norm, logits and probs over that
 * tensor.
 *
 * @param {Trace} trace @param {string} name 0.stream, 1.middle, 1.stream…
 */
export function lens({ model, ids, T, tensors }, name) {
  const last = `${model.sizes.layers}.stream`;
  const early = { model, ids, T, tensors: { [last]: tensors[name] } };
  const nodes = graph(model.sizes);
  for (const node of nodes.slice(nodes.findIndex((node) => node.name === last) + 1)) run(early, node);
  delete early.tensors[last];
  return early.tensors;
}
