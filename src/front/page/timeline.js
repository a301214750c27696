// When each intervention begins, works in full and ends: handles to drag, and the same numbers to type.

import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { ofGround } from "./ground.js";
import { ofBase } from "./interventions.js";
import { active, arm, arms, change, ground } from "./state.js";
import { interventions, kindOf, put } from "./tree.js";

const USUAL_WEEKS = 78;

/** The measured weeks of a run: the longest of all scenarios. */
export function weeks() {
  const told = ground.value?.parameters.find((one) => one.path === "run.weeks")?.value;
  const usual = typeof told === "number" ? told : USUAL_WEEKS;
  return Math.max(...arms.value.map(({ changes }) => (typeof changes.run?.weeks === "number" ? changes.run.weeks : usual)));
}

const dates = (table) => {
  const start = table.rollout?.start_week ?? 0;
  return { start, ramp: table.rollout?.ramp_weeks ?? 0, end: typeof table.rollout?.end_week === "number" ? table.rollout.end_week : null };
};

const FIELD = { start: "start_week", ramp: "ramp_weeks", end: "end_week" };

/** Of an intervention of the base, what is not said is as there: so the usual is said. */
const USUAL = { start: 0, ramp: 0, end: "none" };

function set(name, which, wanted, based) {
  const value = wanted === undefined && based ? USUAL[which] : wanted;
  change(`when ${name} ${which}`, (one) => ({ changes: put(one.changes, ["interventions", name, "rollout", FIELD[which]], value) }));
}

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** Moves a handle to a week, within what has sense. */
function move({ name, based }, when, which, week, all) {
  if (which === "start") {
    const start = clamp(week, 0, when.end === null ? all : Math.max(0, when.end - 1));
    set(name, "start", start === 0 ? undefined : start, based);
  } else if (which === "ramp") {
    const ramp = clamp(week - when.start, 0, all - when.start);
    set(name, "ramp", ramp === 0 ? undefined : ramp, based);
  } else {
    set(name, "end", week >= all ? undefined : clamp(week, when.start + 1, all), based);
  }
}

const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -4, PageUp: 4 };
const TITLES = { start: "begins", ramp: "works in full", end: "ends" };

function Handle({ name, based, when, which, all, track }) {
  const row = { name, based };
  const week = which === "start" ? when.start : which === "ramp" ? when.start + when.ramp : when.end ?? all;
  const key = (event) => {
    const step = STEPS[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? all : step ? week + step : null;
    if (to === null) return;
    event.preventDefault();
    move(row, when, which, to, all);
  };
  const drag = (event) => {
    if (event.buttons !== 1) return;
    const box = track.current.getBoundingClientRect();
    move(row, when, which, Math.round(((event.clientX - box.left) / box.width) * all), all);
  };
  const spoken = which === "end" && when.end === null ? "stays" : `week ${week}`;
  return html`<span class=${`handle ${which}`} role="slider" tabindex="0" aria-label=${`${name.replaceAll("_", " ")} ${TITLES[which]}`}
    aria-valuemin="0" aria-valuemax=${all} aria-valuenow=${week} aria-valuetext=${spoken} title=${`${TITLES[which]}: ${spoken}`}
    style=${{ left: `${(week / all) * 100}%` }} onKeyDown=${key}
    onPointerDown=${(event) => { event.preventDefault(); event.currentTarget.focus(); event.currentTarget.setPointerCapture(event.pointerId); }} onPointerMove=${drag}></span>`;
}

function WeekField({ name, based, which, value, all }) {
  const label = { start: "Start week", ramp: "Ramp weeks", end: "End week" }[which];
  return html`<label>${label}<input type="number" min="0" max=${all} step="1" data-testid=${`timeline-${name}-${which}`} value=${value ?? ""}
    placeholder=${which === "end" ? "stays" : "0"} onInput=${(event) => {
      const text = event.currentTarget.value;
      const typed = Math.round(Number(text));
      const read = which === "start" ? clamp(typed, 0, all) : typed;
      if (text !== "" && Number.isFinite(typed) && read !== typed) event.currentTarget.value = read;
      if (text === "" || (read === 0 && which !== "end")) set(name, which, undefined, based);
      else if (Number.isFinite(read) && read >= 0) set(name, which, read, based);
    }} /></label>`;
}

function Row({ name, table, based, all }) {
  const track = useRef(null);
  const when = dates(table);
  const drawn = { ...when, start: clamp(when.start, 0, all) };
  const end = Math.min(when.end ?? all, all);
  const full = Math.min(drawn.start + when.ramp, end);
  const part = (from, until) => ({ left: `${(from / all) * 100}%`, width: `${(Math.max(0, until - from) / all) * 100}%` });
  return html`<li>
    <h4>${name.replaceAll("_", " ")}</h4>
    <div class="track" ref=${track}>
      <span class="ramp" style=${part(drawn.start, full)}></span>
      <span class="full" style=${part(full, end)}></span>
      ${["start", "ramp", "end"].map((which) => html`<${Handle} key=${which} name=${name} based=${based} when=${drawn} which=${which} all=${all} track=${track} />`)}
    </div>
    <div class="fields">
      ${["start", "ramp", "end"].map((which) => html`<${WeekField} key=${which} name=${name} based=${based} which=${which} value=${when[which]} all=${all} />`)}
    </div>
    ${when.start >= all && html`<p class="quiet" role="status">${when.start > all ? `It begins in week ${when.start}, beyond` : "It begins at"} the end of the run, week ${all}: nothing of it is seen.</p>`}
  </li>`;
}

export function Timeline() {
  const all = weeks();
  const own = interventions(arm.value.changes);
  const away = new Set(own.filter(([, table]) => !table).map(([name]) => name));
  const mine = own.filter(([, table]) => table && kindOf(table)).map(([name, table]) => ({ name, table, based: false }));
  const based = ofGround().filter(([name]) => !away.has(name) && !mine.some((one) => one.name === name)).map(([name]) => ({ name, table: ofBase(name), based: true }));
  const rows = [...based, ...mine];
  if (rows.length === 0) return null;
  const ticks = [0, Math.round(all / 3), Math.round((2 * all) / 3), all];
  return html`<section class=${`block timeline arm-${active.value}`}>
    <h3>When</h3>
    <p class="quiet">Weeks of the measured time, 0 to ${all}. Drag the handles, or type; arrow keys move by a week.</p>
    <div class="scale" aria-hidden="true">${ticks.map((week) => html`<span key=${week}>${week}</span>`)}</div>
    <ul>${rows.map((row) => html`<${Row} key=${row.name} ...${row} all=${all} />`)}</ul>
  </section>`;
}
