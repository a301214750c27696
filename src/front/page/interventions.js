// The interventions of the active scenario, with all their parameters; those of the base can be taken away.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { arm, catalogue, change, ground, panel } from "./state.js";
import { focusSoon } from "./focus.js";
import { ofGround } from "./ground.js";
import { faultOf } from "./knobs.js";
import { Parameter } from "./parameter.js";
import { at, interventions, kindOf, put, quoted, words } from "./tree.js";

const placeholder = "<name>";

/** An intervention of the base as a table, with what is changed of it. */
export function ofBase(name) {
  let table = {};
  for (const { path, value } of ground.value?.parameters ?? []) {
    const [head, own, ...rest] = words(path);
    if (head === "interventions" && own === name && rest.length > 0 && value !== "none") table = put(table, rest, value);
  }
  const lay = (under, over) => Object.entries(over).reduce((all, [key, value]) => ({ ...all,
    [key]: value !== null && typeof value === "object" && !Array.isArray(value) ? lay(all[key] ?? {}, value) : value }), under);
  const changed = at(arm.value.changes, ["interventions", name]);
  return typeof changed === "object" ? lay(table, changed) : table;
}

/** The parameters of a kind, with one for each name that the table holds where a name is free. */
function expanded(parameters, table) {
  return parameters.flatMap((about) => {
    const parts = about.path.split(".");
    const free = parts.indexOf(placeholder);
    if (free < 0) return [about];
    const names = Object.keys(at(table, parts.slice(0, free)) ?? {});
    return names.map((name) => ({ ...about, path: [...parts.slice(0, free), quoted(name), ...parts.slice(free + 1)].join(".") }));
  });
}

/** Where names are free: the paths above them. */
const freePlaces = (parameters) => [...new Set(parameters.filter((about) => about.path.includes(placeholder))
  .map((about) => about.path.slice(0, about.path.indexOf(placeholder) - 1)))];

function AddName({ place, add }) {
  const [name, setName] = useState("");
  return html`<form class="parameter" onSubmit=${(event) => { event.preventDefault(); if (name.trim()) { add(name.trim()); setName(""); } }}>
    <label>Another in ${place}<input type="text" value=${name} placeholder="name" onInput=${(event) => setName(event.currentTarget.value)} /></label>
    <button type="submit" class="small">Add</button>
  </form>`;
}

/** The form of an intervention's table. */
export function Form({ name, table }) {
  const kind = kindOf(table);
  const known = catalogue.value.kinds.find((one) => one.kind === kind);
  if (!known) return html`<p class="quiet">The parameters of this intervention are not known to this page.</p>`;
  const set = (path) => (value) => change(`parameter ${name} ${path}`, (one) => ({ changes: put(one.changes, ["interventions", name, ...words(path)], value) }));
  const fields = (parameters, prefix) => parameters.map((about) => html`<${Parameter} key=${prefix + about.path} id=${`p-${name}-${prefix}${about.path}`.replace(/[^\w-]/g, "-")}
    about=${about} value=${at(table, [...words(prefix), ...words(about.path)])} set=${set(`${prefix}.${about.path}`)} fault=${faultOf(`interventions.${name}.${prefix}.${about.path}`)} />`);
  return html`
    ${fields(expanded(known.parameters, table[kind]), kind)}
    ${freePlaces(known.parameters).map((place) => html`<${AddName} place=${place} add=${(added) => {
      const first = known.parameters.find((about) => about.path.startsWith(`${place}.${placeholder}`));
      const below = first.path.slice(place.length + placeholder.length + 1).replace(/^\./, "");
      const begun = below ? { [below]: first.default ?? first.low ?? "" } : first.default ?? 1;
      set(`${kind}.${place}`)({ ...(at(table[kind], place) ?? {}), [added]: begun });
    }} />`)}
    <details class="more"><summary>Rollout: when, where, how faithfully</summary>${fields(catalogue.value.rollout, "rollout")}</details>
    <details class="more"><summary>What it costs beyond the people</summary>${fields(catalogue.value.cost, "cost")}</details>`;
}

function One({ name, table }) {
  const kind = kindOf(table);
  const known = catalogue.value.kinds.find((one) => one.kind === kind);
  const fault = faultOf(`interventions.${name}`);
  const remove = (event) => {
    const item = event.currentTarget.closest("li");
    const next = item.nextElementSibling ?? item.previousElementSibling;
    change(`remove ${name}`, (one) => ({ changes: put(one.changes, ["interventions", name], undefined) }));
    focusSoon(next?.querySelector("summary, button"), '[data-testid="add-intervention"]');
  };
  return html`<li class=${fault ? "faulty" : ""} data-intervention=${name}>
    <details class="intervention">
      <summary><strong>${name.replaceAll("_", " ")}</strong> <small>${known?.title ?? kind}</small></summary>
      ${known && html`<p class="quiet">${known.meaning}</p>`}
      <${Form} name=${name} table=${table} />
    </details>
    <button type="button" class="small quiet" onClick=${remove} aria-label=${`Remove ${name.replaceAll("_", " ")}`}>Remove</button>
    ${fault && html`<p class="fault" role="alert">${fault}</p>`}
  </li>`;
}

function FromBase({ name, kind, gone }) {
  const flip = () => change(`away ${name}`, (one) => ({ changes: put(one.changes, ["interventions", name], gone ? undefined : "none") }));
  const known = catalogue.value.kinds.find((one) => one.kind === kind);
  const title = html`<strong>${name.replaceAll("_", " ")}</strong> <small>${known?.title ?? kind}, from the base${gone ? ", taken away" : ""}</small>`;
  return html`<li class=${gone ? "gone" : ""}>${gone ? html`<span>${title}</span>` : html`<details class="intervention"><summary>${title}</summary>
      ${known && html`<p class="quiet">${known.meaning}</p>`}<${Form} name=${name} table=${ofBase(name)} /></details>`}
    <button type="button" class="small quiet" onClick=${flip}>${gone ? "Bring back" : "Take away"}</button></li>`;
}

export function Interventions() {
  const own = interventions(arm.value.changes);
  const mine = own.filter(([, table]) => table && kindOf(table));
  const away = new Set(own.filter(([, table]) => !table).map(([name]) => name));
  const based = ofGround().filter(([name]) => !mine.some(([known]) => known === name));
  return html`<section class="block">
    <h3>Interventions</h3>
    ${mine.length + based.length === 0 && html`<p class="quiet">None yet. Move a knob, or add one.</p>`}
    <ul class="interventions">
      ${based.map(([name, kind]) => html`<${FromBase} key=${name} name=${name} kind=${kind} gone=${away.has(name)} />`)}
      ${mine.map(([name, table]) => html`<${One} key=${name} name=${name} table=${table} />`)}
    </ul>
    <button type="button" data-testid="add-intervention" onClick=${() => { panel.value = "add"; }}>Add another intervention</button>
  </section>`;
}
