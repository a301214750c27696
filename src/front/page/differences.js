// The differences from the baseline: the finding as a sentence, a row for each measure, and one measure looked at closer.

import { html } from "htm/preact";
import { useMemo } from "preact/hooks";
import { Figure, Missing } from "./figure.js";
import { handing } from "./focus.js";
import { half, number, scaled, times } from "./format.js";
import { LETTERS, active, chosen, compared, finding, measure, result, sent, sorting, three, unchanged } from "./state.js";
import { Answer } from "./guess.js";

const SORTS = [["group", "by group"], ["size", "by size"], ["worst", "worst first"]];

/** How far a row moves, beside its baseline. */
function size(row, measures) {
  const baseline = Math.abs(measures.get(row.name)?.arms[0]?.mean ?? 0);
  const far = Math.max(0, ...row.marks.map((mark) => Math.abs(mark.mean)));
  return baseline > 0 ? far / baseline : far > 0 ? 1e9 : 0;
}

/** How far a row moves the wrong way; clear news first. */
function harm(row, measures, scenario) {
  const mark = row.marks.find((one) => one.scenario === scenario) ?? row.marks[0];
  if (!mark || row.better === "neither") return 0;
  const worse = (mark.mean > 0) === (row.better === "lower") ? 1 : -1;
  return worse * size({ ...row, marks: [mark] }, measures) * (mark.clear ? 1 : 0.01);
}

/** The figure with its rows in the order that the reader asked for. */
function sorted(figure, order, measures, scenario) {
  if (order === "group") return figure;
  const key = order === "size" ? (row) => size(row, measures) : (row) => harm(row, measures, scenario);
  const rows = [...figure.form.rows].sort((a, b) => key(b) - key(a)).map((row) => ({ ...row, group: "" }));
  return { ...figure, form: { ...figure.form, rows } };
}

/** Makes the rows of the drawing lead to their measure: the row whose label is nearest to the pointer. */
function clickable(rows) {
  const called = new Map(rows.flatMap((row) => [[squeezed(row.unit ? `${row.label} (${row.unit})` : row.label), row.name], [squeezed(row.label), row.name]]));
  return (drawn) => {
    drawn.classList.add("clickable");
    drawn.addEventListener("click", (event) => {
      const picture = event.target.closest("svg");
      if (!picture) return;
      let nearest = null;
      for (const text of picture.querySelectorAll("text")) {
        const name = called.get(squeezed(text.textContent));
        if (!name) continue;
        const box = text.getBoundingClientRect();
        const far = Math.abs(event.clientY - (box.top + box.bottom) / 2);
        if (!nearest || far < nearest.far) nearest = { name, far };
      }
      if (nearest) chosen.value = nearest.name;
    });
  };
}

const squeezed = (text) => text.replace(/[\s…-]+/g, "");

function only(figure, label) {
  const panels = figure?.form.panels.filter((one) => one.label === label || one.label.startsWith(`${label} `) || one.label.startsWith(`${label},`)) ?? [];
  return panels.length > 0 ? { ...figure, form: { ...figure.form, panels } } : null;
}

function Closer() {
  const { figures, measures } = result.value;
  const rows = figures.differences.form.rows;
  const name = chosen.value;
  const known = measures.find((one) => one.name === name);
  const course = known && only(figures.courses, known.label);
  const spread = known && only(figures.spreads, known.label);
  return html`<section class="closer" aria-labelledby="closer">
    <div class="line"><h3 id="closer">Look closer</h3>
      <label>Course and distribution of <select value=${name ?? ""} onChange=${(event) => { chosen.value = event.currentTarget.value || null; }}>
        <option value="">choose, or click a row above</option>
        ${rows.map((row) => html`<option key=${row.name} value=${row.name}>${row.label}</option>`)}
      </select></label>
      ${name && html`<button type="button" class="small quiet" onClick=${handing(() => { chosen.value = null; }, ".closer select")}>Close</button>`}</div>
    ${known && html`<p><strong>${known.label}</strong>${known.unit ? `, ${known.unit}` : ""}${known.per ? ` per ${known.per}` : ""}: ${known.differences[compared.value]?.words ?? "baseline"}${known.differences[compared.value]?.grade ? `; rests on: ${known.differences[compared.value].grade}` : ""}.</p>`}
    ${known && html`<div class="pair">
      ${course && html`<${Figure} key=${`course ${name}`} figure=${course} name="course" heading=${false} />`}
      ${spread && html`<${Figure} key=${`spread ${name}`} figure=${spread} name="spread" heading=${false} />`}
    </div>`}
    ${known && !(course && spread) && html`<p class="quiet">${course ? "No distribution" : spread ? "No course over time" : "Neither course nor distribution"} of this measure is kept.</p>`}
  </section>`;
}

/** Where the baseline stands, as long as there is nothing to compare. */
function Levels() {
  return html`<dl class="cards">${three.value.map((name) => measure(name)).filter(Boolean).map((one) => {
    const { factor, unit } = scaled(one);
    return html`<div key=${one.name}><dt>${one.label} <small>${unit}</small></dt><dd>${number(times(one.arms[0]?.mean, factor), times(one.arms[0]?.half_width, factor))} <small>${half(times(one.arms[0]?.mean, factor), times(one.arms[0]?.half_width, factor))}</small></dd></div>`;
  })}</dl>`;
}

export function Differences() {
  const { figures, measures } = result.value;
  const { first, others } = finding.value;
  const figure = figures.differences;
  const scenario = compared.value;
  const byName = useMemo(() => new Map(measures.map((one) => [one.name, one])), [measures]);
  const ordered = useMemo(() => figure && sorted(figure, sorting.value, byName, scenario), [figure, sorting.value, scenario]);
  if (unchanged.value || (!figure && sent.value.length < 2)) {
    return html`<${Missing} name="differences"><h2>${LETTERS[Math.max(1, active.value)]} is the same as A so far</h2><p>Move a knob, switch something on, or choose one of the what-ifs: the difference from the pinned baseline appears here.</p><//><${Answer} />
      <h3>The clinic as it is</h3><${Levels} />
      ${(unchanged.value ? others : [first]).filter(Boolean).map((sentence) => html`<p class="quiet">${sentence}</p>`)}`;
  }
  if (!figure) return html`<${Missing} name="differences"><h2>The first difference is on its way</h2><p>It shows after four runs of each scenario.</p><//>`;
  return html`<div class="found"><h2 class="headline">${first || figure.title}</h2><${Answer} />
    ${others.length > 0 && html`<ul class="sentences">${others.map((sentence) => html`<li>${sentence}</li>`)}</ul>`}</div>
    <div class="choices" role="group" aria-label="Order of the rows"><span>Rows</span>
      ${SORTS.map(([name, title]) => html`<label key=${name}><input type="radio" name="sorting" value=${name} checked=${sorting.value === name} onChange=${() => { sorting.value = name; }} /> ${title}</label>`)}
    </div>
    <${Figure} figure=${figure} shown=${ordered} name="differences" heading=${false} after=${clickable(figure.form.rows)} />
    <${Closer} />`;
}
