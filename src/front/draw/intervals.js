// Differences: a dot and an interval in each row, on the row's own scale in its unit, with one zero line for all.

import { colour, element, letter, number, sizes, span, symbol, textColour, textWidth, tick, vector, wrap } from "./look.js";
import { occurring, otherKeys, sample } from "./keys.js";
import { Plot, chart, px, words } from "./plot.js";

export function intervals(figure, { width, mode }) {
  const { rows } = figure.form;
  const scenarios = occurring(rows.flatMap((row) => row.marks.map((mark) => mark.scenario)));
  const inputs = rows.some((row) => row.marks.some((mark) => mark.input_low !== null));
  const hollow = rows.some((row) => row.marks.some((mark) => !mark.clear));
  const before = inputs || hollow ? [key(inputs, hollow, mode)] : [];
  const nodes = [];
  const range = shared(rows);
  const several = scenarios.length > 1 || scenarios[0] > 1;
  const room = wordsRoom(rows, mode);
  for (const [name, members] of groups(rows)) {
    if (name) nodes.push(element("p", { className: "group", text: name }));
    nodes.push(group(members, range, { width, mode, several, room }));
  }
  return { scenarios, before, nodes };
}

/** The rows by group, in the order in which groups first occur. */
function groups(rows) {
  const out = new Map();
  for (const row of rows) out.set(row.group, [...(out.get(row.group) ?? []), row]);
  return out;
}

/** Half the scale of a row: the farthest end of any of its intervals. */
function reach(row) {
  const ends = span(row.marks.flatMap((m) => [m.mean, m.low, m.high, m.input_low, m.input_high, 0]));
  const far = ends ? Math.max(Math.abs(ends[0]), Math.abs(ends[1])) : 0;
  return far > 0 ? far : 1;
}

/** What all rows need of the common scale, where every row is measured by its own reach: [-1..0, 0..1]. */
function shared(rows) {
  let [low, high] = [-0.2, 0.2];
  for (const row of rows) {
    const far = reach(row);
    const ends = span(row.marks.flatMap((m) => [m.mean, m.low, m.high, m.input_low, m.input_high]));
    if (ends) { low = Math.min(low, ends[0] / far); high = Math.max(high, ends[1] / far); }
  }
  return [low, high];
}

/** A difference in numbers. */
const said = (mark) => `${number(mark.mean, { signed: true })}${mark.low !== null ? ` [${number(mark.low)}, ${number(mark.high)}]` : ""}`;

/** What the longest verdict needs, the same for all groups: so the zero lines of all stand one below the other. */
function wordsRoom(rows, mode) {
  const { small, k } = sizes(mode);
  return Math.max(60, ...rows.flatMap((row) => row.marks.map((mark) => textWidth(`${said(mark)}  ${mark.words}`, small) + 26 * k)));
}

/** Lays out one group: places of the labels, the marks and the words in pixels. */
function layout(rows, { width, mode, several, room }) {
  const { text, small, k } = sizes(mode);
  const narrow = width < 620 * k;
  const labelWidth = narrow ? 0 : Math.min(250 * k, width * 0.28);
  const wordsWidth = narrow ? 0 : Math.min(room, width * 0.42);
  const left = labelWidth + (narrow ? 8 : 12);
  const right = narrow ? 8 : wordsWidth + 14;
  const lineHeight = text * 1.3;
  let y = 4;
  const out = rows.map((row) => {
    const heading = row.unit ? `${row.label} (${row.unit})` : row.label;
    const label = wrap(heading, narrow ? width - 4 : labelWidth, text, 3);
    if (narrow && y > 4) y += 6;
    const top = y;
    const marks = [];
    if (narrow) y += label.length * lineHeight + 2;
    const first = y;
    for (const mark of row.marks) {
      const value = said(mark);
      const lines = narrow ? wrap(`${value}  ${mark.words}`, width - 30 * k, small, 3)
        : wrap(`${value}  ${mark.words}`, wordsWidth - (several ? 22 * k : 0), small, 3);
      const tall = Math.max(22 * k, lines.length * small * 1.25 + 4);
      if (narrow) {
        marks.push({ ...mark, y: y + 9 * k, said: lines, saidY: y + 18 * k + (lines.length * small * 1.25) / 2 });
        y += 22 * k + lines.length * small * 1.25;
      } else {
        marks.push({ ...mark, y: y + tall / 2, said: lines, saidY: y + tall / 2 });
        y += tall;
      }
    }
    if (!narrow) y = Math.max(y, first + label.length * lineHeight);
    const scaleY = y + small * 0.75;
    y += small * 1.25 + 8 * k;
    return { row, label, labelY: narrow ? top + (label.length * lineHeight) / 2 : (first + y - small * 1.25 - 8 * k) / 2, marks, scaleY, first, last: y - small - 8 * k, end: y };
  });
  return { rows: out, height: y, left, right, narrow, text, small, k };
}

function group(rows, range, options) {
  const { width, mode, several } = options;
  const place = layout(rows, options);
  const { left, right, text, small, k } = place;
  const x0 = left + 6;
  const x1 = width - right - 6;
  const at = (value) => x0 + ((value - range[0]) / (range[1] - range[0])) * (x1 - x0);
  const marks = place.rows.flatMap((entry) => entry.marks.filter((m) => Number.isFinite(m.mean) && m.mean !== null).map((mark) => {
    const far = reach(entry.row);
    const spot = (value) => (value === null || value === undefined ? null : at(value / far));
    return { ...mark, x: spot(mark.mean), low: spot(mark.low), high: spot(mark.high), inLow: spot(mark.input_low), inHigh: spot(mark.input_high) };
  }));
  const sure = marks.filter((m) => m.low !== null);
  const input = marks.filter((m) => m.inLow !== null);
  const stroke = px((m) => colour(m.scenario));
  const ends = place.rows.flatMap((entry) => scaleEnds(entry, range, at, small));
  const wordsX = place.narrow ? 22 * k : width - right + 12;
  return chart({
    width, height: place.height, mode, margin: 0, x: { type: "identity", axis: null }, y: { type: "identity", axis: null },
    marks: [
      () => vector("g", { stroke: "var(--rule)" }, ...place.rows.slice(0, -1).map((entry) => vector("line", { x1: 0, x2: width, y1: entry.end - 2, y2: entry.end - 2 }))),
      () => vector("g", { stroke: "var(--zero)", "stroke-width": 1.5 }, ...zeroLine(place).map(([y1, y2]) => vector("line", { x1: at(0), x2: at(0), y1, y2 }))),
      () => vector("g", { stroke: "var(--axis)" }, ...place.rows.map((entry) => vector("line", { x1: x0, x2: x1, y1: entry.last + 1, y2: entry.last + 1, "stroke-opacity": 0.5 })),
        ...ends.map((end) => vector("line", { x1: end.x, x2: end.x, y1: end.line, y2: end.line + 4 }))),
      words(ends, { size: small, anchor: "middle", fill: "var(--ink-soft)", halo: true }),
      // What inputs add: thin, with caps; chance alone: thick.
      Plot.ruleY(input, { x1: "inLow", x2: "inHigh", y: "y", stroke, strokeWidth: 1.5 * k }),
      Plot.ruleX(input.flatMap((m) => [{ ...m, x: m.inLow }, { ...m, x: m.inHigh }]), { x: "x", y1: (m) => m.y - 5 * k, y2: (m) => m.y + 5 * k, stroke, strokeWidth: 1.5 * k }),
      Plot.ruleY(sure, { x1: "low", x2: "high", y: "y", stroke, strokeWidth: 4.5 * k, strokeLinecap: "butt" }),
      ...occurring(marks.map((m) => m.scenario)).map((scenario) => Plot.dot(marks.filter((m) => m.scenario === scenario), {
        x: "x", y: "y", symbol: symbol(scenario), r: 6 * k, strokeWidth: 2 * k,
        fill: px((m) => (m.clear ? colour(scenario) : "var(--paper)")), stroke: px((m) => (m.clear ? "var(--paper)" : colour(scenario))),
      })),
      words(place.rows.map((entry) => ({ x: 0, y: entry.labelY, text: entry.label.join("\n") })), { size: text }),
      several ? words(place.rows.flatMap((e) => e.marks.map((m) => ({ x: place.narrow ? 2 : wordsX, y: m.saidY, text: letter(m.scenario), scenario: m.scenario }))), { size: small, weight: 700, fill: (d) => textColour(d.scenario) }) : null,
      words(place.rows.flatMap((e) => e.marks.map((m) => ({ x: wordsX + (several && !place.narrow ? 20 * k : 0), y: m.saidY, text: m.said.join("\n") }))), { size: small }),
    ],
  });
}

/** The zero line: one from top to bottom, or, where words stand between the marks, a piece at each of them. */
function zeroLine(place) {
  if (!place.narrow) return [[0, place.height - 2]];
  return place.rows.flatMap((entry) => [...entry.marks.map((mark) => [mark.y - 10 * place.k, mark.y + 9 * place.k]), [entry.last - 4, entry.last + 5]]);
}

/** The numbers of a row's own scale: a round one on each side of zero that fits. */
function scaleEnds(entry, range, at, small) {
  const far = reach(entry.row);
  const round = (limit) => {
    if (limit <= 0) return 0;
    const ten = 10 ** Math.floor(Math.log10(limit));
    return [5, 2, 1].map((step) => step * ten).find((step) => step <= limit * 1.0001);
  };
  const out = [{ x: at(0), value: 0 }];
  for (const side of [-1, 1]) {
    const value = round(side < 0 ? -range[0] * far : range[1] * far) * side;
    const x = at(value / far);
    if (value !== 0 && Math.abs(x - at(0)) > small * 2) out.push({ x, value });
  }
  return out.map(({ x, value }) => ({ x, y: entry.scaleY + 4, line: entry.last + 1, text: `${value > 0 ? "+" : ""}${tick(value)}` }));
}

function key(inputs, hollow, mode) {
  const line = (thick) => vector("line", { x1: -15, x2: 15, y1: 0, y2: 0, stroke: "currentColor", "stroke-width": thick });
  const entries = [[sample(line(4.5)), "chance alone"]];
  if (inputs) entries.push([sample(line(1.5), vector("path", { d: "M-15,-5V5M15,-5V5", stroke: "currentColor", "stroke-width": 1.5 })), "with uncertain inputs"]);
  if (hollow) entries.push([sample(vector("circle", { r: 5, fill: "var(--paper)", stroke: "currentColor", "stroke-width": 2 })), "hollow: not clear yet, or no difference"]);
  return otherKeys(entries, mode);
}
