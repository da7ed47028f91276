// The inside of a run at a frame: optimizer state, trial points and directions, as plain values. No DOM here.

import { axisOf, stepAt, unpackFloats } from "../base/decode.js";
import { isolines, risingLevels } from "../drawing/isolines.js";

/** The drawings, in the order of their switches: key, word, what it is. */
const DRAWINGS = [
  ["gradient", "gradient", "−∇f where the step begins, its length by the logarithm"],
  ["velocity", "memory", "The remembered velocity as this step uses it, on the scale of the gradient"],
  ["step", "step", "The step, as long as it is"],
  ["point", "points", "Other points that the rule keeps"],
  ["ahead", "look-ahead", "Where the rule looks besides the point itself"],
  ["scale", "scale", "Half-axes in the ratio of the remembered sizes of the two slopes: long is where steps are shortened"],
  ["squares", "Σg²", "Squares whose areas are the sums of all squared slopes, each coordinate its own"],
  ["matrix", "learnt shape", "The inverse Hessian as learnt so far: long where the valley is believed to be flat"],
  ["direction", "direction", "The direction that was searched, beside −∇f"],
  ["trials", "trials", "Every point that the search tried: cross, fell too little; half, still too steep; full, taken"],
  ["model", "model", "Contours of the quadratic that is believed here, and the circle within which it is"],
  ["triangle", "triangle", "The triangle before (thin) and after its move"],
];

/** The inside of a run as sent: columns unpacked, and the largest size of each drawing for its scale. */
export function unpackInside(sent, run) {
  if (!sent || !run) return null;
  const columns = (text, count) => Array.from({ length: count }, (_, k) => column(unpackFloats(text, 4), k, count));
  const states = sent.states.map((state) => ({ ...state, columns: columns(state.values, state.width) }));
  const gradients = { columns: [run.gx, run.gy] };
  const like = states.filter((state) => state.role === "velocity" && state.power === 1);
  const shared = Math.max(...[gradients, ...like].map(largest));
  for (const state of states) state.largest = like.includes(state) ? shared : largest(state);
  const place = (other) => other && { ...other, columns: columns(other.points, 2) };
  return { ...sent, states, ghost: place(sent.ghost), ahead: place(sent.ahead), steepest: shared };
}

function column(values, k, count) {
  const length = values.length / count;
  return values.subarray(k * length, (k + 1) * length);
}

function largest({ columns }) {
  let most = 0;
  for (let t = 0; t < columns[0].length; t += 1) {
    const size = Math.hypot(...columns.map((values) => values[t]));
    if (size > most && Number.isFinite(size)) most = size;
  }
  return most;
}

/** The step that is taken apart at a frame: the one just made, or `next`; at the start the first, at the end the last. */
export function stepOf(run, frame, next = false) {
  const made = stepAt(run, frame);
  const step = Math.min(Math.max(next ? made + 1 : made, 1), run.steps);
  return { step, from: step - 1, coming: step > made, over: made >= run.steps };
}

/** Everything to draw and to read at a frame; null before a first step. */
export function insideAt(inside, run, frame, next = false) {
  const { step, from, coming, over } = stepOf(run, frame, next);
  if (step < 1) return null;
  const sent = step <= inside.steps;
  const trial = inside.tried[step - 1] || null;
  const at = (place) => (place && from < place.columns[0].length ? place.columns.map((values) => values[from]) : null);
  const states = sent ? inside.states.map((state) => ({ ...state, before: row(state, from), after: row(state, step) })) : [];
  return {
    step, from, coming, over, sent, trial, states,
    origin: [run.x[from], run.y[from]],
    gradient: [run.gx[from], run.gy[from]],
    move: [run.x[step] - run.x[from], run.y[step] - run.y[from]],
    rate: run.rateAt(step),
    ghost: at(inside.ghost),
    ahead: at(inside.ahead),
    matrix: matrixOf(states),
  };
}

function row(state, t) {
  return state.columns.map((values) => values[t]);
}

/** The 2 × 2 inverse Hessian of a quasi-Newton method after the step, or null. */
function matrixOf(states) {
  const entries = ["h_xx", "h_xy", "h_yy"].map((name) => states.find((state) => state.name === name));
  return entries.every(Boolean) ? entries.map((state) => state.after[0]) : null;
}

/** The name of a state in words. */
export function plainName(name) {
  return name.replace("_", " ");
}

/** Half-axes of a remembered scale: the size of the slope it stands for. */
export function halfAxes({ after, power }) {
  return after.map((value) => (power === 2 ? Math.sqrt(Math.max(0, value)) : Math.abs(value)));
}

/** Which drawings a run has at all. */
export function drawingsOf(inside) {
  const roles = new Set(inside.states.map((state) => state.role));
  const has = (key) => inside.tried.some((trial) => key in trial);
  const names = inside.states.map((state) => state.name);
  const present = {
    gradient: !has("before"), step: !has("before"),
    velocity: roles.has("velocity"), point: roles.has("point"), scale: roles.has("scale"), squares: roles.has("sum"),
    ahead: Boolean(inside.ghost || inside.ahead),
    matrix: names.includes("h_xy"),
    direction: has("ray"), trials: has("spots"), model: has("model"), triangle: has("before"),
  };
  return DRAWINGS.filter(([key]) => present[key]);
}

/** The scale that counts: the last one, which the step divides by (AMSGrad keeps the mean and its maximum). */
export function scaleOf(states) {
  return states.filter((state) => state.role === "scale").at(-1) || null;
}

/** Axes of the ellipse of a symmetric matrix [xx, xy, yy]: lengths √λ, the larger first, and the angle of the larger. */
export function principal([xx, xy, yy]) {
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return { axes: [middle + spread, middle - spread].map((value) => Math.sqrt(Math.max(0, value))), angle: Math.atan2(2 * xy, xx - yy) / 2 };
}

/** The quadratic model g·d + ½ dᵀBd of [g1, g2, xx, xy, yy] at a displacement. */
export function modelAt([gx, gy, xx, xy, yy], dx, dy) {
  return gx * dx + gy * dy + 0.5 * (xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy);
}

/** Contour segments [x0, y0, x1, y1] of the model in a square of half-width `reach`, at evenly spread heights. */
export function modelContours(model, reach, levels = 9, count = 48) {
  const axis = axisOf([-reach, reach], count + 1);
  const heights = axis.flatMap((dy) => axis.map((dx) => modelAt(model, dx, dy)));
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  if (!(high > low)) return [];
  return isolines(heights, axis, axis, risingLevels(low, high, levels)).flat();
}

// Contours of the step at hand, so that playing within a step does not work them out again.
const CONTOURS = new WeakMap();

/** `modelContours` of a trial. */
export function contoursOf(trial, reach) {
  const cached = CONTOURS.get(trial);
  if (cached?.reach === reach) return cached.segments;
  const segments = modelContours(trial.model, reach);
  CONTOURS.set(trial, { reach, segments });
  return segments;
}

/** How far around the point a model is shown. */
export function modelReach(trial, move) {
  return 1.25 * (trial.circle || Math.hypot(...(trial.ray || move))) || 1;
}

/** What the search's verdict on one trial is: taken, steep (Wolfe), short (Armijo) or passed over. */
export function verdict([, , , , armijo, wolfe, taken]) {
  if (taken) return "taken";
  if (armijo === false) return "short";
  return wolfe === false ? "steep" : "passed";
}

export const VERDICTS = {
  taken: "taken",
  steep: "Armijo ✓ Wolfe ✕: still too steep",
  short: "Armijo ✕: fell too little",
  passed: "not taken",
};
