// What the keys do, and how to read the page.

import { html } from "htm/preact";
import { signal } from "@preact/signals";
import { Dialog } from "./dialog.js";

/** Whether single letters act; some ways of input press letters by themselves. */
export const letters = signal(true);

const KEYS = [
  ["P", "presentation on and off"], ["Escape", "leave the presentation, close a window"], ["G", "guess first: hide the results and ask"],
  ["R", "show the answer"], ["S", "share"], ["I", "add an intervention"], ["1 to 8", "the views, in order"], ["?", "this help"],
  ["Ctrl+Z", "undo"], ["Ctrl+Y or Ctrl+Shift+Z", "do it again"],
  ["← →", "on tabs: the next; on sliders and handles of the timeline: one step, one week"], ["Page up, Page down", "on handles of the timeline: four weeks"], ["Home, End", "to the first or last"],
];

export function Help() {
  return html`<${Dialog} name="help" title="Help">
    <p>Left, what you change; right, what comes of it. A is the pinned baseline, B to E are changes of it. Every number is a mean over simulated runs; the same patients come to all scenarios, so that differences are sharp.</p>
    <p>A filled mark is told apart from nothing, a hollow one is not clear yet: more runs would tell, or there is nothing to tell. The intervals hold chance only, not what is unknown about the inputs.</p>
    <h3>Keys</h3>
    <table class="keyboard"><tbody>${KEYS.map(([key, what]) => html`<tr><th scope="row">${key.split(" or ").map((one, place) => html`${place > 0 ? " or " : ""}<kbd>${one}</kbd>`)}</th><td>${what}</td></tr>`)}</tbody></table>
    <label><input type="checkbox" checked=${letters.value} onChange=${(event) => { letters.value = event.currentTarget.checked; }} /> Single letters act</label>
  <//>`;
}
