// The critical points that a view of the plane shows, found by Newton's method; no proof that they are all. No DOM here.

import { jetsOf } from "../base/jets.js";
import { cellsWithZeros, eigen2, isFinite2, lengthOf, settled } from "./zeros.js";

const SPAN = 1 / 64; // of the view, over which f is looked at around a point
const TWO_SCALES = [1e-3, 1e-5]; // of the span: f is smooth at one of these, the lesser where it bends sharply
const ROUNDING = 1e-12; // of the gradient a span away
const SAME_POINT = 1e-7; // of the view: simple points so close are one
const BESIDE = 1e-9; // of the view
const ONE_SIGN = 0.01; // of the view: points of a valley or of no simple kind so close are one sign
const MOST_OPERATIONS = 8e6; // of a search
const [LEAST_SAMPLES, MOST_SAMPLES] = [20_000, 350_000];
const BLOCK = 4000; // operations between two breaks
const PASSES = 16;
const AROUND = [[1, 0], [0, 1], [-1, 0], [0, -1], [0.7, 0.7], [-0.7, 0.7], [-0.7, -0.7], [0.7, -0.7]];
const NEIGHBOURS = [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b]));
const SIMPLE = ["minimum", "saddle", "maximum"];

/**
 * A generator of the critical points of a program in a view [[x0, x1], [y0, y1]]: {points: [{kind, point, value}, …], isCut},
 * kind minimum, saddle, maximum, degenerate or floor (of a valley). A search begins in each cell that may have a zero of the
 * gradient; a point counts where the gradient goes to 0 as it does where f is smooth, so that kinks do not. isCut: there
 * were more places to begin at than there is time for.
 */
export function* criticalPoints(program, view) {
  const chart = chartOf(program, view);
  const { begins, isCut } = yield* cellsWithZeros(chart);
  const found = new Places();
  let left = begins.length;
  for (const begin of evenly(begins)) {
    if (chart.taken > chart.most) break;
    left -= 1;
    if (found.hasFloor(begin)) continue;
    const place = settled(chart, begin, SPAN);
    const inView = place?.every((part) => part >= 0 && part <= 1);
    const kind = inView && !found.has(place) && kindAt(chart, place);
    const { value } = kind ? chart.at(place) : { value: NaN };
    if (Number.isFinite(value)) found.add({ kind, place, point: chart.pointOf(place), value });
    yield;
  }
  return { points: found.all.map(({ kind, point, value }) => ({ kind, point, value })), isCut: isCut || left > 0 };
}

/** Places in an order of which any beginning is spread over them. */
function* evenly(places) {
  for (let from = 0; from < PASSES; from += 1) for (let k = from; k < places.length; k += PASSES) yield places[k];
}

/** Found points by the square of the view in which they lie, so that what is near one is seen at once. */
class Places {
  constructor() {
    Object.assign(this, { all: [], squares: new Map() });
  }

  static square(part) {
    return Math.floor(part / ONE_SIGN);
  }

  near([u, v]) {
    const [i, j] = [u, v].map(Places.square);
    const around = NEIGHBOURS.flatMap(([a, b]) => this.squares.get(`${i + a},${j + b}`) || []);
    return around.map(({ kind, place }) => ({ kind, distance: Math.hypot(u - place[0], v - place[1]) }));
  }

  has(place) {
    return this.near(place).some(({ kind, distance }) => distance < (SIMPLE.includes(kind) ? SAME_POINT : ONE_SIGN));
  }

  /** Whether the floor of a valley is known so near that a search from there would find no more. */
  hasFloor(place) {
    return this.near(place).some(({ kind, distance }) => kind === "floor" && distance < 0.5 * ONE_SIGN);
  }

  add(found) {
    const name = String(found.place.map(Places.square));
    this.squares.set(name, [...(this.squares.get(name) || []), found]);
    this.all.push(found);
  }
}

/** f over the unit square that the view is: value, gradient and Hessian at a place (u, v), counted. */
function chartOf(program, [[x0, x1], [y0, y1]]) {
  const jet = jetsOf(program);
  const [wide, high] = [x1 - x0, y1 - y0];
  const pointOf = ([u, v]) => [x0 + u * wide, y0 + v * high];
  const length = Math.max(1, program.steps.length);
  const chart = { pointOf, taken: 0, most: Math.min(MOST_SAMPLES, Math.max(LEAST_SAMPLES, MOST_OPERATIONS / length)), block: Math.ceil(BLOCK / length) };
  chart.at = (place) => {
    chart.taken += 1;
    const [value, x, y, xx, xy, yy] = jet(...pointOf(place));
    return { value, slope: [x * wide, y * high], hessian: [xx * wide * wide, xy * wide * high, yy * high * high] };
  };
  return chart;
}

/** What a place is; null where f is not smooth, its gradient is not 0, or all around is flat. */
function kindAt(chart, found) {
  const place = hasSides(chart.at(found)) ? found.map((part) => part + BESIDE) : found;
  const { slope, hessian } = chart.at(place);
  const around = (reach) => Math.max(...AROUND.map(([u, v]) => lengthOf(chart.at([place[0] + reach * u, place[1] + reach * v]).slope)));
  const far = around(SPAN);
  if (!(far > 0 && lengthOf(slope) <= 1e-6 * far && TWO_SCALES.some((share) => around(share * SPAN) <= 0.05 * far))) return null;
  const pairs = eigen2(hessian);
  const bends = pairs.map((pair) => bendAlong(chart, place, pair, far));
  if (bends.includes("sloping")) return null;
  if (bends.includes("flat")) return bends.includes("up") ? "floor" : null;
  if (bends.includes("odd")) return "degenerate";
  return bends[0] === bends[1] ? { up: "minimum", down: "maximum" }[bends[0]] : "saddle";
}

/** Whether a formula's derivatives at a point may be those of no side: on a kink, or where the formula has 0/0. */
const hasSides = ({ slope, hessian }) => !isFinite2(slope) || hessian.every((part) => part === 0);

/** How f bends along an axis of curvature: up, down, flat for a whole span, sloping, or odd: not as a square does. */
function bendAlong(chart, [u, v], [value, [a, b]], far) {
  const along = (reach) => {
    const [x, y] = chart.at([u + reach * a, v + reach * b]).slope;
    return x * a + y * b;
  };
  const whole = Math.max(...[1, -1, 0.5, -0.5].map((share) => Math.abs(along(share * SPAN))));
  if (whole <= ROUNDING * far) return "flat";
  if (!(Math.abs(along(0)) <= 1e-5 * whole)) return "sloping";
  const isSquare = (reach) => [reach, -reach].every((step) => Math.abs(along(step) - value * step) <= 0.5 * Math.abs(value) * reach);
  const [near, nearest] = TWO_SCALES.map((share) => share * SPAN);
  const square = isSquare(near) || (isSquare(nearest) && Math.abs(along(nearest)) >= 1e-6 * whole); // beyond rounding
  if (square && value !== 0) return value > 0 ? "up" : "down";
  return isOnCurve(chart, [u, v], [a, b]) ? "flat" : "odd";
}

/** Whether the critical points go on along an axis, as on a ring: Newton's method begun beside this one does not come back. */
function isOnCurve(chart, [u, v], [a, b]) {
  const beside = settled(chart, [u + 0.5 * SPAN * a, v + 0.5 * SPAN * b], SPAN);
  return beside !== null && Math.hypot(beside[0] - u, beside[1] - v) > 0.25 * SPAN;
}
