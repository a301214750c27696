// Draws a figure of any form.
//
//   draw(figure, {width, mode, keys, describedBy, fit}) → HTMLElement
//   drawLanes(figure, {width, mode, now}) → the same with `update(now)`, for the replay of a day
//
// The element: <div class="chart chart-FORM"> with the key of the scenarios and <div class="canvas" role="img"> whose
// name is the title and whose description is the text alternative.

import { bars } from "./bars.js";
import { courses } from "./courses.js";
import { frontier } from "./frontier.js";
import { grid } from "./grid.js";
import { heat } from "./heat.js";
import { intervals } from "./intervals.js";
import { scenarioKeys } from "./keys.js";
import { lanes } from "./lanes.js";
import { element, fresh } from "./look.js";
import { lorenz } from "./lorenz.js";
import { slices } from "./slices.js";
import { spreads } from "./spreads.js";
import { steps } from "./steps.js";
import { tornado } from "./tornado.js";

const FORMS = { intervals, courses, spreads, slices, steps, lorenz, tornado, bars, heat, frontier, lanes, grid };

export { colour, dash, letter, number, symbol, textColour } from "./look.js";
export { scenarioKeys, symbolSvg } from "./keys.js";

/**
 * Draws a figure. `keys: false` leaves out the key of the scenarios, where the page shows one of its own; `fit: true`
 * holds everything within the width, where nothing can be scrolled: on paper.
 */
export function draw(figure, { width = 720, mode = "report", keys = true, describedBy = null, now = null, fit = false } = {}) {
  const form = FORMS[figure.form.kind];
  if (!form) return element("p", { className: "chart-missing", text: figure.alternative });
  const options = { width: Math.max(280, Math.floor(width)), mode, now, fit };
  if (empty(figure.form)) return element("p", { className: "chart-missing", text: "There is nothing to draw here." });
  const made = form(figure, options);
  const root = element("div", { className: `chart chart-${figure.form.kind} chart-mode-${mode}` });
  if (keys && made.scenarios?.length) root.appendChild(scenarioKeys(figure, made.scenarios, mode));
  for (const node of made.before ?? []) root.appendChild(node);
  const canvas = element("div", { className: "canvas", role: "img", "aria-label": figure.title });
  if (describedBy) canvas.setAttribute("aria-describedby", describedBy);
  else {
    const id = fresh("desc");
    canvas.setAttribute("aria-describedby", id);
    root.appendChild(element("p", { className: "hidden-words", id, text: figure.alternative }));
  }
  for (const node of made.nodes) canvas.appendChild(node);
  root.appendChild(canvas);
  for (const node of made.after ?? []) root.appendChild(node);
  made.ready?.(root, canvas);
  if (made.update) root.update = made.update;
  return root;
}

/** Whether a form holds nothing at all. */
function empty(form) {
  const all = form.rows ?? form.panels ?? form.points ?? form.worlds ?? form.xs ?? [];
  const parts = form.kind === "lorenz" ? all.filter((row) => row.values.length > 0) : form.kind === "steps" ? all.filter((row) => row.steps.length > 0) : form.kind === "grid" && form.columns.length === 0 ? [] : all;
  return parts.length === 0;
}

/** Draws a day in lanes. With `now` (minutes from midnight) only what happened until then; `update(now)` moves it on. */
export function drawLanes(figure, { width = 720, mode = "page", now = null, keys = true, describedBy = null } = {}) {
  return draw(figure, { width, mode, now, keys, describedBy });
}
