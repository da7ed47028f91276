// The readouts: one block per run, its numbers at the current frame, exact on hover.

import { stepAt } from "../base/decode.js";
import { dashOf, runColor } from "../base/look.js";
import { axisName, longNumber, shortNumber } from "../base/numbers.js";
import { setStyle, setText } from "../base/page.js";

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
  if (run.ending.name === "UNDEFINED_START") return { word: "no value at the start", tone: "bad", sentence: run.ending.sentence };
  return { word: run.ending.sentence, tone: run.ending.kind === "done" ? "plain" : "bad", sentence: run.ending.sentence };
}

/** A swatch with the run's colour and dash. */
export function swatch(run, look) {
  const dash = dashOf(run.dash, 0.8).join(" ");
  return `<svg class="gdviz-swatch" viewBox="0 0 26 10" width="26" height="10" aria-hidden="true"><line x1="2" y1="5" x2="24" y2="5" stroke="${runColor(run.color, look.theme)}" stroke-width="3" stroke-linecap="round" stroke-dasharray="${dash}"/></svg>`;
}

const COLUMNS = ["step", "x", "y", "f", "slope", "rate"];
const FEWEST_DIGITS = 2;

/** The width that `shortNumber` needs for a value at most, in digits: those of a power are two thirds of one wide. */
export function roomFor(value, digits) {
  if (Number.isNaN(value)) return 9;
  if (value === 0 || !Number.isFinite(value)) return 2;
  const size = Math.abs(value);
  const rounding = size >= 1 ? 1 + 5 * 10 ** -digits : 1; // 999.96 becomes 1000
  const exponent = Math.floor(Math.log10(size) + Math.log10(rounding) + 1e-12);
  const sign = value < 0 ? 1 : 0;
  if (exponent < -4 || exponent > 4) {
    const power = Math.ceil((2 / 3) * String(Math.abs(exponent)).length) + (exponent < 0 ? 1 : 0);
    return sign + digits + 3 + power; // the decimal point and the dot together are one digit wide
  }
  return sign + (exponent < 0 ? digits + 1 - exponent : Math.max(digits + 1, exponent + 1));
}

/** The width in digits of each column at any frame of the runs, and the digits (at most so many) with which they fit in `room`. */
export function columnsOf(runs, names, digits, room) {
  const wide = COLUMNS.map((_, k) => Math.max(names[k].length, ...runs.map((run) => widest(run, k, digits))));
  const all = wide.reduce((sum, width) => sum + width, 0);
  return all <= room || digits <= FEWEST_DIGITS ? { digits, wide } : columnsOf(runs, names, digits - 1, room);
}

function widest(run, column, digits) {
  if (column === 0) return String(run.steps).length;
  const values = [null, run.x, run.y, run.value, run.slope][column];
  let most = 1;
  for (let t = 0; t <= run.steps; t += 1) {
    const value = values ? values[t] : t > 0 && run.rateAt(t);
    if (value !== null && value !== false) most = Math.max(most, roomFor(value, digits));
  }
  return most;
}

export class Readout {
  constructor(element) {
    this.element = element;
    this.rows = [];
  }

  /** New data or look. */
  show(scene) {
    this.take(scene);
    this.measure();
    this.fit();
    this.draw(scene.frame());
  }

  /** Other runs in the same look and size: nothing of the page is measured. */
  move(scene) {
    this.take(scene);
    this.fit();
  }

  /** Rows stay where only their labels and numbers are others: a new list of children costs the page its `:has()` rules. */
  take(scene) {
    const { runs, surface, look, view } = scene;
    this.scene = scene;
    this.names = ["step", ...surface.variables.map(axisName), "f", "‖∇f‖", "rate"];
    const written = JSON.stringify([this.names, look.theme, look.scale, view.inside, runs.map(({ id, color, dash }) => [id, color, dash, scene.opens(id)])]);
    if (written !== this.written) this.build(this.names);
    this.written = written;
    this.rows.forEach((row, k) => this.name(Object.assign(row, { run: runs[k] })));
  }

  build(names) {
    const { runs, look } = this.scene;
    this.element.innerHTML = "";
    const table = document.createElement("table");
    const caption = '<caption class="gdviz-hidden">Numbers of every run at the current frame</caption><colgroup><col><col><col><col><col><col></colgroup>';
    table.innerHTML = `${caption}<thead><tr>${'<th scope="col"></th>'.repeat(names.length)}</tr></thead>`;
    [...table.querySelectorAll("th")].forEach((cell, k) => (cell.textContent = names[k]));
    this.rows = runs.map((run) => this.block(table, run, look));
    this.element.append(table);
  }

  /** Columns as wide as their widest number: the digits are fewer where the place is narrow, and nothing overprints. */
  fit() {
    const { runs, look } = this.scene;
    this.digits = look.scale > 1 ? 3 : 4;
    if (!this.sizes) return;
    const { character, padding, width } = this.sizes;
    const room = (width - this.names.length * padding) / character;
    const { digits, wide } = columnsOf(runs, this.names, this.digits, room);
    const pixels = wide.map((count) => count * character + padding);
    const all = pixels.reduce((sum, width) => sum + width, 0);
    const table = this.element.querySelector("table");
    [...table.querySelectorAll("col")].forEach((column, k) => setStyle(column, "width", `${((100 * pixels[k]) / all).toFixed(2)}%`));
    setStyle(table, "minWidth", `${Math.ceil(all)}px`);
    this.digits = digits;
  }

  /** The room of the table and the width of a digit, in pixels; null where it is not shown. */
  measure() {
    const cell = this.rows[0]?.cells[0];
    this.sizes = null;
    if (!cell || !this.element.clientWidth) return;
    setText(cell, "0".repeat(20));
    const text = document.createRange();
    text.selectNodeContents(cell);
    const character = text.getBoundingClientRect().width / 20;
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    const padding = parseFloat(paddingLeft) + parseFloat(paddingRight);
    this.sizes = { character, padding, width: this.element.clientWidth };
  }

  block(table, run, look) {
    const body = document.createElement("tbody");
    body.innerHTML = `<tr><th scope="rowgroup" colspan="6">${swatch(run, look)}<span class="gdviz-name"> <span class="gdviz-whole"></span></span><button type="button" class="gdviz-look" data-inside="${run.id}">inside</button><span class="gdviz-fate"></span><span class="gdviz-angle"></span></th></tr><tr>${"<td></td>".repeat(6)}</tr>`;
    const opener = body.querySelector(".gdviz-look");
    opener.title = "What it remembers and decides, drawn on the map";
    opener.hidden = !this.scene.opens(run.id);
    opener.setAttribute("aria-pressed", String(this.scene.view.inside === run.id));
    table.append(body);
    return { opener, name: body.querySelector(".gdviz-name"), cells: [...body.querySelectorAll("td")], fate: body.querySelector(".gdviz-fate"), angle: body.querySelector(".gdviz-angle") };
  }

  name({ run: { label }, name, opener }) {
    const end = label.lastIndexOf(" · ") + 1; // what comes last, a rate as a rule, stays in one line
    setText(name, label.slice(0, end));
    setText(name.lastElementChild, label.slice(end));
    opener.setAttribute("aria-label", `Look inside ${label}`);
  }

  draw(frame) {
    const playing = this.scene.playing();
    for (const row of this.rows) {
      const { cells, ended } = readoutOf(row.run, frame, this.digits);
      Object.values(cells).forEach(([text, exact], k) => {
        setText(row.cells[k], text);
        if (!playing && row.cells[k].title !== exact) row.cells[k].title = exact; // no hand reads it while it plays
      });
      setText(row.angle, this.scene.fit?.note(row.run, frame) ?? "");
      const fate = ended ? fateOf(row.run, this.scene.fates) : NOTHING;
      if (row.fate.title !== fate.sentence || row.fate.firstChild?.data !== fate.word) {
        setText(row.fate, fate.word);
        row.fate.title = fate.sentence;
        row.fate.dataset.tone = fate.tone;
      }
    }
  }

  /** A few words a run for a screen reader; how it ended, once it has. */
  sentence(frame) {
    const parts = this.scene.runs.map((run) => {
      const { step, cells, ended } = readoutOf(run, frame);
      const { word } = ended ? fateOf(run, this.scene.fates) : NOTHING;
      return `${run.label}: ${word ? `${word}, ` : ""}step ${step}, at ${cells.x[0]}, ${cells.y[0]}, f ${cells.f[0]}`;
    });
    return parts.length ? `Frame ${Math.floor(frame)} of ${this.scene.last}. ${parts.join(". ")}.` : "No runs.";
  }
}
