// What the base itself says: its weeks, its parameters, its interventions. Without it nobody knows where a knob begins.

import { effect } from "@preact/signals";
import { post } from "./channel.js";
import { base, connection, ground } from "./state.js";
import { words } from "./tree.js";

const FIRST_WAIT_MS = 1000;
const MOST_WAIT_MS = 15_000;
const known = new Map();
let asking = null;
let timer = 0;

async function explain(name, wait = FIRST_WAIT_MS) {
  clearTimeout(timer);
  if (asking?.name === name) return;
  asking?.stop.abort();
  const mine = { name, stop: new AbortController() };
  asking = mine;
  try {
    const told = await post("/api/explain", { base: name, changes: {} }, { signal: mine.stop.signal });
    if (asking !== mine) return;
    asking = null;
    known.set(name, told);
    ground.value = told;
  } catch {
    if (asking !== mine) return;
    asking = null;
    timer = setTimeout(() => explain(name, Math.min(2 * wait, MOST_WAIT_MS)), wait);
  }
}

/** Asks about the base whenever it is another one, when the server is back, and again after a failure. */
export function explainBase() {
  let before = { name: null, connection: null };
  effect(() => {
    const now = { name: base.value, connection: connection.value };
    const back = now.connection === "open" && before.connection !== "open";
    if (back && before.connection !== "connecting") known.clear();
    if (now.name !== before.name) ground.value = known.get(now.name) ?? null;
    before = now;
    if (!known.has(now.name)) explain(now.name);
    else clearTimeout(timer);
  });
}

/** The interventions that the base itself has: [name, kind]. */
export function ofGround() {
  const found = new Map();
  for (const { path } of ground.value?.parameters ?? []) {
    const [head, name, kind] = words(path);
    if (head === "interventions" && kind && kind !== "rollout" && kind !== "cost") found.set(name, kind);
  }
  return [...found];
}
