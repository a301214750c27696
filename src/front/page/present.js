// Presentation: large letters, one sentence, three numbers.

import { html } from "htm/preact";
import { Answer, Weighed, hide } from "./guess.js";
import { Knob, fitting } from "./knobs.js";
import { focusSoon } from "./focus.js";
import { half, number, scaled, signed, times } from "./format.js";
import { LETTERS, SYMBOLS, arm, compared, finding, guess, measure, nameAt, presenting, result, stale, three, unchanged } from "./state.js";
import { Strip, Waiting } from "./status.js";
import { Drawing } from "./figure.js";
import { turned } from "./tree.js";

/** Turns the presentation on or off; the whole screen where the browser lets it. */
export function present(on) {
  if (presenting.value === on) return;
  presenting.value = on;
  window.scrollTo(0, 0);
  focusSoon(on ? ".stage" : '[data-testid="present"]');
  if (on) document.documentElement.requestFullscreen?.().catch(() => null);
  else if (document.fullscreenElement) document.exitFullscreen().catch(() => null);
}

/** Leaving the whole screen leaves the presentation. */
export function followScreen() {
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) presenting.value = false; });
}

function Card({ name, index }) {
  const known = measure(name);
  const shown = compared.value;
  const choose = (event) => { three.value = three.value.map((old, place) => (place === index ? event.currentTarget.value : old)); };
  const pick = html`<label class="pick"><span class="hidden-words">Number ${index + 1}</span><select value=${name} onChange=${choose}>
    ${!known && html`<option value=${name}>${name}</option>`}
    ${result.value.measures.map((one) => html`<option key=${one.name} value=${one.name}>${one.label}</option>`)}</select></label>`;
  if (!known) return html`<div class="card"><h2>${name.replaceAll("_", " ")}</h2><p>Not measured in this clinic.</p>${pick}</div>`;
  const { factor, unit, gapUnit } = scaled(known);
  const mark = unit === "%" ? " %" : "";
  const gap = known.differences?.[shown];
  const before = known.arms[0] ?? null;
  const after = known.arms[shown];
  return html`<div class="card"><h2>${known.label}</h2>
    ${gap ? html`<p class="big">${signed(times(gap.mean, factor), times(gap.half_width, factor), 1)} <small>${gapUnit}</small></p>
      <p class="interval">${half(times(gap.mean, factor), times(gap.half_width, factor), 1)}, ${gap.words}</p>
      <p class="levels"><span class="arm-0"><b>${SYMBOLS[0]} A</b> ${number(times(before?.mean, factor), times(gap.half_width, factor), 1)}${mark}</span> → <span class=${`arm-${shown}`}><b>${SYMBOLS[shown]} ${LETTERS[shown]}</b> ${number(times(after?.mean, factor), times(gap.half_width, factor), 1)}${mark}</span></p>`
      : html`<p class="big">${number(times(before?.mean, factor), times(before?.half_width, factor), 1)} <small>${unit}</small></p><p class="interval">${half(times(before?.mean, factor), times(before?.half_width, factor), 1)}</p>`}
    ${pick}</div>`;
}

/** The knobs that are turned, to turn on in front of people. */
function Turned() {
  const moved = fitting().filter((knob) => turned(arm.value.changes, knob));
  if (moved.length === 0) return null;
  return html`<div class="turned" role="group" aria-label="What is changed">${moved.slice(0, 3).map((knob) => html`<${Knob} key=${knob.id} knob=${knob} />`)}</div>`;
}

/** The three measures as a figure of their own. */
function threeRows() {
  if (unchanged.value) return null;
  const figure = result.value.figures.differences;
  if (!figure) return null;
  const rows = three.value.map((name) => figure.form.rows.find((row) => row.name === name)).filter(Boolean).map((row) => ({ ...row, group: "" }));
  return rows.length > 0 ? { ...figure, form: { ...figure.form, rows } } : null;
}

function Numbers() {
  const figure = threeRows();
  return html`<h1 class="headline">${finding.value.first}</h1><${Answer} />
    <div class="cards three" data-testid="present-numbers">${three.value.map((name, index) => html`<${Card} key=${index} name=${name} index=${index} />`)}</div>
    ${figure && html`<div class="present-figure"><${Drawing} figure=${figure} keys=${false} /></div>`}`;
}

export function Presentation() {
  return html`<main class=${`presentation${stale.value ? " stale" : ""}`} aria-label="Presentation">
    <div class="bar"><p>${compared.value > 0 && html`<b class=${`arm-${compared.value}`}>${SYMBOLS[compared.value]} ${LETTERS[compared.value]}</b> ${nameAt(compared.value)} <span>against</span> `}<b>${SYMBOLS[0]} A</b> ${nameAt(0)}</p>
      <span class="row">${!guess.value.hidden && html`<button type="button" data-testid="guess-first" onClick=${hide}>Guess first</button>`}
      <button type="button" data-testid="present" onClick=${() => present(false)}>Leave (Escape)</button></span></div>
    <div class="stage" tabindex="-1">${result.value ? html`<${Weighed}><${Numbers} /><//>` : html`<${Waiting} />`}</div>
    <${Turned} />
    <${Strip} />
  </main>`;
}
