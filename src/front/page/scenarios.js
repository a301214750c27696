// The base, the scenarios beside each other, and what can be done with them as a whole.

import { html } from "htm/preact";
import { addScenario, choose, pinBaseline, pinCopy, removeScenario, resetScenario, unused } from "./actions.js";
import { LETTERS, MOST_ARMS, SYMBOLS, active, arm, arms, base, catalogue, change, edit } from "./state.js";
import { focusSoon, handing } from "./focus.js";
import { same } from "./tree.js";

function grouped(scenarios) {
  const groups = new Map();
  for (const one of scenarios) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups];
}

/** The clinic that everything is a change of. */
export function Base() {
  const known = catalogue.value.scenarios.find((one) => one.name === base.value);
  return html`<label class="base">Clinic
    <select value=${base.value} title=${known?.question ?? ""} onChange=${(event) => { const name = event.currentTarget.value; edit("base", () => { base.value = name; }); }}>
      ${!known && html`<option value=${base.value}>${base.value}</option>`}
      ${grouped(catalogue.value.scenarios).map(([group, all]) => html`<optgroup key=${group} label=${group}>${all.map((one) => html`<option key=${one.name} value=${one.name}>${one.title}</option>`)}</optgroup>`)}
    </select></label>`;
}

/** Closes the menu on Escape, and when the focus goes elsewhere. */
function leave(event) {
  const menu = event.currentTarget;
  if (event.type === "keydown" && event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }
  if (event.type === "focusout" && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
}

/** The scripted questions. */
export function WhatIfs() {
  return html`<details class="menu" onKeyDown=${leave} onFocusOut=${leave}><summary>What-ifs</summary><ul>
    ${catalogue.value.whatifs.map((one) => html`<li key=${one.id}><button type="button" data-testid=${`whatif-${one.id}`} onClick=${(event) => {
      event.currentTarget.closest("details").open = false;
      choose(one);
      document.querySelector(".controls")?.scrollTo(0, 0);
    }}><strong>${one.title}</strong><span>${one.question}</span></button></li>`)}
  </ul></details>`;
}

function step(event) {
  const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!move) return;
  event.preventDefault();
  active.value = (active.value + move + arms.value.length) % arms.value.length;
  event.currentTarget.querySelectorAll('[role="tab"]')[active.value]?.focus();
}

function Tabs() {
  return html`<div class="arms" role="tablist" aria-label="Scenarios" onKeyDown=${step}>
    ${arms.value.map((one, index) => html`<button key=${index} type="button" role="tab" id=${`arm-tab-${index}`} class=${`arm-${index}`} data-testid=${`arm-${LETTERS[index]}`}
      aria-selected=${active.value === index ? "true" : "false"} aria-controls="scenario" tabindex=${active.value === index ? 0 : -1} onClick=${() => { active.value = index; }}>
      <span class="symbol" aria-hidden="true">${SYMBOLS[index]}</span> <b>${LETTERS[index]}</b> <span class="name">${one.name}</span>${index === 0 ? html` <small>baseline</small>` : ""}</button>`)}
  </div>`;
}

/** What pinning does, in words beside the buttons. */
function Pins() {
  const full = arms.value.length >= MOST_ARMS;
  const index = active.value;
  const doing = (act) => handing(act, '.arms [aria-selected="true"]');
  return html`<div class="pins">
    <button type="button" data-testid="pin" disabled=${full} onClick=${doing(pinCopy)} aria-describedby="pin-words">Pin</button>
    <button type="button" data-testid="pin-baseline" disabled=${index === 0} onClick=${doing(pinBaseline)}>As baseline</button>
    <button type="button" disabled=${full} onClick=${doing(addScenario)}>Add</button>
    <button type="button" disabled=${index === 0 || arms.value.length <= 2} onClick=${() => { removeScenario(index); focusSoon('.arms [aria-selected="true"]'); }} aria-label=${`Remove scenario ${LETTERS[index]}`}>Remove</button>
    <button type="button" disabled=${same(arm.value.changes, index === 0 ? {} : arms.value[0].changes)} onClick=${doing(resetScenario)} data-testid="reset">Reset</button>
    <p class="quiet" id="pin-words">${full ? "Four scenarios are pinned beside the active one: that is all there is room for. Remove one to pin another."
      : `Pin keeps ${LETTERS[index]} as it is and goes on in a copy; up to four are pinned beside the active one.`}</p>
  </div>`;
}

export function Scenarios() {
  return html`<section class="block scenarios" aria-label="Scenarios">
    <${Tabs} />
    <label class="naming"><span class="hidden-words">Name of ${LETTERS[active.value]}</span><input type="text" maxlength="60" value=${arm.value.name} aria-label=${`Name of scenario ${LETTERS[active.value]}`}
      onChange=${(event) => { const name = event.currentTarget.value.trim(); if (name) change("name", () => ({ name: unused(name, active.value) })); }} /></label>
    ${active.value === 0 && html`<p class="hint">This is the pinned baseline. What you change here changes what all others are compared with.</p>`}
    <${Pins} />
  </section>`;
}
