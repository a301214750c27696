// A number over two factors: shaded cells with contours and the chosen place. The ramp goes from light to dark in one hue
// (in dark mode from dark to light), so that it reads in grey.

import { axisLabel, number, sizes, span, textWidth, tick, vector } from "./look.js";
import { otherKeys, sample } from "./keys.js";
import { Plot, axisX, axisY, chart, hatch, px } from "./plot.js";

export function heat(figure, { width, mode }) {
  const { x, y, z, xs, ys, values, chosen } = figure.form;
  const { small, k } = sizes(mode);
  const cells = values.flatMap((row, j) => row.map((value, i) => ({ i, j, value: Number.isFinite(value) ? value : null })));
  const range = span(cells.map((cell) => cell.value)) ?? [0, 1];
  const share = (value) => (range[1] > range[0] ? (value - range[0]) / (range[1] - range[0]) : 0.5);
  const marginLeft = Math.max(34, ...ys.map((v) => textWidth(tick(v), small))) + 14;
  const drawn = Math.min(width, Math.max(300, xs.length * 84 * k + marginLeft));
  const cellWidth = (drawn - marginLeft - 8) / xs.length;
  const cellHeight = Math.max(22 * k, Math.min(cellWidth * 0.7, 46 * k, (440 * k) / ys.length));
  const [marginTop, marginBottom] = [30 * k, 46 * k];
  const said = cells.every((cell) => textWidth(number(cell.value), small) + 6 < cellWidth) && cellHeight >= small * 1.3;
  const missing = hatch("var(--axis)", { gap: 6, width: 1 });
  const levels = xs.length > 2 && ys.length > 2 && range[1] > range[0] ? contourLevels(range) : [];
  const every = (count, each) => { const step = Math.ceil((each * count) / Math.max(1, count * cellWidth)); return (list) => list.filter((_, i) => i % Math.max(1, step) === 0); };
  const thin = every(xs.length, Math.max(...xs.map((v) => textWidth(tick(v), small))) + 10);
  const svg = chart({
    width: drawn, height: cellHeight * ys.length + marginTop + marginBottom, mode, marginLeft, marginRight: 8, marginTop, marginBottom,
    x: { domain: [-0.5, xs.length - 0.5] }, y: { domain: [-0.5, ys.length - 0.5] },
    marks: [
      missing.mark,
      Plot.rect(cells, { x1: (c) => c.i - 0.5, x2: (c) => c.i + 0.5, y1: (c) => c.j - 0.5, y2: (c) => c.j + 0.5, fill: px((c) => (c.value === null ? "none" : shade(share(c.value)))), stroke: "var(--paper)", strokeWidth: 1 }),
      levels.length ? Plot.contour(padded(values), {
        width: xs.length + 2, height: ys.length + 2, x1: -1.5, x2: xs.length + 0.5, y1: -1.5, y2: ys.length + 0.5, clip: "frame", value: (v) => v, thresholds: levels, fill: "none", stroke: "var(--contour)", strokeWidth: 1.2, strokeDasharray: said ? "4 3" : null,
      }) : null,
      ...[{ paint: "var(--paper)" }, missing].map((ground) => Plot.rect(cells.filter((c) => c.value === null), { x1: (c) => c.i - 0.5, x2: (c) => c.i + 0.5, y1: (c) => c.j - 0.5, y2: (c) => c.j + 0.5, fill: px(() => ground.paint) })),
      said ? Plot.text(cells, { x: "i", y: "j", text: (c) => number(c.value), fontSize: small, fill: px((c) => (c.value !== null && share(c.value) > 0.65 ? "var(--heat-on-high)" : "var(--heat-on-low)")) }) : null,
      chosen ? Plot.rect([chosen], { x1: chosen[0] - 0.5, x2: chosen[0] + 0.5, y1: chosen[1] - 0.5, y2: chosen[1] + 0.5, fill: "none", stroke: "var(--paper)", strokeWidth: 6 * k, inset: 1 }) : null,
      chosen ? Plot.rect([chosen], { x1: chosen[0] - 0.5, x2: chosen[0] + 0.5, y1: chosen[1] - 0.5, y2: chosen[1] + 0.5, fill: "none", stroke: "var(--chosen)", strokeWidth: 3 * k, inset: 1 }) : null,
      ...axisX({ mode, grid: false, label: axisLabel(x), ticks: thin(xs.map((_, i) => i)), tickFormat: (i) => tick(xs[i]) }),
      ...axisY({ mode, grid: false, ticks: ys.map((_, i) => i), tickFormat: (i) => tick(ys[i]) }),
      Plot.text([axisLabel(y)], { frameAnchor: "top-left", dx: -marginLeft, dy: -marginTop + 4, fontSize: small, fill: "var(--ink-soft)" }),
    ],
  });
  return { before: [key(range, z, levels, said, chosen, cells.some((c) => c.value === null), mode)], nodes: [svg] };
}

/** The paint of a share between the least and the greatest. */
const shade = (share) => `color-mix(in srgb, var(--heat-high) ${Math.round(share * 100)}%, var(--heat-low))`;

/** All numbers; where one is missing the mean of its neighbours keeps the contours whole. */
function whole(values) {
  const there = (j, i) => (Number.isFinite(values[j]?.[i]) ? values[j][i] : null);
  const all = span(values.flat()) ?? [0, 0];
  return values.map((row, j) => row.map((value, i) => {
    if (Number.isFinite(value)) return value;
    const near = [there(j - 1, i), there(j + 1, i), there(j, i - 1), there(j, i + 1)].filter((v) => v !== null);
    return near.length ? near.reduce((sum, v) => sum + v, 0) / near.length : all[0];
  }));
}

/** The numbers in the order of cells with a rim of its own neighbours, so that contours end at the frame, open. */
function padded(values) {
  const rows = whole(values).map((row) => [row[0], ...row, row[row.length - 1]]);
  return [rows[0], ...rows, rows[rows.length - 1]].flat();
}

/** Round numbers within the range: three to six. */
function contourLevels([low, high]) {
  const raw = (high - low) / 5 || 1;
  const ten = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= raw);
  const out = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) out.push(+at.toPrecision(10));
  return out.filter((level) => level > low && level < high);
}

function key(range, z, levels, said, chosen, gaps, mode) {
  const ramp = vector("svg", { width: 120, height: 14, viewBox: "0 0 120 14", "aria-hidden": "true", class: "key-symbol" },
    ...Array.from({ length: 12 }, (_, i) => vector("rect", { x: i * 10, y: 0, width: 10.5, height: 14, fill: shade(i / 11) })));
  const entries = [[ramp, `${number(range[0])} to ${number(range[1])}: ${axisLabel(z)}`]];
  if (levels.length) entries.push([sample(vector("line", { x1: -16, x2: 16, y1: 0, y2: 0, stroke: "currentColor", "stroke-width": 1.2, "stroke-dasharray": said ? "4 3" : null })), `contours at ${levels.map((level) => number(level)).join(", ")}`]);
  if (chosen) entries.push([sample(vector("rect", { x: -10, y: -6, width: 20, height: 12, fill: "none", stroke: "var(--chosen)", "stroke-width": 3 })), "chosen"]);
  if (gaps) {
    const lines = hatch("var(--axis)", { gap: 6, width: 1 });
    entries.push([sample(lines.node, vector("rect", { x: -10, y: -6, width: 20, height: 12, fill: lines.paint })), "no number"]);
  }
  return otherKeys(entries, mode);
}
