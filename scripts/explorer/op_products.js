/** Sums of products: linear layers, scores of queries and keys, mixtures of values. */
import { addUp, inputCell, range } from "./step.js";

/**
 * How the tensors of a product lie, along the axes h (heads), t (rows of the output), c (its columns) and i (what is
 * summed over): the size of each axis, and how far apart its neighbours stand in each tensor. The axes of a tensor are
 * given in order: W (n, m) is "ihc", as its m columns are split among the heads.
 */
function layout(s, left, right) {
  const [t, c] = s.out.shape.slice(-2);
  const size = { h: s.out.data.length / (t * c), t, c };
  size.i = s.inputs[0].data.length / [...left].reduce((all, axis) => all * (size[axis] ?? 1), 1);
  const strides = (axes) => {
    const found = { h: 0, t: 0, c: 0, i: 0 };
    [...axes].reduceRight((all, axis) => ((found[axis] = all), all * size[axis]), 1);
    return found;
  };
  return { size, axes: [left, right, "hc"], a: strides(left), b: strides(right), out: strides("htc") };
}

/** The position along each of these axes of a place in the data. */
function locate(at, axes, size) {
  const found = {};
  for (const axis of [...axes].reverse()) {
    found[axis] = at % size[axis];
    at = (at - found[axis]) / size[axis];
  }
  return found;
}

const placeOf = ({ h, t, c, i }, strides) => h * strides.h + t * strides.t + c * strides.c + i * strides.i;

function forward(s, { size, a, b, out }) {
  const [A, B, bias] = s.inputs.map((input) => input.data);
  const to = s.out.data;
  for (let h = 0; h < size.h; h++) {
    for (let t = 0; t < size.t; t++) {
      for (let c = 0; c < size.c; c++) {
        let i = h * a.h + t * a.t;
        let j = h * b.h + c * b.c;
        let sum = 0;
        for (let n = 0; n < size.i; n++, i += a.i, j += b.i) sum += A[i] * B[j];
        to[h * out.h + t * out.t + c] = bias ? sum + bias[h * size.c + c] : sum;
      }
    }
  }
}

function backward(s, { size, a, b, out }, g, [gA, gB, gBias]) {
  const [A, B] = s.inputs.map((input) => input.data);
  for (let h = 0; h < size.h; h++) {
    for (let t = 0; t < size.t; t++) {
      for (let c = 0; c < size.c; c++) {
        const up = g[h * out.h + t * out.t + c];
        if (up === 0) continue;
        let i = h * a.h + t * a.t;
        let j = h * b.h + c * b.c;
        for (let n = 0; n < size.i; n++, i += a.i, j += b.i) {
          gA[i] += up * B[j];
          gB[j] += up * A[i];
        }
        if (gBias) gBias[h * size.c + c] += up;
      }
    }
  }
}

function explain(s, { size, a, b }, at) {
  const where = locate(at, "htc", size);
  const parts = range(size.i).map((i) => {
    const factors = [inputCell(s, 0, placeOf({ ...where, i }, a)), inputCell(s, 1, placeOf({ ...where, i }, b))];
    return [factors, factors[0].value * factors[1].value];
  });
  if (s.inputs[2]) {
    const bias = inputCell(s, 2, where.h * size.c + where.c);
    parts.push([[bias], bias.value]);
  }
  return { rule: "product-sum", terms: addUp(parts) };
}

function readers(s, { size, axes, out }, k, at) {
  const known = locate(at, axes[k], size);
  let found = [0];
  for (const axis of "htc") {
    const along = axis in known ? [known[axis]] : range(size[axis]);
    found = found.flatMap((start) => along.map((i) => start + i * out[axis]));
  }
  return found;
}

function local(s, { size, axes, a, b }, k, at, to) {
  if (k === 2) return [];
  const where = { ...locate(to, "htc", size), ...locate(at, axes[k], size) };
  return [inputCell(s, 1 - k, placeOf(where, k === 0 ? b : a))];
}

function product(left, right) {
  const laid = (work) => (s, ...rest) => work(s, layout(s, left, right), ...rest);
  const parts = { forward, backward, explain, readers, local };
  return Object.fromEntries(Object.entries(parts).map(([name, work]) => [name, laid(work)]));
}

/** Rows of x times W plus b, if there is one, split among heads if the output is: inputs x, W, b. */
export const linear = product("ti", "ihc");
/** Every query by every key: inputs q, k. */
export const dots = product("hti", "hci");
/** Values mixed with weights: inputs weights, v. */
export const mix = product("hti", "hic");
