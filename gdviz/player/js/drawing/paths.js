// Paths, points and arrows on the map's upper layer, drawn on a canvas once per frame.

import { stepAt } from "../base/decode.js";
import { edgeCrossing, exitStep, within } from "../base/geometry.js";
import { crossed, disc, drawLabel, inked, through, wedge } from "./pen.js";
import { shortNumber } from "../base/numbers.js";
import { runColor } from "../base/look.js";

/** Where the run stands at a fractional frame, in pixels. */
export function headOf(run, frame, scale) {
  const t = stepAt(run, frame);
  const next = Math.min(t + 1, run.steps);
  const share = t < run.steps ? Math.min(1, Math.max(0, frame - t)) : 0;
  const x = run.x[t] + share * (run.x[next] - run.x[t]);
  const y = share > 0 && run.heightAt ? run.heightAt(x) : run.y[t] + share * (run.y[next] - run.y[t]);
  return { t, share, x, y, px: scale.px(x), py: scale.py(y) };
}

/** The newest step, brighter and wider than the trail. */
export function drawNewest(pen, run, frame, scale, look) {
  const head = headOf(run, frame, scale);
  const from = head.share > 0 ? head.t : Math.max(0, head.t - 1);
  pen.lineCap = "round";
  through(pen, [[scale.px(run.x[from]), scale.py(run.y[from])], [head.px, head.py]]);
  inked(pen, [runColor(run.color, look.theme), 3.3 * look.scale]);
}

/** The current point: a disc with a ring of paper; a cross when the run has diverged there. */
export function drawHead(pen, run, frame, scale, look) {
  const head = headOf(run, frame, scale);
  const radius = 5.5 * look.scale;
  const edge = look.theme === "dark" ? "#0b1218" : "#ffffff";
  disc(pen, head.px, head.py, radius, runColor(run.color, look.theme), edge, 2 * look.scale);
  if (head.t < run.steps || run.ending.kind === "done") return;
  crossed(pen, head.px, head.py, radius * 0.55);
  inked(pen, [edge, 1.8 * look.scale]);
}

/** An arrow in pixels; `dashed` for what is about to happen. */
export function drawArrow(pen, x, y, dx, dy, color, look, dashed = false) {
  const length = Math.hypot(dx, dy);
  if (!(length > 8)) return;
  const [ux, uy] = [dx / length, dy / length];
  const barb = Math.min(9 * look.scale, length * 0.5);
  const tip = [x + dx, y + dy];
  const [left, right] = [0.5, -0.5].map((side) => [tip[0] - barb * (ux * 0.9 - uy * side), tip[1] - barb * (uy * 0.9 + ux * side)]);
  for (const [ink, width, dashes] of [[look.halo, 5 * look.scale, []], [color, 2.2 * look.scale, dashed ? [3, 3] : []]]) {
    through(pen, [[x, y], tip]);
    inked(pen, [ink, width, dashes]);
    through(pen, [left, tip, right]);
    inked(pen, [ink, width]);
  }
}

/** Pixels for a gradient norm: logarithmic, full at the steepest start, nothing below a ten-thousandth of it. */
export function arrowLength(slope, steepest) {
  return slope > 0 && steepest > 0 ? 64 * Math.min(1.2, Math.max(0, 1 + Math.log10(slope / steepest) / 4)) : 0;
}

/** Has the run come to rest: a slope far below the steepest, and steps of a few pixels at most? */
export function isAtRest(run, t, scale, steepest) {
  const [from, to] = t < run.steps ? [t, t + 1] : [Math.max(0, t - 1), t];
  const step = Math.hypot(scale.px(run.x[to]) - scale.px(run.x[from]), scale.py(run.y[to]) - scale.py(run.y[from]));
  return run.slope[t] < 0.01 * steepest && step < 4;
}

/** −∇f (its direction on the map) and, dashed, the next step as long as it is; nothing where f is not defined. */
export function drawArrows(pen, run, frame, scale, look, steepest) {
  const head = headOf(run, frame, scale);
  if (!Number.isFinite(run.value[head.t]) || isAtRest(run, head.t, scale, steepest)) return;
  const color = runColor(run.color, look.theme);
  const zero = [scale.px(0), scale.py(0)];
  const down = [scale.px(-run.gx[head.t]) - zero[0], scale.py(-run.gy[head.t]) - zero[1]];
  const length = Math.hypot(...down);
  const reach = arrowLength(run.slope[head.t], steepest) * look.scale;
  if (length > 0 && Number.isFinite(length) && reach > 13 * look.scale) {
    drawArrow(pen, head.px, head.py, (down[0] / length) * reach, (down[1] / length) * reach, color, look);
  }
  if (head.t < run.steps && head.share === 0) {
    const [nextX, nextY] = [scale.px(run.x[head.t + 1]), scale.py(run.y[head.t + 1])];
    drawArrow(pen, head.px, head.py, nextX - head.px, nextY - head.py, color, look, true);
  }
}

/** What stands where a run left: the step of leaving with f there, or of diverging with the last f that is known. */
export function exitText(run, t, step) {
  const [word, at] = run.ending.kind === "diverged" && t === run.steps ? ["diverged", run.steps] : ["left", step];
  return `${word} at step ${at} · f ${shortNumber(run.value[at], 3)}`;
}

/** Where a run that is outside its window (and the view) left it: a wedge on the edge with step and value. */
export function drawExit(pen, run, frame, scale, window, box, look, taken) {
  const t = stepAt(run, frame);
  if (scale.inside(run.x[t], run.y[t])) {
    if (standsLast(run, t, frame)) drawLastStand(pen, run, [scale.px(run.x[t]), scale.py(run.y[t])], box, look, taken);
    return;
  }
  const step = exitStep(run, t, scale.inside, within(window));
  if (!step) return;
  const from = [scale.px(run.x[step - 1]), scale.py(run.y[step - 1])];
  const to = [scale.px(run.x[step]), scale.py(run.y[step])];
  drawWayOut(pen, run, exitText(run, t, step), edgeCrossing(from, to, box), Math.atan2(to[1] - from[1], to[0] - from[0]), box, look, taken);
}

/** A wedge at a pixel, pointing at an angle, with words. */
export function drawWayOut(pen, run, text, [x, y], angle, box, look, taken) {
  const reach = 10 * look.scale;
  pen.save();
  pen.translate(x, y);
  pen.rotate(angle);
  const corners = [[0, 0], [-reach * 1.3, -reach * 0.75], [-reach * 1.3, reach * 0.75]];
  wedge(pen, corners, runColor(run.color, look.theme), look.halo, 2.5);
  pen.restore();
  const inward = [x - Math.cos(angle) * reach * 2, y - Math.sin(angle) * reach * 2 + reach * 2];
  drawLabel(pen, text, ...inward, box, look, runColor(run.color, look.theme), taken);
}

/** Whether a run has come to its last point, after which it has no value: it diverged there. */
export const standsLast = (run, t, frame) => run.ending.kind === "diverged" && t === run.steps && frame >= t;

/** Where a run stood before the step whose value cannot be told: a label at the pixel of its last point. */
export function drawLastStand(pen, run, [x, y], box, look, taken) {
  const t = run.steps;
  const place = [x, y + 26 * look.scale];
  drawLabel(pen, `diverged at step ${t + 1} · f was ${shortNumber(run.value[t], 3)}`, ...place, box, look, runColor(run.color, look.theme), taken);
}
