// The grid of a trial: a row for each cluster, a column for each period. How a cluster works is told by ground and mark,
// what was observed by a number, or by a bar where cells are too narrow for numbers. Own vectors: cells by the thousand.

import { axisLabel, number, sizes, span, textWidth, vector, wrap } from "./look.js";
import { otherKeys, sample } from "./keys.js";
import { hatch } from "./plot.js";
import { parts } from "./rows.js";
import { shorten } from "./tornado.js";

/** The states in words, in the order of the key. */
const STATES = [["before", "works as before"], ["transition", "in transition"], ["after", "works the new way"], ["unseen", "not observed"]];
const WORDS = new Map(STATES);
const NOTHING = { state: "unseen", value: null };

export function grid(figure, { width, mode, fit }) {
  const { x, y, z, columns } = figure.form;
  const { small, k } = sizes(mode);
  const rows = figure.form.rows.map((row) => ({ label: row.label, cells: columns.map((_, i) => row.cells[i] ?? NOTHING) }));
  const cells = rows.flatMap((row) => row.cells);
  const range = span(cells.map((cell) => cell.value));
  const labelWidth = Math.max(...[axisLabel(y), ...rows.map((row) => row.label)].map((text) => textWidth(text, small))) + 10;
  const left = Math.min(labelWidth, width * (width < 560 * k ? 0.27 : 0.2));
  const wide = Math.min(88 * k, (width - left - 1) / columns.length);
  const numbers = range ? numerals(cells, small, wide - between(wide) - 3) : null;
  const beside = !range || (numbers !== null && numbers.widest + small + 9 <= wide);
  const high = beside ? Math.max(22 * k, Math.min(34 * k, (640 * k) / rows.length)) : small * (numbers ? 2.4 : 2.7);
  const look = { small, left, wide, high, beside, range, say: numbers?.say ?? null };
  const told = (row, i) => `${named(y, row.label)}, ${named(x, columns[i])}: ${WORDS.get(row.cells[i].state)}, ${observed(row.cells[i], z)}`;
  const nodes = parts(rows, fit, 20).map((some) => one(some, { x, y, columns, width, look, told }));
  return { scenarios: [], before: [key(cells, z, look, mode)], nodes };
}

const crossed = () => hatch("var(--axis)", { gap: 5, width: 1, ground: "var(--paper)" });

/** A number after what it counts, words as they are: "period 3", "weeks 5 to 8". */
const named = (axis, label) => (/^\d+$/.test(label) ? `${axis.label} ${label}` : label);

/** The gap between cells, by their width. */
const between = (wide) => (wide > 24 ? 3 : wide > 12 ? 2 : 1.5);

const there = (value) => value !== null && Number.isFinite(value);

function observed(cell, z) {
  if (!there(cell.value)) return "no number";
  return `${z.label} ${number(cell.value)}${z.unit ? ` ${z.unit}` : ""}`;
}

/**
 * How the numbers are written so that all fit, with as many decimals in common as there is room for; `null` where they
 * could be told apart no longer.
 */
function numerals(cells, size, room) {
  const values = cells.map((cell) => cell.value).filter(there);
  const [low, high] = span(values);
  const most = Math.max(Math.abs(low), Math.abs(high));
  const [unit, letter] = most >= 1e6 ? [1e6, "M"] : most >= 1e4 ? [1e3, "k"] : [1, ""];
  const figures = most > 0 ? Math.floor(Math.log10(most / unit)) : 0;
  const apart = high > low ? (high - low) / unit / 5 : Infinity;
  const whole = unit === 1 && values.every(Number.isInteger);
  for (let decimals = whole ? 0 : Math.max(0, Math.min(4, 2 - figures)); decimals >= 0 && 10 ** -decimals <= apart; decimals -= 1) {
    const say = (value) => {
      if (!there(value)) return "–";
      const text = Math.abs(value / unit).toFixed(decimals);
      return `${value < 0 && Number(text) !== 0 ? "−" : ""}${text}${letter}`;
    };
    const widest = Math.max(...values.map((value) => textWidth(say(value), size)));
    if (widest <= room) return { say, widest };
    if (most === 0) break;
  }
  return null;
}

function one(rows, { x, y, columns, width, look, told }) {
  const { small, left, wide, high } = look;
  const crossing = crossed();
  const line = small * 1.3;
  const right = left + wide * columns.length;
  const heads = headings(columns, { left, wide, right, small });
  // What is counted to the right and downward stands on one line, or on two where that is too narrow.
  const apart = textWidth(axisLabel(y), small) + 10 > left;
  const titles = apart ? 2 : 1;
  const top = (titles + heads.lines) * line + 4;
  const height = top + high * rows.length + 2;
  const svg = vector("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "own", "aria-hidden": "true", "font-size": small }, crossing.node);
  const soft = (at, row, text, anchor = null) => svg.appendChild(vector("text", { x: at, y: row * line + small, "text-anchor": anchor, fill: "var(--ink-soft)", text }));
  soft(left + 1, 0, shorten(axisLabel(x), width - left - 2, small));
  soft(0, apart ? 1 : titles + heads.lines - 1, shorten(axisLabel(y), width - 2, small));
  for (const head of heads.list) {
    head.text.forEach((text, j) => soft(head.x, titles + heads.lines - head.text.length + j, text, "middle"));
    if (head.tick) svg.appendChild(vector("line", { x1: head.tick, x2: head.tick, y1: top - 4, y2: top, stroke: "var(--axis)" }));
  }
  rows.forEach((row, j) => {
    const at = top + high * j;
    const lines = clusterLines(row.label, left - 8, small, high >= small * 2.3 ? 2 : 1);
    lines.forEach((text, n) => svg.appendChild(vector("text", { x: 0, y: at + high / 2 + small * (0.35 + (n - (lines.length - 1) / 2) * 1.12), fill: "var(--ink)", text }, vector("title", { text: row.label }))));
    row.cells.forEach((cell, i) => svg.appendChild(drawn(cell, left + wide * i, at, { ...look, crossing }, told(row, i))));
  });
  return svg;
}

/** Whether the lines are the whole text, with no word broken and none wider than the room. */
const unbroken = (lines, text, room, size) => lines.join(" ") === text.trim().split(/\s+/).join(" ") && lines.every((line) => textWidth(line, size) <= room);

/** The periods' labels, on two lines at most: all where they have room, else every nth with a tick at its column. */
function headings(columns, { left, wide, right, small }) {
  const middle = (i) => left + wide * (i + 0.5);
  const fitted = (room) => {
    const all = columns.map((label) => wrap(label, room, small, 3));
    return all.every((lines, i) => lines.length <= 2 && unbroken(lines, columns[i], room, small)) ? all : null;
  };
  const whole = fitted(wide - 6);
  if (whole) return { lines: Math.max(...whole.map((lines) => lines.length)), list: whole.map((text, i) => ({ x: middle(i), text })) };
  const each = Math.max(...columns.map((label) => textWidth(label, small)));
  const longest = Math.max(...columns.flatMap((label) => label.split(/\s+/)).map((word) => textWidth(word, small)));
  const labels = fitted(Math.min(right - left, Math.max(longest, each * 0.6))) ?? columns.map((label) => [shorten(label, right - left, small)]);
  const widths = labels.map((lines) => Math.max(...lines.map((text) => textWidth(text, small))));
  const step = Math.ceil((Math.max(...widths) + 8) / wide);
  const list = [];
  let taken = -Infinity;
  for (let i = 0; i < columns.length; i += step) {
    const from = Math.max(left, Math.min(middle(i) - widths[i] / 2, right - widths[i]));
    if (from < taken) continue;
    list.push({ x: from + widths[i] / 2, text: labels[i], tick: middle(i) });
    taken = from + widths[i] + 6;
  }
  return { lines: Math.max(...list.map((head) => head.text.length)), list };
}

/** A cluster's name on as many lines as there are, shortened in its middle: names often differ at their ends. */
function clusterLines(label, room, size, most) {
  const lines = wrap(label, room, size, 9);
  if (lines.length <= most && unbroken(lines, label, room, size)) return lines;
  const fits = (text) => textWidth(text, size) <= room;
  const letters = [...label.trim()];
  if (most > 1) {
    const words = label.trim().split(/\s+/);
    let from = words.length - 1;
    while (from > 1 && fits(words.slice(from - 1).join(" "))) from -= 1;
    if (from > 0 && fits(words.slice(from).join(" "))) return [shorten(words.slice(0, from).join(" "), room, size), words.slice(from).join(" ")];
  }
  let [head, tail] = [letters.length - 1, Math.min(6, Math.floor(letters.length / 3))];
  const text = () => `${letters.slice(0, head).join("").trimEnd()}…${letters.slice(letters.length - tail).join("").trimStart()}`;
  while (head > 1 && !fits(text())) head -= 1;
  while (tail > 1 && !fits(text())) tail -= 1;
  return [text()];
}

/** The ground of a state, its mark at a place, both as they stand in cells and in the key. */
function ground(state, crossing, place) {
  const fill = { before: "var(--paper)", transition: crossing.paint, after: "var(--after)", unseen: "none" }[state];
  const dashed = state === "unseen";
  return vector("rect", { class: "grid-ground", ...place, fill, stroke: state === "after" ? "var(--s1)" : "var(--axis)", "stroke-width": state === "after" && place.width > 12 ? 1.5 : 1, "stroke-dasharray": dashed ? "2 2.5" : null, "pointer-events": "all" });
}

function mark(state, x, y, size) {
  if (state === "after") return vector("circle", { cx: x, cy: y, r: size * 0.22, fill: "var(--t1)" });
  if (state === "transition") return vector("text", { x, y: y + size * 0.34, "text-anchor": "middle", "font-size": size, "font-weight": 700, fill: "var(--ink)", class: "haloed", text: "t" });
  return null;
}

function drawn(cell, x, y, look, words) {
  const { small, wide, high, beside, range, say } = look;
  const gap = between(wide);
  const [w, h] = [Math.max(1, wide - gap), high - gap];
  const { state, value } = cell;
  const parts = [vector("title", { text: words }), ground(state, look.crossing, { x: x + gap / 2, y: y + gap / 2, width: w, height: h })];
  // Beside each other in wide cells; one above the other in narrow ones; below a few pixels the ground alone is left.
  if (beside && say) parts.push(mark(state, x + gap / 2 + small * 0.65, y + high / 2, small));
  else if (beside) parts.push(mark(state, x + wide / 2, y + high / 2, small));
  else if (w >= 4) parts.push(mark(state, x + wide / 2, y + gap / 2 + small * 0.55, Math.min(small * 0.95, w * 1.7)));
  if (say && (there(value) || state !== "unseen")) {
    const [cx, cy] = beside ? [x + wide / 2 + (small * 0.35), y + high / 2] : [x + wide / 2, y + high - gap / 2 - small * 0.7];
    const text = say(value);
    const plate = textWidth(text, small) + 2;
    // No line crosses a number.
    if (state === "transition") parts.push(vector("rect", { x: cx - plate / 2, y: cy - small * 0.6, width: plate, height: small * 1.2, fill: "var(--paper)", "pointer-events": "none" }));
    parts.push(vector("text", { x: cx, y: cy + small * 0.36, "text-anchor": "middle", fill: "var(--ink)", text }));
  } else if (range && !say && there(value)) parts.push(bar(value, x + gap / 2 + 1.5, w - 3, y + high - gap / 2 - 1.5, small * 1.35, range));
  return vector("g", { class: "grid-cell" }, ...parts);
}

/** A bar from nothing, within the lower part of a cell. */
function bar(value, x, width, bottom, tall, range) {
  const [low, high] = scale(range);
  const at = (v) => bottom - ((v - low) / (high - low)) * tall;
  const size = Math.max(1, Math.abs(at(value) - at(0)));
  return vector("rect", { x, width: Math.max(1.5, width), y: Math.min(at(0), at(value)), height: size, fill: "var(--mark)" });
}

const scale = ([low, high]) => (low === 0 && high === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)]);

function key(cells, z, look, mode) {
  const { range, say } = look;
  const crossing = crossed();
  const box = { x: -11, y: -7, width: 22, height: 14 };
  const entries = STATES.filter(([state]) => cells.some((cell) => cell.state === state))
    .map(([state, words]) => [sample(state === "transition" ? crossing.node : null, ground(state, crossing, box), mark(state, 0, 0, 12)), words]);
  const gaps = cells.some((cell) => cell.state !== "unseen" && !there(cell.value));
  if (say) entries.push([null, `number: ${axisLabel(z)}`], ...(gaps ? [[null, "–: no number"]] : []));
  else if (range) {
    const [low, high] = scale(range);
    const ends = low < 0 && high > 0 ? `${number(low)} to ${number(high)}` : `0 to ${number(low < 0 ? low : high)}`.replaceAll(" ", "\u00a0");
    entries.push([sample(vector("rect", { x: -3, y: -7, width: 6, height: 14, fill: "var(--mark)" })), `bar: ${axisLabel(z)}, ${ends}${gaps ? "; no bar: no number" : ""}`]);
  }
  return otherKeys(entries, mode);
}
