// The level lines of a ground as SVG paths; few enough to be told apart, or none. No DOM here.

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
export function* linePaths(ground, window, side) {
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
