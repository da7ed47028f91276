// The readouts: one block per run, its numbers at the current frame, exact on hover.

import { stepAt } from "./decode.js";
import { dashOf, runColor } from "./look.js";
import { axisName } from "./names.js";
import { longNumber, shortNumber } from "./numbers.js";

/** What the table says of one run at a frame: texts and, for hover, every digit that was sent. */
export function readoutOf(run, frame, digits = 4) {
  const t = stepAt(run, frame);
  const rate = t > 0 ? run.rateAt(t) : null;
  const cell = (value, most = 8) => (value === null || value === undefined ? ["–", ""] : [shortNumber(value, digits), longNumber(value, most)]);
  const slope = Number.isFinite(run.value[t]) ? run.slope[t] : NaN; // of a formula that is undefined there
  return {
    step: t,
    ended: t === run.steps && frame >= run.steps,
    cells: { step: [String(t), ""], x: cell(run.x[t]), y: cell(run.y[t]), f: cell(run.value[t]), slope: cell(slope, 6), rate: cell(rate, 6) },
  };
}

const NOTHING = { word: "", tone: "plain", sentence: "" };

/** How a run ended: its verdict, or why it stopped while the verdict is still being worked out. */
export function fateOf(run, fates) {
  if (fates[run.id]) return fates[run.id];
  if (run.ending.name === "ALL_STEPS") return NOTHING;
  return { word: run.ending.sentence, tone: run.ending.kind === "done" ? "plain" : "bad", sentence: run.ending.sentence };
}

/** A swatch with the run's colour and dash. */
export function swatch(run, look) {
  const dash = dashOf(run.dash, 0.8).join(" ");
  return `<svg class="gdviz-swatch" viewBox="0 0 26 10" width="26" height="10" aria-hidden="true"><line x1="2" y1="5" x2="24" y2="5" stroke="${runColor(run.color, look.theme)}" stroke-width="3" stroke-linecap="round" stroke-dasharray="${dash}"/></svg>`;
}

export class Readout {
  constructor(element) {
    this.element = element;
    this.rows = [];
  }

  show(scene) {
    const { runs, surface, look } = scene;
    this.scene = scene;
    const [x, y] = surface.variables.map(axisName);
    this.element.innerHTML = "";
    const table = document.createElement("table");
    const caption = '<caption class="gdviz-hidden">Numbers of every run at the current frame</caption><colgroup><col style="width:9%"><col style="width:18%"><col style="width:18%"><col style="width:20%"><col style="width:19%"><col style="width:16%"></colgroup>';
    table.innerHTML = `${caption}<thead><tr>${["step", x, y, "f", "‖∇f‖", "rate"].map((name) => `<th scope="col"></th>`).join("")}</tr></thead>`;
    [...table.querySelectorAll("th")].forEach((cell, k) => (cell.textContent = ["step", x, y, "f", "‖∇f‖", "rate"][k]));
    this.rows = runs.map((run) => this.block(table, run, look));
    this.element.append(table);
    this.draw(scene.frame());
  }

  block(table, run, look) {
    const body = document.createElement("tbody");
    body.innerHTML = `<tr><th scope="rowgroup" colspan="6">${swatch(run, look)}<span class="gdviz-name"></span><button type="button" class="gdviz-look" data-inside="${run.id}">inside</button><span class="gdviz-fate"></span><span class="gdviz-angle"></span></th></tr><tr>${"<td></td>".repeat(6)}</tr>`;
    body.querySelector(".gdviz-name").textContent = run.label;
    const opener = body.querySelector(".gdviz-look");
    opener.setAttribute("aria-label", `Look inside ${run.label}`);
    opener.title = "What it remembers and decides, drawn on the map";
    opener.setAttribute("aria-pressed", String(this.scene.view.inside === run.id));
    table.append(body);
    return { run, cells: [...body.querySelectorAll("td")], fate: body.querySelector(".gdviz-fate"), angle: body.querySelector(".gdviz-angle"), texts: [] };
  }

  draw(frame) {
    for (const row of this.rows) {
      const { cells, ended } = readoutOf(row.run, frame, this.scene.look.scale > 1 ? 3 : 4);
      Object.values(cells).forEach(([text, exact], k) => {
        if (row.texts[k] === text && row.exact?.[k] === exact) return;
        row.cells[k].textContent = text;
        row.cells[k].title = exact;
        row.texts[k] = text;
        (row.exact = row.exact || [])[k] = exact;
      });
      const angle = this.scene.fit?.note(row.run, frame) ?? "";
      if (row.angle.textContent !== angle) row.angle.textContent = angle;
      const fate = ended ? fateOf(row.run, this.scene.fates) : NOTHING;
      if (row.fate.textContent !== fate.word) {
        row.fate.textContent = fate.word;
        row.fate.title = fate.sentence;
        row.fate.dataset.tone = fate.tone;
      }
    }
  }

  /** One sentence for a screen reader. */
  sentence(frame) {
    const parts = this.scene.runs.map((run) => {
      const { step, cells } = readoutOf(run, frame);
      return `${run.label}: step ${step}, at ${cells.x[0]}, ${cells.y[0]}, f ${cells.f[0]}`;
    });
    return parts.length ? `Frame ${Math.floor(frame)} of ${this.scene.last}. ${parts.join(". ")}.` : "No runs.";
  }
}
