// The curve of f under the balls, and the tangent where each ball stands.

import { stepAt } from "../base/decode.js";
import { runColor } from "../base/look.js";
import { clipped, filled, inked, through } from "../drawing/pen.js";

const TANGENT = 78; // pixels to each side of the ball

/** Draw the curve over the whole width of a map {box, scale, scene, ratio} on a canvas. */
export function drawCurveLine(canvas, { box, scale, ratio, scene: { curve, look } }) {
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const count = Math.max(2, 2 * Math.round(box.width) + 1);
  const us = Float64Array.from({ length: count }, (_, k) => scale.x(box.left + (k * box.width) / (count - 1)));
  const places = pixelsOf(us, curve.heights(us), scale, box);
  pen.save();
  clipped(pen, box);
  const middle = look.ground[Math.floor(look.ground.length / 2)][1];
  for (const piece of places) {
    Object.assign(pen, { lineJoin: "round", globalAlpha: 0.9 });
    through(pen, piece);
    inked(pen, [look.ink, 2.2 * look.scale]);
    pen.globalAlpha = 1;
    through(pen, [...piece, ...[piece.at(-1), piece[0]].map(([x]) => [x, box.top + box.height])]);
    filled(pen, middle, look.theme === "dark" ? 0.5 : 0.35);
  }
  pen.restore();
}

/** The curve in pieces without gaps: pixels [x, y], cut where f has no value and where it jumps across the whole picture. */
export function pixelsOf(us, heights, scale, box) {
  const pieces = [];
  let piece = null;
  let before = null;
  const [top, bottom] = [box.top - box.height, box.top + 2 * box.height];
  us.forEach((u, k) => {
    const exact = scale.py(heights[k]);
    const y = Math.min(Math.max(exact, top), bottom); // far away is far enough
    const jumps = before !== null && Math.abs(y - before) > 1.5 * box.height;
    before = Number.isFinite(heights[k]) ? y : null;
    if (before === null || jumps) piece = null;
    if (before === null) return;
    if (!piece) pieces.push((piece = []));
    piece.push([scale.px(u), y]);
  });
  return pieces.filter((one) => one.length > 1);
}

/** The tangent at the frame's point of each run: its slope is the gradient, which the step is made of. */
export function drawTangents(pen, frame, { scene: { runs, look }, scale }) {
  for (const run of runs) {
    const ends = tangentAt(run, frame, scale, TANGENT * look.scale);
    if (!ends) continue;
    through(pen, ends);
    inked(pen, [look.halo, 4 * look.scale], [runColor(run.color, look.theme), 1.6 * look.scale]);
  }
}

/** The two ends in pixels of the tangent of a run at a frame, `reach` to each side; null where f has no slope. */
export function tangentAt(run, frame, scale, reach) {
  const t = stepAt(run, frame);
  const [x, y] = [scale.px(run.x[t]), scale.py(run.value[t])];
  const way = [scale.px(1) - scale.px(0), scale.py(run.gx[t]) - scale.py(0)];
  const length = Math.hypot(...way);
  if (![x, y, length].every(Number.isFinite) || length === 0) return null;
  const [dx, dy] = way.map((part) => (part / length) * reach);
  return [[x - dx, y - dy], [x + dx, y + dy]];
}
