// The panel of a run's inside: switches, the numbers of one step, and each state's history as a small curve.

import { VERDICTS, drawingsOf, insideAt, plainName, verdict } from "./inside.js";
import { inked, through } from "../drawing/pen.js";
import { choice } from "../controls/markup.js";
import { runColor } from "../base/look.js";
import { axisName, longNumber, shortNumber } from "../base/numbers.js";
import { setText } from "../base/page.js";

const CURVE = { width: 104, height: 19 };
const NUMBERED = 4;
const STEPS = [
  ["made", "made", "The step that led to this frame"],
  ["next", "next", "The step that comes next"],
];

/** The lines of the numbers card: [name, [texts], sentence, exact]. */
export function linesOf(detail) {
  const usesGradient = !detail.trial?.before; // a triangle asks for values only, and its rate is the move's own number
  const lines = usesGradient ? [["∇f", detail.gradient, "the slope where the step begins"]] : [];
  for (const state of detail.states) {
    lines.push([plainName(state.name), state.after, `${state.says || "memory"}; before this step ${state.before.map((value) => shortNumber(value, 4)).join(", ")}`]);
  }
  if (usesGradient && detail.trial?.circle === undefined && detail.rate !== null && detail.rate !== undefined) lines.push(["α", [detail.rate], "the rate of this step"]);
  lines.push(["step", detail.move, "how far it goes"]);
  return lines;
}

/** What a method tried, one sentence a trial. */
export function trialLines(trial) {
  if (!trial) return [];
  if (trial.stay) return ["Nothing better can be told from here: it stays."];
  const lines = [];
  if (trial.beta !== undefined) lines.push(trial.restart ? "Begins afresh, straight downhill (β = 0)." : `Keeps β = ${shortNumber(trial.beta, 4)} of the last direction.`);
  if (trial.bends) lines.push(`Curvatures ${trial.bends.map((value) => shortNumber(value, 4)).join(" and ")}${trial.turned ? `, used as ${trial.turned.map((value) => shortNumber(value, 4)).join(" and ")}` : ""}.`);
  if (trial.circle !== undefined) lines.push(`Circle ${shortNumber(trial.circle, 4)}; ${trial.kind} step; ${trial.ratio === null ? "no descent" : `kept ${shortNumber(trial.ratio, 3)} of its promise`}: ${trial.taken ? "taken" : "refused, the circle shrinks"}.`);
  if (trial.move) lines.push(`The triangle's move: ${trial.move}.`, ...trial.corners.map(([name, , , value]) => `${name}: f = ${numberOf(value)}`));
  const spots = trial.spots || [];
  const sentences = spots.map((spot) => `rate ${numberOf(spot[2])}: f = ${numberOf(spot[3])}, ${VERDICTS[verdict(spot)]}`);
  const more = spots.length - NUMBERED;
  return [...lines, ...(more > 0 ? [...sentences.slice(0, NUMBERED - 1), `… ${more} more …`, sentences.at(-1)] : sentences)];
}

function numberOf(value) {
  return value === null ? "undefined" : shortNumber(value, 5);
}

export class InsidePanel {
  constructor(element, { onSwitch, onClose }) {
    Object.assign(this, { element, onSwitch, curves: [] });
    element.addEventListener("click", (event) => {
      const pressed = event.target.closest("button");
      if (pressed?.dataset.drawing) this.onSwitch(pressed.dataset.drawing);
      if (pressed?.dataset.close !== undefined) onClose();
    });
  }

  /** New data, look or switches. */
  show(scene) {
    const { inside, insideOff: off } = scene;
    this.element.hidden = !inside;
    Object.assign(this, { scene, inside, shown: null });
    if (!inside) return;
    this.run = scene.runs.find(({ id }) => id === inside.run);
    const chips = drawingsOf(inside).map(
      ([key, word, says]) => `<button type="button" class="gdviz-chip" data-drawing="${key}" aria-pressed="${!off.has(key)}" title="${says}">${word}</button>`,
    );
    this.element.innerHTML = `<header><b></b><span class="gdviz-inside-step"></span><span class="gdviz-spring"></span>${choice("step", "Step", STEPS)}<button type="button" class="gdviz-chip" data-close aria-label="Close the inside">✕</button></header>
<div class="gdviz-chips" role="group" aria-label="Drawings">${chips.join("")}</div>
<table><thead><tr><td></td><th scope="col"></th><th scope="col"></th><td></td></tr></thead><tbody></tbody></table><ul></ul>`;
    this.element.querySelector("b").textContent = `Inside ${this.run.label}`;
    const heads = this.element.querySelectorAll("thead th");
    scene.surface.variables.map(axisName).forEach((name, k) => (heads[k].textContent = name));
    this.body = this.element.querySelector("tbody");
    this.list = this.element.querySelector("ul");
    this.head = this.element.querySelector(".gdviz-inside-step");
    for (const button of this.element.querySelectorAll("[data-set]")) button.setAttribute("aria-pressed", String(button.dataset.value === scene.view.step));
    this.draw(scene.frame());
  }

  /** The numbers and curves at a frame. */
  draw(frame) {
    if (!this.inside) return;
    const detail = insideAt(this.inside, this.run, frame, this.scene.view.step === "next");
    if (!detail) {
      setText(this.head, "no step was taken");
      return;
    }
    const shown = `${detail.step} ${detail.coming} ${detail.over}`;
    if (shown === this.shown) return; // several pictures a step while it plays
    this.shown = shown;
    this.element.dataset.step = String(detail.step);
    const word = detail.coming ? `step ${detail.step}, to come` : detail.over ? `last step, ${detail.step}` : `step ${detail.step}`;
    setText(this.head, word);
    const lines = linesOf(detail);
    if (this.body.rows.length !== lines.length) {
      this.body.innerHTML = '<tr><th scope="row"></th><td></td><td></td><td></td></tr>'.repeat(lines.length);
      this.makeCurves(lines);
    }
    lines.forEach(([name, values, says], k) => this.fill(this.body.rows[k], name, values, says));
    const sentences = detail.sent ? trialLines(detail.trial) : [`Only the first ${this.inside.steps} steps are kept here.`];
    while (this.list.children.length < sentences.length) this.list.append(document.createElement("li"));
    [...this.list.children].forEach((line, k) => {
      setText(line, sentences[k] ?? "");
      line.hidden = k >= sentences.length;
    });
    for (const curve of this.curves) this.drawCurve(curve, detail.step);
  }

  fill(row, name, values, says) {
    row.title = says;
    setText(row.cells[0], name);
    [0, 1].forEach((k) => {
      const value = values[k];
      setText(row.cells[k + 1], value === undefined ? "" : shortNumber(value, 5));
      row.cells[k + 1].title = value === undefined ? says : `${longNumber(value, 6)} · ${says}`;
    });
  }

  /** A small curve for each row that has a history. */
  makeCurves(lines) {
    const histories = new Map(this.inside.states.map((state) => [plainName(state.name), state.columns]));
    if (this.run.rates) histories.set("α", [Float64Array.from({ length: this.run.steps + 1 }, (_, t) => this.run.rateAt(t))]);
    const ratio = (window.devicePixelRatio || 1) * this.scene.look.scale;
    this.curves = lines.flatMap(([name], k) => {
      const columns = histories.get(name);
      if (!columns) return [];
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: CURVE.width * ratio, height: CURVE.height * ratio });
      Object.assign(canvas.style, { width: `${CURVE.width * this.scene.look.scale}px`, height: `${CURVE.height * this.scene.look.scale}px` });
      canvas.title = columns.length > 1 ? "Against the step: the first coordinate whole, the second dashed" : "Against the step";
      this.body.rows[k].cells[3].replaceChildren(canvas);
      return [{ columns, canvas, pen: canvas.getContext("2d"), range: rangeOf(columns) }];
    });
  }

  /** The curve as painted once, and where the step stands. */
  drawCurve(curve, step) {
    const { canvas, pen, columns } = curve;
    const { width, height } = canvas;
    curve.picture ||= this.paint(curve);
    const x = placeOfStep(step, columns[0].length, width);
    pen.clearRect(0, 0, width, height);
    pen.drawImage(curve.picture, 0, 0);
    through(pen, [[x, 0], [x, height]]);
    inked(pen, [this.scene.look.muted, 1]);
  }

  /** Both coordinates against the step, the second dashed, and the line of zero. */
  paint({ canvas: { width, height }, columns, range }) {
    const { look } = this.scene;
    const picture = Object.assign(document.createElement("canvas"), { width, height });
    const pen = picture.getContext("2d");
    const stroke = (width / CURVE.width) * 1.3;
    const py = (value) => height - 3 - ((value - range[0]) / (range[1] - range[0])) * (height - 6);
    through(pen, [[0, py(0)], [width, py(0)]]);
    inked(pen, [look.line, stroke * 0.6]);
    columns.forEach((values, k) => {
      const stride = Math.max(1, Math.floor(values.length / (2 * CURVE.width)));
      pen.beginPath();
      for (let t = 0; t < values.length; t += stride) pen.lineTo(placeOfStep(t, values.length, width), py(values[t]));
      inked(pen, k ? [look.ink, stroke, [3 * stroke, 2 * stroke]] : [runColor(this.run.color, look.theme), stroke]);
    });
    return picture;
  }
}

function placeOfStep(step, length, width) {
  const last = Math.max(1, length - 1);
  return 1.5 + (Math.min(step, last) / last) * (width - 3);
}

function rangeOf(columns) {
  let [low, high] = [0, 0];
  for (const values of columns) for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high > low ? [low, high] : [low - 1, high + 1];
}
