// A window over the page: the browser's own dialog, which keeps the focus and leaves by Escape.

import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { panel } from "./state.js";

export function Dialog({ name, title, wide = false, children }) {
  const node = useRef(null);
  const open = panel.value === name;
  useLayoutEffect(() => {
    const dialog = node.current;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const close = () => { if (panel.value === name) panel.value = null; };
  return html`<dialog ref=${node} class=${wide ? "wide" : ""} aria-labelledby="dialog-${name}" onClose=${close}
    onClick=${(event) => { if (event.target === node.current) close(); }}>
    ${open && html`<div class="inside">
      <header><h2 id="dialog-${name}">${title}</h2><button type="button" class="quiet" onClick=${close}>Close</button></header>
      ${children}
    </div>`}
  </dialog>`;
}
