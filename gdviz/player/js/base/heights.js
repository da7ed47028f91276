// The heights of a formula over any window of the plane, and the scales (log, quantile, linear) whose equal levels show its valleys. No DOM here.

import { axisOf } from "./decode.js";
import { workOut } from "./formula.js";
import { countBelow } from "./geometry.js";

const LEVELS = 22;
const FLAT = 0.25; // share of the window below the first level from which on a logarithm hides the lie of the land

/**
 * Map of heights for one mode (log, quantile or linear): `of(f)` and the grid in that scale. Where most logarithmic
 * levels are spent on a steep rim (exp(100x) + y²) it is that of quantiles; `mode` is the one taken.
 */
export function heightsOf(grid, surface, mode) {
  const heights = scaled(grid, surface, mode);
  if (mode !== "log") return heights;
  const finite = heights.rows.flat().filter((height) => height !== null);
  const low = finite.filter((height) => height < heights.low + heights.size).length;
  return low > FLAT * finite.length ? scaled(grid, surface, "quantile") : heights;
}

function scaled(grid, surface, mode) {
  const of = heightMap(grid, surface, mode);
  const work = scaledRows(grid, of);
  let step = work.next();
  while (!step.done) step = work.next();
  let { rows, low, high } = step.value;
  if (!(high > low)) [low, high] = [Number.isFinite(low) ? low - 1 : 0, Number.isFinite(low) ? low + 1 : 1];
  return { mode, of, rows, low, high, size: (high - low) / LEVELS };
}

/** A generator, with a break after each row, of a grid's heights row by row, null where there is no value, and their range. */
export function* scaledRows({ columns, rows: count, values }, of) {
  let [low, high] = [Infinity, -Infinity];
  const rows = [];
  for (let j = 0; j < count; j += 1) {
    const row = Array.from(values.slice(j * columns, (j + 1) * columns), (value) => (Number.isNaN(value) ? null : of(value)));
    for (const height of row) if (height !== null) [low, high] = [Math.min(low, height), Math.max(high, height)];
    rows.push(row);
    yield;
  }
  return { rows, low, high };
}

/** Heights carried a few cells into the blanks, so that their edge can be cut finer than the grid. */
export function spreadRows(rows, cells) {
  let now = rows;
  for (let round = 0; round < cells; round += 1) {
    const before = now;
    now = before.map((row, j) => row.map((height, i) => (height === null ? meanAround(before, i, j) : height)));
  }
  return now;
}

function meanAround(rows, i, j) {
  let sum = 0;
  let count = 0;
  for (let v = j - 1; v <= j + 1; v += 1) {
    for (let u = i - 1; u <= i + 1; u += 1) {
      const height = rows[v]?.[u];
      if (height === null || height === undefined) continue;
      sum += height;
      count += 1;
    }
  }
  return count ? sum / count : null;
}

function heightMap(grid, surface, mode) {
  if (mode === "linear") return (value) => value;
  if (mode === "quantile") return quantileMap(grid.values);
  return (value) => Math.log1p(Math.max(0, value - surface.low) / surface.scale);
}

/** The share of the window that lies lower than a value, straight between 128 quantiles. */
export function quantileMap(values) {
  const sorted = Float64Array.from(values.filter((value) => Number.isFinite(value))).sort();
  if (!sorted.length) return () => 0;
  const [knots, shares] = [[], []];
  for (let k = 0; k <= 128; k += 1) {
    const value = sorted[Math.round((k / 128) * (sorted.length - 1))];
    if (value !== knots.at(-1)) knots.push(value);
    shares[knots.length - 1] = k / 128;
  }
  return (value) => between(knots, shares, value);
}

function between(knots, shares, value) {
  if (Number.isNaN(value)) return NaN; // no surface, so no height: it hides nothing
  const k = countBelow(knots, value);
  if (k === 0 || k === knots.length) return shares[Math.max(0, k - 1)];
  const share = (value - knots[k - 1]) / (knots[k] - knots[k - 1]);
  return shares[k - 1] + share * (shares[k] - shares[k - 1]);
}

/** Bilinear value of the grid at a point, NaN outside or beside a blank. */
export function gridValue(grid, x, y) {
  const u = ((x - grid.xs[0]) / (grid.xs[grid.columns - 1] - grid.xs[0])) * (grid.columns - 1);
  const v = ((y - grid.ys[0]) / (grid.ys[grid.rows - 1] - grid.ys[0])) * (grid.rows - 1);
  if (!(u >= 0 && v >= 0 && u <= grid.columns - 1 && v <= grid.rows - 1)) return NaN;
  const i = Math.min(grid.columns - 2, Math.floor(u));
  const j = Math.min(grid.rows - 2, Math.floor(v));
  const at = (column, row) => grid.values[row * grid.columns + column];
  const bottom = at(i, j) + (u - i) * (at(i + 1, j) - at(i, j));
  const top = at(i, j + 1) + (u - i) * (at(i + 1, j + 1) - at(i, j + 1));
  return bottom + (v - j) * (top - bottom);
}

const TOGETHER = 1500; // points worked out between two breaks
const LARGEST = 1e300;
const PROBES = 400;
const GROSS = 0.1; // of the range of heights
// Steps of the plastic number: points that fill a square evenly (Roberts 2018, the R2 sequence).
const [STRIDE_X, STRIDE_Y] = [0.7548776662466927, 0.5698402909980532];

/** The values of a program {inputs, steps} of two inputs at points; NaN where it has none. */
export function valuesAt(program, x, y) {
  const [first, second] = program.inputs;
  const values = workOut(program, { [first]: x, [second]: y }, x.length);
  return values.map((value) => (Math.abs(value) < LARGEST ? value : NaN));
}

/** The value of a program {inputs, steps} of two inputs at one point; NaN where it has none. */
export function valueAt(program, x, y) {
  return valuesAt(program, Float64Array.of(x), Float64Array.of(y))[0];
}

/**
 * A generator of the grid {columns, rows, values, xs, ys, low, scale, blank} of a program over a window [[x0, x1], [y0, y1]]:
 * values row by row, y slowest, NaN where there is none; low the lowest of them; scale the 2 % quantile of the heights
 * above it, or a billionth of their median, as figures/packing.py has it; blank the share without a value.
 */
export function* fieldOf(program, window, [columns, rows]) {
  const [xs, ys] = [axisOf(window[0], columns), axisOf(window[1], rows)];
  const values = new Float64Array(columns * rows);
  const block = Math.max(1, Math.floor(TOGETHER / columns));
  for (let row = 0; row < rows; row += block) {
    const count = Math.min(block, rows - row) * columns;
    const x = Float64Array.from({ length: count }, (_, k) => xs[k % columns]);
    const y = Float64Array.from({ length: count }, (_, k) => ys[row + Math.floor(k / columns)]);
    values.set(valuesAt(program, x, y), row * columns);
    yield;
  }
  return { columns, rows, values, xs, ys, ...spreadOf(values) };
}

function spreadOf(values) {
  const finite = values.filter((value) => !Number.isNaN(value)).sort();
  if (!finite.length) return { low: 0, scale: 1, blank: 1 };
  const at = (share) => finite[Math.floor(share * (finite.length - 1))];
  const [low, high] = [at(0), at(1)];
  const scale = Math.max(at(0.02) - low, 1e-9 * (at(0.5) - low || high - low)) || 1;
  return { low, scale, blank: 1 - finite.length / values.length };
}

/**
 * The share of evenly spread points at which the grid, straight between its points, is off by a tenth of the range of
 * heights or more; `of` turns values into heights of this range.
 */
export function missedShare(program, grid, { of, low, high }) {
  const [[x0, x1], [y0, y1]] = [grid.xs, grid.ys].map((axis) => [axis[0], axis[axis.length - 1]]);
  const x = Float64Array.from({ length: PROBES }, (_, k) => x0 + (x1 - x0) * ((0.5 + k * STRIDE_X) % 1));
  const y = Float64Array.from({ length: PROBES }, (_, k) => y0 + (y1 - y0) * ((0.5 + k * STRIDE_Y) % 1));
  const values = valuesAt(program, x, y);
  let missed = 0;
  let seen = 0;
  for (let k = 0; k < PROBES; k += 1) {
    const between = gridValue(grid, x[k], y[k]);
    if (Number.isNaN(values[k]) || Number.isNaN(between)) continue;
    seen += 1;
    if (Math.abs(of(values[k]) - of(between)) > GROSS * (high - low)) missed += 1;
  }
  return seen ? missed / seen : 0;
}

/** A generator of where a program has no value: for each row from the bottom the stretches [[from, to], …] in columns. */
export function* blanksOf(program, window, [columns, rows]) {
  const xs = Float64Array.from(axisOf(window[0], columns));
  const stretches = [];
  for (const y of axisOf(window[1], rows)) {
    const values = valuesAt(program, xs, new Float64Array(columns).fill(y));
    const row = [];
    for (let i = 0; i < columns; i += 1) {
      if (!Number.isNaN(values[i])) continue;
      if (row.length && row[row.length - 1][1] === i) row[row.length - 1][1] = i + 1;
      else row.push([i, i + 1]);
    }
    stretches.push(row);
    yield;
  }
  return stretches;
}
