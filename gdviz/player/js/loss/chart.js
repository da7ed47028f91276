// The loss chart: every run's curve, bright up to the current frame, with its point; drag it to scrub.

import { stepAt } from "../base/decode.js";
import { curveLines, drawExits, lossHeight, lossScale, onAxis, padded } from "./loss.js";
import { disc, drawGlyph, inked, isEvent, through, traced } from "../drawing/pen.js";
import { dashOf, runColor } from "../base/look.js";
import { decadeText, decadeTicks, fineLogTicks, linearTicks, shortNumber } from "../base/numbers.js";
import { setText } from "../base/page.js";

export class LossChart {
  constructor(parts, onFrame) {
    Object.assign(this, { parts, onFrame, bright: document.createElement("canvas"), faint: document.createElement("canvas") });
    this.pen = parts.chart.getContext("2d");
    const scrub = (event) => {
      if (!this.scale || !(event.buttons & 1)) return;
      const px = event.clientX - parts.chart.getBoundingClientRect().left;
      this.onFrame(Math.round(((px - this.box.left) / this.box.width) * this.last));
    };
    parts.chart.addEventListener("pointerdown", (event) => {
      parts.chart.setPointerCapture(event.pointerId);
      scrub(event);
    });
    parts.chart.addEventListener("pointermove", scrub);
  }

  show(scene) {
    this.scene = scene;
    this.last = Math.max(1, scene.last);
    this.scale = padded(this.scaleOf(scene));
    this.empty = !this.scale.series.some((values) => values.some(Number.isFinite));
    this.measure();
    setText(this.parts.caption, (this.parts.caption.title = this.words(scene)));
    this.paint(this.faint, scene.look.theme === "dark" ? 0.32 : 0.28);
    this.paint(this.bright, 1);
    this.draw(scene.frame());
  }

  scaleOf({ view, runs, deepest }) {
    return lossScale(runs, view.loss, view.loss_log, deepest);
  }

  words({ view, deepest }) {
    const { log, offset } = this.scale;
    const from = offset === deepest ? "the lowest minimum" : "the lowest seen";
    const above = log && offset ? ` − (${shortNumber(offset, 4)}), ${from}` : " against step";
    const linear = view.loss_log && !log && !this.empty ? " (constant)" : "";
    return `${view.loss === "gradient" ? "‖∇f‖" : "f"}${above}${linear}`;
  }

  measure() {
    const { plot, chart } = this.parts;
    const [width, height] = [plot.clientWidth, plot.clientHeight];
    this.ratio = window.devicePixelRatio || 1;
    const wide = Math.max(1, (0.95 * this.scene.look.text) / 12);
    const top = 18 * this.scene.look.scale; // signs of events stand above their curve
    this.box = { left: 46 * wide, top, width: Math.max(30, width - 46 * wide - 20), height: Math.max(30, height - top - 24 * wide) };
    for (const canvas of [chart, this.bright, this.faint]) {
      canvas.width = Math.round(width * this.ratio);
      canvas.height = Math.round(height * this.ratio);
    }
  }

  px(step) {
    return this.box.left + (step / this.last) * this.box.width;
  }

  py(value) {
    return this.level(lossHeight(this.scale, value));
  }

  /** The pixel of a height on the axis. */
  level(height) {
    const { low, high } = this.scale;
    return this.box.top + (1 - (height - low) / (high - low)) * this.box.height;
  }

  /** Where a step of a run stands across. */
  along(_run, step) {
    return this.px(step);
  }

  /** What the height of a run's events is read from. */
  seriesOf(_run, index) {
    return this.scale.series[index];
  }

  /** One curve up to a step; what the axis cannot hold is left out, never drawn along its edge. */
  line(pen, run, value, from, until, ink) {
    const lines = curveLines(this.scale, value, from, until);
    pen.lineJoin = "round";
    traced(pen, lines.map((points) => points.map(([step, height]) => [this.along(run, step), this.level(height)])));
    inked(pen, ink);
  }

  /** Every curve of one run up to a step. */
  curves(pen, run, index, until) {
    const { look } = this.scene;
    const ink = [runColor(run.color, look.theme), 1.8 * look.scale, dashOf(run.dash, look.scale)];
    this.line(pen, run, (step) => this.scale.series[index][step], 0, until, ink);
  }

  paint(canvas, alpha) {
    const pen = canvas.getContext("2d");
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (alpha < 1 && !this.empty) this.paintAxes(pen);
    pen.globalAlpha = alpha;
    this.scene.runs.forEach((run, index) => this.curves(pen, run, index, run.steps));
  }

  paintAxes(pen) {
    const { look } = this.scene;
    const { left, width, height } = this.box;
    const { log, low, high } = this.scale;
    Object.assign(pen, { font: `${look.text - 1}px ${look.font}`, fillStyle: look.muted, textAlign: "right", textBaseline: "middle" });
    const room = height / (34 * look.scale);
    const ticks = log && high - low >= 2.5 ? decadeTicks(low, high, room).map((tick) => [tick, decadeText(tick)]) : this.plainTicks(room);
    for (const [tick, text] of ticks) {
      const y = Math.round(this.level(tick)) + 0.5;
      through(pen, [[left, y], [left + width, y]]);
      inked(pen, [look.line, 1]);
      pen.fillText(text, left - 6, y);
    }
    Object.assign(pen, { textAlign: "center", textBaseline: "top" });
    for (const [x, text] of this.ticksAcross()) pen.fillText(text, x, this.box.top + height + 7);
  }

  ticksAcross() {
    const ticks = linearTicks(0, this.last, this.box.width / (64 * this.scene.look.scale));
    return ticks.filter(Number.isInteger).map((tick) => [this.px(tick), String(tick)]);
  }

  plainTicks(room) {
    const { log, low, high } = this.scale;
    if (!log) return linearTicks(low, high, room).map((tick) => [tick, shortNumber(tick, 4)]);
    const fine = fineLogTicks(low, high);
    const values = fine.length >= 3 ? fine : linearTicks(10 ** low, 10 ** high, room).filter((value) => value > 0);
    return values.map((value) => [Math.log10(value), shortNumber(value, 4)]);
  }

  /** Faint curves whole, bright ones up to the frame. */
  draw(frame) {
    const { width, height } = this.parts.chart;
    if (!this.scale || !width || !height) return; // a page may show the map alone
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, width, height);
    this.pen.drawImage(this.faint, 0, 0);
    this.drawUntil(frame);
    this.drawEvents(frame);
    drawExits(this, frame);
    this.scene.runs.forEach((run, index) => this.drawPoint(run, this.scale.series[index], frame));
  }

  drawUntil(frame) {
    const { pen, ratio } = this;
    const { width, height } = this.parts.chart;
    const x = this.px(Math.min(frame, this.last));
    const cut = Math.round(Math.min(width, x * ratio));
    if (cut > 0) pen.drawImage(this.bright, 0, 0, cut, height, 0, 0, cut, height);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (!this.empty) this.upright(x, this.scene.look.muted, []);
  }

  /** A line over the whole height. */
  upright(x, color, dash) {
    const { top, height } = this.box;
    this.pen.globalAlpha = 0.7;
    through(this.pen, [[x, top], [x, top + height]]);
    inked(this.pen, [color, 1.2, dash]);
    this.pen.globalAlpha = 1;
  }

  /** Events passed so far, above the curve of their run. */
  drawEvents(frame) {
    const { runs, marks, look } = this.scene;
    for (const mark of marks) {
      const index = runs.findIndex(({ id }) => id === mark.run);
      if (!isEvent(mark) || mark.frame > frame || index < 0) continue;
      const run = runs[index];
      const value = this.seriesOf(run, index)[mark.frame];
      if (onAxis(this.scale, value)) drawGlyph(this.pen, mark.kind, this.along(run, mark.frame), this.py(value), look, runColor(run.color, look.theme));
    }
  }

  drawPoint(run, series, frame) {
    const { look } = this.scene;
    const t = stepAt(run, frame);
    if (!onAxis(this.scale, series[t])) return;
    const next = Math.min(t + 1, run.steps);
    const share = next > t ? Math.max(0, frame - t) : 0;
    const y = this.py(series[t]) * (1 - share) + this.py(series[next]) * share;
    disc(this.pen, this.along(run, t + share), y, 4.2 * look.scale, runColor(run.color, look.theme), look.paper, 1.6);
  }
}
