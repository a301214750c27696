// Beneath the lanes: rooms in use, messages open and patients waiting, as step lines on the same hours.

import { vector } from "./look.js";
import { shorten } from "./tornado.js";

/** The three level rows of a world: names for the margin, quiet grounds, and the courses (which a replay cuts off). */
export function levels(world, { top, scale, small, k, most, nameWidth }) {
  const tall = 34 * k;
  const gap = 8 * k;
  const kinds = [
    ["rooms in use", world.rooms, Math.max(1, world.all_rooms), `of ${world.all_rooms}`],
    ["inbox", world.inbox, most.inbox, `to ${most.inbox}`],
    ["waiting", world.waiting, most.waiting, `to ${most.waiting}`],
  ];
  const out = { names: [], grounds: [], courses: [], height: kinds.length * (tall + gap) };
  kinds.forEach(([name, changes, highest, range], i) => {
    const y0 = top + i * (tall + gap) + gap / 2;
    const y1 = y0 + tall;
    out.names.push(vector("text", { x: 0, y: y0 + small, fill: "var(--ink)", text: shorten(name, nameWidth - 4, small) }));
    out.names.push(vector("text", { x: 0, y: y0 + small * 2.25, fill: "var(--ink-soft)", text: shorten(range, nameWidth - 4, small) }));
    out.grounds.push(vector("path", { d: `M0,${y1}H20000`, stroke: "var(--axis)", "stroke-width": 1 }), vector("path", { d: `M0,${y0}H20000`, stroke: "var(--rule)", "stroke-width": 1, "stroke-dasharray": "3 3" }));
    if (!changes.length) return;
    const y = (count) => (y1 - (Math.min(count, highest) / highest) * tall).toFixed(1);
    let line = "";
    changes.forEach(([minute, count], j) => {
      line += j === 0 ? `M${scale(minute).toFixed(1)},${y(count)}` : `H${scale(minute).toFixed(1)}V${y(count)}`;
    });
    const first = scale(changes[0][0]).toFixed(1);
    out.courses.push(vector("path", { d: `${line}V${y1}H${first}Z`, class: "level-area" }), vector("path", { d: line, class: "level-line" }));
  });
  return out;
}
