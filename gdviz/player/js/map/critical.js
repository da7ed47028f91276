// The critical points that a view of the plane shows, found by Newton's method; no proof that they are all. No DOM here.

import { jetsOf } from "../base/jets.js";

const CELLS = 64; // of the view each way, each a place where a search may begin
const MOST_BEGINNINGS = 1200;
const TURNS = 80; // of Newton; at a degenerate point each is only a third nearer
const STILL_STEP = 1e-10; // of the view
const SINGULAR = 1e-12; // of the larger curvature
const MERGED = 0.004; // of the view: closer points are one sign
const ROUNDING = 1e-12; // of the gradient a cell away
const BLOCK = 4000; // operations between two breaks
const AROUND = [[1, 0], [0, 1], [-1, 0], [0, -1], [0.7, 0.7], [-0.7, 0.7], [-0.7, -0.7], [0.7, -0.7]];

/**
 * A generator of the critical points of a program in a view [[x0, x1], [y0, y1]]: [{kind, point, value}, …], kind minimum,
 * saddle, maximum, degenerate or floor (of a valley). A search begins in each cell where both derivatives change their sign
 * or the slope is least; a point counts where the gradient goes to 0 as it does where f is smooth, so that kinks do not.
 */
export function* criticalPoints(program, view) {
  const chart = chartOf(program, view);
  const found = [];
  const block = Math.max(1, Math.floor(BLOCK / program.steps.length));
  const beginnings = yield* beginningsOf(chart, block);
  for (let k = 0; k < beginnings.length; k += 1) {
    const place = settled(chart, beginnings[k]);
    const inView = place?.every((part) => part >= 0 && part <= 1);
    const known = inView && found.some(({ place: [u, v] }) => Math.hypot(u - place[0], v - place[1]) < MERGED);
    const kind = inView && !known && kindAt(chart, place);
    if (kind) found.push({ kind, place, point: chart.pointOf(place), value: chart.at(place).value });
    yield;
  }
  return found.map(({ kind, point, value }) => ({ kind, point, value }));
}

/** f over the unit square that the view is: value, gradient and Hessian at a place (u, v). */
function chartOf(program, [[x0, x1], [y0, y1]]) {
  const jet = jetsOf(program);
  const [wide, high] = [x1 - x0, y1 - y0];
  const pointOf = ([u, v]) => [x0 + u * wide, y0 + v * high];
  const at = (place) => {
    const [value, x, y, xx, xy, yy] = jet(...pointOf(place));
    return { value, slope: [x * wide, y * high], hessian: [xx * wide * wide, xy * wide * high, yy * high * high] };
  };
  return { at, pointOf };
}

const isFinite2 = ([a, b]) => Number.isFinite(a) && Number.isFinite(b);
const lengthOf = ([a, b]) => Math.hypot(a, b);

function* beginningsOf(chart, block) {
  const slopes = [];
  for (let k = 0; k < (CELLS + 1) ** 2; k += 1) {
    slopes.push(chart.at([(k % (CELLS + 1)) / CELLS, Math.floor(k / (CELLS + 1)) / CELLS]).slope);
    if (k % block === 0) yield;
  }
  const cells = [];
  for (let j = 0; j < CELLS; j += 1) {
    for (let i = 0; i < CELLS; i += 1) if (isPromising(slopes, i, j)) cells.push([(i + 0.5) / CELLS, (j + 0.5) / CELLS]);
    yield;
  }
  const stride = Math.ceil(cells.length / MOST_BEGINNINGS);
  return cells.filter((_, k) => k % stride === 0);
}

function isPromising(slopes, i, j) {
  const at = (column, row) => slopes[row * (CELLS + 1) + column];
  const corners = [at(i, j), at(i + 1, j), at(i, j + 1), at(i + 1, j + 1)];
  if (!corners.every(isFinite2)) return false;
  const turns = (axis) => Math.min(...corners.map((slope) => slope[axis])) <= 0 && Math.max(...corners.map((slope) => slope[axis])) >= 0;
  if (turns(0) && turns(1)) return true;
  if (i === 0 || j === 0) return false;
  const here = lengthOf(at(i, j));
  return AROUND.every(([u, v]) => !(lengthOf(at(i + Math.sign(u), j + Math.sign(v))) < here));
}

/** Where Newton's method comes to rest near a place, or null; along a valley it goes straight to the floor. */
function settled(chart, begin) {
  let place = begin;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const { slope, hessian } = chart.at(place);
    if (!isFinite2(slope)) return null;
    const step = newtonStep(slope, eigen2(hessian));
    const length = lengthOf(step);
    const short = Math.min(1, 2 / CELLS / length || 1);
    place = [place[0] + short * step[0], place[1] + short * step[1]];
    if (!(Math.abs(place[0] - begin[0]) < 6 / CELLS && Math.abs(place[1] - begin[1]) < 6 / CELLS)) return null;
    if (length < STILL_STEP) break;
    if (turn === TURNS - 1) return null;
  }
  return place;
}

function newtonStep(slope, pairs) {
  const most = Math.max(...pairs.map(([value]) => Math.abs(value)));
  return pairs.reduce(
    ([u, v], [value, [a, b]]) => {
      if (!(Math.abs(value) > SINGULAR * most)) return [u, v];
      const along = (a * slope[0] + b * slope[1]) / value;
      return [u - along * a, v - along * b];
    },
    [0, 0],
  );
}

/** What a place is; null where f is not smooth, its gradient is not 0, or all around is flat. */
function kindAt(chart, place) {
  const { slope, hessian } = chart.at(place);
  const around = (reach) => Math.max(...AROUND.map(([u, v]) => lengthOf(chart.at([place[0] + reach * u, place[1] + reach * v]).slope)));
  const far = around(1 / CELLS);
  if (!(far > 0 && lengthOf(slope) <= 1e-6 * far && around(1e-3 / CELLS) <= 0.05 * far)) return null;
  const pairs = eigen2(hessian);
  const bends = pairs.map((pair) => bendAlong(chart, place, pair, far));
  if (bends.includes("sloping")) return null;
  if (bends.includes("flat")) return bends.includes("up") ? "floor" : null;
  if (bends.includes("odd")) return "degenerate";
  return bends[0] === bends[1] ? { up: "minimum", down: "maximum" }[bends[0]] : "saddle";
}

/** How f bends along an axis of curvature: up, down, flat for a whole cell, sloping, or odd: not as a square does. */
function bendAlong(chart, [u, v], [value, [a, b]], far) {
  const along = (reach) => {
    const [x, y] = chart.at([u + reach * a, v + reach * b]).slope;
    return x * a + y * b;
  };
  const cell = 1 / CELLS;
  const whole = Math.max(...[cell, -cell, cell / 2, -cell / 2].map((reach) => Math.abs(along(reach))));
  if (whole <= ROUNDING * far) return "flat";
  if (!(Math.abs(along(0)) <= 1e-5 * whole)) return "sloping";
  const near = 1e-3 * cell;
  const square = [near, -near].every((reach) => Math.abs(along(reach) - value * reach) <= 0.5 * Math.abs(value) * near);
  if (square && value !== 0) return value > 0 ? "up" : "down";
  return isOnCurve(chart, [u, v], [a, b]) ? "flat" : "odd";
}

/** Whether the critical points go on along an axis, as on a ring: Newton's method begun beside this one does not come back. */
function isOnCurve(chart, [u, v], [a, b]) {
  const beside = settled(chart, [u + (0.5 * a) / CELLS, v + (0.5 * b) / CELLS]);
  return beside !== null && Math.hypot(beside[0] - u, beside[1] - v) > 0.25 / CELLS;
}

/** Eigenvalues and unit eigenvectors [[λ, [a, b]], …] of a symmetric matrix [[xx, xy], [xy, yy]]. */
function eigen2([xx, xy, yy]) {
  const turn = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const value = (a, b) => xx * a * a + 2 * xy * a * b + yy * b * b;
  return [[value(c, s), [c, s]], [value(-s, c), [-s, c]]];
}
