// The fit beside the map: the rows of data, each run's model at the frame, and a ring round each row of the batch.

import { stepAt } from "../base/decode.js";
import { planeScale } from "../base/geometry.js";
import { linearTicks, shortNumber } from "../base/numbers.js";
import { swatch } from "../controls/readout.js";
import { clipped, framed } from "../drawing/pen.js";
import { airy, batchAt, unpackFit } from "./fitdata.js";
import { barView, drawBars, drawBest, drawCurve, drawLit, drawRows, drawSides } from "./fitdraw.js";
import { FitMap } from "./fitmap.js";

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
      if (!pressed) return;
      this.spot = pressed.dataset.spot;
      this.onSpot();
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

  /** The runs whose steps look at some of the rows. */
  get batched() {
    return this.scene.runs.filter((run) => this.fit.runs[run.id]?.batches);
  }

  /** The run whose batch is shown: the one chosen, else the one with the largest batch. */
  get batchRun() {
    const { batched, fit, spot } = this;
    return batched.find(({ id }) => id === spot) || batched.sort((a, b) => fit.runs[b.id].size - fit.runs[a.id].size)[0] || null;
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
    const [low, high] = airy(this.fit.columns[this.fit.target], 0);
    const [mean, spread] = this.fit.scales.at(-1);
    this.share = (value) => (value - low) / (high - low);
    const [least, most] = [low * spread + mean, high * spread + mean];
    const ticks = linearTicks(least, most, 3).filter((tick) => tick > least && tick < most);
    this.levels = ticks.map((tick) => (tick - mean) / spread);
    this.texts = ticks.map((tick) => shortNumber(tick, 4));
  }

  head() {
    const spots = this.section.querySelector(".gdviz-fit-spots");
    const { batched } = this;
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
    const { batched } = this;
    const { size } = this.fit.runs[run.id];
    const words = `<span>${batched.length > 3 ? size : `batch of ${size}`}</span>`;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "gdviz-choice", innerHTML: swatch(run, this.scene.look) + words });
    const alone = batched.filter((other) => this.fit.runs[other.id].size === size).length === 1;
    button.setAttribute("aria-label", alone ? `batch of ${size}` : `batch of ${size}, ${run.label}`);
    button.dataset.spot = run.id;
    button.title = `Show the batches of ${run.label}`;
    button.setAttribute("aria-pressed", String(this.batchRun === run));
    return button;
  }

  measure() {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement;
    this.ratio = window.devicePixelRatio || 1;
    Object.assign(this.canvas, { width: Math.round(width * this.ratio), height: Math.round(height * this.ratio) });
    const { look } = this.scene;
    const left = Math.round((width < 480 ? 40 : 48) * (look.scale > 1 ? 1.3 : 1));
    this.box = { left, top: 6, width: Math.max(40, width - left - 8), height: Math.max(40, height - 6 - 35 * look.scale) };
    const [across, up] = this.fit.names.map((name) => this.fit.columns[name]);
    const { classes, model: { places } } = this.fit;
    const air = this.plane ? 0.08 : classes.length ? 0.3 : 0.12;
    this.view = places?.length ? barView(places, up) : [airy(across), airy(up, air)];
    this.scale = planeScale(this.view, this.box);
  }

  draw(frame) {
    if (!this.fit || !this.scale) return;
    const { pen, box, ratio } = this;
    const spot = this.batchRun;
    const batch = spot && batchAt(this.fit.runs[spot.id], spot, frame);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.save();
    clipped(pen, box);
    if (this.plane) drawSides(this, frame);
    if (this.fit.model.places?.length) drawBars(this, frame);
    drawRows(this);
    if (this.fit.best && !this.plane) drawBest(this);
    if (!this.fit.model.places?.length) for (const run of this.scene.runs) drawCurve(this, run, frame);
    if (batch) drawLit(this, batch, spot);
    pen.restore();
    this.frame();
    this.root.dataset.batch = batch ? [...batch].slice(0, 40).join(",") : "";
  }

  /** The frame: ticks in the rows' own units, and the names of the axes. */
  frame() {
    const { pen, box, fit, scene: { look } } = this;
    pen.font = `${look.text - 0.5}px ${look.font}`;
    const across = this.ownTicks(0, box.width / (64 * look.scale)).map(([at, text]) => [this.scale.px(at), text]);
    const classes = !this.plane && fit.classes.length ? this.classTicks() : null;
    const up = classes?.ticks ?? this.ownTicks(1, box.height / (48 * look.scale));
    framed(pen, box, look, 5, across, up.map(([at, text]) => [this.scale.py(at), text]));
    Object.assign(pen, { fillStyle: look.ink, font: `600 ${look.text}px ${look.font}`, textBaseline: "bottom" });
    pen.fillText(fit.labels[0], box.left + box.width, box.top + box.height + 34 * look.scale);
    this.nameUpright(classes?.name ?? fit.labels[1]);
  }

  /** Ticks [place, text] of an axis in the rows' own units. */
  ownTicks(axis, count) {
    const { places } = this.fit.model;
    if (axis === 0 && places?.length) return places.map((place) => [place, shortNumber(place, 3)]);
    const [mean, spread] = this.fit.scales[axis];
    const [low, high] = this.view[axis].map((edge) => edge * spread + mean);
    return linearTicks(low, high, count).map((tick) => [(tick - mean) / spread, shortNumber(tick, 5)]);
  }

  /** The two classes as ticks [place, text] of the upright axis, by their names where these have room, and its name. */
  classTicks() {
    const { pen, box, fit } = this;
    const target = fit.columns[fit.target];
    const chance = fit.model.link ? ` · curve: chance of ${fit.classes[1]}` : "";
    const named = fit.classes.every((name) => pen.measureText(name).width <= box.left - 8);
    const ticks = [Math.min(...target), Math.max(...target)].map((value, k) => [value, named ? fit.classes[k] : shortNumber(value, 2)]);
    return { ticks, name: (named ? fit.labels[1] : `${fit.labels[1]}: ${fit.classes[0]} below, ${fit.classes[1]} above`) + chance };
  }

  /** The upright axis is named inside its corner, where there is room. */
  nameUpright(text) {
    const { pen, box, scene: { look } } = this;
    Object.assign(pen, { globalAlpha: 0.85, fillStyle: look.paper });
    pen.fillRect(box.left + 2, box.top + 2, pen.measureText(text).width + 10, look.text + 7);
    Object.assign(pen, { globalAlpha: 1, fillStyle: look.ink, textAlign: "left", textBaseline: "top" });
    pen.fillText(text, box.left + 7, box.top + 5);
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
