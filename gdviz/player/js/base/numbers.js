// Numbers and variable names as people read them: short text, exact text, ticks, Greek letters. No DOM here.

const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

function superscript(integer) {
  return String(integer).replace(/[-0-9]/g, (sign) => SUPERSCRIPTS[sign]);
}

/** Short text with `digits` significant digits (all of a whole part below 1e5), outside 1e-4 … 1e5 as 1.5·10⁻⁷.
 * Python writes numbers alike (numeral.py), and both are held to tests/numerals.json. */
export function shortNumber(value, digits = 4) {
  if (Number.isNaN(value)) return "undefined";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const [mantissa, exponentText] = value.toExponential(digits - 1).split("e");
  const exponent = Number(exponentText);
  const plain = exponent >= -4 && exponent <= 4;
  const text = trimZeros(plain ? value.toFixed(Math.max(0, digits - 1 - exponent)) : mantissa).replace("-", "−");
  return plain ? text : timesPower(text, exponent);
}

/** 1.5·10⁻⁷, or 10⁻⁷ alone. */
function timesPower(mantissa, exponent) {
  return (/^−?1$/.test(mantissa) ? mantissa.slice(0, -1) : `${mantissa}·`) + `10${superscript(exponent)}`;
}

function trimZeros(text) {
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

/** Every digit that the transported number holds (the payload carries `digits` of them). */
export function longNumber(value, digits = 8) {
  if (!Number.isFinite(value)) return shortNumber(value);
  const [mantissa, exponent] = String(Number(value.toPrecision(digits))).split("e");
  const text = mantissa.replace("-", "−");
  return exponent === undefined ? text : timesPower(text, Number(exponent));
}

/** Round ticks 1, 2, 5 × 10^k inside [low, high], about `count` of them. */
export function linearTicks(low, high, count) {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const raw = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks = [];
  for (let i = first; i <= last; i += 1) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

/** Powers of ten inside [10^low, 10^high], thinned to about `count`; exponents, not values. */
export function decadeTicks(low, high, count) {
  const first = Math.ceil(low - 1e-9);
  const last = Math.floor(high + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)));
  const ticks = [];
  for (let exponent = Math.ceil(first / stride) * stride; exponent <= last; exponent += stride) ticks.push(exponent);
  return ticks;
}

/** Values 1, 2, 5 × 10^k between 10^low and 10^high, for a logarithmic axis of few decades. */
export function fineLogTicks(low, high) {
  const ticks = [];
  for (let exponent = Math.floor(low); exponent <= Math.ceil(high); exponent += 1) {
    for (const factor of [1, 2, 5]) {
      const value = Number(`${factor}e${exponent}`);
      if (Math.log10(value) >= low && Math.log10(value) <= high) ticks.push(value);
    }
  }
  return ticks;
}

/** The text of one power of ten: plain near 1, otherwise 10ⁿ. */
export function decadeText(exponent) {
  return exponent >= -2 && exponent <= 3 ? String(Number(`1e${exponent}`)) : `10${superscript(exponent)}`;
}

/** Round to the step a person can point at: a thousandth of the span, as a decimal. */
export function pointed(value, span) {
  const decimals = Math.max(0, Math.min(15, -Math.floor(Math.log10(span / 1000))));
  return Number(value.toFixed(decimals)) + 0;
}

/** A point inside a view [[x0, x1], [y0, y1]], rounded to what a hand can mean. */
export function pointedIn(point, view) {
  return point.map((value, axis) => {
    const [low, high] = view[axis];
    return pointed(Math.min(Math.max(value, low), high), high - low);
  });
}

const GREEK = { theta: "θ", phi: "φ", alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", zeta: "ζ", iota: "ι", kappa: "κ", nu: "ν", upsilon: "υ", chi: "χ", omega: "ω", mu: "μ", lambda: "λ", rho: "ρ", sigma: "σ", xi: "ξ", eta: "η", tau: "τ", psi: "ψ" };
const SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉";

/** theta_0 as θ₀. */
export function axisName(name) {
  const [head, tail = ""] = String(name).split("_");
  return (GREEK[head] || head) + tail.replace(/\d/g, (digit) => SUBSCRIPT[digit]);
}
