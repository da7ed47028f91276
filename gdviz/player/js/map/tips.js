// The tip on the map: the sign or path point near a pixel, or the place and its height.

import { stepAt } from "../base/decode.js";
import { gridValue, valueAt } from "../base/heights.js";
import { shortNumber } from "../base/numbers.js";
import { standsAbove, wordFor } from "../drawing/pen.js";

const NEAR = 9;
const NEAR_FINGER = 18;

/** What a press at a pixel reads, {text, frame}, the frame null for what stands at any; null on free ground. */
export function readingAt(map, px, py, finger = false) {
  const near = finger ? NEAR_FINGER : NEAR;
  return signNear(map, px, py, near) ?? pointNear(map, px, py, near);
}

function signNear(map, px, py, reach) {
  const near = map.signs.marks.findLast((mark) => {
    if (mark.kind === "arrival" || (mark.frame !== null && mark.frame > map.frame)) return false;
    const up = standsAbove(mark.kind) ? 11 : 0;
    return Math.hypot(map.scale.px(mark.point[0]) - px, map.scale.py(mark.point[1]) - up - py) < reach;
  });
  if (!near) return null;
  const value = near.value === null ? "" : ` · f = ${shortNumber(near.value, 6)}`;
  const place = map.scene.curve ? `at ${shortNumber(near.point[0], 6)}` : `(${shortNumber(near.point[0], 6)}, ${shortNumber(near.point[1], 6)})`;
  const text = near.text || `${wordFor(near.kind)} ${place}${value}`;
  return { text, frame: near.frame };
}

function pointNear(map, px, py, reach) {
  let best = null;
  let closest = reach;
  for (const run of map.scene.runs) {
    const path = map.paths.get(run.id);
    const now = stepAt(run, map.frame);
    for (let k = 0; k < path.px.length && path.step[k] <= now; k += 1) {
      const [apart, nearer] = fromSegment(path, k, px, py);
      if (apart < closest) [closest, best] = [apart, { run, t: path.step[nearer] }];
    }
  }
  if (!best) return null;
  const { run, t } = best;
  const place = map.scene.curve ? shortNumber(run.x[t], 6) : `(${shortNumber(run.x[t], 6)}, ${shortNumber(run.y[t], 6)})`;
  const text = `${run.label} · step ${t} · ${place} · f = ${shortNumber(run.value[t], 6)}`;
  return { text, frame: t };
}

/** The distance of a pixel from the k-th segment of a path, and the number of its nearer end. */
function fromSegment({ px: xs, py: ys }, k, x, y) {
  const before = Math.max(k - 1, 0);
  const [dx, dy] = [xs[k] - xs[before], ys[k] - ys[before]];
  const length = dx * dx + dy * dy;
  const along = length > 0 ? Math.min(Math.max(((x - xs[before]) * dx + (y - ys[before]) * dy) / length, 0), 1) : 0;
  return [Math.hypot(xs[before] + along * dx - x, ys[before] + along * dy - y), along < 0.5 ? before : k];
}

function placeText(map, px, py) {
  const [x, y] = [map.scale.x(px), map.scale.y(py)];
  if (map.scene.curve) return `${shortNumber(x, 4)} · f = ${shortNumber(map.scene.curve.heightAt(x), 4)}`;
  const { grid, surface } = map.scene;
  const value = surface.program ? valueAt(surface.program, x, y) : gridValue(grid, x, y);
  const height = Number.isNaN(value) ? "" : ` · f ${surface.program ? "=" : "≈"} ${shortNumber(value, surface.program ? 4 : 2)}`;
  return `${shortNumber(x, 4)}, ${shortNumber(y, 4)}${height}`;
}

/** Show it for a pixel of the map's picture; none outside. */
export function hover(map, px, py) {
  const { left, top, width, height } = map.box;
  const over = px >= left && py >= top && px <= left + width && py <= top + height;
  map.parts.tip.hidden = !over;
  if (over) showTip(map, px, py, readingAt(map, px, py)?.text ?? placeText(map, px, py));
}

export function showTip({ box, parts }, px, py, text) {
  const { tip, map } = parts;
  const right = px > box.left + box.width * 0.6;
  Object.assign(tip, { textContent: text, hidden: false });
  tip.style.left = right ? "auto" : `${px + 14}px`;
  tip.style.right = right ? `${map.clientWidth - px + 14}px` : "auto";
  tip.style.top = `${Math.max(box.top, Math.min(py + 14, box.top + box.height - tip.offsetHeight))}px`;
}
