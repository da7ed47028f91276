// What is drawn on the fit: the rows, and each run's model over them, as a curve, bars, the line between two classes, or level lines.

import { dashOf, redGreenBlue, runColor } from "../base/look.js";
import { isolines, joined } from "../drawing/isolines.js";
import { circle, filled, inked, through, traced } from "../drawing/pen.js";
import { airy, curve, gridOf, predict, weightsAt } from "./fitdata.js";

/** Where a row is drawn on a picture {fit, scale, plane}. */
function rowPlace({ fit, scale, plane }, row) {
  const { columns, names } = fit;
  // Rows of one class, or of one arm, lie on one line: a small shift, the same for ever, parts them.
  const shift = plane ? 0 : ((row * 37) % 11) - 5;
  const [right, down] = fit.stacked ? sideBySide(fit.stacked[row]) : [fit.model.places?.length ? shift * 2.5 : 0, fit.classes.length ? shift * 0.9 : 0];
  return [scale.px(columns[names[0]][row]) + right, scale.py(columns[names[1]][row]) + down];
}

/** The offset in pixels of the k-th row at one place: a sunflower's spiral. */
function sideBySide(k) {
  const [radius, turn] = [6.4 * Math.sqrt(k), k * 2.399963];
  return [radius * Math.cos(turn), radius * Math.sin(turn)];
}

export function drawRows(picture) {
  const { pen, fit } = picture;
  const { look } = picture.scene;
  const colors = classColors(look);
  const number = picture.plane && !fit.classes.length; // its colour must be read, so it is larger
  const radius = (fit.count > 400 ? 2 : fit.count > 120 ? 2.7 : 3.4) * (number ? 1.4 : 1) * look.scale;
  const target = fit.columns[fit.target];
  for (let row = 0; row < fit.count; row += 1) {
    const side = fit.classes.length ? Number(target[row] > 0) : null;
    const color = side === null ? (picture.plane ? `rgb(${shade(look, picture.share(target[row]))})` : look.ink) : colors[side];
    const apart = fit.apart.has(row);
    shape(pen, rowPlace(picture, row), radius, side);
    pen.globalAlpha = side === null && !picture.plane ? 0.62 : 0.95;
    filled(pen, apart ? look.paper : color);
    inked(pen, [apart ? color : picture.plane && side === null ? look.ink : look.paper, (apart ? 1.6 : 0.9) * look.scale]);
  }
  pen.globalAlpha = 1;
}

/** A ring in the colour of a run round each row of the batch that its step looks at. */
export function drawLit(picture, batch, run) {
  const { pen, scene: { look } } = picture;
  const color = runColor(run.color, look.theme);
  for (const row of batch) {
    circle(pen, ...rowPlace(picture, row), 7 * look.scale);
    inked(pen, [look.halo, 5 * look.scale], [color, 2.6 * look.scale]);
  }
}

function classColors(look) {
  return look.theme === "dark" ? ["#f0ae1c", "#7cc8f4"] : ["#b86e00", "#1b6fae"];
}

/** Red, green and blue of a number: share 0 is the first class's, 1 the other's, between them the paper's grey. */
function shade(look, share) {
  const [low, high] = classColors(look).map(redGreenBlue);
  const middle = look.theme === "dark" ? [96, 96, 96] : [225, 222, 214];
  const [end, part] = share < 0.5 ? [low, 1 - 2 * share] : [high, 2 * share - 1];
  return middle.map((m, k) => Math.round(m + Math.min(1, Math.max(0, part)) * (end[k] - m)));
}

/** The path of a triangle for one class, of a disc for the other and for numbers. */
function shape(pen, [x, y], radius, side) {
  const reach = radius * 1.35;
  if (side === 0) through(pen, [[x, y - reach], [x + reach, y + reach * 0.8], [x - reach, y + reach * 0.8]], true);
  else circle(pen, x, y, radius);
}

const FINE = 56; // pixels of the wash each way

/** What the first run says of every place, as a wash: a class, or a number on the rows' own scale of colour. */
export function drawSides(picture, frame) {
  const run = picture.scene.runs[0];
  if (!run) return;
  const { outputs } = outputsEverywhere(picture, run, frame);
  const [pixels, colors] = [new ImageData(FINE, FINE), classColors(picture.scene.look).map(redGreenBlue)];
  const numbers = !picture.fit.model.classes;
  outputs.forEach((value, k) => {
    const at = 4 * ((FINE - 1 - Math.floor(k / FINE)) * FINE + (k % FINE));
    if (numbers) pixels.data.set([...shade(picture.scene.look, picture.share(value)), 200], at);
    else pixels.data.set([...colors[value > 0 ? 1 : 0], 255 * (0.04 + 0.24 * Math.abs(Math.tanh(value / 2)))], at);
  });
  picture.wash ??= Object.assign(document.createElement("canvas"), { width: FINE, height: FINE });
  picture.wash.getContext("2d").putImageData(pixels, 0, 0);
  const { left, top, width, height } = picture.box;
  // The first and last pixels' middles lie on the edges of the picture.
  const [wide, high] = [width / (FINE - 1), height / (FINE - 1)];
  picture.pen.drawImage(picture.wash, left - wide / 2, top - high / 2, width + wide, height + high);
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
    const lines = isolines(outputs, xs, ys, fit.model.classes ? [0] : picture.levels).flatMap(joined);
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

const BAR_WIDTH = 0.72;

/** What is seen of such a model: its places with air, and the rows' numbers with all of 0 to 1, where chances lie. */
export function barView(places, numbers) {
  const air = 0.6;
  return [[Math.min(...places) - air, Math.max(...places) + air], airy([...numbers, 0, 1], 0.08)];
}

/** Each run's bars at a frame, side by side at every place: [run, place, left, right, height] in the data's units. */
export function barsAt(fit, runs, frame) {
  const { places } = fit.model;
  return runs.flatMap((run, k) => {
    const heights = predict(fit, weightsAt(fit.runs[run.id], run, frame), [Float64Array.from(places)], places.length);
    const width = BAR_WIDTH / runs.length;
    return places.map((place, i) => ({ run, place, left: place - BAR_WIDTH / 2 + k * width, right: place - BAR_WIDTH / 2 + (k + 1) * width, height: heights[i] }));
  });
}

export function drawBars({ pen, scale, scene, fit }, frame) {
  const { look } = scene;
  for (const { run, left, right, height } of barsAt(fit, scene.runs, frame)) {
    if (!Number.isFinite(height)) continue;
    const color = runColor(run.color, look.theme);
    const [x, y] = [scale.px(left) + 1, scale.py(height)];
    const [wide, tall] = [scale.px(right) - scale.px(left) - 2, scale.py(0) - y];
    Object.assign(pen, { fillStyle: color, strokeStyle: color, lineWidth: 1.6 * look.scale, globalAlpha: 0.42 });
    pen.fillRect(x, y, wide, tall);
    pen.globalAlpha = 1;
    pen.setLineDash(dashOf(run.dash, look.scale));
    pen.strokeRect(x, y, wide, tall);
  }
  pen.setLineDash([]);
}
