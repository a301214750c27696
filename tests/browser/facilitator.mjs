// What a facilitator does before a room, in a real browser: open, move a slider, see a band tighten, pin, add an intervention on
// the timeline, see the difference, replay a day, share by link into a new window and see the same numbers, take the file and
// run it on the command line to the same numbers, present, and all of it by keyboard alone.
// Arguments: the address of the page, the program, a folder for files.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { accessibility, check, open, until } from "./browser.mjs";

const [address, program, folder] = process.argv.slice(2);
const RUNS = 12;
const { browser, context, faults, asked } = await open({ origin: address });
const id = (page, name) => page.getByTestId(name);
const shown = async (page) => shownNumber(await id(page, "n").first().textContent());
const shownNumber = (text) => Number(/\d+/.exec(text ?? "")?.[0] ?? 0);
const done = (page, sentence, runs = RUNS) =>
  until(async () => (await shown(page)) === runs && (await id(page, "state").first().getAttribute("data-state")) === "done", sentence);
const bad = [];
const look = async (page, where) => bad.push(...(await accessibility(page, where)));
const view = async (page, name) => {
  await id(page, `view-${name}`).click();
  await page.waitForTimeout(100);
};
/** The numbers of a measure as the page holds them. */
const numbers = async (page, measure) => {
  await view(page, "numbers");
  const row = id(page, `measure-${measure}`);
  await row.waitFor();
  return row.evaluate((one) => ({ ...one.dataset }));
};

try {
  const page = await context.newPage();
  const before = Date.now();
  await page.goto(address);
  await id(page, "knob-inbox-triage").waitFor();
  console.log(`the page stands after ${Date.now() - before} ms`);
  const weight = await page.evaluate(() => performance.getEntriesByType("resource").filter((one) => /\.(js|css)$/.test(one.name)).reduce((sum, one) => sum + one.decodedBodySize, 0));
  check(weight < 1_000_000, `the page weighs ${weight} bytes`);
  await id(page, "replications").fill(String(RUNS));
  await id(page, "replications").press("Enter");

  // move a slider, see a band tighten
  const slider = id(page, "knob-inbox-triage");
  const moved = Date.now();
  await slider.focus();
  for (let step = 0; step < 4; step += 1) await slider.press("ArrowRight");
  const first = await until(async () => { const n = await shown(page); return n >= 4 && n < 1000 && n; }, "a first band stands");
  console.log(`first band with n = ${first} after ${Date.now() - moved} ms`);
  await done(page, "all runs are shown");
  await look(page, "differences");
  const half = async () => Number((await numbers(page, "after_hours_minutes_per_day")).halfWidth);
  const wide = await half();
  await id(page, "replications").fill(String(2 * RUNS));
  await id(page, "replications").press("Enter");
  await done(page, "more runs are shown", 2 * RUNS);
  const tight = await half();
  check(tight > 0 && tight < wide, `the interval is narrower with more runs: ${wide}, then ${tight}`);
  await id(page, "replications").fill(String(RUNS));
  await id(page, "replications").press("Enter");
  await done(page, "fewer runs again");

  // pin, then add an intervention on the timeline
  await id(page, "pin").click();
  await id(page, "add-intervention").click();
  await id(page, "kind-annual_prescription_renewal").click();
  const start = page.locator('[data-testid^="timeline-"][data-testid$="-start"]').last();
  await start.waitFor();
  await start.fill("13");
  await start.press("Enter");
  await done(page, "the new intervention is run");
  await view(page, "differences");
  check((await id(page, "figure-differences").locator("svg").count()) > 0, "the differences are drawn");
  const renewals = await numbers(page, "renewal_requests_per_week");
  check(Number(renewals.difference) < 0, `annual renewal lowers requests for renewals: ${renewals.difference}`);

  // every view, without a serious fault
  for (const name of ["over-time", "layers", "pressure", "money", "numbers", "parameters"]) {
    await view(page, name);
    await page.waitForTimeout(400);
    await look(page, name);
  }

  // replay a day
  await view(page, "day");
  await id(page, "day-play").waitFor();
  await until(async () => (await id(page, "figure-day").locator("svg").count()) > 0, "the lanes are drawn");
  await look(page, "day");
  const scrub = id(page, "day-scrub");
  const at = await scrub.inputValue();
  await id(page, "day-play").click();
  await until(async () => (await scrub.inputValue()) !== at, "the day is replayed", 10_000);
  await id(page, "day-play").click();
  await id(page, "day-kind-bad").click();
  await page.waitForTimeout(1500);

  // share into a new window, and see the same numbers
  await id(page, "share").click();
  const link = await id(page, "share-link").inputValue();
  await look(page, "share");
  const wanted = await (async () => {
    await page.keyboard.press("Escape");
    return numbers(page, "after_hours_minutes_per_day");
  })();
  const other = await context.newPage();
  await other.goto(link);
  await until(async () => (await id(other, "n").count()) > 0, "the other window stands");
  await done(other, "the other window has run");
  const same = await numbers(other, "after_hours_minutes_per_day");
  check(JSON.stringify(same) === JSON.stringify(wanted), `the same numbers: ${JSON.stringify(wanted)} and ${JSON.stringify(same)}`);
  await other.close();

  // take the files and run them on the command line
  await id(page, "share").click();
  const files = [];
  const links = page.locator('[data-testid^="download-toml-"]');
  for (let place = 0; place < (await links.count()); place += 1) {
    const [download] = await Promise.all([page.waitForEvent("download"), links.nth(place).click()]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    files.push(path);
  }
  check(files.length >= 2, `the baseline and a scenario can be taken: ${files}`);
  const command = await id(page, "command").first().inputValue();
  check(command.includes("cliniq compare") && command.includes(`--replications ${RUNS}`), command);
  const told = execFileSync(program, ["compare", ...files, "--seed", "1", "--replications", String(RUNS), "--quiet", "--json", "--out", join(folder, "out")], { maxBuffer: 1 << 28 });
  const answer = JSON.parse(told);
  const last = answer.differences.at(-1).measures.after_hours_minutes_per_day;
  const close = (a, b) => Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));
  check(close(Number(wanted.difference), last.mean) && close(Number(wanted.halfWidth), last.half_width), `page ${wanted.difference} ± ${wanted.halfWidth}, command line ${last.mean} ± ${last.half_width}`);
  check(readFileSync(files[0], "utf8").startsWith("#"), "the file says what it is");
  await page.keyboard.press("Escape");

  // present
  await id(page, "present").click();
  await id(page, "present-numbers").waitFor();
  await look(page, "presenting");
  await page.keyboard.press("Escape");

  // by keyboard alone: from the top, reach a control, change it, reach the result
  await page.reload();
  await id(page, "knob-inbox-triage").waitFor();
  const reached = new Set();
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.dataset?.testid ?? document.activeElement?.tagName));
  }
  for (const wantedStop of ["knob-inbox-triage", "share", "present"]) {
    check([...reached].some((one) => one === wantedStop), `${wantedStop} is reached by Tab: ${[...reached].join(", ")}`);
  }
  const tab = page.locator('.tabs [role="tab"][aria-selected="true"]');
  await tab.focus();
  const selected = await tab.getAttribute("data-testid");
  await page.keyboard.press("ArrowRight");
  await until(async () => (await page.locator('.tabs [role="tab"][aria-selected="true"]').getAttribute("data-testid")) !== selected, "arrows change the view", 5_000);

  // the phone and the dark
  const small = await context.newPage();
  await small.setViewportSize({ width: 390, height: 844 });
  await small.emulateMedia({ colorScheme: "dark" });
  await small.goto(link);
  await done(small, "the phone has run");
  await look(small, "phone, dark");
  const sideways = await small.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(sideways <= 1, `the phone scrolls sideways by ${sideways} pixels`);

  check(bad.length === 0, bad.join("\n"));
  check(faults.length === 0, faults.join("\n"));
  check(asked.length > 5, "requests were seen");
  console.log(`the page holds; ${asked.length} requests, all to ${address}`);
} finally {
  await browser.close();
}
