// A day in the clinic as lanes, and its replay. The same patients are linked in both worlds.

import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { drawLanes } from "../draw/index.js";
import { post } from "./channel.js";
import { handing } from "./focus.js";
import { FigureTable, useWidth } from "./figure.js";
import { active, arms, base, presenting, seed } from "./state.js";
import { same } from "./tree.js";

/** Simulated minutes a second. */
const SPEEDS = [["slow", 15], ["fast", 60]];
const JUMP_MINUTES = 15;
/** Which day is looked at; kept while another view is open. */
const kind = signal("typical");
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(Math.floor(minute % 60)).padStart(2, "0")}`;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The two worlds that are shown: the baseline, and the active scenario if it differs. */
function worlds() {
  const all = arms.value;
  const index = active.value > 0 ? active.value : all.length - 1;
  const pair = index > 0 && !same(all[index].changes, all[0].changes) ? [0, index] : [0];
  return { indices: pair, arms: pair.map((place) => all[place]) };
}

/**
 * Gives the scenarios of a day their names, and the letters and colours that they have on the page now. While the day is of
 * older settings, the names are those that were asked; who is no longer there keeps the place of then.
 */
function lettered({ figure, asked, indices, old }, shown) {
  const scenarios = arms.value.map(({ name }) => ({ name }));
  const places = asked.map((name, place) => {
    if (!old) return shown.indices[place] ?? place;
    const now = arms.value.findIndex((one) => one.name === name);
    return now >= 0 ? now : indices[place];
  });
  asked.forEach((name, place) => { scenarios[places[place]] = { name }; });
  for (let index = 0; index < scenarios.length; index += 1) scenarios[index] ??= { name: "" };
  const form = { ...figure.form, worlds: figure.form.worlds.map((world) => ({ ...world, scenario: places[world.scenario] ?? world.scenario })) };
  return { ...figure, scenarios, form };
}

function useDay(day) {
  const [state, setState] = useState({ told: null, days: [], fault: null, key: null });
  const shown = worlds();
  const asked = JSON.stringify({ base: base.value, seed: seed.value, arms: shown.arms.map(({ name, changes }) => ({ name, changes })), day });
  useEffect(() => {
    const stop = new AbortController();
    setState((before) => ({ ...before, fault: null }));
    const timer = setTimeout(() => post("/api/day", JSON.parse(asked), { signal: stop.signal })
      .then((told) => setState({ told: { figure: told.figure, asked: shown.arms.map(({ name }) => name), indices: shown.indices }, days: told.days ?? [], fault: null, key: asked }))
      .catch((fault) => { if (fault.name !== "AbortError") setState((before) => ({ ...before, fault: fault.message })); }), 200);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [asked]);
  const { told, days, fault, key } = state;
  const old = key !== asked;
  const names = arms.value.map(({ name }) => name).join("\n");
  const figure = useMemo(() => told && lettered({ ...told, old }, shown), [told, old, shown.indices.join(), names]);
  return { figure, days, fault, old };
}

function Lanes({ figure, now }) {
  const node = useRef(null);
  const drawn = useRef(null);
  const width = useWidth(node);
  const mode = presenting.value ? "present" : "page";
  useEffect(() => {
    if (!width) return;
    drawn.current = drawLanes(figure, { width, mode, now });
    node.current.replaceChildren(drawn.current);
  }, [figure, width, mode]);
  useEffect(() => { drawn.current?.update?.(now); }, [now]);
  return html`<div class="drawing lanes" ref=${node}></div>`;
}

/** When the first of all activities begins, and a little before. */
function first(figure) {
  const begins = figure?.form.worlds.flatMap((world) => world.people.flatMap((person) => person.pieces.slice(0, 1).map((piece) => piece.from))) ?? [];
  return begins.length > 0 ? Math.max(figure.form.from, Math.min(...begins) - JUMP_MINUTES) : null;
}

/** Time that goes on while it plays; null is the whole day. */
function useReplay(figure) {
  const [now, setNow] = useState(null);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(SPEEDS[0][1]);
  const from = figure?.form.from ?? 0;
  const until = figure?.form.until ?? 1440;
  useEffect(() => {
    if (!playing) return undefined;
    let last = performance.now();
    let owed = 0;
    let frame = requestAnimationFrame(function tick(time) {
      owed += ((time - last) / 1000) * speed;
      last = time;
      if (!still() || owed >= JUMP_MINUTES) {
        const step = owed;
        owed = 0;
        setNow((before) => Math.min(until, (before ?? from) + step));
      }
      frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, speed, from, until]);
  useEffect(() => { if (now !== null && now >= until) setPlaying(false); }, [now]);
  const toggle = () => {
    if (!playing && (now === null || now >= until)) setNow(first(figure) ?? from);
    setPlaying(!playing);
  };
  return { now, setNow, playing, setPlaying, toggle, speed, setSpeed, from, until };
}

function Controls({ replay }) {
  const { now, setNow, playing, setPlaying, toggle, speed, setSpeed, from, until } = replay;
  return html`<div class="replay" role="group" aria-label="Replay">
    <button type="button" data-testid="day-play" onClick=${toggle} aria-pressed=${playing ? "true" : "false"}>${playing ? "❚❚ Pause" : "▶ Play"}</button>
    <fieldset class="speeds"><legend class="hidden-words">Speed</legend>
      ${SPEEDS.map(([name, minutes]) => html`<label key=${name}><input type="radio" name="speed" checked=${speed === minutes} onChange=${() => setSpeed(minutes)} /> ${name}</label>`)}</fieldset>
    <label class="scrub"><span>Time</span><input type="range" data-testid="day-scrub" min=${from} max=${until} step="1" value=${now ?? until} aria-valuetext=${now === null ? "the whole day" : clock(now)}
      onInput=${(event) => { setPlaying(false); setNow(Number(event.currentTarget.value)); }} /></label>
    <output>${now === null ? "whole day" : clock(now)}</output>
    <button type="button" class="small quiet" disabled=${now === null} onClick=${handing(() => { setPlaying(false); setNow(null); }, '[data-testid="day-play"]')}>Whole day</button>
  </div>`;
}

const weekday = (code) => {
  const parts = /^w0*(\d+)\.\d(\w+)$/.exec(code);
  return parts ? `week ${parts[1]}, ${parts[2]}` : code;
};

function Choice({ day, setDay, days }) {
  const other = day !== "typical" && day !== "bad";
  return html`<div class="choices" role="group" aria-label="Which day">
    ${[["typical", "A typical day"], ["bad", "A bad day"]].map(([name, title]) => html`<label key=${name}><input type="radio" name="day" data-testid=${`day-kind-${name}`} checked=${day === name} onChange=${() => setDay(name)} /> ${title}</label>`)}
    <label>or <select value=${other ? day : ""} onChange=${(event) => setDay(event.currentTarget.value || "typical")}>
      <option value="">choose a day</option>${days.map((code) => html`<option key=${code} value=${code}>${weekday(code)}</option>`)}</select></label>
  </div>`;
}

export function Day() {
  const day = kind.value;
  const setDay = (name) => { kind.value = name; };
  const { figure, days, fault, old } = useDay(day);
  const replay = useReplay(figure);
  return html`<h2>${figure?.title ?? "A day in the clinic"}</h2>
    <${Choice} day=${day} setDay=${setDay} days=${days} />
    ${figure && html`<${Controls} replay=${replay} />`}
    ${fault && html`<p class="fault" role="alert">The day cannot be shown: ${fault}</p>`}
    ${!figure && !fault && html`<p class="empty">One moment: the day is being replayed from its events.</p>`}
    ${figure && html`<figure class=${`figure${old ? " stale" : ""}`} data-testid="figure-day" aria-label=${figure.title}>
      ${old && !fault && html`<p class="reason"><span aria-hidden="true">◌</span> This is the day of the settings before. The new one is coming.</p>`}
      ${figure.form.worlds.length < 2 && html`<p class="quiet">Change something to see the same day in both worlds.</p>`}
      <${Lanes} figure=${figure} now=${replay.now} />
      <figcaption>${figure.note && html`<p>${figure.note}</p>`}<p class="foot">${figure.foot}</p>
        <details class="numbers"><summary>The numbers</summary><${FigureTable} figure=${figure} /></details></figcaption>
    </figure>`}`;
}
