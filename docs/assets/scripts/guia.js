/* What a page of the guide does by itself: definitions of terms, wide formulas by keyboard, solutions on paper. */
(() => {
  "use strict";

  /** Term whose definition is open, if any. @type {HTMLElement | null} */
  let open = null;

  /** @param {HTMLElement | null} term */
  function close(term) {
    if (term) term.classList.remove("abierto");
    if (term === open) open = null;
  }

  /** Show the definition of a term, moved sideways if it would leave the window. @param {HTMLElement} term */
  function show(term) {
    if (term === open) return;
    close(open);
    open = term;
    term.classList.add("abierto");
    const definition = /** @type {HTMLElement} */ (term.querySelector(".definicion"));
    definition.style.transform = "";
    const box = definition.getBoundingClientRect();
    const room = document.documentElement.clientWidth - 8;
    const shift = Math.min(0, room - box.right) || Math.max(0, 8 - box.left);
    definition.style.transform = shift ? `translateX(${Math.max(shift, 8 - box.left)}px)` : "";
  }

  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  const termOf = (target) => (target instanceof Element ? target.closest(".termino") : null);

  document.addEventListener("mouseover", (event) => {
    const term = termOf(event.target);
    if (term) show(term);
    else if (open && !open.contains(document.activeElement)) close(open);
  });
  document.addEventListener("focusin", (event) => {
    const term = termOf(event.target);
    if (term) show(term);
    else close(open);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(open);
  });

  /** A finger has no hover: the first tap shows the definition, the second one follows the link. */
  let shownByTap = null;
  document.addEventListener("click", (event) => {
    const term = termOf(event.target);
    const touch = event instanceof PointerEvent && event.pointerType === "touch";
    if (!term) {
      close(open);
      shownByTap = null;
    } else if (touch && shownByTap !== term) {
      event.preventDefault();
      shownByTap = term;
      show(term);
    }
  });

  const SCROLLABLE =
    ".md-typeset math, .ecuacion, .formula, .md-typeset__scrollwrap, .md-typeset pre > code, .vista-explorador .correa";

  /** What scrolls sideways must be reachable by keyboard; what does not must not stop the reader. @param {Element[]} boxes */
  function markScrollable(boxes) {
    const wide = boxes.map((box) => box.scrollWidth > box.clientWidth + 1); // measure all, then change: one layout
    boxes.forEach((box, i) => {
      if (wide[i] === box.hasAttribute("tabindex")) return;
      if (wide[i]) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    });
  }

  /** Boxes that may scroll, but for those that are folded: they wait until they are opened. @param {ParentNode} place */
  const boxesIn = (place) =>
    [...place.querySelectorAll(SCROLLABLE)].filter((box) => !box.closest("details:not([open])"));

  const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  /** Boxes to be measured. @type {Element[]} */
  let waiting = [];

  /** A few boxes each time that the page has nothing else to do: measuring them all at once would halt it. */
  function markSome() {
    markScrollable(waiting.splice(0, 4));
    if (waiting.length) whenIdle(markSome);
  }

  /** @param {Element[]} boxes */
  function markLater(boxes) {
    if (!waiting.length) whenIdle(markSome);
    waiting = waiting.concat(boxes);
  }

  /** Whether a box is laid out, which on a phone happens as the reader comes near. @param {Element} box */
  const isLaidOut = (box) => box.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;

  /** Width of the window when the boxes were last marked; a phone's bars come and go without changing it. */
  let width = 0;

  /** Until it is measured, a box counts as one that scrolls: nothing is out of reach. */
  function markAll() {
    if (innerWidth === width) return;
    width = innerWidth;
    const boxes = boxesIn(document);
    for (const box of boxes) box.setAttribute("tabindex", "0");
    markLater(boxes.filter(isLaidOut));
  }
  addEventListener("load", markAll);
  addEventListener("resize", markAll);
  /** Stretches that a phone has not laid out, and how long the page waits with them: the first second is the reader's. */
  const FIRST = 1000;
  let later = [];

  /** One each time that the page has nothing else to do, so that whoever scrolls far sees no gap. */
  function layOutNext() {
    const stretch = later.shift();
    if (!stretch) return;
    stretch.classList.add("puesto");
    markLater(boxesIn(stretch));
    whenIdle(layOutNext);
  }

  function layOutTheRest() {
    const all = [...document.querySelectorAll(".tramo")];
    later = all.filter((one) => getComputedStyle(one).contentVisibility === "auto");
    whenIdle(layOutNext);
  }
  addEventListener("load", () => setTimeout(layOutTheRest, FIRST));
  addEventListener("contentvisibilityautostatechange", (event) => event.skipped || markLater(boxesIn(event.target)), true);
  addEventListener("toggle", (event) => markScrollable(boxesIn(event.target)), true);

  /** Where there is no mouse, Material takes a listing out of reach as it gives it its button. */
  if (!matchMedia("(hover)").matches) {
    const seen = new MutationObserver((changes) => {
      const listings = changes.map((change) => /** @type {Element} */ (change.target));
      markScrollable(listings.filter((one) => one.matches(".md-code__nav + code")));
    });
    seen.observe(document, { subtree: true, attributeFilter: ["tabindex"] });
  }

  /** From here on, the browser's own search looks into what is folded (until now, guia.css kept it out of the layout). */
  addEventListener("load", () => document.documentElement.classList.add("buscable"));

  /** On paper, every folded solution is open. @type {HTMLDetailsElement[]} */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();
