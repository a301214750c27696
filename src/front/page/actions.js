// What a person does with whole scenarios.

import { MOST_ARMS, active, adopt, arms, base, blank, catalogue, edit, fresh, guess, notice, replications, seed, three } from "./state.js";

/** A name that no scenario has yet. */
export function unused(name, except = -1) {
  const taken = new Set(arms.value.filter((_, place) => place !== except).map((one) => one.name.trim()));
  const stem = name.replace(/ \d+$/, "");
  let found = name;
  for (let next = 2; taken.has(found); next += 1) found = `${stem} ${next}`;
  return found;
}

/** Keeps the active scenario as it is, and goes on in a copy. */
export function pinCopy() {
  if (arms.value.length >= MOST_ARMS) return;
  const from = arms.value[active.value];
  edit("pin", () => {
    arms.value = [...arms.value, { name: unused(from.name), changes: from.changes, notes: from.notes }];
    active.value = arms.value.length - 1;
  });
  notice.value = { tone: "note", text: `“${from.name}” is pinned as it is. You go on in the copy “${arms.value[active.value].name}”.` };
}

/** Makes the active scenario the one that differences are against; the others stay beside it, and one to go on in. */
export function pinBaseline() {
  const index = active.value;
  if (index === 0) return;
  const from = arms.value[index];
  edit("baseline", () => {
    const kept = [from, ...arms.value.filter((_, place) => place !== index)];
    arms.value = kept.length < MOST_ARMS ? [...kept, { ...from, name: unused("What if") }] : kept;
    active.value = arms.value.length - 1;
  });
  notice.value = { tone: "note", text: `“${from.name}” is the baseline now. Differences are against it; the baseline before stays as B.` };
}

/** Another scenario that begins as the baseline. */
export function addScenario() {
  if (arms.value.length >= MOST_ARMS) return;
  edit("add", () => {
    arms.value = [...arms.value, { ...blank(unused("What if")), changes: arms.value[0].changes }];
    active.value = arms.value.length - 1;
  });
}

/** Takes a scenario away; the baseline stays. */
export function removeScenario(index) {
  if (index === 0 || arms.value.length <= 2) return;
  edit("remove", () => {
    arms.value = arms.value.filter((_, place) => place !== index);
    active.value = Math.min(active.value >= index ? active.value - 1 : active.value, arms.value.length - 1);
    if (active.value === 0) active.value = arms.value.length - 1;
  });
}

/** The active scenario without its changes. */
export function resetScenario() {
  const index = active.value;
  edit("reset", () => {
    arms.value = arms.value.map((one, place) => (place === index ? { name: one.name, notes: one.notes, changes: index === 0 ? {} : arms.value[0].changes } : one));
  });
}

/** The page as it was when it was opened for the first time. */
export function resetAll() {
  edit("reset all", () => {
    base.value = catalogue.value.default;
    seed.value = 1;
    replications.value = catalogue.value.replications;
    arms.value = fresh();
    active.value = 1;
  });
}

/** Begins with one of the scripted questions. */
export function choose(whatif) {
  edit("what if", () => {
    adopt({
      base: whatif.base ?? catalogue.value.default,
      seed: seed.value,
      replications: replications.value,
      arms: [blank("Now"), { name: whatif.title, changes: whatif.changes, notes: { question: whatif.question } }],
      view: "differences",
    });
  });
  const looked = whatif.look_at ?? [];
  if (looked.length > 0) {
    three.value = [...new Set([...looked, ...three.value])].slice(0, 3);
    guess.value = { ...guess.value, revealed: false, measure: looked[0], direction: "", amount: "" };
  }
}
