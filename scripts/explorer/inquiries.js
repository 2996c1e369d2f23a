/**
 * The guiding questions: what each sets up and how its answer is computed, in the page, from the model itself.
 *
 * Nothing that a question says is stored: the numbers of the sentences are computed when the reader asks.
 *
 * @typedef {{right: string, says: string, wrong?: (given: string) => string}} Answer wrong: what to say of another one
 * @typedef {{id: string, title: string, text: string, ask: string, look: string, changes?: any[], oneLayer?: boolean,
 *   options?: (model: any) => [string, string][], act?: (state: any, model: any) => {done: boolean, says: string},
 *   answer?: (model: any, oneLayer?: any) => Answer}} Question
 */
import { backward } from "./backward.js";
import { inProse, number } from "./format.js";
import { forward, lens } from "./forward.js";
import { form, sampleStory, seeded, STATES } from "./grammar.js";
import { answers, questionsFor } from "./measures.js";
import { graph } from "./model.js";
import { ranking } from "./table.js";

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

export const idsOf = (model, text) =>
  (Array.isArray(text) ? text : text.split(" ")).map((word) => model.words.indexOf(word));

/** Probabilities of the word after a text. */
function nextOf(model, text, changes = []) {
  const trace = forward(model, idsOf(model, text), changes);
  return lastRow(trace.tensors.probs);
}
const lastRow = ({ shape, data }) => data.slice(data.length - shape[shape.length - 1]);
const chanceOf = (model, p, word) => p[model.words.indexOf(word)];
const likeliest = (model, p) => model.words[ranking(p)[0]];

/** Per cent right of the model with some changes. */
const rates = (model, changes = []) => answers((prefix) => nextOf(model, prefix, changes), model.words, asked());

/** Mean loss over some stories, in nats for each predicted word. */
function lossOn(model, texts, changes = []) {
  const losses = texts.flatMap((words) => {
    const ids = idsOf(model, words);
    const p = forward(model, ids.slice(0, -1), changes).tensors.probs.data;
    return ids.slice(1).map((id, i) => -Math.log(Math.max(p[i * model.words.length + id], 1e-300)));
  });
  return mean(losses);
}

// ---- Heads ----

const headsOf = ({ sizes: { layers, heads } }) =>
  Array.from({ length: layers * heads }, (_, i) => ({ layer: Math.floor(i / heads) + 1, head: (i % heads) + 1 }));
const codeOf = ({ layer, head }) => `${layer}.${head}`;
const headName = ({ layer, head }) => `la cabeza ${head} de la capa ${layer}`;
const headOptions = (model) => headsOf(model).map((one) => [codeOf(one), headName(one)]);
const headOff = ({ layer, head }) => ({ tensor: `${layer}.mixed`, index: [head - 1, "*", "*"], value: 0 });

/** The weight that each head gives, from the last word, to a position. */
function looksAt(model, text, position) {
  const { T, tensors } = forward(model, idsOf(model, text));
  return headsOf(model).map((one) => {
    const row = tensors[`${one.layer}.weights`].data.subarray(((one.head - 1) * T + T - 1) * T, one.head * T * T);
    return { ...one, weight: row[position], first: row[position] === Math.max(...row) };
  });
}

/** Which head looks most at a position, and how it looks in other texts. @param {[string[], number][]} many */
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

/** @param {string} how what the other texts have in common */
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

// ---- Agreement ----

/** Probability of all the adjectives of a gender, in a number; those that do not show it are left out. */
function genderMass(model, p, g, n) {
  const shown = STATES.filter((state) => form(state, 0, n) !== form(state, 1, n));
  return shown.reduce((sum, state) => sum + chanceOf(model, p, form(state, g, n)), 0);
}

/** Beginnings whose article has the other gender than its noun, with the gender and number of the noun. */
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

/** Whether a change says nothing of single positions, so that it can be tried with other texts. */
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

// ---- Names ----

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

// ---- Layer by layer ----

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

// ---- Neurons and gradients ----

const NEURON_LAYER = 1;
const NEURON_WORD = "al";
const CANDIDATES = [0, 3, 15, 40]; // places in the order of importance

/** How much of a word's probability is lost without each neuron of a layer, and which are the most needed, in order. */
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

/** @type {Question[]} */
export const QUESTIONS = [
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

/** The changes that a question makes in a model. */
export const changesOf = (question, model) =>
  question.changes === "unscaled" ? unscaled(model.sizes) : question.changes || [];
