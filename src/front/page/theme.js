// Light, dark, or as the system has it.

import { effect, signal } from "@preact/signals";
import { html } from "htm/preact";

const KEY = "cliniq-theme";
const NAMES = ["auto", "light", "dark"];

function kept() {
  try { return NAMES.find((name) => name === localStorage.getItem(KEY)) ?? "auto"; } catch { return "auto"; }
}

export const theme = signal(kept());

/** Keeps the document in the theme that is chosen. */
export function follow() {
  effect(() => {
    if (theme.value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
    try { localStorage.setItem(KEY, theme.value); } catch { /* a browser that keeps nothing */ }
  });
}

const next = () => { theme.value = NAMES[(NAMES.indexOf(theme.value) + 1) % NAMES.length]; };

export function Theme() {
  return html`<button type="button" data-testid="theme" data-theme-now=${theme.value} onClick=${next} title="Light, dark, or as the system has it">Theme: ${theme.value}</button>`;
}
