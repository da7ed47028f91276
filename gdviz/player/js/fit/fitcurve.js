// The runs' models drawn over the rows: a curve, or the line between two classes, or level lines over two inputs.

import { curve, gridOf, predict, weightsAt } from "./fitdata.js";
import { channels, classColors, shade } from "./fitrows.js";
import { isoline, joined } from "../drawing/isolines.js";
import { inked, traced } from "../drawing/strokes.js";
import { dashOf, runColor } from "../base/look.js";

const FINE = 56;
const WASHES = new WeakMap();

function washOf(picture) {
  if (!WASHES.has(picture)) WASHES.set(picture, Object.assign(document.createElement("canvas"), { width: FINE, height: FINE }));
  return WASHES.get(picture);
}

/** What the first run says of every place, as a wash: a class, or a number on the rows' own scale of colour. */
export function drawSides(picture, frame) {
  const run = picture.scene.runs[0];
  if (!run) return;
  const { outputs } = outputsEverywhere(picture, run, frame);
  const [pixels, colors] = [new ImageData(FINE, FINE), classColors(picture.scene.look).map(channels)];
  const numbers = !picture.fit.model.classes;
  outputs.forEach((value, k) => {
    const at = 4 * ((FINE - 1 - Math.floor(k / FINE)) * FINE + (k % FINE));
    if (numbers) pixels.data.set([...shade(picture.scene.look, picture.share(value)).match(/\d+/g).map(Number), 200], at);
    else pixels.data.set([...colors[value > 0 ? 1 : 0], 255 * (0.04 + 0.24 * Math.abs(Math.tanh(value / 2)))], at);
  });
  const wash = washOf(picture);
  wash.getContext("2d").putImageData(pixels, 0, 0);
  const { left, top, width, height } = picture.box;
  // The first and last pixels' middles lie on the edges of the picture.
  const [wide, high] = [width / (FINE - 1), height / (FINE - 1)];
  picture.pen.drawImage(wash, left - wide / 2, top - high / 2, width + wide, height + high);
}

function outputsEverywhere({ fit, view }, run, frame) {
  const { xs, ys } = gridOf(view, [FINE, FINE]);
  const count = FINE * FINE;
  const x = Float64Array.from({ length: count }, (_, k) => xs[k % FINE]);
  const y = Float64Array.from({ length: count }, (_, k) => ys[Math.floor(k / FINE)]);
  return { xs, ys, outputs: predict(fit, weightsAt(fit.runs[run.id], run, frame), [x, y], count) };
}

/** A run's curve over the rows; over two inputs the line between the classes, or where it says a few round numbers. */
export function drawCurve(picture, run, frame) {
  const { pen, scale, plane, fit } = picture;
  if (plane) {
    const { xs, ys, outputs } = outputsEverywhere(picture, run, frame);
    const lines = (fit.model.classes ? [0] : picture.levels).flatMap((level) => joined(isoline(outputs, xs, ys, level)));
    traced(pen, lines.map((line) => line.map(([x, y]) => [scale.px(x), scale.py(y)])));
    strokeRun(picture, run);
    return;
  }
  pen.beginPath();
  const { outputs, xs } = trace(picture, weightsAt(fit.runs[run.id], run, frame));
  strokeRun(picture, run);
  if (fit.model.classes) drawTurns(picture, outputs, xs, run);
}

/** The curve of some weights, as the pen's path. */
function trace({ pen, scale, fit, view, box }, weights) {
  const [[low, high]] = view;
  const count = Math.max(60, Math.round(box.width / 2));
  const xs = Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
  const outputs = predict(fit, weights, [xs], count);
  const shown = curve(fit, outputs);
  shown.forEach((value, i) => {
    const y = Math.min(Math.max(scale.py(value), box.top - box.height), box.top + 2 * box.height);
    if (Number.isFinite(y)) pen.lineTo(scale.px(xs[i]), y);
  });
  return { outputs, xs };
}

/** The model that no run needs to find: a thin line in ink. */
export function drawBest(picture) {
  const { pen, scene, fit } = picture;
  pen.beginPath();
  trace(picture, fit.best.weights);
  pen.globalAlpha = 0.8;
  inked(pen, [scene.look.ink, 1.3 * scene.look.scale]);
  pen.globalAlpha = 1;
}

function strokeRun({ pen, scene }, run) {
  const { look } = scene;
  const width = 2.4 * look.scale;
  pen.lineJoin = "round";
  inked(pen, [look.halo, width + 2.5], [runColor(run.color, look.theme), width, dashOf(run.dash, look.scale)]);
}

/** Where a score changes sign, the class changes: a thin upright line. */
function drawTurns({ pen, box, scale, scene }, outputs, xs, run) {
  pen.beginPath();
  for (let i = 1; i < outputs.length; i += 1) {
    if (outputs[i - 1] > 0 === outputs[i] > 0) continue;
    const x = scale.px(xs[i - 1] + ((xs[i] - xs[i - 1]) * outputs[i - 1]) / (outputs[i - 1] - outputs[i]));
    pen.moveTo(x, box.top);
    pen.lineTo(x, box.top + box.height);
  }
  pen.globalAlpha = 0.75;
  inked(pen, [runColor(run.color, scene.look.theme), 1.3 * scene.look.scale, [2, 3]]);
  pen.globalAlpha = 1;
}
