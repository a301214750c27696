// How sure, how far, and what is wrong: the strip beside every result, and the designed states.

import { html } from "htm/preact";
import { retry, stop, again } from "./channel.js";
import { focusSoon, useHandedOn } from "./focus.js";
import { LETTERS, arms, connection, faults, notice, result, run, spoken, stale, undo, undoable, replications } from "./state.js";

const FEW = 20;
const WORDS = { idle: "waiting", waiting: "waiting", asking: "asking", settling: "settling", running: "running", done: "done", failed: "failed", stopped: "stopped" };

/** Stops the runs, and lets them go on: one button, so that the focus stays. */
function Runner({ stopped }) {
  const node = useHandedOn(".stage", "#view");
  return html`<span ref=${node}><button type="button" class="small quiet" onClick=${stopped ? again : stop}>${stopped ? "Go on" : "Stop"}</button></span>`;
}

/** n of wanted, quietly, and what the intervals do not hold. */
export function Strip() {
  const { state, message, wanted } = run.value;
  const n = result.value && !stale.value ? result.value.n : 0;
  const all = wanted || replications.value;
  const busy = state === "asking" || state === "settling" || state === "running";
  return html`<div class="strip">
    <div class="count"><span><b data-testid="n">${n}</b> of ${all} runs</span>
      <progress max=${all} value=${n} aria-label="Runs done"></progress>
      <span class=${`state is-${state}`} data-testid="state" data-state=${state}>${WORDS[state] ?? state}</span>
      ${(busy || (state === "stopped" && connection.value === "open")) && html`<${Runner} stopped=${state === "stopped"} />`}</div>
    <p class="chance">${result.value && n > 0 && n < FEW && n < all ? html`<strong>First runs: wide.</strong> ` : ""}Chance only: what is not known about the inputs is not in these intervals.</p>
    ${state === "settling" && message && html`<p class="settling">${message}</p>`}
    ${stale.value && html`<p class="reason"><span aria-hidden="true">◌</span> ${stale.value}</p>`}
  </div>`;
}

/** Before the first result. */
export function Waiting() {
  const { state, message } = run.value;
  if (state === "failed") return html`<div class="empty"><h2>There is no result yet</h2><p>These settings cannot run. Undo the last change, or mend what is named above.</p></div>`;
  if (state === "waiting") return html`<div class="empty"><h2>There is no result yet</h2><p>The page waits for cliniq, and asks as soon as it answers.</p></div>`;
  if (state === "stopped") return html`<div class="empty"><h2>There is no result yet</h2><p>The runs were stopped before the first result. “Go on” begins them again.</p></div>`;
  return html`<div class="empty loading"><h2>${state === "settling" ? "The clinic settles" : "The first runs are on their way"}</h2>
    <p>${message || "The first band shows after four runs."}</p></div>`;
}

const armName = (which) => {
  const index = typeof which === "number" ? which : arms.value.findIndex((one) => one.name === which);
  return index >= 0 && arms.value[index] ? `${LETTERS[index]}, “${arms.value[index].name}”: ` : "";
};

function Faults() {
  const node = useHandedOn("#view");
  const back = () => { undo(); focusSoon("#faults"); };
  return html`<section class="message fault" role="alert" aria-labelledby="faults" ref=${node}><h2 id="faults" tabindex="-1">These settings cannot run</h2>
    <ul>${faults.value.map((one) => html`<li>${armName(one.arm)}${one.text}${one.help && !one.text.includes(one.help) ? html` <em>${one.help}</em>` : ""}</li>`)}</ul>
    <button type="button" onClick=${back} disabled=${undoable.value.back === 0}>Undo the last change</button></section>`;
}

const LOST = () => html`<strong>The connection to cliniq is lost.</strong> The page tries again by itself and then asks anew; nothing that you set is lost. If it does not come back, see whether <code>cliniq serve</code> still runs.`;
const CROWDED = () => html`<strong>Too many pages are open at once.</strong> cliniq serves 200 channels. Close other tabs of this page; this one tries again by itself.`;

function Connection() {
  const node = useHandedOn("#view");
  return html`<section class="message fault" role="alert" ref=${node}><p>${connection.value === "crowded" ? CROWDED() : LOST()}</p><button type="button" onClick=${retry}>Try now</button></section>`;
}

function Notice() {
  const node = useHandedOn("#view");
  return html`<section class=${`message ${notice.value.tone}`} role="status" ref=${node}><p>${notice.value.text}</p>
    <button type="button" class="small quiet" onClick=${() => { notice.value = null; }} aria-label="Close this notice">Close</button></section>`;
}

export function Messages() {
  const away = connection.value === "lost" || connection.value === "crowded";
  return html`${away && html`<${Connection} />`}${faults.value.length > 0 && html`<${Faults} />`}${notice.value && html`<${Notice} />`}`;
}

/** What a screen reader hears: rarely, and not in the way. */
export function Spoken() {
  return html`<p class="hidden-words" role="status" aria-live="polite">${spoken.value}</p>`;
}
