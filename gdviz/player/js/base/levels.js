// Heights on a scale (log, quantile, linear) whose equally spaced levels show the valleys. No DOM here.

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
  let low = Infinity;
  let high = -Infinity;
  const rows = [];
  for (let j = 0; j < grid.rows; j += 1) {
    const row = new Array(grid.columns);
    for (let i = 0; i < grid.columns; i += 1) {
      const value = grid.values[j * grid.columns + i];
      const height = Number.isNaN(value) ? null : of(value);
      row[i] = height;
      if (height !== null && height < low) low = height;
      if (height !== null && height > high) high = height;
    }
    rows.push(row);
  }
  if (!(high > low)) [low, high] = [Number.isFinite(low) ? low - 1 : 0, Number.isFinite(low) ? low + 1 : 1];
  return { mode, of, rows, low, high, size: (high - low) / LEVELS };
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
  const knots = [];
  for (let k = 0; k <= 128; k += 1) {
    const value = sorted[Math.round((k / 128) * (sorted.length - 1))];
    const previous = knots[knots.length - 1];
    if (previous && previous[0] === value) previous[1] = k / 128;
    else knots.push([value, k / 128]);
  }
  return (value) => between(knots, value);
}

function between(knots, value) {
  if (value <= knots[0][0]) return knots[0][1];
  let low = 0;
  let high = knots.length - 1;
  if (value >= knots[high][0]) return knots[high][1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle][0] <= value) low = middle;
    else high = middle;
  }
  const share = (value - knots[low][0]) / (knots[high][0] - knots[low][0]);
  return knots[low][1] + share * (knots[high][1] - knots[low][1]);
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
