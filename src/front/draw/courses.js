// Course over time: small multiples with means as lines, bands of 50 and 95 %, and what happens when marked in all.

import { airy, apart, colour, dash, element, letter, number, sizes, span, symbol, textColour, textWidth, vector } from "./look.js";
import { occurring, otherKeys, sample } from "./keys.js";
import { Plot, axisX, axisY, chart, hatch, words } from "./plot.js";
import { shorten } from "./tornado.js";

export function courses(figure, { width, mode }) {
  const { x, panels, marks } = figure.form;
  const { k } = sizes(mode);
  const least = 320 * k;
  const columns = Math.max(1, Math.min(panels.length, width >= 1500 ? 4 : 3, Math.floor((width + 24) / (least + 24))));
  const each = Math.floor((width - (columns - 1) * 24) / columns);
  const places = span(panels.flatMap((panel) => panel.series.flatMap((series) => series.x))) ?? [0, 1];
  // Weeks are counted from 0, where interventions may begin before the middle of the first period.
  const range = x.label === "week" ? [Math.min(0, places[0]), places[1]] : places;
  const numbered = marks.map((mark, index) => ({ ...mark, number: index + 1 }));
  const grid = element("div", { className: `panels panels-${columns}` });
  for (const panel of panels) {
    const box = element("div", { className: "panel" });
    box.appendChild(heading(panel.label, panel.unit));
    box.appendChild(one(panel, { width: each, tall: columns === 1 ? Math.min(300, 140 + each * 0.28) : 210, mode, x, range, marks: numbered }));
    grid.appendChild(box);
  }
  const scenarios = occurring([...panels.flatMap((panel) => panel.series.map((s) => s.scenario)), ...marks.map((m) => m.scenario).filter((s) => s !== null)]);
  return { scenarios, before: [bandKey(panels, mode)].filter(Boolean), nodes: [grid], after: marks.length ? [markList(numbered, x, mode)] : [] };
}

export function heading(label, unit) {
  return element("p", { className: "panel-title" }, element("b", { text: label }), unit ? element("span", { text: ` ${unit}` }) : null);
}

function one(panel, { width, tall, mode, x, range, marks }) {
  const { small, k } = sizes(mode);
  const shown = marks.length > 0 ? Math.min(3, marks.length) : 0;
  const marginTop = 6 + shown * small * 1.25;
  const marginBottom = (x.label ? 42 : 26) * k;
  const height = tall * (mode === "present" ? 1.3 : 1) + shown * small;
  const ends = span([...panel.series.flatMap((s) => [...s.mean, ...s.low95, ...s.high95]), panel.zero ? 0 : null]) ?? [0, 1];
  const domain = panel.zero && ends[0] === 0 ? [0, airy(ends)[1]] : airy(ends);
  const scale = Plot.scale({ y: { type: "linear", domain, range: [height - marginBottom, marginTop], nice: true } });
  const ticks = 4;
  const marginLeft = Math.max(34 * k, ...[scale.domain[0], scale.domain[1]].map((v) => textWidth(number(v), small) + 14));
  const tags = series(panel, scale, { small, k, most: width * 0.3 });
  const marginRight = Math.max(22 * k, ...tags.map((t) => textWidth(t.text, small, true) + 12));
  const across = Plot.scale({ x: { type: "linear", domain: range, range: [marginLeft, width - marginRight] } });
  const names = [...new Set(panel.series.map((s) => s.name).filter(Boolean))];
  // A course with a name of its own is told apart by dash within its scenario's colour.
  const strokes = (s) => dash(s.name ? names.indexOf(s.name) : s.scenario);
  const rows = panel.series.map((s) => ({ ...s, points: s.x.map((at, i) => ({ x: at, mean: s.mean[i], l50: s.low50[i], h50: s.high50[i], l95: s.low95[i], h95: s.high95[i] })) }));
  const label = x.unit ? `${x.label} (${x.unit})` : x.label;
  return chart({
    width, height, mode, marginTop, marginBottom, marginLeft, marginRight,
    x: { domain: range }, y: { domain: scale.domain },
    marks: [
      ...events(marks, across, { top: marginTop, bottom: height - marginBottom, right: width, small, k }),
      ...axisY({ mode, ticks }),
      ...axisX({ mode, label, ticks: Math.max(3, Math.floor(width / (90 * k))), grid: false }),
      panel.zero ? Plot.ruleY([0], { stroke: "var(--axis)" }) : null,
      ...rows.map((s) => Plot.areaY(s.points, { x: "x", y1: "l95", y2: "h95", fill: colour(s.scenario), fillOpacity: 0.16 })),
      ...rows.map((s) => Plot.areaY(s.points, { x: "x", y1: "l50", y2: "h50", fill: colour(s.scenario), fillOpacity: 0.26 })),
      ...rows.map((s) => Plot.line(s.points, { x: "x", y: "mean", stroke: colour(s.scenario), strokeWidth: 2 * k, strokeDasharray: strokes(s) })),
      ...rows.map((s) => Plot.dot(alone(s.points), { x: "x", y: "mean", fill: colour(s.scenario), symbol: symbol(s.scenario), r: 3 * k })),
      words(tags.map((t) => ({ ...t, x: across.apply(t.at) + 6 })), { size: small, weight: 700, fill: (d) => textColour(d.scenario) }),
    ],
  });
}

/** Letters at the ends of the lines, none upon another. */
function series(panel, scale, { small, k, most }) {
  const tags = [];
  for (const s of panel.series) {
    let last = s.mean.length - 1;
    while (last >= 0 && (s.mean[last] === null || !Number.isFinite(s.mean[last]))) last -= 1;
    if (last < 0) continue;
    tags.push({ scenario: s.scenario, at: s.x[last], y: scale.apply(s.mean[last]), text: s.name ? shorten(`${letter(s.scenario)} ${s.name}`, most, small) : letter(s.scenario) });
  }
  const places = apart(tags.map((t) => t.y), small * 1.05, 4 * k, scale.range[0]);
  return tags.map((tag, i) => ({ ...tag, y: places[i] }));
}

/** Places whose neighbours are gaps: a line would not show them. */
function alone(points) {
  const there = (p) => p && p.mean !== null && Number.isFinite(p.mean);
  return points.filter((p, i) => there(p) && !there(points[i - 1]) && !there(points[i + 1]));
}

/** What happens along x: where it starts, the ramp until it works in full, its end. */
function events(marks, across, { top, bottom, right, small, k }) {
  if (!marks.length) return [];
  const ramp = hatch("var(--ramp)", { gap: 5, width: 1.5 });
  const node = vector("g", { class: "events" });
  const [first, last] = across.domain;
  const hold = (value) => across.apply(Math.min(last, Math.max(first, value)));
  const tags = [];
  let taken = [];
  for (const mark of marks) {
    if (mark.from > last) continue;
    const x = hold(mark.from);
    if (mark.full !== null && mark.full > mark.from) node.appendChild(vector("rect", { x, y: top, width: hold(mark.full) - x, height: bottom - top, fill: ramp.paint }));
    node.appendChild(vector("line", { x1: x, x2: x, y1: top, y2: bottom, stroke: "var(--axis)", "stroke-width": 1.2 * k }));
    if (mark.until !== null && mark.until <= last) node.appendChild(vector("line", { x1: hold(mark.until), x2: hold(mark.until), y1: top, y2: bottom, stroke: "var(--axis)", "stroke-width": 1.2 * k, "stroke-dasharray": "2 3" }));
    const short = String(mark.number);
    const long = `${short} ${mark.label}`;
    // A label stands in the first line in which it touches no other; where none is free, its number alone must do.
    const fit = (text) => [0, 1, 2].find((line) => x + textWidth(text, small) + 2 < right && !taken.some((t) => t.line === line && t.from < x + textWidth(text, small) + 6 && t.to > x - 4));
    let text = long;
    let line = fit(long);
    if (line === undefined) { text = short; line = fit(short); }
    if (line === undefined) continue;
    taken = [...taken, { line, from: x, to: x + textWidth(text, small) }];
    tags.push({ x: x - 1, y: top - 3 - small * 0.5 - line * small * 1.2, text });
  }
  return [ramp.mark, () => node, words(tags, { size: small, fill: "var(--ink-soft)" })];
}

function bandKey(panels, mode) {
  const banded = panels.some((p) => p.series.some((s) => s.low95.some((v) => v !== null)));
  if (!banded) return null;
  const inner = panels.some((p) => p.series.some((s) => s.low50.some((v) => v !== null)));
  const box = (height, opacity) => vector("rect", { x: -16, y: -height / 2, width: 32, height, fill: "currentColor", "fill-opacity": opacity });
  return otherKeys([[sample(box(14, 0.16), inner ? box(6, 0.3) : null, vector("line", { x1: -16, x2: 16, y1: 0, y2: 0, stroke: "currentColor", "stroke-width": 2 })),
    inner ? "line: mean; bands: the mean lies here with 50 % and with 95 %" : "line: mean; band: the mean lies here with 95 %"]], mode);
}

/** What the numbers at the top of the panels mean, in words. */
function markList(marks, x, mode) {
  const list = element("ol", { className: `events-list keys-${mode}` });
  for (const mark of marks) {
    const whose = mark.scenario === null ? "" : ` (${letter(mark.scenario)})`;
    const unit = x.label && !x.label.includes(" ") ? `${x.label} ` : "";
    const parts = [`from ${unit}${number(mark.from)}`];
    if (mark.full !== null && mark.full > mark.from) parts.push(`in full at ${unit}${number(mark.full)} (hatched until then)`);
    if (mark.until !== null) parts.push(`until ${unit}${number(mark.until)}`);
    list.appendChild(element("li", { text: `${mark.label}${whose}: ${parts.join(", ")}` }));
  }
  return list;
}
