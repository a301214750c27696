// Every parameter of the active scenario: value, unit, range, source, grade, and where it is set.

import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { post } from "./channel.js";
import { handing } from "./focus.js";
import { shown } from "./format.js";
import { LETTERS, active, arm, base } from "./state.js";

const MOST_ROWS = 250;

/** The parameters of the active scenario from the server, asked anew after a change. */
function useExplained() {
  const [state, setState] = useState({ parameters: null, fault: null });
  const asked = JSON.stringify({ base: base.value, changes: arm.value.changes });
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => post("/api/explain", JSON.parse(asked), { signal: stop.signal })
      .then((told) => setState({ parameters: told.parameters, fault: null }))
      .catch((fault) => { if (fault.name !== "AbortError") setState((old) => ({ ...old, fault: fault.message })); }), 150);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [asked]);
  return state;
}

function Row({ one }) {
  return html`<tr>
    <th scope="row"><code>${one.path}</code><p>${one.meaning}</p></th>
    <td class="value">${shown(one.value)}${one.unit && !["-", "text"].includes(one.unit) ? html` <small>${one.unit}</small>` : ""}</td>
    <td>${one.range || "–"}</td><td>${one.source}</td><td>${one.grade}</td><td><small>${one.set_at}</small></td>
  </tr>`;
}

export function Parameters() {
  const { parameters, fault } = useExplained();
  const [wanted, setWanted] = useState("");
  const [all, setAll] = useState(false);
  const title = html`<h2>Parameters of ${LETTERS[active.value]}, “${arm.value.name}”</h2>`;
  if (!parameters) return html`${title}<p class="empty">${fault ? `They cannot be shown: ${fault}` : "One moment: the parameters are being collected."}</p>`;
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = parameters.filter((one) => {
    const text = `${one.path} ${one.meaning} ${one.source} ${one.grade} ${one.unit}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const rows = all ? found : found.slice(0, MOST_ROWS);
  return html`${title}
    ${fault && html`<p class="fault" role="alert">${fault}</p>`}
    <div class="line tools">
      <label class="search">Filter <input type="search" value=${wanted} placeholder="e.g. interventions, assumption, minutes" onInput=${(event) => setWanted(event.currentTarget.value)} /></label>
      <span class="quiet" role="status">${found.length} of ${parameters.length} parameters</span>
    </div>
    <div class="scrolling tall" tabindex="0" role="region" aria-label="Table of parameters"><table class="parameters">
      <thead><tr><th scope="col">Parameter</th><th scope="col">Value</th><th scope="col">Range</th><th scope="col">Source</th><th scope="col">Grade</th><th scope="col">Set at</th></tr></thead>
      <tbody>${rows.map((one) => html`<${Row} key=${one.path} one=${one} />`)}</tbody>
    </table></div>
    ${rows.length < found.length && html`<button type="button" onClick=${handing(() => setAll(true), ".scrolling.tall")}>Show all ${found.length}</button>`}`;
}
