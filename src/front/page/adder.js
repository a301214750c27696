// All kinds of interventions, to look through and add.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { arm, catalogue, change, panel } from "./state.js";
import { ofGround } from "./ground.js";
import { focusSoon } from "./focus.js";
import { Dialog } from "./dialog.js";
import { put } from "./tree.js";

/** A name for an intervention that is not taken. */
function free(kind) {
  const taken = new Set([...Object.keys(arm.value.changes.interventions ?? {}), ...ofGround().map(([name]) => name),
    ...catalogue.value.knobs.map((knob) => knob.intervention?.name)]);
  let name = kind;
  for (let next = 2; taken.has(name); next += 1) name = `${kind}_${next}`;
  return name;
}

function add(known) {
  const name = free(known.kind);
  const table = { ...structuredClone(known.example), ...(known.cost ? { cost: structuredClone(known.cost) } : {}) };
  change(`add ${name}`, (one) => ({ changes: put(one.changes, ["interventions", name], table) }));
  panel.value = null;
  focusSoon(`[data-intervention="${name}"] summary`);
}

function Kind({ known }) {
  return html`<li class="kind">
    <div>
      <h4>${known.title}</h4>
      <p>${known.meaning}</p>
      <dl class="facts">
        <div><dt>Reported</dt><dd>${known.reported || "nothing found"}</dd></div>
        <div><dt>Grade</dt><dd>${known.grade}</dd></div>
        <div><dt>Who pays minutes</dt><dd>${known.pays || "nobody"}</dd></div>
        <div><dt>Watch</dt><dd>${(known.watch ?? []).join(", ") || "–"}</dd></div>
      </dl>
    </div>
    <button type="button" data-testid=${`kind-${known.kind}`} aria-label=${`Add ${known.title}`} onClick=${() => add(known)}>Add</button>
  </li>`;
}

export function Adder() {
  const [wanted, setWanted] = useState("");
  if (panel.value !== "add") return html`<${Dialog} name="add" title="Add an intervention" wide />`;
  const asked = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = catalogue.value.kinds.filter((known) => {
    const text = `${known.kind} ${known.title} ${known.meaning} ${known.group} ${known.reported} ${known.pays}`.toLowerCase();
    return asked.every((word) => text.includes(word));
  });
  const groups = [...new Set(matches.map((known) => known.group))];
  return html`<${Dialog} name="add" title="Add an intervention" wide>
    <label class="search">Search <input type="search" autofocus value=${wanted} onInput=${(event) => setWanted(event.currentTarget.value)} placeholder="e.g. inbox, huddle, published" /></label>
    <p class="quiet" role="status">${matches.length} of ${catalogue.value.kinds.length} kinds</p>
    <div class="kinds">
      ${groups.map((group) => html`<section key=${group}><h3>${group}</h3><ul>${matches.filter((known) => known.group === group).map((known) => html`<${Kind} key=${known.kind} known=${known} />`)}</ul></section>`)}
      ${matches.length === 0 && html`<p>No kind has these words. Fewer words find more.</p>`}
    </div>
  <//>`;
}
