/*
 * What the experiments share. Everything above `mount` is strings and numbers, so that the build draws the still
 * figures with it.
 */
(() => {
  "use strict";

  /** Number as the guide's prose writes it: decimal comma, a true minus sign, no minus zero. @param {number} x */
  const number = (x, digits = 2) => {
    const text = x.toFixed(digits);
    return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace(".", ",").replace("-", "−");
  };

  /** Number that a reader has typed, with comma or point; NaN if it is none. @param {string} text */
  const parse = (text) => {
    const plain = text.trim().replace("−", "-").replace(",", ".");
    return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
  };

  /** Colour of a weight on the diverging scale of the site, whose ends are ±most. */
  const color = (x, most = 1) => {
    const level = Math.min(8, Math.round((Math.abs(x) / most) * 8));
    return level ? `var(--w-${x > 0 ? "p" : "n"}${level})` : "var(--w-0)";
  };

  /** Small square with the colour of a weight, to stand before its figure. */
  const swatch = (x, most) =>
    `<svg class="muestra" viewBox="0 0 10 10" aria-hidden="true">` +
    `<rect x=".5" y=".5" width="9" height="9" stroke="var(--guia-tinta-2)" stroke-width=".7" fill="` +
    `${color(x, most)}"/></svg>`;

  /** Horizontal bar of a number between 0 and 1. */
  const bar = (x) =>
    `<svg class="barra" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">` +
    `<rect width="100" height="10" fill="var(--w-0)"/><rect width="` +
    `${(100 * Math.max(0, x)).toFixed(2)}" height="10" fill="var(--w-pos)"/></svg>`;

  /** Table; the first cell of a row is its heading, and each entry of `head` a column. */
  const table = (caption, head, rows) =>
    `<table class="datos"><caption>${caption}</caption><thead><tr>` +
    `${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>` +
    `${rows
      .map(
        ([first, ...cells]) =>
          `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
      )
      .join("")}` +
    `</tbody></table>`;

  /** Corners of [low, high]². */
  const square = (low, high) => [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
  ];

  /** The part of a convex polygon where ax + by + c ≥ 0: its corners, and the ends of the line inside. */
  const cut = (a, b, c, corners) => {
    const z = ([x, y]) => a * x + b * y + c;
    const polygon = [];
    const line = [];
    corners.forEach((p, i) => {
      const q = corners[(i + 1) % corners.length];
      if (z(p) >= 0) polygon.push(p);
      if (z(p) >= 0 !== z(q) >= 0) {
        const t = z(p) / (z(p) - z(q));
        const on = [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
        polygon.push(on);
        line.push(on);
      }
    });
    return { polygon, line };
  };

  /** Path through points, after moving each one with `to`. */
  const path = (points, to, end = "") =>
    points.length
      ? `M${points
          .map((p) =>
            to(p)
              .map((x) => Number(x.toFixed(1)))
              .join(" "),
          )
          .join("L")}${end}`
      : "";

  /** Filled disc (class 1) or hollow square (class 0). */
  const mark = (x, y, positive, size = 7) =>
    positive
      ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="` +
        `${size}" fill="var(--w-pos)" stroke="var(--guia-papel)" stroke-width="1.5"/>`
      : `<rect x="${(x - size + 1).toFixed(1)}" y="${(y - size + 1).toFixed(1)}" width="${2 * size - 2}" height="` +
        `${2 * size - 2}" fill="var(--guia-papel)" stroke="var(--w-neg)" stroke-width="2.5"/>`;

  /** Buttons, and the line that says what they have done. */
  const buttons = (names) =>
    `<div class="botones">` +
    `${Object.entries(names)
      .map(([key, name]) => `<button type="button" data-orden="${key}">${name}</button>`)
      .join("")}` +
    `</div><p class="estado" role="status"></p>`;

  const slider = (id, name, low, high, step) =>
    `<div class="mando"><label for="${id}">${name}</label><input type="range" id="${id}" min="${low}" max="` +
    `${high}" step="${step}"><span class="valor" aria-hidden="true"></span></div>`;

  /** Put a slider where its number is. @param {HTMLInputElement} input */
  const setSlider = (input, value, digits = 1, colored = 0) => {
    input.value = String(value);
    input.setAttribute("aria-valuetext", number(value, digits));
    input.nextElementSibling.innerHTML = (colored ? swatch(value, colored) : "") + number(value, digits);
  };

  /** Make an element like another one, keeping the nodes that are there: focus and dragging go on. */
  const match = (old, fresh) => {
    if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
    if (old.nodeType !== 1) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
    after.forEach((node, i) => (before[i] ? match(before[i], node) : old.append(node)));
    before.slice(after.length).forEach((node) => node.remove());
  };

  /** The experiment of a page: `start` gets its picture's painter, the place of its controls and its voice. */
  const mount = (name, controls, start) => {
    if (typeof document === "undefined") return;
    const box = document.querySelector(`[data-experimento="${name}"]`);
    if (!box) return;
    whenIdle(() => open(box, controls, start));
  };

  /** After the page itself: until then the still figure is there. */
  const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 50));

  const open = (box, controls, start) => {
    const view = box.querySelector(".vista");
    box.querySelector(".aviso-guiones").remove();
    const panel = document.createElement("div");
    panel.className = "mandos";
    panel.innerHTML = controls;
    view.after(panel);
    view.textContent = "";
    let timer = 0;
    start({
      view,
      panel,
      paint(html) {
        const fresh = view.cloneNode();
        fresh.innerHTML = html;
        match(view, fresh);
      },
      /** Say what has happened; with a wait, only once the reader stops moving things. */
      say(text, wait = 0) {
        clearTimeout(timer);
        timer = setTimeout(() => {
          panel.querySelector(".estado").textContent = text;
        }, wait);
      },
      on(orders) {
        panel.addEventListener("click", (event) => {
          const button = event.target.closest("[data-orden]");
          if (button) orders[button.dataset.orden]();
        });
      },
    });
  };

  globalThis.experiments = {
    number,
    parse,
    color,
    swatch,
    bar,
    table,
    square,
    cut,
    path,
    mark,
    buttons,
    slider,
    setSlider,
    mount,
  };
})();
