// What all drawings share: how a scenario looks, how numbers read, how wide words are.

/** Letters, symbols and dashes of the scenarios, in their order; the colours are in draw.css under the same order. */
const LETTERS = ["A", "B", "C", "D", "E"];
const SYMBOLS = ["circle", "square", "triangle", "diamond", "star"];
const DASHES = [null, "7 3", "2 3", "9 3 2 3", "12 4"];

export const letter = (scenario) => LETTERS[scenario] ?? String.fromCharCode(65 + (scenario % 26));
export const symbol = (scenario) => SYMBOLS[scenario % SYMBOLS.length];
export const dash = (scenario) => DASHES[scenario % DASHES.length];
export const colour = (scenario) => `var(--s${scenario % 5})`;
export const textColour = (scenario) => `var(--t${scenario % 5})`;

/** Type sizes of a mode: the room at the back reads 1.6 times larger letters. */
export function sizes(mode) {
  const k = mode === "present" ? 1.6 : 1;
  return { k, text: 13 * k, small: 12 * k, line: 1.25 };
}

/** A number as people read it: three figures that matter, a real minus sign, groups of thousands. */
export function number(value, { signed = false } = {}) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : Math.min(6, 1 - Math.floor(Math.log10(size)));
  const text = size.toLocaleString("en-GB", { maximumFractionDigits: digits, minimumFractionDigits: Number.isInteger(value) ? 0 : Math.min(digits, 3) });
  const zero = Number(text.replaceAll(",", "")) === 0;
  if (value < 0 && !zero) return `−${text}`;
  return signed && !zero ? `+${text}` : text;
}

/** Ticks of an axis: no needless digits. */
export function tick(value) {
  const size = Math.abs(value);
  const text = size >= 1e6 ? `${+(size / 1e6).toPrecision(3)}M` : size >= 1e4 ? `${+(size / 1e3).toPrecision(3)}k` : String(+size.toPrecision(6));
  return value < 0 ? `−${text}` : text;
}

/** A minute of the day as a clock shows it. */
export function clock(minute) {
  const whole = Math.round(minute);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export const axisLabel = (axis) => (axis.unit ? `${axis.label} (${axis.unit})` : axis.label);

let ruler = null;
/** Width of a text in pixels. Without a canvas (while building) a good guess. */
export function textWidth(text, size, bold = false) {
  if (ruler === null) ruler = document.createElement("canvas").getContext?.("2d") ?? false;
  if (!ruler) return text.length * size * 0.55;
  ruler.font = `${bold ? "600 " : ""}${size}px system-ui, sans-serif`;
  return ruler.measureText(text).width;
}

/** Breaks a text into lines no wider than `width`; a word that is too long is broken too. */
export function wrap(text, width, size, most = 4) {
  const lines = [];
  let line = "";
  const push = (word) => {
    const longer = line ? `${line} ${word}` : word;
    if (textWidth(longer, size) <= width) { line = longer; return; }
    if (line) lines.push(line);
    line = word;
    while (textWidth(line, size) > width && line.length > 3) {
      let cut = line.length - 1;
      while (cut > 2 && textWidth(`${line.slice(0, cut)}-`, size) > width) cut -= 1;
      lines.push(`${line.slice(0, cut)}-`);
      line = line.slice(cut);
    }
  };
  for (const word of String(text).split(/\s+/)) push(word);
  if (line) lines.push(line);
  if (lines.length > most) {
    lines.length = most;
    lines[most - 1] = `${lines[most - 1].replace(/.{2}$/, "")}…`;
  }
  return lines;
}

/** Smallest and greatest of what is there; `null` where nothing is. */
export function span(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/** A span with a little air; never empty. */
export function airy([low, high], share = 0.04) {
  const room = (high - low || Math.abs(high) || 1) * share;
  return [low - room, high + room];
}

/** An element with text and children. */
export function element(tag, { className, text, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  if (className) node.setAttribute("class", className);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  for (const child of children) if (child) node.appendChild(child);
  return node;
}

/** An element of a drawing. */
export function vector(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name === "text") node.textContent = value;
    else node.setAttribute(name, typeof value === "number" ? String(+value.toFixed(2)) : value);
  }
  for (const child of children) if (child) node.appendChild(child);
  return node;
}

let counted = 0;
/** A name that no other element of the page bears. */
export const fresh = (stem) => `${stem}-d${(counted += 1)}`;

/** Pushes places apart so that no two are nearer than `gap`; order is kept. Gives the new places. */
export function apart(places, gap, low, high) {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  for (let i = 1; i < order.length; i += 1) order[i].place = Math.max(order[i].place, order[i - 1].place + gap);
  const over = order.length ? order[order.length - 1].place - high : 0;
  if (over > 0) {
    order[order.length - 1].place = high;
    for (let i = order.length - 2; i >= 0; i -= 1) order[i].place = Math.min(order[i].place, order[i + 1].place - gap);
  }
  const out = [];
  for (const { place, index } of order) out[index] = Math.max(place, low);
  return out;
}
