/* Training in the page: a net learns from random weights, in a worker, and can be looked into while it learns. */

import { number, parseNumber, whole } from "./format.js";
import { lossBound } from "./grammar.js";
import { modelOf, trainer } from "./train.js";

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
/** Milliseconds from one reading aloud of the figures of a training to the next. */
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

/** Whether a measure reaches the aim; one alone may be luck. */
const agrees = ({ gender, number: plural }) => Math.min(gender, plural) >= AIM;

/** A line of numbers through points of the unit of each axis. */
function path(points, x, y) {
  return points.map(([a, b], i) => `${i ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
}

/** A chart with its axes; `inside` draws over them. */
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

/** Losses step by step as at most some points, each the mean of its stretch. */
function thinned(losses, most = CURVE_POINTS) {
  const stretch = Math.max(1, Math.ceil(losses.length / most));
  const points = [];
  for (let start = 0; start < losses.length; start += stretch) {
    const some = losses.slice(start, start + stretch);
    points.push([start + (some.length + 1) / 2, some.reduce((a, b) => a + b) / some.length]);
  }
  return points;
}

/** The two charts. @param {number[]} losses @param {{steps: number}[]} measures */
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

/** Who trains: a worker made of the core's text or, if the browser refuses it, the page itself, in short turns. */
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

/** @param {HTMLElement} root */
export function mountTraining(root, app) {
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

  /** The figures of now, for those who do not see the curves. */
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

  /** What the form asks for; nothing, and a word about it, if it makes no sense. */
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
