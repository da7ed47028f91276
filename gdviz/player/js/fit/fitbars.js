// A model of an input with few values: each run's prediction at each of them as a bar.

import { airy, predict, weightsAt } from "./fitdata.js";
import { dashOf, runColor } from "../base/look.js";

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
