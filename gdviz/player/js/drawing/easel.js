// Strokes, arrows, spots and labels with halos, of which the drawings of a run's inside are made.

import { arrowLength, drawArrow } from "./paths.js";
import { circle, crossed, filled, haloed, inked } from "./strokes.js";

/** An arrow whose direction is the map's and whose length is by the logarithm of its size. */
export function vector(easel, text, [x, y], reference, color) {
  const { scale, pen, origin, look } = easel;
  const [dx, dy] = [scale.px(x) - scale.px(0), scale.py(y) - scale.py(0)];
  const [length, reach] = [Math.hypot(dx, dy), 1.15 * arrowLength(Math.hypot(x, y), reference) * look.scale];
  if (!(length > 0 && reach > 9) || !Number.isFinite(length)) return;
  const tip = [origin[0] + (dx / length) * reach, origin[1] + (dy / length) * reach];
  drawArrow(pen, ...origin, tip[0] - origin[0], tip[1] - origin[1], color, look);
  label(easel, text, origin, tip, color);
}

export function label(easel, text, from, tip, color) {
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1]);
  if (!(length > 14)) return;
  const push = 11 * easel.look.scale;
  easel.labels.push({ text, x: tip[0] + ((tip[0] - from[0]) / length) * push, y: tip[1] + ((tip[1] - from[1]) / length) * push, color });
}

/** A word with a halo; one that would cover another moves down. */
export function write(easel, { text, x, y, color }) {
  const { pen, look } = easel;
  const taken = (easel.taken = easel.taken || []);
  while (taken.some(([u, v]) => Math.abs(u - x) < 30 && Math.abs(v - y) < look.text)) y += look.text;
  taken.push([x, y]);
  Object.assign(pen, { font: `600 ${look.text}px ${look.font}`, textAlign: "center", textBaseline: "middle" });
  haloed(pen, text, x, y, color, look.halo);
}

export function plainName(name) {
  return name.replace("_", " ");
}

export function stroke({ pen, look }, color, width, dash = []) {
  inked(pen, [look.halo, (width + 2.4) * look.scale], [color, width * look.scale, dash]);
}

/** One tried or kept point: full when taken, crossed when it fell too little, half when still too steep. */
export function drawSpot(easel, [x, y], kind, word = "") {
  const { pen, look, color } = easel;
  const radius = 4.6 * look.scale;
  circle(pen, x, y, radius);
  stroke(easel, kind === "short" ? look.warn : look.accent, 1.6);
  filled(pen, kind === "taken" ? color : look.paper);
  if (kind === "short") {
    crossed(pen, x, y, radius * 0.6);
    inked(pen, [look.warn, 1.6 * look.scale]);
  } else if (kind === "steep") {
    pen.beginPath();
    pen.arc(x, y, radius * 0.8, -Math.PI / 2, Math.PI / 2);
    filled(pen, look.accent);
  }
  if (word) easel.labels.push({ text: word, x, y: y - radius - look.text * 0.8, color: look.accent });
}
