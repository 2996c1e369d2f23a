/* The index of the search weighs more than any page. Material asks for it on every page; here the request waits until
 * the reader opens the search (a click, a tap, the keyboard's shortcut or an address with a query). */
(() => {
  "use strict";
  const send = XMLHttpRequest.prototype.send;
  const open = XMLHttpRequest.prototype.open;
  /** Resolved when the search is opened for the first time. @type {Promise<void>} */
  const wanted = new Promise((resolve) => {
    const listen = (/** @type {Event} */ event) => {
      const target = event.target;
      if (target instanceof Element && target.closest("#__search, [for=__search], .md-search")) resolve();
    };
    for (const kind of ["change", "focusin", "pointerover"]) document.addEventListener(kind, listen);
  });
  /** Requests for the index. @type {WeakSet<XMLHttpRequest>} */
  const late = new WeakSet();

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (String(url).endsWith("/search/search_index.json")) late.add(this);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (late.has(this)) wanted.then(() => send.apply(this, body));
    else send.apply(this, body);
  };
})();
