// Indices with intervals: a group of bars for each row, the series told apart by fill and by order.

import { axisLabel, number, sizes, span, textWidth, vector } from "./look.js";
import { otherKeys, sample } from "./keys.js";
import { Plot, axisX, chart, hatch, words } from "./plot.js";
import { labelled, parts } from "./rows.js";

export function bars(figure, { width, mode, fit }) {
  const { series, rows } = figure.form;
  const range = span([0, ...rows.flatMap((row) => row.values.flatMap((v) => v ?? []))]) ?? [0, 1];
  const nodes = parts(rows, fit).map((part) => one({ ...figure.form, rows: part }, range, { width, mode }));
  return { before: series.length > 1 ? [key(series, mode)] : [], nodes };
}

function one({ x: axis, series, rows }, range, { width, mode }) {
  const { small, text, k } = sizes(mode);
  const bar = (series.length > 1 ? 12 : 14) * k;
  const say = (value) => (value === null ? "–" : `${number(value[0])}${value[1] !== null ? ` [${number(value[1])}, ${number(value[2])}]` : ""}`);
  const valueWidth = Math.max(20, ...rows.flatMap((row) => row.values.map((v) => textWidth(say(v), small)))) + 12;
  const place = labelled(rows.map((row) => row.label), rows.map(() => (bar + 3) * series.length + 2), { width, mode });
  const marginBottom = 44 * k;
  const scale = Plot.scale({ x: { type: "linear", domain: range[0] === range[1] ? [0, 1] : range, range: [place.left + 4, width - valueWidth] } });
  const at = scale.apply;
  const fills = paints(series.length);
  const drawing = vector("g");
  const tags = [];
  rows.forEach((row, i) => row.values.forEach((value, j) => {
    const y = place.rows[i].y + 1 + j * (bar + 3);
    tags.push({ x: width - 2, y: y + bar / 2, text: say(value) });
    if (value === null) return;
    const [from, to] = [Math.min(at(0), at(value[0])), Math.max(at(0), at(value[0]))];
    drawing.appendChild(vector("rect", { x: from, y, width: Math.max(1, to - from), height: bar, fill: fills[j % fills.length].paint, stroke: "var(--mark)" }));
    if (value[1] !== null && value[2] !== null) {
      const m = y + bar / 2;
      const d = `M${at(value[1])},${m}H${at(value[2])}M${at(value[1])},${m - 4}V${m + 4}M${at(value[2])},${m - 4}V${m + 4}`;
      drawing.appendChild(vector("path", { d, stroke: "var(--paper)", "stroke-width": 4, fill: "none" }));
      drawing.appendChild(vector("path", { d, stroke: "var(--ink)", "stroke-width": 1.5, fill: "none" }));
    }
  }));
  return chart({
    width, height: place.height + marginBottom, mode, marginTop: 0, marginBottom, marginLeft: place.left, marginRight: valueWidth, x: { domain: scale.domain, range: scale.range }, y: { axis: null },
    marks: [
      ...fills.map((f) => f.mark).filter(Boolean),
      ...axisX({ mode, label: axisLabel(axis), ticks: Math.max(3, Math.floor((width - place.left - valueWidth) / (90 * k))) }),
      () => drawing,
      Plot.ruleX([0], { stroke: "var(--zero)", strokeWidth: 1.5 }),
      words(place.rows.map((r) => ({ x: 0, y: r.labelY, text: r.label })), { size: text, halo: place.narrow }),
      words(tags, { size: small, anchor: "end" }),
    ],
  });
}

/** Fills that stay apart in grey: full, hatched, empty, dotted light. */
function paints(count) {
  const steep = hatch("var(--mark)", { gap: 5, width: 2, ground: "var(--paper)" });
  const level = hatch("var(--mark)", { gap: 4, width: 1, ground: "var(--paper)", angle: -45 });
  return [{ paint: "var(--mark)" }, steep, { paint: "var(--paper)" }, level, { paint: "var(--mark-light)" }].slice(0, Math.max(1, count));
}

function key(series, mode) {
  return otherKeys(series.map((name, i) => {
    const fill = paints(series.length)[i % 5];
    const picture = sample(vector("rect", { x: -14, y: -6, width: 28, height: 12, fill: fill.paint, stroke: "var(--mark)" }));
    if (fill.node) picture.appendChild(fill.node);
    return [picture, name];
  }), mode);
}
