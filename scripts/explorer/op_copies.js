/** What picks, copies, adds or cuts numbers, one by one. */
import { addUp, inputCell, range } from "./step.js";

/** An operation that copies: source(s) tells, for each cell of the output, which cell of the input it repeats. */
function copying(rule, source, readers) {
  return {
    forward(s) {
      const [x, from] = [s.inputs[0].data, source(s)];
      for (let i = 0; i < s.out.data.length; i++) s.out.data[i] = x[from(i)];
    },
    backward(s, g, [gx]) {
      const from = source(s);
      for (let i = 0; i < g.length; i++) gx[from(i)] += g[i];
    },
    explain(s, at) {
      const x = inputCell(s, 0, source(s)(at));
      return { rule, terms: addUp([[[x], x.value]]) };
    },
    readers,
    local: () => [],
  };
}

/** The rows of a table that some ids name. */
function lookup(rowsOf) {
  const source = (s) => {
    const [rows, d] = [rowsOf(s), s.out.shape[1]];
    return (at) => rows[Math.floor(at / d)] * d + (at % d);
  };
  const readers = (s, k, at) => {
    const [rows, d] = [rowsOf(s), s.out.shape[1]];
    return range(s.T).filter((t) => rows[t] === Math.floor(at / d)).map((t) => t * d + (at % d));
  };
  return copying("lookup", source, readers);
}

/** Inputs: embedding.weight (V, d). */
export const token = lookup((s) => s.ids);
/** Inputs: position.weight (context, d). */
export const place = lookup((s) => range(s.T));
/** Inputs: x, of any shape. */
export const copy = copying("copy", () => (at) => at, (s, k, at) => [at]);

/** The heads, (h, T, d_k), side by side, (T, d). */
export const join = copying(
  "copy",
  ({ T, inputs, out }) => {
    const [size, d] = [inputs[0].shape[2], out.shape[1]];
    return (at) => {
      const [t, column] = [Math.floor(at / d), at % d];
      return (Math.floor(column / size) * T + t) * size + (column % size);
    };
  },
  ({ T, inputs, out }, k, at) => {
    const size = inputs[0].shape[2];
    const row = Math.floor(at / size);
    return [(row % T) * out.shape[1] + Math.floor(row / T) * size + (at % size)];
  },
);

/** Inputs: two of one shape. */
export const sum = {
  forward(s) {
    const [x, y] = s.inputs.map((input) => input.data);
    for (let i = 0; i < x.length; i++) s.out.data[i] = x[i] + y[i];
  },
  backward(s, g, gradients) {
    for (const gradient of gradients) for (let i = 0; i < g.length; i++) gradient[i] += g[i];
  },
  explain(s, at) {
    const cells = [inputCell(s, 0, at), inputCell(s, 1, at)];
    return { rule: "sum", terms: addUp(cells.map((cell) => [[cell], cell.value])) };
  },
  readers: (s, k, at) => [at],
  local: () => [],
};

/** Inputs: x, of any shape. */
export const relu = {
  forward(s) {
    const x = s.inputs[0].data;
    for (let i = 0; i < x.length; i++) s.out.data[i] = Math.max(0, x[i]);
  },
  backward(s, g, [gx]) {
    const x = s.inputs[0].data;
    for (let i = 0; i < x.length; i++) if (x[i] > 0) gx[i] += g[i];
  },
  explain(s, at) {
    const x = inputCell(s, 0, at);
    return { rule: "relu", terms: addUp([[[x], x.value]]) };
  },
  readers: (s, k, at) => [at],
  local(s, k, at) {
    const x = inputCell(s, 0, at);
    return [{ form: "x>0", operands: [x], value: x.value > 0 ? 1 : 0 }];
  },
};
