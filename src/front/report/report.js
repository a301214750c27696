// Brings a report to life: draws its figures, at the width that they have; makes its tables downloads; opens what is
// folded for printing. Without this script the report still holds every number as a table.

import { draw } from "../draw/index.js";

/** Width of a drawing on paper: A4 and Letter both take it. */
const PAPER_WIDTH = 680;
/** Height that a sheet leaves for a drawing with its title. */
const PAPER_HEIGHT = 940;

const figures = [];

function begin() {
  for (const node of document.querySelectorAll("figure.figure")) {
    const source = node.querySelector("script.data");
    const place = node.querySelector(".drawing");
    if (!source || !place) continue;
    let figure;
    try {
      figure = JSON.parse(source.textContent);
    } catch {
      place.textContent = "The data of this drawing cannot be read.";
      continue;
    }
    const words = node.querySelector(".alternative");
    if (words && !words.id) words.id = `${node.id || figure.id}-words`;
    figures.push({ node, place, figure, describedBy: words?.id ?? null, width: 0 });
    downloads(node, figure);
  }
  tables();
  drawAll();
  let waiting = null;
  const again = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => { if (!printing) drawAll(); });
  };
  if ("ResizeObserver" in window) new ResizeObserver(again).observe(document.querySelector("main") ?? document.body);
  else window.addEventListener("resize", again);
  print();
}

/** A table that scrolls within its frame must be reached by keyboard, and say what it is. */
function tables() {
  document.querySelectorAll(".table:not([tabindex])").forEach((frame, index) => {
    frame.tabIndex = 0;
    frame.setAttribute("role", "region");
    if (frame.hasAttribute("aria-label") || frame.hasAttribute("aria-labelledby")) return;
    const near = frame.closest("figure, section")?.querySelector("h3, h2");
    frame.setAttribute("aria-label", `Table ${index + 1}${near ? `: ${near.textContent}` : ""}`);
  });
}

/** Draws each figure anew whose width has changed. */
function drawAll(fixed = null) {
  for (const entry of figures) {
    const width = fixed ?? Math.floor(entry.place.clientWidth);
    if (width < 1 || width === entry.width) continue;
    entry.width = width;
    let drawing;
    try {
      drawing = draw(entry.figure, { width, mode: "report", describedBy: entry.describedBy, fit: fixed !== null });
    } catch (error) {
      // One drawing that fails must not take the others along: its words and its table remain.
      console.error(`${entry.figure.id}: ${error.message}`);
      drawing = document.createElement("p");
      drawing.className = "chart-missing";
      drawing.textContent = "This figure could not be drawn; its numbers stand in the table below.";
    }
    entry.place.replaceChildren(drawing);
    // What is taller than a sheet must be allowed to go on over the next.
    entry.place.classList.toggle("tall", fixed !== null && entry.place.scrollHeight > PAPER_HEIGHT);
  }
}

let printing = false;

/** For paper: a fixed width, everything unfolded; afterwards as it was. */
function print() {
  let opened = [];
  const before = () => {
    if (printing) return;
    printing = true;
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
    drawAll(PAPER_WIDTH);
  };
  const after = () => {
    if (!printing) return;
    printing = false;
    for (const details of opened) details.open = false;
    opened = [];
    drawAll();
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  const media = window.matchMedia("print");
  media.addEventListener("change", (event) => (event.matches ? before() : after()));
  if (media.matches) before();
}

/** A cell as CSV has it (RFC 4180). */
function cell(value) {
  if (value === null || value === undefined) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The table of a figure as CSV: the numbers in full, not as they are shown. */
function csv({ columns, rows }) {
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** Gives the download links within a figure their content; nothing is fetched. */
function downloads(node, figure) {
  for (const link of node.querySelectorAll("a.csv, a[download]")) {
    if (!figure.table) continue;
    if (!link.getAttribute("download")) link.setAttribute("download", `${figure.id}.csv`);
    link.href = URL.createObjectURL(new Blob([csv(figure.table)], { type: "text/csv;charset=utf-8" }));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
