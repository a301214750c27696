// Distribution over replications: quantile dots, a row for each scenario, with the median marked and in words.

import { airy, colour, element, letter, number, sizes, span, symbol, textColour, textWidth, vector } from "./look.js";
import { heading } from "./courses.js";
import { occurring, otherKeys } from "./keys.js";
import { Plot, axisX, chart, px, words } from "./plot.js";

const MOST_DOTS = 50;

export function spreads(figure, { width, mode }) {
  const { panels } = figure.form;
  const { k } = sizes(mode);
  const columns = Math.max(1, Math.min(panels.length, width >= 1500 ? 4 : 3, Math.floor((width + 24) / (320 * k + 24))));
  const each = Math.floor((width - (columns - 1) * 24) / columns);
  const grid = element("div", { className: `panels panels-${columns}` });
  for (const panel of panels) {
    grid.appendChild(element("div", { className: "panel" }, heading(panel.label, panel.unit), one(panel, each, mode)));
  }
  const counts = [...new Set(panels.flatMap((p) => p.series.map((s) => s.values.length)))];
  const thinned = counts.some((n) => n > MOST_DOTS);
  const means = thinned ? `each dot: an equal share of the runs (${MOST_DOTS} dots a row)` : "each dot: one run";
  return { scenarios: occurring(panels.flatMap((p) => p.series.map((s) => s.scenario))), before: [otherKeys([[null, `${means}; upright line: median`]], mode)], nodes: [grid] };
}

/** A quantile of ascending numbers, by nearest rank as in the tables. */
export function quantile(values, share) {
  return values[Math.max(0, Math.min(values.length, Math.ceil(values.length * share)) - 1)];
}

/** At most `MOST_DOTS` dots: all values, or as many quantiles, each for an equal share. */
function dots(values) {
  if (values.length <= MOST_DOTS) return values;
  return Array.from({ length: MOST_DOTS }, (_, i) => quantile(values, (i + 0.5) / MOST_DOTS));
}

/** Piles dots that would touch: a column for each dot's width. */
function pile(values, apply, wide) {
  const columns = new Map();
  return values.map((value) => {
    const column = Math.round(apply(value) / wide);
    const level = columns.get(column) ?? 0;
    columns.set(column, level + 1);
    return { x: column * wide, level };
  });
}

function one(panel, width, mode) {
  const { small, k } = sizes(mode);
  const series = panel.series.map((s) => ({ ...s, values: s.values.filter((v) => v !== null && Number.isFinite(v)) }));
  const range = span(series.flatMap((s) => [s.values[0], s.values[s.values.length - 1]]));
  if (!range) return element("p", { className: "chart-missing", text: "No run gives this number." });
  const medians = series.map((s) => (s.values.length ? quantile(s.values, 0.5) : null));
  const marginLeft = 20 * k;
  const marginRight = 10 + Math.max(...medians.map((m) => textWidth(number(m), small))) + 4;
  const scale = Plot.scale({ x: { type: "linear", domain: airy(range), range: [marginLeft + 6, width - marginRight - 6] } });
  const radius = 3.2 * k;
  let y = small * 0.4;
  const rows = series.map((s, i) => {
    const piled = pile(dots(s.values), scale.apply, radius * 2);
    const most = Math.max(2, ...piled.map((d) => d.level + 1));
    // A tall pile is squeezed: dots overlap rather than grow the drawing without bound.
    const step = Math.min(radius * 2, (64 * k) / most);
    y += most * step + 14 * k;
    return { ...s, base: y, step, piled, median: medians[i], top: y - most * step - 4 };
  });
  const marginBottom = 26 * k;
  return chart({
    width, height: y + marginBottom, mode, marginTop: 0, marginBottom, marginLeft, marginRight, x: { domain: scale.domain, range: scale.range }, y: { axis: null },
    marks: [
      ...axisX({ mode, ticks: Math.max(3, Math.floor(width / (95 * k))) }),
      () => vector("g", { stroke: "var(--axis)" }, ...rows.map((r) => vector("line", { x1: marginLeft, x2: width - marginRight, y1: r.base, y2: r.base }))),
      ...rows.map((r) => Plot.dot(r.piled, { x: px((d) => d.x), y: px((d) => r.base - radius - 1 - d.level * r.step), r: radius * 0.92, symbol: symbol(r.scenario), fill: colour(r.scenario), stroke: "var(--paper)", strokeWidth: 0.5 })),
      () => vector("g", { stroke: "var(--ink)", "stroke-width": 2 * k }, ...rows.filter((r) => r.median !== null).map((r) => vector("line", { x1: scale.apply(r.median), x2: scale.apply(r.median), y1: r.top, y2: r.base + 5 }))),
      words(rows.map((r) => ({ x: 2, y: r.base - 8 * k, text: letter(r.scenario), scenario: r.scenario })), { size: small, weight: 700, fill: (d) => textColour(d.scenario) }),
      words(rows.map((r) => ({ x: width - marginRight + 6, y: r.base - 8 * k, text: number(r.median) })), { size: small }),
    ],
  });
}
