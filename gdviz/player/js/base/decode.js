// The payload's base64 text as typed arrays. No DOM here.

function bytesOf(text) {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Whole numbers below 65536, sent in two bytes each (little endian). */
export function unpackCodes(text) {
  const bytes = bytesOf(text);
  return new Uint16Array(bytes.buffer, 0, bytes.length / 2);
}

/** Float64 values sent as their `width` most significant bytes (little endian); see figures/packing.py. */
export function unpackFloats(text, width) {
  const packed = bytesOf(text);
  const count = packed.length / width;
  const wide = new Uint8Array(count * 8);
  for (let i = 0; i < count; i += 1) {
    for (let k = 0; k < width; k += 1) wide[i * 8 + 8 - width + k] = packed[i * width + k];
  }
  return new Float64Array(wide.buffer);
}

/** The map's grid: values (row-major, NaN where the surface has none) and the two axes. */
export function unpackGrid(surface) {
  const codes = unpackCodes(surface.z);
  const [columns, rows] = surface.shape;
  const values = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i += 1) {
    values[i] = codes[i] === 65535 ? NaN : surface.low + surface.scale * Math.expm1((codes[i] / 65534) * surface.top);
  }
  return { columns, rows, values, xs: axisOf(surface.window[0], columns), ys: axisOf(surface.window[1], rows) };
}

/** The blank stretches of a raster, row by row from the bottom: [[from, to], …] in columns. */
export function unpackHoles(text, columns, rows) {
  const codes = unpackCodes(text);
  const stretches = [];
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    const edges = [...codes.subarray(at + 1, at + 1 + codes[at])];
    at += 1 + edges.length;
    if (edges.length % 2) edges.push(columns);
    stretches.push(edges.filter((_, k) => k % 2 === 0).map((from, k) => [from, edges[2 * k + 1]]));
  }
  return stretches;
}

/** `count` evenly spread numbers from low to high. */
export function axisOf([low, high], count) {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** One run with its arrays: x, y, value, gx, gy, slope (gradient norm), rate(t). */
export function unpackRun(run) {
  const points = unpackFloats(run.points, 5);
  const gradients = unpackFloats(run.gradients, 4);
  const count = run.steps + 1;
  const rates = run.rates ? unpackFloats(run.rates, 4) : null;
  return {
    ...run,
    x: points.subarray(0, count),
    y: points.subarray(count),
    value: unpackFloats(run.values, 5),
    gx: gradients.subarray(0, count),
    gy: gradients.subarray(count),
    slope: Float64Array.from({ length: count }, (_, t) => Math.hypot(gradients[t], gradients[count + t])),
    rateAt: (t) => (rates ? rates[Math.min(Math.max(t, 1), run.steps) - 1] : run.rate),
  };
}

/** The frame of this run when the player stands at `frame`: a run that ended stays at its end. */
export function stepAt(run, frame) {
  return Math.min(Math.max(0, Math.floor(frame)), run.steps);
}
