// All measures as a table.

import { html } from "htm/preact";
import { useMemo, useState } from "preact/hooks";
import { copy, csv, download, half, number, scaled, signed, times } from "./format.js";
import { Figure } from "./figure.js";
import { LETTERS, compared, finding, result, unchanged } from "./state.js";

/** The table as rows of numbers in full precision. */
function rows(standing) {
  const head = ["measure", "label", "unit", "per", "group", "better", "scenario", "mean", "half_width", "n", "difference", "difference_half_width", "p_adjusted", "verdict"];
  const body = standing.measures.flatMap((one) => one.arms.map((mean, index) => {
    const gap = one.differences?.[index];
    return [one.name, one.label, one.unit, one.per, one.group, one.better, standing.arms[index].name, mean?.mean, mean?.half_width, mean?.n,
      gap?.mean, gap?.half_width, gap?.p_adjusted, gap?.words];
  }));
  return [head, ...body];
}

function Row({ one, shown }) {
  const gap = one.differences?.[shown] ?? null;
  const mean = one.arms[shown] ?? one.arms[0];
  const { factor, unit } = scaled(one);
  const share = factor !== 1;
  const big = (value) => times(value, factor);
  return html`<tr data-testid=${`measure-${one.name}`} data-mean=${mean?.mean ?? ""} data-mean-baseline=${one.arms[0]?.mean ?? ""}
      data-difference=${gap?.mean ?? ""} data-half-width=${gap ? gap.half_width ?? "" : mean?.half_width ?? ""}>
    <th scope="row" title=${one.name}>${one.label}${one.unit ? html` <small>${share ? unit : one.unit}</small>` : ""}</th>
    ${one.arms.map((arm, index) => html`<td key=${index} class="figures">${number(big(arm?.mean), big(arm?.half_width))} <small>${half(big(arm?.mean), big(arm?.half_width))}${share && Number.isFinite(arm?.mean) ? " %" : ""}</small></td>`)}
    ${one.arms.length > 1 && shown > 0 && html`<td class="figures">${gap ? html`${signed(big(gap.mean), big(gap.half_width))} <small>${half(big(gap.mean), big(gap.half_width))}${share ? html` <abbr title="percentage points">pp</abbr>` : ""}</small>` : "–"}</td>
    <td>${gap?.words ?? "–"}</td><td><small>${gap?.grade ?? ""}</small></td>`}
  </tr>`;
}

export function Numbers() {
  const [wanted, setWanted] = useState("");
  const [said, setSaid] = useState("");
  const standing = result.value;
  const shown = compared.value;
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = useMemo(() => standing.measures.filter((one) => {
    const text = `${one.name} ${one.label} ${one.group} ${one.unit}`.toLowerCase();
    return words.every((word) => text.includes(word));
  }), [standing, wanted]);
  const table = () => csv(rows(standing));
  return html`<h2>All numbers</h2>
    ${unchanged.value && html`<p>${finding.value.first}.</p>`}
    <div class="line tools">
      <label class="search">Filter <input type="search" value=${wanted} placeholder="e.g. burnout physician" onInput=${(event) => setWanted(event.currentTarget.value)} /></label>
      <span class="quiet">${found.length} of ${standing.measures.length} measures; means ± half-width of the ${Math.round(standing.level * 100)} % interval over ${standing.n} runs</span>
      <button type="button" class="small" onClick=${async () => setSaid((await copy(table())) ? "Copied." : "The browser does not let this page copy: download it instead.")}>Copy as CSV</button>
      <button type="button" class="small" onClick=${() => download("numbers.csv", table(), "text/csv")}>Download CSV</button>
      <span role="status">${said}</span>
    </div>
    <div class="scrolling tall" tabindex="0" role="region" aria-label="Table of all measures"><table class="measures">
      <thead><tr><th scope="col">Measure</th>${standing.arms.map((one, index) => html`<th scope="col" key=${index} class=${`figures arm-${index}`}><b>${LETTERS[index]}</b> ${one.name}</th>`)}
        ${standing.arms.length > 1 && shown > 0 && html`<th scope="col" class="figures">${LETTERS[shown]} − A</th><th scope="col">Verdict</th><th scope="col">Rests on</th>`}</tr></thead>
      <tbody>${found.map((one) => html`<${Row} key=${one.name} one=${one} shown=${shown} />`)}</tbody>
    </table></div>
    ${standing.figures.convergence && html`<details class="more"><summary>How the means settle with the number of runs</summary><${Figure} figure=${standing.figures.convergence} name="convergence" heading=${false} /></details>`}
    ${found.length === 0 && html`<p class="empty">No measure has these words. Fewer words find more.</p>`}`;
}
