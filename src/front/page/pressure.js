// Pressure, as a clinic would have it live, and what its alarm is worth.

import { html } from "htm/preact";
import { half, number, scaled, times } from "./format.js";
import { Figure, Missing } from "./figure.js";
import { LETTERS, measure, result } from "./state.js";

const ALARM = [
  ["pressure_alarm_lead_weeks", "Lead time before burnout"],
  ["pressure_alarm_warned_fraction", "Warned in time"],
  ["pressure_alarm_false_fraction", "False alarms"],
  ["pressure_alarm_weeks_fraction", "Weeks with the alarm on"],
];

function Alarm() {
  const rows = ALARM.map(([name, label]) => [label, measure(name)]).filter(([, found]) => found);
  if (rows.length === 0) return null;
  return html`<section class="alarm" aria-labelledby="alarm"><p id="alarm">What the alarm of pressure is worth</p>
    <dl class="cards">${rows.map(([label, found]) => {
      const { factor, unit } = scaled(found);
      return html`<div key=${label}><dt>${label} <small>${unit}</small></dt>
        ${found.arms.map((one, index) => html`<dd class=${`arm-${index}`}><b>${LETTERS[index]}</b> ${one?.mean === null || one?.mean === undefined ? "no case" : `${number(times(one.mean, factor), times(one.half_width, factor))} ${half(times(one.mean, factor), times(one.half_width, factor))}`}</dd>`)}
      </div>`;
    })}</dl></section>`;
}

export function Pressure() {
  const { pressure } = result.value.figures;
  if (!pressure) return html`<h2>Pressure</h2><${Alarm} /><${Missing} name="pressure">This scenario does not watch its pressure. The baseline does.<//>`;
  return html`<${Alarm} /><${Figure} figure=${pressure} name="pressure" main />`;
}
