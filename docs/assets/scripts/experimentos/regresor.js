/* Logistic regression trained step by step on points that the reader moves. */
(() => {
  "use strict";
  const E = globalThis.experiments;
  const n = E.number;

  /** x₁, x₂ and class of each point, at the start. */
  const POINTS = [
    [2.0, 1.0, 1],
    [3.0, 0.6, 1],
    [2.6, 2.2, 1],
    [3.4, 1.6, 1],
    [1.0, 0.5, 0],
    [0.4, 1.4, 0],
    [1.2, 1.8, 0],
    [2.0, 3.2, 0],
  ];
  const RATES = [0.01, 0.1, 0.5, 1, 5, 20];
  const SIZE = 4; // the plane is [0, SIZE]²

  const score = (w, b, x) => w[0] * x[0] + w[1] * x[1] + b;
  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

  /** Mean cross-entropy, from the scores so that it never overflows. */
  function loss(w, b, points) {
    let sum = 0;
    for (const p of points) {
      const z = score(w, b, p);
      sum += Math.max(z, 0) - p[2] * z + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum / points.length;
  }

  /** Derivatives of the loss with respect to w₁, w₂ and b. */
  function gradient(w, b, points) {
    const g = [0, 0, 0];
    for (const p of points) {
      const error = sigmoid(score(w, b, p)) - p[2];
      [p[0], p[1], 1].forEach((x, j) => {
        g[j] += (error * x) / points.length;
      });
    }
    return g;
  }

  const begin = (points = POINTS) => ({ w: [0, 0], b: 0, steps: 0, last: null, points: points.map((p) => [...p]) });

  /** A state some steps of descent later; without bias, b stays 0. */
  function descend(state, rate, bias, steps = 1) {
    let { w, b, last } = state;
    for (let i = 0; i < steps; i++) {
      last = gradient(w, b, state.points);
      if (!bias) last[2] = 0;
      w = [w[0] - rate * last[0], w[1] - rate * last[1]];
      b -= rate * last[2];
    }
    return { ...state, w, b, last, steps: state.steps + steps };
  }

  const PLANE = E.square(0, SIZE);
  const LEFT = 30;
  const SPAN = 270;
  const to = ([x, y]) => [LEFT + (x / SIZE) * SPAN, 10 + (1 - y / SIZE) * SPAN];
  const name = (i) => "ABCDEFGH"[i];
  const told = (p) => `x₁ = ${n(p[0], 1)}; x₂ = ${n(p[1], 1)}`;

  function picture({ w, b, points }, live) {
    const flat = w[0] === 0 && w[1] === 0;
    const { polygon, line } = E.cut(w[0], w[1], b, PLANE);
    const right = points.filter((p) => score(w, b, p) > 0 === (p[2] === 1)).length;
    const boundary =
      flat || !line.length
        ? "No hay frontera dentro del dibujo."
        : `La frontera va de (${n(line[0][0], 1)}; ${n(line[0][1], 1)}) a (${n(line[1][0], 1)}; ${n(line[1][1], 1)}).`;
    const ticks = [0, 1, 2, 3, 4]
      .map(
        (t) =>
          `<text x="${to([t, 0])[0]}" y="296" text-anchor="middle">${t}</text><text x="24" y="` +
          `${to([0, t])[1] + 4}" text-anchor="end">${t}</text>`,
      )
      .join("");
    /** What is decided on a side, written in its deepest corner. */
    const side = (sign, text) => {
      const depth = (p) => sign * score(w, b, p);
      const [deepest] = [
        [0, 0],
        [SIZE, 0],
        [0, SIZE],
        [SIZE, SIZE],
      ].sort((p, q) => depth(q) - depth(p));
      if (depth(deepest) <= 0) return "";
      const [x, y] = to(deepest);
      return (
        `<text class="suave" x="${deepest[0] ? x - 8 : x + 8}" y="${deepest[1] ? y + 18 : y - 9}" text-anchor="` +
        `${deepest[0] ? "end" : "start"}">${text}</text>`
      );
    };
    const other = E.cut(-w[0], -w[1], -b, PLANE).polygon;
    const dots = points.map((p, i) => {
      const [x, y] = to(p);
      const role = live
        ? ` class="punto" data-punto="${i}" tabindex="0" role="slider" aria-label="Punto ${name(i)}, clase ` +
          `${p[2]}" aria-valuemin="0" aria-valuemax="${SIZE}" aria-valuenow="` +
          `${n(p[0], 1).replace(",", ".")}" aria-valuetext="${told(p)}"`
        : "";
      return (
        `<g${role}><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="14" class="blanco"/>` +
        `${E.mark(x, y, p[2] === 1)}<text class="halo" x="${(x + 11).toFixed(1)}" y="${(y - 7).toFixed(1)}">` +
        `${name(i)}</text></g>`
      );
    });
    return (
      `<svg class="dibujo" viewBox="0 0 320 322" role="${live ? "group" : "img"}" aria-label="Plano con ` +
      `${points.length} puntos: discos de la clase 1 y cuadrados de la clase 0. ${boundary}` +
      ` Bien clasificados: ${right}."><rect x="${LEFT}" y="10" width="${SPAN}" height="${SPAN}` +
      `" fill="var(--guia-papel-2)"/>` +
      `${
        flat
          ? ""
          : `<path d="${E.path(polygon, to, "Z")}" fill="var(--w-p2)"/><path d="` +
            `${E.path(other, to, "Z")}" fill="var(--w-n2)"/>${side(1, "ŷ &gt; 0,5")}${side(-1, "ŷ &lt; 0,5")}`
      }` +
      `<path d="${flat ? "" : E.path(line, to)}" stroke="var(--guia-tinta)" stroke-width="2"/><path d="M` +
      `${LEFT} 10v${SPAN}h${SPAN}" fill="none" stroke="var(--guia-tinta-2)"/>${ticks}` +
      `<text x="165" y="316" text-anchor="middle" font-style="italic">x₁</text>` +
      `<text x="12" y="120" text-anchor="middle" font-style="italic">x₂</text>${dots.join("")}</svg>`
    );
  }

  function numbers({ w, b, last, steps, points }) {
    const row = (label, value, j) => [label, `${E.swatch(value, 4)}${n(value, 4)}`, last ? n(last[j], 4) : "—"];
    return `${E.table(
      steps === 1 ? "Tras 1 paso" : `Tras ${steps} pasos`,
      ["parámetro", "valor", "gradiente"],
      [
        row("<i>w</i>₁", w[0], 0),
        row("<i>w</i>₂", w[1], 1),
        row("<i>b</i>", b, 2),
        ["pérdida", n(loss(w, b, points), 4), ""],
      ],
    )}<p class="leyenda">El gradiente es el que se usó en el último paso. Disco: clase 1. Cuadrado: clase 0.</p>`;
  }

  const HOW = "Arrastra un punto o muévelo con las flechas (con mayúsculas, más deprisa).";
  const view = (state, live) =>
    `<div class="par"><div>${picture(state, live)}</div><div>${numbers(state)}` +
    `${live ? `<p class="leyenda">${HOW}</p>` : ""}</div></div>`;

  /** What is seen without scripts: the boundary after a hundred steps, and how it got there. */
  function still() {
    let state = begin();
    const rows = [];
    let shown = state;
    for (const steps of [0, 1, 10, 100, 1000]) {
      state = descend(state, 0.5, true, steps - state.steps);
      if (steps === 100) shown = state;
      rows.push([steps, n(state.w[0]), n(state.w[1]), n(state.b), n(loss(state.w, state.b, state.points), 4)]);
    }
    return (
      view(shown, false) +
      E.table("El descenso desde cero, con tasa 0,5", ["pasos", "<i>w</i>₁", "<i>w</i>₂", "<i>b</i>", "pérdida"], rows)
    );
  }

  E.regresor = { title: "regresión logística paso a paso", POINTS, loss, gradient, begin, descend, view, still };

  const coordinate = (i, j) =>
    `<input type="text" inputmode="decimal" autocomplete="off" data-punto="${i}" data-eje="${j}" aria-label="x` +
    `${"₁₂"[j]} del punto ${name(i)}">`;
  const rateOption = (rate) =>
    `<option value="${rate}"${rate === 0.5 ? " selected" : ""}>${String(rate).replace(".", ",")}</option>`;
  const controls =
    `<div class="fila"><div class="mando"><label for="exp-tasa">Tasa de aprendizaje</label>` +
    `<select id="exp-tasa">${RATES.map(rateOption).join("")}` +
    `</select></div><div class="mando"><input type="checkbox" id="exp-sesgo" checked>` +
    `<label for="exp-sesgo">con sesgo</label></div></div>` +
    `${E.buttons({ one: "Un paso", hundred: "Cien pasos", reset: "Reiniciar" })}<details>` +
    `<summary>Coordenadas de los puntos</summary>` +
    `${E.table(
      "Puntos y probabilidad de la clase 1",
      ["punto", "clase", "x₁", "x₂", "ŷ"],
      POINTS.map((p, i) => [name(i), p[2], coordinate(i, 0), coordinate(i, 1), `<span data-salida="${i}"></span>`]),
    )}` +
    `</details>`;

  E.mount("regresor", controls, ({ view: place, panel, paint, say, on }) => {
    let state = begin();
    const bias = panel.querySelector("#exp-sesgo");
    const rate = panel.querySelector("#exp-tasa");

    function draw() {
      paint(view(state, true));
      for (const input of panel.querySelectorAll("[data-eje]")) {
        if (input !== document.activeElement) input.value = n(state.points[input.dataset.punto][input.dataset.eje], 1);
      }
      state.points.forEach((p, i) => {
        panel.querySelector(`[data-salida="${i}"]`).textContent = n(sigmoid(score(state.w, state.b, p)), 3);
      });
    }
    function walk(steps) {
      state = descend(state, Number(rate.value), bias.checked, steps);
      draw();
      say(`Paso ${state.steps}: pérdida ${n(loss(state.w, state.b, state.points), 4)}.`);
    }
    /** @param {number} i @param {number} x @param {number} y */
    function move(i, x, y) {
      const snap = (v) => Math.round(Math.min(SIZE, Math.max(0, v)) * 10) / 10;
      state.points[i] = [snap(x), snap(y), state.points[i][2]];
      draw();
    }
    on({
      one: () => walk(1),
      hundred: () => walk(100),
      reset() {
        state = begin();
        draw();
        say("Puntos y pesos como al principio.");
      },
    });
    bias.addEventListener("change", () => {
      if (!bias.checked) state = { ...state, b: 0 };
      draw();
    });

    const ARROWS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowDown: [0, -0.1], ArrowUp: [0, 0.1] };
    place.addEventListener("keydown", (event) => {
      const point = event.target.closest("[data-punto]");
      const by = ARROWS[event.key];
      if (!point || !by) return;
      event.preventDefault();
      const i = Number(point.dataset.punto);
      const far = event.shiftKey ? 5 : 1;
      move(i, state.points[i][0] + far * by[0], state.points[i][1] + far * by[1]);
    });
    // A finger on a point moves the point, not the page; touch-action alone does not hold inside an SVG.
    place.addEventListener(
      "touchstart",
      (event) => {
        if (event.target.closest("[data-punto]")) event.preventDefault();
      },
      { passive: false },
    );
    let held = -1;
    place.addEventListener("pointerdown", (event) => {
      const point = event.target.closest("[data-punto]");
      if (!point) return;
      held = Number(point.dataset.punto);
      point.focus();
      point.setPointerCapture(event.pointerId);
    });
    place.addEventListener("pointermove", (event) => {
      if (held < 0) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
        place.querySelector("svg").getScreenCTM().inverse(),
      );
      move(held, ((at.x - LEFT) / SPAN) * SIZE, (1 - (at.y - 10) / SPAN) * SIZE);
    });
    for (const end of ["pointerup", "pointercancel"])
      place.addEventListener(end, () => {
        held = -1;
      });

    function typed(input, by = 0) {
      const value = E.parse(input.value) + by;
      const good = value >= 0 && value <= SIZE;
      input.setAttribute("aria-invalid", String(!good));
      if (!good) return by || say(`Escribe un número entre 0 y ${SIZE}.`, 600);
      const p = state.points[input.dataset.punto];
      const to = [p[0], p[1]];
      to[input.dataset.eje] = value;
      move(Number(input.dataset.punto), ...to);
      if (by) input.value = n(state.points[input.dataset.punto][input.dataset.eje], 1);
    }
    panel.addEventListener("input", (event) => event.target.dataset.eje && typed(event.target));
    panel.addEventListener("keydown", (event) => {
      const by = event.target.dataset.eje && { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key];
      if (!by) return;
      event.preventDefault();
      typed(event.target, by);
    });
    panel.addEventListener("focusout", (event) => {
      if (!event.target.dataset.eje) return;
      event.target.removeAttribute("aria-invalid");
      event.target.value = n(state.points[event.target.dataset.punto][event.target.dataset.eje], 1);
    });
    draw();
  });
})();
