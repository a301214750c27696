// A day in lanes: a row for each person by team, hours to the right, activities as blocks with letter and shade; below
// them rooms in use, inbox and waiting patients. Own vectors: hundreds of blocks, and a replay moves only a clip.

import { clock, element, fresh, letter, number, sizes, textWidth, vector } from "./look.js";
import { otherKeys } from "./keys.js";
import { levels } from "./lanes-levels.js";
import { link } from "./lanes-link.js";
import { hatch } from "./plot.js";
import { shorten } from "./tornado.js";

/** What the letters mean, in the order of the key. */
export const ACTIVITIES = [
  ["V", "visit"], ["N", "note"], ["O", "order"], ["M", "message"], ["R", "renewal"], ["P", "prior authorisation"], ["H", "huddle or meeting"], ["L", "lunch"], ["A", "other"],
];

export function lanes(figure, { width, mode, now, fit }) {
  const form = figure.form;
  const { small, k } = sizes(mode);
  const names = form.worlds.flatMap((world) => world.people.map((person) => said(person.name)));
  const nameWidth = Math.min(width < 600 ? 96 * k : 170 * k, Math.max(...[...names, "rooms in use"].map((name) => textWidth(name, small))) + 10);
  // Below this a block of ten minutes cannot be seen: the lanes then scroll within their own frame.
  const inner = fit ? width - nameWidth : Math.max(width - nameWidth, 860);
  const scale = (minute) => ((minute - form.from) / (form.until - form.from)) * (inner - 40) + 18;
  const most = { inbox: highest(form, "inbox"), waiting: highest(form, "waiting") };
  const worlds = form.worlds.map((world) => one(world, { form, figure, width, nameWidth, inner, scale, mode, most }));
  const picked = element("p", { className: "picked", "aria-live": "polite" });
  const day = element("p", { className: "lanes-day", text: form.rule ? `${form.day}: ${form.rule}` : form.day });
  const update = (minute) => {
    for (const world of worlds) world.update(minute);
  };
  update(now ?? null);
  return {
    scenarios: [],
    before: [day, activityKey(form, mode)],
    nodes: worlds.map((world) => world.box),
    after: [picked],
    update,
    ready(root, canvas) {
      canvas.setAttribute("role", "group");
      root.classList.add("lanes");
      link(root, worlds, figure, picked);
    },
  };
}

/** How a person is called in the margin. */
export const said = (name) => name.replace(/[-_](\d+)$/, " $1").replaceAll("_", " ");

const highest = (form, what) => Math.max(1, ...form.worlds.flatMap((world) => world[what].map(([, count]) => count)));

/** People by team in the order in which teams first occur; each gets a place from the top. */
function rows(people, small, lane) {
  const teams = new Map();
  for (const person of people) teams.set(person.team, [...(teams.get(person.team) ?? []), person]);
  const out = { people: [], teams: [] };
  let y = small * 1.9;
  for (const [team, members] of teams) {
    if (team) { y += small * 0.35; out.teams.push({ team, y: y + small }); y += small * 1.45; } else y += 4;
    for (const person of members) { out.people.push({ person, y }); y += lane; }
  }
  out.height = y + 4;
  return out;
}

function one(world, { form, figure, nameWidth, inner, scale, mode, most }) {
  const { small, k } = sizes(mode);
  const lane = 21 * k;
  const place = rows(world.people, small, lane);
  const below = levels(world, { top: place.height + 6, scale, small, k, most, nameWidth });
  const height = place.height + 6 + below.height + 4;
  const margin = vector("svg", { width: nameWidth, height, viewBox: `0 0 ${nameWidth} ${height}`, class: "own lane-names", "aria-hidden": "true", "font-size": small });
  const svg = vector("svg", { width: inner, height, viewBox: `0 0 ${inner} ${height}`, class: "own lane-field", role: "img", "aria-label": `${letter(world.scenario)} ${figure.scenarios[world.scenario]?.name ?? ""}: ${figure.title}`, "font-size": small });
  const clip = vector("rect", { x: 0, y: 0, width: inner, height });
  const clipId = fresh("until");
  const home = hatch("var(--home-line)", { gap: 5, width: 1.6 });
  const away = hatch("var(--rule)", { gap: 7, width: 1.5 });
  svg.appendChild(vector("defs", {}, vector("clipPath", { id: clipId }, clip)));
  svg.appendChild(home.node);
  svg.appendChild(away.node);
  ground(svg, { form, scale, height, small });
  const content = vector("g", { "clip-path": `url(#${clipId})` });
  const found = [];
  for (const { team, y } of place.teams) margin.appendChild(vector("text", { x: 0, y, fill: "var(--ink-soft)", "font-weight": 600, text: shorten(team, nameWidth - 4, small) }));
  for (const { person, y } of place.people) {
    margin.appendChild(vector("text", { x: 0, y: y + lane * 0.68, fill: person.away ? "var(--ink-soft)" : "var(--ink)", text: shorten(said(person.name), nameWidth - 6, small) }));
    svg.appendChild(vector("line", { x1: 0, x2: inner, y1: y + lane - 0.5, y2: y + lane - 0.5, stroke: "var(--rule)" }));
    if (person.away) {
      svg.appendChild(vector("rect", { x: scale(form.from), y: y + 2, width: scale(form.until) - scale(form.from), height: lane - 5, fill: away.paint }));
      svg.appendChild(vector("text", { x: scale(form.from) + 8, y: y + lane * 0.68, fill: "var(--ink-soft)", class: "haloed", text: "away" }));
    }
    for (const piece of person.pieces) found.push(block(content, piece, person, { y, lane, scale, form, home, small, k }));
  }
  for (const node of below.names) margin.appendChild(node);
  for (const node of below.grounds) svg.appendChild(node);
  for (const node of below.courses) content.appendChild(node);
  svg.appendChild(content);
  const hand = nowLine(svg, { height, small });
  const head = element("p", { className: `group scenario-${world.scenario % 5}` }, element("b", { text: letter(world.scenario) }), element("span", { text: ` ${figure.scenarios[world.scenario]?.name ?? ""}: ${number(Math.round(world.after_hours_minutes))} minutes after hours, all clinicians together` }));
  const scroller = element("div", { className: "lane-scroll", tabindex: "0", role: "group", "aria-label": `Day of ${letter(world.scenario)}: arrow keys go from case to case` }, svg);
  const box = element("div", { className: "world" }, head, element("div", { className: "lane-row" }, margin, scroller));
  return {
    box, scroller, world, found: found.filter(Boolean),
    update(minute) {
      const x = minute === null ? inner : Math.max(0, Math.min(inner, scale(minute)));
      clip.setAttribute("width", x.toFixed(1));
      hand(minute, x);
    },
  };
}

/** Hours, and the dusk of the evening. */
function ground(svg, { form, scale, height, small }) {
  const dusk = Math.max(form.from, form.evening_from);
  const top = small * 1.6;
  if (dusk < form.until) {
    svg.appendChild(vector("rect", { x: scale(dusk), y: top, width: scale(form.until) - scale(dusk), height: height - top, fill: "var(--dusk)" }));
  }
  const hour = scale(60) - scale(0);
  const step = [1, 2, 3, 4].find((n) => n * hour > textWidth("24:00", small) + 10) ?? 6;
  for (let h = Math.ceil(form.from / 60); h * 60 <= form.until; h += 1) {
    const x = scale(h * 60);
    svg.appendChild(vector("line", { x1: x, x2: x, y1: top, y2: height, stroke: "var(--rule)" }));
    if (h % step !== 0) continue;
    svg.appendChild(vector("text", { x, y: small, "text-anchor": "middle", fill: "var(--ink-soft)", text: `${h}:00` }));
  }
  if (dusk < form.until && scale(form.until) - scale(dusk) > textWidth("evening", small) + 8) svg.appendChild(vector("text", { x: scale(dusk) + 5, y: top + small * 1.05, fill: "var(--dusk-ink)", text: "evening" }));
}

/** One activity. Work at home is hatched and outlined; interruptions are ticks at the upper edge. */
function block(content, piece, person, { y, lane, scale, form, home, small, k }) {
  if (piece.until <= form.from || piece.from >= form.until) return null;
  const x = scale(Math.max(form.from, piece.from));
  const wide = Math.max(1.2, scale(Math.min(form.until, piece.until)) - x);
  const [top, tall] = [y + 3 * k, lane - 6 * k];
  const group = vector("g", { class: `piece piece-${piece.letter}${piece.home ? " piece-home" : ""}`, "data-case": piece.case > 0 ? String(piece.case) : null });
  group.appendChild(vector("rect", { x, y: top, width: wide, height: tall, rx: wide > 4 ? 1.5 : 0, class: "block" }));
  if (piece.home) group.appendChild(vector("rect", { x, y: top, width: wide, height: tall, fill: home.paint, class: "home" }));
  if (wide > textWidth(piece.letter, small, true) + 3) group.appendChild(vector("text", { x: x + wide / 2, y: top + tall / 2 + small * 0.36, "text-anchor": "middle", class: "block-letter", text: piece.letter }));
  for (const minute of piece.ticks ?? []) {
    const at = scale(minute);
    group.appendChild(vector("path", { d: `M${at.toFixed(1)},${(top - 3 * k).toFixed(1)}v${(6 * k).toFixed(1)}`, class: "interruption" }));
  }
  group.appendChild(vector("title", { text: `${piece.what}, ${clock(piece.from)} to ${clock(piece.until)}${piece.home ? ", at home" : ""}${piece.case > 0 ? `, case ${piece.case}` : ""}` }));
  content.appendChild(group);
  return { piece, person, node: group, x };
}

/** The moving line of a replay. */
function nowLine(svg, { height, small }) {
  const line = vector("line", { x1: 0, x2: 0, y1: small * 1.2, y2: height, stroke: "var(--now)", "stroke-width": 2 });
  const wide = textWidth("00:00", small, true) + 10;
  const flag = vector("rect", { x: -wide / 2, y: 0, width: wide, height: small * 1.35, rx: 2, fill: "var(--now)" });
  const text = vector("text", { y: small, fill: "var(--paper)", "font-weight": 700, "text-anchor": "middle", text: "" });
  const group = vector("g", { class: "now", visibility: "hidden" }, line, flag, text);
  svg.appendChild(group);
  return (minute, x) => {
    group.setAttribute("visibility", minute === null ? "hidden" : "visible");
    if (minute === null) return;
    group.setAttribute("transform", `translate(${x.toFixed(1)},0)`);
    text.textContent = clock(minute);
  };
}

function activityKey(form, mode) {
  const used = new Set(form.worlds.flatMap((world) => world.people.flatMap((person) => person.pieces.map((piece) => piece.letter))));
  const picture = (inside) => vector("svg", { width: 22, height: 16, viewBox: "0 0 22 16", "aria-hidden": "true", class: "key-symbol", "font-size": 12 }, ...inside);
  const entries = ACTIVITIES.filter(([sign]) => used.has(sign)).map(([sign, words]) => [
    picture([vector("g", { class: `piece piece-${sign}` }, vector("rect", { x: 0.5, y: 0.5, width: 21, height: 15, rx: 1.5, class: "block" }), vector("text", { x: 11, y: 12.3, "text-anchor": "middle", class: "block-letter", text: sign }))]), words]);
  const pieces = form.worlds.flatMap((world) => world.people.flatMap((person) => person.pieces));
  if (pieces.some((piece) => piece.home)) {
    const lines = hatch("var(--home-line)", { gap: 5, width: 1.6 });
    entries.push([picture([lines.node, vector("g", { class: "piece piece-N piece-home" }, vector("rect", { x: 1, y: 1, width: 20, height: 14, class: "block" }), vector("rect", { x: 1, y: 1, width: 20, height: 14, fill: lines.paint, class: "home" }))]), "at home"]);
  }
  if (pieces.some((piece) => (piece.ticks ?? []).length > 0)) entries.push([picture([vector("path", { d: "M11,3v10", class: "interruption" })]), "interruption"]);
  return otherKeys(entries, mode);
}
