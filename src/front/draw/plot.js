// What all charts ask of the chart library: fixed class, so that the style texts that it inserts are constant and a
// strict policy can name their hashes; sizes, margins and axes that look alike.

import { areaY, axisX as plainAxisX, axisY as plainAxisY, contour, dot, gridX, gridY, line, plot, rect, ruleX, ruleY, scale, text } from "@observablehq/plot";
import { fresh, sizes, tick, vector } from "./look.js";

/** The parts of the library that are used: named one by one, so that no other is bundled. */
export const Plot = { areaY, contour, dot, line, rect, ruleX, ruleY, scale, text };

/** A chart as SVG, hidden from readers of the page: the drawing around it carries the words. */
export function chart({ width, height, mode, marks, ...options }) {
  const { small } = sizes(mode);
  const svg = plot({
    className: "plot",
    width: Math.round(width),
    height: Math.round(height),
    style: { fontSize: `${small}px`, fontFamily: "inherit", background: "none", overflow: "visible" },
    marks: marks.filter(Boolean),
    ...options,
  });
  svg.setAttribute("aria-hidden", "true");
  svg.removeAttribute("role");
  return svg;
}

/** A channel in pixels of the drawing. */
export const px = (value) => ({ value, scale: null });

/** Words at places in pixels; `halo` keeps lines behind them from crossing them. */
export function words(data, { size, anchor = "start", lineAnchor = "middle", fill = "currentColor", weight, halo = false, ...rest }) {
  return text(data, {
    x: px((d) => d.x), y: px((d) => d.y), text: (d) => d.text, textAnchor: anchor, lineAnchor, fill: px(typeof fill === "function" ? fill : () => fill),
    fontSize: size, fontWeight: weight, lineHeight: 1.25, frameAnchor: null, ...(halo ? { stroke: "var(--paper)", strokeWidth: 4 } : {}), ...rest,
  });
}

/** Grid and axis along x, quiet. */
export function axisX({ mode, label, ticks, tickFormat = tick, grid = true, ...rest } = {}) {
  return [
    grid ? gridX({ stroke: "var(--rule)", strokeOpacity: 1, ticks }) : null,
    plainAxisX({ label: label ?? null, labelAnchor: "center", labelArrow: "none", tickSize: 4, ticks, tickFormat, stroke: "var(--axis)", fill: "currentColor", fontSize: sizes(mode).small, color: "var(--ink-soft)", ...rest }),
  ];
}

/** Grid and axis along y, quiet. */
export function axisY({ mode, label, ticks, tickFormat = tick, grid = true, ...rest } = {}) {
  return [
    grid ? gridY({ stroke: "var(--rule)", strokeOpacity: 1, ticks }) : null,
    plainAxisY({ label: label ?? null, labelArrow: "none", tickSize: 0, tickPadding: 6, ticks, tickFormat, fill: "currentColor", fontSize: sizes(mode).small, color: "var(--ink-soft)", ...rest }),
  ];
}

/** A pattern of slanting lines as a mark; gives the mark and the paint that refers to it. */
export function hatch(stroke, { gap = 6, width = 2, ground = null, angle = 45 } = {}) {
  const id = fresh("hatch");
  const pattern = vector("pattern", { id, width: gap, height: gap, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` },
    ground ? vector("rect", { width: gap, height: gap, fill: ground }) : null,
    vector("line", { x1: gap / 2, x2: gap / 2, y1: 0, y2: gap, stroke, "stroke-width": width }));
  return { paint: `url(#${id})`, mark: () => vector("defs", {}, pattern), node: vector("defs", {}, pattern) };
}
