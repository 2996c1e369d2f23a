/**
 * Weights written as text, a character or two for each: the recorded training and the model of one layer.
 *
 * scripts/checkpoints_script.py writes them. Whole numbers near zero take one character; the others, a prefix more.
 */
import { modelOf } from "./train.js";

const FIRST = 35;
const LEFT_OUT = "<\\";
const ALPHABET = Array.from({ length: 92 }, (_, i) => String.fromCharCode(FIRST + i)).filter(
  (c) => !LEFT_OUT.includes(c),
);
const SHORT = 64; // characters that stand for a number; the last 26 are prefixes
const VALUE = new Map(ALPHABET.map((c, i) => [c, i]));

/** The whole numbers that a text holds. @param {string} text @returns {number[]} */
export function unpack(text) {
  const numbers = [];
  for (let i = 0; i < text.length; i++) {
    let code = VALUE.get(text[i]);
    if (code >= SHORT) code = SHORT * (code - SHORT + 1) + VALUE.get(text[++i]);
    numbers.push(code & 1 ? -(code + 1) / 2 : code / 2);
  }
  return numbers;
}

/** A model whose weights are written as text. @param {{sizes: any, scale: number, weights: string}} saved */
export function unpackModel({ sizes, scale, weights }, words) {
  return modelOf(
    sizes,
    words,
    Float64Array.from(unpack(weights), (n) => n / scale),
  );
}

/**
 * The recorded training: the model at each step, and its figures. Each is written as its differences from the last.
 * @param {{sizes: any, scale: number, points: {step: number, weights: string}[]}} saved
 */
export function unpackTraining({ sizes, scale, points }, words) {
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
