// From one amount to another by steps: a waterfall that lies down, so that long names stay level.

import { airy, colour, element, letter, number, sizes, span, textWidth, vector } from "./look.js";
import { Plot, axisX, chart, hatch, words } from "./plot.js";
import { labelled } from "./rows.js";

export function steps(figure, { width, mode }) {
  const { unit, rows } = figure.form;
  const placed = rows.map((row) => ({ ...row, steps: run(row.steps) }));
  const range = span([0, ...placed.flatMap((row) => row.steps.flatMap((s) => [s.from, s.to, s.lowAt, s.highAt]))]) ?? [0, 1];
  const nodes = [];
  for (const row of placed.filter((one) => one.steps.length > 0)) {
    if (rows.length > 1 || row.scenario > 0) nodes.push(element("p", { className: `group scenario-${row.scenario % 5}` }, element("b", { text: letter(row.scenario) }), element("span", { text: ` ${figure.scenarios[row.scenario]?.name ?? ""}` })));
    nodes.push(one(row, airy(range), { width, mode, unit }));
  }
  return { scenarios: [], nodes };
}

/** Where each step begins and ends, and its interval along the scale. */
function run(list) {
  let at = 0;
  return list.map((step) => {
    const from = step.total ? 0 : at;
    const to = from + step.value;
    at = to;
    const shift = (value) => (value === null ? null : from + value);
    return { ...step, from, to, lowAt: shift(step.low), highAt: shift(step.high) };
  });
}

function one(row, range, { width, mode, unit }) {
  const { small, text, k } = sizes(mode);
  const bar = 18 * k;
  const say = (s) => `${number(s.value, { signed: !s.total })}${s.low !== null ? ` [${number(s.low)}, ${number(s.high)}]` : ""}`;
  const valueWidth = Math.max(...row.steps.map((s) => textWidth(say(s), small, true))) + 14;
  // On a narrow drawing the numbers stand beside the label, or, where that leaves too little of it, on a line of their own.
  const own = width < 560 * k && valueWidth > width * 0.4 ? small * 1.35 : 0;
  const place = labelled(row.steps.map((s) => s.label), row.steps.map(() => bar + 4 + own), { width, mode, reserve: own ? 0 : valueWidth });
  const right = place.narrow ? 8 : valueWidth;
  const marginBottom = (unit ? 42 : 26) * k;
  const scale = Plot.scale({ x: { type: "linear", domain: range, range: [place.left + 4, width - right - 4] } });
  const x = scale.apply;
  const tint = hatch(colour(row.scenario), { gap: 5, width: 2.2, ground: "var(--paper)" });
  const drawing = vector("g");
  row.steps.forEach((s, i) => {
    const y = place.rows[i].y + own;
    const [low, high] = [Math.min(x(s.from), x(s.to)), Math.max(x(s.from), x(s.to))];
    if (i > 0) drawing.appendChild(vector("line", { x1: x(s.total ? row.steps[i - 1].to : s.from), x2: x(s.total ? row.steps[i - 1].to : s.from), y1: place.rows[i - 1].y + own + bar, y2: y, stroke: "var(--axis)" }));
    // Totals are full, what is added is full and lighter, what is taken away is hatched: told apart without colour.
    drawing.appendChild(vector("rect", { x: low, y, width: Math.max(1.5, high - low), height: bar, fill: s.total || s.value >= 0 ? colour(row.scenario) : tint.paint, "fill-opacity": s.total || s.value < 0 ? 1 : 0.45, stroke: colour(row.scenario) }));
    if (s.lowAt !== null && s.highAt !== null) {
      const [a, b, m] = [x(s.lowAt), x(s.highAt), y + bar / 2];
      drawing.appendChild(vector("path", { d: `M${a},${m}H${b}M${a},${m - 5}V${m + 5}M${b},${m - 5}V${m + 5}`, stroke: "var(--paper)", "stroke-width": 4, fill: "none" }));
      drawing.appendChild(vector("path", { d: `M${a},${m}H${b}M${a},${m - 5}V${m + 5}M${b},${m - 5}V${m + 5}`, stroke: "var(--ink)", "stroke-width": 1.5, fill: "none" }));
    }
  });
  return chart({
    width, height: place.height + marginBottom, mode, marginTop: 0, marginBottom, marginLeft: place.left, marginRight: right,
    x: { domain: scale.domain, range: scale.range }, y: { axis: null },
    marks: [
      tint.mark,
      ...axisX({ mode, label: unit, ticks: Math.max(3, Math.floor((width - place.left - right) / (90 * k))) }),
      Plot.ruleX([0], { stroke: "var(--zero)", strokeWidth: 1.5 }),
      () => drawing,
      words(place.rows.map((r) => ({ x: r.labelX, y: r.labelY, text: r.label })), { size: text, halo: place.narrow }),
      words(row.steps.map((s, i) => ({ x: width - 2, y: own ? place.rows[i].y + small * 0.5 : place.narrow ? place.rows[i].labelY : place.rows[i].y + bar / 2, text: say(s) })), { size: small, anchor: "end", halo: place.narrow }),
    ],
  });
}
