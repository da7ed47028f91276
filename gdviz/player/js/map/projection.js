// From points in space to pixels: Plotly's camera, the eye, what a surface hides, and the three axes with their figures upright.

import { axisName, linearTicks, shortNumber } from "../base/numbers.js";

/** The product of two 4 × 4 matrices, stored column by column. */
function product(a, b) {
  return Array.from({ length: 16 }, (_, k) => [0, 1, 2, 3].reduce((sum, j) => sum + a[4 * j + (k % 4)] * b[4 * Math.floor(k / 4) + j], 0));
}

/**
 * The pixel [px, py] of a point (x, y, z), as a function, for a camera {projection, view, model} of 4 × 4 matrices stored
 * column by column, axes stretched by `stretch` (3) and a picture of width × height pixels.
 */
export function projector({ projection, view, model }, stretch, width, height) {
  const m = product(projection, product(view, model));
  const row = (i, x, y, z) => m[i] * x * stretch[0] + m[4 + i] * y * stretch[1] + m[8 + i] * z * stretch[2] + m[12 + i];
  const pixel = (x, y, z) => {
    const depth = row(3, x, y, z);
    return [((1 + row(0, x, y, z) / depth) * width) / 2, ((1 - row(1, x, y, z) / depth) * height) / 2];
  };
  return { pixel, eye: eyeOf(m, stretch) };
}

/** Where all lines of sight meet: the point at which the rows of x, y and depth are 0 (Cramer's rule). */
function eyeOf(m, stretch) {
  const rows = [0, 1, 3].map((i) => [m[i], m[4 + i], m[8 + i], m[12 + i]]);
  const minor = (skip) => {
    const [a, b, c] = rows.map((row) => row.filter((_, k) => k !== skip));
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  };
  const whole = minor(3);
  return [-minor(0), minor(1), -minor(2)].map((part, k) => part / whole / stretch[k]);
}

const LOOKS = 40; // along a line of sight

/** Does a surface of heights surface(x, y), none of them above `top`, stand between a point and the eye? */
export function isHidden([x, y, z], eye, surface, top, room) {
  const rise = eye[2] - z;
  const reach = rise > 0 ? Math.min(1, (top - z) / rise) : 1;
  for (let k = 1; k <= LOOKS; k += 1) {
    const share = (reach * k) / LOOKS;
    const height = surface(x + share * (eye[0] - x), y + share * (eye[1] - y));
    if (height > z + share * rise + room) return true;
  }
  return false;
}

/** Round values of f whose heights are spread over [low, high], as [value, height]; `of` rises from f to its height. */
export function heightTicks(of, low, high, [least, most], count = 5) {
  const ticks = [];
  for (let k = 0; k < count; k += 1) {
    const value = Number(valueAtHeight(of, low + ((k + 0.5) / count) * (high - low), least, most).toPrecision(k < 2 ? 1 : 2));
    const height = of(value);
    if (height >= low && height <= high && (!ticks.length || value > ticks.at(-1)[0])) ticks.push([value, height]);
  }
  return ticks;
}

function valueAtHeight(of, height, least, most) {
  let [below, above] = [least, most];
  for (let turn = 0; turn < 60; turn += 1) {
    const middle = (below + above) / 2;
    if (of(middle) < height) below = middle;
    else above = middle;
  }
  return above;
}

const AWAY = 16; // pixels from an edge to its figures

/** What the height means. */
export function heightName(mode) {
  return { log: "f, on a logarithmic scale", quantile: "f, by its rank in the window", linear: "f" }[mode];
}

/** Draw them along the edges that stand in front, for a box {x: [low, high], y: …, z: …} of heights. */
export function drawSpaceAxes(pen, { scene, heights, pixel, box, values, size }) {
  const { look, surface } = scene;
  const middle = (ends) => (ends[0] + ends[1]) / 2;
  const centre = pixel(middle(box.x), middle(box.y), middle(box.z));
  const low = (one, other) => (one[1] > other[1] ? 0 : 1);
  const front = low(pixel(middle(box.x), box.y[0], box.z[0]), pixel(middle(box.x), box.y[1], box.z[0]));
  const side = low(pixel(box.x[0], middle(box.y), box.z[0]), pixel(box.x[1], middle(box.y), box.z[0]));
  const posts = [0, 1, 2, 3].map((k) => [box.x[k % 2], box.y[k >> 1]]);
  const left = posts.reduce((a, b) => (pixel(...a, box.z[0])[0] < pixel(...b, box.z[0])[0] ? a : b));
  const write = (text, place, away, font, ink) => {
    const [px, py] = pixel(...place);
    const apart = Math.hypot(px - centre[0], py - centre[1]) || 1;
    Object.assign(pen, { font, fillStyle: ink });
    const half = pen.measureText(text).width / 2 + 2;
    const x = px + (away * (px - centre[0])) / apart;
    const y = py + (away * (py - centre[1])) / apart;
    pen.fillText(text, Math.min(Math.max(x, half), size.width - half), Math.min(Math.max(y, look.text), size.height - look.text / 2));
  };
  Object.assign(pen, { textAlign: "center", textBaseline: "middle" });
  const small = `${look.text - 1}px ${look.font}`;
  const large = `italic 600 ${look.text + 1}px ${look.font}`;
  const away = AWAY * look.scale;
  for (const tick of linearTicks(...box.x, 5)) write(shortNumber(tick, 4), [tick, box.y[front], box.z[0]], away, small, look.muted);
  for (const tick of linearTicks(...box.y, 5)) write(shortNumber(tick, 4), [box.x[side], tick, box.z[0]], away, small, look.muted);
  for (const [value, height] of heightTicks(heights.of, ...box.z, values)) write(shortNumber(value, 2), [...left, height], away, small, look.muted);
  write(axisName(surface.variables[0]), [middle(box.x), box.y[front], box.z[0]], 2.4 * away, large, look.ink);
  write(axisName(surface.variables[1]), [box.x[side], middle(box.y), box.z[0]], 2.4 * away, large, look.ink);
  pen.textAlign = "left";
  const top = pixel(...left, box.z[1]);
  Object.assign(pen, { font: `600 ${look.text}px ${look.font}`, fillStyle: look.ink });
  pen.fillText(heightName(heights.mode), Math.max(4, top[0] - 40), Math.max(10, top[1] - 14 * look.scale));
}
