/**
 * The gradient of the loss of a trace by every cell of every tensor.
 *
 * @typedef {{position: number, id: number}} Target the word that should follow a position
 * @typedef {{loss: number, targets: Target[], gradients: Record<string, import("./model.js").Tensor>}} Result
 */
import { failure, graph, zeros } from "./model.js";
import { operations } from "./operations.js";
import { stepOf } from "./step.js";

/** The loss as one more node, which only a trace with targets has. */
export const LOSS = { name: "loss", op: "loss", inputs: ["probs"], shape: [], axes: [] };

function checkTargets({ model, T }, targets) {
  const inside = (n, end) => Number.isInteger(n) && n >= 0 && n < end;
  const good = ({ position, id }) => inside(position, T) && inside(id, model.sizes.vocab);
  if (targets.length === 0 || !targets.every(good)) {
    throw failure("bad-target", "La pérdida necesita alguna palabra que siga a una del texto.");
  }
}

/** The loss as a step, with its value. @param {import("./forward.js").Trace} trace @param {Target[]} targets */
export function lossStep(trace, targets) {
  checkTargets(trace, targets);
  const step = { ...stepOf(trace, LOSS), targets, out: zeros([]) };
  operations.loss.forward(step);
  return step;
}

/** The gradient of what was computed, from that of what it was changed into: cells set by hand stop it. */
function arriving({ data }, changed) {
  return changed ? data.map((g, i) => g * changed.factor[i]) : data;
}

/**
 * The loss is the mean of −ln p of the targets, in nats. There are gradients of every activation and every parameter,
 * but not of the mask, which chooses and does not add up.
 *
 * @param {import("./forward.js").Trace} trace @param {Target[]} targets @returns {Result}
 */
export function backward(trace, targets) {
  const { model, tensors, changed } = trace;
  const gradients = {};
  for (const [name, { shape }] of Object.entries({ ...model.params, ...tensors })) gradients[name] = zeros(shape);
  delete gradients.mask;
  const last = lossStep(trace, targets);
  gradients.loss = { shape: [], data: Float64Array.of(1) };
  const steps = graph(model.sizes).filter((node) => node.op !== "input").map((node) => stepOf(trace, node));
  for (const step of [...steps, last].reverse()) {
    const { name, op, inputs } = step.node;
    const into = inputs.map((input) => gradients[input]?.data);
    operations[op].backward(step, arriving(gradients[name], changed[name]), into);
  }
  return { loss: last.out.data[0], targets, gradients };
}
