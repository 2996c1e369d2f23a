/**
 * Where a number comes from, where it goes, and where its gradient comes from; every operand is a cell that can be
 * asked the same.
 *
 * @typedef {import("./step.js").Cell} Cell
 * @typedef {import("./step.js").Term} Term
 * @typedef {import("./forward.js").Trace} Trace
 * @typedef {{name: string, index: number[], value: number, rule: string, terms: Term[], operands: Cell[]}} Calculation
 *   with what each rule adds: "product-sum" and "affine": their terms add up to the value; "lookup", "copy", "relu":
 *   one term; "sum": two; "mean", "variance" (mean: Cell), "loss": sum and divisor; "standardise": sum (x − mean),
 *   variance: Cell, epsilon, divisor; "scale": size, divisor; "mask": mask: Cell, and no term where it closes;
 *   "softmax": terms exp(score − max), sum, own: which term is this cell's; "changed": original: Calculation, times if
 *   it was multiplied; "parameter" (before, if it was changed) and "input" (the mask) come from nothing.
 */
import { LOSS, lossStep } from "./backward.js";
import { failure, graph, indexAt, offsetOf } from "./model.js";
import { operations } from "./operations.js";
import { addUp, outputCell, stepOf, tensor } from "./step.js";

const nodeOf = (trace, name) => graph(trace.model.sizes).find((node) => node.name === name);

/** Every cell that a calculation reads. @returns {Cell[]} */
function operandsOf({ terms, mean, variance, mask }) {
  const cellsIn = (factor) => factor.operands ?? (factor.name ? [factor] : []);
  return [...terms.flatMap((term) => term.factors.flatMap(cellsIn)), mean, variance, mask].filter(Boolean);
}

function withOperands(calculation) {
  return { ...calculation, operands: operandsOf(calculation) };
}

function source(trace, cell, at, rule) {
  const changed = trace.changed[cell.name];
  const before = changed && changed.factor[at] !== 1 ? { before: changed.before[at] } : {};
  return { ...cell, rule, terms: [], operands: [], ...before };
}

/**
 * How a cell was computed, with the numbers that were used.
 *
 * @param {Trace} trace @param {string} name @param {number[]} index @returns {Calculation}
 */
export function explain(trace, name, index) {
  const { shape, data } = tensor(trace, name);
  const at = offsetOf(shape, index);
  const cell = { name, index, value: data[at] };
  const node = nodeOf(trace, name);
  if (!node || node.op === "input") return source(trace, cell, at, node ? "input" : "parameter");
  const found = withOperands({ ...cell, ...operations[node.op].explain(stepOf(trace, node), at) });
  const changed = trace.changed[name];
  if (!changed || changed.factor[at] === 1) return found;
  const times = changed.factor[at] === 0 ? {} : { times: changed.factor[at] };
  const original = { ...found, value: changed.before[at] };
  return { ...cell, rule: "changed", terms: [], operands: [], ...times, original };
}

/** How the loss was computed. @param {Trace} trace @param {import("./backward.js").Target[]} targets */
export function explainLoss(trace, targets) {
  const step = lossStep(trace, targets);
  return withOperands({ ...outputCell(step, 0), ...operations.loss.explain(step) });
}

/** The cells that read a cell, as [step, number of the input, places in the output]. */
function readersOf(trace, name, at, steps) {
  const found = [];
  for (const step of steps) {
    step.node.inputs.forEach((input, k) => {
      if (input === name) found.push([step, k, operations[step.node.op].readers(step, k, at)]);
    });
  }
  return found.filter(([, , places]) => places.length > 0);
}

function stepsOf(trace, name) {
  return graph(trace.model.sizes).filter((node) => node.inputs.includes(name)).map((node) => stepOf(trace, node));
}

/**
 * The cells that read a cell directly; those that were set by hand read nothing.
 *
 * @returns {{name: string, indices: number[][]}[]}
 */
export function uses(trace, name, index) {
  const at = offsetOf(tensor(trace, name).shape, index);
  return readersOf(trace, name, at, stepsOf(trace, name)).flatMap(([step, , places]) => {
    const changed = trace.changed[step.node.name];
    const alive = places.filter((to) => changed?.factor[to] !== 0);
    const indices = alive.map((to) => indexAt(step.out.shape, to));
    return indices.length > 0 ? [{ name: step.node.name, indices }] : [];
  });
}

function gradientTerm(trace, result, [step, k, at, to]) {
  const upstream = { ...outputCell(step, to), value: result.gradients[step.node.name].data[to], gradient: true };
  const left = trace.changed[step.node.name]?.factor[to] ?? 1;
  const factors = [upstream, ...operations[step.node.op].local(step, k, at, to)];
  if (left !== 1) factors.push({ form: "changed", value: left });
  return [factors, factors.reduce((all, factor) => all * factor.value, 1)];
}

/**
 * The gradient of the loss by a cell: over every cell that reads it, the gradient of that one times the derivative of
 * the step between them. Each factor is a cell, a gradient (gradient: true), or a formula (form) of the cells in its
 * operands.
 *
 * @param {import("./backward.js").Result} result @returns {Calculation}
 */
export function explainGradient(trace, result, name, index) {
  if (!(name in result.gradients)) throw failure("bad-cell", `«${name}» no tiene gradiente.`);
  const { shape, data } = result.gradients[name];
  const at = offsetOf(shape, index);
  const steps = stepsOf(trace, name);
  if (LOSS.inputs.includes(name)) steps.push(lossStep(trace, result.targets));
  const parts = readersOf(trace, name, at, steps).flatMap(([step, k, places]) =>
    places.map((to) => gradientTerm(trace, result, [step, k, at, to])));
  return withOperands({ name, index, value: data[at], rule: "gradient", terms: addUp(parts) });
}
