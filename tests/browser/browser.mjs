// A browser for the tests: Debian's Chromium, no network but the server's own, and a list of all that went wrong.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

export async function open({ width = 1280, height = 720, dark = false, origin = "" } = {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: QUIET });
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  const faults = [];
  const asked = [];
  context.on("page", (page) => {
    page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      asked.push(url);
      const own = url.startsWith("data:") || url.startsWith("blob:") || url.startsWith("file:") || (origin && url.startsWith(origin));
      if (!own) faults.push(`asked another host: ${url}`);
    });
  });
  return { browser, context, faults, asked };
}

/** Serious and critical faults of accessibility on a page, in sentences. */
export async function accessibility(page, where) {
  // Evaluated by the driver, not by the page: its policy allows no foreign script.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${where}: ${one.id} (${one.impact}): ${node.html.slice(0, 160)} ${node.failureSummary.replace(/\s+/g, " ").slice(0, 240)}`));
}

export function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

/** Waits until something holds. */
export async function until(what, sentence, milliseconds = 60_000) {
  const end = Date.now() + milliseconds;
  let last;
  while (Date.now() < end) {
    last = await what();
    if (last) return last;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${sentence} (waited ${milliseconds} ms)`);
}
