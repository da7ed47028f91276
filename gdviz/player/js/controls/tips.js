// The text of the tip beside the mouse: the sign or path point near it, or the place and its height. No DOM here.

import { stepAt } from "../base/decode.js";
import { standsAbove, wordFor } from "../drawing/glyphs.js";
import { gridValue } from "../base/levels.js";
import { shortNumber } from "../base/numbers.js";

const NEAR = 9;

/** The text for a pixel of the map. */
export function tipAt(map, px, py) {
  return signNear(map, px, py) || pointNear(map, px, py) || placeText(map, px, py);
}

function signNear(map, px, py) {
  const near = map.scene.marks.findLast((mark) => {
    if (mark.kind === "arrival" || (mark.frame !== null && mark.frame > map.frame)) return false;
    const up = standsAbove(mark.kind) ? 11 : 0;
    return Math.hypot(map.scale.px(mark.point[0]) - px, map.scale.py(mark.point[1]) - up - py) < NEAR;
  });
  if (!near) return "";
  const value = near.value === null ? "" : ` · f = ${shortNumber(near.value, 6)}`;
  return near.text || `${wordFor(near.kind)} (${shortNumber(near.point[0], 6)}, ${shortNumber(near.point[1], 6)})${value}`;
}

function pointNear(map, px, py) {
  let best = null;
  let closest = NEAR;
  for (const run of map.scene.runs) {
    const path = map.paths.get(run.id);
    const now = stepAt(run, map.frame);
    for (let k = 0; k < path.px.length && path.step[k] <= now; k += 1) {
      const apart = Math.hypot(path.px[k] - px, path.py[k] - py);
      if (apart < closest) [closest, best] = [apart, { run, t: path.step[k] }];
    }
  }
  if (!best) return "";
  const { run, t } = best;
  return `${run.label} · step ${t} · (${shortNumber(run.x[t], 6)}, ${shortNumber(run.y[t], 6)}) · f = ${shortNumber(run.value[t], 6)}`;
}

function placeText(map, px, py) {
  const [x, y] = [map.scale.x(px), map.scale.y(py)];
  const value = gridValue(map.scene.grid, x, y);
  const height = Number.isNaN(value) ? "" : ` · f ≈ ${shortNumber(value, 2)}`;
  return `${shortNumber(x, 4)}, ${shortNumber(y, 4)}${height}`;
}
