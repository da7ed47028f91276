// The fit beside the map: the rows, what every run makes of them now, and the rows of the batch lit up.

import { stepAt } from "./decode.js";
import { drawFrame } from "./fitframe.js";
import { FitMap } from "./fitmap.js";
import { channels, classColors, drawLit, drawRows } from "./fitrows.js";
import { airy, batchAt, gridOf, predict, unpackFit, weightsAt } from "./fitdata.js";
import { isoline, joined } from "./isolines.js";
import { dashOf, runColor } from "./look.js";
import { shortNumber } from "./numbers.js";
import { planeScale } from "./geometry.js";

const FINE = 56;

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
    this.wash = Object.assign(document.createElement("canvas"), { width: FINE, height: FINE });
    this.map = new FitMap();
    this.section.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-spot]");
      if (pressed) this.shine(pressed.dataset.spot);
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
    this.root.toggleAttribute("data-fixed", Boolean(this.fit?.fixed));
    this.map.forget();
  }

  /** The run whose batch is shown: the one chosen, else the one with the largest batch. */
  get shining() {
    const batched = this.scene.runs.filter((run) => this.fit.runs[run.id]?.batches);
    const chosen = batched.find((run) => run.id === this.spot);
    return chosen || batched.sort((a, b) => this.fit.runs[b.id].size - this.fit.runs[a.id].size)[0] || null;
  }

  shine(id) {
    this.spot = id;
    this.onSpot();
  }

  show(scene) {
    if (!this.fit) return;
    this.scene = scene;
    this.plane = this.fit.inputs.length === 2;
    this.measure();
    this.head();
    this.words.textContent = this.fit.words;
    this.canvas.setAttribute("aria-label", `${this.fit.count} rows: ${this.fit.labels.join(", ")}`);
    this.draw(scene.frame());
  }

  head() {
    const spots = this.section.querySelector(".gdviz-fit-spots");
    const batched = this.scene.runs.filter((run) => this.fit.runs[run.id]?.batches);
    spots.hidden = batched.length < 2;
    spots.replaceChildren(...batched.map((run) => this.spotButton(run)));
    const words = [];
    if (batched.length) words.push("ringed: this step’s rows");
    if (this.fit.apart.size) words.push("hollow: rows set apart");
    this.section.querySelector(".gdviz-fit-key").textContent = words.join(" · ");
  }

  spotButton(run) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "gdviz-choice", textContent: `batch of ${this.fit.runs[run.id].size}` });
    button.dataset.spot = run.id;
    button.title = `Show the batches of ${run.label}`;
    button.setAttribute("aria-pressed", String(this.shining === run));
    return button;
  }

  measure() {
    const [width, height] = [this.canvas.parentElement.clientWidth, this.canvas.parentElement.clientHeight];
    this.ratio = window.devicePixelRatio || 1;
    Object.assign(this.canvas, { width: Math.round(width * this.ratio), height: Math.round(height * this.ratio) });
    const { look } = this.scene;
    const left = Math.round((width < 480 ? 40 : 48) * (look.scale > 1 ? 1.3 : 1));
    this.box = { left, top: 6, width: Math.max(40, width - left - 8), height: Math.max(40, height - 40 * (look.scale > 1 ? 1.3 : 1)) };
    const { columns, names } = this.fit;
    const [across, up] = [columns[names[0]], columns[names[1]]];
    const classes = !this.plane && this.fit.classes.length > 0;
    this.view = [airy(across), classes ? airy(up, 0.3) : airy(up, this.plane ? 0.08 : 0.12)];
    this.scale = planeScale(this.view, this.box);
  }

  draw(frame) {
    if (!this.fit || !this.scale) return;
    const { pen, box, ratio } = this;
    this.shown = { frame, spot: this.shining };
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.save();
    pen.beginPath();
    pen.rect(box.left, box.top, box.width, box.height);
    pen.clip();
    if (this.plane) this.sides(frame);
    drawRows(this);
    for (const run of this.scene.runs) this.curve(run, frame);
    drawLit(this, frame);
    pen.restore();
    drawFrame(this);
    const batch = this.shown.spot && batchAt(this.fit.runs[this.shown.spot.id], this.shown.spot, frame);
    this.root.dataset.batch = batch ? [...batch].slice(0, 40).join(",") : "";
  }

  /** Which side of the line the first run puts every place on, as a wash. */
  sides(frame) {
    const run = this.scene.runs[0];
    if (!run) return;
    const { xs, ys } = gridOf(this.view, [FINE, FINE]);
    const said = this.said(run, frame, xs, ys);
    const [pixels, colors] = [new ImageData(FINE, FINE), classColors(this.scene.look).map(channels)];
    said.forEach((value, k) => {
      const at = 4 * ((FINE - 1 - Math.floor(k / FINE)) * FINE + (k % FINE));
      pixels.data.set([...colors[value > 0 ? 1 : 0], 255 * (0.04 + 0.24 * Math.abs(Math.tanh(value / 2)))], at);
    });
    this.wash.getContext("2d").putImageData(pixels, 0, 0);
    const { left, top, width, height } = this.box;
    // The first and last pixels' middles lie on the edges of the picture.
    const [wide, high] = [width / (FINE - 1), height / (FINE - 1)];
    this.pen.drawImage(this.wash, left - wide / 2, top - high / 2, width + wide, height + high);
  }

  said(run, frame, xs, ys) {
    const count = xs.length * ys.length;
    const [x, y] = [new Float64Array(count), new Float64Array(count)];
    for (let k = 0; k < count; k += 1) [x[k], y[k]] = [xs[k % xs.length], ys[Math.floor(k / xs.length)]];
    return predict(this.fit, weightsAt(this.fit.runs[run.id], run, frame), [x, y], count);
  }

  /** A run's curve over the rows, or the line at which it changes its mind. */
  curve(run, frame) {
    const { pen, scale, scene, fit } = this;
    pen.strokeStyle = runColor(run.color, scene.look.theme);
    const stroke = () => {
      const [color, width] = [pen.strokeStyle, 2.4 * scene.look.scale];
      pen.lineJoin = "round";
      pen.setLineDash([]);
      Object.assign(pen, { strokeStyle: scene.look.halo, lineWidth: width + 2.5 });
      pen.stroke();
      pen.setLineDash(dashOf(run.dash, scene.look.scale));
      Object.assign(pen, { strokeStyle: color, lineWidth: width });
      pen.stroke();
      pen.setLineDash([]);
    };
    pen.beginPath();
    if (this.plane) {
      const { xs, ys } = gridOf(this.view, [FINE, FINE]);
      for (const line of joined(isoline(this.said(run, frame, xs, ys), xs, ys, 0))) {
        line.forEach(([x, y], k) => (k ? pen.lineTo(scale.px(x), scale.py(y)) : pen.moveTo(scale.px(x), scale.py(y))));
      }
      stroke();
      return;
    }
    const count = Math.max(60, Math.round(this.box.width / 2));
    const xs = Float64Array.from({ length: count }, (_, i) => this.view[0][0] + ((this.view[0][1] - this.view[0][0]) * i) / (count - 1));
    const said = predict(fit, weightsAt(fit.runs[run.id], run, frame), [xs], count);
    const high = this.box.height;
    said.forEach((value, i) => {
      const y = Math.min(Math.max(scale.py(value), this.box.top - high), this.box.top + 2 * high);
      if (Number.isFinite(y)) pen.lineTo(scale.px(xs[i]), y);
    });
    stroke();
    if (fit.model.classes) this.turns(said, xs, run);
  }

  /** Where a score changes sign, the class changes: a thin upright line. */
  turns(said, xs, run) {
    const { pen, box, scale, scene } = this;
    pen.beginPath();
    for (let i = 1; i < said.length; i += 1) {
      if (said[i - 1] > 0 === said[i] > 0) continue;
      const x = scale.px(xs[i - 1] + ((xs[i] - xs[i - 1]) * said[i - 1]) / (said[i - 1] - said[i]));
      pen.moveTo(x, box.top);
      pen.lineTo(x, box.top + box.height);
    }
    pen.globalAlpha = 0.75;
    pen.lineWidth = 1.3 * scene.look.scale;
    pen.strokeStyle = runColor(run.color, scene.look.theme);
    pen.setLineDash([2, 3]);
    pen.stroke();
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  /** What the readout adds to a run: the loss over rows set apart, the angle between its batch's gradient and the full one. */
  note(run, frame) {
    const known = this.fit?.runs[run.id];
    const t = stepAt(run, frame);
    const words = [];
    if (known?.checked) words.push(`set apart ${shortNumber(known.checked[t], 4)}`);
    const batch = known?.angles && t < run.steps ? batchAt(known, run, frame) : null;
    if (batch && Number.isFinite(known.angles[t])) words.push(`batch of ${batch.length}, ∠ ${shortNumber((known.angles[t] * 180) / Math.PI, 3)}°`);
    return words.join(" · ");
  }

  drawOnMap(pen, frame, map) {
    if (this.fit && this.scene) this.map.draw(pen, frame, map, this.fit, this.shining);
  }
}
