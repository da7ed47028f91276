// The ground of a map as pixels: bands of colour between level lines, with soft edges. No DOM here.

/** The red, green and blue of a colour scale [[share, "#rrggbb"], …] at `count` even shares, three bytes a colour. */
export function palette(stops, count) {
  const bytes = new Uint8ClampedArray(3 * count);
  for (let k = 0; k < count; k += 1) {
    const place = (k / (count - 1)) * (stops.length - 1);
    const from = Math.min(Math.floor(place), stops.length - 2);
    for (let channel = 0; channel < 3; channel += 1) {
      const [one, other] = [stops[from], stops[from + 1]].map(([, color]) => parseInt(color.slice(1 + 2 * channel, 3 + 2 * channel), 16));
      bytes[3 * k + channel] = Math.round(one + (place - from) * (other - one));
    }
  }
  return bytes;
}

/**
 * A generator, with a break after each row, of the pixels (red, green, blue, alpha) of `wide` × `high` over a grid.
 *
 * grid {columns, rows}; values: its heights row by row, y slowest from the bottom, NaN where there is none (left clear).
 * Band k of `colors` lies between the levels low + (k − ½) size and low + (k + ½) size.
 */
export function* bandPixels({ columns, rows, values, low, size }, colors, wide, high) {
  const pixels = new Uint8ClampedArray(4 * wide * high);
  const places = Float64Array.from({ length: wide }, (_, i) => ((i + 0.5) / wide) * (columns - 1));
  let above = new Float64Array(wide).fill(NaN);
  for (let row = 0; row < high; row += 1) {
    const bands = bandRow({ columns, rows, values, low, size }, (1 - (row + 0.5) / high) * (rows - 1), places);
    for (let i = 0; i < wide; i += 1) {
      if (Number.isNaN(bands[i])) continue;
      const slope = Math.max(Math.abs(bands[i] - bands[i ? i - 1 : 1]) || 0, Math.abs(bands[i] - above[i]) || 0, 1e-9);
      paint(pixels, 4 * (row * wide + i), colors, bands[i], slope);
    }
    above = bands;
    yield;
  }
  return pixels;
}

/** The heights of one row of pixels, counted in bands: bilinear between the points of the grid. */
function bandRow({ columns, rows, values, low, size }, v, places) {
  const j = Math.min(rows - 2, Math.floor(v));
  const [bottom, top] = [j * columns, (j + 1) * columns];
  return places.map((u) => {
    const i = Math.min(columns - 2, Math.floor(u));
    const [right, up] = [u - i, v - j];
    const under = values[bottom + i] + right * (values[bottom + i + 1] - values[bottom + i]);
    const over = values[top + i] + right * (values[top + i + 1] - values[top + i]);
    return (under + up * (over - under) - low) / size + 0.5;
  });
}

/** One pixel: its band's colour, mixed with the next band's within half a pixel of the level between them. */
function paint(pixels, at, colors, band, slope) {
  const last = colors.length / 3 - 1;
  const edge = Math.round(band);
  const share = Math.min(1, Math.max(0, (band - edge) / slope + 0.5));
  const mixed = Math.min(last, Math.max(0, edge - 1 + share));
  const lower = Math.floor(mixed);
  const upper = Math.min(last, lower + 1);
  for (let channel = 0; channel < 3; channel += 1) {
    const [one, other] = [colors[3 * lower + channel], colors[3 * upper + channel]];
    pixels[at + channel] = one + (mixed - lower) * (other - one);
  }
  pixels[at + 3] = 255;
}
