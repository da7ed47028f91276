// Curves that leave the axis of the loss chart for good: a wedge on the edge, with the step and the value there.

import { stepAt } from "../base/decode.js";
import { runColor } from "../base/look.js";
import { exitOf } from "./loss.js";
import { shortNumber } from "../base/numbers.js";
import { haloed, wedge } from "../drawing/strokes.js";

const EDGE = 6; // pixels between the numbers of the axis and a label

/** Every run of a chart that is beyond its axis by this frame. */
export function drawExits(chart, frame) {
  const { pen, scene, box, scale } = chart;
  const what = scene.view.loss === "gradient" ? "‖∇f‖" : "f";
  const taken = [];
  scene.runs.forEach((run, index) => {
    const series = scale.series[index];
    const left = exitOf(scale, (step) => series[step], 0, stepAt(run, frame));
    if (!left) return;
    const color = runColor(run.color, scene.look.theme);
    const x = chart.along(run, left.at);
    drawLeaving(pen, x, left.up ? box.top : box.top + box.height, left.up, color, scene.look);
    drawValue(chart, x, left.up, `${what} ${shortNumber(left.value, 3)} at step ${left.step}`, color, taken);
  });
}

/** A wedge over the edge of the plot, upward or downward. */
function drawLeaving(pen, x, y, up, color, look) {
  const reach = 7 * look.scale;
  const tip = up ? -reach * 0.4 : reach * 0.4;
  const foot = up ? reach : -reach;
  wedge(pen, [[x, y + tip], [x - reach * 0.7, y + foot], [x + reach * 0.7, y + foot]], color, look.paper, 2);
}

/** Beside the wedge, below or above the labels that are there already. */
function drawValue({ pen, scene, box }, x, up, text, color, taken) {
  const { look } = scene;
  pen.font = `600 ${look.text - 1}px ${look.font}`;
  const height = look.text + 3;
  const width = pen.measureText(text).width;
  const aside = 9 * look.scale;
  const left = x + aside + width <= box.left + box.width ? x + aside : Math.max(box.left + EDGE, x - aside - width);
  const clash = (row) => taken.some((other) => other.up === up && other.row === row && left < other.left + other.width + 6 && other.left < left + width + 6);
  let row = 0;
  while (clash(row)) row += 1;
  taken.push({ up, row, left, width });
  const y = up ? box.top + 2 + row * height : box.top + box.height - 2 - (row + 1) * height;
  Object.assign(pen, { textAlign: "left", textBaseline: "top" });
  haloed(pen, text, left, y, color, look.paper, 3);
}
