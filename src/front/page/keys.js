// Keys that act from anywhere. Letters act only where nothing is being typed, and not at all if that is wished.

import { batch } from "@preact/signals";
import { hide, reveal } from "./guess.js";
import { letters } from "./help.js";
import { present } from "./present.js";
import { guess, panel, presenting, redo, undo, view } from "./state.js";
import { TITLES } from "./views.js";

const typing = (node) => node.closest?.("textarea, select, [contenteditable], input:not([type=range]):not([type=checkbox]):not([type=radio])");

/** Whether a window is open, over which letters are its own. */
const windowed = () => document.querySelector("dialog[open]") !== null;

const LETTER = {
  p: () => present(!presenting.value),
  g: () => hide(),
  r: () => { if (guess.value.hidden) reveal(); },
  s: () => { if (!presenting.value) panel.value = "share"; },
  i: () => { if (!presenting.value) panel.value = "add"; },
  "?": () => { if (!presenting.value) panel.value = "help"; },
};

function command(event) {
  const key = event.key.toLowerCase();
  if (typing(event.target)) return;
  if (key === "z" && !event.shiftKey) undo();
  else if (key === "y" || key === "z") redo();
  else return;
  event.preventDefault();
}

function press(event) {
  if (event.defaultPrevented || event.altKey) return;
  if (event.ctrlKey || event.metaKey) return command(event);
  if (event.key === "Escape") {
    if (presenting.value && !windowed()) present(false);
    return;
  }
  if (!letters.value || windowed() || typing(event.target)) return;
  const act = LETTER[event.key.toLowerCase()];
  if (act) {
    event.preventDefault();
    batch(act);
  } else if (/^[1-8]$/.test(event.key) && !presenting.value) {
    view.value = TITLES[Number(event.key) - 1][0];
  }
}

export function listen() {
  document.addEventListener("keydown", press);
}
