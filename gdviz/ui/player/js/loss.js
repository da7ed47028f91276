// The loss chart's axis: which values it must hold, on a linear or a logarithmic scale. No DOM here.

/**
 * The series and the vertical scale. On a log axis values that are not above 0 are measured from the `deepest`
 * minimum known, if it is as low as all that is seen, otherwise from the lowest value seen.
 */
export function lossScale(runs, of, log, deepest = null) {
  const series = runs.map((run) => (of === "gradient" ? run.slope : run.value));
  const [low, high] = extremes(calmPart(runs, series));
  if (!log || high === low) return { series, ...spread(low, high), log: false, offset: 0 };
  const known = of === "value" && deepest !== null && deepest <= low;
  const offset = low > 0 ? 0 : known ? deepest : low;
  let floor = Infinity;
  for (const values of calmPart(runs, series)) for (const value of values) if (value > offset && value - offset < floor) floor = value - offset;
  if (!Number.isFinite(floor)) return { series, ...spread(low, high), log: false, offset: 0 };
  const top = Math.log10(high - offset);
  const bottom = Math.max(Math.log10(floor), top - (offset ? 16 : 320));
  return { series, ...spread(bottom, top), log, offset };
}

/** A constant lies in the middle of an axis of its own size. */
function spread(low, high) {
  const reach = high > low ? 0 : Math.max(Math.abs(low), 1) / 2;
  return { low: low - reach, high: high + reach };
}

/** The series that may stretch the axis: a run that breaks off counts with its start only, unless all do. */
function calmPart(runs, series) {
  const calm = series.map((values, k) => (runs[k].ending.kind === "done" ? values : values.subarray(0, 1)));
  return runs.some((run) => run.ending.kind === "done") ? calm : series;
}

/** A little air above and below, so that curves do not run along the frame. */
export function padded(scale) {
  const air = (scale.high - scale.low) * 0.04;
  return { ...scale, low: scale.low - air, high: scale.high + air };
}

function extremes(series) {
  let low = Infinity;
  let high = -Infinity;
  for (const values of series) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return Number.isFinite(low) ? [low, high] : [0, 1];
}

/** Height on the axis for one value, clipped to the axis (a log axis has no zero). */
export function lossHeight(scale, value) {
  const height = scale.log ? Math.log10(Math.max(value - scale.offset, 1e-323)) : value;
  return Math.min(Math.max(height, scale.low), scale.high);
}
