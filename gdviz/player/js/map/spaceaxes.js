// The figures and names of the three axes in space, upright, on a canvas over the surface.

import { axisName } from "../base/names.js";
import { linearTicks, shortNumber } from "../base/numbers.js";
import { heightTicks } from "./projection.js";

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
