/** From products of queries and keys to weights, and from logits to probabilities and their loss. */
import { addUp, inputCell, outputCell, range } from "./step.js";

/** √d_k: the node says how many numbers the vectors of a head have. */
const root = (s) => Math.sqrt(s.node.size);

/** Inputs: dots (h, T, T). */
export const scale = {
  forward(s) {
    const [x, divisor] = [s.inputs[0].data, root(s)];
    for (let i = 0; i < x.length; i++) s.out.data[i] = x[i] / divisor;
  },
  backward(s, g, [gx]) {
    const divisor = root(s);
    for (let i = 0; i < gx.length; i++) gx[i] += g[i] / divisor;
  },
  explain(s, at) {
    const x = inputCell(s, 0, at);
    return { rule: "scale", terms: addUp([[[x], x.value]]), size: s.node.size, divisor: root(s) };
  },
  readers: (s, k, at) => [at],
  local: (s) => [{ form: "1/sqrt(n)", n: s.node.size, value: 1 / root(s) }],
};

/** Inputs: scaled (h, T, T), mask (T, T): 1 where one may look. */
export const mask = {
  forward(s) {
    const [x, open] = s.inputs.map((input) => input.data);
    for (let i = 0; i < x.length; i++) s.out.data[i] = open[i % open.length] ? x[i] : -Infinity;
  },
  backward(s, g, [gx]) {
    const open = s.inputs[1].data;
    for (let i = 0; i < gx.length; i++) if (open[i % open.length]) gx[i] += g[i];
  },
  explain(s, at) {
    const [x, open] = [inputCell(s, 0, at), inputCell(s, 1, at % s.inputs[1].data.length)];
    return { rule: "mask", terms: open.value ? addUp([[[x], x.value]]) : [], mask: open };
  },
  readers(s, k, at) {
    const open = s.inputs[1].data;
    if (k === 0) return open[at % open.length] ? [at] : [];
    return range(s.out.data.length / open.length, at, open.length);
  },
  local: () => [],
};

const width = (s) => s.out.shape.at(-1);
const rowStart = (s, at) => at - (at % width(s));

/**
 * Over each row. A row of −∞, which only a changed mask can make, gives zeros: there is nothing to look at.
 * Inputs: scores or logits (…, n).
 */
export const softmax = {
  forward(s) {
    const [n, x, p] = [width(s), s.inputs[0].data, s.out.data];
    for (let start = 0; start < x.length; start += n) {
      let max = -Infinity;
      for (let i = start; i < start + n; i++) max = Math.max(max, x[i]); // one NaN makes NaN of the row, as in PyTorch
      let sum = 0;
      for (let i = start; i < start + n; i++) sum += p[i] = max === -Infinity ? 0 : Math.exp(x[i] - max);
      for (let i = start; sum !== 0 && i < start + n; i++) p[i] /= sum;
    }
  },
  backward(s, g, [gx]) {
    const [n, p] = [width(s), s.computed];
    for (let start = 0; start < p.length; start += n) {
      let inner = 0;
      for (let i = start; i < start + n; i++) inner += g[i] * p[i];
      for (let i = start; i < start + n; i++) gx[i] += p[i] * (g[i] - inner);
    }
  },
  explain(s, at) {
    const scores = range(width(s), rowStart(s, at)).map((i) => inputCell(s, 0, i));
    const max = Math.max(...scores.map((score) => score.value));
    const terms = addUp(scores.map((score) => [[score], max === -Infinity ? 0 : Math.exp(score.value - max)]));
    return { rule: "softmax", terms, max, sum: terms.at(-1).running, own: at % width(s) };
  },
  readers: (s, k, at) => range(width(s), rowStart(s, at)),
  local(s, k, at, to) {
    const [p, q] = [to, at].map((i) => ({ ...outputCell(s, i), value: s.computed[i] }));
    if (at === to) return [{ form: "p(1-p)", operands: [p], value: p.value * (1 - p.value) }];
    return [{ form: "-p·q", operands: [p, q], value: -p.value * q.value }];
  },
};

// A probability that a double holds as 0 would make the loss infinite and its gradient no number.
const FLOOR = 1e-300;

const targetCells = (s) => s.targets.map(({ position, id }) => position * s.inputs[0].shape[1] + id);

/** Mean of −ln p of the targets, in nats. Inputs: probs (T, V). */
export const loss = {
  forward(s) {
    const p = s.inputs[0].data;
    s.out.data[0] = targetCells(s).reduce((sum, at) => sum - Math.log(Math.max(p[at], FLOOR)), 0) / s.targets.length;
  },
  backward(s, g, [gp]) {
    const p = s.inputs[0].data;
    for (const at of targetCells(s)) gp[at] -= g[0] / (s.targets.length * Math.max(p[at], FLOOR));
  },
  explain(s) {
    const cells = targetCells(s).map((at) => inputCell(s, 0, at));
    const terms = addUp(cells.map((p) => [[p], -Math.log(Math.max(p.value, FLOOR))]));
    return { rule: "loss", terms, sum: terms.at(-1).running, divisor: s.targets.length };
  },
  readers: (s, k, at) => targetCells(s).filter((cell) => cell === at).map(() => 0),
  local(s, k, at) {
    const [p, n] = [inputCell(s, 0, at), s.targets.length];
    return [{ form: "-1/(n·p)", n, operands: [p], value: -1 / (n * Math.max(p.value, FLOOR)) }];
  },
};
