// Numbers in words, and what leaves the page: clipboard and files.

const PERIODS = ["hour", "day", "week", "year"];
const SHARES = ["share", "probability", "fraction"];

/** Digits after the point at which a half-width shows two of its digits, or one for a room (two if it is a 1). */
function places(mean, half, shown = 2) {
  const size = half > 0 ? half : Math.abs(mean) / 100;
  if (!(size > 0)) return 0;
  const power = Math.floor(Math.log10(size));
  const digits = shown === 1 && size / 10 ** power < 1.95 ? 2 : shown;
  return Math.max(0, Math.min(6, digits - 1 - power));
}

const fixed = (value, digits) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");

/** A mean, with as many digits as its half-width gives sense to. */
export function number(mean, half = null, shown = 2) {
  if (mean === null || mean === undefined || !Number.isFinite(mean)) return "–";
  return fixed(mean, places(mean, half ?? 0, shown));
}

/** The half-width likewise. */
export function half(mean, width, shown = 2) {
  if (width === null || width === undefined || !Number.isFinite(width)) return "";
  return `± ${fixed(width, places(mean, width, shown))}`;
}

/** A difference with its sign. */
export function signed(mean, width = null, shown = 2) {
  const text = number(mean, width, shown);
  return mean > 0 ? `+${text}` : text;
}

/** A number on another scale; nothing stays nothing. */
export const times = (value, factor) => (value === null || value === undefined ? null : value * factor);

/** A measure for a room: shares in per cent, what they are counted in, and what their differences are counted in. */
export function scaled(measure) {
  const { unit = "", per = "" } = measure ?? {};
  if (SHARES.includes(unit)) return { factor: 100, unit: "%", gapUnit: "percentage points" };
  const whole = unit && PERIODS.includes(per) ? `${unit} per ${per}` : unit;
  return { factor: 1, unit: whole, gapUnit: whole };
}

/** Any value of a parameter as text. */
export function shown(value) {
  if (value === null || value === undefined || value === "none") return "absent";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((part) => typeof part !== "object")) return value.join(", ");
  return JSON.stringify(value);
}

/** A name for a file, as the server makes it. */
export function slug(name) {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "scenario";
}

/** Rows as CSV. */
export function csv(rows) {
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`;
}

/** Offers a text as a file. */
export function download(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Copies a text; whether it could. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
