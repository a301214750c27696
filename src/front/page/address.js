// The state lives in the address too: every change is written there, and a changed address is followed.

import { effect } from "@preact/signals";
import { choose } from "./actions.js";
import { decode, encode } from "./fragment.js";
import { adopt, arms, base, catalogue, edit, fresh, notice, replications, seed, view } from "./state.js";
import { same } from "./tree.js";

const WRITE_MS = 250;
let written = "";

const now = () => ({ base: base.value, seed: seed.value, replications: replications.value, arms: arms.value, view: view.value });

/** The state that the address asks for, or the fresh one. */
export function begin() {
  const start = { base: catalogue.value.default, seed: 1, replications: catalogue.value.replications, arms: fresh(), view: "differences" };
  const fragment = location.hash.slice(1);
  const question = scripted(fragment);
  try {
    adopt(fragment && !question ? decode(fragment) : start);
  } catch (fault) {
    adopt(start);
    notice.value = { tone: "note", text: `${fault.message} The page begins afresh.` };
  }
  padded();
  if (question) choose(question);
  written = fragment;
  window.addEventListener("hashchange", follow);
  write(start);
}

/** A link of the baseline alone still gets a scenario to change. */
function padded() {
  if (arms.value.length === 1) adopt({ ...now(), arms: [...arms.value, { name: "What if", changes: arms.value[0].changes, notes: {} }] });
}

/** The scripted question that a short link names: `#whatif=second-ma`. */
function scripted(fragment) {
  const id = fragment.startsWith("whatif=") ? fragment.slice("whatif=".length) : null;
  return id && catalogue.value.whatifs.find((one) => one.id === id);
}

function follow() {
  const fragment = location.hash.slice(1);
  if (fragment === written) return;
  written = fragment;
  if (!fragment) return;
  const question = scripted(fragment);
  if (question) return void choose(question);
  try {
    const state = decode(fragment);
    edit("link", () => adopt(state));
    padded();
  } catch (fault) {
    notice.value = { tone: "note", text: `${fault.message} Nothing was changed.` };
  }
}

function write(start) {
  let timer = 0;
  effect(() => {
    const state = now();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const fragment = same(state, start) && !location.hash ? "" : encode(state);
      if (fragment === written) return;
      written = fragment;
      history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname);
    }, WRITE_MS);
  });
}
