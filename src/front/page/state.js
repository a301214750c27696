// What the page knows: what is asked, what stands, how it is looked at. Everything that a person can undo goes through
// `edit`.

import { batch, computed, signal } from "@preact/signals";
import { same } from "./tree.js";

export const LETTERS = ["A", "B", "C", "D", "E"];
export const SYMBOLS = ["●", "■", "▲", "◆", "★"];
export const MOST_ARMS = 5;

/** What the server offers; null until it has answered. */
export const catalogue = signal(null);

// What is asked.
export const base = signal("");
export const seed = signal(1);
export const replications = signal(100);
export const arms = signal([]);
export const active = signal(1);

// What stands.
export const result = signal(null);
/** Whether what stands belongs to older inputs, and why. */
export const stale = signal(null);
/** `{state, n, wanted, message}` of the present question. */
export const run = signal({ state: "idle", n: 0, wanted: 0, message: "" });
export const faults = signal([]);
/** Parameters of the base as the server explains them, for its own interventions and its weeks. */
export const ground = signal(null);

// How it is looked at.
export const view = signal("differences");
export const chosen = signal(null);
export const sorting = signal("group");
export const presenting = signal(false);
export const three = signal(["after_hours_minutes_per_day", "burnout_prevalence", "access_wait_days"]);
export const guess = signal({ hidden: false, revealed: false, measure: "after_hours_minutes_per_day", direction: "", amount: "" });
export const panel = signal(null);
export const controls = signal(false);

// What is said.
export const connection = signal("connecting");
export const notice = signal(null);
export const spoken = signal("");

/** A scenario without a change. */
export const blank = (name) => ({ name, changes: {}, notes: {} });

/** The two scenarios of a fresh page. */
export const fresh = () => [blank("Now"), blank("What if")];

/** The scenario that the controls act on. */
export const arm = computed(() => arms.value[active.value] ?? arms.value[0] ?? blank("Now"));

/**
 * The scenarios that are sent: those at the end that do not differ from the baseline add nothing to see. The places of
 * the others stay, and with them letters and colours.
 */
export const sent = computed(() => {
  const all = arms.value;
  let count = all.length;
  while (count > 1 && same(all[count - 1].changes, all[0].changes)) count -= 1;
  return all.slice(0, count);
});

/** The question as it is sent, without its number. */
export const asked = computed(() => ({ base: base.value, seed: seed.value, replications: replications.value, arms: sent.value }));

/** Whether the active scenario is not sent, as it is the same as the baseline so far. */
export const unchanged = computed(() => active.value > 0 && active.value >= sent.value.length);

/** Which scenario is compared with the baseline where one must be chosen; 0 where there is none to compare. */
export const compared = computed(() => {
  if (unchanged.value) return 0;
  const count = result.value?.arms.length ?? sent.value.length;
  return active.value > 0 && active.value < count ? active.value : count - 1;
});

/** The finding about the scenario that is compared, and those about the others. */
export const finding = computed(() => {
  const { headline, arms: told } = result.value;
  if (unchanged.value) return { first: `${LETTERS[active.value]} is the same as A so far`, others: headline };
  const place = headline.length === told.length - 1 ? Math.max(0, compared.value - 1) : 0;
  return { first: headline[place] ?? "", others: headline.filter((_, index) => index !== place) };
});

const past = [];
const future = [];
const MOST_PAST = 200;
const COALESCED_MS = 900;
let last = { label: "", time: 0 };
/** Changes whenever there is more or less to undo. */
export const undoable = signal({ back: 0, forth: 0 });

const snapshot = () => ({ base: base.value, seed: seed.value, replications: replications.value, arms: arms.value, active: active.value });

function restore(state) {
  batch(() => {
    base.value = state.base;
    seed.value = state.seed;
    replications.value = state.replications;
    arms.value = state.arms;
    active.value = Math.min(state.active, state.arms.length - 1);
  });
}

const count = () => { undoable.value = { back: past.length, forth: future.length }; };

/** Does something that can be undone. Equal labels within a moment, as of one drag, are one step. */
export function edit(label, act) {
  const time = Date.now();
  if (label !== last.label || time - last.time > COALESCED_MS) {
    past.push(snapshot());
    if (past.length > MOST_PAST) past.shift();
  }
  last = { label, time };
  future.length = 0;
  notice.value = null;
  batch(act);
  count();
}

export function undo() {
  if (past.length === 0) return;
  future.push(snapshot());
  restore(past.pop());
  last = { label: "", time: 0 };
  count();
}

export function redo() {
  if (future.length === 0) return;
  past.push(snapshot());
  restore(future.pop());
  last = { label: "", time: 0 };
  count();
}

/** Takes over a whole state, as from a link. */
export function adopt(state) {
  restore({ ...state, active: state.arms.length - 1, replications: state.replications ?? catalogue.value?.replications ?? 100 });
  if (state.view) view.value = state.view;
}

/** Changes the active scenario. */
export function change(label, act) {
  const index = active.value;
  edit(`${index}:${label}`, () => {
    arms.value = arms.value.map((one, place) => (place === index ? { ...one, ...act(one) } : one));
  });
}

/** What the scenario at a place was called when what stands was asked. */
export const nameAt = (index) => result.value?.arms[index]?.name ?? arms.value[index]?.name ?? "";

/** A measure of the present result by its name. */
export const measure = (name) => result.value?.measures.find((one) => one.name === name) ?? null;
