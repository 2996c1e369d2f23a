/**
 * Training, in tight loops over whole batches: the same loss and the same gradients as backward.js, many times faster.
 *
 * The parameters of a net are one flat Float64Array; `layout` says where each of them is, by its name in
 * transformer.py. The words of a batch are one after another, N rows in all, with no padding: only attention cares where
 * a text begins.
 *
 * @typedef {{vocab: number, context: number, d: number, layers: number, heads: number, expansion: number}} Sizes
 * @typedef {{name: string, shape: number[], start: number, length: number}} Place
 */
import { sampleStory, seeded } from "./grammar.js";
import { answers, questionsFor } from "./measures.js";
import { checkIds, EPSILON, parameters } from "./model.js";

const QUESTIONS_SEED = 4;

/** Where every parameter is in the flat array. @returns {Place[]} */
export function layout(sizes) {
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

/** Random parameters, as transformer.py begins: embeddings are normal, matrices uniform within ±1/√n. */
export function initial(sizes, seed) {
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

/** The flat parameters of a model of the explorer. */
export function flatten(model) {
  const places = layout(model.sizes);
  const flat = new Float64Array(total(places));
  for (const { name, start } of places) flat.set(model.params[name].data, start);
  return flat;
}

/** A model of the explorer with a copy of flat parameters. */
export function modelOf(sizes, words, flat) {
  const params = {};
  for (const { name, shape, start, length } of layout(sizes))
    params[name] = { shape, data: flat.slice(start, start + length) };
  return { words, sizes, params };
}

/** The model after a step of gradient descent, from the gradients of backward(). The model given is not modified. */
export function descended(model, gradients, rate) {
  const params = {};
  for (const [name, { shape, data }] of Object.entries(model.params))
    params[name] = { shape, data: data.map((weight, i) => weight - rate * gradients[name].data[i]) };
  return { ...model, params };
}

// ---- Products of matrices, four rows or columns at a time ----

/** Y = X W + b: X (N, n), W (n, m), Y (N, m). */
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

/** dX += dY Wᵀ. */
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

/** dW += Xᵀ dY and db += the sum of the rows of dY. */
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

// ---- Normalisation and attention ----

/** Y = γ · (x − μ)/√(σ² + ε) + β; keeps the standardised rows and 1/√(σ² + ε). */
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

/** dX += what comes back through a normalisation. */
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

/** Causal attention of every text and head; the weights of text t, head h begin at (starts[t]·heads + h·T)·context. */
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

/** From the gradient of `joined` to those of q, k and v, which must be zeros. */
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

// ---- The whole net ----

/** Room for the activations of N words. */
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

/**
 * A net of some sizes, with the memory that it needs.
 *
 * `loss` gives the mean of −log p over the words predicted, in nats, and fills `gradients` if they are given (flat);
 * `logits` are those of the word after a text.
 */
export function net(sizes) {
  const places = layout(sizes);
  const { vocab, d, layers, expansion } = sizes;
  const wide = expansion * d;
  let a = room(0, sizes);

  /** Everything up to the last normalisation. @param {number[][]} texts */
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

  /** From the logits to the loss; where there are gradients, the logits become (p − 1ᵗ)/M. */
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

  /**
   * Every text predicts all its words but the first.
   * @param {Float64Array} flat @param {number[][]} texts ids @param {Float64Array} [gradients]
   */
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

// ---- Optimisers: a step changes the parameters, and its rate may change at any time ----

/** Adam with bias correction and no decay, as in training.py. */
export function adam(n, beta1 = 0.9, beta2 = 0.99, epsilon = 1e-8) {
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

/** Gradient descent; momentum adds to each step a share of the step before. */
export function sgd(n, momentum = 0) {
  const velocity = new Float64Array(n);
  return (weights, gradients, rate) => {
    for (let i = 0; i < n; i++) {
      velocity[i] = momentum * velocity[i] + gradients[i];
      weights[i] -= rate * velocity[i];
    }
  };
}

export const OPTIMISERS = { adam: (n) => adam(n), sgd: (n) => sgd(n), momentum: (n) => sgd(n, 0.9) };

/**
 * A training on stories that the grammar writes as they are needed, so that hardly any comes twice: the loss of a batch
 * is also what the net would lose on stories that it has not seen.
 *
 * @typedef {{sizes: Sizes, words: string[], seed?: number, optimiser?: keyof OPTIMISERS, rate?: number,
 *   batch?: number}} Options
 * @param {Options} options
 */
export function training({ sizes, words, seed = 1, optimiser = "adam", rate = 0.01, batch = 16 }) {
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
    /** One step. Gives the loss of its batch, before the step. */
    advance() {
      const texts = Array.from({ length: batch }, () => idsOf(sampleStory(rng).words));
      const loss = machine.loss(flat, texts, gradients);
      step(flat, gradients, self.rate);
      self.steps++;
      return loss;
    },
    /** Per cent right of agreement and of recall, on questions that are always the same. */
    measure: () => answers((prefix) => machine.logits(flat, idsOf(prefix)), words, asked),
  };
  return self;
}

/** Whether the figures are measured at a step: often while they change most. */
const measuredAt = (step) => step % (step < 200 ? 25 : step < 1000 ? 50 : 100) === 0;

/** A loss from which no training comes back. */
const LOST = 50;
const STEP_LIMIT = 20000;

/**
 * A training that obeys messages, in a worker or, where workers are refused, in the page: {start: Options}, {go: true},
 * {pause: true}, {once: true} (one step), {rate}, {pace} (steps a second), {inspect: true}.
 *
 * It posts {steps, seconds, losses} as it goes, with `figures` where they are measured, {stopped: "lost" | "limit"},
 * and {steps, parameters} when it is asked for them.
 *
 * @param {(message: any) => void} post @param {number} slice milliseconds of work before it listens again
 */
export function trainer(post, slice) {
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
