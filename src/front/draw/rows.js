// Rows with a label each: beside the drawing where there is room, above the row where there is not.

import { sizes, textWidth, wrap } from "./look.js";

/** On paper a long drawing goes on in parts, as one that is taller than a sheet cannot be broken. */
export function parts(rows, fit, most = 24) {
  if (!fit || rows.length <= most + 5) return [rows];
  return Array.from({ length: Math.ceil(rows.length / most) }, (_, i) => rows.slice(i * most, (i + 1) * most));
}

/** Places of rows: `heights[i]` is what row i needs, `reserve` what is kept free beside a label that stands above. */
export function labelled(labels, heights, { width, mode, top = 4, share = 0.3, reserve = 0 }) {
  const { text, k } = sizes(mode);
  const narrow = width < 560 * k;
  const widest = Math.max(...labels.map((label) => textWidth(label, text)), 20);
  const labelWidth = narrow ? width - 4 - reserve : Math.min(widest + 2, width * share);
  const lineHeight = text * 1.25;
  let y = top;
  const rows = labels.map((label, i) => {
    const lines = wrap(label, labelWidth, text, narrow ? 5 : 3);
    const own = lines.length * lineHeight;
    let place;
    if (narrow) {
      place = { label: lines.join("\n"), labelX: 0, labelY: y + own / 2, y: y + own + 2, height: heights[i] };
      y += own + 2 + heights[i] + 4;
    } else {
      const tall = Math.max(own + 2, heights[i]);
      place = { label: lines.join("\n"), labelX: 0, labelY: y + tall / 2, y: y + (tall - heights[i]) / 2, height: heights[i] };
      y += tall + 4;
    }
    return place;
  });
  return { narrow, left: narrow ? 2 : labelWidth + 12, rows, height: y };
}
