// Optimizer state, trials and the step itself, drawn on the map for one run.

import { contoursOf, halfAxes, modelReach, plainName, principal, scaleOf, verdict } from "./inside.js";
import { runColor } from "../base/look.js";
import { arrowLength, drawArrow } from "../drawing/paths.js";
import { circle, crossed, filled, haloed, inked, oval, ROUND, through, traced } from "../drawing/pen.js";

/** Draw a step in detail; `off` names the drawings that are switched off. */
export function drawInside(pen, detail, inside, run, scale, look, off) {
  if (!detail) return;
  const on = (name) => !off.has(name);
  const at = (x, y) => [scale.px(x), scale.py(y)];
  const unit = [scale.px(1) - scale.px(0), scale.py(1) - scale.py(0)]; // of the plane, in pixels
  const widest = Math.hypot(pen.canvas.width / unit[0], pen.canvas.height / unit[1]) / 2;
  const easel = { unit, widest, pen, look, at, scale, origin: at(...detail.origin), color: runColor(run.color, look.theme), labels: [] };
  pen.save();
  if (on("model") && detail.trial?.model) drawModel(easel, detail);
  if (on("triangle") && detail.trial?.before) drawTriangle(easel, detail.trial);
  if (on("matrix") && detail.matrix) drawMatrix(easel, detail.matrix);
  if (on("scale")) drawScale(easel, scaleOf(detail.states));
  if (on("squares")) drawSquares(easel, detail.states.find((state) => state.role === "sum"));
  if (on("point")) drawPoints(easel, detail.states);
  if (on("ahead")) drawAhead(easel, detail);
  drawVectors(easel, detail, inside, on);
  if (on("trials") && detail.trial?.spots) drawSpots(easel, detail.trial.spots);
  pen.restore();
  for (const label of easel.labels) write(easel, label);
}

function drawVectors(easel, detail, inside, on) {
  const { look, color, origin, pen } = easel;
  const minus = (vector) => vector.map((value) => -value);
  if (on("gradient") && !detail.trial?.before) vector(easel, "−∇f", minus(detail.gradient), inside.steepest, look.ink);
  for (const state of detail.states) {
    if (state.role === "velocity" && on("velocity")) vector(easel, `−${plainName(state.name)}`, minus(state.after), state.largest, look.accent);
  }
  if (on("direction") && detail.trial?.ray) vector(easel, "p", detail.trial.ray, Math.hypot(...detail.trial.ray) / 2, look.accent);
  if (on("step") && !detail.trial?.before) {
    const tip = easel.at(detail.origin[0] + detail.move[0], detail.origin[1] + detail.move[1]);
    drawArrow(pen, ...origin, tip[0] - origin[0], tip[1] - origin[1], color, look, true);
    label(easel, "step", origin, tip, color);
  }
}

function drawScale(easel, state) {
  if (!state) return;
  const { pen, unit, origin, look } = easel;
  const axes = halfAxes(state);
  const [wide, high] = axes.map((axis, k) => axis * Math.abs(unit[k]));
  const size = Math.max(wide, high);
  const reach = 0.8 * arrowLength(Math.max(...axes), halfAxes({ after: [state.largest, 0], power: state.power })[0]) * look.scale;
  if (!(size > 0 && reach > 2)) return;
  oval(pen, origin, Math.max(1, (wide / size) * reach), Math.max(1, (high / size) * reach));
  filled(pen, look.accent, 0.12);
  stroke(easel, look.accent, 1.4);
  const word = state.power === 2 ? `√${plainName(state.name)}` : plainName(state.name);
  easel.labels.push({ text: word, x: origin[0] + (0.72 * wide * reach) / size + 14, y: origin[1] + (0.72 * high * reach) / size + 8, color: look.accent });
}

/** Σg² of each coordinate as a square: the first to the right of the point, the second above it. */
function drawSquares(easel, state) {
  if (!state) return;
  const { pen, origin, look } = easel;
  const sides = state.after.map((value) => 54 * look.scale * Math.sqrt(Math.max(0, value) / (state.largest || 1)));
  const corners = [
    [origin[0] + 9, origin[1] - sides[0] / 2],
    [origin[0] - sides[1] / 2, origin[1] - 9 - sides[1]],
  ];
  corners.forEach(([x, y], k) => {
    pen.beginPath();
    pen.rect(x, y, sides[k], sides[k]);
    filled(pen, look.accent, 0.2);
    stroke(easel, look.accent, 1.3);
    if (sides[k] > 20) easel.labels.push({ text: `Σg${"₁₂"[k]}²`, x: x + sides[k] / 2, y: y + sides[k] / 2, color: look.ink });
  });
}

function drawMatrix(easel, matrix) {
  const { pen, unit: [sx, sy], origin, look } = easel;
  const { axes, angle } = principal(matrix);
  if (!(axes[0] > 0)) return;
  const point = (turn) => {
    const [u, v] = [axes[0] * Math.cos(turn), axes[1] * Math.sin(turn)];
    return [(u * Math.cos(angle) - v * Math.sin(angle)) * sx, (u * Math.sin(angle) + v * Math.cos(angle)) * sy];
  };
  const outline = Array.from({ length: 64 }, (_, k) => point((ROUND * k) / 64));
  const grown = (52 * look.scale) / Math.max(...outline.map(([u, v]) => Math.hypot(u, v)));
  through(pen, outline.map(([u, v]) => [origin[0] + u * grown, origin[1] + v * grown]), true);
  stroke(easel, look.accent, 1.5);
}

function drawPoints(easel, states) {
  for (const state of states.filter((other) => other.role === "point")) {
    drawSpot(easel, easel.at(...state.after), "hollow", plainName(state.name));
  }
}

function drawAhead(easel, { ghost, ahead }) {
  const { pen, origin, look } = easel;
  for (const [place, word] of [[ghost, "before look-ahead"], [ahead, "looks here"]]) {
    if (!place) continue;
    const end = easel.at(...place);
    through(pen, [origin, end]);
    stroke(easel, look.accent, 1.4, [2, 3]);
    drawSpot(easel, end, "hollow", word);
  }
}

function drawSpots(easel, spots) {
  const { pen, origin, look } = easel;
  const far = spots.reduce((best, spot) => (spot[2] > best[2] ? spot : best));
  through(pen, [origin, easel.at(far[0], far[1])]);
  stroke(easel, look.accent, 1.1);
  for (const spot of spots) if (spot[0] !== null && spot[1] !== null) drawSpot(easel, easel.at(spot[0], spot[1]), verdict(spot));
}

function drawModel(easel, detail) {
  const { pen, origin, look, unit: [sx, sy] } = easel;
  const { trial } = detail;
  const reach = Math.min(modelReach(trial, detail.move), easel.widest);
  pen.save();
  oval(pen, origin, Math.abs(reach * sx), Math.abs(reach * sy));
  pen.clip();
  const placed = (x, y) => [origin[0] + x * sx, origin[1] + y * sy];
  traced(pen, contoursOf(trial, reach).map(([x0, y0, x1, y1]) => [placed(x0, y0), placed(x1, y1)]));
  pen.globalAlpha = 0.75;
  stroke(easel, look.accent, 0.9);
  pen.restore();
  if (!trial.circle) return;
  oval(pen, origin, Math.abs(trial.circle * sx), Math.abs(trial.circle * sy));
  stroke(easel, look.accent, 1.8, [6, 4]);
  drawSpot(easel, easel.at(...trial.to), trial.taken ? "taken" : "short", trial.taken ? "" : "refused");
}

function drawTriangle(easel, trial) {
  const outline = (corners) => through(easel.pen, corners.map((corner) => easel.at(...corner)), true);
  outline(trial.before);
  stroke(easel, easel.look.muted, 1.2, [3, 3]);
  outline(trial.after);
  stroke(easel, easel.color, 1.9);
  for (const [, x, y] of trial.corners) drawSpot(easel, easel.at(x, y), "hollow");
  const [, x, y] = trial.corners.at(-1);
  const [px, py] = easel.at(x, y);
  easel.labels.push({ text: trial.move, x: px, y: py - 14 * easel.look.scale, color: easel.look.accent });
}

/** An arrow whose direction is the map's and whose length is by the logarithm of its size. */
function vector(easel, text, [x, y], reference, color) {
  const { scale, pen, origin, look } = easel;
  const [dx, dy] = [scale.px(x) - scale.px(0), scale.py(y) - scale.py(0)];
  const [length, reach] = [Math.hypot(dx, dy), 1.15 * arrowLength(Math.hypot(x, y), reference) * look.scale];
  if (!(length > 0 && reach > 9) || !Number.isFinite(length)) return;
  const tip = [origin[0] + (dx / length) * reach, origin[1] + (dy / length) * reach];
  drawArrow(pen, ...origin, tip[0] - origin[0], tip[1] - origin[1], color, look);
  label(easel, text, origin, tip, color);
}

function label(easel, text, from, tip, color) {
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1]);
  if (!(length > 14)) return;
  const push = 11 * easel.look.scale;
  easel.labels.push({ text, x: tip[0] + ((tip[0] - from[0]) / length) * push, y: tip[1] + ((tip[1] - from[1]) / length) * push, color });
}

/** A word with a halo; one that would cover another moves down. */
function write(easel, { text, x, y, color }) {
  const { pen, look } = easel;
  const taken = (easel.taken = easel.taken || []);
  while (taken.some(([u, v]) => Math.abs(u - x) < 30 && Math.abs(v - y) < look.text)) y += look.text;
  taken.push([x, y]);
  Object.assign(pen, { font: `600 ${look.text}px ${look.font}`, textAlign: "center", textBaseline: "middle" });
  haloed(pen, text, x, y, color, look.halo);
}

function stroke({ pen, look }, color, width, dash = []) {
  inked(pen, [look.halo, (width + 2.4) * look.scale], [color, width * look.scale, dash]);
}

/** One tried or kept point: full when taken, crossed when it fell too little, half when still too steep. */
function drawSpot(easel, [x, y], kind, word = "") {
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
