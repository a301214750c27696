// The knobs of the active scenario: what can be changed at once, in front of people.

import { html } from "htm/preact";
import { active, arm, catalogue, change, faults, ground } from "./state.js";
import { About, facts } from "./parameter.js";
import { knobValue, switched, turn, turned } from "./tree.js";

/** The fault that the server found with a knob of the active scenario. */
export function faultOf(prefix) {
  const found = faults.value.find((fault) => (fault.arm === active.value || fault.arm === arm.value.name) && fault.path
    && (fault.path === prefix || fault.path.startsWith(`${prefix}.`)));
  return found ? [found.text, found.text.includes(found.help) ? "" : found.help].filter(Boolean).map((part) => part.replace(/\.?$/, ".")).join(" ") : null;
}

const set = (knob, value) => change(`knob ${knob.id}`, (one) => ({ changes: turn(one.changes, knob, value) }));

const shownUnit = (knob) => (knob.unit && knob.unit !== "-" ? ` ${knob.unit}` : "");

function Slider({ knob, value, changed }) {
  const sign = knob.intervention && knob.low < 0 && value > 0 ? "+" : "";
  return html`<div class="line">
      <label for=${`k-${knob.id}`}>${knob.label}</label>
      <output for=${`k-${knob.id}`}><strong>${sign}${value}</strong>${shownUnit(knob)}</output>
    </div>
    <input id=${`k-${knob.id}`} data-testid=${`knob-${knob.id}`} type="range" min=${knob.low} max=${knob.high} step=${knob.step} value=${value}
      aria-valuetext=${`${value}${shownUnit(knob)}${changed ? "" : ", without change"}`}
      onInput=${(event) => set(knob, Number(event.currentTarget.value))} />
    <div class="ends" aria-hidden="true"><span>${knob.low}</span><span>${knob.high}</span></div>`;
}

function Switch({ knob, value }) {
  const on = typeof value === "number" ? value !== knob.neutral : Boolean(value);
  return html`<div class="line">
    <label class="switch"><input id=${`k-${knob.id}`} data-testid=${`knob-${knob.id}`} type="checkbox" role="switch" checked=${on}
      onChange=${(event) => set(knob, switched(knob, event.currentTarget.checked))} />
      <span>${knob.label}</span></label>
    <output>${on ? "on" : "off"}</output>
  </div>`;
}

/** The knobs as they fit the base: one of the clinic itself begins where that clinic is, and is left out where it has none. */
export function fitting() {
  const told = ground.value?.parameters;
  const own = told && new Map(told.map((one) => [one.path, one.value]));
  return catalogue.value.knobs.flatMap((knob) => {
    if (knob.intervention || !own) return [knob];
    const value = own.get(knob.path);
    if (typeof value !== "number" && typeof value !== "boolean") return [];
    const ends = typeof value === "number" ? { low: Math.min(knob.low, value), high: Math.max(knob.high, value) } : {};
    return [{ ...knob, ...ends, neutral: value }];
  });
}

export function Knob({ knob }) {
  const value = knobValue(arm.value.changes, knob);
  const changed = turned(arm.value.changes, knob);
  const fault = faultOf(knob.intervention ? `interventions.${knob.intervention.name}` : knob.path);
  return html`<div class=${`knob${changed ? " changed" : ""}${fault ? " faulty" : ""}`}>
    ${knob.kind === "switch" ? html`<${Switch} knob=${knob} value=${value} />` : html`<${Slider} knob=${knob} value=${value} changed=${changed} />`}
    <${About} label=${knob.label} rows=${[...facts({ ...knob, plausible_low: knob.low, plausible_high: knob.high, low: null, default: knob.neutral }),
      ["Settling", knob.resettles ? "The clinic settles anew first: the answer takes longer." : ""]]} />
    ${fault && html`<p class="fault" role="alert">${fault}</p>`}
  </div>`;
}

export function Knobs() {
  const groups = grouped(fitting());
  return html`${[...groups].map(([group, knobs]) => html`<fieldset class="knobs" key=${group}>
    <legend>${group}</legend>
    ${knobs.map((knob) => html`<${Knob} knob=${knob} key=${knob.id} />`)}
  </fieldset>`)}`;
}

function grouped(knobs) {
  const groups = new Map();
  for (const knob of knobs) groups.set(knob.group, [...(groups.get(knob.group) ?? []), knob]);
  return groups;
}
