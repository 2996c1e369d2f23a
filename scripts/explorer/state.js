/* The state of the page: model, text, changes, place. Everything drawn is a function of it; the address carries it. */

import { encode, graph } from "./model.js";
import { forward } from "./forward.js";
import { cancelIdle, whenIdle } from "./idle.js";
import { axesOf, stepShowing } from "./steps.js";

/**
 * @typedef {{name: string, index: number[]}} Cell
 * @typedef {{model: any, modelName: string, ids: number[], changes: any[], step: string, cell: Cell | null,
 *   trail: Cell[], position: number, target: number | null}} State
 */

/** Folder of the scripts, ending in a slash. */
export const scriptBase = (globalThis.document?.currentScript?.src ?? "").replace(/[^/]*$/, "");

const UNDOABLE = ["model", "ids", "changes"];
const UNDO_LIMIT = 200;

/** A change as the address writes it: `2.mixed@0,*,*=0`. */
function changeToText({ tensor, index, value }) {
  return `${tensor}@${index.join(",")}=${typeof value === "number" ? value : `*${value.times}`}`;
}

/** A change from the address; null if it is none. */
function changeFromText(text) {
  const match = /^([\w.]+)@([\d,*]*)=(\*?)(-?[\d.]+(?:e-?\d+)?|-Infinity)$/.exec(text);
  if (!match) return null;
  const index = match[2].split(",").map((part) => (part === "*" ? "*" : Number(part)));
  return { tensor: match[1], index, value: match[3] ? { times: Number(match[4]) } : Number(match[4]) };
}

/** The state as the part of an address behind `#`. @param {State} state @param {string[]} words */
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

/** The parts of a decoded address, by their letter. @returns {Record<string, string>} */
function partsOf(text) {
  return Object.fromEntries(text.split(";").map((part) => [part.slice(0, 1), part.slice(2)]));
}

/** Whether a state has less than the address that it comes from. @param {string} text @param {State} state */
function losesPart(text, state) {
  const { p, c, x = "" } = partsOf(decodeURIComponent(text.slice(1)));
  const asked = x.split("~").filter(Boolean).length;
  return asked > state.changes.length || Boolean(c && !state.cell) || Boolean(p && p !== state.step);
}

/**
 * What an address says of the state; what makes no sense is left out.
 * @param {string} text behind `#` or `?` @returns {Partial<State> | null} null if it carries no state
 */
function stateFromText(text, model) {
  let plainText;
  try {
    plainText = decodeURIComponent(text.replace(/^[#?]/, ""));
  } catch {
    return null;
  }
  const parts = partsOf(plainText);
  if (!/^t=/.test(plainText)) return null;
  /** @type {Partial<State>} */
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

/** Whether the cell exists for a trace. */
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

/**
 * The page's one store. `look(trace, name)` gives any tensor; `steps(sizes)` the names of the steps in order.
 * @param {any} model the published one @param {number[]} ids
 */
export function createApp(model, ids, look, steps) {
  /** @type {State} */
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
  /** @type {State[]} */
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
    /** What is wrong with the address that the state has been taken from. */
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
    /** Change part of the state. @param {Partial<State>} patch */
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
    /** Back to the state before the last change of text, numbers or model. */
    undo() {
      if (!past.length) return;
      restore({ ...past.pop(), step: state.step });
    },
    /** The published model without changes, on the same text. */
    reset() {
      app.set({ model: start.model, modelName: "", changes: [] });
    },
    on(listener) {
      listeners.push(listener);
    },
    /**
     * The same for a part of the page that is drawn at once when it is in sight, and else when the browser has time;
     * the first time too, with the keys of the text.
     */
    onSeen(root, listener) {
      const patient = whenSeen(root, listener);
      listeners.push(patient);
      patient(state, new Set(["ids"]));
    },
    /** Address of a state. */
    link(patch = {}) {
      return `#${encodeURI(stateToText({ ...state, ...patch }, state.model.words))}`;
    },
    /** The whole address of the page in its state. */
    address() {
      return location.href.replace(/[?#].*$/, "") + app.link();
    },
    /** Take the state that an address carries. @param {string} text @returns {boolean} */
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

  /** What holds no longer for another text or model goes. */
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

  // An address cannot carry a model: what it says of another one's place is what the published one can show of it.
  function writeAddress() {
    history.replaceState(history.state, "", app.address());
  }

  return app;
}

/**
 * A listener that waits, with all that it has missed, until its part of the page is in sight or the browser is idle.
 */
function whenSeen(root, listener) {
  /** @type {Set<string>} */
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

/** Whether a change still makes sense for a text of some length. */
function fits(change, length) {
  const axes = axesOf(change.tensor);
  return axes.every(
    (axis, a) => !["position", "key"].includes(axis) || change.index[a] === "*" || change.index[a] < length,
  );
}
