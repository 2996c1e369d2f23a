/**
 * What a reader changes: cells of parameters, of the mask and of activations, which get a value or are multiplied.
 *
 * @typedef {{tensor: string, index: (number|"*")[], value: number|{times: number}}} Change "*": all along that axis
 * @typedef {{before: Float64Array, factor: Float64Array}} Changed what the cells were; what is left of that: 1 in those
 *   that nobody touched, 0 in those with a value given by hand, k in those that were multiplied by k
 */
import { failure, parameters } from "./model.js";

/** The places of the cells that an index with stars names. @param {number[]} shape @param {(number|"*")[]} index */
function cellsOf(shape, index) {
  const inside = (i, k) => i === "*" || (Number.isInteger(i) && i >= 0 && i < shape[k]);
  if (!Array.isArray(index) || index.length !== shape.length || !index.every(inside)) {
    const asked = [].concat(index).join(", ");
    throw failure("bad-change", `No hay casilla [${asked}] en una tabla de ${shape.join(" × ")}.`);
  }
  return index.reduce((found, i, k) => {
    const along = i === "*" ? [...Array(shape[k]).keys()] : [i];
    return found.flatMap((start) => along.map((one) => start * shape[k] + one));
  }, [0]);
}

function checkValue({ tensor, value }) {
  const given = value?.times ?? value;
  const open = tensor === "mask" ? given === 0 || given === 1 : Number.isFinite(given);
  const closed = given === -Infinity && tensor.endsWith(".scores");
  if (!open && !closed) throw failure("bad-change", `«${given}» no es un valor para una casilla de «${tensor}».`);
}

/**
 * Make some changes, all of one tensor, in its data.
 *
 * @param {import("./model.js").Tensor} tensor @param {Change[]} changes @returns {Changed}
 */
export function change({ shape, data }, changes) {
  const [before, factor] = [data.slice(), new Float64Array(data.length).fill(1)];
  for (const one of changes) {
    checkValue(one);
    const times = one.value?.times;
    for (const at of cellsOf(shape, one.index)) {
      data[at] = times === undefined ? one.value : data[at] * times;
      factor[at] *= times ?? 0;
    }
  }
  return { before, factor };
}

/** The changes of each tensor. @param {Change[]} changes @returns {Map<string, Change[]>} */
export function byTensor(model, nodes, changes) {
  const found = new Map();
  const names = new Set([...Object.keys(model.params), ...nodes.map((node) => node.name)]);
  for (const one of changes) {
    if (!names.has(one.tensor)) throw failure("bad-change", `No hay ninguna tabla «${one.tensor}» que cambiar.`);
    if (!found.has(one.tensor)) found.set(one.tensor, []);
    found.get(one.tensor).push(one);
  }
  return found;
}

/**
 * The model with the changes of its parameters, which leaves the one given as it was, and what they changed.
 *
 * @param {import("./model.js").Model} model @param {Map<string, Change[]>} changes by tensor
 */
export function changedParams(model, changes) {
  const params = { ...model.params };
  const changed = {};
  for (const { name } of parameters(model.sizes).filter(({ name }) => changes.has(name))) {
    params[name] = { shape: params[name].shape, data: params[name].data.slice() };
    changed[name] = change(params[name], changes.get(name));
  }
  return { model: { ...model, params }, changed };
}

/** The model with the changes of its parameters; other changes say nothing here. @param {Change[]} changes */
export function applyToParams(model, changes) {
  const some = changes.filter((one) => one.tensor in model.params);
  return changedParams(model, byTensor(model, [], some)).model;
}
