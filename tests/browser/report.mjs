// A report from disk: it draws all its figures, asks for nothing, gives its tables away, and has no serious fault of
// accessibility, in light and dark, on a projector and on a phone. Arguments: the page, and the number of its figures.
import { accessibility, check, open } from "./browser.mjs";

const [file, figures] = process.argv.slice(2);
for (const [width, height, dark] of [[1280, 720, false], [390, 844, true]]) {
  const { browser, context, faults } = await open({ width, height, dark });
  try {
    const page = await context.newPage();
    const started = Date.now();
    await page.goto(`file://${file}`, { waitUntil: "load" });
    await page.waitForFunction(() => [...document.querySelectorAll("figure .drawing")].every((one) => one.childElementCount > 0));
    console.log(`drawn at ${width}x${height} in ${Date.now() - started} ms`);
    const drawn = await page.locator("figure .drawing svg").count();
    check((await page.locator("figure.figure").count()) === Number(figures), `${figures} figures are expected`);
    check(drawn >= Number(figures), `every figure is drawn as vectors, found ${drawn}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(wide <= 1, `the page scrolls sideways by ${wide} pixels at ${width}`);
    const found = await accessibility(page, `report at ${width}`);
    check(found.length === 0, found.join("\n"));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#files a", { hasText: "summary.csv" }).click(),
    ]);
    check((await download.failure()) === null, "the table can be saved");
    await page.emulateMedia({ media: "print" });
    check(await page.locator("h1").isVisible(), "it prints");
    check(faults.length === 0, faults.join("\n"));
  } finally {
    await browser.close();
  }
}
console.log("the report holds");
