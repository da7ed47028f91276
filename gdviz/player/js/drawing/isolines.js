// Level lines of a grid by marching squares with the saddle rule, as segments and as joined lines. No DOM here.

/** Segments [x0, y0, x1, y1] where a grid (values row by row, y slowest) crosses a level. */
export function isoline(values, xs, ys, level) {
  const segments = [];
  const wide = xs.length;
  for (let j = 0; j + 1 < ys.length; j += 1) {
    for (let i = 0; i + 1 < wide; i += 1) {
      const corners = [values[j * wide + i], values[j * wide + i + 1], values[(j + 1) * wide + i + 1], values[(j + 1) * wide + i]];
      const points = crossings(corners.map((value) => value - level), xs[i], xs[i + 1], ys[j], ys[j + 1]);
      for (let k = 0; k + 1 < points.length; k += 2) segments.push([...points[k], ...points[k + 1]]);
    }
  }
  return segments;
}

/** Where the level crosses the four sides of a cell, in order round it; in a saddle cell the pairs keep the middle. */
function crossings(corners, x0, x1, y0, y1) {
  if (!corners.every(Number.isFinite)) return [];
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
  return Array.from({ length: count }, (_, k) => low + (high - low) * ((k + 0.5) / count) ** 2);
}

/** Segments joined to lines [[x, y], …] where an end of one is the end of another. */
export function joined(segments) {
  const name = ([x, y]) => `${x.toPrecision(9)},${y.toPrecision(9)}`;
  const pairs = segments.map(([x0, y0, x1, y1]) => [[x0, y0], [x1, y1]]);
  const ends = new Map();
  pairs.forEach((pair, k) => pair.forEach((end) => ends.set(name(end), [...(ends.get(name(end)) || []), k])));
  const free = new Set(pairs.keys());
  const grow = (line) => {
    for (;;) {
      const here = name(line.at(-1));
      const next = (ends.get(here) || []).find((k) => free.has(k));
      if (next === undefined) return line;
      free.delete(next);
      line.push(name(pairs[next][0]) === here ? pairs[next][1] : pairs[next][0]);
    }
  };
  const lines = [];
  while (free.size) {
    const [first] = free;
    free.delete(first);
    lines.push(grow(grow([...pairs[first]]).reverse()));
  }
  return lines;
}
