// Level lines of a grid by marching squares with the saddle rule, as segments and as joined lines. No DOM here.

import { countBelow } from "../base/geometry.js";

/** Segments [x0, y0, x1, y1] where a grid (values row by row, y slowest) crosses each of some rising levels. */
export function isolines(values, xs, ys, levels) {
  const work = levelSegments(values, xs, ys, levels);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** A generator, with a break after each row of cells, of what `isolines` returns. */
export function* levelSegments(values, xs, ys, levels) {
  const segments = levels.map(() => []);
  const wide = xs.length;
  for (let j = 0; j + 1 < ys.length; j += 1) {
    for (let i = 0; i + 1 < wide; i += 1) {
      const at = j * wide + i;
      const corners = [values[at], values[at + 1], values[at + wide + 1], values[at + wide]];
      const [from, to] = crossedBy(corners, levels);
      for (let k = from; k < to; k += 1) {
        const points = crossings(corners.map((value) => value - levels[k]), xs[i], xs[i + 1], ys[j], ys[j + 1]);
        for (let p = 0; p + 1 < points.length; p += 2) segments[k].push([...points[p], ...points[p + 1]]);
      }
    }
    yield;
  }
  return segments;
}

/** A generator, with a break after each row, of how many cells the levels cross, each counted for itself: the cost of tracing. */
export function* countCrossings(values, wide, levels) {
  let count = 0;
  for (let start = 0; start + 2 * wide <= values.length; start += wide) {
    for (let at = start; at < start + wide - 1; at += 1) {
      const [from, to] = crossedBy([values[at], values[at + 1], values[at + wide + 1], values[at + wide]], levels);
      count += to - from;
    }
    yield;
  }
  return count;
}

/** The range [from, to) of the rising levels that lie between the lowest and the highest corner; none beside a blank. */
function crossedBy([a, b, c, d], levels) {
  const sum = a + b + c + d;
  if (sum - sum !== 0) return [0, 0];
  const from = countBelow(levels, Math.min(a, b, c, d));
  return [from, countBelow(levels, Math.max(a, b, c, d))];
}

/** Where the level crosses the four sides of a cell, in order round it; in a saddle cell the pairs keep the middle. */
function crossings(corners, x0, x1, y0, y1) {
  const [a, b, c, d] = corners;
  const share = (from, to) => from / (from - to);
  const points = [];
  if (a > 0 !== b > 0) points.push([x0 + share(a, b) * (x1 - x0), y0]);
  if (b > 0 !== c > 0) points.push([x1, y0 + share(b, c) * (y1 - y0)]);
  if (c > 0 !== d > 0) points.push([x1 + share(c, d) * (x0 - x1), y1]);
  if (d > 0 !== a > 0) points.push([x0, y1 + share(d, a) * (y0 - y1)]);
  const middle = (a + b + c + d) / 4;
  // Four crossings: a high middle joins the high corners, a low one the low corners.
  return points.length === 4 && middle > 0 === a > 0 ? points : points.length === 4 ? [...points.slice(1), points[0]] : points;
}

/** `count` levels from low to high, closer together near the bottom. */
export function risingLevels(low, high, count) {
  return Array.from({ length: count }, (_, k) => low + (high - low) * ((k + 0.5) / count) ** 2);
}

/** Round-about equally telling levels: `count` of them, spread by the square root of the height above the lowest. */
export function spreadLevels(values, count) {
  let low = Infinity;
  const finite = [];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite.push(value);
    if (value < low) low = value;
  }
  if (finite.length < 2) return [];
  finite.sort((one, other) => one - other);
  const high = finite[Math.floor(0.8 * (finite.length - 1))];
  if (!(high > low)) return [];
  return risingLevels(low, high, count);
}

/** Segments joined to lines [[x, y], …] where an end of one is the end of another. */
export function joined(segments) {
  const name = (x, y) => `${x.toPrecision(9)},${y.toPrecision(9)}`;
  const names = segments.map(([x0, y0, x1, y1]) => [name(x0, y0), name(x1, y1)]);
  const ends = new Map();
  names.forEach((pair, k) => pair.forEach((end) => (ends.has(end) ? ends.get(end).push(k) : ends.set(end, [k]))));
  const used = new Uint8Array(segments.length);
  const grow = (line, from) => {
    for (let here = from; ; ) {
      const next = ends.get(here).find((k) => !used[k]);
      if (next === undefined) return line;
      used[next] = 1;
      const far = names[next][0] === here ? 1 : 0;
      line.push(segments[next].slice(2 * far, 2 * far + 2));
      here = names[next][far];
    }
  };
  const lines = [];
  segments.forEach((segment, k) => {
    if (used[k]) return;
    used[k] = 1;
    const line = grow([segment.slice(2), segment.slice(0, 2)], names[k][0]).reverse();
    lines.push(grow(line, names[k][1]));
  });
  return lines;
}
