// The knobs of the active scenario: what can be changed at once, in front of people.

import { html } from "htm/preact";
import { ofGround } from "./ground.js";
import { active, arm, catalogue, change, faults, ground } from "./state.js";
import { About, facts } from "./parameter.js";
import { knobValue, switched, turn, turned } from "./tree.js";

/** The fault that the server found with a knob of the active scenario. */
export function faultOf(prefix) {
  const found = faults.value.find((fault) => (fault.arm === active.value || fault.arm === arm.value.name) && fault.path
    && (fault.path === prefix || fault.path.startsWith(`${prefix}.`)));
  return found ? [found.text, found.text.includes(found.help) ? "" : found.help].filter(Boolean).map((part) => part.replace(/\.?$/, ".")).join(" ") : null;
}

const set = (knob, value) => change(`knob ${knob.id}`, (one) => turn(one, knob, value));

const shownUnit = (knob) => (knob.unit && knob.unit !== "-" ? ` ${knob.unit}` : "");

function Slider({ knob, value, changed }) {
  const sign = knob.intervention && knob.low < 0 && value > 0 ? "+" : "";
  return html`<div class="line">
      <label for=${`k-${knob.id}`}>${knob.label}</label>
      <output for=${`k-${knob.id}`}>${value === null ? "…" : html`<strong>${sign}${value}</strong>${shownUnit(knob)}`}</output>
    </div>
    <input id=${`k-${knob.id}`} data-testid=${`knob-${knob.id}`} type="range" min=${knob.low} max=${knob.high} step=${knob.step} value=${value ?? knob.low} disabled=${Boolean(knob.unknown)}
      aria-valuetext=${value === null ? "not known yet" : `${value}${shownUnit(knob)}${changed ? "" : ", without change"}`}
      onInput=${(event) => set(knob, Number(event.currentTarget.value))} />
    <div class="ends" aria-hidden="true"><span>${knob.low}</span><span>${knob.high}</span></div>`;
}

function Switch({ knob, value }) {
  const on = typeof value === "number" ? value !== knob.neutral : Boolean(value);
  return html`<div class="line">
    <label class="switch"><input id=${`k-${knob.id}`} data-testid=${`knob-${knob.id}`} type="checkbox" role="switch" checked=${on} disabled=${Boolean(knob.unknown)}
      onChange=${(event) => set(knob, switched(knob, event.currentTarget.checked))} />
      <span>${knob.label}</span></label>
    <output>${value === null ? "…" : on ? "on" : "off"}</output>
  </div>`;
}

/** The knobs whose interventions the base has already: its own say how much of them there is, and since when. */
function within() {
  const own = new Set(ofGround().map(([name]) => name));
  return catalogue.value.knobs.filter((knob) => knob.intervention && own.has(knob.intervention.name));
}

/**
 * The knobs as they fit the base: one of the clinic itself begins where that clinic is, and is left out where it has none;
 * one of an intervention is left out where the base has it. What the base says is not always known yet.
 */
export function fitting() {
  const told = ground.value?.parameters;
  const own = told && new Map(told.map((one) => [one.path, one.value]));
  const already = new Set(within());
  return catalogue.value.knobs.filter((knob) => !already.has(knob)).flatMap((knob) => {
    if (knob.intervention) return [knob];
    if (!own) return [{ ...knob, neutral: null, unknown: true }];
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
  const already = within();
  return html`${[...groups].map(([group, knobs]) => html`<fieldset class="knobs" key=${group}>
    <legend>${group}</legend>
    ${knobs.map((knob) => html`<${Knob} knob=${knob} key=${knob.id} />`)}
  </fieldset>`)}
    ${already.length > 0 && html`<p class="quiet">Already part of this clinic: ${already.map((knob) => `“${knob.label}”`).join(", ")}; see the timeline.</p>`}`;
}

function grouped(knobs) {
  const groups = new Map();
  for (const knob of knobs) groups.set(knob.group, [...(groups.get(knob.group) ?? []), knob]);
  return groups;
}
