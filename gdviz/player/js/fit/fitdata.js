// Rows, batches and model outputs at a frame, from the payload's part "fit". No DOM here.

import { axisOf, stepAt, unpackCodes, unpackFloats } from "../base/decode.js";
import { extent } from "../base/geometry.js";
import { workOut } from "../base/formula.js";

/** The part "fit" with its arrays; null stays null. */
export function unpackFit(fit) {
  if (!fit) return null;
  const columns = Object.fromEntries(Object.entries(fit.columns).map(([name, text]) => [name, unpackFloats(text, 5)]));
  const runs = Object.fromEntries(Object.entries(fit.runs).map(([id, run]) => [id, unpackFitRun(run)]));
  const [inputs, target] = [fit.names.slice(0, -1), fit.names.at(-1)];
  const ghost = fit.ghost && { ...fit.ghost, ...gridOf(fit.ghost.window, fit.ghost.shape), z: unpackFloats(fit.ghost.z, 4) };
  const stacked = inputs.length === 2 ? stack(inputs.map((name) => columns[name])) : null;
  return { ...fit, columns, runs, inputs, target, ghost, stacked, count: columns[target].length, apart: new Set(fit.checked) };
}

/** How many rows before each stand at the same two inputs; null where hardly any do. */
export function stack([across, up]) {
  const seen = new Map();
  const before = across.map((x, row) => {
    const place = `${x},${up[row]}`;
    seen.set(place, (seen.get(place) ?? -1) + 1);
    return seen.get(place);
  });
  return seen.size * 2 <= across.length ? before : null;
}

function unpackFitRun(run) {
  const floats = (name, width = 4) => (run[name] ? unpackFloats(run[name], width) : null);
  const gradients = floats("gradients");
  return {
    ...run,
    seen: floats("seen", 5),
    batches: run.batches ? unpackCodes(run.batches) : null,
    values: floats("values"),
    gx: gradients && gradients.subarray(0, gradients.length / 2),
    gy: gradients && gradients.subarray(gradients.length / 2),
    angles: floats("angles"),
    checked: floats("checked", 5),
    weights: floats("weights"),
  };
}

/** The axes of a grid over a window. */
export function gridOf(window, [columns, rows]) {
  return { xs: axisOf(window[0], columns), ys: axisOf(window[1], rows) };
}

/** The rows that the step from this frame looks at (at the end: the last step's), or null for all rows. */
export function batchAt(record, run, frame) {
  if (!record?.batches || run.steps === 0) return null;
  const last = record.batches.length / record.size - 1;
  const step = Math.min(stepAt(run, frame), run.steps - 1);
  if (step > last) return null; // of very many rows only the first steps are sent
  return record.batches.subarray(step * record.size, (step + 1) * record.size).filter((row) => row !== 65535);
}

/** The weights at a frame: of two weights between two steps too, of many the last that were sent. */
export function weightsAt(record, run, frame) {
  const t = stepAt(run, frame);
  if (record?.weights) {
    const place = Math.min(Math.floor(t / record.stride), record.weights.length / record.dimension - 1);
    return record.weights.subarray(place * record.dimension, (place + 1) * record.dimension);
  }
  const next = Math.min(t + 1, run.steps);
  const share = next > t ? Math.min(1, Math.max(0, frame - t)) : 0;
  return [run.x[t] + share * (run.x[next] - run.x[t]), run.y[t] + share * (run.y[next] - run.y[t])];
}

/** What the model says at `count` places; inputs: one array for each input column. */
export function predict(fit, weights, inputs, count) {
  if (fit.model.kind === "polynomial") return polynomial(fit.model, weights, inputs[0], count);
  if (fit.model.kind === "network") return network(fit.model, weights, inputs, count);
  const named = { [fit.model.weights[0]]: weights[0], [fit.model.weights[1]]: weights[1], [fit.target]: 0 };
  fit.inputs.forEach((name, k) => (named[name] = inputs[k]));
  return workOut(fit.model.prediction, named, count);
}

/** What is drawn for what the model says: of a score over classes the chance of the second, on the rows' own scale. */
export function curve(fit, outputs) {
  const { link } = fit.model;
  if (!link) return outputs;
  const target = fit.columns[fit.target];
  const [low, high] = [Math.min(...target), Math.max(...target)];
  return outputs.map((score) => low + (high - low) * (link === "logistic" ? 1 / (1 + Math.exp(-score)) : score + 0.5));
}

function polynomial({ means, spreads }, weights, x, count) {
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = weights[0];
    let power = 1;
    for (let k = 0; k < means.length; k += 1) {
      power *= x[i];
      sum += (weights[k + 1] * (power - means[k])) / spreads[k];
    }
    return sum;
  });
}

/** Weights as in training/network.py: into the hidden layer, its biases, out of it, the last bias. */
function network({ hidden, activation }, weights, [x1, x2], count) {
  const bend = activation === "tanh" ? Math.tanh : (z) => Math.max(0, z);
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = weights[4 * hidden];
    for (let k = 0; k < hidden; k += 1) {
      sum += weights[3 * hidden + k] * bend(weights[2 * k] * x1[i] + weights[2 * k + 1] * x2[i] + weights[2 * hidden + k]);
    }
    return sum;
  });
}

/** [low, high] of some numbers with air on both sides. */
export function airy(values, air = 0.08) {
  const [low, high] = extent(values);
  const span = high > low ? high - low : Math.max(Math.abs(low), 1);
  return [low - air * span, high + air * span];
}

/** Rows seen up to a frame, or passes over the data: where the frame stands on an axis of cost. */
export function costAt(record, step, axis, count) {
  const seen = record ? record.seen[Math.min(step, record.seen.length - 1)] : step * count;
  return axis === "epoch" ? seen / count : seen;
}
