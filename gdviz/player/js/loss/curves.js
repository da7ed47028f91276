// The loss chart of runs on data: full loss thick, batch loss thin, rows set apart ringed; against step, epoch or rows.

import { LossChart } from "./chart.js";
import { stepAt } from "../base/decode.js";
import { choice } from "../controls/markup.js";
import { costAt } from "../fit/fitdata.js";
import { dashOf, runColor } from "../base/look.js";
import { lossScale, onAxis } from "./loss.js";
import { decadeText, decadeTicks, linearTicks, shortNumber } from "../base/numbers.js";
import { circle, filled, inked } from "../drawing/pen.js";

const AXES = choice("axis", "Loss chart against", [
  ["step", "step", "Against steps"],
  ["epoch", "epoch", "Against passes over the data"],
  ["rows", "rows", "Against rows looked at: equal cost"],
]);
const RINGS = 14;

export class CurvesChart extends LossChart {
  constructor(parts, fitView, onFrame) {
    super(parts, onFrame);
    this.fitView = fitView;
    this.choices = document.createRange().createContextualFragment(AXES).firstChild;
  }

  get fit() {
    return this.fitView.fit;
  }

  show(scene) {
    this.scene = scene;
    this.axis = (this.fit && scene.view.axis) || "step";
    if (!this.fit) this.choices.remove();
    else if (!this.choices.isConnected) this.parts.caption.before(this.choices);
    for (const button of this.choices.children) button.setAttribute("aria-pressed", String(button.dataset.value === this.axis));
    if (this.fit) this.span();
    super.show(scene);
  }

  words(scene) {
    if (!this.fit) return super.words(scene);
    const records = scene.runs.map((run) => this.fit.runs[run.id]);
    const batches = records.some((run) => run?.values) ? "thin: the batch" : "";
    const words = [scene.view.loss === "gradient" ? "‖∇f‖" : batches, records.some((run) => run?.checked) ? "rows set apart ringed" : ""];
    return words.filter(Boolean).join(", ");
  }

  /** What the axis must hold: the full losses and those set apart, and a decade below for batches. */
  scaleOf(scene) {
    if (!this.fit) return super.scaleOf(scene);
    const { view, runs } = scene;
    const apart = runs.map((run) => ({ ...run, value: this.fit.runs[run.id]?.checked })).filter(({ value }) => value);
    const scale = lossScale(view.loss === "gradient" ? runs : [...runs, ...apart], view.loss, view.loss_log, null);
    return { ...scale, series: scale.series.slice(0, runs.length) };
  }

  /** The ends of the axis of cost, logarithmic for epochs and rows: runs of unlike batches differ by decades. */
  span() {
    const { runs } = this.scene;
    const ends = runs.map((run) => [1, run.steps].map((step) => costAt(this.fit.runs[run.id], step, this.axis, this.fit.per_epoch)));
    const low = Math.min(...ends.map(([first]) => first));
    const high = Math.max(...ends.map(([, last]) => last));
    this.decades = runs.length && high > low && low > 0 ? [Math.log10(low) - 0.15, Math.log10(high)] : [0, 1];
  }

  along(run, step) {
    if (this.axis === "step") return this.px(step);
    const [low, high] = this.decades;
    const at = (t) => Math.max(low, Math.log10(Math.max(costAt(this.fit.runs[run.id], t, this.axis, this.fit.per_epoch), 1e-9)));
    const [t, next] = [Math.floor(step), Math.min(Math.floor(step) + 1, run.steps)];
    const place = at(t) + (step - t) * (at(next) - at(t));
    return this.box.left + ((place - low) / (high - low)) * this.box.width;
  }

  seriesOf(run, index) {
    return this.fit?.runs[run.id]?.checked || super.seriesOf(run, index);
  }

  curves(pen, run, index, until) {
    if (!this.fit) return super.curves(pen, run, index, until);
    const { look, view } = this.scene;
    const { values, checked } = (view.loss !== "gradient" && this.fit.runs[run.id]) || {};
    const ink = (width, dash = []) => [runColor(run.color, look.theme), width * look.scale, dash];
    if (values) this.line(pen, run, (step) => values[step - 1], 1, until, ink(0.9));
    this.line(pen, run, (step) => this.scale.series[index][step], 0, until, ink(values ? 2.6 : 1.9, dashOf(run.dash, look.scale)));
    if (!checked) return;
    this.line(pen, run, (step) => checked[step], 0, until, ink(1.3));
    this.rings(pen, run, checked, until, ink(1.3));
  }

  rings(pen, run, values, until, ink) {
    const { paper, scale } = this.scene.look;
    const stride = Math.max(1, Math.round(run.steps / RINGS));
    for (let step = 0; step <= until; step += stride) {
      if (!onAxis(this.scale, values[step])) continue;
      circle(pen, this.along(run, step), this.py(values[step]), 2.6 * scale);
      filled(pen, paper);
      inked(pen, ink);
    }
  }

  ticksAcross() {
    if (this.axis === "step") return super.ticksAcross();
    const [low, high] = this.decades;
    const place = (exponent) => this.box.left + ((exponent - low) / (high - low)) * this.box.width;
    const fine = high - low < 1 ? linearTicks(10 ** low, 10 ** high, 3) : [];
    return [
      ...decadeTicks(low, high, this.box.width / 60).map((exponent) => [place(exponent), decadeText(exponent)]),
      ...fine.map((value) => [place(Math.log10(value)), shortNumber(value, 4)]),
    ];
  }

  drawUntil(frame) {
    if (!this.fit) return super.drawUntil(frame);
    const { pen, ratio, scene } = this;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    scene.runs.forEach((run, index) => this.curves(pen, run, index, stepAt(run, frame)));
    if (this.axis === "step") this.upright(this.px(Math.min(frame, this.last)), scene.look.muted, []);
    for (const run of scene.runs) {
      const stop = this.fit.runs[run.id]?.stop;
      if (Number.isInteger(stop)) this.upright(this.along(run, stop), runColor(run.color, scene.look.theme), [2, 3]);
    }
    this.parts.root.dataset.axis = this.axis;
  }
}
