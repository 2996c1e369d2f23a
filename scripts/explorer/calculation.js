/* A calculation of the core as a table of terms and as words to be read aloud: strings. No DOM. */

import { escapeHtml, number, precise } from "./format.js";
import { axesOf, axisLabel, axisPhrase, cellPhrase, cellSymbol, symbolHtml, titleOf } from "./steps.js";

const NOTHING_TO_SEE =
  "En esta fila todo está tapado y no queda nada que mirar. La softmax sería 0 / 0, que no es ningún número: PyTorch " +
  "daría nan. Aquí los pesos se dejan a cero, para que el resto de la red se pueda seguir calculando.";

/** A number of a calculation: hundredths as they are, the rest with four decimals, the small with four figures. */
export function calcNumber(x) {
  if (!Number.isFinite(x)) return number(x);
  if (Math.abs(100 * x - Math.round(100 * x)) < 1e-9) return number(x, 2);
  return Math.abs(x) < 0.1 ? precise(x) : number(x, 4);
}

/** A cell as the page writes it in an attribute: `2.q@0,3,5`. */
export function cellText({ name, index }) {
  return `${name}@${index.join(",")}`;
}

/** The cell that such a text names. @param {string} text */
export function cellFromText(text) {
  const [name, places] = text.split("@");
  return { name, index: places ? places.split(",").map(Number) : [] };
}

/** A number that can be asked where it comes from; plain when nothing can be asked. */
function operand(cell, about, asks) {
  const text = cell.name === "mask" ? String(cell.value) : calcNumber(cell.value);
  if (!asks || !cell.name) return text;
  const label = `${text}: ${cellPhrase(cell.name, cell.index, about)}`;
  return (
    `<button type="button" class="dato" data-cell="${cellText(cell)}" aria-label="${escapeHtml(label)}">` +
    `${text}</button>`
  );
}

/** The axis along which some cells differ, as [number of the axis, name]; null if they do not. */
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

/**
 * A calculation as HTML: every product, every running sum; the operands are buttons if `asks`.
 * @param {any} calculation of explain() @param {{words: string[], ids: number[], sizes: any}} about
 */
export function calculationHtml(calculation, about, asks = true) {
  return HTML_RULES[calculation.rule](calculation, about, asks);
}

/** Heading of a calculation: which cell, and its value. */
export function calculationTitle(calculation, about) {
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

/**
 * A calculation in words. In short, its longest part is cut after two terms.
 * @param {any} calculation @param {boolean} whole @returns {string}
 */
export function calculationAloud(calculation, about, whole = false) {
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

/**
 * Where a number goes, in words: one line for each table that reads it.
 * @param {{name: string, indices: number[][]}[]} found
 */
export function usesLines(found, about) {
  return found.map(({ name, indices }) => {
    const same = axesOf(name).map((axis, a) => {
      const all = indices.every((index) => index[a] === indices[0][a]);
      return all ? axisPhrase(axis, indices[0][a], about) : "";
    });
    const many = indices.length === 1 ? "una casilla" : `${indices.length} casillas`;
    return { name, indices, text: [`${many} de «${titleOf(name)}»`, ...same].filter(Boolean).join(", ") };
  });
}
