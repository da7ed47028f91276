// Where a number stands on its slider and back: pure arithmetic, no DOM.

// Renard's R10: ten even steps a decade, so that every place of a logarithmic slider is a round number.
const R10 = ["1", "1.25", "1.6", "2", "2.5", "3.15", "4", "5", "6.3", "8"];
const LOWEST_DECADE = -12; // the leftmost place but one of a logarithmic slider that reaches zero
const LINEAR_PLACES = 200;

/** First and last place of the slider of a knob {low, high, log, integer}. */
export function ends(knob) {
  if (!knob.log) return [0, knob.integer ? knob.high - knob.low : LINEAR_PLACES];
  const first = knob.low > 0 ? Math.floor(10 * Math.log10(knob.low) + 0.5) : 10 * LOWEST_DECADE - 1;
  return [first, Math.ceil(10 * Math.log10(knob.high) - 0.5)];
}

/** The number at a place. */
export function valueAt(knob, place) {
  const [first, last] = ends(knob);
  if (place <= first) return knob.low;
  if (place >= last) return knob.high;
  if (!knob.log) return settle(knob, knob.low + (place / last) * (knob.high - knob.low));
  const decade = Math.floor(place / 10);
  return settle(knob, Number(`${R10[place - 10 * decade]}e${decade}`));
}

/** The nearest place of a number. */
export function placeOf(knob, value) {
  const [first, last] = ends(knob);
  if (!knob.log) return Math.round(((value - knob.low) / (knob.high - knob.low)) * last);
  if (value <= knob.low) return first;
  return Math.min(last, Math.max(first + (knob.low > 0 ? 0 : 1), Math.round(10 * Math.log10(value))));
}

/** Within the bounds, whole if it must be, and without the dust of binary fractions. */
export function settle(knob, value) {
  const inside = Math.min(Math.max(value, knob.low), knob.high);
  return knob.integer ? Math.round(inside) : Number(inside.toPrecision(9));
}

/** A number as its entry shows it: 1/3 is 0.333333. */
export function written(value) {
  return String(Number(value.toPrecision(6)));
}

/** What a person typed as a number, or null: a decimal comma is taken for a point. */
export function read(text) {
  const plain = text.trim().replace(",", ".").replace("\u2212", "-");
  const value = Number(plain);
  return plain === "" || !Number.isFinite(value) ? null : value;
}

/** One arrow key: a tenth of the leading decade, ten times as much with shift. */
export function nudge(knob, value, up, large) {
  if (knob.integer) return settle(knob, value + (up ? 1 : -1) * (large ? 10 : 1));
  const decade = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return settle(knob, value + (up ? 1 : -1) * 10 ** (decade - (large ? 0 : 1)));
}
