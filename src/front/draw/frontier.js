// Alternatives between two goals: dots with their intervals both ways, the frontier as a line, what is out of the race
// hollow, what breaks a guard-rail a cross.

import { airy, axisLabel, element, sizes, span, textWidth, tick, vector } from "./look.js";
import { otherKeys, sample } from "./keys.js";
import { Plot, axisX, axisY, chart, px, words } from "./plot.js";
import { shorten } from "./tornado.js";

export function frontier(figure, { width, mode }) {
  const { x, y } = figure.form;
  const { small, k } = sizes(mode);
  const points = figure.form.points.filter((p) => Number.isFinite(p.x) && Number.isFinite(p.y) && p.x !== null && p.y !== null);
  const rangeX = airy(span(points.flatMap((p) => [p.x, p.x_low, p.x_high])) ?? [0, 1], 0.06);
  const rangeY = airy(span(points.flatMap((p) => [p.y, p.y_low, p.y_high])) ?? [0, 1], 0.06);
  const height = Math.round(Math.max(300, Math.min(520, width * 0.56)) * (mode === "present" ? 1.2 : 1));
  const [marginTop, marginRight, marginBottom] = [30 * k, 16, 46 * k];
  const marginLeft = Math.max(...rangeY.map((v) => textWidth(tick(+v.toPrecision(2)), small)), 30 * k) + 14;
  const at = {
    x: Plot.scale({ x: { type: "linear", domain: rangeX, range: [marginLeft, width - marginRight] } }).apply,
    y: Plot.scale({ y: { type: "linear", domain: rangeY, range: [height - marginBottom, marginTop] } }).apply,
  };
  const line = points.filter((p) => p.frontier).sort((a, b) => a.x - b.x);
  const dots = points.filter((p) => !p.breaks);
  const broken = points.filter((p) => p.breaks);
  const tags = labels(points, at, { width, top: marginTop, bottom: height - marginBottom, left: marginLeft, small, k });
  const svg = chart({
    width, height, mode, marginTop, marginRight, marginBottom, marginLeft, x: { domain: rangeX }, y: { domain: rangeY },
    marks: [
      ...axisX({ mode, label: axisLabel(x), ticks: Math.max(3, Math.floor(width / (110 * k))) }), ...axisY({ mode, ticks: 5 }),
      Plot.text([axisLabel(y)], { frameAnchor: "top-left", dx: -marginLeft, dy: -marginTop + 4, fontSize: small, fill: "var(--ink-soft)" }),
      Plot.ruleY(points.filter((p) => p.x_low !== null), { x1: "x_low", x2: "x_high", y: "y", stroke: "var(--interval)", strokeWidth: 1.2 * k }),
      Plot.ruleX(points.filter((p) => p.y_low !== null), { y1: "y_low", y2: "y_high", x: "x", stroke: "var(--interval)", strokeWidth: 1.2 * k }),
      Plot.line(line, { x: "x", y: "y", stroke: "var(--mark)", strokeWidth: 2 * k }),
      Plot.dot(dots, { x: "x", y: "y", r: 5 * k, fill: px((p) => (p.survives ? "var(--mark)" : "var(--paper)")), stroke: "var(--mark)", strokeWidth: 1.8 * k }),
      Plot.dot(broken, { x: "x", y: "y", r: 5.5 * k, symbol: "times", stroke: "var(--broken)", strokeWidth: 2.4 * k }),
      words(tags.map((t) => ({ x: t.x, y: t.y, text: t.text })), { size: small, halo: true, fill: "var(--ink)" }),
    ],
  });
  const after = points.length > tags.length ? [element("p", { className: "chart-note", text: `${points.length - tags.length} of ${points.length} names are left out for want of room; all stand in the table.` })] : [];
  return { before: [key(broken.length > 0, dots.some((p) => !p.survives), mode)], nodes: [svg], after };
}

/** Names beside the dots: those on the frontier first, then those in the race; only where they touch nothing. */
function labels(points, at, { width, top, bottom, left, small, k }) {
  const high = small * 1.1;
  const taken = points.map((p) => ({ x0: at.x(p.x) - 6 * k, x1: at.x(p.x) + 6 * k, y0: at.y(p.y) - 6 * k, y1: at.y(p.y) + 6 * k }));
  const rank = (p) => (p.frontier ? 0 : p.survives ? 1 : p.breaks ? 2 : 3);
  const out = [];
  for (const p of [...points].sort((a, b) => rank(a) - rank(b))) {
    const text = shorten(p.label, 220 * k, small);
    const wide = textWidth(text, small);
    const [cx, cy, off] = [at.x(p.x), at.y(p.y), 9 * k];
    const tries = [[cx + off, cy - off * 0.9], [cx + off, cy + off * 0.9], [cx - off - wide, cy - off * 0.9], [cx - off - wide, cy + off * 0.9], [cx - wide / 2, cy - off * 1.6], [cx - wide / 2, cy + off * 1.6]];
    for (const [x, y] of tries) {
      const box = { x0: x, x1: x + wide, y0: y - high / 2, y1: y + high / 2 };
      if (box.x0 < left || box.x1 > width - 2 || box.y0 < top - 4 || box.y1 > bottom) continue;
      if (taken.some((t) => t.x0 < box.x1 && t.x1 > box.x0 && t.y0 < box.y1 && t.y1 > box.y0)) continue;
      taken.push(box);
      out.push({ x, y, text });
      break;
    }
  }
  return out;
}

function key(broken, out, mode) {
  const dot = (fill) => sample(vector("circle", { r: 5, fill, stroke: "var(--mark)", "stroke-width": 1.8 }));
  const entries = [[dot("var(--mark)"), "still in the race"]];
  if (out) entries.push([dot("var(--paper)"), "out of the race"]);
  if (broken) entries.push([sample(vector("path", { d: "M-5,-5L5,5M-5,5L5,-5", stroke: "var(--broken)", "stroke-width": 2.4 })), "breaks a guard-rail"]);
  entries.push([sample(vector("line", { x1: -16, x2: 16, y1: 0, y2: 0, stroke: "var(--mark)", "stroke-width": 2 })), "frontier: none is better in both"]);
  return otherKeys(entries, mode);
}
