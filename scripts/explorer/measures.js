/**
 * Questions about the stories, as docs/codigo/probes.py asks them: does a model agree, does it remember?
 *
 * @typedef {{prefix: string[], right: string, wrong: string, feature: "gender" | "number", distance: number,
 *   attractor: boolean, subject: number}} Pair
 * @typedef {{prefix: string[], right: string, other: string | undefined, condition: "one" | "two-different" |
 *   "two-same"}} Recall
 */
import { features, form, sampleStory, seeded, STATES } from "./grammar.js";

/** The adjective that a form belongs to. */
const lemmaOf = (word) => STATES.find((x) => [0, 1].some((g) => [0, 1].some((n) => form(x, g, n) === word)));

/** The pair of a story, for a feature (0 gender, 1 number); nothing if both forms are the same, as in «triste». */
export function agreementPair(story, f) {
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

/** n beginnings of stories, each with a right and a wrong next word. @returns {Pair[]} */
function agreementPairs(rng, n) {
  const pairs = [];
  while (pairs.length < n) {
    const story = sampleStory(rng);
    const pair = agreementPair(story, rng() < 0.5 ? 1 : 0);
    if (pair) pairs.push(pair);
  }
  return pairs;
}

/** The last name of a story, as a question. @returns {Recall} */
export function recallItem(story) {
  const right = story.words[story.words.length - 2];
  const other = story.cast.map((one) => one[2]).find((name) => name !== right);
  const genders = new Set(story.cast.map((one) => one[1])).size;
  const condition = other === undefined ? "one" : genders === 2 ? "two-different" : "two-same";
  return { prefix: story.words.slice(0, -2), right, other, condition };
}

/** n names to recall that the story has not repeated since it presented them. @returns {Recall[]} */
function recallItems(rng, n) {
  const items = [];
  while (items.length < n) {
    const item = recallItem(sampleStory(rng));
    const rest = item.prefix.slice(item.prefix.indexOf("."));
    if (!rest.includes(item.right) && !rest.includes(item.other)) items.push(item);
  }
  return items;
}

/** The same questions for every model: pairs to agree and names to recall. */
export function questionsFor(seed, pairs = 400, items = 150) {
  const rng = seeded(seed);
  return { pairs: agreementPairs(rng, pairs), items: recallItems(rng, items) };
}

const percent = (hits) => (hits.length ? (100 * hits.filter(Boolean).length) / hits.length : NaN);

/** Per cent right of each kind. @param {(prefix: string[]) => ArrayLike<number>} logits of the next word */
export function answers(logits, words, { pairs, items }) {
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
