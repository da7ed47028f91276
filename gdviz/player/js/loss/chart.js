// The loss chart: every run's curve, bright up to the current frame, with its point; drag it to scrub.

import { stepAt } from "../base/decode.js";
import { isEvent } from "../controls/events.js";
import { drawExits } from "./exits.js";
import { drawGlyph } from "../drawing/glyphs.js";
import { dashOf, runColor } from "../base/look.js";
import { curveLines, lossHeight, lossScale, onAxis, padded } from "./loss.js";
import { decadeText, decadeTicks, fineLogTicks, linearTicks, shortNumber } from "../base/numbers.js";
import { setText } from "../base/text.js";

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
    const { view, runs, look } = scene;
    this.scale = padded(lossScale(runs, view.loss, view.loss_log, scene.deepest));
    this.measure();
    const what = view.loss === "gradient" ? "‖∇f‖" : "f";
    const from = this.scale.offset === scene.deepest ? "the lowest minimum" : "the lowest seen";
    const offset = this.scale.log && this.scale.offset ? ` − (${shortNumber(this.scale.offset, 4)}), ${from}` : "";
    this.empty = !this.scale.series.some((values) => values.some(Number.isFinite));
    const linear = view.loss_log && !this.scale.log && !this.empty ? " (constant)" : "";
    setText(this.parts.caption, (this.parts.caption.title = `${what}${offset}${offset ? "" : " against step"}${linear}`));
    this.paint(this.faint, look.theme === "dark" ? 0.32 : 0.28);
    this.paint(this.bright, 1);
    this.draw(scene.frame());
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

  /** One curve up to a step; what the axis cannot hold is left out, never drawn along its edge. */
  line(pen, run, value, from, until, width, dash) {
    pen.lineWidth = width;
    pen.setLineDash(dash);
    pen.lineJoin = "round";
    for (const points of curveLines(this.scale, value, from, until)) {
      pen.beginPath();
      for (const [step, height] of points) pen.lineTo(this.along(run, step), this.level(height));
      pen.stroke();
    }
    pen.setLineDash([]);
  }

  paint(canvas, alpha) {
    const pen = canvas.getContext("2d");
    const { runs, look } = this.scene;
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (alpha < 1 && !this.empty) this.paintAxes(pen);
    pen.globalAlpha = alpha;
    runs.forEach((run, index) => {
      const series = this.scale.series[index];
      pen.strokeStyle = runColor(run.color, look.theme);
      this.line(pen, run, (step) => series[step], 0, run.steps, 1.8 * look.scale, dashOf(run.dash, look.scale));
    });
  }

  paintAxes(pen) {
    const { look } = this.scene;
    const { left, top, width, height } = this.box;
    const { log, low, high } = this.scale;
    pen.font = `${look.text - 1}px ${look.font}`;
    pen.lineWidth = 1;
    const room = height / (34 * look.scale);
    const ticks = log && high - low >= 2.5 ? decadeTicks(low, high, room).map((tick) => [tick, decadeText(tick)]) : this.plainTicks(room);
    for (const [tick, text] of ticks) {
      const y = Math.round(top + (1 - (tick - low) / (high - low)) * height) + 0.5;
      pen.strokeStyle = look.line;
      pen.beginPath();
      pen.moveTo(left, y);
      pen.lineTo(left + width, y);
      pen.stroke();
      pen.fillStyle = look.muted;
      pen.textAlign = "right";
      pen.textBaseline = "middle";
      pen.fillText(text, left - 6, y);
    }
    pen.textAlign = "center";
    pen.textBaseline = "top";
    for (const tick of linearTicks(0, this.last, width / (64 * look.scale))) {
      if (Number.isInteger(tick)) pen.fillText(String(tick), this.px(tick), top + height + 7);
    }
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
    const { pen, ratio, scene } = this;
    const x = this.px(Math.min(frame, this.last));
    const cut = Math.round(Math.min(width, x * ratio));
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.drawImage(this.faint, 0, 0);
    if (cut > 0) pen.drawImage(this.bright, 0, 0, cut, height, 0, 0, cut, height);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (!this.empty) this.upright(x, scene.look.muted, []);
    this.drawEvents(frame);
    drawExits(this, frame);
    scene.runs.forEach((run, index) => this.drawPoint(run, this.scale.series[index], frame));
  }

  /** A line over the whole height. */
  upright(x, color, dash) {
    const { pen, box } = this;
    pen.globalAlpha = 0.7;
    pen.strokeStyle = color;
    pen.lineWidth = 1.2;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(x, box.top);
    pen.lineTo(x, box.top + box.height);
    pen.stroke();
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  /** Events passed so far, above the curve of their run. */
  drawEvents(frame) {
    const { pen, scene } = this;
    for (const mark of scene.marks) {
      if (!isEvent(mark) || mark.frame > frame) continue;
      const index = scene.runs.findIndex((run) => run.id === mark.run);
      const value = index < 0 ? NaN : this.scale.series[index][mark.frame];
      if (!onAxis(this.scale, value)) continue;
      const fill = runColor(scene.runs[index].color, scene.look.theme);
      drawGlyph(pen, mark.kind, this.px(mark.frame), this.py(value), scene.look, fill);
    }
  }

  drawPoint(run, series, frame) {
    const { pen, scene } = this;
    const t = stepAt(run, frame);
    if (!onAxis(this.scale, series[t])) return;
    const next = Math.min(t + 1, run.steps);
    const share = next > t ? Math.max(0, frame - t) : 0;
    const y = this.py(series[t]) * (1 - share) + this.py(series[next]) * share;
    pen.beginPath();
    pen.arc(this.px(Math.min(frame, t + share)), y, 4.2 * scene.look.scale, 0, 2 * Math.PI);
    pen.fillStyle = runColor(run.color, scene.look.theme);
    pen.fill();
    pen.lineWidth = 1.6;
    pen.strokeStyle = scene.look.paper;
    pen.stroke();
  }
}
