// Where a gradient may vanish: Newton's method, and the cells of a view from which it begins, halved until each has one zero at most. No DOM here.

const TURNS = 80; // at a degenerate point each is only a third nearer
const STILL_STEP = 1e-10; // of the view
const NO_SLOPE = 1e-6; // of the size: a step so short ended where 0/0 stands, as at the middle of cos(√(x² + y²))
const SINGULAR = 1e-12; // of the larger curvature

export const isFinite2 = ([a, b]) => Number.isFinite(a) && Number.isFinite(b);
export const lengthOf = ([a, b]) => Math.hypot(a, b);

/** Where Newton's method comes to rest within six times `size` of a place, or null. */
export function settled(chart, begin, size) {
  let [place, length] = [begin, Infinity];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const { slope, hessian } = chart.at(place);
    if (!isFinite2(slope)) return length < NO_SLOPE * size ? place : null;
    const step = newtonStep(slope, eigen2(hessian));
    length = lengthOf(step);
    const short = Math.min(1, (2 * size) / length || 1);
    place = [place[0] + short * step[0], place[1] + short * step[1]];
    if (!(Math.abs(place[0] - begin[0]) < 6 * size && Math.abs(place[1] - begin[1]) < 6 * size)) return null;
    if (length < STILL_STEP) return place;
  }
  return null;
}

/** Newton's step for a gradient, given the eigenvalues and eigenvectors of its Hessian; none along an axis without curvature. */
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

/** Eigenvalues and unit eigenvectors [[λ, [a, b]], …] of a symmetric matrix [[xx, xy], [xy, yy]]. */
export function eigen2([xx, xy, yy]) {
  const turn = 0.5 * Math.atan2(2 * xy, xx - yy);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const value = (a, b) => xx * a * a + 2 * xy * a * b + yy * b * b;
  return [[value(c, s), [c, s]], [value(-s, c), [-s, c]]];
}

const ROOT = 48; // cells each way at first
const HALVINGS = 6;
const SHARE = 0.5; // of the samples that a search may take, for its cells
const SAFE = 1.3; // times the steepest change that was seen in a cell
const ALIKE = 0.25; // how far the Hessian may turn in a cell with one zero
const STEP_INSIDE = 1.5; // sizes of a cell from its middle that Newton's first step may go to a zero in it
const TURN = 0.7; // radians that the direction of the gradient may turn from a sample on
const QUARTERS = [[-0.25, -0.25], [0.25, -0.25], [-0.25, 0.25], [0.25, 0.25]];
const CORNERS = QUARTERS.map((place) => place.map((part) => 2.2 * part)); // a little outside

/**
 * A generator of {begins, isCut}: places in cells from which Newton's method finds what zeros there are, and whether some
 * cells had to stay larger than they should be. A part of a cell is left out where a component of the gradient is larger
 * than its change over the part can be, as samples of the gradient and the Hessian show it, and a cell where the gradient
 * points one way all over.
 */
export function* cellsWithZeros(chart) {
  const begins = [];
  const block = Math.ceil(chart.block / 5);
  let [cells, size] = [yield* rootCells(chart), 1 / ROOT];
  for (let level = 0; level < HALVINGS && chart.taken + 4 * cells.length < SHARE * chart.most; level += 1, size /= 2) {
    const parts = [];
    for (let k = 0; k < cells.length; k += 1) {
      const { begin, rest } = halved(chart, cells[k], size);
      if (begin) begins.push(begin);
      parts.push(...rest);
      if (k % block === 0) yield;
    }
    cells = parts;
  }
  const isCut = size > 2 ** (0.5 - HALVINGS) / ROOT;
  const reach = 2 * (isCut ? 1 / ROOT : size);
  for (let k = 0; k < cells.length; k += 1) {
    const { place, slope, hessian } = cells[k];
    if (!(lengthOf(newtonStep(slope, eigen2(hessian))) > reach)) begins.push(place);
    if (k % chart.block === 0) yield;
  }
  return { begins, isCut };
}

function* rootCells(chart) {
  const middles = Array.from({ length: ROOT }, (_, k) => (k + 0.5) / ROOT);
  const cells = [];
  for (const v of middles) {
    for (const u of middles) cells.push(sampleAt(chart, [u, v]));
    yield;
  }
  return cells;
}

const sampleAt = (chart, place) => ({ place, ...chart.at(place) });
const samplesAround = (chart, [u, v], size, places) => places.map(([a, b]) => sampleAt(chart, [u + a * size, v + b * size]));

/** A place to begin where the cell has one zero at most, else the parts of the cell that may have some. */
function halved(chart, cell, size) {
  const parts = samplesAround(chart, cell.place, size, QUARTERS);
  const samples = [cell, ...parts];
  if (samples.every(isFlat) || !samples.some(({ slope }) => isFinite2(slope))) return { rest: [] };
  const reach = (Math.SQRT2 / 4) * size;
  const pairs = eigen2(cell.hessian);
  const bounds = pairs.map(([, axis]) => [axis, SAFE * reach * steepest(samples, axis, reach)]);
  const rest = parts.filter(({ slope }) => !bounds.some(([axis, bound]) => Math.abs(along(slope, axis)) > bound));
  if (!rest.length) return { rest };
  if (hasOneAtMost(cell, parts)) return { begin: lengthOf(newtonStep(cell.slope, pairs)) < STEP_INSIDE * size ? cell.place : null, rest: [] };
  return { rest: pointsOneWay(chart, cell, samples, size, reach) ? [] : rest };
}

const isFlat = ({ slope, hessian }) => [...slope, ...hessian].every((part) => part === 0);
const along = ([a, b], [c, d]) => a * c + b * d;
const turned = ([xx, xy, yy], [a, b]) => [xx * a + xy * b, xy * a + yy * b];

/** The largest change by length of the gradient's component along an axis, at five samples and between them. */
function steepest([first, ...others], axis, reach) {
  const own = [first, ...others].map(({ hessian }) => lengthOf(turned(hessian, axis)));
  const between = others.map(({ slope }) => Math.abs(along(slope, axis) - along(first.slope, axis)) / reach);
  return Math.max(...own, ...between);
}

/** Whether the Hessian changes so little from the middle of a cell to its parts that the gradient has one zero there at most. */
function hasOneAtMost({ hessian: [xx, xy, yy] }, parts) {
  const det = Math.abs(xx * yy - xy * xy);
  return parts.every(({ hessian }) => {
    const [a, b, c] = [hessian[0] - xx, hessian[1] - xy, hessian[2] - yy];
    const change = [yy * a - xy * b, yy * b - xy * c, xx * b - xy * a, xx * c - xy * b];
    return change.every((part) => Math.abs(part) < ALIKE * det);
  });
}

/** Whether the gradient has the same direction all over a cell, as in the tail of a bell, where its length tells nothing. */
function pointsOneWay(chart, cell, samples, size, reach) {
  const length = lengthOf(cell.slope);
  const way = [cell.slope[0] / length, cell.slope[1] / length];
  const isSteady = ({ slope, hessian }) => {
    const steep = lengthOf(slope);
    const across = [-slope[1] / steep, slope[0] / steep];
    return along(slope, way) > Math.cos(TURN) * steep && lengthOf(turned(hessian, across)) * reach < TURN * steep;
  };
  return samples.every(isSteady) && samplesAround(chart, cell.place, size, CORNERS).every(isSteady);
}
