// Guess first: results stay hidden until the room has said what it expects.

import { html } from "htm/preact";
import { focusSoon, handing } from "./focus.js";
import { number, scaled, signed, times } from "./format.js";
import { active, arm, compared, guess, measure, nameAt, result, stale } from "./state.js";

const DIRECTIONS = [["lower", "▼ It falls"], ["same", "= No clear difference"], ["higher", "▲ It rises"]];

/** Hides the results and asks. */
export function hide() {
  guess.value = { ...guess.value, hidden: true, revealed: false, direction: "", amount: "" };
  focusSoon(".guessing");
}

export function reveal() {
  guess.value = { ...guess.value, hidden: false, revealed: true };
  focusSoon(".stage", "#view");
}

const set = (part) => { guess.value = { ...guess.value, ...part }; };

/** The measures that can be guessed: those of the differences. */
function guessable() {
  const rows = result.value?.figures.differences?.form.rows;
  const own = { name: guess.value.measure, label: measure(guess.value.measure)?.label ?? "Minutes worked after hours" };
  const all = rows?.map(({ name, label }) => ({ name, label })) ?? [];
  return all.some((one) => one.name === own.name) ? all : [own, ...all];
}

function Question() {
  const known = measure(guess.value.measure);
  const { factor, unit, gapUnit } = scaled(known);
  const question = arm.value.notes.question;
  return html`<section class="guessing" tabindex="-1" aria-labelledby="guess-title">
    <h2 id="guess-title">${question || `What will “${active.value > 0 ? arm.value.name : nameAt(compared.value)}” change?`}</h2>
    <p>The answer is hidden until the room has guessed.</p>
    <label>What do we guess? <select value=${guess.value.measure} onChange=${(event) => set({ measure: event.currentTarget.value })}>
      ${guessable().map((one) => html`<option key=${one.name} value=${one.name}>${one.label}</option>`)}</select></label>
    <fieldset class="directions"><legend>Which way?</legend>
      ${DIRECTIONS.map(([name, title]) => html`<label key=${name}><input type="radio" name="direction" checked=${guess.value.direction === name} onChange=${() => set({ direction: name })} /> ${title}</label>`)}
    </fieldset>
    <label>By how much? <input type="number" step="any" data-testid="guess" value=${guess.value.amount} onInput=${(event) => set({ amount: event.currentTarget.value })} /> ${gapUnit}${known ? html`<small> now ${number(times(known.arms[0]?.mean, factor))}${unit === "%" ? " %" : ""}</small>` : ""}</label>
    <button type="button" class="main" data-testid="reveal" onClick=${reveal}>Show the answer</button>
  </section>`;
}

/** What is seen of a result while the room still guesses. */
export function Weighed({ children, always = false }) {
  return guess.value.hidden && !always ? html`<${Question} />` : children;
}

/** What the room guessed, as words. */
function words() {
  const direction = DIRECTIONS.find(([name]) => name === guess.value.direction)?.[1].slice(2).toLowerCase() ?? "";
  const { amount } = guess.value;
  if (!direction && amount === "") return null;
  return [direction, amount === "" ? "" : amount].filter(Boolean).join(", ");
}

/** Guess beside answer. */
export function Answer() {
  if (!guess.value.revealed) return null;
  const said = words();
  const known = measure(guess.value.measure);
  const gap = known?.differences?.[compared.value];
  if (!said || !known) return null;
  const { factor, gapUnit } = scaled(known);
  return html`<div class="answer"><dl>
    <div><dt>The room guessed</dt><dd>${said} ${guess.value.amount === "" ? "" : gapUnit}</dd></div>
    <div><dt>${known.label}</dt><dd>${gap ? html`${signed(times(gap.mean, factor), times(gap.half_width, factor), 1)} ${gapUnit} <small>[${number(times(gap.half_width === null ? null : gap.mean - gap.half_width, factor), times(gap.half_width, factor), 1)}, ${number(times(gap.half_width === null ? null : gap.mean + gap.half_width, factor), times(gap.half_width, factor), 1)}]</small> ${gap.words}` : stale.value ? "coming" : "no difference to see"}</dd></div>
    </dl><button type="button" class="small quiet" onClick=${handing(() => set({ revealed: false }), ".stage", "#view")} aria-label="Close guess and answer">Close</button>
  </div>`;
}
