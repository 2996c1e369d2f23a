/**
 * The grammar of docs/codigo/grammar.py, and the stories that it writes: the page trains on these, so no story is sent.
 *
 * Words are strings and symbols are arrays, such as ["relative", "rey", 1]: gender 0 is masculine and 1 feminine;
 * number 0 is singular and 1 plural.
 *
 * @typedef {(string | any[])[]} Items
 * @typedef {[number, Items]} Way probability, words and symbols
 * @typedef {{words: string[], subject: number, state: number, who: [string, number, number], cast: [string, number,
 *   string][]}} Story subject and state: positions of the subject's noun and of the adjective that agrees with it
 */

const FAVOURITES = {
  // state, place and thing that each noun prefers
  niño: ["contento", "escuela", "pelota"],
  rey: ["cansado", "castillo", "corona"],
  abuelo: ["enfermo", "pueblo", "libro"],
  gato: ["hambriento", "jardín", "queso"],
  vecino: ["asustado", "plaza", "carta"],
};
export const NOUNS = Object.keys(FAVOURITES);
const NAMES = [["Hugo", "Juan", "Leo", "Luis"], ["Ana", "Eva", "Luz", "Sara"]];
export const STATES = [...NOUNS.map((noun) => FAVOURITES[noun][0]), "triste"];
const QUALITIES = ["rubio", "valiente"];
const PLACES = { castillo: 0, jardín: 0, pueblo: 0, escuela: 1, playa: 1, plaza: 1 };
const THINGS = { libro: 0, queso: 0, carta: 1, corona: 1, pelota: 1 };
const VERBS = {
  see: [["vio", "vieron"], ["buscó", "buscaron"], ["encontró", "encontraron"]],
  be: [["estaba", "estaban"], ["parecía", "parecían"]],
  arrive: [["llegó", "llegaron"], ["volvió", "volvieron"]],
};

/** The form of an article, a noun or an adjective. */
export function form(word, g, n) {
  if (word === "el") return ["el", "la", "los", "las"][2 * n + g];
  if (word === "rey") return ["rey", "reina", "reyes", "reinas"][2 * n + g];
  const stem = word.endsWith("o") ? word.slice(0, -1) + "oa"[g] : word;
  return stem + "s".repeat(n);
}

/** Gender and number of every form of a noun. @type {Map<string, [number, number]>} */
const FEATURES = new Map();
for (const noun of NOUNS) for (const [g, n] of [[0, 0], [1, 0], [0, 1], [1, 1]]) FEATURES.set(form(noun, g, n), [g, n]);
for (const place in PLACES) FEATURES.set(place, [PLACES[place], 0]);
for (const thing in THINGS) for (const n of [0, 1]) FEATURES.set(thing + "s".repeat(n), [THINGS[thing], n]);

/** Gender and number of a form of a noun; nothing for any other word. */
export const features = (word) => FEATURES.get(word);

const both = [0, 1];
const equally = (ways) => ways.map((items) => [1 / ways.length, items]);
const shares = (...pairs) => pairs.map(([share, ...items]) => [share / 100, items]);
/** Preposition and article: «de la», but «del». */
const after = (preposition, g, n) => (g || n ? [preposition, form("el", g, n)] : [preposition + "l"]);
const presented = (noun, g, name) => [["un", "una"][g], form(noun, g, 0), ["llamado", "llamada"][g], name];
const others = (noun) =>
  both.flatMap((g) => both.flatMap((n) => NOUNS.filter((x) => x !== noun).map((x) => [g, n, x])));
/** 70 % for the favourite; the other words share the rest. */
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
  // No one says «mis reyes».
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

/** A function of a symbol that is computed once for each. */
function remembered(compute) {
  const known = new Map();
  return (symbol = ["story"]) => {
    const key = symbol.join();
    if (!known.has(key)) known.set(key, compute(symbol));
    return known.get(key);
  };
}

/** Every way to write a symbol. @type {(symbol?: any[]) => Way[]} */
export const rules = remembered(([kind, ...rest]) => RULES[kind](...rest));

const sum = (values) => values.reduce((total, value) => total + value, 0);
const symbolsOf = (items) => items.filter(Array.isArray);

/** Expected −log p of what a symbol writes, in nats. @type {(symbol?: any[]) => number} */
const entropy = remembered((symbol) =>
  sum(rules(symbol).map(([p, items]) => p * (-Math.log(p) + sum(symbolsOf(items).map((one) => entropy(one)))))),
);

/** Expected number of words that a symbol writes. @type {(symbol?: any[]) => number} */
const meanLength = remembered((symbol) =>
  sum(rules(symbol).map(([p, items]) => p * sum(items.map((one) => (Array.isArray(one) ? meanLength(one) : 1))))),
);

/** The lowest mean loss that a model can have, in nats for each predicted word: the first one is given. */
export const lossBound = () => entropy() / (meanLength() - 1);

/** Numbers between 0 and 1 that are always the same for a seed (mulberry32). @returns {() => number} */
export function seeded(seed) {
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

/** A random story. @returns {Story} */
export function sampleStory(rng) {
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

/** The words of the story of a seed. @returns {string[]} */
export const story = (seed) => sampleStory(seeded(seed)).words;
