// The views of a result as tabs.

import { html } from "htm/preact";
import { Day } from "./day.js";
import { Differences } from "./differences.js";
import { Figure, Missing } from "./figure.js";
import { Numbers } from "./numbers.js";
import { Parameters } from "./parameters.js";
import { Pressure } from "./pressure.js";
import { result, stale, view } from "./state.js";
import { Waiting } from "./status.js";
import { Weighed } from "./guess.js";

const shapes = { "differences": "Differences", "over-time": "Over time", "day": "A day", "layers": "The layers", "pressure": "Pressure", "money": "Money", "numbers": "Numbers", "parameters": "Parameters" };

/** What the tabs are called, in their order. */
export const TITLES = Object.entries(shapes);

const KNOWN = ["differences", "courses", "slices", "pressure", "spreads", "money", "break-even", "convergence"];

function OverTime() {
  const { courses, ...others } = result.value.figures;
  const rest = Object.entries(others).filter(([name, figure]) => figure && !KNOWN.includes(name));
  return html`${courses ? html`<${Figure} figure=${courses} name="courses" main />` : html`<h2>Over time</h2><${Missing} name="courses">There are no courses of this scenario.<//>`}
    ${rest.map(([name, figure]) => html`<${Figure} key=${name} figure=${figure} name=${name} />`)}`;
}

function Layers() {
  const { slices } = result.value.figures;
  return html`${slices ? html`<${Figure} figure=${slices} name="slices" main open />`
      : html`<h2>The layers that catch errors</h2><${Missing} name="slices">This scenario has no layers of safety. A scenario with <code>[safety.layers]</code>, such as the baseline, shows them.<//>`}`;
}

function Money() {
  const { money, "break-even": even } = result.value.figures;
  const alone = result.value.arms.length < 2;
  return html`${money ? html`<${Figure} figure=${money} name="money" main />`
      : html`<h2>Money</h2><${Missing} name="money">${alone ? "Change something first: money is shown as steps from the baseline." : "Money is not counted in this scenario. One with [economics], such as the baseline, shows it."}<//>`}
    ${even && html`<${Figure} figure=${even} name="break-even" />`}`;
}

const VIEWS = { "differences": Differences, "over-time": OverTime, "day": Day, "layers": Layers, "pressure": Pressure, "money": Money, "numbers": Numbers, "parameters": Parameters };

/** Views that need no result of the present runs. */
const APART = ["day", "parameters"];

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

function step(event) {
  const names = TITLES.map(([name]) => name);
  const at = names.indexOf(view.value);
  const to = event.key === "Home" ? 0 : event.key === "End" ? names.length - 1 : STEPS[event.key] ? (at + STEPS[event.key] + names.length) % names.length : null;
  if (to === null) return;
  event.preventDefault();
  view.value = names[to];
  event.currentTarget.querySelectorAll('[role="tab"]')[to].focus();
}

export function Tabs() {
  return html`<div class="tabs" role="tablist" aria-label="Views" onKeyDown=${step}>
    ${TITLES.map(([name, title]) => html`<button key=${name} type="button" role="tab" id=${`tab-${name}`} data-testid=${`view-${name}`}
      aria-selected=${view.value === name ? "true" : "false"} aria-controls="view" tabindex=${view.value === name ? 0 : -1}
      onClick=${() => { view.value = name; }}>${title}</button>`)}
  </div>`;
}

export function View() {
  const name = view.value;
  const Content = VIEWS[name];
  const apart = APART.includes(name);
  return html`<div id="view" class=${`view view-is-${name}${stale.value && !apart ? " stale" : ""}`} role="tabpanel" aria-labelledby=${`tab-${name}`} tabindex="0">
    ${apart || result.value ? html`<${Weighed} always=${name === "parameters"}><${Content} key=${name} /><//>` : html`<${Waiting} />`}
  </div>`;
}
