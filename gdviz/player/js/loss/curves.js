// The loss chart of runs on data: full loss thick, batch loss thin, rows set apart ringed; against step, epoch or rows.

import { LossChart } from "./chart.js";
import { stepAt } from "../base/decode.js";
import { choice } from "../controls/markup.js";
import { isEvent } from "../controls/events.js";
import { drawExits } from "./exits.js";
import { costAt } from "../fit/fitdata.js";
import { drawGlyph } from "../drawing/glyphs.js";
import { dashOf, runColor } from "../base/look.js";
import { lossScale, onAxis, padded } from "./loss.js";
import { decadeTicks, decadeText, linearTicks, shortNumber } from "../base/numbers.js";
import { setText } from "../base/text.js";

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
    if (!this.fit) {
      this.choices.remove();
      super.show(scene);
      return;
    }
    this.scene = scene;
    this.empty = false;
    this.axis = scene.view.axis || "step";
    if (!this.choices.isConnected) this.parts.caption.before(this.choices);
    for (const button of this.choices.children) button.setAttribute("aria-pressed", String(button.dataset.value === this.axis));
    this.last = Math.max(1, scene.last);
    this.span();
    this.scale = padded(this.wide(scene));
    this.measure();
    const records = scene.runs.map((run) => this.fit.runs[run.id]);
    const words = [scene.view.loss === "gradient" ? "‖∇f‖" : records.some((run) => run?.values) ? "all rows thick, batch thin" : "", records.some((run) => run?.checked) ? "rows set apart ringed" : ""];
    setText(this.parts.caption, (this.parts.caption.title = words.filter(Boolean).join(", ")));
    this.paint(this.faint, scene.look.theme === "dark" ? 0.34 : 0.3);
    this.draw(scene.frame());
  }

  /** What the axis must hold: the full losses and those set apart, and a decade below for batches. */
  wide(scene) {
    const { view, runs } = scene;
    const ends = view.loss === "gradient" ? [] : runs.flatMap((run) => ["checked"].map((name) => this.fit.runs[run.id]?.[name]).filter(Boolean).map((value) => ({ ...run, value })));
    const scale = lossScale([...runs, ...ends], view.loss, view.loss_log, null);
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
    if (!this.fit || this.axis === "step") return this.px(step);
    const [low, high] = this.decades;
    const at = (t) => Math.max(low, Math.log10(Math.max(costAt(this.fit.runs[run.id], t, this.axis, this.fit.per_epoch), 1e-9)));
    const [t, next] = [Math.floor(step), Math.min(Math.floor(step) + 1, run.steps)];
    const place = at(t) + (step - t) * (at(next) - at(t));
    return this.box.left + ((place - low) / (high - low)) * this.box.width;
  }

  paint(canvas, alpha) {
    if (!this.fit) {
      super.paint(canvas, alpha);
      return;
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    this.paintAxes(pen);
    pen.globalAlpha = alpha;
    this.scene.runs.forEach((run, index) => this.curves(pen, run, index, run.steps));
  }

  /** Every curve of one run up to a step. */
  curves(pen, run, index, until) {
    const record = this.fit.runs[run.id];
    const { look, view } = this.scene;
    pen.strokeStyle = runColor(run.color, look.theme);
    const batch = record?.values && view.loss !== "gradient";
    if (batch) this.line(pen, run, (step) => record.values[step - 1], 1, until, 0.9 * look.scale, []);
    this.line(pen, run, (step) => this.scale.series[index][step], 0, until, (batch ? 2.6 : 1.9) * look.scale, dashOf(run.dash, look.scale));
    if (record?.checked && view.loss !== "gradient") {
      this.line(pen, run, (step) => record.checked[step], 0, until, 1.3 * look.scale, []);
      this.rings(pen, run, record.checked, until);
    }
  }

  rings(pen, run, values, until) {
    const stride = Math.max(1, Math.round(run.steps / RINGS));
    pen.fillStyle = this.scene.look.paper;
    for (let step = 0; step <= until; step += stride) {
      if (!onAxis(this.scale, values[step])) continue;
      pen.beginPath();
      pen.arc(this.along(run, step), this.py(values[step]), 2.6 * this.scene.look.scale, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    }
  }

  paintAxes(pen) {
    if (!this.fit || this.axis === "step") {
      super.paintAxes(pen);
      return;
    }
    const steps = this.last;
    this.last = 0; // no ticks of steps
    super.paintAxes(pen);
    this.last = steps;
    const { left, top, width, height } = this.box;
    const [low, high] = this.decades;
    const place = (exponent) => left + ((exponent - low) / (high - low)) * width;
    pen.fillStyle = this.scene.look.muted;
    Object.assign(pen, { textAlign: "center", textBaseline: "top" });
    for (const exponent of decadeTicks(low, high, width / 60)) pen.fillText(decadeText(exponent), place(exponent), top + height + 7);
    if (high - low < 1) for (const value of linearTicks(10 ** low, 10 ** high, 3)) pen.fillText(shortNumber(value, 4), place(Math.log10(value)), top + height + 7);
  }

  draw(frame) {
    if (!this.fit) {
      super.draw(frame);
      return;
    }
    const { width, height } = this.parts.chart;
    if (!this.scale || !width || !height) return; // a page may show the map alone
    const { pen, ratio, scene } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.drawImage(this.faint, 0, 0);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    scene.runs.forEach((run, index) => this.curves(pen, run, index, stepAt(run, frame)));
    if (this.axis === "step") this.upright(this.px(Math.min(frame, this.last)), scene.look.muted, []);
    for (const run of scene.runs) {
      const stop = this.fit.runs[run.id]?.stop;
      if (Number.isInteger(stop)) this.upright(this.along(run, stop), runColor(run.color, scene.look.theme), [2, 3]);
    }
    pen.globalAlpha = 1;
    this.drawEvents(frame);
    drawExits(this, frame);
    scene.runs.forEach((run, index) => this.drawPoint(run, this.scale.series[index], frame));
    this.parts.root.dataset.axis = this.axis;
  }

  drawEvents(frame) {
    if (!this.fit) {
      super.drawEvents(frame);
      return;
    }
    const { scene } = this;
    for (const mark of scene.marks) {
      const index = scene.runs.findIndex((run) => run.id === mark.run);
      if (!isEvent(mark) || mark.frame > frame || index < 0) continue;
      const [run, fill] = [scene.runs[index], runColor(scene.runs[index].color, scene.look.theme)];
      const values = this.fit.runs[run.id]?.checked || this.scale.series[index];
      if (!onAxis(this.scale, values[mark.frame])) continue;
      drawGlyph(this.pen, mark.kind, this.along(run, mark.frame), this.py(values[mark.frame]), scene.look, fill);
    }
  }

  drawPoint(run, series, frame) {
    if (!this.fit || this.axis === "step") {
      super.drawPoint(run, series, frame);
      return;
    }
    const { pen, scene } = this;
    const t = stepAt(run, frame);
    if (!onAxis(this.scale, series[t])) return;
    pen.beginPath();
    pen.arc(this.along(run, t), this.py(series[t]), 4.2 * scene.look.scale, 0, 2 * Math.PI);
    pen.fillStyle = runColor(run.color, scene.look.theme);
    pen.fill();
    pen.lineWidth = 1.6;
    pen.strokeStyle = scene.look.paper;
    pen.stroke();
  }
}
