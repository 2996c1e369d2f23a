/** The steps of a layer norm: mean and variance of each row, its standardised entries, and their stretch and shift. */
import { EPSILON } from "./model.js";
import { addUp, inputCell, range } from "./step.js";

const width = (s) => s.inputs[0].shape[1];
const rowOf = (s, at) => Math.floor(at / width(s));
/** The cells of a row of the first input, or of an output as wide as it. */
const row = (s, t) => range(width(s), t * width(s));

/** Inputs: x (T, d). */
export const mean = {
  forward(s) {
    const [n, x] = [width(s), s.inputs[0].data];
    for (let t = 0; t < s.T; t++) {
      let sum = 0;
      for (let i = t * n; i < (t + 1) * n; i++) sum += x[i];
      s.out.data[t] = sum / n;
    }
  },
  backward(s, g, [gx]) {
    const n = width(s);
    for (let i = 0; i < gx.length; i++) gx[i] += g[Math.floor(i / n)] / n;
  },
  explain(s, at) {
    const terms = addUp(row(s, at).map((i) => inputCell(s, 0, i)).map((x) => [[x], x.value]));
    return { rule: "mean", terms, sum: terms.at(-1).running, divisor: width(s) };
  },
  readers: (s, k, at) => [rowOf(s, at)],
  local: (s) => [{ form: "1/n", n: width(s), value: 1 / width(s) }],
};

/** Inputs: x (T, d), mean (T, 1). */
export const variance = {
  forward(s) {
    const [n, x, m] = [width(s), s.inputs[0].data, s.inputs[1].data];
    for (let t = 0; t < s.T; t++) {
      let sum = 0;
      for (let i = t * n; i < (t + 1) * n; i++) sum += (x[i] - m[t]) * (x[i] - m[t]);
      s.out.data[t] = sum / n;
    }
  },
  backward(s, g, [gx, gMean]) {
    const [n, x, m] = [width(s), s.inputs[0].data, s.inputs[1].data];
    for (let i = 0; i < x.length; i++) {
      const t = Math.floor(i / n);
      const slope = g[t] * ((2 * (x[i] - m[t])) / n);
      gx[i] += slope;
      gMean[t] -= slope;
    }
  },
  explain(s, at) {
    const centre = inputCell(s, 1, at);
    const square = (x) => (x.value - centre.value) * (x.value - centre.value);
    const terms = addUp(row(s, at).map((i) => inputCell(s, 0, i)).map((x) => [[x], square(x)]));
    return { rule: "variance", terms, mean: centre, sum: terms.at(-1).running, divisor: width(s) };
  },
  readers: (s, k, at) => [k === 0 ? rowOf(s, at) : at],
  local(s, k, at, to) {
    const n = width(s);
    const centre = inputCell(s, 1, to);
    const entries = (k === 0 ? [at] : row(s, to)).map((i) => inputCell(s, 0, i));
    const sum = entries.reduce((all, x) => all + (x.value - centre.value), 0);
    const form = k === 0 ? "2(x-m)/n" : "-2·sum(x-m)/n";
    return [{ form, n, operands: [...entries, centre], value: ((k === 0 ? 2 : -2) * sum) / n }];
  },
};

/** Inputs: x (T, d), mean (T, 1), variance (T, 1). */
export const standardise = {
  forward(s) {
    const [x, m, v] = s.inputs.map((input) => input.data);
    const n = width(s);
    for (let t = 0; t < s.T; t++) {
      const root = Math.sqrt(v[t] + EPSILON);
      for (let i = t * n; i < (t + 1) * n; i++) s.out.data[i] = (x[i] - m[t]) / root;
    }
  },
  backward(s, g, [gx, gMean, gVariance]) {
    const [x, m, v] = s.inputs.map((input) => input.data);
    const n = width(s);
    for (let t = 0; t < s.T; t++) {
      const root = Math.sqrt(v[t] + EPSILON);
      for (let i = t * n; i < (t + 1) * n; i++) {
        gx[i] += g[i] / root;
        gMean[t] -= g[i] / root;
        gVariance[t] -= (g[i] * (x[i] - m[t])) / (2 * root * root * root);
      }
    }
  },
  explain(s, at) {
    const [x, centre, spread] = [inputCell(s, 0, at), inputCell(s, 1, rowOf(s, at)), inputCell(s, 2, rowOf(s, at))];
    const divisor = Math.sqrt(spread.value + EPSILON);
    const terms = addUp([[[x], x.value], [[centre], -centre.value]]);
    return { rule: "standardise", terms, sum: terms[1].running, variance: spread, epsilon: EPSILON, divisor };
  },
  readers: (s, k, at) => (k === 0 ? [at] : row(s, at)),
  local(s, k, at, to) {
    const [x, centre, spread] = [inputCell(s, 0, to), inputCell(s, 1, rowOf(s, to)), inputCell(s, 2, rowOf(s, to))];
    const root = Math.sqrt(spread.value + EPSILON);
    const shared = { epsilon: EPSILON, operands: [spread] };
    if (k === 0) return [{ ...shared, form: "1/sqrt(v+e)", value: 1 / root }];
    if (k === 1) return [{ ...shared, form: "-1/sqrt(v+e)", value: -1 / root }];
    const value = -(x.value - centre.value) / (2 * root * root * root);
    return [{ ...shared, form: "-(x-m)/(2·sqrt(v+e)^3)", operands: [x, centre, spread], value }];
  },
};

/** Inputs: normal (T, d), gamma (d), beta (d). */
export const affine = {
  forward(s) {
    const [x, gamma, beta] = s.inputs.map((input) => input.data);
    const n = width(s);
    for (let i = 0; i < x.length; i++) s.out.data[i] = gamma[i % n] * x[i] + beta[i % n];
  },
  backward(s, g, [gx, gGamma, gBeta]) {
    const [x, gamma] = s.inputs.map((input) => input.data);
    const n = width(s);
    for (let i = 0; i < x.length; i++) {
      gx[i] += g[i] * gamma[i % n];
      gGamma[i % n] += g[i] * x[i];
      gBeta[i % n] += g[i];
    }
  },
  explain(s, at) {
    const column = at % width(s);
    const [x, gamma, beta] = [inputCell(s, 0, at), inputCell(s, 1, column), inputCell(s, 2, column)];
    return { rule: "affine", terms: addUp([[[gamma, x], gamma.value * x.value], [[beta], beta.value]]) };
  },
  readers: (s, k, at) => (k === 0 ? [at] : range(s.T, at, width(s))),
  local(s, k, at, to) {
    if (k === 2) return [];
    return [k === 0 ? inputCell(s, 1, to % width(s)) : inputCell(s, 0, to)];
  },
};
