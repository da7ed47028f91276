// The loss chart in words and numbers: a summary for its label, and a table of all runs at some steps. Texts are pure.

import { longNumber, shortNumber } from "../base/numbers.js";

const TABLE_ROWS = 26;
const TABLE_STRIDES = [1, 2, 5];

/** The steps of the table's rows: 0, round strides and the last step, at most 26 in all. */
export function tableSteps(last) {
  let stride = 1;
  for (let k = 0; last / stride > TABLE_ROWS - 2; k += 1) stride = TABLE_STRIDES[k % 3] * 10 ** Math.floor(k / 3);
  const steps = Array.from({ length: Math.ceil(last / stride) }, (_, k) => k * stride);
  return [...steps, last];
}

/** What is drawn of a run: the values or the norms of the gradient, one a step. */
export function seriesOf(run, of) {
  return of === "gradient" ? run.slope : run.value;
}

/** One sentence a run: where its curve begins, ends, and is lowest in between. */
export function chartSummary(runs, of) {
  const what = of === "gradient" ? "‖∇f‖" : "f";
  const sentences = runs.map((run) => {
    const values = seriesOf(run, of);
    if (!Number.isFinite(values[0])) return `${run.label}: no value at its start`;
    let [low, end] = [0, 0];
    for (let t = 1; t <= run.steps; t += 1) {
      if (!Number.isFinite(values[t])) continue;
      end = t;
      if (values[t] < values[low]) low = t;
    }
    const lowest = low === end || low === 0 ? "" : `, lowest ${shortNumber(values[low])} at step ${low}`;
    return `${run.label}: from ${shortNumber(values[0])} to ${shortNumber(values[end])} at step ${end}${lowest}`;
  });
  return sentences.length ? `${what} against step. ${sentences.join(". ")}.` : `${what} against step. No runs.`;
}

export class LossTable {
  /** memory.table says that the table is shown, also when the page makes the player anew. */
  constructor(parts, memory) {
    Object.assign(this, { parts, memory });
    parts.tableSwitch.addEventListener("click", () => {
      memory.table = !memory.table;
      this.show(this.scene);
    });
  }

  show(scene) {
    this.scene = scene;
    const { parts, memory } = this;
    const { runs, view } = scene;
    const shown = Boolean(memory.table) && runs.length > 0;
    parts.chart.setAttribute("aria-label", chartSummary(runs, view.loss));
    parts.tableSwitch.setAttribute("aria-pressed", String(shown));
    parts.tableSwitch.disabled = runs.length === 0;
    parts.table.hidden = !shown;
    parts.chart.style.visibility = shown ? "hidden" : "";
    parts.table.replaceChildren(...(shown ? [this.table(runs, view.loss, scene.last)] : []));
  }

  table(runs, of, last) {
    const table = document.createElement("table");
    const caption = table.createCaption();
    Object.assign(caption, { className: "gdviz-hidden", textContent: `${of === "gradient" ? "‖∇f‖" : "f"} of every run at some steps` });
    const head = table.createTHead().insertRow();
    for (const text of ["step", ...runs.map((run) => run.label)]) head.append(tableCell("th", text, "col"));
    const body = table.createTBody();
    for (const step of tableSteps(last)) {
      const row = body.insertRow();
      row.append(tableCell("th", String(step), "row"));
      for (const run of runs) {
        const value = step <= run.steps ? seriesOf(run, of)[step] : undefined;
        const cell = tableCell("td", value === undefined ? "–" : shortNumber(value));
        cell.title = value === undefined ? `${run.label} ended at step ${run.steps}` : longNumber(value, 8);
        row.append(cell);
      }
    }
    return table;
  }
}

function tableCell(tag, text, scope = "") {
  const cell = Object.assign(document.createElement(tag), { textContent: text });
  if (scope) cell.scope = scope;
  return cell;
}
