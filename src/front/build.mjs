// Builds the front end: `npm ci --ignore-scripts && node build.mjs` in this folder. The built files are kept beside the
// sources, so that building the program needs neither node nor a network.
//
// built/freshness.txt lets a test find out whether the built files are those of the present sources, without node:
//   sources <hex>     over every front-end source
//   <name> <hex>      sha256 of each built file, one line each, sorted by name
// The rule of the first line: take every file below this folder, except those in `built/`, in `node_modules/` and the
// file `.gitignore`; sort by path relative to this folder, with forward slashes, by the bytes of the path; feed one
// SHA-256 with, for each file: the bytes of the path, a zero byte, the bytes of the content, a zero byte; write it in
// lower-case hexadecimal.
// The other lines cover every file in `built/` except `freshness.txt` itself.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "built");

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  charset: "utf8",
  legalComments: "none",
  target: ["chrome111", "firefox115", "safari16.4"],
  logLevel: "warning",
};

/** Bundles one script as a plain, self-contained one; gives its text and the packages in it. */
async function script(entry) {
  const made = await esbuild.build({ ...common, entryPoints: [entry], format: "iife", outfile: "out.js" });
  // A report carries its script within the page: no text in it may end the element that holds it.
  const text = made.outputFiles[0].text.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
  return { text, inputs: carried(made.metafile) };
}

/** Bundles one style sheet with what it imports. */
async function sheet(entry) {
  const made = await esbuild.build({ ...common, entryPoints: [entry], outfile: "out.css" });
  return { text: made.outputFiles[0].text, inputs: carried(made.metafile) };
}

/** The inputs of which at least one byte ends up in the output. */
function carried(metafile) {
  return Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).filter(([, part]) => part.bytesInOutput > 0).map(([path]) => path));
}

/** The names of the packages that the inputs come from. */
function packages(inputs) {
  const names = new Set();
  for (const path of inputs) {
    const found = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) names.add(found[1]);
  }
  return [...names].sort();
}

/** The licences of everything that is bundled, in full. */
function notice(names) {
  const byText = new Map();
  for (const name of names) {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).sort().find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} carries no licence text`);
    const text = readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim();
    const line = `${name} ${about.version} (${about.license})`;
    byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  const parts = [...byText].map(([text, lines]) => `${lines.join("\n")}\n\n${text}\n`);
  return `The report and the what-if page carry these packages; their licences follow in full.\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}

/** The hashes of the style texts that the charts insert: a strict policy names them. See draw/styles.mjs. */
async function styleHashes() {
  const folder = mkdtempSync(join(tmpdir(), "styles-"));
  const outfile = join(folder, "styles.mjs");
  try {
    await esbuild.build({ ...common, minify: false, write: true, entryPoints: ["draw/styles.mjs"], format: "esm", platform: "node", outfile });
    const { styleTexts } = await import(pathToFileURL(outfile));
    return styleTexts().map((text) => `sha256-${createHash("sha256").update(text).digest("base64")}`).sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every file below a folder, relative, with forward slashes. */
function files(folder, prefix = "") {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = prefix + entry.name;
    if (prefix === "" && ["built", "node_modules", ".gitignore"].includes(entry.name)) return [];
    return entry.isDirectory() ? files(join(folder, entry.name), `${path}/`) : [path];
  });
}

/** The hash of the sources, by the rule at the head of this file. */
function sourcesHash() {
  const hash = createHash("sha256");
  const zero = Buffer.from([0]);
  const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  for (const path of files(here).sort(byBytes)) {
    hash.update(path).update(zero).update(readFileSync(join(here, path))).update(zero);
  }
  return hash.digest("hex");
}

const out = new Map();
const inputs = [];
const bundle = (name, made) => {
  out.set(name, made.text);
  inputs.push(...made.inputs);
};
bundle("report.js", await script("report/report.js"));
bundle("report.css", await sheet("report/report.css"));
if (existsSync(join(here, "page/main.js"))) {
  bundle("page.js", await script("page/main.js"));
  if (existsSync(join(here, "page/page.css"))) bundle("page.css", await sheet("page/page.css"));
  if (existsSync(join(here, "page/page.html"))) out.set("page.html", readFileSync(join(here, "page/page.html"), "utf8"));
}
out.set("NOTICE", notice(packages(inputs)));
out.set("style-hashes.txt", `${(await styleHashes()).join("\n")}\n`);

mkdirSync(built, { recursive: true });
for (const old of readdirSync(built)) if (!out.has(old)) rmSync(join(built, old), { recursive: true });
const lines = [`sources ${sourcesHash()}`];
for (const [name, text] of [...out].sort(([a], [b]) => (a < b ? -1 : 1))) {
  writeFileSync(join(built, name), text);
  lines.push(`${name} ${createHash("sha256").update(text).digest("hex")}`);
  console.error(`${name.padEnd(18)} ${String(Buffer.byteLength(text)).padStart(7)} bytes`);
}
writeFileSync(join(built, "freshness.txt"), `${lines.join("\n")}\n`);
