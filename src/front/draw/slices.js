// The cheese: layers as slices seen at an angle, holes as large as the share that a layer misses, arrows for what came,
// each ending where it was caught. Drawn by hand: no chart library knows cheese.

import { element, letter, number, sizes, vector, wrap } from "./look.js";
import { otherKeys, sample } from "./keys.js";

const ARROWS = 20;
/** Where the holes of a slice are, in shares of its width and height, and how large beside the others. */
const HOLES = [[0.27, 0.22, 1], [0.71, 0.37, 0.94], [0.29, 0.64, 1.05], [0.72, 0.8, 1]];

export function slices(figure, { width, mode }) {
  const { rows, unit } = figure.form;
  const nodes = [];
  for (const row of rows) {
    if (rows.length > 1 || row.scenario > 0) nodes.push(element("p", { className: `group scenario-${row.scenario % 5}` }, element("b", { text: letter(row.scenario) }), element("span", { text: ` ${figure.scenarios[row.scenario]?.name ?? ""}` })));
    nodes.push(one(row, { width, mode, unit }));
    if (width < 640 * sizes(mode).k) nodes.push(list(row, unit));
  }
  const each = Math.max(...rows.map((row) => row.came)) / ARROWS;
  const shaft = (d, stroke) => vector("path", { d, stroke, "stroke-width": 1.8, fill: "none" });
  const before = [otherKeys([
    [sample(shaft("M-16,0H8", "var(--stop)"), shaft("M8,-5V5", "var(--stop)")), "caught here"],
    [sample(shaft("M-16,0H10", "var(--ink)"), vector("path", { d: "M8,-4L16,0L8,4Z", fill: "var(--ink)" })), "passed every layer"],
    [sample(vector("ellipse", { rx: 5, ry: 6.5, fill: "var(--paper)", stroke: "currentColor", "stroke-width": 1.5 })), "holes: as large as the share that a layer misses"],
    [null, `an arrow: about ${number(each)} ${unit}`],
  ], mode)];
  return { scenarios: [], before, nodes };
}

export const missed = (layer) => (layer.came > 0 ? Math.min(1, Math.max(0, 1 - layer.caught / layer.came)) : null);

/** The holes of a layer in pixels of its face: their area grows with the share that is missed. */
function holes(layer, w, h) {
  const size = Math.sqrt(missed(layer) ?? 0);
  return HOLES.map(([u, v, part]) => ({ u: u * w, v: v * h, rx: 0.2 * w * size * part, ry: 0.14 * h * size * part }));
}

/** How many of the arrows end at each layer; the last number is of those that pass. The rest by largest remainders. */
function shares(row, arrows) {
  const parts = [...row.layers.map((layer) => layer.caught), row.passed];
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (total <= 0) return parts.map(() => 0);
  const exact = parts.map((part) => (part / total) * arrows);
  const out = exact.map(Math.floor);
  const rest = exact.map((value, i) => ({ i, left: value - out[i] })).sort((a, b) => b.left - a.left);
  for (let i = 0; i < arrows - out.reduce((sum, n) => sum + n, 0); ) { out[rest[0].i] += 1; rest.shift(); }
  return out;
}

function one(row, { width, mode, unit }) {
  const { small, k } = sizes(mode);
  const n = row.layers.length;
  const narrow = width < 640 * k;
  const before = narrow ? 34 : 96 * k;
  const after = narrow ? 40 : 110 * k;
  const pitch = (width - before - after) / n;
  const w = Math.min(pitch * 0.62, 120 * k);
  const h = Math.min(150 * k, Math.max(90, pitch * 1.5));
  const skew = w * 0.28;
  const top = 8;
  const names = row.layers.map((layer, i) => (narrow ? [String(i + 1)] : wrap(layer.name, pitch - 14, small, 3)));
  const nameHeight = Math.max(...names.map((lines) => lines.length)) * small * 1.25;
  const body = top + skew + h;
  const caught = (layer) => `caught ${number(layer.caught)}${layer.half_width !== null ? ` ± ${number(layer.half_width)}` : ""}`;
  const told = row.layers.map((layer) => (narrow ? [] : [...wrap(caught(layer), pitch - 10, small, 2), layer.came > 0 ? `misses ${Math.round(missed(layer) * 100)} %` : "nothing came"]));
  const height = body + 8 + nameHeight + 4 + Math.max(...told.map((lines) => lines.length)) * small * 1.25;
  const svg = vector("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "own", "aria-hidden": "true", "font-size": small });
  const left = (i) => before + pitch * (i + 0.5) - w / 2;
  // A point of a slice's face, which leans: further right is higher up.
  const face = (i, u, v) => [left(i) + u, top + skew + v - (u / w) * skew];
  const cut = row.layers.map((layer) => holes(layer, w, h));
  const paths = routes(row, cut, { w, h, top, skew, face, n, width, before, after, narrow });
  for (let i = n; i >= 0; i -= 1) {
    for (const part of paths[i]) svg.appendChild(part);
    if (i > 0) svg.appendChild(slice(cut[i - 1], (u, v) => face(i - 1, u, v), w, h));
  }
  for (const stop of paths.stops) svg.appendChild(stop);
  row.layers.forEach((layer, i) => {
    const middle = before + pitch * (i + 0.5);
    const lines = [...names[i], ...told[i]];
    lines.forEach((text, j) => svg.appendChild(vector("text", { x: middle, y: body + 6 + small * (1 + j * 1.25), "text-anchor": "middle", fill: j < names[i].length ? "var(--ink)" : "var(--ink-soft)", "font-weight": j < names[i].length ? 600 : null, text })));
  });
  const mid = top + skew / 2 + h / 2;
  const side = (x, anchor, lines) => lines.forEach(([text, weight], j) => svg.appendChild(vector("text", { x, y: mid + (j - lines.length / 2 + 0.8) * small * 1.25, "text-anchor": anchor, fill: "var(--ink)", "font-weight": weight, text })));
  if (narrow) {
    side(0, "start", [[number(row.came), 600]]);
    side(width, "end", [[number(row.passed), 600]]);
  } else {
    const unitLines = wrap(unit, before - 26, small, 2).map((text) => [text, null]);
    side(0, "start", [["came", null], [number(row.came), 700], ...unitLines]);
    side(width, "end", [["passed", null], [number(row.passed), 700], ...unitLines]);
  }
  return svg;
}

/** A slice: its near edge, its face with the holes cut out so that what is behind shows through them. */
function slice(cut, at, w, h) {
  const thick = Math.max(4, w * 0.1);
  const corners = [at(0, 0), at(w, 0), at(w, h), at(0, h)].map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`);
  const ring = (hole) => {
    const steps = 24;
    const points = Array.from({ length: steps }, (_, i) => at(hole.u + hole.rx * Math.cos((i / steps) * 2 * Math.PI), hole.v + hole.ry * Math.sin((i / steps) * 2 * Math.PI)));
    return `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L")}Z`;
  };
  const rings = cut.filter((hole) => hole.rx > 0.7).map(ring).join("");
  const [x0, y0] = at(0, 0);
  const [, y1] = at(0, h);
  return vector("g", { class: "slice" },
    vector("path", { d: `M${x0},${y0}l${-thick},${thick * 0.5}V${y1 + thick * 0.5}L${x0},${y1}Z`, fill: "var(--cheese-edge)", stroke: "var(--cheese-line)", "stroke-width": 1 }),
    vector("path", { d: `M${corners.join("L")}Z${rings}`, fill: "var(--cheese)", "fill-rule": "evenodd", stroke: "var(--cheese-line)", "stroke-width": 1.3 }));
}

/** The arrows by the gap they cross: `[i]` lies in front of layer i - 1's back; `stops` lie upon the faces. */
function routes(row, cut, { w, h, top, skew, face, n, width, before, after, narrow }) {
  const counts = shares(row, ARROWS);
  const gaps = Array.from({ length: n + 1 }, () => []);
  const stops = [];
  const spread = (i) => top + skew / 2 + ((i + 0.5) / ARROWS) * h;
  const start = narrow ? 30 : before - 30;
  const solid = cut.map((list) => places(list, w, h));
  // Which layer ends which arrow: dealt out evenly, so that neighbours do not all end alike.
  const ends = deal(counts, ARROWS);
  ends.forEach((end, i) => {
    let from = [start, spread(i)];
    for (let layer = 0; layer <= Math.min(end, n - 1); layer += 1) {
      const caught = layer === end;
      const spot = caught ? solid[layer][Math.floor(((i + 0.5) / ARROWS) * solid[layer].length)] : through(cut[layer], i, ends, layer);
      const to = face(layer, ...spot);
      const line = bend(from, to, caught ? "var(--stop)" : "var(--ink)", caught ? 1.2 : 1.5);
      if (caught) {
        gaps[layer].push(line);
        stops.push(vector("path", { d: `M${to[0] - 1},${to[1] - 4}v8M${to[0] - 7},${to[1]}h6`, stroke: "var(--stop)", "stroke-width": 2.2, fill: "none" }));
      } else gaps[layer].push(line);
      from = to;
    }
    if (end === n) {
      const to = [width - after + (narrow ? 4 : 30), spread(i)];
      gaps[n].push(bend(from, to, "var(--ink)", 1.8), vector("path", { d: `M${to[0] - 2},${to[1] - 4.5}l9,4.5l-9,4.5Z`, fill: "var(--ink)" }));
    }
  });
  gaps.stops = stops;
  return gaps;
}

/** Deals the ends out over the arrows so that each kind is spread over the height. */
function deal(counts, arrows) {
  const due = counts.map(() => 0);
  const total = counts.reduce((sum, n) => sum + n, 0);
  return Array.from({ length: Math.min(arrows, total) }, () => {
    counts.forEach((n, j) => { due[j] += n / total; });
    const next = due.indexOf(Math.max(...due));
    due[next] -= 1;
    return next;
  });
}

/** The place in a hole through which arrow i passes: holes are taken from top to bottom as the arrows are. */
function through(list, i, ends, layer) {
  const passing = ends.map((end, j) => ({ end, j })).filter(({ end }) => end > layer);
  const rank = passing.findIndex(({ j }) => j === i);
  const hole = list[Math.min(list.length - 1, Math.floor((rank / passing.length) * list.length))];
  const inside = ((rank / passing.length) * list.length) % 1;
  return [hole.u, hole.v + (inside - 0.4) * hole.ry * 1.2];
}

/** Places of a face with no hole near, from top to bottom. */
function places(list, w, h) {
  const out = [];
  const columns = [0.14, 0.86, 0.5];
  for (let v = 0.06, turn = 0; v < 0.97; v += 0.045, turn += 1) {
    for (const u of columns.map((_, i) => columns[(i + turn) % 3])) {
      if (list.every((hole) => ((u * w - hole.u) / (hole.rx + 4)) ** 2 + ((v * h - hole.v) / (hole.ry + 5)) ** 2 > 1)) { out.push([u * w, v * h]); break; }
    }
  }
  return out.length ? out : [[w * 0.06, h * 0.06]];
}

function bend([x0, y0], [x1, y1], stroke, wide) {
  const m = (x0 + x1) / 2;
  return vector("path", { d: `M${x0.toFixed(1)},${y0.toFixed(1)}C${m.toFixed(1)},${y0.toFixed(1)} ${m.toFixed(1)},${y1.toFixed(1)} ${x1.toFixed(1)},${y1.toFixed(1)}`, stroke, "stroke-width": wide, fill: "none", "stroke-opacity": 0.85 });
}

/** Where slices are too small for words, the layers' names and numbers stand below. */
function list(row, unit) {
  const out = element("ol", { className: "layer-list" });
  for (const layer of row.layers) {
    const said = layer.came > 0 ? `caught ${number(layer.caught)}${layer.half_width !== null ? ` ± ${number(layer.half_width)}` : ""} of ${number(layer.came)}, misses ${Math.round(missed(layer) * 100)} %` : "nothing came";
    out.appendChild(element("li", {}, element("b", { text: layer.name }), element("span", { text: ` ${said}` })));
  }
  out.appendChild(element("li", { className: "unnumbered", text: `${number(row.came)} ${unit} came, ${number(row.passed)} passed` }));
  return out;
}
