/* What is said of a prediction when something has changed it: sentences for those who do not see the tables. */

import { percent } from "./format.js";
import { ranking } from "./table.js";

const SAID = 3;

/** The probabilities of the next word, at the place of the page. */
function nextWords(trace, { words, state }) {
  return trace.tensors.probs.data.subarray(state.position * words.length, (state.position + 1) * words.length);
}

/** What is said in place of a prediction when a change has led to operations without a result, as the root of −3. */
export const NO_FORECAST = "ninguna palabra, porque un cambio ha dejado la cuenta sin valor";

/** What the model expects now. */
export function outlook(app) {
  const { words, state, trace } = app;
  const p = nextWords(trace, app);
  const best = ranking(p).slice(0, SAID);
  const said = Number.isNaN(p[best[0]])
    ? NO_FORECAST
    : best.map((id) => `«${words[id]}», ${percent(p[id])}`).join("; ");
  return `Detrás de «${words[state.ids[state.position]]}»: ${said}.`;
}

/** What the changes do to the likeliest next word. */
export function effect(app) {
  const { words, trace, original } = app;
  const [p, old] = [trace, original].map((found) => nextWords(found, app));
  const [now, before] = [ranking(p)[0], ranking(old)[0]];
  if (Number.isNaN(p[now])) return outlook(app);
  if (now !== before)
    return (
      `La palabra más probable ya no es «${words[before]}», que pasa de ${percent(old[before])} a ` +
      `${percent(p[before])}, sino «${words[now]}», con ${percent(p[now])}.`
    );
  const moved = percent(old[now]) === percent(p[now]) ? "con" : `que pasa de ${percent(old[now])} a`;
  return `La palabra más probable sigue siendo «${words[now]}», ${moved} ${percent(p[now])}.`;
}
