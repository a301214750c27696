// What leaves the page: a link, the files, the command, the report.

import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "./channel.js";
import { Dialog } from "./dialog.js";
import { copy, download, slug } from "./format.js";
import { encode } from "./fragment.js";
import { LETTERS, active, arms, asked, base, panel, replications, seed, sent, view } from "./state.js";

/** The address that opens this state anew. */
export function link() {
  const { origin, pathname } = window.location;
  return `${origin}${pathname}#${encode({ base: base.value, seed: seed.value, replications: replications.value, arms: arms.value, view: view.value })}`;
}

/** File names of the scenarios, no two alike. */
function files() {
  const taken = new Set();
  return arms.value.map((one, index) => {
    let name = slug(one.name);
    while (taken.has(name)) name = `${name}-${LETTERS[index].toLowerCase()}`; // as the server names them
    taken.add(name);
    return `${name}.toml`;
  });
}

/** The command that gives the same numbers from the files. */
function command() {
  const names = files().slice(0, sent.value.length);
  const how = `--seed ${seed.value} --replications ${replications.value}`;
  return names.length > 1 ? `cliniq compare ${names.join(" ")} ${how}` : `cliniq run ${names[0]} ${how}`;
}

function Copyable({ id, label, text, testid }) {
  const [said, setSaid] = useState("");
  const act = async () => {
    if (await copy(text)) return setSaid("Copied.");
    document.getElementById(id).select();
    return setSaid("It is marked: press Ctrl+C.");
  };
  return html`<div class="copyable"><label for=${id}>${label}</label>
    <span class="row"><input id=${id} type="text" readonly data-testid=${testid} value=${text} onFocus=${(event) => event.currentTarget.select()} />
    <button type="button" onClick=${act} aria-label=${`Copy: ${label}`}>Copy</button></span><span role="status" class="quiet">${said}</span></div>`;
}

function Files() {
  const [fault, setFault] = useState("");
  const names = files();
  const take = (work) => () => work().then(() => setFault(""), (error) => setFault(error.message));
  const toml = (index) => take(async () => {
    const { name, changes, notes } = arms.value[index];
    download(names[index], await post("/api/toml", { base: base.value, arm: { name, changes, notes }, seed: seed.value, replications: replications.value }, { text: true }));
  });
  const report = take(async () => download("report.html", await post("/api/report", { question: 0, ...asked.value }, { text: true }), "text/html"));
  return html`<h3>Files</h3>
    <p class="row">${arms.value.map((one, index) => html`<button key=${index} type="button" data-testid=${`download-toml-${LETTERS[index]}`} onClick=${toml(index)}>${LETTERS[index]}: ${names[index]}</button>`)}
      <button type="button" data-testid="download-report" onClick=${report}>The report</button></p>
    <p class="quiet">Each file is complete in itself; the report is the one that the command writes.</p>
    ${fault && html`<p class="fault" role="alert">${fault}</p>`}
    <p><button type="button" class="main" data-testid="download-toml" onClick=${toml(active.value)}>Download ${LETTERS[active.value]} as TOML</button></p>`;
}

export function Share() {
  return html`<${Dialog} name="share" title="Share">
    <${Copyable} id="share-link" testid="share-link" label="Link to this state: the same numbers in a new window" text=${link()} />
    <p class="quiet">The link holds everything, also the notes. It opens on a computer where cliniq serve runs at the same address; nothing is sent anywhere.</p>
    <${Files} />
    <h3>By command</h3>
    <${Copyable} id="command" testid="command" label="With the files in one folder" text=${command()} />
  <//>`;
}
