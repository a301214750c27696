// The what-if page: what is changed on the left, what comes of it on the right.

import { html, render } from "htm/preact";
import { resetAll } from "./actions.js";
import { Adder } from "./adder.js";
import { begin } from "./address.js";
import { start } from "./channel.js";
import { handing } from "./focus.js";
import { MOST_SEED } from "./fragment.js";
import { explainBase } from "./ground.js";
import { Help } from "./help.js";
import { hide } from "./guess.js";
import { Interventions } from "./interventions.js";
import { listen } from "./keys.js";
import { Knobs } from "./knobs.js";
import { Notes } from "./notes.js";
import { load } from "./offer.js";
import { Presentation, followScreen, present } from "./present.js";
import { Base, Scenarios, WhatIfs } from "./scenarios.js";
import { Share } from "./share.js";
import { active, catalogue, connection, controls, edit, guess, panel, presenting, redo, replications, seed, undo, undoable } from "./state.js";
import { Messages, Spoken, Strip } from "./status.js";
import { Theme, follow } from "./theme.js";
import { Timeline } from "./timeline.js";
import { Tabs, View } from "./views.js";

function Head() {
  return html`<header class="head">
    <h1>cliniq <span>what if</span></h1>
    <${Base} />
    <${WhatIfs} />
    <span class="row">
      <button type="button" data-testid="undo" disabled=${undoable.value.back === 0} onClick=${handing(undo, '[data-testid="redo"]', '[data-testid="reset-all"]', "#view")} title="Ctrl+Z">Undo</button>
      <button type="button" data-testid="redo" disabled=${undoable.value.forth === 0} onClick=${handing(redo, '[data-testid="undo"]')} title="Ctrl+Y" class="spare">Redo</button>
      <button type="button" data-testid="reset-all" onClick=${resetAll} class="spare">Start afresh</button>
    </span>
    <span class="row end">
      <button type="button" data-testid="guess-first" disabled=${guess.value.hidden} onClick=${hide} title="G">Guess first</button>
      <button type="button" data-testid="present" onClick=${() => present(true)} title="P">Present</button>
      <button type="button" data-testid="share" onClick=${() => { panel.value = "share"; }} title="S">Share</button>
      <${Theme} />
      <button type="button" data-testid="help" onClick=${() => { panel.value = "help"; }} title="?">Help</button>
    </span>
  </header>`;
}

function Advanced() {
  const set = (which, low, high) => (event) => {
    const read = Math.round(Number(event.currentTarget.value));
    const taken = event.currentTarget.value !== "" && Number.isFinite(read) ? Math.max(low, Math.min(high, read)) : which.value;
    // What is not possible is not left standing in the field.
    event.currentTarget.value = taken;
    if (taken !== which.value) edit("advanced", () => { which.value = taken; });
  };
  return html`<section class="block advanced"><h3>How sure</h3>
    <label>Runs <input type="number" min=${Math.min(4, replications.value)} max="1000" step="1" data-testid="replications" value=${replications.value} onChange=${set(replications, 4, 1000)} /></label>
    <label>Seed <input type="number" min="1" max=${MOST_SEED} step="1" data-testid="seed" value=${seed.value} onChange=${set(seed, 1, MOST_SEED)} /></label>
    <p class="quiet">More runs, narrower intervals. The same seed gives the same numbers, here and by command.</p>
  </section>`;
}

function Controls() {
  return html`<aside class=${`controls${controls.value ? " open" : ""}`} aria-label="What is changed">
    <button type="button" class="unfold" aria-expanded=${controls.value ? "true" : "false"} aria-controls="controls" data-testid="controls" onClick=${() => { controls.value = !controls.value; }}>${controls.value ? "▾ Close the controls" : "▸ Change something"}</button>
    <div id="controls"><h2 class="hidden-words">What is changed</h2>
      <${Scenarios} />
      <div id="scenario" role="tabpanel" aria-labelledby=${`arm-tab-${active.value}`}>
        <${Knobs} /><${Interventions} /><${Timeline} /><${Notes} />
      </div>
      <${Advanced} />
    </div>
  </aside>`;
}

function Page() {
  if (!catalogue.value) return html`<main class="empty loading"><h1>cliniq: what if</h1><p>${connection.value === "lost" ? html`cliniq does not answer. See whether <code>cliniq serve</code> still runs; the page tries again by itself.` : "One moment: the page asks for the clinics and interventions."}</p></main>`;
  if (presenting.value) return html`<${Presentation} /><${Spoken} />`;
  return html`<a class="skip" href="#view" onClick=${(event) => { event.preventDefault(); document.getElementById("view").focus(); }}>To the results</a>
    <${Head} />
    <div class="both">
      <${Controls} />
      <main class="results" aria-label="Results">
        <${Messages} />
        <${Tabs} />
        <${Strip} />
        <${View} />
      </main>
    </div>
    <${Adder} /><${Share} /><${Help} /><${Spoken} />`;
}

async function main() {
  follow();
  const root = document.getElementById("page");
  root.replaceChildren();
  render(html`<${Page} />`, root);
  catalogue.value = await load();
  begin();
  explainBase();
  start();
  listen();
  followScreen();
}

main();
