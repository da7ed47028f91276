// The loss chart's axis: which values it must hold, on a linear or a logarithmic scale, and a wedge where a curve leaves it.

import { stepAt } from "../base/decode.js";
import { runColor } from "../base/look.js";
import { shortNumber } from "../base/numbers.js";
import { haloed, wedge } from "../drawing/pen.js";

const RISE = 0.5; // spans above the other runs that a run which breaks off may take up on a linear axis
const DECADES = 2; // … and decades on a logarithmic one
const FALL = 20; // spans below them that a falling run may take up, or above where all break off
const BELOW_SECOND = 6; // decades below the second lowest run: the lowest may go on for thirty and press the others flat
const FLOOR = 12; // decades below the top that the axis shows: what lies deeper is hardly more than rounding

/**
 * The series and the vertical scale. On a log axis values that are not above 0 are measured from the `deepest`
 * minimum known, if it is as low as all that is seen, otherwise from the lowest value seen (`seen`).
 */
export function lossScale(runs, of, log, deepest = null) {
  const series = runs.map((run) => (of === "gradient" ? run.slope : run.value));
  const [low, high] = axisRange(runs, series, log);
  if (!log || high === low) return { series, ...spread(low, high), log: false, offset: 0 };
  const fromDeepest = of === "value" && deepest !== null && deepest <= low;
  const offset = low > 0 ? 0 : fromDeepest ? deepest : low;
  const floors = series.map((values) => floorOf(values, offset)).filter(Number.isFinite);
  floors.sort((a, b) => a - b);
  if (!floors.length || !(high > offset)) return { series, ...spread(low, high), log: false, offset: 0 };
  const top = Math.log10(high - offset);
  const depths = [Math.log10(floors[0]), top - FLOOR];
  if (floors.length > 1) depths.push(Math.log10(floors[1]) - BELOW_SECOND);
  return { series, ...spread(Math.min(Math.max(...depths), top), top), log, offset, seen: offset !== 0 && !fromDeepest };
}

/** The smallest height above the offset. */
function floorOf(values, offset) {
  let floor = Infinity;
  for (const value of values) if (value > offset && value - offset < floor) floor = value - offset;
  return floor;
}

/** A constant lies in the middle of an axis of its own size. */
function spread(low, high) {
  const reach = high > low ? 0 : Math.max(Math.abs(low), 1) / 2;
  return { low: low - reach, high: high + reach };
}

/** What the axis holds: all of the runs that were not broken off, and of the others no more than leaves those readable. */
function axisRange(runs, series, log) {
  const calm = series.map((values, k) => (runs[k].ending.kind === "done" ? values : values.subarray(0, 1)));
  const [low, high] = extremes(calm);
  const [lowest, highest] = extremes(series);
  const alone = !runs.some((run) => run.ending.kind === "done");
  const span = high > low ? high - low : Math.max(Math.abs(high), 1) / 2;
  const base = low > 0 ? 0 : low;
  const up = log ? (alone ? highest : base + Math.max(high - base, span) * 10 ** DECADES) : high + (alone ? FALL : RISE) * span;
  return [Math.max(lowest, low - FALL * span), Math.min(highest, up)];
}

/** A little air above and below, so that curves do not run along the frame. */
export function padded(scale) {
  const air = (scale.high - scale.low) * 0.04;
  return { ...scale, low: scale.low - air, high: scale.high + air };
}

function extremes(series) {
  let low = Infinity;
  let high = -Infinity;
  for (const values of series) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return Number.isFinite(low) ? [low, high] : [0, 1];
}

/** Height of a value in the numbers of the axis, also beyond its ends; -Infinity for what a log axis cannot hold. */
function heightOf(scale, value) {
  if (!scale.log) return value;
  const height = value > scale.offset ? Math.log10(value - scale.offset) : -Infinity;
  const itself = scale.seen && value >= scale.offset; // measured from itself the lowest value stands at the bottom
  return itself ? Math.max(height, scale.low) : height;
}

/** Height on the axis for one value, clipped to the axis. */
export function lossHeight(scale, value) {
  return Math.min(Math.max(heightOf(scale, value), scale.low), scale.high);
}

/** Does the axis hold the value? */
export function onAxis(scale, value) {
  const height = heightOf(scale, value);
  return height >= scale.low && height <= scale.high;
}

/** The curve of value(step) from one step to another as lines of [step, height]: cut where it leaves the axis. */
export function curveLines(scale, value, from, until) {
  const lines = [];
  let line = null;
  let before = null;
  for (let step = from; step <= until; step += 1) {
    const height = heightOf(scale, value(step));
    const inside = height >= scale.low && height <= scale.high;
    if (before !== null && inside !== before.inside) {
      const edge = crossing(scale, before, { step, height });
      if (inside) lines.push((line = [edge]));
      else line.push(edge);
    } else if (inside && before === null) lines.push((line = []));
    if (inside) line.push([step, height]);
    before = Number.isNaN(height) ? null : { step, height, inside };
  }
  return lines;
}

/** Where the way between two steps, one of them beyond the axis, meets its edge. */
function crossing(scale, from, to) {
  const outer = from.inside ? to : from;
  const edge = outer.height > scale.high ? scale.high : scale.low;
  const share = Number.isFinite(outer.height) ? (edge - from.height) / (to.height - from.height) : from.inside ? 1 : 0;
  return [from.step + share * (to.step - from.step), edge];
}

/** Where a curve leaves the axis for good: {step, value} of the first step beyond, the place on the edge, and `up`; else null. */
export function exitOf(scale, value, from, until) {
  if (until < from || Number.isNaN(value(from)) || onAxis(scale, value(until))) return null; // one without a beginning leaves nothing
  let step = until;
  while (step > from && !onAxis(scale, value(step - 1))) step -= 1;
  const height = heightOf(scale, value(step));
  const up = height > scale.high;
  if (step === from) return { step, value: value(step), at: from, up };
  const before = { step: step - 1, height: heightOf(scale, value(step - 1)), inside: true };
  return { step, value: value(step), at: crossing(scale, before, { step, height })[0], up };
}

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
