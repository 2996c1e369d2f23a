/* Made from scripts/explorer by scripts/explorer_script.py (make explorer). */
const explorerCore = () => {
"use strict";
const $model = (() => {
const EPSILON = 1e-5;
function failure(code, message) {
  return Object.assign(new Error(message), { code });
}
function zeros(shape) {
  return { shape, data: new Float64Array(shape.reduce((all, n) => all * n, 1)) };
}
function offsetOf(shape, index) {
  const inside = index.length === shape.length && index.every((i, k) => Number.isInteger(i) && i >= 0 && i < shape[k]);
  if (!inside) throw failure("bad-cell", `No hay casilla [${index.join(", ")}] en una tabla de ${shape.join(" × ")}.`);
  return index.reduce((offset, i, k) => offset * shape[k] + i, 0);
}
function indexAt(shape, offset) {
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
function parameters(sizes) {
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
function graph(sizes) {
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
function decode({ scale, sizes, words, weights }) {
  checkSizes(sizes);
  if (words.length !== sizes.vocab) {
    throw failure("bad-model", `Hay ${words.length} palabras y tendrían que ser ${sizes.vocab}.`);
  }
  const params = {};
  for (const one of parameters(sizes)) params[one.name] = decodeParameter(one, weights[one.name], scale);
  return { words, sizes, params };
}
function encode(model, words) {
  const ids = words.map((word) => model.words.indexOf(word));
  const unknown = words[ids.indexOf(-1)];
  if (unknown !== undefined) throw failure("unknown-word", `«${unknown}» no está en el vocabulario del modelo.`);
  checkIds(model, ids);
  return ids;
}
function checkIds({ sizes }, ids) {
  if (ids.length === 0) throw failure("no-words", "Escribe al menos una palabra.");
  if (ids.length > sizes.context) {
    throw failure("too-long", `El texto tiene ${ids.length} palabras y en el modelo caben ${sizes.context}.`);
  }
  if (!ids.every((id) => Number.isInteger(id) && id >= 0 && id < sizes.vocab)) {
    throw failure("unknown-word", `El modelo tiene ${sizes.vocab} palabras, numeradas desde el 0.`);
  }
}
return { EPSILON, failure, zeros, offsetOf, indexAt, parameters, graph, decode, encode, checkIds };
})();
const $changes = (() => {
const { failure, parameters } = $model;
function cellsOf(shape, index) {
  const inside = (i, k) => i === "*" || (Number.isInteger(i) && i >= 0 && i < shape[k]);
  if (!Array.isArray(index) || index.length !== shape.length || !index.every(inside)) {
    const asked = [].concat(index).join(", ");
    throw failure("bad-change", `No hay casilla [${asked}] en una tabla de ${shape.join(" × ")}.`);
  }
  return index.reduce((found, i, k) => {
    const along = i === "*" ? [...Array(shape[k]).keys()] : [i];
    return found.flatMap((start) => along.map((one) => start * shape[k] + one));
  }, [0]);
}
function checkValue({ tensor, value }) {
  const given = value?.times ?? value;
  const open = tensor === "mask" ? given === 0 || given === 1 : Number.isFinite(given);
  const closed = given === -Infinity && tensor.endsWith(".scores");
  if (!open && !closed) throw failure("bad-change", `«${given}» no es un valor para una casilla de «${tensor}».`);
}
function change({ shape, data }, changes) {
  const [before, factor] = [data.slice(), new Float64Array(data.length).fill(1)];
  for (const one of changes) {
    checkValue(one);
    const times = one.value?.times;
    for (const at of cellsOf(shape, one.index)) {
      data[at] = times === undefined ? one.value : data[at] * times;
      factor[at] *= times ?? 0;
    }
  }
  return { before, factor };
}
function byTensor(model, nodes, changes) {
  const found = new Map();
  const names = new Set([...Object.keys(model.params), ...nodes.map((node) => node.name)]);
  for (const one of changes) {
    if (!names.has(one.tensor)) throw failure("bad-change", `No hay ninguna tabla «${one.tensor}» que cambiar.`);
    if (!found.has(one.tensor)) found.set(one.tensor, []);
    found.get(one.tensor).push(one);
  }
  return found;
}
function changedParams(model, changes) {
  const params = { ...model.params };
  const changed = {};
  for (const { name } of parameters(model.sizes).filter(({ name }) => changes.has(name))) {
    params[name] = { shape: params[name].shape, data: params[name].data.slice() };
    changed[name] = change(params[name], changes.get(name));
  }
  return { model: { ...model, params }, changed };
}
function applyToParams(model, changes) {
  const some = changes.filter((one) => one.tensor in model.params);
  return changedParams(model, byTensor(model, [], some)).model;
}
return { change, byTensor, changedParams, applyToParams };
})();
const $step = (() => {
const { failure, indexAt } = $model;
function tensor(trace, name) {
  const found = trace.tensors[name] ?? trace.model.params[name];
  if (!found) throw failure("bad-cell", `No hay ninguna tabla «${name}».`);
  return found;
}
function stepOf(trace, node) {
  const inputs = node.inputs.map((name) => tensor(trace, name));
  const out = trace.tensors[node.name];
  const computed = trace.changed?.[node.name]?.before ?? out?.data;
  return { node, T: trace.T, ids: trace.ids, inputs, out, computed };
}
function inputCell(s, k, at) {
  const { shape, data } = s.inputs[k];
  return { name: s.node.inputs[k], index: indexAt(shape, at), value: data[at] };
}
function outputCell(s, at) {
  return { name: s.node.name, index: indexAt(s.out.shape, at), value: s.out.data[at] };
}
function addUp(parts) {
  let running = 0;
  return parts.map(([factors, value]) => ({ factors, value, running: (running += value) }));
}
function range(n, start = 0, stride = 1) {
  return Array.from({ length: n }, (_, i) => start + i * stride);
}
return { tensor, stepOf, inputCell, outputCell, addUp, range };
})();
const $op_copies = (() => {
const { addUp, inputCell, range } = $step;
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
const token = lookup((s) => s.ids);
const place = lookup((s) => range(s.T));
const copy = copying("copy", () => (at) => at, (s, k, at) => [at]);
const join = copying(
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
const sum = {
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
const relu = {
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
return { token, place, copy, join, sum, relu };
})();
const $op_norm = (() => {
const { EPSILON } = $model;
const { addUp, inputCell, range } = $step;
const width = (s) => s.inputs[0].shape[1];
const rowOf = (s, at) => Math.floor(at / width(s));
const row = (s, t) => range(width(s), t * width(s));
const mean = {
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
const variance = {
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
const standardise = {
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
const affine = {
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
return { mean, variance, standardise, affine };
})();
const $op_products = (() => {
const { addUp, inputCell, range } = $step;
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
const linear = product("ti", "ihc");
const dots = product("hti", "hci");
const mix = product("hti", "hic");
return { linear, dots, mix };
})();
const $op_scores = (() => {
const { addUp, inputCell, outputCell, range } = $step;
const root = (s) => Math.sqrt(s.node.size);
const scale = {
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
const mask = {
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
const softmax = {
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
const FLOOR = 1e-300;
const targetCells = (s) => s.targets.map(({ position, id }) => position * s.inputs[0].shape[1] + id);
const loss = {
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
return { scale, mask, softmax, loss };
})();
const $operations = (() => {
const { copy, join, place, relu, sum, token } = $op_copies;
const { affine, mean, standardise, variance } = $op_norm;
const { dots, linear, mix } = $op_products;
const { loss, mask, scale, softmax } = $op_scores;
const operations = {
  token, place, copy, join, sum, relu,
  mean, variance, standardise, affine,
  linear, dots, mix,
  scale, mask, softmax, loss,
};
return { operations };
})();
const $forward = (() => {
const { byTensor, change, changedParams } = $changes;
const { checkIds, graph, zeros } = $model;
const { operations } = $operations;
const { stepOf } = $step;
function emptyOf(node, T) {
  return zeros(node.shape.map((n) => (n === "T" ? T : n)));
}
function fillMask({ shape: [T], data }) {
  for (let t = 0; t < T; t++) data.fill(1, t * T, t * T + t + 1);
}
function run(trace, node) {
  trace.tensors[node.name] = emptyOf(node, trace.T);
  if (node.op === "input") fillMask(trace.tensors[node.name]);
  else operations[node.op].forward(stepOf(trace, node));
}
function forward(model, ids, changes = []) {
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
function lens({ model, ids, T, tensors }, name) {
  const last = `${model.sizes.layers}.stream`;
  const early = { model, ids, T, tensors: { [last]: tensors[name] } };
  const nodes = graph(model.sizes);
  for (const node of nodes.slice(nodes.findIndex((node) => node.name === last) + 1)) run(early, node);
  delete early.tensors[last];
  return early.tensors;
}
return { forward, lens };
})();
const $backward = (() => {
const { failure, graph, zeros } = $model;
const { operations } = $operations;
const { stepOf } = $step;
const LOSS = { name: "loss", op: "loss", inputs: ["probs"], shape: [], axes: [] };
function checkTargets({ model, T }, targets) {
  const inside = (n, end) => Number.isInteger(n) && n >= 0 && n < end;
  const good = ({ position, id }) => inside(position, T) && inside(id, model.sizes.vocab);
  if (targets.length === 0 || !targets.every(good)) {
    throw failure("bad-target", "La pérdida necesita alguna palabra que siga a una del texto.");
  }
}
function lossStep(trace, targets) {
  checkTargets(trace, targets);
  const step = { ...stepOf(trace, LOSS), targets, out: zeros([]) };
  operations.loss.forward(step);
  return step;
}
function arriving({ data }, changed) {
  return changed ? data.map((g, i) => g * changed.factor[i]) : data;
}
function backward(trace, targets) {
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
return { LOSS, lossStep, backward };
})();
const $explain = (() => {
const { LOSS, lossStep } = $backward;
const { failure, graph, indexAt, offsetOf } = $model;
const { operations } = $operations;
const { addUp, outputCell, stepOf, tensor } = $step;
const nodeOf = (trace, name) => graph(trace.model.sizes).find((node) => node.name === name);
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
function explain(trace, name, index) {
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
function explainLoss(trace, targets) {
  const step = lossStep(trace, targets);
  return withOperands({ ...outputCell(step, 0), ...operations.loss.explain(step) });
}
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
function uses(trace, name, index) {
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
function explainGradient(trace, result, name, index) {
  if (!(name in result.gradients)) throw failure("bad-cell", `«${name}» no tiene gradiente.`);
  const { shape, data } = result.gradients[name];
  const at = offsetOf(shape, index);
  const steps = stepsOf(trace, name);
  if (LOSS.inputs.includes(name)) steps.push(lossStep(trace, result.targets));
  const parts = readersOf(trace, name, at, steps).flatMap(([step, k, places]) =>
    places.map((to) => gradientTerm(trace, result, [step, k, at, to])));
  return withOperands({ name, index, value: data[at], rule: "gradient", terms: addUp(parts) });
}
return { explain, explainLoss, uses, explainGradient };
})();
const $format = (() => {
function number(x, digits = 2) {
  if (Number.isNaN(x)) return "sin valor";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const text = x.toFixed(digits);
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace(".", ",").replace("-", "−");
}
function precise(x, figures = 4) {
  if (!Number.isFinite(x) || x === 0) return number(x, 2);
  const digits = figures - 1 - Math.floor(Math.log10(Math.abs(x)));
  return number(x, Math.max(2, Math.min(8, digits)));
}
function whole(n) {
  return n < 10_000 ? String(n) : String(n).replace(/(\d{3})$/, "\u00a0$1");
}
function percent(p) {
  if (Number.isNaN(p)) return number(p);
  const digits = p >= 0.0995 && p <= 0.9995 ? 1 : 2;
  if (p < 1 && p > 0.99995) return ">\u00a099,99\u00a0%";
  return p > 0 && p < 0.00005 ? "<\u00a00,01\u00a0%" : `${number(100 * p, digits)}\u00a0%`;
}
function parseNumber(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}
function escapeHtml(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
function plain(word) {
  return word
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}
function splitWords(text) {
  return text
    .normalize("NFC")
    .replace(/\./g, " . ")
    .split(/[\s,;:¿?¡!«»"]+/)
    .filter(Boolean);
}
function findWord(words, typed) {
  const exact = words.indexOf(typed);
  if (exact >= 0) return exact;
  const alike = words.map((word, i) => (plain(word) === plain(typed) ? i : -1)).filter((i) => i >= 0);
  return alike.length === 1 ? alike[0] : -1;
}
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
function alikeWords(words, typed, many = 3) {
  const far = words.map((word) => [editDistance(plain(word), plain(typed)), word]);
  return far
    .filter(([letters]) => letters <= typed.length / 2)
    .sort((a, b) => a[0] - b[0])
    .slice(0, many)
    .map((pair) => pair[1]);
}
function inProse(parts, last = "y") {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${last} ${parts[parts.length - 1]}`;
}
return { number, precise, whole, percent, parseNumber, escapeHtml, plain, splitWords, findWord, alikeWords, inProse };
})();
const $steps = (() => {
const { number } = $format;
const STEP_TEXTS = {
  token: {
    title: "El embedding de cada palabra",
    symbol: "E[id]",
    says: "Cada palabra elige su fila de la tabla de embeddings: son los números con los que entra en la red.",
    tex: "\\mathbf{e}_i = \\mathbf{E}[\\mathrm{id}_i]",
    code: "x = self.embedding(ids)",
  },
  place: {
    title: "El vector de cada posición",
    symbol: "P",
    says: "Cada posición tiene también su vector, el mismo en todos los textos: " +
      "así la red sabe en qué orden van las palabras.",
    tex: "\\mathbf{p}_i = \\mathbf{P}[i]",
    code: "x = x + self.position.weight[: ids.shape[1]]",
  },
  "0.stream": {
    title: "La entrada del flujo residual",
    symbol: "X",
    says: "Los dos vectores se suman. El resultado, con una fila por palabra, es lo que cada bloque leerá y corregirá.",
    tex: "\\mathbf{X}^{(0)} = \\mathbf{E}[\\mathrm{ids}] + \\mathbf{P}",
    code: "x = x + self.position.weight[: ids.shape[1]]",
  },
  mean: {
    title: "La media de cada fila",
    symbol: "μ",
    says: "Para normalizar una fila, se empieza por la media de sus números.",
    tex: "\\mu_i = \\frac{1}{d}\\sum_{c=1}^{d} x_{ic}",
    code: "centred = x - x.mean(dim=-1, keepdim=True)",
  },
  variance: {
    title: "La varianza de cada fila",
    symbol: "σ²",
    says: "La varianza es la media de los cuadrados de las desviaciones. " +
      "Se divide por el tamaño de la fila, no por uno menos.",
    tex: "\\sigma_i^2 = \\frac{1}{d}\\sum_{c=1}^{d} (x_{ic} - \\mu_i)^2",
    code: "variance = (centred**2).mean(dim=-1, keepdim=True)",
  },
  normal: {
    title: "La fila tipificada",
    symbol: "X̂",
    says: "A cada número se le resta la media, y lo que queda se divide por la raíz de la varianza: " +
      "así, todas las filas tienen la misma escala.",
    tex: "\\hat{x}_{ic} = \\frac{x_{ic} - \\mu_i}{\\sqrt{\\sigma_i^2 + \\varepsilon}}",
    code: "normal = centred / torch.sqrt(variance + self.epsilon)",
  },
  norm: {
    title: "La ganancia y el sesgo",
    symbol: "Y",
    says: "Cada columna se multiplica por su ganancia γ y se le suma su sesgo β, dos números que la red ha aprendido.",
    tex: "y_{ic} = \\gamma_c\\,\\hat{x}_{ic} + \\beta_c",
    code: "return self.gamma * normal + self.beta",
  },
  q: {
    title: "Las consultas",
    symbol: "Q",
    says: "Cada fila se multiplica por la matriz de las consultas y sale lo que esa posición busca en las demás.",
    tex: "\\mathbf{Q} = \\mathbf{Y}\\mathbf{W}_Q + \\mathbf{b}_Q",
    code: 'q = hook("q", self.split(self.query(x)))',
  },
  k: {
    title: "Las claves",
    symbol: "K",
    says: "Con otra matriz sale la clave: aquello por lo que las demás pueden encontrar esa posición.",
    tex: "\\mathbf{K} = \\mathbf{Y}\\mathbf{W}_K + \\mathbf{b}_K",
    code: 'k = hook("k", self.split(self.key(x)))',
  },
  v: {
    title: "Los valores",
    symbol: "V",
    says: "Y con una tercera, el valor: lo que esa posición entrega cuando otra la mira.",
    tex: "\\mathbf{V} = \\mathbf{Y}\\mathbf{W}_V + \\mathbf{b}_V",
    code: 'v = hook("v", self.split(self.value(x)))',
  },
  dots: {
    title: "Consulta por clave",
    symbol: "QKᵀ",
    says: "El producto escalar de una consulta (fila) y una clave (columna) mide cuánto se corresponden.",
    tex: "\\mathbf{q}_i \\cdot \\mathbf{k}_j = \\sum_{c=1}^{d_k} q_{ic}\\,k_{jc}",
    code: "scores = q @ k.transpose(-2, -1) / math.sqrt(d_k)",
  },
  scaled: {
    title: "Las puntuaciones a escala",
    symbol: "QKᵀ/√d_k",
    says: "Cada producto se divide por la raíz del tamaño de la cabeza, para que la softmax no se sature.",
    tex: "s_{ij} = \\frac{\\mathbf{q}_i \\cdot \\mathbf{k}_j}{\\sqrt{d_k}}",
    code: "scores = q @ k.transpose(-2, -1) / math.sqrt(d_k)",
  },
  scores: {
    title: "La máscara",
    symbol: "S",
    says: "Las puntuaciones del futuro pasan a −∞: ninguna palabra puede mirar a las que vienen detrás.",
    tex: "s_{ij} = -\\infty \\quad \\text{si } m_{ij} = 0",
    code: 'scores = hook("scores", scores.masked_fill(future, -math.inf))',
  },
  weights: {
    title: "Los pesos de atención",
    symbol: "A",
    says: "La softmax convierte cada fila de puntuaciones en pesos que suman uno; lo que está tapado pesa cero.",
    tex: "a_{ij} = \\frac{e^{s_{ij}}}{\\sum_{l=1}^{T} e^{s_{il}}}",
    code: 'weights = hook("weights", torch.softmax(scores, dim=-1))',
  },
  mixed: {
    title: "La mezcla de valores",
    symbol: "AV",
    says: "Cada posición recibe la suma de los valores, cada uno multiplicado por el peso que le ha dado.",
    tex: "\\mathbf{o}_i = \\sum_{j=1}^{T} a_{ij}\\,\\mathbf{v}_j",
    code: 'return hook("mixed", weights @ v)',
  },
  joined: {
    title: "Las cabezas, una junto a otra",
    symbol: "O",
    says: "Lo que ha recogido cada cabeza se pone en la misma fila. No hay ninguna cuenta: solo se copia.",
    tex: "\\mathbf{O} = \\left[\\mathbf{O}_1\\ \\cdots\\ \\mathbf{O}_h\\right]",
    code: "joined = mixed.transpose(1, 2).reshape(x.shape)",
  },
  attention: {
    title: "La proyección de salida",
    symbol: "OW_O",
    says: "Una última matriz decide qué escribe la atención en el flujo residual.",
    tex: "\\mathbf{a}_i = \\mathbf{o}_i\\mathbf{W}_O + \\mathbf{b}_O",
    code: "return self.output(joined)",
  },
  middle: {
    title: "La suma residual de la atención",
    symbol: "X′",
    says: "Lo que escribe la atención se suma a lo que ya había.",
    tex: "\\mathbf{x}'_i = \\mathbf{x}_i + \\mathbf{a}_i",
    code: 'x = x + hook("attention", self.attention(y, hook))',
  },
  up: {
    title: "La capa oculta antes de la ReLU",
    symbol: "U",
    says: "La red hacia delante trabaja posición a posición. " +
      "Cada columna es una neurona: multiplica los números de la fila por sus pesos y suma los productos y su sesgo.",
    tex: "\\mathbf{U} = \\mathbf{Y}\\mathbf{W}_1 + \\mathbf{b}_1",
    code: 'hidden = hook("hidden", torch.relu(self.up(x)))',
  },
  hidden: {
    title: "La ReLU",
    symbol: "H",
    says: "Lo negativo pasa a cero: cada neurona se enciende solo con algunas entradas.",
    tex: "h_{ij} = \\max(0,\\, u_{ij})",
    code: 'hidden = hook("hidden", torch.relu(self.up(x)))',
  },
  ffn: {
    title: "La salida de la red hacia delante",
    symbol: "F",
    says: "Las neuronas encendidas escriben, cada una con sus pesos, una corrección para el flujo residual.",
    tex: "\\mathbf{F}^{(l)} = \\mathbf{H}\\mathbf{W}_2 + \\mathbf{b}_2",
    code: "return self.down(hidden)",
  },
  stream: {
    title: "La suma residual de la red hacia delante",
    symbol: "X",
    says: "La corrección se suma a lo que ya había, y así sale del bloque cada fila.",
    tex: "\\mathbf{X}^{(l)} = \\mathbf{X}' + \\mathbf{F}^{(l)}",
    code: 'x = x + hook("ffn", self.ffn(y, hook))',
  },
  logits: {
    title: "Los logits",
    symbol: "Z",
    says: "Cada fila se compara con el vector de salida de cada palabra del vocabulario: " +
      "sale una puntuación por palabra.",
    tex: "\\mathbf{z}_i = \\mathbf{y}_i\\mathbf{W}_U",
    code: 'return hook("logits", self.unembedding(x))',
  },
  probs: {
    title: "Las probabilidades",
    symbol: "p",
    says: "La softmax reparte un total de uno entre las palabras: es lo que el modelo espera detrás de cada posición.",
    tex: "p_{iw} = \\frac{e^{z_{iw}}}{\\sum_{v} e^{z_{iv}}}",
    code: "p = logits[0, -1].softmax(dim=0)",
    file: "published.py",
  },
};
const PARAMETER_TEXTS = {
  "embedding.weight": ["E", "tabla de embeddings", ["word", "feature"]],
  "position.weight": ["P", "tabla de posiciones", ["place", "feature"]],
  "norm1.gamma": ["γ", "ganancia", ["feature"]],
  "norm1.beta": ["β", "sesgo de la normalización", ["feature"]],
  "norm2.gamma": ["γ", "ganancia", ["feature"]],
  "norm2.beta": ["β", "sesgo de la normalización", ["feature"]],
  "norm.gamma": ["γ", "ganancia", ["feature"]],
  "norm.beta": ["β", "sesgo de la normalización", ["feature"]],
  "attention.query.W": ["W_Q", "pesos de las consultas", ["feature", "headed"]],
  "attention.query.b": ["b_Q", "sesgos de las consultas", ["headed"]],
  "attention.key.W": ["W_K", "pesos de las claves", ["feature", "headed"]],
  "attention.key.b": ["b_K", "sesgos de las claves", ["headed"]],
  "attention.value.W": ["W_V", "pesos de los valores", ["feature", "headed"]],
  "attention.value.b": ["b_V", "sesgos de los valores", ["headed"]],
  "attention.output.W": ["W_O", "pesos de salida de la atención", ["headed", "feature"]],
  "attention.output.b": ["b_O", "sesgos de salida de la atención", ["feature"]],
  "ffn.up.W": ["W_1", "pesos de entrada de la red hacia delante", ["feature", "neuron"]],
  "ffn.up.b": ["b_1", "sesgos de las neuronas", ["neuron"]],
  "ffn.down.W": ["W_2", "pesos de salida de la red hacia delante", ["neuron", "feature"]],
  "ffn.down.b": ["b_2", "sesgos de salida de la red hacia delante", ["feature"]],
  "unembedding.W": ["W_U", "vectores de salida de las palabras", ["feature", "word"]],
};
const SHORT_TITLES = {
  token: "embedding",
  place: "vector de posición",
  "0.stream": "flujo residual",
  mean: "media",
  variance: "varianza",
  normal: "fila tipificada",
  norm: "fila normalizada",
  q: "consultas",
  k: "claves",
  v: "valores",
  dots: "productos consulta-clave",
  scaled: "puntuaciones sin máscara",
  scores: "puntuaciones",
  weights: "pesos de atención",
  mixed: "mezcla de valores",
  joined: "cabezas juntas",
  attention: "lo que escribe la atención",
  middle: "flujo tras la atención",
  up: "neuronas antes de la ReLU",
  hidden: "neuronas",
  ffn: "lo que escribe la red hacia delante",
  stream: "flujo residual",
  logits: "logits",
  probs: "probabilidades",
  mask: "máscara",
  loss: "pérdida",
};
function nameParts(name) {
  const block = /^blocks\.(\d+)\.(.+)$/.exec(name);
  if (block) return { layer: Number(block[1]) + 1, part: block[2], of: "", parameter: true };
  if (PARAMETER_TEXTS[name]) return { layer: 0, part: name, of: "", parameter: true };
  if (name === "0.stream") return { layer: 0, part: name, of: "", parameter: false };
  const inLayer = /^(\d+)\.(.+)$/.exec(name);
  const rest = inLayer ? inLayer[2] : name;
  const layer = inLayer ? Number(inLayer[1]) : 0;
  const norm = /^(norm\d?)(?:\.(mean|variance|normal))?$/.exec(rest);
  return { layer, part: norm ? norm[2] || "norm" : rest, of: norm ? norm[1] : "", parameter: false };
}
function symbolOf(name) {
  const { part, parameter } = nameParts(name);
  if (parameter) return PARAMETER_TEXTS[part][0];
  if (part === "mask") return "M";
  if (part === "loss") return "pérdida";
  return STEP_TEXTS[part].symbol;
}
function symbolHtml(name) {
  return symbolOf(name).replace(/_(.)/, "<sub>$1</sub>").replace("ᵀ", "<sup>T</sup>");
}
function titleOf(name) {
  const { layer, part, of, parameter } = nameParts(name);
  const title = parameter ? PARAMETER_TEXTS[part][1] : SHORT_TITLES[part] || name;
  const which = parameter ? (/^norm/.exec(part) ? part.split(".")[0] : "") : of;
  const place = { norm1: "antes de la atención", norm2: "antes de la red hacia delante", norm: "al final" }[which];
  return [title, place, layer ? `capa ${layer}` : ""].filter(Boolean).join(", ");
}
function stepText(name) {
  return STEP_TEXTS[nameParts(name).part];
}
function axesOf(name) {
  const { part, parameter } = nameParts(name);
  if (parameter) return PARAMETER_TEXTS[part][2];
  if (part === "mean" || part === "variance") return ["position", "one"];
  if (["q", "k", "v", "mixed"].includes(part)) return ["head", "position", "part"];
  if (["dots", "scaled", "scores", "weights"].includes(part)) return ["head", "position", "key"];
  if (part === "mask") return ["position", "key"];
  if (part === "joined") return ["position", "headed"];
  if (part === "up" || part === "hidden") return ["position", "neuron"];
  if (part === "logits" || part === "probs") return ["position", "word"];
  if (part === "loss") return [];
  return ["position", "feature"];
}
function axisLabel(axis, i, about) {
  if (axis === "position" || axis === "key") return about.words[about.ids[i]];
  if (axis === "word") return about.words[i];
  if (axis === "head") return `cabeza ${i + 1}`;
  if (axis === "headed") {
    const size = about.sizes.d / about.sizes.heads;
    return `${Math.floor(i / size) + 1}.${(i % size) + 1}`;
  }
  return axis === "one" ? "valor" : String(i + 1);
}
function axisPhrase(axis, i, about) {
  if (axis === "position") return `de «${about.words[about.ids[i]]}» (posición ${i + 1})`;
  if (axis === "key") return `hacia «${about.words[about.ids[i]]}» (posición ${i + 1})`;
  if (axis === "word") return `palabra «${about.words[i]}»`;
  if (axis === "neuron") return `neurona ${i + 1}`;
  if (axis === "place") return `posición ${i + 1}`;
  if (axis === "head") return `cabeza ${i + 1}`;
  if (axis === "headed") {
    const size = about.sizes.d / about.sizes.heads;
    return `componente ${(i % size) + 1} de la cabeza ${Math.floor(i / size) + 1}`;
  }
  return axis === "one" ? "" : `componente ${i + 1}`;
}
function cellPhrase(name, index, about) {
  const axes = axesOf(name);
  return [titleOf(name), ...axes.map((axis, a) => axisPhrase(axis, index[a], about))].filter(Boolean).join(", ");
}
function placeLabel(axis, i, about) {
  const label = axisLabel(axis, i, about);
  const repeated = (axis === "position" || axis === "key") && about.ids.filter((id) => id === about.ids[i]).length > 1;
  return repeated ? `${i + 1}. ${label}` : label;
}
function cellSymbol(name, index, about) {
  const axes = axesOf(name);
  const { layer } = nameParts(name);
  const places = axes
    .filter((axis) => axis !== "one")
    .map((axis, a) => (axis === "head" ? `cab. ${index[a] + 1}` : placeLabel(axis, index[a], about)));
  const shown = places.filter(Boolean).join("; ");
  const symbol = /ᵀ/.test(symbolOf(name)) ? `(${symbolHtml(name)})` : symbolHtml(name);
  return `${symbol}${layer ? `<sup>(${layer})</sup>` : ""}${shown ? `<sub>${shown}</sub>` : ""}`;
}
function shapeText(name, shape) {
  const letters = {
    head: "h",
    position: "T",
    key: "T",
    feature: "d",
    headed: "d",
    part: "d_k",
    neuron: "4d",
    word: "V",
    place: "contexto",
    one: "1",
  };
  const axes = axesOf(name);
  if (!axes.length) return "un número";
  const note = axes.includes("headed")
    ? `, ${axes.indexOf("headed") === axes.length - 1 ? "columnas" : "filas"}: cabeza.componente`
    : "";
  return `${axes.map((axis) => letters[axis]).join(" × ")} = ${shape.join(" × ")}${note}`;
}
function stepNames(nodes) {
  return nodes
    .map((node) => node.name)
    .filter((name) => name !== "mask" && name !== "loss" && STEP_TEXTS[nameParts(name).part]);
}
function stepShowing(nodes, name, current) {
  if (stepNames(nodes).includes(name)) return name;
  const readers = nodes.filter((node) => node.inputs.includes(name)).map((node) => node.name);
  return readers.includes(current) ? current : readers[0] || current;
}
function mapGroups(steps) {
  const columns = [];
  for (const name of steps) {
    const { layer, part, of } = nameParts(name);
    const isInput = ["token", "place", "0.stream"].includes(part);
    const title = layer ? `Capa ${layer}` : isInput ? "Entrada" : "Salida";
    if (!columns.length || columns[columns.length - 1].title !== title) columns.push({ title, layer, groups: [] });
    const groups = columns[columns.length - 1].groups;
    const [kind, label] = groupOf(part, of);
    if (!groups.length || groups[groups.length - 1].kind !== kind) groups.push({ title: label, kind, steps: [] });
    groups[groups.length - 1].steps.push(name);
  }
  return columns;
}
function groupOf(part, of) {
  if (of) return [of, "Normalización"];
  if (["q", "k", "v"].includes(part)) return ["qkv", "Q, K y V"];
  if (["dots", "scaled", "scores"].includes(part)) return ["scores", "Puntuaciones"];
  if (part === "weights") return ["weights", "Pesos de atención"];
  if (["mixed", "joined", "attention"].includes(part)) return ["attention", "Mezcla y salida"];
  if (part === "middle") return ["middle", "Suma residual"];
  if (["up", "hidden", "ffn"].includes(part)) return ["ffn", "Red hacia delante"];
  if (part === "stream") return ["stream", "Suma residual"];
  if (part === "token" || part === "place") return ["input", "Palabra y posición"];
  if (part === "0.stream") return ["0.stream", "Suma"];
  return [part, part === "logits" ? "Logits" : "Probabilidades"];
}
function changePhrase(change, about) {
  const { layer, part } = nameParts(change.tensor);
  const free = change.index.every((i) => i === "*");
  const off = change.value === 0;
  if (off && part === "mixed" && change.index.slice(1).every((i) => i === "*") && change.index[0] !== "*")
    return `cabeza ${change.index[0] + 1} de la capa ${layer}, apagada`;
  if (off && part === "hidden" && change.index[0] === "*")
    return `neurona ${change.index[1] + 1} de la capa ${layer}, apagada`;
  if (off && free && part === "attention") return `atención de la capa ${layer}, apagada`;
  if (off && free && part === "ffn") return `red hacia delante de la capa ${layer}, apagada`;
  const axes = axesOf(change.tensor);
  const where = free
    ? ["todas las casillas"]
    : axes.map((axis, a) => (change.index[a] === "*" ? "" : axisPhrase(axis, change.index[a], about))).filter(Boolean);
  const value =
    typeof change.value === "number"
      ? `= ${number(change.value, 4).replace(/(,\d\d)0+$/, "$1")}`
      : `× ${number(change.value.times, 2)}`;
  return `${[titleOf(change.tensor), ...where].join(", ")} ${value}`;
}
return { STEP_TEXTS, nameParts, symbolOf, symbolHtml, titleOf, stepText, axesOf, axisLabel, axisPhrase, cellPhrase, cellSymbol, shapeText, stepNames, stepShowing, mapGroups, changePhrase };
})();
const $table = (() => {
const { escapeHtml, number } = $format;
const { axesOf, axisLabel, shapeText, symbolHtml, symbolOf, titleOf } = $steps;
const LEVELS = 8;
function levelClass(x, most) {
  if (!Number.isFinite(x)) return "tapado";
  const level = most > 0 ? Math.min(LEVELS, Math.round((Math.abs(x) / most) * LEVELS)) : 0;
  return level ? `${x > 0 ? "p" : "n"}${level}` : "";
}
function largest(data) {
  let most = 0;
  for (const x of data) if (Number.isFinite(x) && Math.abs(x) > most) most = Math.abs(x);
  return most || 1;
}
function legend(most, { share = false, percent = false } = {}) {
  const cells = [];
  for (let level = share ? 0 : -LEVELS; level <= LEVELS; level += 2)
    cells.push(`<span class="${level ? (level > 0 ? "p" : "n") + Math.abs(level) : "n0"}"></span>`);
  const [low, high] = percent ? ["0", "100"] : share ? ["0", number(most)] : [number(-most), number(most)];
  return (
    `<span class="escala"><span>${low}</span><span class="tiras" aria-hidden="true">${cells.join("")}` +
    `</span><span>${high}</span></span>`
  );
}
function isWide(most) {
  return most >= 9.995;
}
function isShare(name) {
  return /(^|\.)(weights|probs)$/.test(name);
}
function slices(name, tensor) {
  const { shape } = tensor;
  const headed = axesOf(name)[0] === "head";
  const [rows, columns] = shape.length === 1 ? [1, shape[0]] : shape.slice(-2);
  return Array.from({ length: headed ? shape[0] : 1 }, (_, head) => ({
    head: headed ? head : null,
    rows,
    columns,
    offset: head * rows * columns,
  }));
}
function sliceIndex(tensor, slice, row, column) {
  const index = tensor.shape.length === 1 ? [column] : [row, column];
  return slice.head === null ? index : [slice.head, ...index];
}
function cellNumber(x, digits) {
  if (x === 0) return "0";
  if (digits === "%") return x < 0.005 ? "·" : number(100 * x, 0);
  return number(x, digits);
}
function cellTexts(now, before, digits) {
  const text = cellNumber(now, digits);
  const old = before === undefined ? text : cellNumber(before, digits);
  return old === text ? { text, old: "", label: "" } : { text, old, label: `${text}, antes ${old}` };
}
function cellClass(now, changed, most) {
  return [levelClass(now, most), changed ? "cambia" : ""].filter(Boolean).join(" ");
}
function heatTable({
  name,
  tensor,
  slice,
  before,
  about,
  most,
  digits = 2,
  interactive = true,
  only = null,
  chosen = null,
  note = "",
}) {
  const axes = axesOf(name).slice(slice.head === null ? 0 : 1);
  const [rowAxis, columnAxis] = axes.length === 1 ? ["one", axes[0]] : axes;
  const twice = (id) => about.ids.indexOf(id) !== about.ids.lastIndexOf(id);
  const place = (axis, i) =>
    (axis === "position" || axis === "key") && twice(about.ids[i])
      ? ` aria-label="${escapeHtml(`${axisLabel(axis, i, about)}, posición ${i + 1}`)}"`
      : "";
  const head = [];
  for (let j = 0; j < slice.columns; j++)
    head.push(`<th scope="col"${place(columnAxis, j)}>${escapeHtml(axisLabel(columnAxis, j, about))}</th>`);
  const body = [];
  for (const i of only || Array.from({ length: slice.rows }, (_, row) => row)) {
    const cells = [];
    for (let j = 0; j < slice.columns; j++) {
      const at = slice.offset + i * slice.columns + j;
      const now = tensor.data[at];
      const old = before ? before.data[at] : undefined;
      const { text, old: was, label } = cellTexts(now, old, digits);
      const mark = chosen && chosen[0] === i && chosen[1] === j ? " elegida" : "";
      const style = `${cellClass(now, label !== "", most)}${mark}`.trim();
      const said = label ? ` aria-label="${label}"` : "";
      const inside = label ? `${text}<s class="antes">${was}</s>` : text;
      cells.push(`<td${style ? ` class="${style}"` : ""}${said}>${inside}</td>`);
    }
    body.push(
      `<tr data-row="${i}"><th scope="row"${place(rowAxis, i)}>` +
        `${escapeHtml(rowAxis === "one" ? symbolOf(name).replace("_", "") : axisLabel(rowAxis, i, about))}</th>` +
        `${cells.join("")}</tr>`,
    );
  }
  const label = `${titleOf(name)}${slice.head === null ? "" : `, cabeza ${slice.head + 1}`}`;
  const whole = slice.head === null ? shapeText(name, tensor.shape) : headShape(name, tensor.shape);
  const shown = only && only.length < slice.rows ? (only.length === 1 ? "una fila" : `${only.length} filas`) : "";
  const size = whole + (shown && `, aquí solo ${shown}`);
  const role = interactive ? ' role="grid" aria-readonly="true"' : "";
  const even = digits > 3 ? "" : ({ key: "", word: " pareja de-palabras" }[columnAxis] ?? " pareja");
  const long = even && digits === 3 && !isShare(name) ? " de-dos-cifras" : "";
  const style = `calor${even}${long || (isWide(most) ? " de-dos-cifras" : "")}`;
  const ofHead = slice.head === null ? "" : ` data-head="${slice.head}"`;
  const attributes = `data-tensor="${name}"${ofHead} data-digits="${digits}"`;
  const titled =
    `<p class="rotulo-matriz"><b>${symbolHtml(name)}</b> ${escapeHtml(label)} <span class="talla">` +
    `${escapeHtml(size).replace("d_k", "d<sub>k</sub>")}</span>${note}</p>`;
  return (
    `<div class="matriz">${titled}<div class="correa"><table class="${style}"${role} ` +
    `${attributes} aria-label="${escapeHtml(`${label}, ${size}`)}">` +
    `<thead><tr><td class="esquina"></td>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>` +
    `</div></div>`
  );
}
function headShape(name, shape) {
  return shapeText(name, shape)
    .replace(/^h × /, "")
    .replace(/= \d+ × /, "= ");
}
function bar(p) {
  const size = (100 * (Math.max(0, Math.min(1, p)) || 0)).toFixed(2); // nothing for what has no value
  return (
    `<svg class="barra" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">` +
    `<rect width="100" height="10" class="fondo"/><rect width="${size}" height="10" class="parte"/></svg>`
  );
}
function ranking(probabilities) {
  return Array.from(probabilities, (_, id) => id).sort((a, b) => probabilities[b] - probabilities[a] || a - b);
}
return { levelClass, largest, legend, isWide, isShare, slices, sliceIndex, cellTexts, cellClass, heatTable, bar, ranking };
})();
const $calculation = (() => {
const { escapeHtml, number, precise } = $format;
const { axesOf, axisLabel, axisPhrase, cellPhrase, cellSymbol, symbolHtml, titleOf } = $steps;
const NOTHING_TO_SEE =
  "En esta fila todo está tapado y no queda nada que mirar. La softmax sería 0 / 0, que no es ningún número: PyTorch " +
  "daría nan. Aquí los pesos se dejan a cero, para que el resto de la red se pueda seguir calculando.";
function calcNumber(x) {
  if (!Number.isFinite(x)) return number(x);
  if (Math.abs(100 * x - Math.round(100 * x)) < 1e-9) return number(x, 2);
  return Math.abs(x) < 0.1 ? precise(x) : number(x, 4);
}
function cellText({ name, index }) {
  return `${name}@${index.join(",")}`;
}
function cellFromText(text) {
  const [name, places] = text.split("@");
  return { name, index: places ? places.split(",").map(Number) : [] };
}
function operand(cell, about, asks) {
  const text = cell.name === "mask" ? String(cell.value) : calcNumber(cell.value);
  if (!asks || !cell.name) return text;
  const label = `${text}: ${cellPhrase(cell.name, cell.index, about)}`;
  return (
    `<button type="button" class="dato" data-cell="${cellText(cell)}" aria-label="${escapeHtml(label)}">` +
    `${text}</button>`
  );
}
function runningAxis(cells) {
  if (cells.length < 2 || cells.some((cell) => cell.name !== cells[0].name)) return null;
  const at = cells[0].index.findIndex((_, axis) => cells[0].index[axis] !== cells[1].index[axis]);
  return at < 0 ? null : [at, axesOf(cells[0].name)[at]];
}
function termTable(head, rows, caption) {
  const header = head.map((cell) => `<th scope="col">${cell}</th>`).join("");
  const body = rows.map(
    ([first, ...cells]) => `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  const long = rows.length > 20;
  return (
    `<div class="correa${long ? " alta" : ""}"${long ? ` tabindex="0" role="region" aria-label="${caption}"` : ""}>` +
    `<table class="terminos">` +
    `<caption class="oculto">${caption}</caption><thead><tr>${header}</tr></thead><tbody>${body.join("")}` +
    `</tbody></table></div>`
  );
}
const HTML_RULES = {
  "product-sum"({ terms, value }, about, asks) {
    const products = terms.filter((term) => term.factors.length === 2);
    const axis =
      runningAxis(products.map((term) => term.factors[0])) || runningAxis(products.map((term) => term.factors[1]));
    const rows = terms.map(({ factors, value: product, running }, i) => {
      const bias = factors.length === 1;
      const label = bias ? "sesgo" : axis ? axisLabel(axis[1], factors[0].index[axis[0]] ?? i, about) : i + 1;
      const [a, b] = factors.map((factor) => operand(factor, about, asks));
      return bias
        ? ["sesgo", "", a, calcNumber(product), calcNumber(running)]
        : [escapeHtml(String(label)), a, b, calcNumber(product), calcNumber(running)];
    });
    const [first, second] = products[0].factors;
    const head = [
      axis && axis[1] === "key" ? "palabra" : "n.º",
      symbolHtml(first.name),
      symbolHtml(second.name),
      "producto",
      "suma",
    ];
    return (
      `${termTable(head, rows, "Producto a producto, con la suma hasta cada uno")}` +
      `<p class="total">La suma es <b>${calcNumber(value)}</b>.</p>`
    );
  },
  mean({ terms, sum, divisor, value }, about, asks) {
    const rows = terms.map(({ factors: [x], running }, i) => [i + 1, operand(x, about, asks), calcNumber(running)]);
    const head = ["n.º", symbolHtml(terms[0].factors[0].name), "suma"];
    return (
      termTable(head, rows, "Los números de la fila, con la suma hasta cada uno") +
      `<p class="total">${calcNumber(sum)} / ${divisor} = <b>${calcNumber(value)}</b></p>`
    );
  },
  variance({ terms, mean, sum, divisor, value }, about, asks) {
    const rows = terms.map(({ factors: [x], value: square, running }, i) => [
      i + 1,
      operand(x, about, asks),
      calcNumber(square),
      calcNumber(running),
    ]);
    const head = ["n.º", "x", "(x − μ)²", "suma"];
    return (
      `<p>La media μ es ${operand(mean, about, asks)}.</p>` +
      `${termTable(head, rows, "Los cuadrados de las desviaciones, con la suma hasta cada uno")}` +
      `<p class="total">${calcNumber(sum)} / ${divisor} = <b>${calcNumber(value)}</b></p>`
    );
  },
  standardise({ terms, sum, variance, epsilon, divisor, value }, about, asks) {
    const [x, mean] = terms.map((term) => term.factors[0]);
    return termTable(
      ["", "valor"],
      [
        ["x", operand(x, about, asks)],
        ["μ, la media", operand(mean, about, asks)],
        ["x − μ", calcNumber(sum)],
        ["σ², la varianza", operand(variance, about, asks)],
        ["ε", number(epsilon, 5)],
        ["√(σ² + ε)", calcNumber(divisor)],
        ["(x − μ) / √(σ² + ε)", `<b>${calcNumber(value)}</b>`],
      ],
      "La tipificación, término a término",
    );
  },
  affine({ terms, value }, about, asks) {
    const [gamma, x] = terms[0].factors;
    const beta = terms[1].factors[0];
    return termTable(
      ["", "valor"],
      [
        ["γ, la ganancia", operand(gamma, about, asks)],
        ["fila tipificada", operand(x, about, asks)],
        ["producto", calcNumber(terms[0].value)],
        ["β, el sesgo", operand(beta, about, asks)],
        ["producto + β", `<b>${calcNumber(value)}</b>`],
      ],
      "Ganancia y sesgo, término a término",
    );
  },
  lookup({ terms }, about, asks) {
    return `<p class="total">Se copia de la tabla: ${operand(terms[0].factors[0], about, asks)}.</p>`;
  },
  copy({ terms }, about, asks) {
    return `<p class="total">Es una copia de ${operand(terms[0].factors[0], about, asks)}.</p>`;
  },
  sum({ terms, value }, about, asks) {
    const [a, b] = terms.map((term) => operand(term.factors[0], about, asks));
    return `<p class="total">${a} + ${terms[1].value < 0 ? `(${b})` : b} = <b>${calcNumber(value)}</b></p>`;
  },
  scale({ terms, size, divisor, value }, about, asks) {
    return (
      `<p class="total">${operand(terms[0].factors[0], about, asks)} / √${size} = ` +
      `${calcNumber(terms[0].value)} / ${calcNumber(divisor)} = <b>${calcNumber(value)}</b></p>`
    );
  },
  mask({ terms, mask, value }, about, asks) {
    const open = terms.length > 0;
    const why = open ? "que deja mirar: la puntuación se queda como está" : "que tapa: la puntuación pasa a −∞";
    const from = open
      ? `<p class="total">${operand(terms[0].factors[0], about, asks)} → <b>${calcNumber(value)}</b></p>`
      : "";
    return `<p>Aquí la máscara vale ${operand(mask, about, asks)}, ${why}.</p>${from}`;
  },
  softmax({ terms, max, sum, own, value }, about, asks) {
    const axis = axesOf(terms[0].factors[0].name).length - 1;
    const kind = axesOf(terms[0].factors[0].name)[axis];
    const rows = terms.map(({ factors: [score], value: size, running }, i) => {
      const label = escapeHtml(axisLabel(kind, score.index[axis], about));
      return [
        i === own ? `<b>${label}</b>` : label,
        operand(score, about, asks),
        calcNumber(size),
        calcNumber(running),
      ];
    });
    const head = ["palabra", "puntuación", "exponencial", "suma"];
    const table = termTable(head, rows, "Las exponenciales de la fila, con la suma hasta cada una");
    if (max === -Infinity) return `<p>${NOTHING_TO_SEE}</p>${table}`;
    return (
      `<p>A cada puntuación se le resta la mayor, ` +
      `${calcNumber(max)}, antes de la exponencial: el cociente no cambia y ninguna se desborda.</p>${table}` +
      `<p class="total">${calcNumber(terms[own].value)} / ${calcNumber(sum)} = <b>${calcNumber(value)}</b></p>`
    );
  },
  relu({ terms, value }, about, asks) {
    return `<p class="total">máx(0; ${operand(terms[0].factors[0], about, asks)}) = <b>${calcNumber(value)}</b></p>`;
  },
  loss({ terms, sum, divisor, value }, about, asks) {
    const rows = terms.map(({ factors: [p], value: loss, running }, i) => [
      i + 1,
      operand(p, about, asks),
      calcNumber(loss),
      calcNumber(running),
    ]);
    return (
      `${termTable(["n.º", "p", "−ln p", "suma"], rows, "La pérdida, palabra a palabra")}<p class="total">` +
      `${calcNumber(sum)} / ${divisor} = <b>${calcNumber(value)}</b></p>`
    );
  },
  parameter({ value, before }) {
    const why =
      before === undefined
        ? "No sale de ninguna cuenta con el texto: lo ha puesto ahí el entrenamiento."
        : `Lo has cambiado tú: valía ${calcNumber(before)}.`;
    return `<p class="total">Es un parámetro y vale <b>${calcNumber(value)}</b>. ${why}</p>`;
  },
  input({ value, before }) {
    const was = before === undefined ? "" : ` La has cambiado: valía ${before}.`;
    return (
      `<p class="total">La máscara no se calcula: un <b>${value}</b> aquí ` +
      `${value ? "deja mirar" : "impide mirar"}. Es la misma en todas las capas y cabezas.${was}</p>`
    );
  },
  changed({ value, times, original }, about, asks) {
    const how =
      times === undefined
        ? `está puesto a mano: <b>${calcNumber(value)}</b>`
        : `se multiplica por ${calcNumber(times)}: <b>${calcNumber(value)}</b>`;
    return (
      `<p class="total">Este número ${how}. Lo que saldría de la cuenta es ${calcNumber(original.value)}:` +
      `</p>${HTML_RULES[original.rule](original, about, asks)}`
    );
  },
};
function calculationHtml(calculation, about, asks = true) {
  return HTML_RULES[calculation.rule](calculation, about, asks);
}
function calculationTitle(calculation, about) {
  return `${cellSymbol(calculation.name, calculation.index, about)} = ${calcNumber(calculation.value)}`;
}
const aloud = (x) => calcNumber(x).replace("−∞", "menos infinito").replace("−", "menos ");
const SPOKEN_RULES = {
  "product-sum": ({ terms }) => terms.map(({ factors }) => factors.map((factor) => aloud(factor.value)).join(" por ")),
  mean: ({ terms }) => terms.map(({ value }) => aloud(value)),
  variance: ({ terms }) => terms.map(({ value }) => aloud(value)),
  affine: ({ terms }) => terms.map(({ factors }) => factors.map((factor) => aloud(factor.value)).join(" por ")),
  sum: ({ terms }) => terms.map(({ value }) => aloud(value)),
  softmax: ({ terms }) => terms.map(({ value }) => aloud(value)),
  loss: ({ terms }) => terms.map(({ value }) => aloud(value)),
};
function calculationAloud(calculation, about, whole = false) {
  const { rule, value, name, index } = calculation;
  const start = `${cellPhrase(name, index, about)}: ${aloud(value)}.`;
  if (rule === "changed") return `${start} Cambiado a mano. De la cuenta saldría ${aloud(calculation.original.value)}.`;
  if (rule === "parameter") return `${start} Es un parámetro aprendido.`;
  if (rule === "input") return `${start} ${value ? "Deja mirar." : "Impide mirar."}`;
  if (rule === "lookup" || rule === "copy")
    return (
      `${start} Copiado de: ` +
      `${cellPhrase(calculation.terms[0].factors[0].name, calculation.terms[0].factors[0].index, about)}.`
    );
  if (rule === "relu") return `${start} El mayor entre cero y ${aloud(calculation.terms[0].value)}.`;
  if (rule === "scale")
    return (
      `${start} Cuenta: ${aloud(calculation.terms[0].value)} entre la raíz de ${calculation.size}, igual a ` +
      `${aloud(value)}.`
    );
  if (rule === "mask")
    return `${start} ${calculation.terms.length ? "La máscara deja mirar." : "La máscara impide mirar."}`;
  if (rule === "standardise") {
    const [x, mean] = calculation.terms.map((term) => term.factors[0].value);
    return (
      `${start} Cuenta: ${aloud(x)} menos la media, ${aloud(mean)}; todo, entre ` +
      `${aloud(calculation.divisor)}, igual a ${aloud(value)}.`
    );
  }
  const terms = SPOKEN_RULES[rule](calculation);
  const kept = whole || terms.length <= 4 ? terms : [...terms.slice(0, 2), `otros ${terms.length - 2} términos`];
  const sum = kept.join(", más ").replaceAll("más menos", "menos");
  if (rule === "softmax") {
    const { own, max, sum: total } = calculation;
    if (max === -Infinity) return `${start} ${NOTHING_TO_SEE}`;
    return (
      `${start} La exponencial de esta casilla, ${aloud(calculation.terms[own].value)}, entre la suma de las ` +
      `${terms.length} de su fila, ${aloud(total)}.${whole ? ` Esa suma: ${sum}.` : ""}`
    );
  }
  if ("divisor" in calculation)
    return (
      `${start} Cuenta: ${sum}, igual a ${aloud(calculation.sum)}; entre ${calculation.divisor}, igual a ` +
      `${aloud(value)}.`
    );
  return `${start} Cuenta: ${sum}, igual a ${aloud(value)}.`;
}
function usesLines(found, about) {
  return found.map(({ name, indices }) => {
    const same = axesOf(name).map((axis, a) => {
      const all = indices.every((index) => index[a] === indices[0][a]);
      return all ? axisPhrase(axis, indices[0][a], about) : "";
    });
    const many = indices.length === 1 ? "una casilla" : `${indices.length} casillas`;
    return { name, indices, text: [`${many} de «${titleOf(name)}»`, ...same].filter(Boolean).join(", ") };
  });
}
return { calcNumber, cellText, cellFromText, calculationHtml, calculationTitle, calculationAloud, usesLines };
})();
const $grammar = (() => {
const FAVOURITES = {
  niño: ["contento", "escuela", "pelota"],
  rey: ["cansado", "castillo", "corona"],
  abuelo: ["enfermo", "pueblo", "libro"],
  gato: ["hambriento", "jardín", "queso"],
  vecino: ["asustado", "plaza", "carta"],
};
const NOUNS = Object.keys(FAVOURITES);
const NAMES = [["Hugo", "Juan", "Leo", "Luis"], ["Ana", "Eva", "Luz", "Sara"]];
const STATES = [...NOUNS.map((noun) => FAVOURITES[noun][0]), "triste"];
const QUALITIES = ["rubio", "valiente"];
const PLACES = { castillo: 0, jardín: 0, pueblo: 0, escuela: 1, playa: 1, plaza: 1 };
const THINGS = { libro: 0, queso: 0, carta: 1, corona: 1, pelota: 1 };
const VERBS = {
  see: [["vio", "vieron"], ["buscó", "buscaron"], ["encontró", "encontraron"]],
  be: [["estaba", "estaban"], ["parecía", "parecían"]],
  arrive: [["llegó", "llegaron"], ["volvió", "volvieron"]],
};
function form(word, g, n) {
  if (word === "el") return ["el", "la", "los", "las"][2 * n + g];
  if (word === "rey") return ["rey", "reina", "reyes", "reinas"][2 * n + g];
  const stem = word.endsWith("o") ? word.slice(0, -1) + "oa"[g] : word;
  return stem + "s".repeat(n);
}
const FEATURES = new Map();
for (const noun of NOUNS) for (const [g, n] of [[0, 0], [1, 0], [0, 1], [1, 1]]) FEATURES.set(form(noun, g, n), [g, n]);
for (const place in PLACES) FEATURES.set(place, [PLACES[place], 0]);
for (const thing in THINGS) for (const n of [0, 1]) FEATURES.set(thing + "s".repeat(n), [THINGS[thing], n]);
const features = (word) => FEATURES.get(word);
const both = [0, 1];
const equally = (ways) => ways.map((items) => [1 / ways.length, items]);
const shares = (...pairs) => pairs.map(([share, ...items]) => [share / 100, items]);
const after = (preposition, g, n) => (g || n ? [preposition, form("el", g, n)] : [preposition + "l"]);
const presented = (noun, g, name) => [["un", "una"][g], form(noun, g, 0), ["llamado", "llamada"][g], name];
const others = (noun) =>
  both.flatMap((g) => both.flatMap((n) => NOUNS.filter((x) => x !== noun).map((x) => [g, n, x])));
const favour = (favourite, words) => words.map((x) => [x === favourite ? 0.7 : 0.3 / (words.length - 1), x]);
const RULES = {
  story: () =>
    equally(
      NOUNS.flatMap((x) =>
        both.flatMap((g) => NAMES[g].map((y) => ["había", ...presented(x, g, y), ["second", [x, g, y]]])),
      ),
    ),
  second(one) {
    const ways = shares([20, ".", ["event", [one]]]);
    for (const [g, share] of [[one[1], 0.6], [1 - one[1], 0.2]]) {
      const nouns = NOUNS.filter((noun) => noun !== one[0]);
      const names = NAMES[g].filter((name) => name !== one[2]);
      for (const noun of nouns)
        for (const name of names) {
          const items = ["y", ...presented(noun, g, name), ".", ["event", [one, [noun, g, name]]]];
          ways.push([share / (nouns.length * names.length), items]);
        }
    }
    return ways;
  },
  event(cast) {
    const end = [".", "lo", "contó", ["teller", cast], "."];
    return shares([40, ["named", cast], ...end], [60, ["unnamed"], ...end]);
  },
  teller: (cast) => equally(cast.map(([x, g, y]) => [form("el", g, 0), form(x, g, 0), y])),
  named: (cast) => equally(cast.map(([x, g, y]) => [["called", x, g, y], ["predicate", x, g, 0, true]])),
  called: (noun, g, name) => equally([[form("el", g, 0), ["subject", noun, g, 0], name]]),
  unnamed: () =>
    equally(
      NOUNS.flatMap((x) =>
        both.flatMap((g) => both.map((n) => [["owner", x, g, n], ["subject", x, g, n], ["details", x, g, n]])),
      ),
    ),
  owner: (noun, g, n) => equally([[form("el", g, n)], ...(noun === "rey" ? [] : [[["mi", "mis"][n]]])]),
  subject: (noun, g, n) => equally([[form(noun, g, n)]]),
  details(noun, g, n) {
    const quality = ["quality", g, n];
    const origin = ["place", "de", noun];
    const relative = ["relative", noun, n];
    const end = ["predicate", noun, g, n, true];
    const noPlace = ["predicate", noun, g, n, false];
    return shares(
      [20, end],
      [15, quality, end],
      [25, relative, end],
      [10, quality, relative, end],
      [15, origin, noPlace],
      [15, origin, relative, noPlace],
    );
  },
  quality: (g, n) => equally(QUALITIES.map((x) => [form(x, g, n)])),
  place: (preposition, noun) =>
    favour(FAVOURITES[noun][1], Object.keys(PLACES)).map(([p, x]) => [p, [...after(preposition, PLACES[x], 0), x]]),
  relative: (noun, n) =>
    shares(
      [30, "que", ["verb", "see", n], ["thing", noun]],
      [35, "que", ["verb", "see", n], ["seen", noun]],
      [35, "que", ["seer", noun]],
    ),
  thing: (noun) =>
    favour(FAVOURITES[noun][2], Object.keys(THINGS)).flatMap(([p, x]) =>
      both.map((n) => [p / 2, [form("el", THINGS[x], n), x + "s".repeat(n)]]),
    ),
  seen: (noun) => equally(others(noun).map(([g, n, x]) => [...after("a", g, n), form(x, g, n)])),
  seer: (noun) => equally(others(noun).map(([g, n, x]) => [["verb", "see", n], form("el", g, n), form(x, g, n)])),
  predicate(noun, g, n, mayGo) {
    const be = ["verb", "be", n];
    const arrive = ["verb", "arrive", n];
    const state = ["state", noun, g, n];
    const going = mayGo ? [[25, arrive, state], [25, arrive, ["place", "a", noun], state]] : [[50, arrive, state]];
    return shares([30, be, state], [20, be, "muy", state], ...going);
  },
  verb: (kind, n) => equally(VERBS[kind].map((verb) => [verb[n]])),
  state: (noun, g, n) => favour(FAVOURITES[noun][0], STATES).map(([p, x]) => [p, [form(x, g, n)]]),
};
function remembered(compute) {
  const known = new Map();
  return (symbol = ["story"]) => {
    const key = symbol.join();
    if (!known.has(key)) known.set(key, compute(symbol));
    return known.get(key);
  };
}
const rules = remembered(([kind, ...rest]) => RULES[kind](...rest));
const sum = (values) => values.reduce((total, value) => total + value, 0);
const symbolsOf = (items) => items.filter(Array.isArray);
const entropy = remembered((symbol) =>
  sum(rules(symbol).map(([p, items]) => p * (-Math.log(p) + sum(symbolsOf(items).map((one) => entropy(one)))))),
);
const meanLength = remembered((symbol) =>
  sum(rules(symbol).map(([p, items]) => p * sum(items.map((one) => (Array.isArray(one) ? meanLength(one) : 1))))),
);
const lossBound = () => entropy() / (meanLength() - 1);
function seeded(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
function choose(rng, symbol) {
  const ways = rules(symbol);
  let left = rng();
  for (const [p, items] of ways) if ((left -= p) < 0) return items;
  return ways[ways.length - 1][1];
}
function sampleStory(rng) {
  const words = [];
  const place = {};
  const found = {};
  const pending = [["story"]];
  while (pending.length) {
    const item = pending.pop();
    if (Array.isArray(item)) {
      place[item[0]] = words.length;
      found[item[0]] = item;
      pending.push(...choose(rng, item).slice().reverse());
    } else words.push(item);
  }
  return { words, subject: place.subject, state: place.state, who: found.subject.slice(1), cast: found.event[1] };
}
const story = (seed) => sampleStory(seeded(seed)).words;
return { NOUNS, STATES, form, features, rules, lossBound, seeded, sampleStory, story };
})();
const $measures = (() => {
const { features, form, sampleStory, seeded, STATES } = $grammar;
const lemmaOf = (word) => STATES.find((x) => [0, 1].some((g) => [0, 1].some((n) => form(x, g, n) === word)));
function agreementPair(story, f) {
  const right = story.words[story.state];
  const changed = [story.who[1], story.who[2]];
  changed[f] = 1 - changed[f];
  const wrong = form(lemmaOf(right), ...changed);
  if (wrong === right) return undefined;
  const between = story.words
    .slice(story.subject + 1, story.state)
    .map(features)
    .filter(Boolean);
  return {
    prefix: story.words.slice(0, story.state),
    right,
    wrong,
    feature: f ? "number" : "gender",
    distance: story.state - story.subject,
    attractor: between.some((noun) => noun[f] === changed[f]),
    subject: story.subject,
  };
}
function agreementPairs(rng, n) {
  const pairs = [];
  while (pairs.length < n) {
    const story = sampleStory(rng);
    const pair = agreementPair(story, rng() < 0.5 ? 1 : 0);
    if (pair) pairs.push(pair);
  }
  return pairs;
}
function recallItem(story) {
  const right = story.words[story.words.length - 2];
  const other = story.cast.map((one) => one[2]).find((name) => name !== right);
  const genders = new Set(story.cast.map((one) => one[1])).size;
  const condition = other === undefined ? "one" : genders === 2 ? "two-different" : "two-same";
  return { prefix: story.words.slice(0, -2), right, other, condition };
}
function recallItems(rng, n) {
  const items = [];
  while (items.length < n) {
    const item = recallItem(sampleStory(rng));
    const rest = item.prefix.slice(item.prefix.indexOf("."));
    if (!rest.includes(item.right) && !rest.includes(item.other)) items.push(item);
  }
  return items;
}
function questionsFor(seed, pairs = 400, items = 150) {
  const rng = seeded(seed);
  return { pairs: agreementPairs(rng, pairs), items: recallItems(rng, items) };
}
const percent = (hits) => (hits.length ? (100 * hits.filter(Boolean).length) / hits.length : NaN);
function answers(logits, words, { pairs, items }) {
  const id = new Map(words.map((word, i) => [word, i]));
  const found = { gender: [], number: [], one: [], "two-different": [], "two-same": [] };
  for (const pair of pairs) {
    const z = logits(pair.prefix);
    found[pair.feature].push(z[id.get(pair.right)] > z[id.get(pair.wrong)]);
  }
  for (const item of items) {
    const z = logits(item.prefix);
    found[item.condition].push(z.indexOf(Math.max(...z)) === id.get(item.right));
  }
  const all = { agreement: [...found.gender, ...found.number], recall: [] };
  for (const condition of ["one", "two-different", "two-same"]) all.recall.push(...found[condition]);
  return Object.fromEntries(Object.entries({ ...found, ...all }).map(([kind, hits]) => [kind, percent(hits)]));
}
return { agreementPair, recallItem, questionsFor, answers };
})();
const $train = (() => {
const { sampleStory, seeded } = $grammar;
const { answers, questionsFor } = $measures;
const { checkIds, EPSILON, parameters } = $model;
const QUESTIONS_SEED = 4;
function layout(sizes) {
  let start = 0;
  return parameters(sizes).map(({ name, shape }) => {
    const length = shape.reduce((a, b) => a * b);
    start += length;
    return { name, shape, start: start - length, length };
  });
}
const total = (places) => places[places.length - 1].start + places[places.length - 1].length;
const views = (places, flat) =>
  Object.fromEntries(places.map(({ name, start, length }) => [name, flat.subarray(start, start + length)]));
function initial(sizes, seed) {
  const places = layout(sizes);
  const flat = new Float64Array(total(places));
  const rng = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
  for (const { name, shape, start, length } of places) {
    const r = 1 / Math.sqrt(shape[0]);
    const one = name.endsWith(".weight") ? normal : name.endsWith(".W") ? () => r * (2 * rng() - 1) : undefined;
    for (let i = start; i < start + length; i++) flat[i] = one ? one() : name.endsWith(".gamma") ? 1 : 0;
  }
  return flat;
}
function flatten(model) {
  const places = layout(model.sizes);
  const flat = new Float64Array(total(places));
  for (const { name, start } of places) flat.set(model.params[name].data, start);
  return flat;
}
function modelOf(sizes, words, flat) {
  const params = {};
  for (const { name, shape, start, length } of layout(sizes))
    params[name] = { shape, data: flat.slice(start, start + length) };
  return { words, sizes, params };
}
function descended(model, gradients, rate) {
  const params = {};
  for (const [name, { shape, data }] of Object.entries(model.params))
    params[name] = { shape, data: data.map((weight, i) => weight - rate * gradients[name].data[i]) };
  return { ...model, params };
}
function multiply(Y, X, W, b, N, n, m) {
  for (let i = 0; i < N; i++) {
    const y = i * m;
    const x = i * n;
    for (let j = 0; j < m; j++) Y[y + j] = b ? b[j] : 0;
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const x0 = X[x + k];
      const x1 = X[x + k + 1];
      const x2 = X[x + k + 2];
      const x3 = X[x + k + 3];
      const w0 = k * m;
      const w1 = w0 + m;
      const w2 = w1 + m;
      const w3 = w2 + m;
      for (let j = 0; j < m; j++) Y[y + j] += x0 * W[w0 + j] + x1 * W[w1 + j] + x2 * W[w2 + j] + x3 * W[w3 + j];
    }
    for (; k < n; k++) for (let j = 0; j < m; j++) Y[y + j] += X[x + k] * W[k * m + j];
  }
}
function multiplyTransposed(dX, dY, W, N, n, m) {
  for (let i = 0; i < N; i++) {
    const y = i * m;
    const x = i * n;
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const w0 = k * m;
      const w1 = w0 + m;
      const w2 = w1 + m;
      const w3 = w2 + m;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let j = 0; j < m; j++) {
        const g = dY[y + j];
        s0 += g * W[w0 + j];
        s1 += g * W[w1 + j];
        s2 += g * W[w2 + j];
        s3 += g * W[w3 + j];
      }
      dX[x + k] += s0;
      dX[x + k + 1] += s1;
      dX[x + k + 2] += s2;
      dX[x + k + 3] += s3;
    }
    for (; k < n; k++) for (let j = 0; j < m; j++) dX[x + k] += dY[y + j] * W[k * m + j];
  }
}
function addWeightGradients(dW, db, X, dY, N, n, m) {
  let i = 0;
  for (; i + 3 < N; i += 4) {
    const y0 = i * m;
    const y1 = y0 + m;
    const y2 = y1 + m;
    const y3 = y2 + m;
    for (let k = 0; k < n; k++) {
      const x = i * n + k;
      const x0 = X[x];
      const x1 = X[x + n];
      const x2 = X[x + 2 * n];
      const x3 = X[x + 3 * n];
      const w = k * m;
      for (let j = 0; j < m; j++) dW[w + j] += x0 * dY[y0 + j] + x1 * dY[y1 + j] + x2 * dY[y2 + j] + x3 * dY[y3 + j];
    }
  }
  for (; i < N; i++)
    for (let k = 0; k < n; k++) for (let j = 0; j < m; j++) dW[k * m + j] += X[i * n + k] * dY[i * m + j];
  if (db) for (i = 0; i < N; i++) for (let j = 0; j < m; j++) db[j] += dY[i * m + j];
}
function normalise(Y, normal, scale, X, gamma, beta, N, d) {
  for (let i = 0; i < N; i++) {
    const at = i * d;
    let mean = 0;
    let variance = 0;
    for (let j = 0; j < d; j++) mean += X[at + j];
    mean /= d;
    for (let j = 0; j < d; j++) variance += (X[at + j] - mean) * (X[at + j] - mean);
    const r = 1 / Math.sqrt(variance / d + EPSILON);
    scale[i] = r;
    for (let j = 0; j < d; j++) {
      normal[at + j] = (X[at + j] - mean) * r;
      Y[at + j] = gamma[j] * normal[at + j] + beta[j];
    }
  }
}
function normaliseBack(dX, dGamma, dBeta, dY, normal, scale, gamma, N, d) {
  for (let i = 0; i < N; i++) {
    const at = i * d;
    let mean = 0;
    let along = 0;
    for (let j = 0; j < d; j++) {
      const g = dY[at + j] * gamma[j];
      mean += g;
      along += g * normal[at + j];
      dGamma[j] += dY[at + j] * normal[at + j];
      dBeta[j] += dY[at + j];
    }
    mean /= d;
    along /= d;
    for (let j = 0; j < d; j++) dX[at + j] += scale[i] * (dY[at + j] * gamma[j] - mean - normal[at + j] * along);
  }
}
function attend(a, starts, { d, heads, context }) {
  const size = d / heads;
  const shrink = 1 / Math.sqrt(size);
  const { q, k, v, weights, joined } = a;
  for (let t = 0; t + 1 < starts.length; t++)
    for (let h = 0; h < heads; h++) {
      const T = starts[t + 1] - starts[t];
      for (let i = 0; i < T; i++) {
        const row = (starts[t] * heads + h * T + i) * context;
        const qi = (starts[t] + i) * d + h * size;
        let top = -Infinity;
        for (let j = 0; j <= i; j++) {
          const kj = (starts[t] + j) * d + h * size;
          let s = 0;
          for (let c = 0; c < size; c++) s += q[qi + c] * k[kj + c];
          s *= shrink;
          weights[row + j] = s;
          if (s > top) top = s;
        }
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += weights[row + j] = Math.exp(weights[row + j] - top);
        for (let c = 0; c < size; c++) joined[qi + c] = 0;
        for (let j = 0; j <= i; j++) {
          const w = (weights[row + j] /= sum);
          const vj = (starts[t] + j) * d + h * size;
          for (let c = 0; c < size; c++) joined[qi + c] += w * v[vj + c];
        }
      }
    }
}
function attendBack(a, dJoined, dq, dk, dv, starts, { d, heads, context }) {
  const size = d / heads;
  const shrink = 1 / Math.sqrt(size);
  const { q, k, v, weights } = a;
  const dw = new Float64Array(context);
  for (let t = 0; t + 1 < starts.length; t++)
    for (let h = 0; h < heads; h++) {
      const T = starts[t + 1] - starts[t];
      for (let i = 0; i < T; i++) {
        const row = (starts[t] * heads + h * T + i) * context;
        const qi = (starts[t] + i) * d + h * size;
        let mean = 0;
        for (let j = 0; j <= i; j++) {
          const vj = (starts[t] + j) * d + h * size;
          const w = weights[row + j];
          let s = 0;
          for (let c = 0; c < size; c++) {
            s += dJoined[qi + c] * v[vj + c];
            dv[vj + c] += w * dJoined[qi + c];
          }
          dw[j] = s;
          mean += w * s;
        }
        for (let j = 0; j <= i; j++) {
          const g = weights[row + j] * (dw[j] - mean) * shrink;
          const kj = (starts[t] + j) * d + h * size;
          for (let c = 0; c < size; c++) {
            dq[qi + c] += g * k[kj + c];
            dk[kj + c] += g * q[qi + c];
          }
        }
      }
    }
}
function room(N, { vocab, context, d, layers, heads, expansion }) {
  const wide = expansion * d;
  const rows = (n) => new Float64Array(N * n);
  const norm = () => ({ y: rows(d), normal: rows(d), scale: rows(1) });
  const block = () => ({
    norm1: norm(),
    q: rows(d),
    k: rows(d),
    v: rows(d),
    weights: rows(heads * context),
    joined: rows(d),
    norm2: norm(),
    up: rows(wide),
  });
  const back = { x: rows(d), y: rows(d), q: rows(d), k: rows(d), v: rows(d), joined: rows(d), up: rows(wide) };
  return {
    N,
    x: rows(d),
    part: rows(d),
    blocks: Array.from({ length: layers }, block),
    norm: norm(),
    logits: rows(vocab),
    back,
  };
}
function net(sizes) {
  const places = layout(sizes);
  const { vocab, d, layers, expansion } = sizes;
  const wide = expansion * d;
  let a = room(0, sizes);
  function forwardAll(p, texts) {
    const starts = [0];
    for (const ids of texts) {
      checkIds({ sizes }, ids);
      starts.push(starts[starts.length - 1] + ids.length);
    }
    const N = starts[starts.length - 1];
    if (N > a.N) a = room(Math.ceil(1.2 * N), sizes);
    const { x, part } = a;
    texts.forEach((ids, t) =>
      ids.forEach((id, i) => {
        for (let j = 0; j < d; j++)
          x[(starts[t] + i) * d + j] = p["embedding.weight"][id * d + j] + p["position.weight"][i * d + j];
      }),
    );
    const add = () => {
      for (let i = 0; i < N * d; i++) x[i] += part[i];
    };
    const norm = (to, name) => normalise(to.y, to.normal, to.scale, x, p[`${name}.gamma`], p[`${name}.beta`], N, d);
    const linear = (to, from, name, n, m) => multiply(to, from, p[`${name}.W`], p[`${name}.b`], N, n, m);
    a.blocks.forEach((block, layer) => {
      const name = `blocks.${layer}`;
      norm(block.norm1, `${name}.norm1`);
      linear(block.q, block.norm1.y, `${name}.attention.query`, d, d);
      linear(block.k, block.norm1.y, `${name}.attention.key`, d, d);
      linear(block.v, block.norm1.y, `${name}.attention.value`, d, d);
      attend(block, starts, sizes);
      linear(part, block.joined, `${name}.attention.output`, d, d);
      add();
      if (!expansion) return;
      norm(block.norm2, `${name}.norm2`);
      linear(block.up, block.norm2.y, `${name}.ffn.up`, d, wide);
      for (let i = 0; i < N * wide; i++) if (block.up[i] < 0) block.up[i] = 0;
      linear(part, block.up, `${name}.ffn.down`, wide, d);
      add();
    });
    norm(a.norm, "norm");
    return starts;
  }
  function crossEntropy(targets, M) {
    let loss = 0;
    targets.forEach((target, i) => {
      const row = i * vocab;
      const z = a.logits;
      let top = -Infinity;
      for (let j = 0; j < vocab; j++) if (z[row + j] > top) top = z[row + j];
      if (target >= 0) loss += top - z[row + target];
      let sum = 0;
      for (let j = 0; j < vocab; j++) sum += z[row + j] = Math.exp(z[row + j] - top);
      if (target >= 0) loss += Math.log(sum);
      const share = target >= 0 ? 1 / (sum * M) : 0;
      for (let j = 0; j < vocab; j++) z[row + j] *= share;
      if (target >= 0) z[row + target] -= 1 / M;
    });
    return loss / M;
  }
  function backwardAll(p, g, texts, starts) {
    const N = starts[starts.length - 1];
    const { back } = a;
    const clear = (...arrays) => arrays.forEach((array) => array.fill(0, 0, (array.length / a.N) * N));
    const linearBack = (dX, X, dY, name, n, m) => {
      addWeightGradients(g[`${name}.W`], g[`${name}.b`], X, dY, N, n, m);
      multiplyTransposed(dX, dY, p[`${name}.W`], N, n, m);
    };
    const normBack = (from, name) => {
      const gains = [g[`${name}.gamma`], g[`${name}.beta`]];
      normaliseBack(back.x, ...gains, back.y, from.normal, from.scale, p[`${name}.gamma`], N, d);
    };
    clear(back.x, back.y);
    linearBack(back.y, a.norm.y, a.logits, "unembedding", d, vocab);
    normBack(a.norm, "norm");
    for (let layer = layers - 1; layer >= 0; layer--) {
      const block = a.blocks[layer];
      const name = `blocks.${layer}`;
      if (expansion) {
        clear(back.y, back.up);
        linearBack(back.up, block.up, back.x, `${name}.ffn.down`, wide, d);
        for (let i = 0; i < N * wide; i++) if (block.up[i] <= 0) back.up[i] = 0;
        linearBack(back.y, block.norm2.y, back.up, `${name}.ffn.up`, d, wide);
        normBack(block.norm2, `${name}.norm2`);
      }
      clear(back.y, back.q, back.k, back.v, back.joined);
      linearBack(back.joined, block.joined, back.x, `${name}.attention.output`, d, d);
      attendBack(block, back.joined, back.q, back.k, back.v, starts, sizes);
      linearBack(back.y, block.norm1.y, back.q, `${name}.attention.query`, d, d);
      linearBack(back.y, block.norm1.y, back.k, `${name}.attention.key`, d, d);
      linearBack(back.y, block.norm1.y, back.v, `${name}.attention.value`, d, d);
      normBack(block.norm1, `${name}.norm1`);
    }
    texts.forEach((ids, t) =>
      ids.forEach((id, i) => {
        for (let j = 0; j < d; j++) {
          const dx = back.x[(starts[t] + i) * d + j];
          g["embedding.weight"][id * d + j] += dx;
          g["position.weight"][i * d + j] += dx;
        }
      }),
    );
  }
  function loss(flat, texts, gradients) {
    const p = views(places, flat);
    const inputs = texts.map((ids) => ids.slice(0, -1));
    const targets = texts.flatMap((ids) => ids.slice(1));
    const starts = forwardAll(p, inputs);
    multiply(a.logits, a.norm.y, p["unembedding.W"], undefined, targets.length, d, vocab);
    const mean = crossEntropy(targets, targets.length);
    if (gradients) {
      gradients.fill(0);
      backwardAll(p, views(places, gradients), inputs, starts);
    }
    return mean;
  }
  function logits(flat, ids) {
    const p = views(places, flat);
    forwardAll(p, [ids]);
    const last = a.norm.y.subarray((ids.length - 1) * d, ids.length * d);
    const z = new Float64Array(vocab);
    multiply(z, last, p["unembedding.W"], undefined, 1, d, vocab);
    return z;
  }
  return { size: total(places), loss, logits };
}
function adam(n, beta1 = 0.9, beta2 = 0.99, epsilon = 1e-8) {
  const m = new Float64Array(n);
  const v = new Float64Array(n);
  let steps = 0;
  return (weights, gradients, rate) => {
    steps++;
    const c1 = 1 - beta1 ** steps;
    const c2 = 1 - beta2 ** steps;
    for (let i = 0; i < n; i++) {
      const g = gradients[i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      weights[i] -= (rate * m[i]) / c1 / (Math.sqrt(v[i] / c2) + epsilon);
    }
  };
}
function sgd(n, momentum = 0) {
  const velocity = new Float64Array(n);
  return (weights, gradients, rate) => {
    for (let i = 0; i < n; i++) {
      velocity[i] = momentum * velocity[i] + gradients[i];
      weights[i] -= rate * velocity[i];
    }
  };
}
const OPTIMISERS = { adam: (n) => adam(n), sgd: (n) => sgd(n), momentum: (n) => sgd(n, 0.9) };
function training({ sizes, words, seed = 1, optimiser = "adam", rate = 0.01, batch = 16 }) {
  const machine = net(sizes);
  const flat = initial(sizes, seed);
  const gradients = new Float64Array(machine.size);
  const step = OPTIMISERS[optimiser](machine.size);
  const rng = seeded(seed + 1e6);
  const id = new Map(words.map((word, i) => [word, i]));
  const idsOf = (some) => some.map((word) => id.get(word));
  const asked = questionsFor(QUESTIONS_SEED);
  const self = {
    steps: 0,
    rate,
    parameters: flat,
    advance() {
      const texts = Array.from({ length: batch }, () => idsOf(sampleStory(rng).words));
      const loss = machine.loss(flat, texts, gradients);
      step(flat, gradients, self.rate);
      self.steps++;
      return loss;
    },
    measure: () => answers((prefix) => machine.logits(flat, idsOf(prefix)), words, asked),
  };
  return self;
}
const measuredAt = (step) => step % (step < 200 ? 25 : step < 1000 ? 50 : 100) === 0;
const LOST = 50;
const STEP_LIMIT = 20000;
function trainer(post, slice) {
  let session;
  let pace = Infinity;
  let running = false;
  let timer;
  let seconds = 0;
  function work() {
    clearTimeout(timer);
    const begin = performance.now();
    const losses = [];
    do losses.push(session.advance());
    while (running && pace === Infinity && !measuredAt(session.steps) && performance.now() - begin < slice);
    seconds += (performance.now() - begin) / 1000;
    const last = losses[losses.length - 1];
    const stopped = !(last < LOST) ? "lost" : session.steps >= STEP_LIMIT ? "limit" : undefined;
    report(losses, stopped);
    if (stopped) running = false;
    if (running) timer = setTimeout(work, pace === Infinity ? 0 : 1000 / pace);
  }
  function report(losses, stopped) {
    const figures = measuredAt(session.steps) ? session.measure() : undefined;
    post({ steps: session.steps, seconds, losses, figures, stopped });
  }
  return function receive(message) {
    if (message.start) {
      clearTimeout(timer);
      session = training(message.start);
      seconds = 0;
      report([]);
    }
    if (message.rate) session.rate = message.rate;
    if (message.pace) pace = message.pace;
    if (message.pause) {
      running = false;
      clearTimeout(timer);
    }
    if (message.once) work();
    if (message.go) {
      running = true;
      work();
    }
    if (message.inspect) post({ steps: session.steps, parameters: session.parameters.slice() });
  };
}
return { layout, initial, flatten, modelOf, descended, net, adam, sgd, OPTIMISERS, training, trainer };
})();
const $checkpoints = (() => {
const { modelOf } = $train;
const FIRST = 35;
const LEFT_OUT = "<\\";
const ALPHABET = Array.from({ length: 92 }, (_, i) => String.fromCharCode(FIRST + i)).filter(
  (c) => !LEFT_OUT.includes(c),
);
const SHORT = 64; // characters that stand for a number; the last 26 are prefixes
const VALUE = new Map(ALPHABET.map((c, i) => [c, i]));
function unpack(text) {
  const numbers = [];
  for (let i = 0; i < text.length; i++) {
    let code = VALUE.get(text[i]);
    if (code >= SHORT) code = SHORT * (code - SHORT + 1) + VALUE.get(text[++i]);
    numbers.push(code & 1 ? -(code + 1) / 2 : code / 2);
  }
  return numbers;
}
function unpackModel({ sizes, scale, weights }, words) {
  return modelOf(
    sizes,
    words,
    Float64Array.from(unpack(weights), (n) => n / scale),
  );
}
function unpackTraining({ sizes, scale, points }, words) {
  let last = [];
  return points.map(({ weights, ...figures }) => {
    last = unpack(weights).map((n, i) => n + (last[i] || 0));
    return {
      ...figures,
      model: modelOf(
        sizes,
        words,
        Float64Array.from(last, (n) => n / scale),
      ),
    };
  });
}
return { unpack, unpackModel, unpackTraining };
})();
const $still = (() => {
const { calculationHtml, calculationTitle } = $calculation;
const { failure, encode, graph } = $model;
const { explain } = $explain;
const { forward } = $forward;
const { cellPhrase, nameParts, stepNames, stepText, titleOf } = $steps;
const { tensor } = $step;
const { bar, heatTable, isShare, largest, legend, ranking, slices } = $table;
const { percent } = $format;
const WORDS_SHOWN = 8;
function aboutOf(model, ids) {
  return { words: model.words, ids, sizes: model.sizes };
}
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
function stillWalk(model, text) {
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
function checkWords({ words: known, sizes }, words) {
  const strange = words.find((word) => !known.includes(word));
  if (strange !== undefined) throw failure("bad-view", `the model does not know the word '${strange}'`);
  if (words.length > sizes.context)
    throw failure("bad-view", `a text of ${words.length} words, and the model takes ${sizes.context}`);
}
function stillView(model, { name, text, head, cell }) {
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
return { stillWalk, stillView };
})();
const $inquiries = (() => {
const { backward } = $backward;
const { inProse, number } = $format;
const { forward, lens } = $forward;
const { form, sampleStory, seeded, STATES } = $grammar;
const { answers, questionsFor } = $measures;
const { graph } = $model;
const { ranking } = $table;
const SEED = 11;
const PAIRS = 100;
const ITEMS = 50;
const STORIES = 25;
const AGREEMENT = "había una niña llamada Ana y una reina llamada Eva . la niña que vio el rey estaba";
const RECALL = "había una niña llamada Ana y una reina llamada Eva . mi gato llegó cansado . lo contó la niña";
const ARTICLE = "había un rey llamado Hugo . la gato que vio al rey estaba";
const BREAK = "había un rey llamado Hugo . mi vecina que vio al gato estaba";
const NEURONS = "había un rey llamado Hugo . los gatos llegaron";
const STORY = "había un niño llamado Leo y una gata llamada Luz . el niño Leo parecía triste . lo contó la gata Luz";
const NO_PLACES = [{ tensor: "position.weight", index: ["*", "*"], value: 0 }];
const SEE_ALL = [{ tensor: "mask", index: ["*", "*"], value: 1 }];
const unscaled = ({ layers, d, heads }) =>
  Array.from({ length: layers }, (_, l) => ({
    tensor: `${l + 1}.scaled`,
    index: ["*", "*", "*"],
    value: { times: Math.sqrt(d / heads) },
  }));
const once = (compute) => {
  let known;
  return () => (known ??= compute());
};
const asked = once(() => questionsFor(SEED, PAIRS, ITEMS));
const stories = once(() => {
  const rng = seeded(SEED);
  return Array.from({ length: STORIES }, () => sampleStory(rng).words);
});
const share = (hits) => (100 * hits.filter(Boolean).length) / hits.length;
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const percentOf = (x) => `${number(x, 0)}\u00a0%`;
const idsOf = (model, text) =>
  (Array.isArray(text) ? text : text.split(" ")).map((word) => model.words.indexOf(word));
function nextOf(model, text, changes = []) {
  const trace = forward(model, idsOf(model, text), changes);
  return lastRow(trace.tensors.probs);
}
const lastRow = ({ shape, data }) => data.slice(data.length - shape[shape.length - 1]);
const chanceOf = (model, p, word) => p[model.words.indexOf(word)];
const likeliest = (model, p) => model.words[ranking(p)[0]];
const rates = (model, changes = []) => answers((prefix) => nextOf(model, prefix, changes), model.words, asked());
function lossOn(model, texts, changes = []) {
  const losses = texts.flatMap((words) => {
    const ids = idsOf(model, words);
    const p = forward(model, ids.slice(0, -1), changes).tensors.probs.data;
    return ids.slice(1).map((id, i) => -Math.log(Math.max(p[i * model.words.length + id], 1e-300)));
  });
  return mean(losses);
}
const headsOf = ({ sizes: { layers, heads } }) =>
  Array.from({ length: layers * heads }, (_, i) => ({ layer: Math.floor(i / heads) + 1, head: (i % heads) + 1 }));
const codeOf = ({ layer, head }) => `${layer}.${head}`;
const headName = ({ layer, head }) => `la cabeza ${head} de la capa ${layer}`;
const headOptions = (model) => headsOf(model).map((one) => [codeOf(one), headName(one)]);
const headOff = ({ layer, head }) => ({ tensor: `${layer}.mixed`, index: [head - 1, "*", "*"], value: 0 });
function looksAt(model, text, position) {
  const { T, tensors } = forward(model, idsOf(model, text));
  return headsOf(model).map((one) => {
    const row = tensors[`${one.layer}.weights`].data.subarray(((one.head - 1) * T + T - 1) * T, one.head * T * T);
    return { ...one, weight: row[position], first: row[position] === Math.max(...row) };
  });
}
function strongest(model, text, position, many) {
  const here = looksAt(model, text, position);
  const best = here.reduce((a, b) => (b.weight > a.weight ? b : a));
  const others = here.filter((one) => one !== best).map((one) => one.weight);
  const elsewhere = many.map(([prefix, place]) =>
    looksAt(model, prefix, place).find((one) => codeOf(one) === codeOf(best)),
  );
  return {
    best,
    here,
    most: Math.max(...others),
    mean: mean(elsewhere.map((one) => one.weight)),
    first: share(elsewhere.map((one) => one.first)),
    many: many.length,
  };
}
function headAnswer(model, text, position, many, how = "") {
  const found = strongest(model, text, position, many);
  const words = text.split(" ");
  const says =
    `Desde «${words[words.length - 1]}», ${headName(found.best)} da a «${words[position]}» un peso de ` +
    `${number(found.best.weight)}; la que le sigue, uno de ${number(found.most)}. ` +
    `En otros ${found.many} comienzos al azar${how}, el peso es de ${number(found.mean)} de media, y el mayor de ` +
    `su fila en el ${percentOf(found.first)} de ellos.`;
  const wrong = (given) =>
    `La que has elegido le da un peso de ${number(found.here.find((one) => codeOf(one) === given).weight)}.`;
  return { right: codeOf(found.best), says, wrong };
}
function genderMass(model, p, g, n) {
  const shown = STATES.filter((state) => form(state, 0, n) !== form(state, 1, n));
  return shown.reduce((sum, state) => sum + chanceOf(model, p, form(state, g, n)), 0);
}
const crossed = once(() => {
  const rng = seeded(SEED);
  const found = [];
  while (found.length < PAIRS / 2) {
    const {
      words,
      subject,
      state,
      who: [, g, n],
    } = sampleStory(rng);
    if (words[subject - 1] !== form("el", g, n)) continue;
    const prefix = words.slice(0, state);
    prefix[subject - 1] = form("el", 1 - g, n);
    found.push({ prefix, g, n });
  }
  return found;
});
function articleAnswer(model) {
  const p = nextOf(model, ARTICLE);
  const [masculine, feminine] = [0, 1].map((g) => genderMass(model, p, g, 0));
  const hits = crossed().map(({ prefix, g, n }) => {
    const q = nextOf(model, prefix);
    return genderMass(model, q, g, n) > genderMass(model, q, 1 - g, n);
  });
  const rate = share(hits);
  return {
    right: rate > 65 ? "noun" : rate < 35 ? "article" : "neither",
    says:
      `Aquí los adjetivos masculinos suman una probabilidad de ${number(masculine, 3)} y los femeninos, de ` +
      `${number(feminine, 3)}. ` +
      `En otros ${hits.length} comienzos con el artículo del género contrario, el adjetivo concuerda con el ` +
      `sustantivo en el ${percentOf(rate)}. Ninguno de esos textos está en el corpus: allí los dos concuerdan siempre.`,
  };
}
function fitsAnyText(model, { tensor, index }) {
  const node = graph(model.sizes).find((one) => one.name === tensor);
  return !node || node.axes.every((axis, i) => (axis !== "position" && axis !== "key") || index[i] === "*");
}
function breakingAct({ model: now, ids, changes }, model) {
  if (now !== model || ids.join() !== idsOf(model, BREAK).join())
    return { done: false, says: "El texto o el modelo ya no son los de la pregunta: pulsa «Preparar»." };
  const p = nextOf(model, BREAK);
  const q = nextOf(model, BREAK, changes);
  const [f, m] = [1, 0].map((g) => genderMass(model, q, g, 0));
  const told =
    `Con el modelo intacto, los adjetivos femeninos suman ${number(genderMass(model, p, 1, 0), 3)} y los ` +
    `masculinos, ${number(genderMass(model, p, 0, 0), 3)}`;
  if (!changes.length) return { done: false, says: `${told}. Aún no has cambiado nada.` };
  const after =
    `${told}; con ${changes.length === 1 ? "tu cambio" : `tus ${changes.length} cambios`}, ` +
    `${number(f, 3)} y ${number(m, 3)}.`;
  if (m <= f)
    return {
      done: false,
      says: `${after} Sigue concordando: deshazlo y prueba otra cosa. Piensa en qué cabeza buscaba el sujeto.`,
    };
  if (changes.length > 1)
    return { done: false, says: `${after} Ya no concuerda, pero son ${changes.length} cambios: hazlo con uno solo.` };
  const others = fitsAnyText(model, changes[0])
    ? ` En ${PAIRS} comienzos al azar, los aciertos de género pasan del ${percentOf(rates(model).gender)} al ` +
      `${percentOf(rates(model, changes).gender)}, y los de número, del ${percentOf(rates(model).number)} al ` +
      `${percentOf(rates(model, changes).number)}.`
    : "";
  return { done: true, says: `${after} Roto.${others}` };
}
const UNREPEATED = "de los que no repiten ningún nombre"; // the only ones of the sample: recallItems in measures.js
const ownName = (item) => [item.prefix, item.prefix.indexOf(item.right)];
function nameHeadAnswer(model) {
  const place = RECALL.split(" ").indexOf("Ana");
  const found = headAnswer(model, RECALL, place, asked().items.map(ownName), `, ${UNREPEATED}`);
  const without = headsOf(model).map(
    (one) => `sin ${headName(one)}, el ${percentOf(rates(model, [headOff(one)]).recall)}`,
  );
  found.says +=
    ` Pero no trabaja sola. Con todas las cabezas se acierta el ${percentOf(rates(model).recall)} de los ` +
    `nombres; ${without.join("; ")}.`;
  return found;
}
function oneLayerAnswer(model, oneLayer) {
  const items = asked().items.filter((item) => item.condition === "two-same");
  const said = (which) => items.map((item) => [likeliest(which, nextOf(which, item.prefix)), item]);
  const found = said(oneLayer);
  const right = share(found.map(([word, item]) => word === item.right));
  const other = share(found.map(([word, item]) => word === item.other));
  const first = share(found.map(([word, item]) => item.prefix.indexOf(word) >= 0 && item.prefix.indexOf(word) < 6));
  const p = nextOf(oneLayer, RECALL);
  const two = share(said(model).map(([word, item]) => word === item.right));
  const answer = right + other < 50 ? "none" : first > 90 ? "first" : right < 80 ? "mixed" : "right";
  return {
    right: answer,
    says:
      `Reparte la probabilidad: «Ana», ${number(chanceOf(model, p, "Ana"))}; ` +
      `«Eva», ${number(chanceOf(model, p, "Eva"))}. ` +
      `En ${items.length} cuentos con dos personajes del mismo género dice el nombre correcto en el ` +
      `${percentOf(right)} y el del otro personaje en el ${percentOf(other)}; ` +
      `el modelo de dos capas acierta el ${percentOf(two)}. En la primera capa, lo que una cabeza lee de «Ana» es su ` +
      `embedding y su posición, y ahí nada dice que Ana sea la niña. ` +
      `Hace falta una capa que lo apunte y otra que lo lea.`,
  };
}
const pointsOf = ({ sizes: { layers } }) => [
  "0.stream",
  ...Array.from({ length: layers }, (_, l) => [`${l + 1}.middle`, `${l + 1}.stream`]).flat(),
];
const pointName = (name) =>
  name === "0.stream" ? "en la entrada" : `tras ${name.endsWith("middle") ? "la atención de " : ""}la capa ${name[0]}`;
const early = (model, text, point) => lastRow(lens(forward(model, idsOf(model, text)), point).probs);
function lensAnswer(model) {
  const points = pointsOf(model);
  const here = points.map((point) => early(model, RECALL, point));
  const at = here.findIndex((p) => likeliest(model, p) === "Ana");
  const steps = here.map((p, i) => `«${likeliest(model, p)}» ${pointName(points[i])}`);
  const rates = points.map((point) =>
    share(asked().items.map((item) => likeliest(model, early(model, item.prefix, point)) === item.right)),
  );
  return {
    right: points[at],
    says:
      `Lo más probable en cada punto: ${inProse(steps)}. En ${ITEMS} cuentos al azar, ${UNREPEATED}, el ` +
      `nombre correcto es el más probable en ${inProse(rates.map((x) => `el ${percentOf(x)}`))}, por ese orden. ` +
      `La lente usa la matriz de salida en puntos para los que no se entrenó: que no lea un nombre no prueba que no ` +
      `esté ya escrito de otra forma.`,
  };
}
function noPlacesAnswer(model) {
  const [before, after] = [rates(model), rates(model, NO_PLACES)];
  const right = after.agreement >= 97 ? "same" : after.agreement <= 60 ? "chance" : "worse";
  const losses = [lossOn(model, stories()), lossOn(model, stories(), NO_PLACES)];
  return {
    right,
    says:
      `Los aciertos de concordancia pasan del ${percentOf(before.agreement)} al ${percentOf(after.agreement)}; ` +
      `los de nombres, del ${percentOf(before.recall)} al ${percentOf(after.recall)}; y la pérdida ` +
      `media en ${STORIES} cuentos, de ${number(losses[0])} a ${number(losses[1])}. ` +
      `La máscara también deja rastro del orden, porque cada palabra ve un trozo distinto del texto. Este modelo ` +
      `aprendió con posiciones y se las hemos quitado: uno entrenado sin ellas sería otro.`,
  };
}
function futureAnswer(model) {
  const here = [lossOn(model, [STORY.split(" ")]), lossOn(model, [STORY.split(" ")], SEE_ALL)];
  const all = [lossOn(model, stories()), lossOn(model, stories(), SEE_ALL)];
  return {
    right: all[1] > all[0] + 0.02 ? "worse" : all[1] < all[0] - 0.02 ? "better" : "same",
    says:
      `En este cuento la pérdida media pasa de ${number(here[0])} a ${number(here[1])}, y en ${STORIES} cuentos al ` +
      `azar, de ${number(all[0])} a ${number(all[1])}. ` +
      `El modelo no aprendió a copiar la palabra que viene, porque al entrenarse no la veía nunca; ahora sus cabezas ` +
      `reparten peso también entre palabras que entonces estaban tapadas.`,
  };
}
function scaleAnswer(model) {
  const changes = unscaled(model.sizes);
  const most = (some) => {
    const { T, tensors } = forward(model, idsOf(model, AGREEMENT), some);
    const rows = headsOf(model).flatMap(({ layer, head }) =>
      Array.from({ length: T }, (_, i) =>
        Math.max(...tensors[`${layer}.weights`].data.subarray(((head - 1) * T + i) * T, ((head - 1) * T + i + 1) * T)),
      ),
    );
    return mean(rows);
  };
  const [before, after] = [most([]), most(changes)];
  const losses = [lossOn(model, stories()), lossOn(model, stories(), changes)];
  return {
    right: after > before + 0.005 ? "up" : after < before - 0.005 ? "down" : "same",
    says:
      `El mayor peso de cada fila pasa de ${number(before)} a ${number(after)} de media: sin dividir, las ` +
      `puntuaciones se separan y la softmax se acerca a elegir una sola palabra. ` +
      `La pérdida media en ${STORIES} cuentos va de ${number(losses[0], 3)} a ${number(losses[1], 3)}. Este ` +
      `modelo aprendió dividiendo: de cómo aprendería otro sin dividir, la prueba no dice nada.`,
  };
}
const NEURON_LAYER = 1;
const NEURON_WORD = "al";
const CANDIDATES = [0, 3, 15, 40]; // places in the order of importance
function neuronLosses(model) {
  const whole = chanceOf(model, nextOf(model, NEURONS), NEURON_WORD);
  const without = (i) => nextOf(model, NEURONS, [{ tensor: `${NEURON_LAYER}.hidden`, index: ["*", i], value: 0 }]);
  const left = Array.from({ length: model.sizes.d * model.sizes.expansion }, (_, i) =>
    chanceOf(model, without(i), NEURON_WORD),
  );
  return { whole, left, order: left.map((_, i) => i).sort((a, b) => left[a] - left[b]), without };
}
function neuronOptions(model) {
  const { order } = neuronLosses(model);
  const chosen = CANDIDATES.map((place) => order[place]).sort((a, b) => a - b);
  return chosen.map((i) => [String(i + 1), `la ${i + 1}`]);
}
function neuronAnswer(model) {
  const { whole, left, order, without } = neuronLosses(model);
  const [best] = order;
  const idle = left.filter((p) => Math.abs(whole - p) < 0.005).length;
  return {
    right: String(best + 1),
    says:
      `Sin la neurona ${best + 1}, la probabilidad de «${NEURON_WORD}» baja de ${number(whole)} a ` +
      `${number(left[best])}, y la palabra más probable es «${likeliest(model, without(best))}». De las ` +
      `${left.length} de la capa, ${idle} no la mueven ni medio punto. ` +
      `Es lo que pasa en este texto; en otro importarán otras.`,
    wrong: (given) =>
      `Sin la ${given}, la probabilidad queda en ${number(left[given - 1])}: hay ${order.indexOf(given - 1)} ` +
      `neuronas que, apagadas, la bajan más.`,
  };
}
function gradientAnswer(model) {
  const ids = idsOf(model, AGREEMENT);
  const { gradients } = backward(forward(model, ids), [
    { position: ids.length - 1, id: model.words.indexOf("contenta") },
  ]);
  const rowsMoved = ({ shape: [rows, d], data }) =>
    Array.from({ length: rows }, (_, i) => data.subarray(i * d, (i + 1) * d).some((g) => g !== 0)).filter(Boolean)
      .length;
  const moved = rowsMoved(gradients["embedding.weight"]);
  const different = new Set(ids).size;
  const {
    shape: [d, vocab],
    data,
  } = gradients["unembedding.W"];
  const outputs = Array.from({ length: vocab }, (_, w) =>
    Array.from({ length: d }, (_, c) => data[c * vocab + w]).some((g) => g !== 0),
  ).filter(Boolean).length;
  return {
    right: moved === vocab ? "all" : moved === different ? "text" : moved === 1 ? "target" : "other",
    says:
      `El gradiente es distinto de cero en ${moved} filas de la tabla de embeddings, y el texto tiene ${different} ` +
      `palabras distintas: las demás no han entrado en la cuenta. ` +
      `En cambio, se mueven los ${outputs} vectores de salida: la softmax compara todas las palabras, así que ` +
      `todas empujan.`,
  };
}
const QUESTIONS = [
  {
    id: "sujeto",
    title: "¿Qué cabeza busca el sujeto?",
    text: AGREEMENT,
    look: "cabezas",
    ask:
      "Detrás de «estaba» hace falta un adjetivo que concuerde con «niña», la que vio el rey. ¿Qué cabeza mira, " +
      "desde «estaba», a esa «niña»?",
    options: headOptions,
    answer: (model) =>
      headAnswer(
        model,
        AGREEMENT,
        12,
        asked().pairs.map((pair) => [pair.prefix, pair.subject]),
      ),
  },
  {
    id: "articulo",
    title: "¿Con qué concuerda: con el artículo o con el sustantivo?",
    text: ARTICLE,
    look: "texto",
    ask: "«La gato» no aparece en el corpus. ¿Con cuál de las dos palabras hará concordar el modelo el adjetivo?",
    options: () => [
      ["article", "con «la», y será femenino"],
      ["noun", "con «gato», y será masculino"],
      ["neither", "unas veces con una y otras con la otra"],
    ],
    answer: articleAnswer,
  },
  {
    id: "romper",
    title: "Rompe la concordancia con un solo cambio",
    text: BREAK,
    look: "recorrido",
    ask:
      "El adjetivo que el modelo espera es «asustada». Haz un solo cambio, el que quieras, para que los adjetivos " +
      "masculinos sumen más que los femeninos: apaga una cabeza o una neurona, tapa una casilla de la máscara " +
      "o cambia un peso.",
    act: breakingAct,
  },
  {
    id: "nombre",
    title: "¿Qué cabeza recuerda el nombre?",
    text: RECALL,
    look: "cabezas",
    ask: "Detrás de la última «niña» tiene que venir «Ana». ¿Qué cabeza mira, desde esa «niña», al nombre?",
    options: headOptions,
    answer: nameHeadAnswer,
  },
  {
    id: "una-capa",
    title: "¿Por qué falla el modelo de una capa?",
    text: RECALL,
    look: "texto",
    oneLayer: true,
    ask:
      "Al preparar esta pregunta, la página pasa a usar otro modelo, entrenado igual pero con una sola capa. En el " +
      "cuento hay una niña y una reina. ¿Qué hace ese modelo al llegar al nombre?",
    options: () => [
      ["none", "no recuerda ninguno de los dos nombres"],
      ["mixed", "recuerda los dos, pero no sabe cuál es de quién"],
      ["first", "dice siempre el primero"],
      ["right", "acierta, como el de dos capas"],
    ],
    answer: oneLayerAnswer,
  },
  {
    id: "lente",
    title: "¿Dónde aparece la respuesta?",
    text: RECALL,
    look: "lente",
    ask:
      "Si la red acabara antes y se leyera ya el flujo residual, ¿en qué punto sería «Ana» por primera vez la " +
      "palabra más probable?",
    options: (model) => pointsOf(model).map((point) => [point, pointName(point)]),
    answer: lensAnswer,
  },
  {
    id: "posiciones",
    title: "¿Qué pasa sin posiciones?",
    text: AGREEMENT,
    look: "texto",
    changes: NO_PLACES,
    ask:
      "Los vectores de posición valen ahora cero: el modelo no sabe en qué lugar está cada palabra. ¿Qué será de " +
      "la concordancia en cien comienzos al azar?",
    options: () => [
      ["same", "seguirá igual, cerca del 100\u00a0%"],
      ["worse", "empeorará, pero lejos del azar"],
      ["chance", "acertará la mitad, como al azar"],
    ],
    answer: noPlacesAnswer,
  },
  {
    id: "futuro",
    title: "Deja que mire el futuro",
    text: STORY,
    look: "cabezas",
    changes: SEE_ALL,
    ask:
      "La máscara está abierta: cada palabra ve también las que vienen detrás, y entre ellas la que debe " +
      "predecir. ¿Qué hará la pérdida?",
    options: () => [
      ["better", "bajará, porque el modelo ve la respuesta"],
      ["same", "se quedará como está"],
      ["worse", "subirá, aunque el modelo tenga delante la respuesta"],
    ],
    answer: futureAnswer,
  },
  {
    id: "raiz",
    title: "¿Cuánto importa dividir por la raíz?",
    text: AGREEMENT,
    look: "cabezas",
    changes: "unscaled",
    ask:
      "Las puntuaciones ya no se dividen por la raíz del tamaño de la cabeza. ¿Qué hará el mayor peso de cada " +
      "fila de atención?",
    options: () => [
      ["up", "subirá"],
      ["same", "se quedará igual"],
      ["down", "bajará"],
    ],
    answer: scaleAnswer,
  },
  {
    id: "neurona",
    title: "¿Qué neurona hace más falta?",
    text: NEURONS,
    look: "recorrido",
    ask:
      `El modelo espera «${NEURON_WORD}». ¿Cuál de estas cuatro neuronas de la capa ${NEURON_LAYER} hay que ` +
      `apagar para que su probabilidad baje más? Apágalas desde una casilla de su columna, en el paso de la ReLU.`,
    options: neuronOptions,
    answer: neuronAnswer,
  },
  {
    id: "gradiente",
    title: "¿A qué palabras llega el gradiente?",
    text: AGREEMENT,
    look: "gradientes",
    ask:
      "Tendría que venir «contenta». Si se da un paso de descenso por gradiente, ¿qué filas de la tabla de " +
      "embeddings cambian?",
    options: (model) => [
      ["all", `las ${model.words.length}`],
      ["text", "las de las palabras del texto"],
      ["target", "la de «contenta»"],
      ["other", "otras"],
    ],
    answer: gradientAnswer,
  },
];
const changesOf = (question, model) =>
  question.changes === "unscaled" ? unscaled(model.sizes) : question.changes || [];
return { idsOf, QUESTIONS, changesOf };
})();
return { EPSILON: $model.EPSILON, failure: $model.failure, zeros: $model.zeros, offsetOf: $model.offsetOf, indexAt: $model.indexAt, parameters: $model.parameters, graph: $model.graph, decode: $model.decode, encode: $model.encode, checkIds: $model.checkIds, forward: $forward.forward, lens: $forward.lens, LOSS: $backward.LOSS, lossStep: $backward.lossStep, backward: $backward.backward, explain: $explain.explain, explainLoss: $explain.explainLoss, uses: $explain.uses, explainGradient: $explain.explainGradient, change: $changes.change, byTensor: $changes.byTensor, changedParams: $changes.changedParams, applyToParams: $changes.applyToParams, number: $format.number, precise: $format.precise, whole: $format.whole, percent: $format.percent, parseNumber: $format.parseNumber, escapeHtml: $format.escapeHtml, plain: $format.plain, splitWords: $format.splitWords, findWord: $format.findWord, alikeWords: $format.alikeWords, inProse: $format.inProse, STEP_TEXTS: $steps.STEP_TEXTS, nameParts: $steps.nameParts, symbolOf: $steps.symbolOf, symbolHtml: $steps.symbolHtml, titleOf: $steps.titleOf, stepText: $steps.stepText, axesOf: $steps.axesOf, axisLabel: $steps.axisLabel, axisPhrase: $steps.axisPhrase, cellPhrase: $steps.cellPhrase, cellSymbol: $steps.cellSymbol, shapeText: $steps.shapeText, stepNames: $steps.stepNames, stepShowing: $steps.stepShowing, mapGroups: $steps.mapGroups, changePhrase: $steps.changePhrase, levelClass: $table.levelClass, largest: $table.largest, legend: $table.legend, isWide: $table.isWide, isShare: $table.isShare, slices: $table.slices, sliceIndex: $table.sliceIndex, cellTexts: $table.cellTexts, cellClass: $table.cellClass, heatTable: $table.heatTable, bar: $table.bar, ranking: $table.ranking, tensor: $step.tensor, calcNumber: $calculation.calcNumber, cellText: $calculation.cellText, cellFromText: $calculation.cellFromText, calculationHtml: $calculation.calculationHtml, calculationTitle: $calculation.calculationTitle, calculationAloud: $calculation.calculationAloud, usesLines: $calculation.usesLines, NOUNS: $grammar.NOUNS, STATES: $grammar.STATES, form: $grammar.form, features: $grammar.features, rules: $grammar.rules, lossBound: $grammar.lossBound, seeded: $grammar.seeded, sampleStory: $grammar.sampleStory, story: $grammar.story, agreementPair: $measures.agreementPair, recallItem: $measures.recallItem, questionsFor: $measures.questionsFor, answers: $measures.answers, layout: $train.layout, initial: $train.initial, flatten: $train.flatten, modelOf: $train.modelOf, descended: $train.descended, net: $train.net, adam: $train.adam, sgd: $train.sgd, OPTIMISERS: $train.OPTIMISERS, training: $train.training, trainer: $train.trainer, unpack: $checkpoints.unpack, unpackModel: $checkpoints.unpackModel, unpackTraining: $checkpoints.unpackTraining, stillWalk: $still.stillWalk, stillView: $still.stillView, idsOf: $inquiries.idsOf, QUESTIONS: $inquiries.QUESTIONS, changesOf: $inquiries.changesOf };
};
(() => {
"use strict";
const $core = explorerCore();
const $idle = (() => {
const SOON = 200;
const NO_DEADLINE = { timeRemaining: () => 10 };
function whenIdle(work) {
  return globalThis.requestIdleCallback?.(work, { timeout: SOON }) ?? setTimeout(() => work(NO_DEADLINE), SOON / 4);
}
function cancelIdle(wait) {
  (globalThis.cancelIdleCallback ?? clearTimeout)(wait);
}
return { whenIdle, cancelIdle };
})();
const $state = (() => {
const { encode, graph } = $core;
const { forward } = $core;
const { cancelIdle, whenIdle } = $idle;
const { axesOf, stepShowing } = $core;
const scriptBase = (globalThis.document?.currentScript?.src ?? "").replace(/[^/]*$/, "");
const UNDOABLE = ["model", "ids", "changes"];
const UNDO_LIMIT = 200;
function changeToText({ tensor, index, value }) {
  return `${tensor}@${index.join(",")}=${typeof value === "number" ? value : `*${value.times}`}`;
}
function changeFromText(text) {
  const match = /^([\w.]+)@([\d,*]*)=(\*?)(-?[\d.]+(?:e-?\d+)?|-Infinity)$/.exec(text);
  if (!match) return null;
  const index = match[2].split(",").map((part) => (part === "*" ? "*" : Number(part)));
  return { tensor: match[1], index, value: match[3] ? { times: Number(match[4]) } : Number(match[4]) };
}
function stateToText(state, words) {
  const parts = [`t=${state.ids.map((id) => words[id]).join("_")}`, `p=${state.step}`];
  if (state.cell) parts.push(`c=${state.cell.name}@${state.cell.index.join(",")}`);
  if (state.position !== state.ids.length - 1) parts.push(`f=${state.position + 1}`);
  if (state.target !== null) parts.push(`o=${words[state.target]}`);
  if (state.changes.length) parts.push(`x=${state.changes.map(changeToText).join("~")}`);
  return parts.join(";");
}
const UNREADABLE = "El enlace lleva un texto que este modelo no puede leer: se ha dejado fuera.";
const LOST = "El enlace pide un paso, una casilla o un cambio que este modelo no tiene: se ha dejado fuera.";
function partsOf(text) {
  return Object.fromEntries(text.split(";").map((part) => [part.slice(0, 1), part.slice(2)]));
}
function losesPart(text, state) {
  const { p, c, x = "" } = partsOf(decodeURIComponent(text.slice(1)));
  const asked = x.split("~").filter(Boolean).length;
  return asked > state.changes.length || Boolean(c && !state.cell) || Boolean(p && p !== state.step);
}
function stateFromText(text, model) {
  let plainText;
  try {
    plainText = decodeURIComponent(text.replace(/^[#?]/, ""));
  } catch {
    return null;
  }
  const parts = partsOf(plainText);
  if (!/^t=/.test(plainText)) return null;
  const patch = { cell: null, changes: [], target: null };
  try {
    patch.ids = encode(model, parts.t.split(/[_+ ]/).filter(Boolean));
  } catch {
    return null;
  }
  if (parts.p) patch.step = parts.p;
  if (parts.f) patch.position = Number(parts.f) - 1;
  if (parts.o && model.words.includes(parts.o)) patch.target = model.words.indexOf(parts.o);
  const cell = /^([\w.]+)@([\d,]*)$/.exec(parts.c || "");
  if (cell) patch.cell = { name: cell[1], index: cell[2].split(",").map(Number) };
  patch.changes = (parts.x || "").split("~").map(changeFromText).filter(Boolean);
  return patch;
}
function cellExists(trace, cell, look) {
  try {
    const { shape } = look(trace, cell.name);
    return (
      shape.length === cell.index.length &&
      cell.index.every((i, axis) => Number.isInteger(i) && i >= 0 && i < shape[axis])
    );
  } catch {
    return false;
  }
}
function createApp(model, ids, look, steps) {
  let state = {
    model,
    modelName: "",
    ids,
    changes: [],
    step: "",
    cell: null,
    trail: [],
    position: ids.length - 1,
    target: null,
  };
  state.step = steps(model.sizes)[0];
  const start = state;
  const past = [];
  const listeners = [];
  let trace = null;
  let original = null;
  let addressTimer = 0;
  let complaint = "";
  const app = {
    get state() {
      return state;
    },
    get complaint() {
      return complaint;
    },
    get words() {
      return state.model.words;
    },
    get trace() {
      return (trace ||= forward(state.model, state.ids, state.changes));
    },
    get original() {
      return (original ||= state.changes.length ? forward(state.model, state.ids, []) : app.trace);
    },
    get about() {
      return { words: state.model.words, ids: state.ids, sizes: state.model.sizes };
    },
    get canUndo() {
      return past.length > 0;
    },
    set(patch, { undoable = true } = {}) {
      const before = state;
      const next = { ...state, ...patch };
      complaint = "";
      if (patch.ids || patch.model) repair(next, patch);
      const keys = new Set(Object.keys(next).filter((key) => next[key] !== before[key]));
      if (!keys.size) return;
      if (keys.has("cell") && !patch.trail) next.trail = next.cell ? [next.cell] : [];
      if (keys.has("model") || keys.has("ids") || keys.has("changes")) {
        forward(next.model, next.ids, next.changes); // throws before anything is kept, if a change makes no sense
        trace = null;
        original = null;
      }
      if (undoable && UNDOABLE.some((key) => keys.has(key))) {
        past.push(before);
        if (past.length > UNDO_LIMIT) past.shift();
      }
      state = next;
      settle(keys);
    },
    undo() {
      if (!past.length) return;
      restore({ ...past.pop(), step: state.step });
    },
    reset() {
      app.set({ model: start.model, modelName: "", changes: [] });
    },
    on(listener) {
      listeners.push(listener);
    },
    onSeen(root, listener) {
      const patient = whenSeen(root, listener);
      listeners.push(patient);
      patient(state, new Set(["ids"]));
    },
    link(patch = {}) {
      return `#${encodeURI(stateToText({ ...state, ...patch }, state.model.words))}`;
    },
    address() {
      return location.href.replace(/[?#].*$/, "") + app.link();
    },
    take(text, how = {}) {
      const patch = stateFromText(text, model);
      if (!patch) {
        if (/^[#?]t=/.test(text)) complain(UNREADABLE);
        return false;
      }
      const wanted = { model, modelName: "", position: patch.ids.length - 1, step: state.step, ...patch };
      if (!steps(model.sizes).includes(wanted.step)) wanted.step = state.step;
      if (patch.cell && !patch.step) wanted.step = stepShowing(graph(model.sizes), patch.cell.name, wanted.step);
      try {
        app.set(wanted, how);
      } catch {
        app.set({ ...wanted, changes: [], cell: null }, how);
      }
      if (losesPart(text, state)) complain(LOST);
      return true;
    },
    say: (/** @type {string} */ _text) => {},
    goTo: (/** @type {{step?: string, cell?: Cell}} */ _place) => {},
  };
  function complain(text) {
    complaint = text;
    settle(new Set(["changes"]));
    app.say(text);
  }
  function restore(next) {
    const keys = new Set(Object.keys(next).filter((key) => next[key] !== state[key]));
    trace = null;
    original = null;
    complaint = "";
    state = next;
    settle(keys);
  }
  function repair(next, patch) {
    if (patch.position === undefined || !(next.position >= 0 && next.position < next.ids.length))
      next.position = next.ids.length - 1;
    if (patch.model) {
      if (!patch.changes) next.changes = [];
      if (!steps(next.model.sizes).includes(next.step)) next.step = steps(next.model.sizes)[0];
    }
    if (!patch.changes) next.changes = next.changes.filter((change) => fits(change, next.ids.length));
  }
  function settle(keys) {
    if (state.cell && !cellExists(app.trace, state.cell, look)) {
      state = { ...state, cell: null, trail: [] };
      keys.add("cell");
    }
    state.trail = state.trail.filter((cell) => cellExists(app.trace, cell, look));
    for (const listener of listeners) listener(state, keys);
    clearTimeout(addressTimer);
    addressTimer = setTimeout(writeAddress, 250);
  }
  function writeAddress() {
    history.replaceState(history.state, "", app.address());
  }
  return app;
}
function whenSeen(root, listener) {
  let missed = new Set();
  let latest = null;
  let seen = false;
  let idle = 0;
  const run = () => {
    if (!missed.size) return;
    const keys = missed;
    missed = new Set();
    listener(latest, keys);
  };
  new IntersectionObserver((entries) => {
    seen = entries[entries.length - 1].isIntersecting;
    if (seen) run();
  }).observe(root);
  return (state, keys) => {
    latest = state;
    keys.forEach((key) => missed.add(key));
    cancelIdle(idle);
    if (seen) run();
    else idle = whenIdle(run);
  };
}
function fits(change, length) {
  const axes = axesOf(change.tensor);
  return axes.every(
    (axis, a) => !["position", "key"].includes(axis) || change.index[a] === "*" || change.index[a] < length,
  );
}
return { scriptBase, createApp };
})();
const $checkpoint_panel = (() => {
const { unpackTraining } = $core;
const { number, percent, whole } = $core;
const { forward } = $core;
const { scriptBase } = $state;
const { ranking } = $core;
function loadData(file, name) {
  if (globalThis[name]) return Promise.resolve(globalThis[name]);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = scriptBase + file;
    script.onload = () => resolve(globalThis[name]);
    script.onerror = () => {
      script.remove();
      reject(new Error(`No se ha podido leer ${file}. Comprueba la conexión y vuelve a intentarlo.`));
    };
    document.head.append(script);
  });
}
const CLOSED_HTML =
  `<div class="mandos"><button type="button" class="boton" data-hace="cargar">Cargar el ` +
  `entrenamiento grabado</button> <span class="pista">75\u00a0kB</span></div><p class="estado" role="status"></p>`;
const OPEN_HTML = `
<div class="mandos regla">
  <label for="ex-momento">Momento</label> <input id="ex-momento" type="range" min="0" step="1">
  <output for="ex-momento" aria-live="off"></output>
</div>
<p class="que-sabe"></p>
<p class="pista">Los aciertos están medidos en validación con estos mismos pesos, redondeados: a veinteavos los de los
modelos intermedios, a centésimas los del publicado.</p>
<div class="correa" tabindex="0" role="region" aria-label="El modelo en cada momento">
  <div class="momentos"></div>
</div>`;
function whatItKnows({ perplexity, gender, number: plural, recall }) {
  const shares = (x) => `${number(x, 1)}\u00a0%`;
  return (
    `Perplejidad ${number(perplexity, 3)} en validación. Acierta el número el ${shares(plural)} de las veces y el ` +
    `género, el ${shares(gender)}; ` +
    `recuerda el nombre el ${shares(recall.one)} si hay un personaje, el ${shares(recall["two-different"])} si ` +
    `hay dos de distinto género y el ${shares(recall["two-same"])} si son del mismo.`
  );
}
function mountCheckpoints(root, app) {
  root.innerHTML = CLOSED_HTML;
  const published = app.state.model;
  let points = [];
  const nameOf = (i) =>
    i === points.length - 1 ? "" : `el publicado, en el paso ${whole(points[i].step)} de su entrenamiento`;
  const shown = () => points.findIndex(({ model }) => model === app.state.model);
  function open(saved) {
    points = [...unpackTraining(saved, published.words), { ...saved.last, model: published }];
    root.innerHTML = OPEN_HTML;
    const slider = /** @type {HTMLInputElement} */ (root.querySelector("input"));
    slider.max = String(points.length - 1);
    slider.addEventListener("input", () => show(Number(slider.value)));
    root.addEventListener("click", (/** @type {any} */ event) => {
      const at = event.target.closest("[data-momento]")?.dataset.momento;
      if (at !== undefined) show(Number(at));
      root.querySelector(`[data-momento="${at}"]`)?.["focus"]();
    });
    draw();
    slider.focus();
  }
  function show(i) {
    app.set({ model: points[i].model, modelName: nameOf(i) }, { undoable: false });
    app.say(`Paso ${whole(points[i].step)}. ${whatItKnows(points[i])}`);
  }
  function next(model) {
    const { ids, position } = app.state;
    const p = forward(model, ids).tensors.probs.data.subarray(
      position * model.words.length,
      (position + 1) * model.words.length,
    );
    const best = ranking(p)[0];
    return `«${model.words[best]}», ${percent(p[best])}`;
  }
  function draw() {
    const at = shown();
    const slider = /** @type {HTMLInputElement} */ (root.querySelector("input"));
    const last = at === points.length - 1 ? ", el publicado" : "";
    const told = at < 0 ? "otro modelo" : `paso ${whole(points[at].step)}${last}`;
    if (at >= 0) slider.value = String(at);
    slider.setAttribute("aria-valuetext", told);
    root.querySelector("output").textContent = told;
    root.querySelector(".que-sabe").textContent =
      at < 0
        ? "El explorador muestra ahora otro modelo. Elige un momento para volver a este entrenamiento."
        : whatItKnows(points[at]);
    const rows = points.map((point, i) => {
      const shares = [point.number, point.gender, ...Object.values(point.recall)]
        .map((x) => `<td>${number(x, 1)}</td>`)
        .join("");
      return (
        `<tr${i === at ? ' class="actual" aria-current="true"' : ""}><th scope="row"><button type="button" ` +
        `class="enlace" data-momento="${i}" aria-label="Ir al paso ${whole(point.step)}">` +
        `${whole(point.step)}</button></th>` +
        `<td>${number(point.perplexity, 2)}</td>${shares}<td>${next(point.model)}</td></tr>`
      );
    });
    const heads = [
      "paso",
      "perplejidad",
      "%\u00a0número",
      "%\u00a0género",
      "%\u00a0nombre, uno",
      "%\u00a0nombre, él y ella",
      "%\u00a0nombre, mismo género",
      "la siguiente en tu texto",
    ];
    root.querySelector(".momentos").innerHTML =
      `<table class="lista"><caption class="oculto">El modelo en cada momento</caption>` +
      `<thead><tr>${heads.map((text) => `<th scope="col">${text}</th>`).join("")}</tr></thead><tbody>${rows.join("")}` +
      `</tbody></table>`;
  }
  root.querySelector("[data-hace=cargar]").addEventListener("click", () => {
    const told = root.querySelector(".estado");
    told.textContent = "Cargando…";
    loadData("explorador-puntos.js", "exploradorPuntos").then(open, (error) => (told.textContent = error.message));
  });
  app.onSeen(root, (_, keys) => {
    if (points.length && ["model", "ids", "position"].some((key) => keys.has(key))) draw();
  });
}
return { loadData, mountCheckpoints };
})();
const $grid = (() => {
const { cancelIdle, whenIdle } = $idle;
const { cellClass, cellTexts, isWide, sliceIndex, slices } = $core;
function cellOf(td, look) {
  const table = /** @type {HTMLTableElement} */ (td.closest("table"));
  const name = table.dataset.tensor;
  const tensor = look(name);
  const slice = { head: table.dataset.head === undefined ? null : Number(table.dataset.head) };
  const row = Number(/** @type {HTMLElement} */ (td.parentElement).dataset.row);
  return { name, index: sliceIndex(tensor, slice, row, td.cellIndex - 1) };
}
function tdOf(root, { name, index }) {
  const headed = root.querySelector(`table[data-tensor="${name}"][data-head]`);
  const query = headed ? `table[data-tensor="${name}"][data-head="${index[0]}"]` : `table[data-tensor="${name}"]`;
  const [row, column] = index.length === 1 ? [0, index[0]] : index.slice(-2);
  const line = root.querySelector(`${query} tr[data-row="${row}"]`);
  return line ? line.cells[column + 1] : null;
}
function makeStop(td) {
  td.closest("table")
    .querySelectorAll("td[tabindex='0']")
    .forEach((one) => one.setAttribute("tabindex", "-1"));
  td.setAttribute("tabindex", "0");
}
function prepareGrids(root) {
  for (const table of root.querySelectorAll("table[role=grid]"))
    if (!table.querySelector("td[tabindex='0']")) table.querySelector("tbody td")?.setAttribute("tabindex", "0");
}
const PAGE = 5;
const MANY = 600;
function destination(td, event) {
  const table = /** @type {HTMLTableElement} */ (td.closest("table"));
  const rows = table.tBodies[0].rows;
  const row = /** @type {HTMLTableRowElement} */ (td.parentElement).sectionRowIndex;
  const column = td.cellIndex;
  const last = rows[0].cells.length - 1;
  const whole = event.ctrlKey || event.metaKey;
  const moves = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [whole ? 0 : row, 1],
    End: [whole ? rows.length - 1 : row, last],
    PageUp: [row - PAGE, column],
    PageDown: [row + PAGE, column],
  };
  const move = moves[event.key];
  if (!move) return null;
  const clamp = (x, low, high) => Math.max(low, Math.min(high, x));
  return rows[clamp(move[0], 0, rows.length - 1)].cells[clamp(move[1], 1, last)];
}
function listenGrids(root, look, ask) {
  const cellAt = (event) => event.target.closest("table[role=grid] tbody td");
  root.addEventListener("keydown", (/** @type {any} */ event) => {
    const td = cellAt(event);
    if (!td) return;
    const to = destination(td, event);
    if (to) {
      makeStop(to);
      to.focus();
      to.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter" || event.key === " ") ask(cellOf(td, look), true);
    else return;
    event.preventDefault();
  });
  root.addEventListener("click", (/** @type {any} */ event) => {
    const td = cellAt(event);
    if (!td) return;
    makeStop(td);
    td.focus({ preventScroll: true });
    ask(cellOf(td, look), false);
  });
}
function writeCell(td, text, was, label) {
  if (td.firstChild.data !== text) td.firstChild.data = text;
  const old = td.lastElementChild;
  if (!label) {
    if (!old) return;
    old.remove();
    td.removeAttribute("aria-label");
    return;
  }
  if (old) old.firstChild.data = was;
  else td.append(Object.assign(document.createElement("s"), { className: "antes", textContent: was }));
  td.setAttribute("aria-label", label);
}
function refreshTable(table, tensor, before, most) {
  const { rows, columns, offset } = slices(table.dataset.tensor, tensor)[Number(table.dataset.head || 0)];
  const cut = (data) => data.slice(offset, offset + rows * columns);
  const wanted = { now: cut(tensor.data), old: cut(before.data), most };
  if (table["shown"]?.most !== most) {
    const unknown = () => new Float64Array(rows * columns).fill(NaN);
    table["shown"] = { now: unknown(), old: unknown(), most };
  }
  table.classList.toggle("de-dos-cifras", isWide(most));
  cancelIdle(table["rest"]);
  const lines = [...table.tBodies[0].rows];
  if (lines.length * columns <= MANY) return lines.forEach((line) => refreshLine(table, line, wanted, 0, columns));
  const [seen, from, to] = inSight(table, lines);
  seen.forEach((line) => refreshLine(table, line, wanted, from, to));
  const goOn = (deadline) => {
    do refreshLine(table, lines.shift(), wanted, 0, columns);
    while (lines.length && deadline.timeRemaining() > 2);
    if (lines.length && table.isConnected) table["rest"] = whenIdle(goOn);
  };
  table["rest"] = whenIdle(goOn);
}
function inSight(table, lines) {
  const strap = table.parentElement.getBoundingClientRect();
  const heads = [...table.tHead.rows[0].cells].slice(1).map((head) => head.getBoundingClientRect());
  const from = heads.findIndex((head) => head.right > strap.left);
  const behind = heads.findIndex((head) => head.left > strap.right);
  const seen = lines.filter((line) => {
    const { top, bottom } = line.getBoundingClientRect();
    return bottom > strap.top && top < strap.bottom;
  });
  return [seen, Math.max(0, from), behind < 0 ? heads.length : behind];
}
function refreshLine(table, line, { now, old, most }, from, to) {
  const { shown } = table;
  const digits = table.dataset.digits === "%" ? "%" : Number(table.dataset.digits);
  const start = Number(line.dataset.row) * (line.cells.length - 1);
  for (let j = from; j < to; j++) {
    const at = start + j;
    if (shown.now[at] === now[at] && shown.old[at] === old[at]) continue;
    [shown.now[at], shown.old[at]] = [now[at], old[at]];
    const td = line.cells[j + 1];
    const { text, old: was, label } = cellTexts(now[at], old[at], digits);
    writeCell(td, text, was, label);
    const kept = ["elegida", "operando"].filter((one) => td.classList.contains(one));
    const wanted = [cellClass(now[at], label !== "", most), ...kept].filter(Boolean).join(" ");
    if (td.className !== wanted) td.className = wanted;
  }
}
return { tdOf, makeStop, prepareGrids, listenGrids, refreshTable };
})();
const $aloud = (() => {
const { percent } = $core;
const { ranking } = $core;
const SAID = 3;
function nextWords(trace, { words, state }) {
  return trace.tensors.probs.data.subarray(state.position * words.length, (state.position + 1) * words.length);
}
const NO_FORECAST = "ninguna palabra, porque un cambio ha dejado la cuenta sin valor";
function outlook(app) {
  const { words, state, trace } = app;
  const p = nextWords(trace, app);
  const best = ranking(p).slice(0, SAID);
  const said = Number.isNaN(p[best[0]])
    ? NO_FORECAST
    : best.map((id) => `«${words[id]}», ${percent(p[id])}`).join("; ");
  return `Detrás de «${words[state.ids[state.position]]}»: ${said}.`;
}
function effect(app) {
  const { words, trace, original } = app;
  const [p, old] = [trace, original].map((found) => nextWords(found, app));
  const [now, before] = [ranking(p)[0], ranking(old)[0]];
  if (Number.isNaN(p[now])) return outlook(app);
  if (now !== before)
    return (
      `La palabra más probable ya no es «${words[before]}», que pasa de ${percent(old[before])} a ` +
      `${percent(p[before])}, sino «${words[now]}», con ${percent(p[now])}.`
    );
  const moved = percent(old[now]) === percent(p[now]) ? "con" : `que pasa de ${percent(old[now])} a`;
  return `La palabra más probable sigue siendo «${words[now]}», ${moved} ${percent(p[now])}.`;
}
return { NO_FORECAST, outlook, effect };
})();
const $edits = (() => {
const { effect, NO_FORECAST, outlook } = $aloud;
const { percent } = $core;
const { changePhrase } = $core;
const { ranking } = $core;
const BEST = 3;
function forecast(trace, words, position) {
  const p = trace.tensors.probs.data.subarray(position * words.length, (position + 1) * words.length);
  const best = ranking(p).slice(0, BEST);
  if (Number.isNaN(p[best[0]])) return NO_FORECAST;
  return best
    .map((id) => `«${words[id]}» <span class="suave">${percent(p[id])}</span>`)
    .join(", ");
}
function forecastHtml({ state, words, trace, original }) {
  const before =
    trace === original ? "" : ` · antes: <span class="previo">${forecast(original, words, state.position)}</span>`;
  return `Detrás de «${words[state.ids[state.position]]}»: ${forecast(trace, words, state.position)}${before}`;
}
function mountEdits(root, app) {
  root.innerHTML = `
<div class="mandos">
  <button type="button" class="boton" data-hace="deshacer">Deshacer</button>
  <button type="button" class="boton" data-hace="reponer">Dejarlo como al principio</button>
  <button type="button" class="boton" data-hace="enlace">Copiar un enlace</button>
  <span class="estado enlace-copiado"></span>
</div>
<p class="pronostico"></p>
<div class="cambios"></div>`;
  const list = /** @type {HTMLElement} */ (root.querySelector(".cambios"));
  const told = /** @type {HTMLElement} */ (root.querySelector(".enlace-copiado"));
  function draw() {
    const { changes, modelName } = app.state;
    const items = changes.map(
      (change, i) =>
        `<li>${changePhrase(change, app.about)} ` +
        `<button type="button" class="enlace" data-quita="${i}" aria-label="Quitar el cambio: ` +
        `${changePhrase(change, app.about)}">quitar</button></li>`,
    );
    list.innerHTML =
      (app.complaint ? `<p>${app.complaint}</p>` : "") +
      (modelName ? `<p>Estás mirando otro modelo: ${modelName}.</p>` : "") +
      (items.length
        ? `<p>${items.length === 1 ? "Un cambio" : `${items.length} cambios`} sobre el modelo. ` +
          `Lo que ha cambiado lleva borde y su valor de antes, tachado.` +
          `</p><ul>${items.join("")}</ul>`
        : "");
    root.querySelector("[data-hace=deshacer]").toggleAttribute("disabled", !app.canUndo);
    root.querySelector("[data-hace=reponer]").toggleAttribute("disabled", !changes.length && !modelName);
    told.textContent = "";
    drawForecast();
  }
  function drawForecast() {
    root.querySelector(".pronostico").innerHTML = forecastHtml(app);
  }
  async function copyLink() {
    try {
      await navigator.clipboard.writeText(app.address());
      told.textContent = app.state.modelName
        ? "Enlace copiado: lleva el texto, el paso, la casilla y los cambios, pero se abrirá con el modelo publicado."
        : "Enlace copiado: lleva el texto, el paso, la casilla y los cambios.";
    } catch {
      history.replaceState(history.state, "", app.address());
      told.textContent = "El enlace es la dirección de esta página: cópiala de la barra del navegador.";
    }
    app.say(told.textContent);
  }
  root.addEventListener("click", (/** @type {any} */ event) => {
    const { hace, quita } = event.target.closest("button")?.dataset || {};
    if (hace === "deshacer") {
      app.undo();
      app.say(`Deshecho. ${outlook(app)}`);
      keep("[data-hace=deshacer]");
    } else if (hace === "reponer") {
      app.reset();
      app.say(`El modelo está como al principio. ${outlook(app)}`);
      keep("[data-hace=deshacer]");
    } else if (hace === "enlace") copyLink();
    else if (quita !== undefined) {
      app.set({ changes: app.state.changes.filter((_, i) => i !== Number(quita)) });
      app.say(`Cambio quitado. ${effect(app)}`);
      keep("[data-quita], [data-hace=deshacer]");
    }
  });
  function keep(query) {
    const button = [...root.querySelectorAll(query)].find((one) => !one.hasAttribute("disabled"));
    (button || root.querySelector("[data-hace=enlace]"))["focus"]();
  }
  app.on((_, keys) => {
    if (keys.has("changes") || keys.has("model") || keys.has("ids")) draw();
    else if (keys.has("position")) drawForecast();
  });
  draw();
}
return { forecastHtml, mountEdits };
})();
const $roving = (() => {
function oneStop(root, query, usual) {
  const all = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(query)]);
  function settle(stop) {
    const controls = all();
    const kept = controls.includes(/** @type {HTMLElement} */ (stop)) ? stop : root.querySelector(usual) || controls[0];
    for (const one of controls) one.tabIndex = one === kept ? 0 : -1;
  }
  root.addEventListener("focusin", (event) => settle(/** @type {Element} */ (event.target)));
  root.addEventListener("keydown", (event) => {
    const controls = all();
    const at = controls.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = controls.length - 1;
    const before = Math.max(0, at - 1);
    const after = Math.min(last, at + 1);
    const moves = { ArrowLeft: before, ArrowUp: before, ArrowRight: after, ArrowDown: after, Home: 0, End: last };
    if (!(event.key in moves)) return;
    event.preventDefault();
    controls[moves[event.key]].focus();
  });
  return () => settle(document.activeElement);
}
return { oneStop };
})();
const $map = (() => {
const { effect } = $aloud;
const { forecastHtml } = $edits;
const { oneStop } = $roving;
const { mapGroups, nameParts, stepText } = $core;
const samePart = (a, b) => a.tensor === b.tensor && a.index.join() === b.index.join();
function toggle(app, part) {
  const off = isOff(app, part);
  const rest = app.state.changes.filter((change) => !samePart(change, part));
  app.set({ changes: off ? rest : [...rest, { ...part, value: 0 }] });
  return !off;
}
function isOff(app, part) {
  return app.state.changes.some((change) => samePart(change, part) && change.value === 0);
}
function partsOf(layer, sizes) {
  const heads = Array.from({ length: sizes.heads }, (_, i) => ({
    label: `Cabeza ${i + 1}`,
    tensor: `${layer}.mixed`,
    index: [i, "*", "*"],
  }));
  const attention = { label: "Atención", tensor: `${layer}.attention`, index: ["*", "*"] };
  const ffn = { label: "Red hacia delante", tensor: `${layer}.ffn`, index: ["*", "*"] };
  return [...heads, attention, ...(sizes.expansion ? [ffn] : [])];
}
function mountMap(root, app, steps) {
  const open = matchMedia("(min-width: 45em)").matches;
  root.innerHTML =
    `<details class="plano"${open ? " open" : ""}><summary>Mapa de la red</summary>` +
    `<nav aria-label="Mapa de la red"><div class="mapa" role="toolbar" aria-label="Estaciones e interruptores"></div>` +
    `</nav></details>`;
  const nav = /** @type {HTMLElement} */ (root.querySelector(".mapa"));
  const stopAtStation = oneStop(nav, "button, input", "[aria-current]");
  function switchesOf(layer) {
    const one = (part) =>
      `<label class="interruptor">` +
      `<input type="checkbox" data-part="${part.tensor}@${part.index.join(",")}"` +
      `${isOff(app, part) ? "" : " checked"}> ` +
      `${part.label}</label>`;
    return (
      `<fieldset class="interruptores"><legend>Encendido en la capa ${layer}</legend>` +
      `${partsOf(layer, app.state.model.sizes).map(one).join("")}</fieldset>` +
      (app.trace === app.original ? "" : `<p class="efecto">${forecastHtml(app)}</p>`)
    );
  }
  function groupOff({ kind, steps: names }) {
    const { layer } = nameParts(names[0]);
    const { heads } = app.state.model.sizes;
    const all = ["*", "*"];
    if (kind === "ffn") return isOff(app, { tensor: `${layer}.ffn`, index: all }) ? "apagada" : "";
    if (kind !== "attention") return "";
    if (isOff(app, { tensor: `${layer}.attention`, index: all })) return "apagada";
    const off = Array.from({ length: heads }, (_, i) => i).filter((i) =>
      isOff(app, { tensor: `${layer}.mixed`, index: [i, "*", "*"] }),
    );
    return off.length ? `sin la cabeza ${off.map((i) => i + 1).join(" ni la ")}` : "";
  }
  function draw() {
    const { step } = app.state;
    const columns = mapGroups(steps());
    const group = (one) => {
      const here = one.steps.includes(step);
      const off = groupOff(one);
      const said = off ? ` (${off})` : "";
      const detail = here && one.steps.length > 1 ? stepText(step).title.toLowerCase() : "";
      const { layer, of } = nameParts(one.steps[0]);
      const where = { norm1: "antes de la atención", norm2: "antes de la red hacia delante", norm: "al final" }[of];
      const shown = [one.title + said, detail].filter(Boolean).join(" ");
      const name = [shown, where, layer ? `capa ${layer}` : ""].filter(Boolean).join(", ");
      return (
        `<li><button type="button" class="estacion${off ? " apagada" : ""}" aria-label="${name}"` +
        ` data-step="${one.steps[0]}"${here ? ' aria-current="step"' : ""}>` +
        `${one.title}<span class="apagado">${said}</span> <span class="detalle">${detail}</span></button></li>`
      );
    };
    const focused =
      document.activeElement instanceof HTMLElement && nav.contains(document.activeElement)
        ? keyOf(document.activeElement)
        : "";
    nav.innerHTML = columns
      .map(
        (column) =>
          `<section class="${column.layer ? "capa" : "extremo"}"><h3>${column.title}</h3><ol>` +
          `${column.groups.map(group).join("")}</ol>${column.layer ? switchesOf(column.layer) : ""}</section>`,
      )
      .join("");
    if (focused)
      [...nav.querySelectorAll("button, input")]
        .find((one) => keyOf(/** @type {HTMLElement} */ (one)) === focused)
        ?.["focus"]();
    stopAtStation();
  }
  const keyOf = (/** @type {HTMLElement} */ one) => one.dataset.step || one.dataset.part || "";
  nav.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    app.set({ step: button.dataset.step, cell: null });
    const walk = root.parentElement.querySelector(".pasos");
    if (walk.getBoundingClientRect().top > 0.7 * innerHeight) walk.scrollIntoView({ block: "start" });
    app.say(`${stepText(app.state.step).title}.`);
    if (event.detail === 0) app.goTo({}); // by key: on to the step, past the rest of the map
  });
  nav.addEventListener("change", (/** @type {any} */ event) => {
    const [tensor, index] = event.target.dataset.part.split("@");
    const part = { tensor, index: index.split(",").map((i) => (i === "*" ? i : Number(i))) };
    const label = event.target.parentElement.textContent.trim();
    const off = toggle(app, part);
    app.say(`${label} de la capa ${nameParts(tensor).layer}, ${off ? "apagada" : "encendida"}. ${effect(app)}`);
  });
  app.on((_, keys) => {
    if (["step", "changes", "model", "ids", "position"].some((key) => keys.has(key))) draw();
  });
  draw();
}
return { toggle, isOff, mountMap };
})();
const $panel = (() => {
const { effect } = $aloud;
const { calculationAloud, calculationHtml, calculationTitle, calcNumber, cellFromText, cellText, usesLines } = $core;
const { forecastHtml } = $edits;
const { parseNumber } = $core;
const { explain, uses } = $core;
const { isOff, toggle } = $map;
const { axesOf, cellPhrase, cellSymbol, nameParts } = $core;
const USES_SHOWN = 24;
const SEEN = 160;
function reveal(/** @type {HTMLElement} */ start, /** @type {HTMLElement} */ panel) {
  const { top } = start.getBoundingClientRect();
  const rest = panel.getBoundingClientRect().bottom - top;
  if (top > innerHeight - SEEN) scrollBy(0, Math.min(rest, innerHeight / 2) - (innerHeight - top));
}
function switchesFor({ name, index }) {
  const { layer, part, parameter } = nameParts(name);
  const axes = axesOf(name);
  if (!layer || parameter) return [];
  if (axes[0] === "head")
    return [{ label: `la cabeza ${index[0] + 1}`, tensor: `${layer}.mixed`, index: [index[0], "*", "*"] }];
  if (part === "up" || part === "hidden")
    return [{ label: `la neurona ${index[1] + 1}`, tensor: `${layer}.hidden`, index: ["*", index[1]] }];
  return [];
}
function mountPanel(root, app, { back }) {
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "La cuenta de la casilla");
  let ask = (/** @type {any} */ _cell) => {};
  let goBack = (/** @type {number} */ _at) => {};
  let calculation = null;
  let framed = "";
  const sameCell = (change, cell) => change.tensor === cell.name && change.index.join() === cell.index.join();
  function trailHtml() {
    const { trail } = app.state;
    if (trail.length < 2) return "";
    const links = trail.map((cell, i) =>
      i === trail.length - 1
        ? `<li aria-current="true">${cellSymbol(cell.name, cell.index, app.about)}</li>`
        : `<li><button type="button" class="enlace" data-back="${i}" aria-label="Volver a ` +
          `${cellPhrase(cell.name, cell.index, app.about)}">${cellSymbol(cell.name, cell.index, app.about)}` +
          `</button></li>`,
    );
    return `<nav aria-label="Rastro"><ol class="rastro">${links.join("")}</ol></nav>`;
  }
  function actionsHtml(cell) {
    const changed = app.state.changes.some((change) => sameCell(change, cell));
    const restore = changed ? `<button type="button" class="boton" data-restore>Devolverle su valor</button>` : "";
    const off = switchesFor(cell).map(
      (part, i) =>
        `<button type="button" class="boton" data-switch="${i}">${isOff(app, part) ? "Encender" : "Apagar"} ` +
        `${part.label}</button>`,
    );
    const mask =
      cell.name === "mask"
        ? `<button type="button" class="boton" data-mask>` +
          `${calculation.value ? "Tapar" : "Destapar"} esta casilla</button>`
        : "";
    return [mask, restore, ...off].join(" ");
  }
  function usesHtml(cell) {
    const lines = usesLines(uses(app.trace, cell.name, cell.index), app.about);
    if (!lines.length) {
      const end =
        cell.name === "probs" || cell.name === "logits" ? "Es el final de la red." : "Ninguna casilla lo lee.";
      return `<p class="total">${end}</p>`;
    }
    return lines
      .map(({ name, indices, text }) => {
        const shown = indices.slice(0, USES_SHOWN);
        const buttons = shown.map((index) => {
          const label = `Ir a ${cellPhrase(name, index, app.about)}`;
          return (
            `<button type="button" class="dato" data-cell="${cellText({ name, index })}" aria-label="${label}">` +
            `${cellSymbol(name, index, app.about)}</button>`
          );
        });
        const more = indices.length > shown.length ? ` y ${indices.length - shown.length} más` : "";
        return `<p>A ${text}: ${buttons.join(" ")}${more}</p>`;
      })
      .join("");
  }
  function frame(cell) {
    const keypad = nameParts(cell.name).part === "scores" ? "" : ' inputmode="decimal"';
    const form =
      `<form class="mandos cambiar"><label>Cambiar por ` +
      `<input size="8"${keypad} autocomplete="off" aria-describedby="ex-cambio"></label> ` +
      `<button type="button" class="boton" data-sign aria-label="Cambiar de signo">±</button> ` +
      `<button class="boton">Cambiar</button></form>` +
      `<p class="estado" id="ex-cambio" role="status"></p>`;
    root.innerHTML =
      `<button type="button" class="boton volver" data-close>Volver a la casilla</button><div class="de-donde">` +
      `</div><h4 tabindex="-1"></h4><p class="pista">${cellPhrase(cell.name, cell.index, app.about)}</p>` +
      `<div class="cuenta"></div>` +
      `${cell.name === "mask" ? "" : form}<div class="mandos acciones"></div><p class="efecto"></p>` +
      `<details class="adonde"><summary>¿Adónde va?</summary><div class="usos"></div></details>` +
      `<div class="mandos"><button type="button" class="boton" data-read>Leer la cuenta entera</button></div>` +
      `<p class="leida pista" aria-hidden="true"></p>`;
    root.querySelector("details.adonde").addEventListener("toggle", fillUses);
  }
  function fillUses() {
    const { cell } = app.state;
    if (cell && root.querySelector("details.adonde")["open"]) root.querySelector(".usos").innerHTML = usesHtml(cell);
  }
  function draw() {
    const { cell } = app.state;
    if (!cell) {
      calculation = null;
      framed = "";
      root.innerHTML =
        `<p class="pista">Elige una casilla y aquí verás de dónde sale su número. ` +
        `Con el teclado: flechas para moverte, Intro para preguntar y Escape para volver.` +
        `</p>`;
      return;
    }
    calculation = explain(app.trace, cell.name, cell.index);
    const wanted = `${cellText(cell)} ${app.state.ids.join()}`;
    if (framed !== wanted) frame(cell);
    framed = wanted;
    write(".de-donde", trailHtml());
    write("h4", calculationTitle(calculation, app.about));
    write(".cuenta", calculationHtml(calculation, app.about));
    write(".acciones", actionsHtml(cell));
    root.querySelector(".leida").textContent = "";
    const field = /** @type {HTMLInputElement | null} */ (root.querySelector("form input"));
    if (field && document.activeElement !== field) field.value = calcNumber(calculation.value);
    write(".efecto", app.trace === app.original ? "" : forecastHtml(app));
    fillUses();
  }
  function write(query, html) {
    const part = root.querySelector(query);
    if (part["written"] !== html) part.innerHTML = html;
    part["written"] = html;
  }
  function change(value) {
    const { cell, changes } = app.state;
    const others = changes.filter((one) => !sameCell(one, cell));
    app.set({ changes: value === null ? others : [...others, { tensor: cell.name, index: cell.index, value }] });
  }
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = root.querySelector("form input");
    const typed = field["value"].trim();
    const value = typed === "−∞" || typed === "-∞" ? -Infinity : parseNumber(typed);
    const told = root.querySelector("form + .estado");
    if (Number.isNaN(value) || (value === -Infinity && nameParts(app.state.cell.name).part !== "scores")) {
      field.setAttribute("aria-invalid", "true");
      told.textContent = `«${typed}» no es un número. Escríbelo con coma, como 0,25.`;
      return;
    }
    field.removeAttribute("aria-invalid");
    told.textContent = "";
    change(value);
    app.say(`Cambiado por ${calcNumber(value)}. ${effect(app)}`);
    root.querySelector(".efecto").scrollIntoView({ block: "nearest" });
  });
  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { dataset } = button;
    if (dataset.cell) ask(cellFromText(dataset.cell));
    else if (dataset.back !== undefined) goBack(Number(dataset.back));
    else if (dataset.restore !== undefined) {
      change(null);
      app.say(`Ha vuelto a su valor. ${effect(app)}`);
      focus();
    } else if (dataset.mask !== undefined) {
      change(calculation.value ? 0 : 1);
      app.say(`${calculation.value ? "Destapada" : "Tapada"}. ${effect(app)}`);
      focus();
    } else if (dataset.switch !== undefined) {
      const part = switchesFor(app.state.cell)[Number(dataset.switch)];
      const off = toggle(app, { tensor: part.tensor, index: part.index });
      app.say(`${off ? "Apagada" : "Encendida"} ${part.label}. ${effect(app)}`);
      root.querySelector(`[data-switch="${dataset.switch}"]`)?.["focus"]();
    } else if (dataset.sign !== undefined) {
      const field = root.querySelector("form input");
      const typed = field["value"].trim();
      field["value"] = /^[-−]/.test(typed) ? typed.slice(1) : `−${typed}`;
    } else if (dataset.read !== undefined) readWhole();
    else if (dataset.close !== undefined) back();
  });
  function readWhole() {
    const text = calculationAloud(calculation, app.about, true);
    app.say(text);
    root.querySelector(".leida").textContent = text;
  }
  function focus(operand = null) {
    const followed = operand && root.querySelector(`.cuenta [data-cell="${cellText(operand)}"]`);
    const heading = followed || root.querySelector("h4");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "nearest" });
    if (heading) reveal(heading, root);
  }
  const show = () => reveal(root, root);
  return {
    draw,
    focus,
    show,
    operands: () => (calculation ? calculation.operands : []),
    say: () => calculation && app.say(calculationAloud(calculation, app.about)),
    onAsk: (then) => (ask = then),
    onBack: (then) => (goBack = then),
  };
}
return { reveal, mountPanel };
})();
const $walk = (() => {
const { escapeHtml } = $core;
const { listenGrids, makeStop, prepareGrids, refreshTable, tdOf } = $grid;
const { graph } = $core;
const { mountPanel } = $panel;
const { nameParts, stepNames, stepShowing, stepText } = $core;
const { heatTable, isShare, largest, legend, slices } = $core;
const { tensor } = $core;
const SIDE_BY_SIDE = 12;
function digitsOf(name) {
  if (name === "mask") return 0;
  return isShare(name) ? 3 : 2;
}
function mostOf(name, found) {
  return isShare(name) ? 1 : largest(found.data);
}
function stepsOf(sizes) {
  return stepNames(graph(sizes));
}
function rowsUsed(name, ids) {
  if (name === "embedding.weight") return [...new Set(ids)];
  return name === "position.weight" ? ids.map((_, i) => i) : null;
}
function tensorHtml(app, name) {
  const now = tensor(app.trace, name);
  const before = app.trace === app.original ? undefined : tensor(app.original, name);
  const only = rowsUsed(name, app.state.ids);
  const most = mostOf(name, now);
  return slices(name, now)
    .map((slice, i) =>
      heatTable({
        name,
        tensor: now,
        slice,
        before,
        about: app.about,
        most,
        digits: digitsOf(name),
        only,
        note: i ? "" : legend(most, { share: isShare(name) }),
      }),
    )
    .join("");
}
function stepHeading(name) {
  const { layer, of } = nameParts(name);
  const place = { norm1: "antes de la atención", norm2: "antes de la red hacia delante", norm: "al final" }[of];
  return [stepText(name).title, place, layer ? `capa ${layer}` : ""].filter(Boolean).join(", ");
}
const WALK_HTML = `
<div class="pasos mandos">
  <button type="button" class="boton" data-va="-1"><span aria-hidden="true">‹</span> Anterior</button>
  <span class="cuenta-pasos"></span>
  <button type="button" class="boton" data-va="1">Siguiente <span aria-hidden="true">›</span></button>
  <label><input type="checkbox" data-todo> Todo a la vez</label>
</div>
<div class="escena"></div>
<div class="pasos mandos abajo">
  <button type="button" class="boton" data-va="-1"><span aria-hidden="true">‹</span> Anterior</button>
  <button type="button" class="boton" data-va="1">Siguiente <span aria-hidden="true">›</span></button>
</div>`;
function mountWalk(root, app, parts) {
  root.innerHTML = WALK_HTML;
  const scene = /** @type {HTMLElement} */ (root.querySelector(".escena"));
  const counter = /** @type {HTMLElement} */ (root.querySelector(".cuenta-pasos"));
  const all = /** @type {HTMLInputElement} */ (root.querySelector("[data-todo]"));
  const look = (name) => tensor(app.trace, name);
  const steps = () => stepsOf(app.state.model.sizes);
  const nodeOf = (name) => graph(app.state.model.sizes).find((node) => node.name === name);
  const roomy = matchMedia("(min-width: 60em)");
  const panelRoot = document.createElement("div");
  panelRoot.className = "panel";
  const panel = mountPanel(panelRoot, app, { back: toCell });
  let observer = null;
  const stepFor = (name) => stepShowing(graph(app.state.model.sizes), name, app.state.step);
  function frame(name) {
    const text = stepText(name);
    const section = document.createElement("div");
    section.className = "paso-explorador";
    section.setAttribute("role", "group");
    section.dataset.paso = name;
    section.setAttribute("aria-label", stepHeading(name));
    const template = /** @type {HTMLTemplateElement | null} */ (
      parts.querySelector(`template[data-parte-de="${nameParts(name).part}"]`)
    );
    section.innerHTML =
      `<h3 tabindex="-1">${escapeHtml(stepHeading(name))}</h3><p>${escapeHtml(text.says)}</p>` +
      `<div class="dicho"></div><div class="lugar-tablas"></div>`;
    if (template) section.querySelector(".dicho").append(template.content.cloneNode(true));
    return section;
  }
  function fill(section) {
    const name = section.dataset.paso;
    const inputs = nodeOf(name).inputs;
    const place = /** @type {HTMLElement} */ (section.querySelector(".lugar-tablas"));
    place.innerHTML =
      `<div class="sale"><h4>Sale</h4><div class="tablas">${tensorHtml(app, name)}</div></div>` +
      `<div class="lugar-panel"></div>` +
      `<div class="entra"><h4>Entra</h4><div class="tablas">` +
      `${inputs.map((input) => tensorHtml(app, input)).join("")}</div></div>`;
    section.dataset.lleno = "sí";
    const widest = Math.max(...slices(name, look(name)).map((slice) => slice.columns));
    place.classList.toggle("a-dos", widest <= SIDE_BY_SIDE);
    prepareGrids(place);
    if (name === app.state.step) placePanel(section);
    mark(section);
  }
  function placePanel(section) {
    const td = app.state.cell && tdOf(section, app.state.cell);
    const beside = section.querySelector(".lugar-panel");
    const below = td && (td.closest(".entra") || !section.querySelector(".a-dos") || !roomy.matches);
    if (below) {
      const matrix = td.closest(".matriz");
      if (matrix.nextElementSibling !== panelRoot) matrix.after(panelRoot);
    } else if (panelRoot.parentElement !== beside) beside.append(panelRoot);
  }
  function mark(place) {
    place.querySelectorAll(".elegida, .operando").forEach((td) => {
      td.classList.remove("elegida", "operando");
      td.removeAttribute("aria-selected");
    });
    const { cell } = app.state;
    if (!cell) return;
    for (const operand of panel.operands()) tdOf(place, operand)?.classList.add("operando");
    const td = tdOf(place, cell);
    if (!td) return;
    td.classList.remove("operando");
    td.classList.add("elegida");
    td.setAttribute("aria-selected", "true");
    makeStop(td);
  }
  function draw() {
    observer?.disconnect();
    panelRoot.remove();
    scene.textContent = "";
    if (!all.checked) {
      const section = frame(app.state.step);
      scene.append(section);
      fill(section);
    } else {
      observer = new IntersectionObserver(
        (entries) =>
          entries.forEach(
            ({ target, isIntersecting }) =>
              isIntersecting && !target["dataset"].lleno && fill(/** @type {HTMLElement} */ (target)),
          ),
        { rootMargin: "600px" },
      );
      for (const name of steps()) {
        const section = frame(name);
        scene.append(section);
        observer.observe(section);
      }
    }
    count();
  }
  function count() {
    const names = steps();
    const at = names.indexOf(app.state.step);
    counter.textContent = `Paso ${at + 1} de ${names.length}`;
    root.querySelectorAll("[data-va]").forEach((button) => {
      const to = at + Number(/** @type {HTMLElement} */ (button).dataset.va);
      button.toggleAttribute("disabled", to < 0 || to >= names.length);
    });
  }
  function refresh() {
    for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (scene.querySelectorAll("table.calor"))) {
      const name = table.dataset.tensor;
      const now = look(name);
      const most = mostOf(name, now);
      refreshTable(table, now, tensor(app.original, name), most);
      const scale = table.closest(".matriz").querySelector(".escala");
      if (scale) scale.outerHTML = legend(most, { share: isShare(name) });
    }
    scene.querySelectorAll("[data-lleno]").forEach(mark);
  }
  const sectionOf = (name) => /** @type {HTMLElement | null} */ (scene.querySelector(`[data-paso="${name}"]`));
  function toCell() {
    const td = app.state.cell && tdOf(sectionOf(app.state.step) || scene, app.state.cell);
    if (!td) return false;
    makeStop(td);
    td.focus();
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }
  function ask(cell, { keepTrail = false, focus = false } = {}) {
    const trail = keepTrail ? [...app.state.trail, cell] : [cell];
    const shown = sectionOf(app.state.step);
    const step = !keepTrail && shown && tdOf(shown, cell) ? app.state.step : stepFor(cell.name);
    const top = () => tdOf(shown || scene, cell)?.getBoundingClientRect().top ?? 0;
    const before = top();
    app.set({ cell, trail, step });
    panel.say();
    if (focus) panel.focus();
    else {
      scrollBy(0, top() - before); // the panel may have left a place above
      panel.show();
    }
  }
  listenGrids(scene, look, (cell, byKey) => ask(cell, { focus: byKey }));
  scene.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Escape" || !event.target.closest(".panel")) return;
    if (app.state.trail.length > 1) step(app.state.trail.length - 2);
    else toCell();
  });
  function step(at) {
    const followed = app.state.trail[at + 1];
    const trail = app.state.trail.slice(0, at + 1);
    const cell = trail[at];
    app.set({ cell, trail, step: stepFor(cell.name) });
    panel.say();
    panel.focus(followed);
  }
  panel.onAsk((cell) => ask(cell, { keepTrail: true, focus: true }));
  panel.onBack(step);
  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-va]");
    if (!button) return;
    const names = steps();
    const to = names[names.indexOf(app.state.step) + Number(button.dataset.va)];
    app.set({ step: to, cell: null });
    app.say(`Paso ${names.indexOf(to) + 1} de ${names.length}: ${stepHeading(to)}.`);
    if (button.disabled) root.querySelector(`[data-va="${-Number(button.dataset.va)}"]`)["focus"]();
    if (button.closest(".abajo")) root.querySelector(".pasos").scrollIntoView({ block: "start" });
  });
  all.addEventListener("change", () => {
    draw();
    if (all.checked) sectionOf(app.state.step)?.scrollIntoView({ block: "start" });
  });
  app.on((state, keys) => {
    if (keys.has("model") || keys.has("ids") || (keys.has("step") && !all.checked)) draw();
    else if (keys.has("changes")) refresh();
    panel.draw();
    if (keys.has("step") && all.checked) {
      count();
      const section = sectionOf(state.step);
      if (!section.dataset.lleno) fill(section);
      section.scrollIntoView({ block: "nearest" });
    }
    const here = sectionOf(state.step);
    if (here?.dataset.lleno && !(keys.size === 1 && keys.has("changes"))) placePanel(here);
    scene.querySelectorAll("[data-lleno]").forEach(mark);
  });
  app.goTo = ({ step: to, cell }) => {
    if (cell) app.set({ cell, trail: [cell], step: to || stepFor(cell.name) });
    else if (to) app.set({ step: to });
    (sectionOf(app.state.step) || root).scrollIntoView({ block: "start" });
    if (!cell || !toCell()) sectionOf(app.state.step)?.querySelector("h3").focus({ preventScroll: true });
  };
  panel.draw();
  draw();
}
return { digitsOf, stepsOf, mountWalk };
})();
const $compare = (() => {
const { escapeHtml, findWord, inProse, number, percent, splitWords } = $core;
const { forward } = $core;
const { stepText, nameParts, titleOf } = $core;
const { bar, heatTable, largest, legend, levelClass, ranking, slices } = $core;
const { digitsOf, stepsOf } = $walk;
const PAIRS = [
  [
    "había una niña llamada Ana . la niña que vio el rey llegó",
    "había una niña llamada Ana . la niña que vieron los reyes llegó",
  ],
  ["había un rey llamado Hugo . mi gato volvió", "había un rey llamado Hugo . mi gata volvió"],
  [
    "había una reina llamada Eva . las gatas del castillo estaban",
    "había una reina llamada Eva . los gatos del castillo estaban",
  ],
  [
    "había una niña llamada Ana y una reina llamada Eva . la niña estaba triste . lo contó la niña",
    "había una niña llamada Ana y una reina llamada Eva . la niña estaba triste . lo contó la reina",
  ],
];
function difference(a, b) {
  const data = new Float64Array(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = a.data[i] === b.data[i] ? 0 : a.data[i] - b.data[i];
  return { shape: a.shape, data };
}
function byPosition({ shape, data }) {
  const [rows, columns] = shape.slice(-2);
  const most = new Array(rows).fill(0);
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / columns) % rows;
    if (Math.abs(data[i]) > most[row]) most[row] = Math.abs(data[i]);
  }
  return most;
}
function mountCompare(root, app) {
  root.innerHTML = `
<div class="mandos"><label>Pares para empezar <select data-par></select></label></div>
<div class="campo">
  <label for="ex-otro">El otro texto</label>
  <textarea id="ex-otro" rows="2" autocomplete="off" autocapitalize="none" spellcheck="false"
    aria-describedby="ex-otro-aviso"></textarea>
</div>
<div class="mandos">
  <button type="button" class="boton" data-hace="comparar">Comparar</button>
  <button type="button" class="boton" data-hace="copiar">Copiar aquí el primer texto</button>
</div>
<p id="ex-otro-aviso" class="estado" role="status"></p>
<div class="comparado"></div>`;
  const field = /** @type {HTMLTextAreaElement} */ (root.querySelector("#ex-otro"));
  const notice = /** @type {HTMLElement} */ (root.querySelector("#ex-otro-aviso"));
  const out = /** @type {HTMLElement} */ (root.querySelector(".comparado"));
  const pairs = /** @type {HTMLSelectElement} */ (root.querySelector("[data-par]"));
  pairs.innerHTML =
    `<option value="">elige uno</option>` +
    PAIRS.map(([a, b], i) => `<option value="${i}">${escapeHtml(differing(a, b))}</option>`).join("");
  let other = null;
  let shown = "";
  function differing(a, b) {
    const [x, y] = [a.split(" "), b.split(" ")];
    const at = x.map((word, i) => i).filter((i) => x[i] !== y[i]);
    return `«${at.map((i) => x[i]).join(" ")}» o «${at.map((i) => y[i]).join(" ")}»`;
  }
  function read() {
    const typed = splitWords(field.value);
    const ids = typed.map((word) => findWord(app.words, word));
    const bad = ids.indexOf(-1);
    const context = app.state.model.sizes.context;
    const problem =
      bad >= 0
        ? `«${typed[bad]}» no es una palabra del modelo.`
        : ids.length > context
          ? `Caben ${context} palabras y has escrito ${ids.length}.`
          : ids.length
            ? ""
            : "Escribe el otro texto.";
    notice.textContent = problem;
    field.setAttribute("aria-invalid", String(Boolean(problem)));
    if (problem) return;
    other = ids;
    draw();
    notice.textContent = "Comparados.";
  }
  function draw() {
    if (!other) return;
    const { state, trace, words } = app;
    const second = forward(state.model, other, state.changes);
    out.innerHTML =
      nextHtml(trace, second) +
      (other.length === state.ids.length
        ? spreadHtml(trace, second)
        : `<p>Los textos tienen ${state.ids.length} y ` +
          `${other.length} palabras. Para compararlos paso a paso, tienen que ser igual de largos.</p>`);
    if (shown) drawOne(second);
    function nextHtml(first, last) {
      const row = (found, length) =>
        found.tensors.probs.data.subarray((length - 1) * words.length, length * words.length);
      const [p, q] = [row(first, state.ids.length), row(last, other.length)];
      const top = [...new Set([...ranking(p).slice(0, 5), ...ranking(q).slice(0, 5)])];
      const lines = top.map(
        (id) =>
          `<tr><th scope="row">${words[id]}</th><td>${percent(p[id])}</td><td class="con-barra">${bar(p[id])}` +
          `</td><td>${percent(q[id])}</td><td class="con-barra">${bar(q[id])}</td></tr>`,
      );
      const ends = new Set([state.ids, other].map((ids) => `«${words[ids[ids.length - 1]]}»`));
      return (
        `<table class="lista">` +
        `<caption>La palabra siguiente, detrás de ${inProse([...ends])}</caption>` +
        `<thead><tr><th scope="col">palabra</th><th scope="col">primer texto</th><td></td>` +
        `<th scope="col">segundo</th><td></td></tr></thead><tbody>${lines.join("")}</tbody></table>`
      );
    }
  }
  function spreadHtml(first, second) {
    const { words, state } = app;
    const names = stepsOf(state.model.sizes).filter(
      (name) => !["mean", "variance", "normal", "scaled", "dots", "joined", "up"].includes(nameParts(name).part),
    );
    const heads = state.ids.map(
      (id, i) => `<th scope="col">${words[id]}${id === other[i] ? "" : ` / ${words[other[i]]}`}</th>`,
    );
    const lines = names.map((name) => {
      const most = byPosition(difference(first.tensors[name], second.tensors[name]));
      const scale = Math.max(...most, 1e-9);
      const cells = most.map(
        (x) => `<td class="${x > 0.005 ? levelClass(x, scale) : ""}">${x === 0 ? "0" : number(x)}</td>`,
      );
      return (
        `<tr><th scope="row"><button type="button" class="enlace" data-step="${name}">${titleOf(name)}` +
        `</button></th>${cells.join("")}</tr>`
      );
    });
    return (
      `<div class="correa" tabindex="0" role="region" aria-label="Diferencias por paso y posición">` +
      `<table class="calor compacta">` +
      `<caption>La mayor diferencia en cada paso y posición. Un cero exacto se escribe sin decimales.</caption>` +
      `<thead><tr><td></td>${heads.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table></div>` +
      `<div class="una-diferencia"></div>`
    );
  }
  function drawOne(second) {
    const place = out.querySelector(".una-diferencia");
    if (!place) return;
    const found = difference(app.trace.tensors[shown], second.tensors[shown]);
    const most = largest(found.data);
    const tables = slices(shown, found).map((slice, i) =>
      heatTable({
        name: shown,
        tensor: found,
        slice,
        about: app.about,
        most,
        digits: digitsOf(shown),
        interactive: false,
        note: i ? "" : legend(most),
      }),
    );
    place.innerHTML =
      `<h3>${stepText(shown).title}: primer texto menos segundo</h3><div class="tablas">` + `${tables.join("")}</div>`;
    place.querySelectorAll(".correa").forEach((one) => {
      one.setAttribute("tabindex", "0");
      one.setAttribute("role", "region");
      one.setAttribute("aria-label", `Diferencia: ${titleOf(shown)}`);
    });
  }
  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.hace === "comparar") read();
    else if (button.dataset.hace === "copiar") {
      field.value = app.state.ids.map((id) => app.words[id]).join(" ");
      field.focus();
    } else if (button.dataset.step) {
      shown = button.dataset.step;
      drawOne(forward(app.state.model, other, app.state.changes));
      out.querySelector(".una-diferencia").scrollIntoView({ block: "nearest" });
      app.say(`Diferencia: ${titleOf(shown)}`);
    }
  });
  pairs.addEventListener("change", () => {
    if (!pairs.value) return;
    const [first, second] = PAIRS[Number(pairs.value)];
    pairs.value = "";
    field.value = second;
    app.set({ ids: first.split(" ").map((word) => app.words.indexOf(word)) });
    read();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    read();
  });
  app.onSeen(root, (_, keys) => {
    if (keys.has("ids") || keys.has("changes") || keys.has("model")) draw();
  });
}
return { mountCompare };
})();
const $gradient_panel = (() => {
const { backward } = $core;
const { calcNumber, cellFromText, cellText } = $core;
const { explainGradient, explainLoss } = $core;
const { escapeHtml, number, parseNumber, percent } = $core;
const { forward } = $core;
const { sampleStory, seeded } = $core;
const { listenGrids, makeStop, prepareGrids, tdOf } = $grid;
const { graph } = $core;
const { reveal } = $panel;
const { cellPhrase, cellSymbol, titleOf } = $core;
const { heatTable, largest, legend, ranking, slices } = $core;
const { descended, flatten, net } = $core;
const NUDGE = 0.01;
const STORIES = 40;
const FIRST_SHOWN = "2.middle";
const FORMS = {
  "1/n": ({ n }) => `1/${n}`,
  "2(x-m)/n": ({ n }) => `2(x − μ)/${n}`,
  "-2·sum(x-m)/n": ({ n }) => `−2·Σ(x − μ)/${n}`,
  "1/sqrt(v+e)": () => "1/√(σ² + ε)",
  "-1/sqrt(v+e)": () => "−1/√(σ² + ε)",
  "-(x-m)/(2·sqrt(v+e)^3)": () => "−(x − μ)/(2√(σ² + ε)³)",
  "1/sqrt(n)": ({ n }) => `1/√${n}`,
  "p(1-p)": () => "p(1 − p)",
  "-p·q": () => "−p·p′",
  "x>0": ({ value }) => (value ? "1, porque u > 0" : "0, porque u ≤ 0"),
  "-1/(n·p)": ({ n }) => (n === 1 ? "−1/p" : `−1/(${n}·p)`),
  changed: () => "lo que deja pasar tu cambio",
};
const GRADIENTS_HTML = `
<div class="mandos">
  <label>Detrás de <select data-elige="fila"></select></label>
  <label>tendría que venir <select data-elige="palabra"></select></label>
</div>
<p class="perdida"></p>
<div class="mandos"><label>Gradiente de <select data-elige="tabla"></select></label></div>
<div class="tablas-gradiente"></div>
<div class="panel cuenta-gradiente" role="region" aria-label="La cuenta del gradiente"></div>
<h3>Un paso de descenso por gradiente</h3>
<p>Cada peso del modelo se mueve en contra de su gradiente: se le resta el gradiente multiplicado por la tasa. El
modelo que resulta pasa a ser el de toda la página, hasta que deshagas el paso.</p>
<form class="mandos">
  <label>Tasa de aprendizaje <input name="tasa" size="6" inputmode="decimal" value="0,01" autocomplete="off"></label>
  <button class="boton">Dar un paso</button>
  <button type="button" class="boton" data-hace="diez">Dar diez</button>
  <button type="button" class="boton" data-hace="deshacer">Deshacer</button>
</form>
<p class="estado" role="status"></p>
<div class="efecto"></div>`;
function namesOf(model) {
  const activations = graph(model.sizes)
    .map((node) => node.name)
    .filter((name) => name !== "mask");
  return [activations, Object.keys(model.params)];
}
const option = (value, text, chosen) =>
  `<option value="${value}"${value === chosen ? " selected" : ""}>${text}</option>`;
function rowsOf(name, { ids, position }) {
  if (name === "embedding.weight") return [...new Set(ids)];
  if (name === "position.weight") return ids.map((_, i) => i);
  return name === "logits" || name === "probs" ? [position] : null;
}
function derivativeHtml(factors, about) {
  if (!factors.length) return "1";
  return factors
    .map((one) => {
      if (one.form === "x>0") return FORMS[one.form](one); // it says its value
      const what = one.form ? FORMS[one.form](one) : cellSymbol(one.name, one.index, about);
      return `${what} = ${calcNumber(one.value)}`;
    })
    .join(" · ");
}
function termsHtml({ terms, value }, about) {
  const alive = terms.filter((term) => term.value !== 0);
  const zeros = terms.length - alive.length;
  const rest = zeros
    ? `<p class="pista">${zeros === 1 ? "Otro término vale" : `Otros ${zeros} términos valen`} cero.</p>`
    : "";
  if (!alive.length)
    return `<p class="total">Ninguna casilla que lea este número llega a la pérdida: su gradiente es <b>0,00</b>.</p>`;
  const rows = alive.map(({ factors: [up, ...local], value: product, running }) => {
    const asks =
      up.name === "loss"
        ? calcNumber(up.value)
        : `<button type="button" class="dato" data-cell="${cellText(up)}" aria-label="${calcNumber(up.value)}: ` +
          `gradiente de ${escapeHtml(cellPhrase(up.name, up.index, about))}">${calcNumber(up.value)}</button>`;
    const who = up.name === "loss" ? "pérdida" : cellSymbol(up.name, up.index, about);
    return (
      `<tr><th scope="row">${who}</th><td>${asks}</td><td>${derivativeHtml(local, about)}</td>` +
      `<td>${calcNumber(product)}</td><td>${calcNumber(running)}</td></tr>`
    );
  });
  const long = rows.length > 20;
  const strap = long
    ? `<div class="correa alta" tabindex="0" role="region" aria-label="Términos del gradiente">`
    : `<div class="correa">`;
  const heads = ["casilla que lo lee", "su gradiente", "derivada del paso", "producto", "suma"];
  return (
    `${strap}<table class="terminos"><caption class="oculto">Cada casilla que lee este número, con la suma</caption>` +
    `<thead><tr>${heads.map((text) => `<th scope="col">${text}</th>`).join("")}</tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table></div>${rest}` +
    `<p class="total">El gradiente es <b>${calcNumber(value)}</b>.</p>`
  );
}
function gradientAloud({ name, index, terms, value }, about) {
  const alive = terms.filter((term) => term.value !== 0);
  const minus = (x) => calcNumber(x).replace("−", "menos ");
  const start = `Gradiente: ${cellPhrase(name, index, about)}: ${minus(value)}.`;
  if (!alive.length) return `${start} Ninguna casilla que lo lea llega a la pérdida.`;
  const shown = alive.slice(0, 2).map(({ factors }) => factors.map((one) => minus(one.value)).join(" por "));
  if (alive.length > 2) shown.push(`otros ${alive.length - 2} términos`);
  return `${start} Cuenta: ${shown.join(", más ").replaceAll("más menos", "menos")}.`;
}
function mountGradients(root, app) {
  root.innerHTML = GRADIENTS_HTML;
  const choice = (what) => /** @type {HTMLSelectElement} */ (root.querySelector(`[data-elige=${what}]`));
  const tables = /** @type {HTMLElement} */ (root.querySelector(".tablas-gradiente"));
  const panel = /** @type {HTMLElement} */ (root.querySelector(".cuenta-gradiente"));
  const told = root.querySelector(".estado");
  const effect = root.querySelector(".efecto");
  let shown = FIRST_SHOWN;
  let trail = [];
  let result;
  let ours = { model: null, name: "", steps: 0 };
  function targetOf({ target, position, ids }) {
    if (target !== null) return target;
    if (position + 1 < ids.length) return ids[position + 1];
    return ranking(rowOf(app.trace, position))[1];
  }
  function whyTarget({ target, position, ids }) {
    if (target !== null) return "";
    return position + 1 < ids.length
      ? "Es la que sigue en tu texto; puedes elegir otra. "
      : "Tu texto acaba aquí y no dice cuál: mientras no elijas otra, es la segunda más probable, " +
          "para que haya algo que corregir. ";
  }
  const rowOf = (trace, position) =>
    trace.tensors.probs.data.subarray(position * app.words.length, (position + 1) * app.words.length);
  const targets = () => [{ position: app.state.position, id: targetOf(app.state) }];
  const look = (name) => result.gradients[name];
  function draw() {
    const { state, words } = app;
    const names = namesOf(state.model);
    if (!names.flat().includes(shown)) shown = names[0].find((name) => name.endsWith(".middle"));
    result = backward(app.trace, targets());
    const wanted = targetOf(state);
    const p = rowOf(app.trace, state.position)[wanted];
    choice("fila").innerHTML = state.ids.map((id, i) => option(i, `${i + 1}. ${words[id]}`, state.position)).join("");
    choice("palabra").innerHTML = words.map((word, id) => option(id, word, wanted)).join("");
    const group = (label, some) =>
      `<optgroup label="${label}">${some.map((name) => option(name, titleOf(name), shown)).join("")}</optgroup>`;
    choice("tabla").innerHTML = group("Activaciones", names[0]) + group("Pesos", names[1]);
    root.querySelector(".perdida").innerHTML =
      `${whyTarget(state)}El modelo da a «${words[wanted]}» una probabilidad de ${percent(p)}. La pérdida es −ln p = ` +
      `<b>${calcNumber(explainLoss(app.trace, targets()).value)}</b>.`;
    drawTables();
    drawPanel();
  }
  function drawTables() {
    const tensor = look(shown);
    const most = largest(tensor.data);
    const digits = Math.min(6, Math.max(2, 2 - Math.floor(Math.log10(most))));
    const only = rowsOf(shown, app.state);
    tables.innerHTML = `<div class="tablas">${slices(shown, tensor)
      .map((slice, i) =>
        heatTable({ name: shown, tensor, slice, about: app.about, most, digits, only, note: i ? "" : legend(most) }),
      )
      .join("")}</div>`;
    tables
      .querySelectorAll("table")
      .forEach((one) => one.setAttribute("aria-label", `Gradiente: ${one.getAttribute("aria-label")}`));
    prepareGrids(tables);
    mark();
  }
  function mark() {
    const cell = trail[trail.length - 1];
    tables.querySelectorAll(".elegida").forEach((td) => td.classList.remove("elegida"));
    const td = cell && tdOf(tables, cell);
    if (!td) return;
    td.classList.add("elegida");
    makeStop(td);
  }
  function nudgeHtml({ name, index, value }) {
    const { model, ids, changes } = app.state;
    const now = app.trace.tensors[name] || app.trace.model.params[name];
    const at = index.reduce((sum, i, axis) => sum * now.shape[axis] + i, 0);
    if (!Number.isFinite(now.data[at])) return "";
    const moved = forward(model, ids, [...changes, { tensor: name, index, value: now.data[at] + NUDGE }]);
    const loss = (trace) => explainLoss(trace, targets()).value;
    const change = loss(moved) - loss(app.trace);
    const digits = Math.min(8, Math.max(4, 2 - Math.floor(Math.log10(Math.max(Math.abs(change), 1e-12)))));
    return (
      `<p>El número vale ${calcNumber(now.data[at])}. Si sube ${number(NUDGE)}, el gradiente anuncia que la ` +
      `pérdida cambiará en ${number(value * NUDGE, digits)}; al probarlo, cambia en ${number(change, digits)}.</p>`
    );
  }
  function drawPanel() {
    const cell = trail[trail.length - 1];
    if (!cell || !(cell.name in result.gradients)) {
      panel.innerHTML = `<p class="pista">Elige una casilla y aquí verás de dónde sale su gradiente.</p>`;
      return;
    }
    const calculation = explainGradient(app.trace, result, cell.name, cell.index);
    const links = trail
      .slice(0, -1)
      .map(
        (one, i) =>
          `<li><button type="button" class="enlace" data-back="${i}" aria-label="Volver al gradiente de ` +
          `${escapeHtml(cellPhrase(one.name, one.index, app.about))}">${cellSymbol(one.name, one.index, app.about)}` +
          `</button></li>`,
      );
    const way = links.length
      ? `<nav aria-label="Rastro del gradiente"><ol class="rastro">${links.join("")}<li ` +
        `aria-current="true">${cellSymbol(cell.name, cell.index, app.about)}</li></ol></nav>`
      : "";
    panel.innerHTML =
      `${way}<h4 tabindex="-1">Gradiente de ${cellSymbol(cell.name, cell.index, app.about)} = ` +
      `${calcNumber(calculation.value)}</h4><p class="pista">${cellPhrase(cell.name, cell.index, app.about)}</p>` +
      `${termsHtml(calculation, app.about)}${nudgeHtml(calculation)}<div class="mandos"><button type="button" ` +
      `class="boton" data-hace="ver">Ver este número en el recorrido</button> <button type="button" class="boton" ` +
      `data-hace="volver">Volver a la casilla</button></div>`;
  }
  function ask(cell, focus, keep = false) {
    trail = keep ? [...trail, cell] : [cell];
    if (cell.name !== shown) {
      shown = cell.name;
      choice("tabla").value = shown;
      drawTables();
    }
    drawPanel();
    mark();
    app.say(gradientAloud(explainGradient(app.trace, result, cell.name, cell.index), app.about));
    if (focus) panel.querySelector("h4")?.focus();
    reveal(panel, panel);
  }
  function backTo(place) {
    const [cell, followed] = trail.slice(place);
    trail = trail.slice(0, place);
    ask(cell, true, true);
    panel.querySelector(`.terminos [data-cell="${cellText(followed)}"]`)?.["focus"]();
  }
  function toCell() {
    const td = trail.length && tdOf(tables, trail[trail.length - 1]);
    if (td) td.focus();
  }
  function onStories(model) {
    const rng = seeded(STORIES);
    const texts = Array.from({ length: STORIES }, () =>
      sampleStory(rng).words.map((word) => model.words.indexOf(word)),
    );
    return net(model.sizes).loss(flatten(model), texts);
  }
  function descend(steps) {
    const field = /** @type {HTMLInputElement} */ (root.querySelector("[name=tasa]"));
    const rate = parseNumber(field.value);
    field.setAttribute("aria-invalid", String(!(rate > 0)));
    if (!(rate > 0)) {
      told.textContent = "La tasa tiene que ser un número mayor que cero, como 0,01.";
      return;
    }
    const { state } = app;
    const wanted = targets();
    const before = app.trace;
    let { model } = state;
    let foretold = 0;
    for (let i = 0; i < steps; i++) {
      const { gradients } = backward(forward(model, state.ids, state.changes), wanted);
      for (const name in model.params) for (const g of gradients[name].data) foretold += rate * g * g;
      model = descended(model, gradients, rate);
    }
    const after = forward(model, state.ids, state.changes);
    const broken = !after.tensors.logits.data.every(Number.isFinite);
    if (broken) {
      told.textContent = "Con esa tasa los pesos se disparan: prueba una menor.";
      return;
    }
    ours =
      state.model === ours.model
        ? { ...ours, steps: ours.steps + steps }
        : { name: state.modelName || "el publicado", steps };
    ours.model = model;
    const table = effectHtml(before, after, wanted[0], [onStories(state.model), onStories(model)], foretold, steps);
    app.set({
      model,
      modelName: `${ours.name}, tras ${ours.steps} ${ours.steps === 1 ? "paso" : "pasos"} de descenso`,
      changes: state.changes,
      target: wanted[0].id,
    });
    effect.innerHTML = table;
    const loss = (trace) => number(explainLoss(trace, wanted).value, 4);
    told.textContent = `La pérdida pasa de ${loss(before)} a ${loss(after)}.`;
  }
  function effectHtml(before, after, target, stories, foretold, steps) {
    const { words } = app;
    const [p, q] = [before, after].map((trace) => rowOf(trace, target.position));
    const best = (row) => words[ranking(row)[0]];
    const loss = (row) => -Math.log(row[target.id]);
    const rows = [
      ["pérdida de esta palabra", number(loss(p), 4), number(loss(q), 4)],
      [`probabilidad de «${words[target.id]}»`, percent(p[target.id]), percent(q[target.id])],
      ["palabra más probable", best(p), best(q)],
      [`pérdida media en ${STORIES} cuentos`, ...stories.map((x) => number(x, 4))],
    ];
    const foretoldHtml =
      steps === 1
        ? `<p>El gradiente anunciaba una bajada de ${number(foretold, 4)} (la tasa por la suma de los cuadrados del ` +
          `gradiente); ha sido de ${number(loss(p) - loss(q), 4)}. Se parecen más cuanto menor es la tasa.</p>`
        : "";
    const lines = rows.map(([title, was, is]) => `<tr><th scope="row">${title}</th><td>${was}</td><td>${is}</td></tr>`);
    return (
      `<table class="lista"><caption>Antes y después</caption><thead><tr><td></td><th scope="col">antes</th>` +
      `<th scope="col">después</th></tr></thead><tbody>${lines.join("")}</tbody></table>${foretoldHtml}`
    );
  }
  choice("fila").addEventListener("change", () => app.set({ position: Number(choice("fila").value), target: null }));
  choice("palabra").addEventListener("change", () => app.set({ target: Number(choice("palabra").value) }));
  choice("tabla").addEventListener("change", () => {
    shown = choice("tabla").value;
    trail = [];
    drawTables();
    drawPanel();
  });
  listenGrids(tables, look, ask);
  root.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Escape" || !event.target.closest(".panel")) return;
    if (trail.length > 1) backTo(trail.length - 2);
    else toCell();
  });
  root.addEventListener("click", (/** @type {any} */ event) => {
    const { cell, back, hace } = event.target.closest("button")?.dataset ?? {};
    if (cell) ask(cellFromText(cell), true, true);
    else if (back !== undefined) backTo(Number(back));
    else if (hace === "diez") descend(10);
    else if (hace === "deshacer") {
      const some = app.canUndo;
      app.undo();
      effect.innerHTML = "";
      told.textContent = some ? "Deshecho." : "No hay nada que deshacer.";
    } else if (hace === "volver") toCell();
    else if (hace === "ver") app.goTo({ cell: trail[trail.length - 1] });
  });
  root.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    descend(1);
  });
  app.onSeen(root, (_, keys) => {
    if (keys.has("ids") || keys.has("model")) trail = [];
    if (keys.has("ids")) effect.innerHTML = told.textContent = "";
    if (["ids", "model", "changes", "position", "target"].some((key) => keys.has(key))) draw();
  });
}
return { mountGradients };
})();
const $heads = (() => {
const { listenGrids, prepareGrids, refreshTable } = $grid;
const { tensor } = $core;
const { nameParts } = $core;
const { heatTable, legend, slices } = $core;
const { stepsOf } = $walk;
function mountHeads(root, app) {
  root.innerHTML = `<div class="todas-las-cabezas"></div>`;
  const place = /** @type {HTMLElement} */ (root.firstElementChild);
  const look = (name) => tensor(app.trace, name);
  const names = () => stepsOf(app.state.model.sizes).filter((name) => nameParts(name).part === "weights");
  function draw() {
    const tables = names().flatMap((name) =>
      slices(name, look(name)).map((slice) =>
        heatTable({
          name,
          tensor: look(name),
          slice,
          before: app.trace === app.original ? undefined : tensor(app.original, name),
          about: app.about,
          most: 1,
          digits: "%",
        }),
      ),
    );
    place.innerHTML =
      `<p class="leyenda">Pesos en tanto por ciento: un punto es menos de medio por ciento, y un 0, nada. ` +
      `${legend(1, { share: true, percent: true })}</p><div class="tablas">${tables.join("")}</div>`;
    prepareGrids(place);
  }
  function refresh() {
    for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (place.querySelectorAll("table.calor")))
      refreshTable(table, look(table.dataset.tensor), tensor(app.original, table.dataset.tensor), 1);
  }
  listenGrids(place, look, (cell) => app.goTo({ step: cell.name, cell }));
  app.onSeen(root, (_, keys) => {
    if (keys.has("ids") || keys.has("model")) draw();
    else if (keys.has("changes")) refresh();
  });
}
return { mountHeads };
})();
const $lens_panel = (() => {
const { percent } = $core;
const { lens } = $core;
const { nameParts, titleOf } = $core;
const { bar, ranking } = $core;
const { stepsOf } = $walk;
const SHOWN = 3;
function mountLens(root, app) {
  root.innerHTML = `
<div class="mandos">
  <label>Detrás de <select data-fila></select></label>
  <label>Seguir la palabra <select data-palabra></select></label>
</div>
<div class="correa"><div class="salida-lente"></div></div>`;
  const row = /** @type {HTMLSelectElement} */ (root.querySelector("[data-fila]"));
  const word = /** @type {HTMLSelectElement} */ (root.querySelector("[data-palabra]"));
  const out = /** @type {HTMLElement} */ (root.querySelector(".salida-lente"));
  const points = () => stepsOf(app.state.model.sizes).filter((name) => /stream$|middle$/.test(name));
  let followed = "";
  function draw() {
    const { state, words, trace } = app;
    row.innerHTML = state.ids
      .map((id, i) => `<option value="${i}"${i === state.position ? " selected" : ""}>${i + 1}. ${words[id]}</option>`)
      .join("");
    const from = state.position * words.length;
    const share = (found) => found.probs.data.subarray(from, from + words.length);
    const final = trace.tensors.probs.data.subarray(from, from + words.length);
    const watched = followed && words.includes(followed) ? words.indexOf(followed) : ranking(final)[0];
    word.innerHTML =
      `<option value="">la más probable al final</option>` +
      words.map((one) => `<option${one === followed ? " selected" : ""}>${one}</option>`).join("");
    const lines = points().map((name) => {
      const p = share(lens(trace, name));
      const best = ranking(p)
        .slice(0, SHOWN)
        .map((id) => `<td>${words[id]} <span class="suave">${percent(p[id])}</span></td>`);
      return (
        `<tr><th scope="row"><button type="button" class="enlace" data-step="${name}">${pointName(name)}` +
        `</button></th>${best.join("")}<td>${percent(p[watched])}</td><td class="con-barra">${bar(p[watched])}` +
        `</td></tr>`
      );
    });
    out.innerHTML =
      `<table class="lista">` +
      `<caption>Lo que predice el flujo residual en cada punto, detrás de «${words[state.ids[state.position]]}»` +
      `</caption>` +
      `<thead><tr><th scope="col">punto</th><th scope="col">primera</th><th scope="col">segunda</th>` +
      `<th scope="col">tercera</th><th scope="col">«${words[watched]}»</th><td></td></tr></thead><tbody>` +
      `${lines.join("")}</tbody></table>`;
  }
  function pointName(name) {
    const { layer, part } = nameParts(name);
    if (part === "0.stream") return "entrada";
    return part === "middle" ? `tras la atención ${layer}` : `tras la capa ${layer}`;
  }
  row.addEventListener("change", () => app.set({ position: Number(row.value) }));
  word.addEventListener("change", () => {
    followed = word.value;
    draw();
  });
  out.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-step]");
    if (button) {
      app.goTo({ step: button.dataset.step });
      app.say(titleOf(button.dataset.step));
    }
  });
  app.onSeen(root, (_, keys) => {
    if (["ids", "position", "changes", "model"].some((key) => keys.has(key))) draw();
  });
}
return { mountLens };
})();
const $questions = (() => {
const { loadData } = $checkpoint_panel;
const { unpackModel } = $core;
const { changesOf, idsOf, QUESTIONS } = $core;
const PLACES = {
  texto: "Ver qué palabra espera",
  recorrido: "Ir al recorrido",
  cabezas: "Ir a las cabezas",
  lente: "Ir a lo que predice por el camino",
  gradientes: "Ir a los gradientes",
};
function questionHtml({ id, title, ask, act, look }, i) {
  const action = act ? "" : `<fieldset class="respuestas"><legend class="oculto">Tu respuesta</legend></fieldset>`;
  return (
    `<details class="pregunta" data-pregunta="${id}"><summary>${i + 1}. ${title}</summary><p>${ask}</p>` +
    `<div class="mandos"><button type="button" class="boton" data-hace="preparar">Preparar</button> <button ` +
    `type="button" class="boton" data-hace="ir">${PLACES[look]}</button></div>` +
    `${action}<div class="mandos"><button type="button" class="boton" data-hace="comprobar">Comprobar</button></div>` +
    `<p class="estado veredicto" role="status"></p></details>`
  );
}
function mountQuestions(root, app) {
  root.innerHTML = QUESTIONS.map(questionHtml).join("");
  const published = app.state.model;
  let oneLayer;
  const answers = new Map();
  async function modelOfQuestion(question) {
    if (!question.oneLayer) return published;
    oneLayer ??= unpackModel(await loadData("explorador-una-capa.js", "exploradorUnaCapa"), published.words);
    return oneLayer;
  }
  const questionOf = (box) => QUESTIONS.find((one) => one.id === box.dataset.pregunta);
  function fillOptions(box) {
    const place = box.querySelector(".respuestas");
    const { id, options } = questionOf(box);
    if (!place || place.querySelector("input")) return;
    const lines = options(published).map(
      ([value, text]) => `<label><input type="radio" name="ex-${id}" value="${value}"> ${text}</label>`,
    );
    place.insertAdjacentHTML("beforeend", lines.join(""));
  }
  async function prepare(box, told) {
    const question = questionOf(box);
    const model = await modelOfQuestion(question);
    const ids = idsOf(model, question.text);
    app.set({
      model,
      modelName: model === published ? "" : "el de una capa",
      ids,
      changes: changesOf(question, model),
      position: ids.length - 1,
      target: question.look === "gradientes" ? model.words.indexOf("contenta") : null,
      cell: null,
    });
    const done = question.changes ? " Los cambios están hechos; para quitarlos," : " Para volver al modelo de siempre,";
    const back =
      question.changes || question.oneLayer ? `${done} pulsa «Dejarlo como al principio», en el recorrido.` : "";
    told.textContent = `Preparado: el texto es «${question.text}».${back}`;
  }
  const way = document.createElement("button");
  way.type = "button";
  way.className = "boton vuelta";
  way.hidden = true;
  root.append(way);
  way.addEventListener("click", () => {
    way.hidden = true;
    const box = root.querySelector(`[data-pregunta="${way.dataset.a}"]`);
    box.scrollIntoView({ block: "start" });
    box.querySelector("summary").focus({ preventScroll: true });
  });
  function go(box) {
    way.dataset.a = box.dataset.pregunta;
    way.textContent = `Volver a la pregunta ${QUESTIONS.indexOf(questionOf(box)) + 1}`;
    way.hidden = false;
    const part = document.querySelector(`.explorador[data-parte="${questionOf(box).look}"]`);
    part.scrollIntoView({ block: "start" });
    const controls = /** @type {HTMLElement[]} */ ([
      ...part.querySelectorAll("button, select, textarea, input, [tabindex='0']"),
    ]);
    const reachable = (one) =>
      one.tabIndex >= 0 && one.getClientRects().length && !one.disabled && !one.closest("details:not([open])");
    controls.find(reachable)?.focus({ preventScroll: true });
  }
  async function check(box, told) {
    const question = questionOf(box);
    const given = box.querySelector("input:checked")?.value;
    if (!question.act && given === undefined) {
      told.textContent = "Elige antes una respuesta.";
      return;
    }
    told.textContent = "Calculando…";
    const model = await modelOfQuestion(question);
    await new Promise((resolve) => setTimeout(resolve, 30)); // so that the word above is seen
    if (question.act) {
      const { done, says } = question.act(app.state, published);
      verdict(box, told, done, says);
      return;
    }
    if (!answers.has(question)) answers.set(question, question.answer(published, model));
    const { right, says, wrong } = answers.get(question);
    const good = given === right;
    const answer = box.querySelector(`input[value="${right}"]`)?.parentElement.textContent.trim();
    verdict(box, told, good, good ? says : `${wrong ? `${wrong(given)} ` : ""}La respuesta es: ${answer}. ${says}`);
  }
  function verdict(box, told, good, says) {
    told.innerHTML = `<strong>${good ? "Sí." : questionOf(box).act ? "Todavía no." : "No."}</strong> ${says}`;
    box.classList.toggle("acertada", good);
  }
  root.addEventListener("toggle", (/** @type {any} */ event) => event.target.open && fillOptions(event.target), true);
  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("[data-hace]");
    if (!button) return;
    const box = button.closest(".pregunta");
    const told = box.querySelector(".veredicto");
    const work = { preparar: prepare, ir: go, comprobar: check }[button.dataset.hace];
    Promise.resolve(work(box, told)).catch((error) => (told.textContent = error.message));
  });
}
return { mountQuestions };
})();
const $text = (() => {
const { outlook } = $aloud;
const { alikeWords, escapeHtml, findWord, inProse, parseNumber, percent, plain, splitWords } = $core;
const { story, seeded } = $core;
const { oneStop } = $roving;
const { bar, ranking } = $core;
const SHOWN = 8;
const PAUSE = 800;
const EXAMPLES = [
  "había una niña llamada Ana . la niña que vio el rey llegó",
  "había un rey llamado Hugo . los gatos del pueblo estaban",
  "había una niña llamada Ana y una reina llamada Eva . la niña estaba triste . lo contó la niña",
  "había un gato llamado Leo . mi gata que buscaron los niños volvió muy",
  "la reina que vio el rey llegó",
];
function drawWord(logits, temperature, random) {
  const scaled = Array.from(logits, (z) => z / temperature);
  const most = Math.max(...scaled);
  const sizes = scaled.map((z) => Math.exp(z - most));
  let left = random() * sizes.reduce((sum, size) => sum + size, 0);
  for (let id = 0; id < sizes.length; id++) {
    left -= sizes[id];
    if (left < 0) return id;
  }
  return sizes.length - 1;
}
const TEXT_HTML = `
<div class="campo">
  <label for="ex-texto">Tu texto, con palabras del modelo</label>
  <div class="combo">
    <textarea id="ex-texto" rows="2" aria-autocomplete="list" aria-haspopup="listbox"
      aria-controls="ex-lista" aria-describedby="ex-aviso"
      autocomplete="off" autocapitalize="none" spellcheck="false"></textarea>
    <ul id="ex-lista" role="listbox" aria-label="Palabras del modelo" hidden></ul>
  </div>
  <p id="ex-aviso" class="estado" role="status"></p>
</div>
<div class="mandos">
  <label>Ejemplos <select id="ex-ejemplos"></select></label>
  <button type="button" class="boton" data-hace="azar">Al azar</button>
  <button type="button" class="boton" data-hace="quitar">Quitar la última</button>
</div>
<div class="fichas" role="toolbar" aria-label="Ver lo que el modelo espera detrás de"></div>
<div class="siguiente"></div>
<fieldset class="mandos generar">
  <legend>Generar</legend>
  <label>Elegir
    <select id="ex-modo">
      <option value="voraz">la más probable</option><option value="sorteo">por sorteo</option>
    </select>
  </label>
  <label>Temperatura <input id="ex-temperatura" inputmode="decimal" value="1" size="4" disabled></label>
  <label>Semilla <input id="ex-semilla" inputmode="numeric" value="1" size="5" disabled></label>
  <button type="button" class="boton" data-hace="una">Una palabra</button>
  <button type="button" class="boton" data-hace="hasta">Hasta el punto</button>
</fieldset>
<p class="estado generado"></p>`;
function mountText(root, app) {
  root.innerHTML = TEXT_HTML;
  const find = (/** @type {string} */ query) => /** @type {any} */ (root.querySelector(query));
  const field = find("#ex-texto");
  const list = find("#ex-lista");
  const notice = find("#ex-aviso");
  const stopAtToken = oneStop(find(".fichas"), "button", "[aria-pressed=true]");
  const stopAtWord = oneStop(find(".siguiente"), "[data-add]", "[data-add]");
  let random = null;
  let storySeed = 0;
  let written = "";
  let pause = 0;
  function tell(text) {
    if (notice.textContent !== text) notice.textContent = text;
  }
  function sayAfterPause(text) {
    clearTimeout(pause);
    pause = setTimeout(() => app.say(text()), PAUSE);
  }
  find("#ex-ejemplos").innerHTML =
    `<option value="">elige uno</option>` +
    EXAMPLES.map((text, i) => `<option value="${i}">${escapeHtml(text)}</option>`).join("");
  function read(final) {
    const typed = splitWords(field.value);
    const { words } = app;
    const inProgress = !final && !/[\s.]$/.test(field.value);
    const ids = typed.map((word) => findWord(words, word));
    const bad = ids.findIndex((id, i) => id < 0 && !(inProgress && i === ids.length - 1));
    const context = app.state.model.sizes.context;
    field.removeAttribute("aria-invalid");
    if (bad >= 0) {
      const near = alikeWords(words, typed[bad]).map((word) => `«${word}»`);
      const alike = near.length ? ` Se ${near.length > 1 ? "parecen" : "parece"} ${inProse(near)}.` : "";
      tell(
        `«${typed[bad]}» no es una de las ${words.length} palabras del modelo.${alike} ` +
          `La red no puede leerla: abajo está lo último que sí ha leído.`,
      );
      field.setAttribute("aria-invalid", "true");
    } else if (ids.length > context) {
      tell(`Caben ${context} palabras y has escrito ${ids.length}. Abajo está lo último que sí ha leído la red.`);
      field.setAttribute("aria-invalid", "true");
    } else {
      const known = ids.filter((id) => id >= 0);
      tell(known.length || typed.length ? "" : "Escribe al menos una palabra.");
      if (known.length) take(known);
    }
  }
  function take(ids) {
    if (ids.join() === app.state.ids.join()) return;
    written = field.value;
    app.set({ ids });
    sayAfterPause(() => outlook(app));
  }
  function put(ids) {
    written = "";
    clearTimeout(pause);
    tell("");
    field.removeAttribute("aria-invalid");
    app.set({ ids });
    field.value = ids.map((id) => app.words[id]).join(" ");
  }
  const current = () => /[^\s.]*$/.exec(field.value.slice(0, field.selectionStart))[0];
  function suggest() {
    const typed = plain(current());
    const { words, state, trace } = app;
    if (!typed) return close();
    const row = trace.tensors.probs.data.subarray((state.ids.length - 1) * words.length);
    const found = words.map((word, id) => id).filter((id) => plain(words[id]).startsWith(typed));
    if (!found.length || (found.length === 1 && words[found[0]] === current())) return close();
    found.sort((a, b) => plain(words[a]).length - plain(words[b]).length || row[b] - row[a]);
    list.innerHTML = found
      .slice(0, SHOWN)
      .map((id, i) => `<li role="option" id="ex-op-${i}" data-word="${words[id]}">${words[id]}</li>`)
      .join("");
    list.hidden = false;
    choose(-1);
    const offered = [...list.children].map((one) => one.textContent).join(", ");
    sayAfterPause(() => (list.hidden ? outlook(app) : `Con la flecha abajo, elige entre: ${offered}.`));
  }
  function close() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }
  const chosen = () => [...list.children].findIndex((one) => one.getAttribute("aria-selected") === "true");
  function choose(i) {
    [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === i)));
    clearTimeout(pause);
    if (i >= 0) field.setAttribute("aria-activedescendant", `ex-op-${i}`);
    else field.removeAttribute("aria-activedescendant");
  }
  function complete(word) {
    const caret = field.selectionStart;
    const start = caret - current().length;
    const after = field.value.slice(caret);
    field.value = `${field.value.slice(0, start)}${word} ${after.trimStart()}`;
    field.selectionStart = field.selectionEnd = start + word.length + 1;
    close();
    read(false);
  }
  field.addEventListener("input", () => {
    if (field.value.includes("\n")) field.value = field.value.replace(/\s*\n\s*/g, " ");
    read(false);
    suggest();
  });
  field.addEventListener("change", () => read(true));
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const many = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && many) choose((chosen() + 1) % many);
    else if (event.key === "ArrowUp" && many) choose(chosen() <= 0 ? many - 1 : chosen() - 1);
    else if (event.key === "Enter" && many && chosen() >= 0) complete(list.children[chosen()].dataset.word);
    else if (event.key === "Enter") read(true);
    else if (event.key === "Escape" && many) close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (/** @type {Event} */ event) => event.preventDefault());
  list.addEventListener("click", (/** @type {any} */ event) => {
    const option = event.target.closest("[role=option]");
    if (option) complete(option.dataset.word);
  });
  const lastRow = () => {
    const { trace, state, words } = app;
    return trace.tensors.logits.data.subarray((state.ids.length - 1) * words.length, state.ids.length * words.length);
  };
  function grow() {
    const { ids, model } = app.state;
    if (ids.length >= model.sizes.context) {
      notice.textContent = `No caben más de ${model.sizes.context} palabras.`;
      return null;
    }
    if (find("#ex-modo").value === "voraz") return ranking(lastRow())[0];
    const temperature = parseNumber(find("#ex-temperatura").value);
    if (!(temperature >= 0.05 && temperature <= 20)) {
      notice.textContent = "La temperatura tiene que ser un número de 0,05 a 20.";
      return null;
    }
    random ||= seeded(Math.floor(parseNumber(find("#ex-semilla").value)) || 1);
    return drawWord(lastRow(), temperature, random);
  }
  function showText() {
    find(".generado").textContent = `El texto es ahora «${field.value}».`;
  }
  const ACTIONS = {
    azar() {
      storySeed += 1;
      const words = story(storySeed);
      const cut = 6 + Math.floor(seeded(1000 + storySeed)() * (words.length - 8));
      put(words.slice(0, Math.min(cut, app.state.model.sizes.context)).map((word) => app.words.indexOf(word)));
      app.say(`Comienzo de un cuento al azar: «${field.value}». ${outlook(app)}`);
    },
    quitar() {
      if (app.state.ids.length < 2) return;
      put(app.state.ids.slice(0, -1));
      app.say(outlook(app));
    },
    una() {
      const id = grow();
      if (id === null) return;
      put([...app.state.ids, id]);
      showText();
      app.say(`Palabra nueva: «${app.words[id]}». ${outlook(app)}`);
    },
    hasta() {
      const end = app.words.indexOf(".");
      const found = [];
      for (let id = grow(); id !== null; id = id === end ? null : grow()) {
        found.push(id);
        put([...app.state.ids, id]);
      }
      showText();
      if (found.length) app.say(`Palabras nuevas: «${found.map((id) => app.words[id]).join(" ")}».`);
    },
  };
  root.addEventListener("click", (/** @type {any} */ event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.hace) ACTIONS[button.dataset.hace]();
    else if (button.dataset.position) {
      app.set({ position: Number(button.dataset.position) });
      root.querySelector(`[data-position="${app.state.position}"]`)?.focus();
      app.say(outlook(app));
    } else if (button.dataset.add) {
      if (app.state.ids.length < app.state.model.sizes.context) {
        put([...app.state.ids, Number(button.dataset.add)]);
        app.say(`Añadida. ${outlook(app)}`);
      } else notice.textContent = `No caben más de ${app.state.model.sizes.context} palabras.`;
      root.querySelector(".siguiente button")?.focus();
    }
  });
  find("#ex-ejemplos").addEventListener("change", (/** @type {any} */ event) => {
    if (event.target.value) {
      put(splitWords(EXAMPLES[Number(event.target.value)]).map((word) => app.words.indexOf(word)));
      app.say(`«${field.value}». ${outlook(app)}`);
    }
    event.target.value = "";
  });
  const drawing = () => {
    random = null;
    for (const id of ["#ex-temperatura", "#ex-semilla"]) find(id).disabled = find("#ex-modo").value === "voraz";
  };
  find("#ex-modo").addEventListener("change", drawing);
  find("#ex-semilla").addEventListener("input", drawing);
  function drawTokens() {
    const { state, words } = app;
    const buttons = state.ids.map(
      (id, i) =>
        `<button type="button" class="ficha" data-position="${i}" aria-pressed="${i === state.position}">` +
        `${words[id]}</button>`,
    );
    find(".fichas").innerHTML = buttons.join(" ");
    stopAtToken();
  }
  function drawNext() {
    const { state, words, trace, original } = app;
    const from = state.position * words.length;
    const p = trace.tensors.probs.data.subarray(from, from + words.length);
    const before = trace === original ? null : original.tensors.probs.data.subarray(from, from + words.length);
    const order = ranking(p);
    const last = state.position === state.ids.length - 1;
    const next = last ? -1 : state.ids[state.position + 1];
    const row = (id) => {
      const name = last
        ? `<button type="button" class="palabra" data-add="${id}" ` +
          `aria-label="Añadir ${words[id]}, ${percent(p[id])}">${words[id]}</button>`
        : `${words[id]}${id === next ? ' <span class="sigue">sigue en el texto</span>' : ""}`;
      const old = before ? `<td>${percent(before[id])}</td>` : "";
      return (
        `<tr><th scope="row">${name}</th><td>${percent(p[id])}</td>${old}<td class="con-barra">` +
        `${bar(p[id])}</td></tr>`
      );
    };
    const head =
      `<thead><tr><th scope="col">palabra</th><th scope="col">probabilidad</th>` +
      `${before ? '<th scope="col">antes</th>' : ""}<td></td></tr></thead>`;
    const table = (ids, caption) =>
      `<table class="lista"><caption>${caption}</caption>${head}<tbody>${ids.map(row).join("")}</tbody></table>`;
    const shown = order.slice(0, SHOWN);
    if (!last && !shown.includes(next)) shown.push(next);
    const rest = order.filter((id) => !shown.includes(id));
    const open = root.querySelector(".siguiente details")?.open;
    const offers = last ? ' role="toolbar" aria-orientation="vertical" aria-label="Palabras que añadir"' : "";
    find(".siguiente").innerHTML =
      `<div${offers}>${table(shown, `Detrás de «${words[state.ids[state.position]]}» el modelo espera`)}</div>` +
      `<details${open ? " open" : ""}><summary>Las otras ${rest.length} palabras</summary>` +
      `${open ? table(rest, "Las demás, por orden") : '<div class="resto"></div>'}</details>`;
    const details = find(".siguiente details");
    details.addEventListener("toggle", () => {
      const place = details.querySelector(".resto");
      if (details.open && place) place.outerHTML = table(rest, "Las demás, por orden");
      stopAtWord();
    });
    stopAtWord();
  }
  app.on((state, keys) => {
    if (keys.has("ids")) find(".generado").textContent = "";
    if (keys.has("ids") || keys.has("model")) {
      if (written !== field.value) field.value = state.ids.map((id) => app.words[id]).join(" ");
      written = "";
    }
    if (keys.has("ids") || keys.has("position") || keys.has("model")) drawTokens();
    if (["ids", "position", "model", "changes"].some((key) => keys.has(key))) drawNext();
  });
  field.value = app.state.ids.map((id) => app.words[id]).join(" ");
  drawTokens();
  drawNext();
}
return { EXAMPLES, mountText };
})();
const $training_panel = (() => {
const { number, parseNumber, whole } = $core;
const { lossBound } = $core;
const { modelOf, trainer } = $core;
const NETS = {
  "2 capas y 2 cabezas, como el publicado": {},
  "1 capa": { layers: 1 },
  "1 cabeza por capa": { heads: 1 },
  "sin red hacia delante": { expansion: 0 },
  "vectores de 8 números": { d: 8 },
};
const OPTIMISER_TEXTS = { adam: "Adam", sgd: "SGD", momentum: "SGD con momento 0,9" };
const USUAL_RATES = { adam: 0.01, sgd: 0.5, momentum: 0.1 };
const PACES = [
  [0, "la máxima"],
  [20, "20 pasos por segundo"],
  [2, "2 pasos por segundo"],
];
const FIGURES = {
  gender: "género",
  number: "número",
  one: "un personaje",
  "two-different": "dos, él y ella",
  "two-same": "dos del mismo género",
};
const BATCHES = [4, 8, 16, 32, 64].map((batch) => [batch, batch]);
const AIM = 99;
const WIDTH = 360;
const HEIGHT = 200;
const FRAME = { left: 38, right: 8, top: 10, bottom: 28 };
const CURVE_POINTS = 150;
const READING = 10_000;
const options = (texts) => texts.map(([value, text]) => `<option value="${value}">${text}</option>`).join("");
const percentText = (x) => (Number.isNaN(x) ? "—" : `${number(x, 1)}\u00a0%`);
const TRAINING_HTML = `
<form class="mandos entreno">
  <label>Red <select name="net">${options(Object.keys(NETS).map((name) => [name, name]))}</select></label>
  <label>Semilla <input name="seed" inputmode="numeric" size="5" value="1" autocomplete="off"></label>
  <label>Optimizador <select name="optimiser">${options(Object.entries(OPTIMISER_TEXTS))}</select></label>
  <label>Tasa de aprendizaje <input name="rate" inputmode="decimal" size="6" value="0,01" autocomplete="off"></label>
  <label>Cuentos por lote <select name="batch">${options(BATCHES)}</select></label>
  <label>Velocidad <select name="pace">${options(PACES)}</select></label>
</form>
<div class="mandos">
  <button type="button" class="boton" data-hace="empezar">Empezar</button>
  <button type="button" class="boton" data-hace="paso">Un paso</button>
  <button type="button" class="boton" data-hace="otra">Volver a empezar</button>
  <button type="button" class="boton" data-hace="mirar" disabled>Mirar dentro de este modelo</button>
  <button type="button" class="boton" data-hace="publicado">Volver al modelo publicado</button>
</div>
<p class="pista">El modelo aprende pronto la concordancia; los nombres, mucho después: deja que dé unos
miles de pasos.</p>
<p class="estado" role="status"></p>
<dl class="cifras"></dl>
<div class="graficas"></div>
<details class="medidas"><summary>Las medidas, en una tabla</summary>
<p class="pista">La pérdida es la media desde la medida anterior. Los aciertos se miden con 400 preguntas de
concordancia y 150 de nombres, siempre las mismas.</p>
<div class="correa" tabindex="0" role="region" aria-label="Las medidas"></div></details>`;
const agrees = ({ gender, number: plural }) => Math.min(gender, plural) >= AIM;
function path(points, x, y) {
  return points.map(([a, b], i) => `${i ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
}
function chart({ title, steps, ticks, y, inside }) {
  const x = (step) => FRAME.left + (step / steps) * (WIDTH - FRAME.left - FRAME.right);
  const lines = ticks.map(
    ([value, text]) =>
      `<line class="reja" x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${y(value)}" y2="${y(value)}"/><text ` +
      `class="fin" x="${FRAME.left - 4}" y="${y(value) + 4}">${text}</text>`,
  );
  const marks = [0, 0.5, 1].map(
    (part) =>
      `<text class="${part === 1 ? "fin" : part ? "medio" : ""}" x="${x(part * steps)}" ` +
      `y="${HEIGHT - 10}">${whole(Math.round(part * steps))}</text>`,
  );
  return (
    `<svg class="grafica" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ` +
    `aria-label="${title}">${lines.join("")}${marks.join("")}${inside(x)}</svg>`
  );
}
const inner = HEIGHT - FRAME.top - FRAME.bottom;
const lossTop = Math.log(8);
const lossBottom = Math.log(0.6);
const yLoss = (loss) =>
  FRAME.top + inner * Math.min(1, Math.max(0, (lossTop - Math.log(loss)) / (lossTop - lossBottom)));
const yShare = (share) => FRAME.top + inner * (1 - share / 100);
function thinned(losses, most = CURVE_POINTS) {
  const stretch = Math.max(1, Math.ceil(losses.length / most));
  const points = [];
  for (let start = 0; start < losses.length; start += stretch) {
    const some = losses.slice(start, start + stretch);
    points.push([start + (some.length + 1) / 2, some.reduce((a, b) => a + b) / some.length]);
  }
  return points;
}
function chartsHtml(losses, measures, bound) {
  const steps = Math.max(200, Math.ceil(losses.length / 200) * 200);
  const recent = losses.slice(-20);
  const now = recent.length ? number(recent.reduce((a, b) => a + b) / recent.length, 3) : "sin medir";
  const last = measures[measures.length - 1];
  const shares = (key) => measures.filter((one) => !Number.isNaN(one[key])).map((one) => [one.steps, one[key]]);
  const lossChart = chart({
    title:
      `Pérdida de cada lote hasta el paso ${whole(losses.length)}: ahora ${now}; la mínima posible es ` +
      `${number(bound, 3)}.`,
    steps,
    ticks: [
      [1, "1"],
      [2, "2"],
      [4, "4"],
      [8, "8"],
    ],
    y: yLoss,
    inside: (x) =>
      `<line class="minimo" x1="${FRAME.left}" x2="${WIDTH - FRAME.right}" y1="${yLoss(bound)}" ` +
      `y2="${yLoss(bound)}"/>` +
      `<text class="fin" x="${WIDTH - FRAME.right}" y="${yLoss(bound) + 13}">mínima posible: ${number(bound, 3)}` +
      `</text>` +
      (losses.length ? `<path class="curva" d="${path(thinned(losses), x, yLoss)}"/>` : ""),
  });
  const shareChart = chart({
    title: last
      ? `Aciertos hasta el paso ${whole(last.steps)}: concordancia ${percentText(last.agreement)}, nombres ` +
        `${percentText(last.recall)}.`
      : "Aciertos: sin medir.",
    steps,
    ticks: [
      [0, "0\u00a0%"],
      [50, "50\u00a0%"],
      [100, "100\u00a0%"],
    ],
    y: yShare,
    inside: (x) =>
      `<path class="curva" d="${path(shares("agreement"), x, yShare)}"/><path class="curva otra" ` +
      `d="${path(shares("recall"), x, yShare)}"/>`,
  });
  return (
    `<figure><figcaption>Pérdida por palabra, en nats (escala logarítmica), según el paso</figcaption>${lossChart}` +
    `</figure>` +
    `<figure><figcaption>Aciertos: <span class="trazo"></span> concordancia, <span class="trazo otra"></span> nombres` +
    `</figcaption>${shareChart}</figure>`
  );
}
function measuresHtml(measures) {
  const head = ["paso", "pérdida", ...Object.values(FIGURES)].map((text) => `<th scope="col">${text}</th>`).join("");
  const rows = measures.map((one) => {
    const cells = Object.keys(FIGURES)
      .map((key) => `<td>${percentText(one[key])}</td>`)
      .join("");
    return (
      `<tr><th scope="row">${whole(one.steps)}</th><td>${Number.isNaN(one.loss) ? "—" : number(one.loss, 3)}` +
      `</td>${cells}</tr>`
    );
  });
  return (
    `<table class="lista"><caption class="oculto">Las medidas, paso a paso</caption><thead><tr>${head}</tr>` +
    `</thead><tbody>${rows.join("")}</tbody></table>`
  );
}
function openTrainer(receive) {
  try {
    const text =
      `const core = (${explorerCore})(); const obey = core.trainer((message) => postMessage(message), ` +
      `60); onmessage = (event) => obey(event.data);`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const Native = globalThis.IFrameWorker?.native ?? Worker; // from the disk, the search puts another in its place
    const worker = new Native(address);
    let alive = false;
    let inPage;
    const sent = [];
    worker.onmessage = (event) => {
      alive = true;
      receive(event.data);
    };
    worker.onerror = () => {
      if (alive || inPage) return;
      inPage = trainer(receive, 12);
      sent.forEach(inPage);
    };
    return (message) => {
      if (inPage) return inPage(message);
      if (!alive) sent.push(message);
      worker.postMessage(message);
    };
  } catch {
    return trainer(receive, 12);
  }
}
function mountTraining(root, app) {
  root.innerHTML = TRAINING_HTML;
  const form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
  const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const button = (what) => /** @type {HTMLButtonElement} */ (root.querySelector(`[data-hace=${what}]`));
  const told = root.querySelector(".estado");
  const published = app.state.model;
  const bound = lossBound();
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  field("batch").value = "16";
  let send;
  let sizes;
  let running = false;
  let losses = [];
  let measures = [];
  let state = { steps: 0, seconds: 0 };
  let reached;
  let drawn = 0;
  let read = 0;
  let single = false;
  const paceChosen = () => Number(field("pace").value) || Infinity;
  function say(text) {
    told.textContent = text;
  }
  function readFigures() {
    read = performance.now();
    const last = measures[measures.length - 1];
    if (!losses.length || !last) return;
    const recent = losses.slice(-20);
    const loss = number(recent.reduce((a, b) => a + b) / recent.length, 2);
    app.say(
      `Paso ${whole(state.steps)}: pérdida ${loss}; género ${percentText(last.gender)}, número ` +
        `${percentText(last.number)}, nombres ${percentText(last.recall)}.`,
    );
  }
  function asked() {
    const rate = parseNumber(field("rate").value);
    const seed = parseNumber(field("seed").value);
    const problem = !(rate > 0)
      ? "La tasa tiene que ser un número mayor que cero, como 0,01."
      : !Number.isInteger(seed) || seed < 0
        ? "La semilla tiene que ser un número entero no negativo, como 1."
        : "";
    field("rate").setAttribute("aria-invalid", String(!(rate > 0)));
    field("seed").setAttribute("aria-invalid", String(!Number.isInteger(seed) || seed < 0));
    if (problem) say(problem);
    return problem
      ? undefined
      : { rate, seed, optimiser: field("optimiser").value, batch: Number(field("batch").value) };
  }
  function begin() {
    const chosen = asked();
    if (!chosen) return false;
    send ||= openTrainer(receive);
    sizes = { ...published.sizes, ...NETS[field("net").value] };
    losses = [];
    measures = [];
    reached = undefined;
    send({ start: { ...chosen, sizes, words: published.words }, pace: paceChosen() });
    return true;
  }
  function receive(message) {
    if (message.parameters) {
      app.set({
        model: modelOf(sizes, published.words, message.parameters),
        modelName: `el de tu entrenamiento, en el paso ${whole(message.steps)}`,
        changes: [],
      });
      say(
        `El explorador muestra ahora tu modelo, en el paso ${whole(message.steps)}. Mira qué predice y a qué ` +
          `atienden sus cabezas.`,
      );
      return;
    }
    const sinceMeasure = measures.length ? measures[measures.length - 1].steps : 0;
    state = message;
    losses.push(...message.losses);
    if (message.figures) {
      const some = losses.slice(sinceMeasure);
      measures.push({
        steps: message.steps,
        loss: some.length ? some.reduce((a, b) => a + b) / some.length : NaN,
        ...message.figures,
      });
      if (!reached && measures.length > 1 && measures.slice(-2).every(agrees)) {
        reached = message;
        say(
          `Concordancia del ${AIM}\u00a0% o más, en género y en número, en dos medidas seguidas: paso ` +
            `${whole(message.steps)}, tras ${number(message.seconds, 0)} segundos de cálculo.`,
        );
      }
    }
    if (message.stopped) {
      running = false;
      say(
        message.stopped === "lost"
          ? "La pérdida se ha disparado: vuelve a empezar con una tasa menor."
          : `Parado en el paso ${whole(message.steps)}, que es el último.`,
      );
    }
    button("mirar").disabled = false;
    const wait = running ? (calm.matches ? 2000 : 250) : 0;
    if (performance.now() - drawn >= wait || message.stopped) draw();
    else if (message.figures) draw();
    if (single || (running && performance.now() - read > READING)) readFigures();
    single &&= !message.losses.length;
  }
  function draw() {
    drawn = performance.now();
    const recent = losses.slice(-20);
    const mean = recent.reduce((a, b) => a + b, 0) / recent.length;
    const last = measures[measures.length - 1];
    const rows = [
      ["Paso", whole(state.steps)],
      ["Pérdida, últimos 20 pasos", recent.length ? number(mean, 3) : "—"],
      ["Perplejidad", recent.length ? number(Math.exp(mean), 2) : "—"],
      ["Género", last ? percentText(last.gender) : "—"],
      ["Número", last ? percentText(last.number) : "—"],
      ["Nombres", last ? percentText(last.recall) : "—"],
      ["Segundos de cálculo", number(state.seconds, 1)],
    ];
    const begun = measures.length > 0;
    root.querySelector(".cifras").innerHTML = begun
      ? rows.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")
      : "";
    root.querySelector(".graficas").innerHTML = begun ? chartsHtml(losses, measures, bound) : "";
    root.querySelector(".medidas").toggleAttribute("hidden", !begun);
    root.querySelector(".medidas .correa").innerHTML = measuresHtml(measures);
    button("empezar").textContent = running ? "Pausa" : losses.length ? "Seguir" : "Empezar";
  }
  const actions = {
    empezar() {
      if (!running && !losses.length && !begin()) return;
      running = !running;
      send({ [running ? "go" : "pause"]: true });
      say(running ? "Entrenando." : "En pausa.");
      draw();
      if (running) read = performance.now();
      else readFigures();
    },
    paso() {
      if (!losses.length && !begin()) return;
      running = false;
      single = true;
      send({ pause: true, once: true });
      button("empezar").textContent = "Seguir";
    },
    otra() {
      running = false;
      if (send) send({ pause: true });
      if (begin()) say("Los pesos vuelven a ser al azar: el modelo no sabe nada.");
    },
    mirar: () => send({ inspect: true }),
    publicado() {
      app.reset();
      say("El explorador vuelve a mostrar el modelo publicado.");
    },
  };
  root.addEventListener("click", (/** @type {any} */ event) => {
    const what = event.target.closest("[data-hace]")?.dataset.hace;
    if (what) actions[what]();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (/** @type {any} */ event) => {
    const { name } = event.target;
    if (name === "optimiser") field("rate").value = number(USUAL_RATES[field("optimiser").value], 2);
    if (!send) return asked();
    if (name === "pace") send({ pace: paceChosen() });
    else if (name === "rate") {
      const chosen = asked();
      if (chosen) send({ rate: chosen.rate });
    } else if (losses.length) say("Ese cambio se aplicará cuando vuelvas a empezar.");
  });
  draw();
}
return { mountTraining };
})();
const $page = (() => {
const { mountCheckpoints } = $checkpoint_panel;
const { mountCompare } = $compare;
const { mountEdits } = $edits;
const { mountGradients } = $gradient_panel;
const { mountHeads } = $heads;
const { whenIdle } = $idle;
const { mountLens } = $lens_panel;
const { mountMap } = $map;
const { decode, encode } = $core;
const { mountQuestions } = $questions;
const { createApp } = $state;
const { tensor } = $core;
const { EXAMPLES, mountText } = $text;
const { mountTraining } = $training_panel;
const { mountWalk, stepsOf } = $walk;
function placeFor(part) {
  const root = /** @type {HTMLElement | null} */ (document.querySelector(`.explorador[data-parte="${part}"]`));
  if (root) root.querySelectorAll(":scope > .sin-guiones").forEach((one) => one.remove());
  return root;
}
function speaker() {
  const region = document.createElement("p");
  region.className = "oculto";
  region.setAttribute("role", "status");
  region.id = "ex-voz";
  document.querySelector(".md-content__inner").append(region);
  let timer = 0;
  return (/** @type {string} */ text) => {
    clearTimeout(timer);
    region.textContent = "";
    timer = setTimeout(() => (region.textContent = text), 60);
  };
}
function oneByOne(works, end) {
  const next = () => {
    const work = works.shift();
    if (!work) return end();
    work();
    whenIdle(next);
  };
  next();
}
function isNewVisit() {
  const [visit] = /** @type {any[]} */ (performance.getEntriesByType("navigation"));
  return visit?.type !== "reload" && visit?.type !== "back_forward";
}
function start() {
  const model = decode(globalThis.exploradorDatos.pequeno);
  const app = createApp(model, encode(model, EXAMPLES[0].split(" ")), tensor, stepsOf);
  app.say = speaker();
  const first = app.state.step;
  const linked = app.take(location.hash, { undoable: false }) || app.take(location.search, { undoable: false });
  const parts = /** @type {HTMLElement} */ (document.querySelector(".explorador-piezas"));
  const walk = placeFor("recorrido");
  const inside = ["mapa-raiz", "cambios-raiz", "camino-raiz"].map((name) => {
    const root = document.createElement("div");
    root.className = name;
    walk.append(root);
    return root;
  });
  const others = {
    lente: mountLens,
    cabezas: mountHeads,
    comparar: mountCompare,
    preguntas: mountQuestions,
    gradientes: mountGradients,
    entrenamiento: mountTraining,
    puntos: mountCheckpoints,
  };
  const mounts = [
    () => mountText(placeFor("texto"), app),
    () => mountMap(inside[0], app, () => stepsOf(app.state.model.sizes)),
    () => mountEdits(inside[1], app),
    () => mountWalk(inside[2], app, parts),
    ...Object.entries(others).map(([part, mount]) => () => {
      const root = placeFor(part);
      if (root) mount(root, app);
    }),
  ];
  const goToPlace = () => app.goTo({ step: app.state.step, cell: app.state.cell });
  addEventListener("hashchange", (event) => {
    if (app.take(new URL(event.newURL).hash)) goToPlace();
  });
  document.addEventListener("click", (/** @type {any} */ event) => {
    const link = event.target.closest('a[href*="?t="]');
    if (
      !link ||
      event.ctrlKey ||
      event.metaKey ||
      event.shiftKey ||
      link.pathname !== location.pathname ||
      !app.take(link.search)
    )
      return;
    event.preventDefault();
    goToPlace();
  });
  oneByOne(mounts, () => {
    if (linked && isNewVisit() && (app.state.cell || app.state.step !== first)) goToPlace();
    document.documentElement.dataset.explorador = "listo";
  });
}
if (globalThis.document?.querySelector(".explorador")) start();
})();
})();
