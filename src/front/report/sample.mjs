// Writes a whole sample report, with the built script and style, to look at: `node report/sample.mjs [FILE]`.

import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sampleFigures } from "./sample-figures.mjs";

const built = join(dirname(fileURLToPath(import.meta.url)), "../built");
const read = (name) => readFileSync(join(built, name), "utf8");
const safe = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const table = ({ columns, rows }) => `<div class="table"><table><thead><tr>${columns.map((c) => `<th scope="col">${safe(c)}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map((c) => (typeof c === "number" ? `<td class="number">${c}</td>` : `<td>${safe(c ?? "–")}</td>`)).join("")}</tr>`).join("")}</tbody></table></div>`;

const figure = (f) => `<figure class="figure" id="${f.id}"><h3>${safe(f.title)}</h3><div class="drawing"></div><p class="alternative" id="${f.id}-words">${safe(f.alternative)}</p>
<figcaption><p class="note">${safe(f.note)}</p><p class="foot">${safe(f.foot)}</p><p class="command"><code>${safe(f.command)}</code></p></figcaption>
<details class="numbers"><summary>The numbers</summary>${table(f.table)}<p><a class="csv" download="${f.id}.csv" href="#${f.id}">Download as CSV</a></p></details>
<script type="application/json" class="data">${JSON.stringify(f).replaceAll("<", "\\u003c")}</script></figure>`;

const figures = sampleFigures();
const many = { columns: ["parameter", "value", "unit", "plausible range", "source", "grade"], rows: Array.from({ length: 12 }, (_, i) => [`roles.physicians.note_minutes_${i}`, 5.5 + i, "min", `${3 + i} to ${9 + i}`, "Arndt and others 2017, Annals of Family Medicine", "observed"]) };
const page = (inline) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sample report</title>
${inline ? `<style>${read("report.css")}</style>` : '<link rel="stylesheet" href="report.css">'}</head>
<body><main><h1>Would a second medical assistant shorten evenings?</h1>
<p class="lead">Two arms against the clinic as it is, 78 weeks, 30 paired replications. Evenings shrink; the wait does not change clearly.</p>
<p class="strip">Chance only: the intervals do not hold the uncertainty of the inputs.</p>
<nav class="contents" aria-label="Contents"><ul>${figures.map((f) => `<li><a href="#${f.id}">${f.id}</a></li>`).join("")}<li><a href="#assumptions">assumptions</a></li></ul></nav>
<section id="headline"><h2>What changes</h2><ul class="findings"><li>Evenings shrink by 31 minutes [24, 38] with a second medical assistant <span class="verdict">▼ lower: better</span> <small>rests on: an observed rate <span class="grade">observed</span></small></li><li>Waiting time: no clear difference; about 120 more runs would tell</li></ul>
<dl class="facts"><dt>Program</dt><dd>cliniq 0.7.0</dd><dt>Seed</dt><dd>1</dd><dt>Digest</dt><dd>4c1d9c0a5b0f4c1d9c0a5b0f4c1d9c0a5b0f4c1d9c0a5b0f4c1d9c0a5b0f</dd></dl></section>
<section id="figures"><h2>What is seen</h2>${figures.map(figure).join("\n")}</section>
<section id="assumptions"><h2>Assumptions</h2><p>What the result rests on. <span class="grade">assumed</span></p>${table(many)}
<p>STRESS-DES 1.1: <span class="gap">for the author: why this model was made</span></p></section>
<footer><p>Written by cliniq.</p></footer></main>
${inline ? `<script>${read("report.js")}</script>` : '<script src="report.js"></script>'}</body></html>
`;
const target = process.argv[2] ?? join(tmpdir(), "sample.html");
writeFileSync(target, page(!process.argv.includes("--linked")));
console.error(target);
