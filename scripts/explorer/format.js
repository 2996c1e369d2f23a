/* Numbers and words as the guide's prose writes them. No DOM. */

/**
 * A number with a decimal comma and a true minus sign; no minus zero.
 * @param {number} x @param {number} [digits] @returns {string}
 */
export function number(x, digits = 2) {
  if (Number.isNaN(x)) return "sin valor";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const text = x.toFixed(digits);
  return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace(".", ",").replace("-", "−");
}

/**
 * A number with as many decimals as it needs to show `figures` significant ones, between two and eight.
 * @param {number} x @param {number} [figures] @returns {string}
 */
export function precise(x, figures = 4) {
  if (!Number.isFinite(x) || x === 0) return number(x, 2);
  const digits = figures - 1 - Math.floor(Math.log10(Math.abs(x)));
  return number(x, Math.max(2, Math.min(8, digits)));
}

/** A whole number, with a space in the thousands from five figures on. @param {number} n @returns {string} */
export function whole(n) {
  return n < 10_000 ? String(n) : String(n).replace(/(\d{3})$/, "\u00a0$1");
}

/** A share as a percentage; no number stays without a sign of per cent. @param {number} p @returns {string} */
export function percent(p) {
  if (Number.isNaN(p)) return number(p);
  const digits = p >= 0.0995 && p <= 0.9995 ? 1 : 2;
  if (p < 1 && p > 0.99995) return ">\u00a099,99\u00a0%";
  return p > 0 && p < 0.00005 ? "<\u00a00,01\u00a0%" : `${number(100 * p, digits)}\u00a0%`;
}

/**
 * The number that a reader has typed, with comma or point; NaN if it is none.
 * @param {string} text @returns {number}
 */
export function parseNumber(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

/** Text that stands in HTML. @param {string} text @returns {string} */
export function escapeHtml(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

/** A word without accents and in lower case, to compare what is typed. @param {string} word @returns {string} */
export function plain(word) {
  return word
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}

/** The words of a typed text; a full stop is a word. @param {string} text @returns {string[]} */
export function splitWords(text) {
  return text
    .normalize("NFC")
    .replace(/\./g, " . ")
    .split(/[\s,;:¿?¡!«»"]+/)
    .filter(Boolean);
}

/** Position of a word in the vocabulary, whatever its accents and capitals if that leaves one; −1 if unknown. */
export function findWord(words, typed) {
  const exact = words.indexOf(typed);
  if (exact >= 0) return exact;
  const alike = words.map((word, i) => (plain(word) === plain(typed) ? i : -1)).filter((i) => i >= 0);
  return alike.length === 1 ? alike[0] : -1;
}

/** How many letters must change to turn one word into another. */
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

/** The words of the vocabulary most like a typed one, if half of its letters are right. @returns {string[]} */
export function alikeWords(words, typed, many = 3) {
  const far = words.map((word) => [editDistance(plain(word), plain(typed)), word]);
  return far
    .filter(([letters]) => letters <= typed.length / 2)
    .sort((a, b) => a[0] - b[0])
    .slice(0, many)
    .map((pair) => pair[1]);
}

/** A list in prose: «a, b y c». @param {string[]} parts */
export function inProse(parts, last = "y") {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${last} ${parts[parts.length - 1]}`;
}
