// What the server offers: asked for at the beginning, and again when another server answers.

import { catalogue, connection, notice } from "./state.js";

const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 10_000;

const offered = () => fetch("/api/catalogue").then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);

/** The catalogue, however long it takes. */
export async function load() {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MOST_WAIT_MS)) {
    const told = await offered();
    if (told) return told;
    connection.value = "lost";
    await new Promise((done) => setTimeout(done, wait));
  }
}

/** Takes over the catalogue of a server that is of another version than the one before; `version` where it has said so itself. */
export async function renew(version) {
  if (version && version === catalogue.peek().version) return;
  const told = await offered();
  if (!told || told.version === catalogue.peek().version) return;
  catalogue.value = told;
  notice.value = { tone: "note", text: `cliniq is now version ${told.version}. Load this page again to have its page too; nothing that you set is lost.` };
}
