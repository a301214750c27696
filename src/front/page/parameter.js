// A parameter as a form control, whatever its type, with what is known about it behind a question mark.

import { html } from "htm/preact";
import { shown } from "./format.js";
import { words as parts } from "./tree.js";

/** Unit, range, source and grade, on request. */
export function About({ label, rows }) {
  return html`<details class="about"><summary aria-label=${`About ${label}`}>?</summary>
    <dl>${rows.filter(([, text]) => text).map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
  </details>`;
}

const span = (low, high) => (low !== null && low !== undefined && high !== null && high !== undefined ? `${low} to ${high}` : "");

/** What is known about a parameter, in the order of asking. */
export function facts(about) {
  return [
    ["What it is", about.meaning ?? about.help],
    ["Unit", about.unit && about.unit !== "-" ? about.unit : ""],
    ["Plausible", span(about.plausible_low, about.plausible_high)],
    ["Possible", span(about.low, about.high)],
    ["Without change", about.default === null || about.default === undefined ? "" : shown(about.default)],
    ["Source", about.source],
    ["Grade", about.grade],
  ];
}

const words = (path) => parts(path).join(": ").replaceAll("_", " ");

function NumberField({ id, about, value, set }) {
  const whole = about.type === "whole";
  const take = (event) => {
    const text = event.currentTarget.value.trim();
    if (text === "") return set(undefined);
    const read = Number(text);
    if (Number.isFinite(read)) set(whole ? Math.round(read) : read);
  };
  const low = about.plausible_low ?? about.low;
  const high = about.plausible_high ?? about.high;
  const slides = low !== null && high !== null && low !== undefined && high !== undefined && high - low <= 120;
  const step = whole ? 1 : Number(((high - low) / 100).toPrecision(1));
  const now = typeof value === "number" ? value : about.default;
  return html`<span class="number">
    ${slides && typeof now === "number" && html`<input type="range" min=${Math.min(low, now)} max=${Math.max(high, now)} step=${step} value=${now} aria-label=${`${words(about.path)}, slider`} onInput=${take} />`}
    <input id=${id} type="number" min=${about.low} max=${about.high} step=${whole ? 1 : "any"} value=${typeof value === "number" ? value : ""}
      placeholder=${shown(about.default)} onChange=${take} />
  </span>`;
}

function TextField({ id, about, value, set }) {
  const list = about.type === "list";
  const table = about.type === "table";
  const text = value === undefined || value === null ? "" : shown(value);
  const take = (event) => {
    const typed = event.currentTarget.value.trim();
    if (typed === "") return set(undefined);
    if (table && Number.isFinite(Number(typed))) return set(Number(typed));
    if (/^[[{]/.test(typed)) {
      try { return set(JSON.parse(typed)); } catch { return set(typed); }
    }
    const parts = typed.split(",").map((part) => part.trim()).filter(Boolean);
    set(list || (table && parts.length > 1) ? parts : typed);
  };
  return html`<input id=${id} type="text" value=${text} placeholder=${shown(about.default)} onChange=${take} />`;
}

/** The control of one parameter; `set(undefined)` means without change. */
export function Parameter({ id, about, value, set, fault }) {
  const label = words(about.path);
  let field;
  if (about.type === "switch") {
    field = html`<input id=${id} type="checkbox" checked=${value ?? about.default ?? false} onChange=${(event) => set(event.currentTarget.checked)} />`;
  } else if (about.choices) {
    field = html`<select id=${id} value=${value ?? about.default ?? ""} onChange=${(event) => set(event.currentTarget.value || undefined)}>
      ${(about.default === null || about.default === undefined) && html`<option value="">absent</option>`}
      ${about.choices.map((choice) => html`<option value=${choice}>${choice}</option>`)}
    </select>`;
  } else if (about.type === "number" || about.type === "whole") {
    field = html`<${NumberField} id=${id} about=${about} value=${value} set=${set} />`;
  } else {
    field = html`<${TextField} id=${id} about=${about} value=${value} set=${set} />`;
  }
  return html`<div class=${fault ? "parameter faulty" : "parameter"}>
    <label for=${id}>${label}${about.unit && !["-", "text", "yes or no"].includes(about.unit) ? html` <small>${about.unit}</small>` : ""}</label>
    ${field}
    <${About} label=${label} rows=${facts(about)} />
    ${fault && html`<p class="fault" role="alert">${fault}</p>`}
  </div>`;
}
