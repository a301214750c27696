// Made-up figures of all forms, with what makes drawings fail: one scenario and five, gaps, long names, many rows. They
// stand in for the program's own while drawings are worked on, and while the style texts of charts are taken down.

let state = 7;
const random = () => { state = (state * 1103515245 + 12345) % 2147483648; return state / 2147483648; };
const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-9)) * Math.cos(2 * Math.PI * random());
const NAMES = ["Now", "Second medical assistant", "Inbox triage by nurses", "Ganzjährige Wiederholungsrezepte mit Medikationsüberprüfung", "Resilience app"];

function figure(id, title, count, form, more = {}) {
  return {
    id, title, note: "Dots are mean differences from the baseline over paired runs.", alternative: `${title}. The table holds every number.`,
    foot: "30 replications, seed 1, 95 % intervals; chance only", command: "cliniq compare workshop.toml second-ma.toml --seed 1",
    scenarios: NAMES.slice(0, count).map((name) => ({ name })), form, table: { columns: ["measure", "scenario", "mean", "low", "high"], rows: [["Evening, \"pajama\" time", "B", -31.2, -38, -24], ["Open messages", "B", null, null, null]] }, ...more,
  };
}

const MEASURES = [
  ["evenings", "after_hours", "After-hours work per clinician and day", "min", "lower"], ["evenings", "after_hours_95", "After-hours work, 95th percentile of days", "min", "lower"],
  ["patients", "wait", "Waiting time in the clinic", "min", "lower"], ["patients", "third_next", "Days to the third next free appointment", "days", "lower"],
  ["inbox", "backlog", "Messages open at the end of the day", "messages", "lower"], ["people", "burnout", "Clinicians with burnout", "%", "lower"], ["people", "turnover", "Departures in a year", "a year", "lower"],
  ["safety", "errors", "Prescribing errors that reach a patient", "per 1,000 visits", "lower"], ["money", "net", "Net value against the baseline, with all costs of the transition", "$ a year", "higher"],
];

function intervals(count, measures, { inputs = true } = {}) {
  return { kind: "intervals", rows: measures.map(([group, name, label, unit, better], r) => ({
    group, name, label, unit, better,
    marks: Array.from({ length: count - 1 }, (_, i) => {
      const scale = unit.startsWith("$") ? 12000 : [30, 44, 3, 1.4, 22, 6.5, 0.6, 0.18][r % 8];
      const mean = normal() * scale;
      const half = Math.abs(scale) * (0.2 + random() * 0.6);
      const clear = Math.abs(mean) > half;
      const good = (mean < 0) === (better === "lower");
      return { scenario: i + 1, mean, low: mean - half, high: mean + half, input_low: inputs ? mean - half * 1.7 : null, input_high: inputs ? mean + half * 1.6 : null, clear,
        words: clear ? `${mean < 0 ? "▼ lower" : "▲ higher"}: ${good ? "better" : "worse"}` : "no clear difference: about 120 more runs would tell" };
    }),
  })) };
}

function course(scenario, start, drift, noise, { gaps = false, name = "" } = {}) {
  const x = Array.from({ length: 78 }, (_, i) => i + 1);
  const mean = x.map((w) => (gaps && ((w > 20 && w < 29) || w === 40) || (gaps && (w === 39 || w === 41)) && w !== 40 ? null : start + drift * Math.max(0, w - 13) * (w < 40 ? 1 : 27 / (w - 13)) + normal() * noise * 0.3));
  const band = (k) => mean.map((m) => (m === null ? null : m + k * noise));
  return { scenario, name, x, mean, low50: band(-0.67), high50: band(0.67), low95: band(-1.96), high95: band(1.96) };
}

function courses(count, panels, marks) {
  return { kind: "courses", x: { label: "week", unit: "" }, panels: panels.map(([label, unit, start, drift, noise, zero], p) => ({
    label, unit, zero, series: Array.from({ length: count }, (_, s) => course(s, start, drift * (s === 0 ? 0.15 : s * 0.6), noise, { gaps: p === 1 && s === 1 })),
  })), marks };
}

const sorted = (n, mean, spread) => Array.from({ length: n }, () => mean + normal() * spread).sort((a, b) => a - b);
const LAYERS = ["Prescriber's own check", "Decision support alerts", "Pharmacist", "Nurse or patient"];

function cheese(scenario, came, rates) {
  let left = came;
  const layers = rates.map((rate, i) => { const layer = { name: LAYERS[i], came: left, caught: left * rate, half_width: left * 0.03 }; left -= layer.caught; return layer; });
  return { scenario, came, layers, passed: left };
}

const STEPS = [["Visits and revenue before", 412000, true], ["More visits seen", 58200], ["Cost of the second medical assistant (wages, benefits, training)", -61400], ["Fewer departures", 24100], ["Less overtime", 9300], ["Net", 442200, true]];

function waterfall(scenario, k = 1) {
  return { scenario, steps: STEPS.map(([label, value, total]) => ({ label, value: value * (total ? 1 : k), low: total ? null : value * k - 8000, high: total ? null : value * k + 8000, total: Boolean(total) })) };
}

function person(name, role, team, shift, { away = false } = {}) {
  const pieces = [];
  let at = 8 * 60 + random() * 10;
  const add = (minutes, letter, what, kase, home = false, ticks = []) => { pieces.push({ from: at, until: at + minutes, letter, what, case: kase, home, ticks }); at += minutes; };
  if (!away) {
    add(10, "H", "huddle", 0);
    for (let i = 0; i < 16 && at < 17 * 60; i += 1) {
      const kase = 1 + ((shift * 17 + i * 3) % 60);
      at += random() * 6;
      if (at > 12 * 60 && at < 12 * 60 + 25) add(30, "L", "lunch", 0);
      add(12 + random() * 12, role === "nurses" ? "M" : "V", role === "nurses" ? "message" : "visit", kase, false, random() > 0.6 ? [at + 4] : []);
      add(3 + random() * 6, "N", "note", kase);
      if (random() > 0.5) add(2 + random() * 2, "O", "order", kase);
      if (random() > 0.75) add(5, "R", "renewal", kase + 60);
      if (random() > 0.9) add(14, "P", "prior authorisation", kase + 90);
      if (random() > 0.9) add(8, "A", "other", 0);
    }
    if (role === "physicians") { at = 19 * 60 + 30 + random() * 60; for (let i = 0; i < 6; i += 1) add(8 + random() * 10, i % 3 ? "N" : "M", i % 3 ? "note" : "message", 1 + ((shift * 17 + i * 3) % 60), true); }
  }
  return { name, role, team, away, pieces };
}

function world(scenario) {
  const people = [person("physicians-1", "physicians", "Team Linden", 0), person("physicians-2", "physicians", "Team Linden", 1), person("medical_assistants-1", "medical_assistants", "Team Linden", 2), person("nurses-1", "nurses", "Team Linden", 3),
    person("physicians-3", "physicians", "Team Ahorn", 4, { away: true }), person("physicians-4", "physicians", "Team Ahorn", 5), person("nurses-2", "nurses", "Team Ahorn", 6), person("clerks-1", "clerks", "", 7)];
  const steps = (top) => { let n = 0; return Array.from({ length: 50 }, (_, i) => { n = Math.max(0, Math.min(top, n + (random() > 0.5 ? 1 : -1) + (i < 25 ? 0.4 : -0.5))); return [8 * 60 + i * 11, i === 49 ? 0 : Math.round(n)]; }); };
  return { scenario, people, rooms: steps(6), all_rooms: 6, inbox: [[360, 12], ...steps(30).map(([m, n]) => [m, n + 8])], waiting: steps(5), after_hours_minutes: 287.4 - scenario * 61 };
}

const lanes = (worlds) => ({ kind: "lanes", day: "Tuesday of week 12", rule: "the median of after-hours minutes of all days", from: 360, until: 1440, evening_from: 1080, worlds: worlds.map(world) });
const inputs = (n) => Array.from({ length: n }, (_, i) => ["Minutes for a note", "Share of messages that need a clinician", "Interruptions an hour", "Erholungszeit nach Wiederholungsrezeptbearbeitung", "No-show share", "Effect of after-hours work on exhaustion"][i % 6] + (i > 5 ? ` (${i})` : ""));

function heatMap(nx, ny, gaps) {
  const xs = Array.from({ length: nx }, (_, i) => i + 1);
  const ys = Array.from({ length: ny }, (_, i) => 8 + i * 2);
  return { kind: "heat", x: { label: "medical assistants", unit: "" }, y: { label: "visits a day and clinician", unit: "" }, z: { label: "after-hours work", unit: "min a day" }, xs, ys,
    values: ys.map((y, j) => xs.map((x, i) => (gaps && i === 2 && j === 1 ? null : Math.max(0, 6 * y - 14 * x + 3 * Math.sin(i + j))))), chosen: [Math.min(2, nx - 1), Math.min(3, ny - 1)] };
}

function race(n) {
  return { kind: "frontier", x: { label: "cost a year", unit: "$" }, y: { label: "clinicians with burnout", unit: "%" }, points: Array.from({ length: n }, (_, i) => {
    const x = random() * 90000; const y = 44 - x / 4500 + random() * 16; return { label: n > 20 ? `portfolio ${i + 1}` : ["none", "second assistant", "inbox triage", "renewal", "Teambesprechung und Wiederholungsrezepte", "scribes", "app", "part-time"][i % 8], x, x_low: x - 4000, x_high: x + 4000, y, y_low: y - 2.4, y_high: y + 2.4, frontier: y < 46.5 - x / 4500, survives: y < 50 - x / 4500, breaks: i % 9 === 6 };
  }) };
}

function trial(clusters, periods, { column = (p) => String(p + 1), name = (c) => `Clinic ${c + 1}`, scale = 48, transition = 1, seen = true } = {}) {
  const rows = Array.from({ length: clusters }, (_, c) => {
    const crossing = 1 + Math.floor((c * (periods - 1 - transition)) / clusters);
    const level = scale * (1 + normal() * 0.15);
    return { label: name(c), cells: Array.from({ length: periods }, (_, p) => {
      const unseen = (c % 5 === 3 && p < 1) || (c % 7 === 4 && p > periods - 3);
      const state = unseen ? "unseen" : p < crossing ? "before" : p < crossing + transition ? "transition" : "after";
      const value = !seen || unseen || (c === 1 && p === periods - 1) ? null : level * (state === "after" ? 0.72 : state === "transition" ? 1.06 : 1) + normal() * scale * 0.05;
      return { state, value };
    }) };
  });
  return { kind: "grid", x: { label: "period", unit: "" }, y: { label: "clinic", unit: "" }, z: { label: "after-hours work", unit: "min a day and clinician" }, columns: Array.from({ length: periods }, (_, p) => column(p)), rows };
}

const PANELS = [["Clinicians with burnout", "%", 32, 0.12, 2.4, false], ["After-hours work per clinician and day", "min", 64, -0.7, 6, true], ["Messages open", "messages", 140, 2.2, 18, true], ["Days to third next appointment", "days", 9, 0.02, 1.3, true], ["Burnout of nurses", "%", 28, 0.05, 3, false]];
const MARKS = [{ scenario: 1, label: "Second medical assistant", from: 13, full: 17, until: null }, { scenario: 2, label: "Inbox triage", from: 20, full: null, until: 60 }, { scenario: null, label: "summary begins", from: 27, full: null, until: null }];

/** Every figure of the sample. */
export function sampleFigures() {
  return [
    figure("differences", "Evenings shrink by 31 minutes [24, 38] with a second medical assistant", 2, intervals(2, MEASURES)),
    figure("differences-five", "Only triage shortens the wait clearly", 5, intervals(5, MEASURES.slice(0, 5), { inputs: false })),
    figure("courses", "Burnout rises less from week 13 on", 3, courses(3, PANELS, MARKS)),
    figure("course-one", "The baseline stands still", 1, courses(1, PANELS.slice(0, 1), [])),
    figure("courses-named", "Nurses tire first", 1, { ...courses(1, [], []), panels: [{ label: "Burnout by role", unit: "%", zero: true, series: ["physicians", "nurses", "medizinische Fachangestellte"].map((name, i) => course(0, 24 + i * 6, 0.05, 2, { name })) }] }),
    figure("courses-five", "Five ways through the year", 5, courses(5, PANELS.slice(0, 2), MARKS)),
    figure("spreads", "Evenings vary more between runs than they differ between arms", 3, { kind: "spreads", panels: PANELS.slice(0, 4).map(([label, unit, start, , noise]) => ({ label, unit, series: [0, 1, 2].map((s) => ({ scenario: s, values: sorted(s === 1 ? 30 : 100, start - s * noise * 0.7, noise) })) })) }),
    figure("slices", "Two more of a hundred errors are caught", 3, { kind: "slices", unit: "errors a month", rows: [cheese(0, 104, [0.55, 0.3, 0.6, 0.2]), cheese(1, 98, [0.62, 0.31, 0.6, 0.35])] }),
    figure("steps", "The second assistant pays for herself within the year", 3, { kind: "steps", unit: "$ a year", rows: [waterfall(1), waterfall(2, 0.6)] }),
    figure("lorenz", "A fifth of the clinicians bear two fifths of the evening work", 3, { kind: "lorenz", x: { label: "after-hours work", unit: "min a day" }, rows: [0, 1, 2].map((s) => ({ scenario: s, values: Array.from({ length: 24 }, () => Math.exp(normal() * (0.7 - s * 0.15)) * 40).sort((a, b) => a - b), gini: 0.38 - s * 0.07 })) }),
    figure("tornado", "Minutes for a note move evenings most", 1, { kind: "tornado", x: { label: "after-hours work", unit: "min a day" }, center: 64, rows: inputs(6).map((label, i) => ({ label, low_label: `${2 + i} min`, high_label: `${9 + i} min`, low: 64 - (24 - i * 3.7) * (i === 2 ? -1 : 1), high: 64 + (31 - i * 5) * (i === 2 ? -1 : 1) })) }),
    figure("bars", "Notes and messages explain most of the variance", 1, { kind: "bars", x: { label: "Sobol' index", unit: "" }, series: ["first order", "total"], rows: inputs(6).map((label, i) => ({ label, values: [[0.42 / (i + 1), Math.max(0, 0.42 / (i + 1) - 0.06), 0.42 / (i + 1) + 0.06], i === 4 ? null : [0.5 / (i + 1), 0.5 / (i + 1) - 0.07, 0.5 / (i + 1) + 0.07]] })) }),
    figure("bars-forty", "Forty inputs, few matter", 1, { kind: "bars", x: { label: "PRCC", unit: "" }, series: ["PRCC"], rows: inputs(40).map((label, i) => ({ label, values: [[Math.cos(i) * 0.8 / (1 + i / 9), Math.cos(i) * 0.8 / (1 + i / 9) - 0.08, Math.cos(i) * 0.8 / (1 + i / 9) + 0.08]] })) }),
    figure("heat", "More than three assistants add little", 1, heatMap(6, 6, false)),
    figure("heat-gaps", "A fine grid", 1, heatMap(24, 12, true)),
    figure("grid", "Eight clinics cross over, one every four weeks", 2, trial(8, 9, { column: (p) => `weeks ${p * 4 + 1} to ${p * 4 + 4}`, name: (c) => ["Linden", "Ahorn", "Medizinisches Versorgungszentrum am Stadtpark Nord", "Birke", "Esche", "Ulme", "Medizinisches Versorgungszentrum am Stadtpark Süd", "Kiefer"][c] })),
    figure("grid-forty", "Forty clinics in thirty periods", 2, trial(40, 30, { transition: 2 })),
    figure("grid-design", "Who crosses over when", 2, trial(6, 7, { seen: false })),
    figure("grid-money", "Before and after in two groups", 2, trial(12, 2, { column: (p) => ["before", "after"][p], scale: -84000, transition: 0 })),
    figure("frontier", "Triage and renewal cost least for what they give", 1, race(8)),
    figure("frontier-forty", "Four of forty portfolios stay on the frontier", 1, race(40)),
    figure("day", "The second assistant ends the evening an hour earlier", 2, lanes([0, 1])),
  ];
}
