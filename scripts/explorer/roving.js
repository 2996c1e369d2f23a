/* A group of buttons as one stop of the tab key, with the arrows to move inside it, as the toolbars of programs do. */

/**
 * Let the arrows, Home and End move among some controls of `root`, of which the tab key reaches one: the last that had
 * the focus while `root` stands as it is, else the one that `usual` finds, else the first. Gives a function to call
 * whenever the controls have been drawn again.
 * @param {HTMLElement} root @param {string} query the controls @param {string} usual the one where the tab key stops
 */
export function oneStop(root, query, usual) {
  const all = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(query)]);

  /** @param {Element | undefined | null} stop */
  function settle(stop) {
    const controls = all();
    const kept = controls.includes(/** @type {HTMLElement} */ (stop)) ? stop : root.querySelector(usual) || controls[0];
    for (const one of controls) one.tabIndex = one === kept ? 0 : -1;
  }

  root.addEventListener("focusin", (event) => settle(/** @type {Element} */ (event.target)));
  root.addEventListener("keydown", (event) => {
    const controls = all();
    const at = controls.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = controls.length - 1;
    const before = Math.max(0, at - 1);
    const after = Math.min(last, at + 1);
    const moves = { ArrowLeft: before, ArrowUp: before, ArrowRight: after, ArrowDown: after, Home: 0, End: last };
    if (!(event.key in moves)) return;
    event.preventDefault();
    controls[moves[event.key]].focus();
  });
  return () => settle(document.activeElement);
}
