// Load across people: the Lorenz curve, and a strip with a mark for everybody. Nobody is named.

import { airy, axisLabel, colour, dash, element, letter, sizes, span, symbol, textColour, textWidth, vector } from "./look.js";
import { occurring } from "./keys.js";
import { Plot, axisX, axisY, chart, px, words } from "./plot.js";

export function lorenz(figure, { width, mode }) {
  const { k } = sizes(mode);
  const rows = figure.form.rows.filter((row) => row.values.length > 0);
  const wide = width >= 660 * k;
  const curveWidth = wide ? Math.min(420 * k, Math.floor(width * 0.42)) : Math.min(width, 440 * k);
  const box = element("div", { className: wide ? "beside" : "above" });
  box.appendChild(curve(rows, { width: curveWidth, mode, what: figure.form.x.label }));
  box.appendChild(strip(rows, { width: wide ? width - curveWidth - 24 : width, mode, axis: figure.form.x }));
  return { scenarios: occurring(rows.map((row) => row.scenario)), nodes: [box] };
}

/** Shares of people and of the load they bear together, from the least laden on. */
function points(values) {
  const total = values.reduce((sum, v) => sum + v, 0);
  let sum = 0;
  return [{ x: 0, y: 0 }, ...values.map((v, i) => { sum += v; return { x: ((i + 1) / values.length) * 100, y: total > 0 ? (sum / total) * 100 : ((i + 1) / values.length) * 100 }; })];
}

function curve(rows, { width, mode, what }) {
  const { small, k } = sizes(mode);
  const lines = rows.map((row) => ({ ...row, points: points(row.values) }));
  const marginLeft = 48 * k;
  const side = width - marginLeft - 26;
  const percent = (v) => `${v} %`;
  const at = (p, share) => { const i = p.findIndex((q) => q.x >= share); const [a, b] = [p[Math.max(0, i - 1)], p[i]]; return b.x === a.x ? b.y : a.y + ((b.y - a.y) * (share - a.x)) / (b.x - a.x); };
  // Letters along the curves, at different places, so that near curves do not hide each other's.
  const tags = lines.map((l, i) => { const share = 82 - i * 9; return { x: share, y: at(l.points, share), text: letter(l.scenario), scenario: l.scenario }; });
  return chart({
    width, height: side * 0.86 + 70 * k, mode, marginLeft, marginRight: 26, marginTop: 26 * k, marginBottom: 44 * k,
    x: { domain: [0, 100] }, y: { domain: [0, 100] },
    marks: [
      ...axisY({ mode, ticks: 4, tickFormat: percent }), ...axisX({ mode, ticks: 4, tickFormat: percent, label: "people, least laden first" }),
      words([{ x: 0, y: 9 * k, text: `share of ${what}` }], { size: small, fill: "var(--ink-soft)" }),
      Plot.line([[0, 0], [100, 100]], { stroke: "var(--axis)", strokeDasharray: "1 4", strokeLinecap: "round", strokeWidth: 1.5 }),
      ...lines.map((l) => Plot.line(l.points, { x: "x", y: "y", stroke: colour(l.scenario), strokeWidth: 2.2 * k, strokeDasharray: dash(l.scenario) })),
      Plot.text([{ x: 30, y: 30 }], { x: "x", y: "y", text: () => "all alike", fill: "var(--ink-soft)", textAnchor: "end", dx: -10, dy: -8, fontSize: small }),
      Plot.dot(tags, { x: "x", y: "y", r: 8 * k, fill: "var(--paper)", stroke: px((t) => colour(t.scenario)) }),
      Plot.text(tags, { x: "x", y: "y", text: "text", fontSize: small, fontWeight: 700, fill: px((t) => textColour(t.scenario)) }),
    ],
  });
}

function strip(rows, { width, mode, axis }) {
  const { small, k } = sizes(mode);
  const range = span(rows.flatMap((row) => row.values)) ?? [0, 1];
  const marginLeft = 24 * k;
  const marginRight = 8 + Math.max(...rows.map((row) => textWidth(`Gini ${row.gini.toFixed(2)}`, small)));
  const scale = Plot.scale({ x: { type: "linear", domain: airy([Math.min(0, range[0]), range[1]], 0.03), range: [marginLeft + 4, width - marginRight - 8] } });
  const tall = 46 * k;
  const top = 10;
  const places = rows.flatMap((row, i) => {
    const taken = new Map();
    return row.values.map((value) => {
      const column = Math.round(scale.apply(value) / (7 * k));
      const level = taken.get(column) ?? 0;
      taken.set(column, level + 1);
      // Piled around the middle: above, below, above, below.
      const shift = (level % 2 ? 1 : -1) * Math.ceil(level / 2) * 6.5 * k;
      return { x: scale.apply(value), y: top + tall * (i + 0.5) + Math.max(-tall / 2 + 4, Math.min(tall / 2 - 4, shift)), scenario: row.scenario };
    });
  });
  return chart({
    width, height: top + tall * rows.length + 46 * k, mode, marginLeft, marginRight, marginTop: 0, marginBottom: 44 * k, x: { domain: scale.domain, range: scale.range }, y: { axis: null },
    marks: [
      ...axisX({ mode, label: axisLabel(axis), ticks: Math.max(3, Math.floor(width / (100 * k))) }),
      () => vector("g", { stroke: "var(--rule)" }, ...rows.map((_, i) => vector("line", { x1: marginLeft, x2: width - marginRight, y1: top + tall * (i + 1), y2: top + tall * (i + 1) }))),
      ...rows.map((row) => Plot.dot(places.filter((p) => p.scenario === row.scenario), { x: px((p) => p.x), y: px((p) => p.y), r: 3.6 * k, symbol: symbol(row.scenario), fill: colour(row.scenario), stroke: "var(--paper)", strokeWidth: 0.7 })),
      words(rows.map((row, i) => ({ x: 2, y: top + tall * (i + 0.5), text: letter(row.scenario), scenario: row.scenario })), { size: small, weight: 700, fill: (d) => textColour(d.scenario) }),
      words(rows.map((row, i) => ({ x: width - 2, y: top + tall * (i + 0.5), text: `Gini ${Number(row.gini).toFixed(2)}` })), { size: small, anchor: "end" }),
    ],
  });
}
