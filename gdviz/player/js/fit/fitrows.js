// The rows on the fit: a dot each, classes by shape as well as colour, numbers over two inputs by a scale of colour,
// rows set apart hollow, the batch's ringed.

import { batchAt } from "./fitdata.js";
import { runColor } from "../base/look.js";
import { circle, inked } from "../drawing/strokes.js";

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
    const color = side === null ? (picture.plane ? shade(look, picture.share(target[row])) : look.ink) : colors[side];
    const apart = fit.apart.has(row);
    pen.beginPath();
    shape(pen, ...rowPlace(picture, row), radius, side);
    pen.globalAlpha = side === null && !picture.plane ? 0.62 : 0.95;
    pen.fillStyle = apart ? look.paper : color;
    pen.fill();
    pen.lineWidth = (apart ? 1.6 : 0.9) * look.scale;
    pen.strokeStyle = apart ? color : picture.plane && side === null ? look.ink : look.paper;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** A ring round each row that the step at hand looks at. */
export function drawLit(picture, frame) {
  const { spot } = picture.shown;
  const batch = spot && batchAt(picture.fit.runs[spot.id], spot, frame);
  if (!batch) return;
  const { pen } = picture;
  const { look } = picture.scene;
  const color = runColor(spot.color, look.theme);
  for (const row of batch) {
    circle(pen, ...rowPlace(picture, row), 7 * look.scale);
    inked(pen, [look.halo, 5 * look.scale], [color, 2.6 * look.scale]);
  }
}

/** Red, green and blue of #rrggbb. */
export function channels(color) {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

export function classColors(look) {
  return look.theme === "dark" ? ["#f0ae1c", "#7cc8f4"] : ["#b86e00", "#1b6fae"];
}

/** The colour of a number: share 0 is the first class's, 1 the other's, between them the paper's grey. */
export function shade(look, share) {
  const [low, high] = classColors(look).map(channels);
  const middle = look.theme === "dark" ? [96, 96, 96] : [225, 222, 214];
  const [end, part] = share < 0.5 ? [low, 1 - 2 * share] : [high, 2 * share - 1];
  return `rgb(${middle.map((m, k) => Math.round(m + Math.min(1, Math.max(0, part)) * (end[k] - m))).join(",")})`;
}

/** A triangle for one class, a disc for the other and for numbers. */
function shape(pen, x, y, radius, side) {
  if (side !== 0) {
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const reach = radius * 1.35;
  pen.moveTo(x, y - reach);
  pen.lineTo(x + reach, y + reach * 0.8);
  pen.lineTo(x - reach, y + reach * 0.8);
  pen.closePath();
}
