// From points in space to pixels: Plotly's camera, the eye, and what a surface hides. No DOM here.

/** The product of two 4 × 4 matrices, stored column by column. */
function product(a, b) {
  return Array.from({ length: 16 }, (_, k) => [0, 1, 2, 3].reduce((sum, j) => sum + a[4 * j + (k % 4)] * b[4 * Math.floor(k / 4) + j], 0));
}

/**
 * The pixel [px, py] of a point (x, y, z), as a function, for a camera {projection, view, model} of 4 × 4 matrices stored
 * column by column, axes stretched by `stretch` (3) and a picture of width × height pixels.
 */
export function projector({ projection, view, model }, stretch, width, height) {
  const m = product(projection, product(view, model));
  const row = (i, x, y, z) => m[i] * x * stretch[0] + m[4 + i] * y * stretch[1] + m[8 + i] * z * stretch[2] + m[12 + i];
  const pixel = (x, y, z) => {
    const depth = row(3, x, y, z);
    return [((1 + row(0, x, y, z) / depth) * width) / 2, ((1 - row(1, x, y, z) / depth) * height) / 2];
  };
  return { pixel, eye: eyeOf(m, stretch) };
}

/** Where all lines of sight meet: the point at which the rows of x, y and depth are 0 (Cramer's rule). */
function eyeOf(m, stretch) {
  const rows = [0, 1, 3].map((i) => [m[i], m[4 + i], m[8 + i], m[12 + i]]);
  const minor = (skip) => {
    const [a, b, c] = rows.map((row) => row.filter((_, k) => k !== skip));
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  };
  const whole = minor(3);
  return [-minor(0), minor(1), -minor(2)].map((part, k) => part / whole / stretch[k]);
}

const LOOKS = 40; // along a line of sight

/** Does a surface of heights surface(x, y), none of them above `top`, stand between a point and the eye? */
export function isHidden([x, y, z], eye, surface, top, room) {
  const rise = eye[2] - z;
  const reach = rise > 0 ? Math.min(1, (top - z) / rise) : 1;
  for (let k = 1; k <= LOOKS; k += 1) {
    const share = (reach * k) / LOOKS;
    const height = surface(x + share * (eye[0] - x), y + share * (eye[1] - y));
    if (height > z + share * rise + room) return true;
  }
  return false;
}

/** Round values of f whose heights are spread over [low, high], as [value, height]; `of` rises from f to its height. */
export function heightTicks(of, low, high, [least, most], count = 5) {
  const ticks = [];
  for (let k = 0; k < count; k += 1) {
    const value = Number(valueAtHeight(of, low + ((k + 0.5) / count) * (high - low), least, most).toPrecision(k < 2 ? 1 : 2));
    const height = of(value);
    if (height >= low && height <= high && (!ticks.length || value > ticks.at(-1)[0])) ticks.push([value, height]);
  }
  return ticks;
}

function valueAtHeight(of, height, least, most) {
  let [below, above] = [least, most];
  for (let turn = 0; turn < 60; turn += 1) {
    const middle = (below + above) / 2;
    if (of(middle) < height) below = middle;
    else above = middle;
  }
  return above;
}
