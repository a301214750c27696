// Keys: which letter, symbol, colour and dash is which scenario, and what a kind of line means.

import { colour, dash, element, letter, symbol, vector } from "./look.js";

const SHAPES = {
  circle: "M4.5,0A4.5,4.5,0,1,1,-4.5,0A4.5,4.5,0,1,1,4.5,0Z",
  square: "M-4,-4H4V4H-4Z",
  triangle: "M0,-5.2L4.8,3.6H-4.8Z",
  diamond: "M0,-5.6L4.6,0L0,5.6L-4.6,0Z",
  star: "M0,-6L1.5,-2L5.7,-1.9L2.4,0.8L3.5,4.9L0,2.5L-3.5,4.9L-2.4,0.8L-5.7,-1.9L-1.5,-2Z",
};

/** Line, dash and symbol of a scenario, small. */
export function symbolSvg(scenario) {
  return vector("svg", { width: 34, height: 14, viewBox: "-17 -7 34 14", "aria-hidden": "true", class: "key-symbol" },
    vector("line", { x1: -17, x2: 17, y1: 0, y2: 0, stroke: colour(scenario), "stroke-width": 2, "stroke-dasharray": dash(scenario) }),
    vector("path", { d: SHAPES[symbol(scenario)], fill: colour(scenario), stroke: "var(--paper)", "stroke-width": 1 }));
}

/** The key of the scenarios that a drawing shows. */
export function scenarioKeys(figure, shown, mode) {
  const list = element("ul", { className: `keys keys-${mode}` });
  for (const scenario of shown) {
    const name = figure.scenarios[scenario]?.name ?? "";
    list.appendChild(element("li", { className: `scenario scenario-${scenario % 5}` },
      symbolSvg(scenario), element("b", { text: letter(scenario) }), element("span", { text: name })));
  }
  return list;
}

/** A key of other things: `[[svg or null, words], …]`. */
export function otherKeys(entries, mode) {
  const list = element("ul", { className: `keys keys-${mode} keys-other` });
  for (const [picture, text] of entries) {
    const item = element("li");
    if (picture) item.appendChild(picture);
    item.appendChild(element("span", { text }));
    list.appendChild(item);
  }
  return list;
}

/** A small picture for a key. */
export function sample(...children) {
  return vector("svg", { width: 34, height: 14, viewBox: "-17 -7 34 14", "aria-hidden": "true", class: "key-symbol" }, ...children);
}

/** The scenarios that occur, in order, each once. */
export function occurring(indices) {
  return [...new Set(indices)].sort((a, b) => a - b);
}
