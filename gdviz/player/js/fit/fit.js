// The fit beside the map: the rows of data, each run's model at the frame, and a ring round each row of the batch.

import { stepAt } from "../base/decode.js";
import { drawFrame } from "./fitframe.js";
import { barView, drawBars } from "./fitbars.js";
import { drawBest, drawCurve, drawSides } from "./fitcurve.js";
import { FitMap } from "./fitmap.js";
import { drawLit, drawRows } from "./fitrows.js";
import { airy, batchAt, unpackFit } from "./fitdata.js";
import { linearTicks, shortNumber } from "../base/numbers.js";
import { planeScale } from "../base/geometry.js";
import { swatch } from "../controls/readout.js";

export class FitView {
  constructor(root, onSpot) {
    Object.assign(this, { root, onSpot, fit: null, key: null, spot: null });
    this.section = document.createElement("section");
    this.section.className = "gdviz-fit";
    this.section.setAttribute("aria-label", "The rows and the fit");
    this.section.innerHTML = '<div class="gdviz-head"><span class="gdviz-fit-spots gdviz-choices" role="group" aria-label="Batch shown"></span><span class="gdviz-fit-key"></span></div><div class="gdviz-fit-plot"><canvas role="img"></canvas></div>';
    this.canvas = this.section.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    this.words = document.createElement("p");
    this.words.className = "gdviz-fit-words";
    this.map = new FitMap();
    this.section.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-spot]");
      if (pressed) this.showBatch(pressed.dataset.spot);
    });
  }

  /** New data from Python: null takes the picture away. */
  take(fit) {
    if (fit?.key === this.key) return;
    this.key = fit?.key ?? null;
    this.fit = unpackFit(fit);
    if (this.fit && !this.section.isConnected) this.root.prepend(this.section, this.words);
    if (!this.fit) [this.section, this.words].forEach((part) => part.remove());
    this.root.toggleAttribute("data-fit", Boolean(this.fit));
    this.map.forget();
  }

  /** The run whose batch is shown: the one chosen, else the one with the largest batch. */
  get batchRun() {
    const batched = this.scene.runs.filter((run) => this.fit.runs[run.id]?.batches);
    const chosen = batched.find((run) => run.id === this.spot);
    return chosen || batched.sort((a, b) => this.fit.runs[b.id].size - this.fit.runs[a.id].size)[0] || null;
  }

  showBatch(id) {
    this.spot = id;
    this.onSpot();
  }

  show(scene) {
    if (!this.fit) return;
    this.scene = scene;
    this.plane = this.fit.inputs.length === 2;
    this.numbers();
    this.measure();
    this.head();
    this.words.textContent = this.fit.words;
    this.canvas.setAttribute("aria-label", `${this.fit.count} rows: ${this.fit.labels.join(", ")}`);
    this.draw(scene.frame());
  }

  /** The scale of colour of a number over two inputs, and a few round numbers on it: levels in the model's units. */
  numbers() {
    const target = this.fit.columns[this.fit.target];
    const [low, high] = airy(target, 0);
    const [mean, spread] = this.fit.scales.at(-1);
    this.share = (value) => (value - low) / (high - low);
    const ticks = linearTicks(low * spread + mean, high * spread + mean, 3).filter((tick) => tick > low * spread + mean && tick < high * spread + mean);
    this.levels = ticks.map((tick) => (tick - mean) / spread);
    this.texts = ticks.map((tick) => shortNumber(tick, 4));
  }

  head() {
    const spots = this.section.querySelector(".gdviz-fit-spots");
    const batched = this.scene.runs.filter((run) => this.fit.runs[run.id]?.batches);
    spots.hidden = batched.length < 2;
    spots.replaceChildren(...batched.map((run) => this.spotButton(run)));
    const words = [];
    if (batched.length) words.push("ringed: this step’s rows");
    if (this.fit.apart.size) words.push("hollow: rows set apart");
    if (this.fit.stacked) words.push("rows at one place stand side by side");
    if (this.fit.best && !this.plane) words.push(`thin: ${this.fit.best.word}`);
    if (this.plane && !this.fit.model.classes) words.push(`colour: ${this.fit.labels[2]}, lines: ${this.texts.join(", ")}`);
    const key = this.section.querySelector(".gdviz-fit-key");
    key.textContent = key.title = words.join(" · ");
  }

  spotButton(run) {
    const button = document.createElement("button");
    const { size } = this.fit.runs[run.id];
    const batched = this.scene.runs.filter((other) => this.fit.runs[other.id]?.batches);
    const words = document.createElement("span");
    words.textContent = batched.length > 3 ? String(size) : `batch of ${size}`;
    Object.assign(button, { type: "button", className: "gdviz-choice", innerHTML: swatch(run, this.scene.look) });
    button.append(words);
    const alone = batched.filter((other) => this.fit.runs[other.id].size === size).length === 1;
    button.setAttribute("aria-label", alone ? `batch of ${size}` : `batch of ${size}, ${run.label}`);
    button.dataset.spot = run.id;
    button.title = `Show the batches of ${run.label}`;
    button.setAttribute("aria-pressed", String(this.batchRun === run));
    return button;
  }

  measure() {
    const [width, height] = [this.canvas.parentElement.clientWidth, this.canvas.parentElement.clientHeight];
    this.ratio = window.devicePixelRatio || 1;
    Object.assign(this.canvas, { width: Math.round(width * this.ratio), height: Math.round(height * this.ratio) });
    const { look } = this.scene;
    const left = Math.round((width < 480 ? 40 : 48) * (look.scale > 1 ? 1.3 : 1));
    this.box = { left, top: 6, width: Math.max(40, width - left - 8), height: Math.max(40, height - 6 - 35 * look.scale) };
    const { columns, names } = this.fit;
    const [across, up] = [columns[names[0]], columns[names[1]]];
    const classes = !this.plane && this.fit.classes.length > 0;
    const bars = this.fit.model.places?.length > 0;
    this.view = bars ? barView(this.fit.model.places, up) : [airy(across), classes ? airy(up, 0.3) : airy(up, this.plane ? 0.08 : 0.12)];
    this.scale = planeScale(this.view, this.box);
  }

  draw(frame) {
    if (!this.fit || !this.scale) return;
    const { pen, box, ratio } = this;
    this.shown = { frame, spot: this.batchRun };
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.save();
    pen.beginPath();
    pen.rect(box.left, box.top, box.width, box.height);
    pen.clip();
    if (this.plane) drawSides(this, frame);
    if (this.fit.model.places?.length) drawBars(this, frame);
    drawRows(this);
    if (this.fit.best && !this.plane) drawBest(this);
    if (!this.fit.model.places?.length) for (const run of this.scene.runs) drawCurve(this, run, frame);
    drawLit(this, frame);
    pen.restore();
    drawFrame(this);
    const batch = this.shown.spot && batchAt(this.fit.runs[this.shown.spot.id], this.shown.spot, frame);
    this.root.dataset.batch = batch ? [...batch].slice(0, 40).join(",") : "";
  }

  /** What the readout adds to a run: the loss over rows set apart, the angle between its batch's gradient and the full one. */
  note(run, frame) {
    const record = this.fit?.runs[run.id];
    const t = stepAt(run, frame);
    const words = [];
    if (record?.checked) words.push(`set apart ${shortNumber(record.checked[t], 4)}`);
    const batch = record?.angles && t < run.steps ? batchAt(record, run, frame) : null;
    if (batch && Number.isFinite(record.angles[t])) words.push(`batch of ${batch.length}, ∠ ${shortNumber((record.angles[t] * 180) / Math.PI, 3)}°`);
    return words.join(" · ");
  }

  drawWordsOnMap(pen, map) {
    if (this.fit && this.scene) this.map.drawWords(pen, map, this.fit);
  }

  drawOnMap(pen, frame, map) {
    if (this.fit && this.scene) this.map.draw(pen, frame, map, this.fit, this.batchRun);
  }
}
