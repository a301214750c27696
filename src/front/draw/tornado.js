// What moves the result when an input goes to its ends: the low end light and hatched, the high end full.

import { airy, axisLabel, number, sizes, span, textWidth, vector } from "./look.js";
import { otherKeys, sample } from "./keys.js";
import { Plot, axisX, chart, hatch, words } from "./plot.js";
import { labelled, parts } from "./rows.js";

export function tornado(figure, { width, mode, fit }) {
  const { x: axis, center, rows } = figure.form;
  const range = span([center, ...rows.flatMap((row) => [row.low, row.high])]) ?? [0, 1];
  const nodes = parts(rows, fit).map((part) => one({ ...figure.form, rows: part }, range, { width, mode }));
  return { before: [key(center, axis, mode)], nodes };
}

function one({ x: axis, center, rows }, range, { width, mode }) {
  const { small, text, k } = sizes(mode);
  const bar = 16 * k;
  const place = labelled(rows.map((row) => row.label), rows.map(() => bar + 4), { width, mode });
  // Words stand beyond the ends of the bars: the scale leaves them room.
  const ends = rows.map((row) => {
    const [a, b] = row.low <= row.high ? [row.low_label, row.high_label] : [row.high_label, row.low_label];
    return { left: a, right: b };
  });
  const most = (width - place.left) * 0.26;
  const room = (side) => Math.min(most, Math.max(0, ...ends.map((end) => textWidth(end[side], small)))) + 12;
  const marginBottom = 44 * k;
  const scale = Plot.scale({ x: { type: "linear", domain: airy(range, 0.01), range: [place.left + room("left"), width - room("right")] } });
  const at = scale.apply;
  const lines = hatch("var(--mark)", { gap: 5, width: 2, ground: "var(--paper)" });
  const drawing = vector("g");
  const tags = [];
  rows.forEach((row, i) => {
    const y = place.rows[i].y + 2;
    const piece = (value, fill) => {
      const [from, to] = [Math.min(at(center), at(value)), Math.max(at(center), at(value))];
      drawing.appendChild(vector("rect", { x: from, y, width: Math.max(1, to - from), height: bar, fill, stroke: "var(--mark)" }));
    };
    piece(row.low, lines.paint);
    piece(row.high, "var(--mark)");
    const [left, right] = [Math.min(row.low, row.high, center), Math.max(row.low, row.high, center)];
    tags.push({ x: at(left) - 6, y: y + bar / 2, text: shorten(ends[i].left, at(left) - 8 - place.left, small), anchor: "end" });
    tags.push({ x: at(right) + 6, y: y + bar / 2, text: shorten(ends[i].right, width - at(right) - 8, small), anchor: "start" });
  });
  return chart({
    width, height: place.height + marginBottom, mode, marginTop: 0, marginBottom, marginLeft: place.left, marginRight: 4, x: { domain: scale.domain, range: scale.range }, y: { axis: null },
    marks: [
      lines.mark,
      ...axisX({ mode, label: axisLabel(axis), ticks: Math.max(3, Math.floor((width - place.left) / (110 * k))) }),
      () => drawing,
      Plot.ruleX([center], { stroke: "var(--zero)", strokeWidth: 1.5 }),
      words(place.rows.map((r) => ({ x: 0, y: r.labelY, text: r.label })), { size: text, halo: place.narrow }),
      words(tags.filter((t) => t.anchor === "end"), { size: small, anchor: "end", fill: "var(--ink-soft)" }),
      words(tags.filter((t) => t.anchor === "start"), { size: small, fill: "var(--ink-soft)" }),
    ],
  });
}

function key(center, axis, mode) {
  const box = (fill) => sample(vector("rect", { x: -14, y: -6, width: 28, height: 12, fill, stroke: "var(--mark)" }));
  const keyLines = hatch("var(--mark)", { gap: 5, width: 2, ground: "var(--paper)" });
  const low = box(keyLines.paint);
  low.appendChild(keyLines.node);
  return otherKeys([[low, "where the input is low"], [box("var(--mark)"), "where it is high"], [sample(vector("line", { x1: 0, x2: 0, y1: -7, y2: 7, stroke: "var(--zero)", "stroke-width": 1.5 })), `in the middle: ${number(center)} ${axis.unit}`]], mode);
}

/** A text that must fit; what is cut off stands in the table. */
export function shorten(text, width, size) {
  if (textWidth(text, size) <= width) return text;
  let cut = text.length - 1;
  while (cut > 1 && textWidth(`${text.slice(0, cut)}…`, size) > width) cut -= 1;
  return `${text.slice(0, cut)}…`;
}
