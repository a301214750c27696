// One channel to the server: questions go by POST, answers come as events. A question that is no longer the newest has
// no say; a lost channel is opened again, more and more patiently, and the question put anew.

import { computed, effect } from "@preact/signals";
import { renew } from "./offer.js";
import { asked, catalogue, connection, faults, finding, guess, notice, replications, result, run, spoken, stale } from "./state.js";

const DEBOUNCE_MS = 50;
const MOST_WAIT_MS = 10_000;
const MOST_CHANNELS = 200;

let source = null;
let id = null;
let question = 0;
let wait = 500;
/** Until a change is asked, and until the channel is opened again. */
let timer = 0;
let opening = 0;
/** The question that was sent last: `{number, stop, answered}`; what is answered is a fault or null. */
let posted = null;
let first = true;

/** JSON to the server and back; throws with the server's own words. */
export async function post(path, body, { text = false, signal } = {}) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
  if (answer.ok && text) return answer.text();
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  const fault = new Error(said.error ?? (said.faults ? said.faults.map((one) => one.text).join(" ") : `The server answered ${answer.status}.`));
  throw Object.assign(fault, { status: answer.status, faults: said.faults ?? null });
}

/** Why what stands is grey. */
const before = (why) => `These are results of the settings before, over ${result.peek().n} runs. ${why}`;

/** What is said of a result; nothing while the room still guesses. */
const spokenFinding = () => (guess.peek().hidden || !result.peek() ? "" : finding.peek().first);

/** What the runs depend on: notes are not among it. */
const runs = computed(() => JSON.stringify({ ...asked.value, arms: asked.value.arms.map(({ name, changes }) => ({ name, changes })) }));

/** Whether the server is away. */
const away = () => connection.peek() === "lost" || connection.peek() === "crowded";

/** Opens the channel and asks whenever the question changes. */
export function start() {
  open();
  effect(() => {
    runs.value;
    // From here on what still arrives is old, also before the new question is on its way.
    question += 1;
    run.value = { state: away() ? "waiting" : "asking", n: 0, wanted: replications.peek(), message: "" };
    if (result.peek()) stale.value = before(away() ? "New runs begin as soon as cliniq is back." : "New runs have begun.");
    clearTimeout(timer);
    timer = setTimeout(ask, DEBOUNCE_MS);
  });
}

function open() {
  clearTimeout(opening);
  source?.close();
  source = new EventSource("/api/live");
  source.addEventListener("hello", (event) => hello(JSON.parse(event.data)));
  source.addEventListener("state", (event) => told(JSON.parse(event.data)));
  source.addEventListener("result", (event) => stands(JSON.parse(event.data)));
  source.onerror = lost;
}

function hello({ id: mine, version }) {
  id = mine;
  wait = 500;
  const back = away();
  connection.value = "open";
  if (version || !first) renew(version);
  first = false;
  // What was stopped stays so.
  if (run.value.state === "stopped") return;
  if (back && result.value) stale.value = `These are the last results, over ${result.value.n} runs. The connection is back, and new runs have begun.`;
  ask();
}

async function lost() {
  source.close();
  posted?.stop.abort();
  id = null;
  connection.value = "lost";
  if (run.value.state !== "stopped") {
    run.value = { ...run.value, state: "waiting", message: "" };
    if (result.value) stale.value = "The connection to cliniq is lost. These are the last results.";
  }
  clearTimeout(opening);
  opening = setTimeout(open, wait);
  wait = Math.min(wait * 2, MOST_WAIT_MS);
  const health = await fetch("/api/health").then((answer) => answer.json()).catch(() => null);
  if (health && health.channels >= MOST_CHANNELS && connection.value === "lost") connection.value = "crowded";
}

/** Tries at once to reach the server. */
export function retry() {
  wait = 500;
  open();
}

async function ask() {
  clearTimeout(timer);
  if (!id || !catalogue.value) return;
  question += 1;
  const number = question;
  run.value = { state: "asking", n: 0, wanted: asked.value.replications, message: "" };
  posted?.stop.abort();
  const stop = new AbortController();
  const answered = post(`/api/live/${id}`, { question: number, ...asked.value }, { signal: stop.signal }).then(() => null, (fault) => fault);
  posted = { number, stop, answered };
  const fault = await answered;
  if (number === question) heard(fault);
}

function heard(fault) {
  if (fault) refused(fault);
  else faults.value = [];
}

function refused(fault) {
  // Given up here, or overtaken there: a newer question is on its way.
  if (fault.name === "AbortError" || fault.status === 409) return;
  if (fault.status === 404) return retry();
  if (!fault.status) return lost();
  faults.value = fault.faults ?? [{ arm: null, path: "", text: fault.message, help: "" }];
  run.value = { ...run.value, state: "failed", message: "These settings cannot run." };
  if (result.value) stale.value = before("The present ones cannot run.");
  spoken.value = `These settings cannot run. ${faults.value[0].text}`;
}

/** Stops the present runs; what stands remains. What is still on its way to the server is waited for, or it would begin later. */
export async function stop() {
  clearTimeout(timer);
  const channel = id;
  const latest = posted;
  const present = latest?.number === question;
  question += 1;
  const number = question;
  run.value = { ...run.value, state: "stopped", message: "Stopped. What stands counts." };
  if (stale.value) stale.value = before("The runs of the present ones were stopped.");
  const fault = await latest?.answered;
  if (number !== question || !channel || channel !== id) return;
  if (present && (!fault || fault.faults)) heard(fault);
  await fetch(`/api/live/${channel}/run?question=${number}`, { method: "DELETE", headers: { "Content-Type": "application/json" } }).catch(() => null);
}

/** Puts the question again. */
export const again = () => ask();

function told(state) {
  if (state.question !== question) return;
  if (run.value.state === "stopped") return;
  run.value = state;
  if (state.state === "done") spoken.value = `All ${state.wanted} runs are done. ${spokenFinding()}`;
  if (state.state === "failed") {
    spoken.value = `The runs failed. ${state.message}`;
    notice.value = { tone: "fault", text: `The runs failed: ${state.message} Undo the last change, or try again.` };
  }
}

function stands(standing) {
  if (standing.question !== question) return;
  const begins = stale.value !== null || result.value === null;
  result.value = standing;
  stale.value = null;
  if (begins) spoken.value = `First results, ${standing.n} of ${standing.wanted} runs. ${spokenFinding()}`;
}
