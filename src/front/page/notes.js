// Question, hypothesis, findings, decision: kept in the link and in the file, printed in the report.

import { html } from "htm/preact";
import { arm, change } from "./state.js";
import { put } from "./tree.js";

const FIELDS = [["question", "Question"], ["hypothesis", "Hypothesis"], ["findings", "Findings"], ["decision", "Decision"]];

export function Notes() {
  const written = FIELDS.filter(([field]) => arm.value.notes[field]).length;
  return html`<details class="block notes" open><summary><h3>Notes</h3> <small>${written === 0 ? "nothing yet" : `${written} of 4`}</small></summary>
    <p class="quiet">They go with the link, the file and the report.</p>
    ${FIELDS.map(([field, title]) => html`<label key=${field}>${title}<textarea rows="2" data-testid=${`notes-${field}`} value=${arm.value.notes[field] ?? ""}
      onInput=${(event) => { const text = event.currentTarget.value; change(`note ${field}`, (one) => ({ notes: put(one.notes, [field], text || undefined) })); }}></textarea></label>`)}
  </details>`;
}
