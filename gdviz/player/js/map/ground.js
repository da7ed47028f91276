// What the ground of a window shows: heights, level lines and blanks, worked out in slices and remembered. No DOM here.

import { unpackHoles } from "../base/decode.js";
import { blanksOf, fieldOf, heightsOf, missedShare, scaledRows, spreadRows } from "../base/heights.js";
import { countCrossings, joined, levelSegments } from "../drawing/isolines.js";

const THINNED = [1, 2, 4];
const SPACING = 5; // pixels between lines, on the mean: closer ones cannot be told apart
const MOST_SEGMENTS = 40000; // segments

/**
 * A generator of SVG paths in the plane's coordinates, one for each level that is drawn.
 *
 * ground {columns, rows, values, low, high, size}: heights row by row; window: its place in the plane; `side` of the picture
 * in pixels. Where all lines would lie too close every second or fourth is drawn, and none where those still do.
 */
function* linePaths(ground, window, side) {
  const most = Math.min(MOST_SEGMENTS, (side * ground.columns) / SPACING); // a cell that is crossed holds about its width of line
  const levels = Array.from({ length: Math.round((ground.high - ground.low) / ground.size) }, (_, k) => ground.low + (k + 0.5) * ground.size);
  const step = yield* thinning(ground, levels, most);
  if (step === null) return [];
  // Traced in cells: joining compares ends, and ends in a closer view of a far place would have too few digits.
  const [us, vs] = [ground.columns, ground.rows].map((count) => Float64Array.from({ length: count }, (_, i) => i));
  const segments = yield* levelSegments(ground.values, us, vs, everyNth(levels, step));
  const write = [writer(window[0], ground.columns), writer(window[1], ground.rows)];
  const paths = [];
  for (const ofLevel of segments) {
    const lines = joined(ofLevel);
    yield;
    if (lines.length) paths.push(lines.map((line) => pathOf(line, write)).join(""));
    yield;
  }
  return paths;
}

function* thinning(ground, levels, most) {
  for (const step of THINNED) if ((yield* countCrossings(ground.values, ground.columns, everyNth(levels, step))) <= most) return step;
  return null;
}

function everyNth(levels, n) {
  return levels.filter((_, k) => k % n === Math.floor(n / 2) % n);
}

function pathOf(line, [x, y]) {
  const [first, last] = [line[0], line[line.length - 1]];
  const closed = line.length > 3 && Math.hypot(first[0] - last[0], first[1] - last[1]) < 1e-6;
  return `M${(closed ? line.slice(0, -1) : line).map(([u, v]) => `${x(u)},${y(v)}`).join("L")}${closed ? "Z" : ""}`;
}

/** A coordinate counted in cells as text of the plane's, to a hundred-thousandth of the window. */
function writer([low, high], count) {
  const digits = Math.min(17, 6 + Math.max(0, Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / (high - low)))));
  return (u) => Number((low + ((high - low) * u) / (count - 1)).toPrecision(digits));
}

const GRIDS = [150, 300, 450]; // points each way: a finer one where a coarser misses much
const RASTER = [450, 450]; // of the edges of blanks
const [MISSED_SOME, MISSED_MUCH] = [0.03, 0.1]; // share of points at which a grid is far off
const REMEMBERED = 6;
export const FINER = "finer than the picture can show";
export const SPREAD = "quantile levels: on a logarithm most would lie on a steep rim";
export const CROWDED = "level lines left out: too close to tell apart";

/** A memory of the last few results by name. */
export class Remembered {
  constructor() {
    this.results = new Map();
  }

  /** A generator of what `make()`, a generator too, returned for this name. */
  *get(name, make) {
    if (!this.results.has(name)) {
      const made = yield* make();
      if (this.results.size >= REMEMBERED) this.results.delete(this.results.keys().next().value);
      this.results.set(name, made);
    }
    return this.results.get(name);
  }
}

/**
 * A generator of the ground over a window: {grid, window, columns, rows, values (heights), low, high, size, paths, blanks,
 * remark}, for a picture of `side` pixels each way. A surface with a program is worked out there; another shows the grid
 * that came with it, in its own window.
 */
export function* groundOf(memory, { grid, surface, levels, window, side }) {
  const name = `${surface.key}|${window}`;
  const field = yield* memory.get(`${name}|${levels}`, () => (surface.program ? fittingField(surface.program, window, levels) : known(grid, surface, levels)));
  return yield* memory.get(`${name}|${levels}|${side}`, () => drawn(field, window, side, levels));
}

function* known(grid, surface, levels) {
  const [columns, rows] = surface.fine;
  yield;
  const blanks = surface.holes ? { columns, rows, stretches: unpackHoles(surface.holes, columns, rows) } : null;
  const whole = { ...grid, low: surface.low, scale: surface.scale, blank: surface.blank };
  return { grid: whole, blanks, missed: 0, heights: heightsOf(whole, whole, levels) };
}

/** The coarsest grid that misses little, or the finest; the scale of heights is the coarsest's, which is made at once. */
function* fittingField(program, window, levels) {
  let [grid, heights, missed] = [null, null, 1];
  for (const count of GRIDS) {
    grid = yield* fieldOf(program, window, [count, count]);
    yield;
    heights ??= heightsOf(grid, grid, levels);
    missed = missedShare(program, grid, heights);
    yield;
    if (missed <= MISSED_SOME) break;
  }
  const holed = grid.blank > 0 && grid.blank < 1;
  const blanks = holed ? { columns: RASTER[0], rows: RASTER[1], stretches: yield* blanksOf(program, window, RASTER) } : null;
  return { grid, blanks, missed, heights };
}

function* drawn({ grid, blanks, missed, heights }, window, side, levels) {
  const { rows: scaled, ...range } = yield* scaledRows(grid, heights.of);
  const { low, high } = range.high > range.low ? range : heights;
  const rows = blanks ? spreadRows(scaled, 3) : scaled;
  yield;
  const values = Float64Array.from({ length: grid.columns * grid.rows }, (_, k) => rows[Math.floor(k / grid.columns)][k % grid.columns] ?? NaN);
  yield;
  const size = ((high - low) * heights.size) / (heights.high - heights.low);
  const ground = { grid, blanks, window, values, columns: grid.columns, rows: grid.rows, low, high, size };
  const paths = missed > MISSED_MUCH ? [] : yield* linePaths(ground, window, side);
  const lined = paths.length || grid.blank === 1 || flat(grid);
  return { ...ground, paths, remark: missed > MISSED_MUCH ? FINER : !lined ? CROWDED : heights.mode === levels ? "" : SPREAD };
}

/** Whether every value of a grid is the same. */
export function flat({ values }) {
  const first = values.find((value) => !Number.isNaN(value));
  return values.every((value) => Number.isNaN(value) || Math.abs(value - first) <= 1e-12 * Math.abs(first));
}
