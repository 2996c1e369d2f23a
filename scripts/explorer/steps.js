/* What the page says of each tensor: its name, its symbol, its axes, the step that computes it. No DOM. */

import { number } from "./format.js";

/**
 * What a step of the walk says. `tex` and `code` are turned into MathML and into a line of the program when the site is
 * built; `code` must be part of exactly one line of `file`.
 * @typedef {{words: string[], ids: number[], sizes: {d: number, heads: number}}} About what labels are made from
 * @typedef {{title: string, symbol: string, says: string, tex: string, code: string, file?: string}} StepText
 */

/** @type {Record<string, StepText>} */
export const STEP_TEXTS = {
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

/** Names of the parameters, without their block. */
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

/** What an activation is called in a sentence. */
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

/**
 * The parts of a tensor's name: `2.norm1.mean` is layer 2, part "mean", of "norm1".
 * @param {string} name @returns {{layer: number, part: string, of: string, parameter: boolean}}
 */
export function nameParts(name) {
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

/** Symbol of a tensor, plain text with `_` before what stands lower: `W_Q`. @param {string} name */
export function symbolOf(name) {
  const { part, parameter } = nameParts(name);
  if (parameter) return PARAMETER_TEXTS[part][0];
  if (part === "mask") return "M";
  if (part === "loss") return "pérdida";
  return STEP_TEXTS[part].symbol;
}

/** The symbol as HTML. @param {string} name */
export function symbolHtml(name) {
  return symbolOf(name).replace(/_(.)/, "<sub>$1</sub>").replace("ᵀ", "<sup>T</sup>");
}

/** What a tensor is called in Spanish, with its layer. @param {string} name @returns {string} */
export function titleOf(name) {
  const { layer, part, of, parameter } = nameParts(name);
  const title = parameter ? PARAMETER_TEXTS[part][1] : SHORT_TITLES[part] || name;
  const which = parameter ? (/^norm/.exec(part) ? part.split(".")[0] : "") : of;
  const place = { norm1: "antes de la atención", norm2: "antes de la red hacia delante", norm: "al final" }[which];
  return [title, place, layer ? `capa ${layer}` : ""].filter(Boolean).join(", ");
}

/** Text of the step that computes an activation. @param {string} name @returns {StepText} */
export function stepText(name) {
  return STEP_TEXTS[nameParts(name).part];
}

/**
 * Axes of a tensor: "head", "position", "key", "feature" (of d), "part" (of d_k), "headed" (d, head
 * by head), "neuron", "word", "place", "one".
 * @param {string} name @returns {string[]}
 */
export function axesOf(name) {
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

/**
 * Label of one place along an axis, as a heading shows it.
 * @param {string} axis @param {number} i @param {About} about
 */
export function axisLabel(axis, i, about) {
  if (axis === "position" || axis === "key") return about.words[about.ids[i]];
  if (axis === "word") return about.words[i];
  if (axis === "head") return `cabeza ${i + 1}`;
  if (axis === "headed") {
    const size = about.sizes.d / about.sizes.heads;
    return `${Math.floor(i / size) + 1}.${(i % size) + 1}`;
  }
  return axis === "one" ? "valor" : String(i + 1);
}

/** The same place in a sentence. */
export function axisPhrase(axis, i, about) {
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

/** A cell in words: «consultas, capa 2, cabeza 1, de «niña» (posición 3), componente 5». */
export function cellPhrase(name, index, about) {
  const axes = axesOf(name);
  return [titleOf(name), ...axes.map((axis, a) => axisPhrase(axis, index[a], about))].filter(Boolean).join(", ");
}

/** Label of a place in a symbol: a word that the text repeats carries its position. */
function placeLabel(axis, i, about) {
  const label = axisLabel(axis, i, about);
  const repeated = (axis === "position" || axis === "key") && about.ids.filter((id) => id === about.ids[i]).length > 1;
  return repeated ? `${i + 1}. ${label}` : label;
}

/** A cell in few signs, as HTML: Q<sup>(2)</sup><sub>3. niña; 5</sub>. */
export function cellSymbol(name, index, about) {
  const axes = axesOf(name);
  const { layer } = nameParts(name);
  const places = axes
    .filter((axis) => axis !== "one")
    .map((axis, a) => (axis === "head" ? `cab. ${index[a] + 1}` : placeLabel(axis, index[a], about)));
  const shown = places.filter(Boolean).join("; ");
  const symbol = /ᵀ/.test(symbolOf(name)) ? `(${symbolHtml(name)})` : symbolHtml(name);
  return `${symbol}${layer ? `<sup>(${layer})</sup>` : ""}${shown ? `<sub>${shown}</sub>` : ""}`;
}

/** Shape of a tensor as the pages write it: «h × T × d_k = 2 × 7 × 8». @param {number[]} shape */
export function shapeText(name, shape) {
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

/** Steps of a model in order: names of activations. @param {{name: string}[]} nodes of graph(sizes) */
export function stepNames(nodes) {
  return nodes
    .map((node) => node.name)
    .filter((name) => name !== "mask" && name !== "loss" && STEP_TEXTS[nameParts(name).part]);
}

/**
 * Which step shows a tensor: its own, or the one in sight if it reads it, or the first that does.
 * @param {{name: string, inputs: string[]}[]} nodes of graph(sizes) @param {string} name @param {string} current
 */
export function stepShowing(nodes, name, current) {
  if (stepNames(nodes).includes(name)) return name;
  const readers = nodes.filter((node) => node.inputs.includes(name)).map((node) => node.name);
  return readers.includes(current) ? current : readers[0] || current;
}

/** Where a step stands on the map: columns «Entrada», «Capa 1»…, «Salida», and the groups of steps inside. */
export function mapGroups(steps) {
  /** @type {{title: string, layer: number, groups: {title: string, kind: string, steps: string[]}[]}[]} */
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

/** A change in words: «cabeza 1 de la capa 2, apagada». */
export function changePhrase(change, about) {
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
