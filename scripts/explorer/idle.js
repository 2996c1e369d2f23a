/* Work for when the browser has nothing else to do; but soon, even if it never says so. */

const SOON = 200;
const NO_DEADLINE = { timeRemaining: () => 10 };

/** @param {(deadline: {timeRemaining: () => number}) => void} work @returns {number} what cancelIdle takes */
export function whenIdle(work) {
  return globalThis.requestIdleCallback?.(work, { timeout: SOON }) ?? setTimeout(() => work(NO_DEADLINE), SOON / 4);
}

/** @param {number} wait */
export function cancelIdle(wait) {
  (globalThis.cancelIdleCallback ?? clearTimeout)(wait);
}
