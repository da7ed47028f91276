// Newton's method for the zeros of a gradient, which goes straight to the floor of a valley. No DOM here.

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
export function newtonStep(slope, pairs) {
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
