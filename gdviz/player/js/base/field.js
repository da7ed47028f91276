// The heights of a formula over any window of the plane, and whether the grid is fine enough for them. No DOM here.

import { axisOf } from "./decode.js";
import { workOut } from "./formula.js";
import { gridValue } from "./levels.js";

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
