// The state in the address: what follows the hash is base64url of JSON, so that a link needs no server to remember it.

const VERSION = 1;
const VIEWS = ["differences", "over-time", "day", "layers", "pressure", "money", "numbers", "parameters"];
const MOST_ARMS = 5;
/** More digits than these are not exact everywhere. */
export const MOST_SEED = 999_999_999_999_999;

/** The fragment of a state, without the hash. */
export function encode({ base, seed, replications, arms, view }) {
  const bytes = new TextEncoder().encode(JSON.stringify({ v: VERSION, base, seed, replications, arms, view }));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The state of a fragment; throws a kind sentence where it says nothing that this page understands. */
export function decode(fragment) {
  let state;
  try {
    const text = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
    state = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
  } catch {
    throw new Error("The link is damaged: perhaps it was cut when it was copied.");
  }
  if (state?.v !== VERSION) throw new Error("The link is of another version of this page.");
  return checked(state);
}

const table = (value) => (value !== null && typeof value === "object" && !Array.isArray(value) ? value : {});
const whole = (value, low, high, otherwise) => (Number.isInteger(value) && value >= low && value <= high ? value : otherwise);

function checked(state) {
  if (typeof state.base !== "string" || !Array.isArray(state.arms) || state.arms.length === 0) {
    throw new Error("The link names no scenario.");
  }
  const arms = state.arms.slice(0, MOST_ARMS).map((arm, index) => ({
    name: typeof arm?.name === "string" && arm.name.trim() ? arm.name.slice(0, 60) : `Scenario ${index + 1}`,
    changes: table(arm?.changes),
    notes: Object.fromEntries(Object.entries(table(arm?.notes)).filter(([, text]) => typeof text === "string")),
  }));
  return {
    base: state.base,
    seed: whole(state.seed, 1, MOST_SEED, 1),
    replications: whole(state.replications, 1, 1000, null),
    arms,
    view: VIEWS.includes(state.view) ? state.view : "differences",
  };
}

export { VIEWS };
