/**
 * One node of the graph with its tensors at hand: what the operations work on.
 *
 * An operation (see operations.js) has, with s a step, `at` and `to` places in the data, and k the number of an input:
 * - forward(s): fills s.out from s.inputs;
 * - backward(s, g, gradients): adds to the gradient of each input what comes from the gradient g of the output;
 * - explain(s, at): how the cell `at` of the output comes from cells of the inputs: {rule, terms…};
 * - readers(s, k, at): the cells of the output that read the cell `at` of the input k;
 * - local(s, k, at, to): factors of the derivative of the output's cell `to` by the input's cell `at`, none if it is 1.
 *
 * @typedef {import("./model.js").Node} Node
 * @typedef {import("./model.js").Tensor} Tensor
 * @typedef {{node: Node, T: number, ids: number[], inputs: Tensor[], out: Tensor, computed: Float64Array,
 *   targets?: {position: number, id: number}[]}} Step computed: what the operation gave, before the output was changed
 * @typedef {{name: string, index: number[], value: number}} Cell
 * @typedef {{factors: object[], value: number, running: number}} Term
 */
import { failure, indexAt } from "./model.js";

/** A tensor of a trace by its name: an activation, the mask or a parameter. @returns {Tensor} */
export function tensor(trace, name) {
  const found = trace.tensors[name] ?? trace.model.params[name];
  if (!found) throw failure("bad-cell", `No hay ninguna tabla «${name}».`);
  return found;
}

/** @param {Node} node @returns {Step} */
export function stepOf(trace, node) {
  const inputs = node.inputs.map((name) => tensor(trace, name));
  const out = trace.tensors[node.name];
  const computed = trace.changed?.[node.name]?.before ?? out?.data;
  return { node, T: trace.T, ids: trace.ids, inputs, out, computed };
}

/** A cell of an input. @param {Step} s @param {number} k @param {number} at @returns {Cell} */
export function inputCell(s, k, at) {
  const { shape, data } = s.inputs[k];
  return { name: s.node.inputs[k], index: indexAt(shape, at), value: data[at] };
}

/** A cell of the output. @param {Step} s @param {number} at @returns {Cell} */
export function outputCell(s, at) {
  return { name: s.node.name, index: indexAt(s.out.shape, at), value: s.out.data[at] };
}

/** Terms with their running sum, from [factors, value]. @param {[object[], number][]} parts @returns {Term[]} */
export function addUp(parts) {
  let running = 0;
  return parts.map(([factors, value]) => ({ factors, value, running: (running += value) }));
}

/** The numbers from start, n of them, with some stride. */
export function range(n, start = 0, stride = 1) {
  return Array.from({ length: n }, (_, i) => start + i * stride);
}
