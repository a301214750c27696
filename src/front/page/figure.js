// A figure on the page: its finding, its drawing, how to read it, and the numbers behind it.

import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { draw } from "../draw/index.js";
import { csv, download, number } from "./format.js";
import { presenting } from "./state.js";

/** The width of an element, as it changes. */
export function useWidth(node) {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!node.current) return undefined;
    setWidth(node.current.clientWidth);
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(node.current);
    return () => watch.disconnect();
  }, []);
  return width;
}

/** The drawing alone. `after(element)` may look at it once it is there. */
export function Drawing({ figure, keys = true, describedBy = null, after = null }) {
  const node = useRef(null);
  const width = useWidth(node);
  const mode = presenting.value ? "present" : "page";
  useEffect(() => {
    if (!width || !figure) return;
    const drawn = draw(figure, { width, mode, keys, describedBy });
    node.current.replaceChildren(drawn);
    after?.(drawn);
  }, [figure, width, mode]);
  return html`<div class="drawing" ref=${node}></div>`;
}

/** The table behind a figure. */
export function FigureTable({ figure }) {
  const { columns, rows } = figure.table;
  return html`<div class="scrolling" tabindex="0" role="region" aria-label=${`The numbers: ${figure.title}`}><table>
    <thead><tr>${columns.map((column, place) => html`<th scope="col" class=${place > 0 && typeof rows[0]?.[place] === "number" ? "figures" : ""}>${column}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell, place) => {
      if (place === 0) return html`<th scope="row">${cell}</th>`;
      return typeof cell === "number" ? html`<td class="figures">${number(cell)}</td>` : html`<td>${cell ?? "–"}</td>`;
    })}</tr>`)}</tbody>
  </table></div>
  <button type="button" class="small" onClick=${() => download(`${figure.id}.csv`, csv([columns, ...rows]), "text/csv")}>Download as CSV</button>`;
}

/** Words for a figure that the server did not send. */
export function Missing({ name, children }) {
  return html`<div class="empty" data-testid=${`figure-${name}`}>${children}</div>`;
}

/** Everything that belongs to a figure. `open` shows the table without asking; `main` where it is what the view is about. */
export function Figure({ figure, name, open = false, main = false, heading = true, after = null, shown = figure }) {
  const id = `alternative-${name}`;
  return html`<figure class="figure" data-testid=${`figure-${name}`} aria-labelledby=${heading ? `title-${name}` : null} aria-label=${heading ? null : figure.title}>
    ${heading && (main ? html`<h2 id=${`title-${name}`}>${figure.title}</h2>` : html`<h3 id=${`title-${name}`}>${figure.title}</h3>`)}
    <${Drawing} figure=${shown} describedBy=${id} after=${after} />
    <p class="hidden-words" id=${id}>${figure.alternative}</p>
    <figcaption>
      ${figure.note && html`<p>${figure.note}</p>`}
      <p class="foot">${figure.foot}</p>
      <details class="numbers" open=${open}><summary>The numbers</summary>
        <${FigureTable} figure=${figure} />
        <p class="foot">The same by command: <code>${figure.command}</code></p>
      </details>
    </figcaption>
  </figure>`;
}
