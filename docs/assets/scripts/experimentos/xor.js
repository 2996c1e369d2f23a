/* A network of two inputs, two hidden ReLU units and one output, weight by weight. */
(() => {
  "use strict";
  const E = globalThis.experiments;
  const n = E.number;

  const PHRASES = ["el niño", "el niña", "la niño", "la niña"];
  const X = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const Y = [0, 1, 1, 0];
  /** w₁₁, w₂₁, b₁ of the first unit; w₁₂, w₂₂, b₂ of the second; u₁, u₂, c of the output. */
  const HAND = [2, -2, -1, -2, 2, -1, 4, 4, -2];
  const RATE = 1;

  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

  /** What an input becomes: sums s of the hidden units, their outputs h, the logit z. */
  function forward(t, [x1, x2]) {
    const s = [t[0] * x1 + t[1] * x2 + t[2], t[3] * x1 + t[4] * x2 + t[5]];
    const h = s.map((value) => Math.max(0, value));
    return { s, h, z: t[6] * h[0] + t[7] * h[1] + t[8] };
  }

  /** Mean cross-entropy of the four phrases. */
  const loss = (t) =>
    X.reduce((sum, x, i) => {
      const { z } = forward(t, x);
      return sum + (Math.max(z, 0) - Y[i] * z + Math.log1p(Math.exp(-Math.abs(z)))) / X.length;
    }, 0);

  /** Derivatives of the loss, in the order of the nine weights, by backpropagation. */
  function gradient(t) {
    const g = Array(9).fill(0);
    X.forEach((x, i) => {
      const { s, h, z } = forward(t, x);
      const error = (sigmoid(z) - Y[i]) / X.length;
      [h[0], h[1], 1].forEach((value, j) => {
        g[6 + j] += error * value;
      });
      s.forEach((sum, j) => {
        const back = sum > 0 ? error * t[6 + j] : 0;
        [x[0], x[1], 1].forEach((value, k) => {
          g[3 * j + k] += back * value;
        });
      });
    });
    return g;
  }

  function descend(t, steps, rate = RATE) {
    for (let i = 0; i < steps; i++) {
      const g = gradient(t);
      t = t.map((value, j) => value - rate * g[j]);
    }
    return t;
  }

  /** Nine weights between −1 and 1 that depend only on the seed (the generator mulberry32). */
  function random(seed) {
    let state = seed;
    return HAND.map(() => {
      state = (state + 0x6d2b79f5) | 0;
      let x = Math.imul(state ^ (state >>> 15), 1 | state);
      x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
      return Math.round((((x ^ (x >>> 14)) >>> 0) / 2147483648 - 1) * 100) / 100;
    });
  }

  const LOW = -0.5;
  const HIGH = 1.5;
  const LEFT = 34;
  const SPAN = 256;
  const frame =
    (low, high) =>
    ([x, y]) => [LEFT + ((x - low) / (high - low)) * SPAN, 10 + ((high - y) / (high - low)) * SPAN];
  const outline = `<path d="M${LEFT} 10v${SPAN}h${SPAN}" fill="none" stroke="var(--guia-tinta-2)"/>`;

  /** Scale of an axis. */
  const ticks = (values, to, digits) =>
    values
      .map(
        (v) =>
          `<text x="${to([v, 0])[0].toFixed(1)}" y="${SPAN + 26}" text-anchor="middle">${n(v, digits)}</text>` +
          `<text x="28" y="${(to([0, v])[1] + 4).toFixed(1)}" text-anchor="end">${n(v, digits)}</text>`,
      )
      .join("");

  const axes = (one, other) =>
    `<text x="162" y="${SPAN + 46}" text-anchor="middle">${one}</text><text class="halo" x="${LEFT + 6}" y="26">` +
    `${other}</text>`;

  /** In each piece of the plane where the same units are active z is linear: its coefficients, and its corners. */
  function pieces(t) {
    const found = [];
    for (const [one, other] of [
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ]) {
      let corners = E.square(LOW, HIGH);
      [one, other].forEach((active, j) => {
        const sign = active ? 1 : -1;
        corners = E.cut(...t.slice(3 * j, 3 * j + 3).map((value) => sign * value), corners).polygon;
      });
      const z = [0, 1, 2].map((k) => one * t[6] * t[k] + other * t[7] * t[3 + k] + (k === 2 ? t[8] : 0));
      if (corners.length > 2) found.push({ z, corners });
    }
    return found;
  }

  /** Bands of equal colour, and the line where z changes its sign. */
  function regions(t) {
    const to = frame(LOW, HIGH);
    const paths = {};
    let edge = "";
    for (const { z, corners } of pieces(t)) {
      edge += E.path(E.cut(...z, corners).line, to);
      for (let level = -4; level <= 4; level++) {
        // The color of p is that of p − 1/2 in eighths.
        const [low, high] = [-0.5, 0.5]
          .map((half) => 0.5 + (level + half) / 8)
          .map((p) => (p <= 0 ? -Infinity : p >= 1 ? Infinity : Math.log(p / (1 - p))));
        let band = corners;
        if (low > -Infinity) band = E.cut(z[0], z[1], z[2] - low, band).polygon;
        if (high < Infinity) band = E.cut(-z[0], -z[1], high - z[2], band).polygon;
        if (band.length > 2) paths[E.color(level / 8)] = (paths[E.color(level / 8)] ?? "") + E.path(band, to, "Z");
      }
    }
    let signs = "";
    for (let i = 1; i < 12; i += 2) {
      for (let j = 1; j < 12; j += 2) {
        const p = [LOW + i / 6, LOW + j / 6];
        const [x, y] = to(p);
        signs += `M${(x - 3).toFixed(1)} ${y.toFixed(1)}h6${forward(t, p).z > 0 ? "m-3-3v6" : ""}`;
      }
    }
    const fills = Object.keys(paths)
      .sort()
      .map((fill) => `<path d="${paths[fill]}" fill="${fill}" stroke="${fill}" stroke-width=".7"/>`);
    return (
      `<g>${fills.join("")}</g><path d="${signs}" stroke="var(--guia-tinta-2)" opacity=".75"/><path d="` +
      `${edge}" stroke="var(--guia-tinta)" stroke-width="2.4"/>`
    );
  }

  /** Marks with their phrases, the discs on top and smaller; the labels of those that fall together pile up. */
  function marks(places, to) {
    const piles = [];
    const drawn = ["", ""];
    places.forEach((p, i) => {
      const [x, y] = to(p);
      drawn[Y[i]] += E.mark(x, y, Y[i] === 1, Y[i] ? 6.5 : 10);
      const pile = piles.find((one) => Math.abs(one.x - x) < 50 && Math.abs(one.y - y) < 20);
      if (pile) pile.names.push(PHRASES[i]);
      else piles.push({ x, y, names: [PHRASES[i]] });
    });
    const labels = piles.flatMap(({ x, y, names }) =>
      names.map(
        (phrase, k) =>
          `<text class="halo" x="${x.toFixed(1)}" y="` +
          `${(y - 14 - 17 * (names.length - 1 - k)).toFixed(1)}" text-anchor="middle">${phrase}</text>`,
      ),
    );
    return drawn.join("") + labels.join("");
  }

  function inputs(t) {
    const to = frame(LOW, HIGH);
    const units = [0, 1].map(
      (j) =>
        `<path d="` +
        `${E.path(E.cut(...t.slice(3 * j, 3 * j + 3), E.square(LOW, HIGH)).line, to)}" ` +
        `stroke="var(--guia-tinta-2)" stroke-width="1.4"${j ? ' stroke-dasharray="5 4"' : ""}/>`,
    );
    const right = X.filter((x, i) => forward(t, x).z > 0 === (Y[i] === 1)).length;
    return (
      `<svg class="dibujo" viewBox="0 0 300 308" role="img" aria-label="Plano de las entradas, con la región ` +
      `donde z es positiva. La red acierta ${right} de las cuatro frases.">${regions(t)}${units.join("")}` +
      `${outline}${ticks([0, 1], to, 0)}` +
      `${axes("<tspan font-style='italic'>x</tspan>₁ (artículo)", "<tspan font-style='italic'>x</tspan>₂ (nombre)")}` +
      `${marks(X, to)}</svg>`
    );
  }

  function hidden(t) {
    const places = X.map((x) => forward(t, x).h);
    const most = 1.3 * Math.max(1, ...places.flat());
    const low = -0.2 * most;
    const to = frame(low, most);
    const folded = [];
    for (let i = 0; i <= 8; i++) {
      const fixed = LOW + i * 0.25;
      for (const turn of [false, true]) {
        const points = [];
        for (let k = 0; k <= 32; k++) {
          const moving = LOW + k / 16;
          points.push(forward(t, turn ? [fixed, moving] : [moving, fixed]).h);
        }
        folded.push(
          E.path(
            points.filter(
              (p, k) =>
                k === 0 || k === 32 || points[k - 1].some((v, j) => Math.abs(2 * p[j] - v - points[k + 1][j]) > 1e-9),
            ),
            to,
          ),
        );
      }
    }
    const yes = E.cut(t[6], t[7], t[8], E.square(low, most));
    const no = E.cut(-t[6], -t[7], -t[8], E.square(low, most)).polygon;
    const whole = t[6] || t[7] ? "" : E.color(t[8] > 0 ? 0.25 : -0.25);
    const unit = most > 40 ? 20 : most > 15 ? 10 : most > 6 ? 4 : most > 3 ? 2 : 1;
    const scale = [0, unit, 2 * unit].filter((v) => v < most);
    const told = PHRASES.map((phrase, i) => `${phrase} cae en (${n(places[i][0], 1)}; ${n(places[i][1], 1)})`).join(
      ", ",
    );
    return (
      `<svg class="dibujo" viewBox="0 0 300 308" role="img" aria-label="Plano de la capa oculta: ${told}.">` +
      `<rect x="${LEFT}" y="10" width="${SPAN}" height="${SPAN}" fill="${whole || "var(--guia-papel-2)"}"/>` +
      `${
        whole
          ? ""
          : `<path d="${E.path(yes.polygon, to, "Z")}" fill="var(--w-p2)"/><path d="` +
            `${E.path(no, to, "Z")}" fill="var(--w-n2)"/>`
      }` +
      `<svg x="${LEFT}" y="10" width="${SPAN}" height="${SPAN}" viewBox="${LEFT} 10 ${SPAN} ${SPAN}">` +
      `<path d="${folded.join("")}` +
      `" fill="none" stroke="var(--guia-tinta-2)" stroke-width=".8" opacity=".7"/><path d="` +
      `${E.path(yes.line, to)}" stroke="var(--guia-tinta)" stroke-width="2.4"/></svg>${outline}` +
      `${ticks(scale, to, 0)}` +
      `${axes("<tspan font-style='italic'>h</tspan>₁", "<tspan font-style='italic'>h</tspan>₂")}` +
      `${marks(places, to)}</svg>`
    );
  }

  function view(t) {
    const rows = PHRASES.map((phrase, i) => {
      const { h, z } = forward(t, X[i]);
      return [phrase, n(h[0]), n(h[1]), n(z), n(sigmoid(z), 3), Y[i]];
    });
    return (
      `<div class="par dos"><div>${inputs(t)}</div><div>${hidden(t)}</div></div>` +
      `<p class="leyenda">A la izquierda, las entradas: en la línea gruesa, <i>z` +
      `</i> = 0; + y − son su signo, y en la fina y la de trazos empiezan a activarse <i>h</i>₁ y <i>h` +
      `</i>₂. A la derecha, una cuadrícula de las entradas, plegada por la capa oculta. Los discos ` +
      `discrepan; los cuadrados concuerdan.</p>` +
      `${E.table(
        `Salidas de la red; pérdida ${n(loss(t), 4)}`,
        ["frase", "<i>h</i>₁", "<i>h</i>₂", "<i>z</i>", "ŷ", "<i>y</i>"],
        rows,
      )}`
    );
  }

  const NAMES = ["w₁₁", "w₂₁", "b₁", "w₁₂", "w₂₂", "b₂", "u₁", "u₂", "c"];
  const still = () =>
    view(HAND) +
    E.table("Los pesos puestos a mano", ["peso", ...NAMES], [["valor", ...HAND.map((value) => n(value, 0))]]);

  E.xor = {
    title: "una red que resuelve XOR",
    PHRASES,
    X,
    Y,
    HAND,
    forward,
    loss,
    gradient,
    descend,
    random,
    view,
    still,
  };

  const group = (legend, from) =>
    `<fieldset><legend>${legend}</legend>` +
    `${NAMES.slice(from, from + 3)
      .map((name, j) => E.slider(`exp-peso-${from + j}`, `<i>${name[0]}</i>${name.slice(1)}`, -8, 8, 0.1))
      .join("")}` +
    `</fieldset>`;
  const controls =
    `<div class="fila grupos">${group("Unidad <i>h</i>₁", 0)}${group("Unidad <i>h</i>₂", 3)}${group("Salida", 6)}` +
    `</div>` +
    `${E.buttons({ hand: "Pesos a mano", random: "Al azar", one: "Un paso", hundred: "Cien pasos de descenso" })}`;

  E.mount("xor", controls, ({ panel, paint, say, on }) => {
    let t = [...HAND];
    let seed = 0;
    const sliders = [...panel.querySelectorAll("input")];
    function draw() {
      sliders.forEach((input, i) => E.setSlider(input, t[i], 2, 4));
      paint(view(t));
    }
    const told = () =>
      `Pérdida ${n(loss(t), 4)}; acierta ${X.filter((x, i) => forward(t, x).z > 0 === (Y[i] === 1)).length} de 4.`;
    function become(next, before) {
      t = next;
      draw();
      say(`${before} ${told()}`);
    }
    panel.addEventListener("input", (event) => {
      t[sliders.indexOf(event.target)] = Number(event.target.value);
      draw();
      say(told(), 700);
    });
    on({
      hand: () => become([...HAND], "Pesos a mano."),
      random: () => become(random(++seed), `Pesos al azar, semilla ${seed}.`),
      one: () => become(descend(t, 1), `Un paso, con tasa ${RATE}.`),
      hundred: () => become(descend(t, 100), `Cien pasos, con tasa ${RATE}.`),
    });
    draw();
  });
})();
