// Which activities belong to the same case: pointing at one, or stepping with the arrow keys, shows all of them in both
// worlds, and says them in words.

import { clock, letter } from "./look.js";
import { said } from "./lanes.js";

const MOST_SAID = 5;

export function link(root, worlds, figure, picked) {
  const cases = collect(worlds);
  const order = [...cases.keys()].sort((a, b) => cases.get(a)[0].piece.from - cases.get(b)[0].piece.from);
  const resting = cases.size > 0 ? "Point at an activity, or use the arrow keys within a day, to see the same case in both." : "";
  const single = "Point at an activity, or use the arrow keys within the day, to follow a case.";
  const rest = worlds.length > 1 ? resting : cases.size > 0 ? single : "";
  let shown = 0;
  const show = (number, from = null) => {
    if (number === shown) return;
    for (const entry of cases.get(shown) ?? []) entry.node.classList.remove("linked");
    shown = cases.has(number) ? number : 0;
    root.classList.toggle("has-link", shown > 0);
    for (const entry of cases.get(shown) ?? []) entry.node.classList.add("linked");
    picked.textContent = shown > 0 ? words(shown, cases.get(shown), worlds) : rest;
    if (from !== null && shown > 0) bring(from, cases.get(shown));
  };
  picked.textContent = rest;
  root.addEventListener("pointerover", (event) => {
    const piece = event.target.closest?.("[data-case]");
    if (piece) show(Number(piece.getAttribute("data-case")));
    else if (event.target.closest?.(".lane-field")) show(0);
  });
  root.addEventListener("pointerleave", () => show(0));
  for (const world of worlds) {
    world.scroller.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") show(0);
      if (!step || !order.length || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const at = order.indexOf(shown);
      show(order[at < 0 ? (step > 0 ? 0 : order.length - 1) : (at + step + order.length) % order.length], world);
    });
    world.scroller.addEventListener("blur", () => show(0));
    world.scroller.addEventListener("scroll", () => {
      for (const other of worlds) if (other !== world && other.scroller.scrollLeft !== world.scroller.scrollLeft) other.scroller.scrollLeft = world.scroller.scrollLeft;
    }, { passive: true });
  }
}

/** The activities of each case, in the order of worlds and of time. */
function collect(worlds) {
  const cases = new Map();
  worlds.forEach((world, index) => {
    for (const entry of world.found) {
      const number = entry.piece.case;
      if (!(number > 0)) continue;
      if (!cases.has(number)) cases.set(number, []);
      cases.get(number).push({ ...entry, world: index });
    }
  });
  for (const list of cases.values()) list.sort((a, b) => a.world - b.world || a.piece.from - b.piece.from);
  return cases;
}

/** A case in words: what happens in each world, when and by whom. */
function words(number, list, worlds) {
  const parts = worlds.map((world, index) => {
    const own = list.filter((entry) => entry.world === index);
    if (!own.length) return `${letter(world.world.scenario)}: not on this day`;
    const told = own.slice(0, MOST_SAID).map(({ piece, person }) => `${piece.what} ${clock(piece.from)} to ${clock(piece.until)} (${said(person.name)}${piece.home ? ", at home" : ""})`);
    const more = own.length - told.length;
    return `${letter(world.world.scenario)}: ${told.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  });
  return `Case ${number}. ${parts.join(". ")}.`;
}

/** Scrolls so that the first activity of a case is seen. */
function bring(world, list) {
  const first = list[0];
  const { scroller } = world;
  if (first.x < scroller.scrollLeft + 10 || first.x > scroller.scrollLeft + scroller.clientWidth - 30) scroller.scrollLeft = Math.max(0, first.x - scroller.clientWidth / 3);
}
