// A formula's value, gradient and Hessian at a point, by forward differentiation of its operations. No DOM here.

import { OF_ONE, OF_TWO } from "./formula.js";

const JET = 6; // of a jet: value, ∂x, ∂y, ∂xx, ∂xy, ∂yy

// First and second derivative of an operation of one operand a, whose value is u.
const SLOPES_OF_ONE = {
  neg: () => [-1, 0],
  abs: (a) => [Math.sign(a), 0],
  sqrt: (a, u) => [0.5 / u, -0.25 / (a * u)],
  cbrt: (a, u) => [1 / (3 * u * u), -2 / (9 * a * u * u)],
  exp: (a, u) => [u, u],
  log: (a) => [1 / a, -1 / (a * a)],
  log2: (a) => [Math.LOG2E / a, -Math.LOG2E / (a * a)],
  log10: (a) => [Math.LOG10E / a, -Math.LOG10E / (a * a)],
  sin: (a, u) => [Math.cos(a), -u],
  cos: (a, u) => [-Math.sin(a), -u],
  tan: (a, u) => [1 + u * u, 2 * u * (1 + u * u)],
  asin: (a) => [(1 - a * a) ** -0.5, a * (1 - a * a) ** -1.5],
  acos: (a) => [-((1 - a * a) ** -0.5), -a * (1 - a * a) ** -1.5],
  atan: (a) => [1 / (1 + a * a), (-2 * a) / (1 + a * a) ** 2],
  sinh: (a, u) => [Math.cosh(a), u],
  cosh: (a, u) => [Math.sinh(a), u],
  tanh: (a, u) => [1 - u * u, -2 * u * (1 - u * u)],
  asinh: (a) => [(1 + a * a) ** -0.5, -a * (1 + a * a) ** -1.5],
  acosh: (a) => [(a * a - 1) ** -0.5, -a * (a * a - 1) ** -1.5],
  atanh: (a) => [1 / (1 - a * a), (2 * a) / (1 - a * a) ** 2],
  sigmoid: (a, u) => [u * (1 - u), u * (1 - u) * (1 - 2 * u)],
  softplus: (a) => {
    const s = 1 / (1 + Math.exp(-a));
    return [s, s * (1 - s)];
  },
};

// Derivatives [∂a, ∂b, ∂aa, ∂ab, ∂bb] of an operation of two operands a and b, whose value is u.
const SLOPES_OF_TWO = {
  add: () => [1, 1, 0, 0, 0],
  sub: () => [1, -1, 0, 0, 0],
  mul: (a, b) => [b, a, 0, 1, 0],
  div: (a, b, u) => [1 / b, -u / b, 0, -1 / (b * b), (2 * u) / (b * b)],
  pow: (a, b, u) => {
    const power = (k, factor) => (factor === 0 ? 0 : factor * a ** (b - k));
    const log = Math.log(a);
    return [power(1, b), log * u, power(2, b * (b - 1)), a ** (b - 1) * (1 + b * log), log * log * u];
  },
  max: (a, b) => (a >= b ? [1, 0, 0, 0, 0] : [0, 1, 0, 0, 0]),
  min: (a, b) => (a <= b ? [1, 0, 0, 0, 0] : [0, 1, 0, 0, 0]),
  hypot: (a, b, u) => [a / u, b / u, (b * b) / u ** 3, (-a * b) / u ** 3, (a * a) / u ** 3],
  atan2: (a, b) => {
    const square = a * a + b * b;
    return [b / square, -a / square, (-2 * a * b) / square ** 2, (a * a - b * b) / square ** 2, (2 * a * b) / square ** 2];
  },
};
const IN_STEPS = new Set(["constant", "sign", "step", "floor", "ceil", "lt", "le", "gt", "ge", "ne"]);

/** The function (x, y) → [f, ∂f/∂x, ∂f/∂y, ∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²] of a program of two inputs; NaN where there is none. */
export function jetsOf(program) {
  const count = program.inputs.length + program.steps.length;
  const jets = new Float64Array(JET * count);
  jets[1] = jets[JET + 2] = 1;
  // What is constant, in steps, or x − x, has no derivative, not even an undefined one: (−2)^3 needs no logarithm.
  const varies = [true, true];
  for (const [op, a, ...others] of program.steps) {
    const isConstant = IN_STEPS.has(op) || ((op === "sub" || op === "div") && a === others[0]);
    varies.push(!isConstant && [a, ...others].some((place) => varies[place]));
  }
  const writers = program.steps.map((step, k) => writerOf(jets, JET * (k + 2), step, varies));
  const last = JET * (count - 1);
  return (x, y) => {
    jets[0] = x;
    jets[JET] = y;
    for (const write of writers) write();
    return jets.slice(last);
  };
}

/** The function that writes the jet of a step at a place of all jets, from those of its operands. */
function writerOf(jets, to, [op, ...places], varies) {
  if (op === "constant") jets[to] = places[0];
  if (op === "constant") return () => {};
  const from = places.map((place) => JET * place);
  const vary = places.map((place) => varies[place]);
  if (OF_ONE[op]) return writerOfOne(jets, to, OF_ONE[op], vary[0] && SLOPES_OF_ONE[op], from[0]);
  if (OF_TWO[op]) return writerOfTwo(jets, to, op, from, vary);
  return () => {
    const chosen = from[jets[from[0]] ? 1 : 2];
    jets.copyWithin(to, chosen, chosen + JET);
  };
}

function writerOfOne(jets, to, act, slopes, from) {
  return () => {
    jets.fill(0, to, to + JET);
    jets[to] = act(jets[from]);
    if (slopes) chain(jets, to, from, slopes(jets[from], jets[to]));
  };
}

function writerOfTwo(jets, to, op, [p, q], [hasA, hasB]) {
  const act = OF_TWO[op];
  const slopes = SLOPES_OF_TWO[op];
  return () => {
    const [a, b] = [jets[p], jets[q]];
    const u = act(a, b);
    jets.fill(0, to, to + JET);
    jets[to] = u;
    if (!slopes) return;
    const [fa, fb, faa, fab, fbb] = slopes(a, b, u);
    if (hasA) chain(jets, to, p, [fa, faa]);
    if (hasB) chain(jets, to, q, [fb, fbb]);
    if (hasA && hasB) mix(jets, to, p, q, fab);
  };
}

/** Adds what the derivatives of an operation by the operand at `from` bring. */
function chain(jets, to, from, [first, second]) {
  const [x, y] = [jets[from + 1], jets[from + 2]];
  jets[to + 1] += first * x;
  jets[to + 2] += first * y;
  jets[to + 3] += first * jets[from + 3] + second * x * x;
  jets[to + 4] += first * jets[from + 4] + second * x * y;
  jets[to + 5] += first * jets[from + 5] + second * y * y;
}

/** Adds what the mixed derivative of an operation of the jets at p and q brings. */
function mix(jets, to, p, q, fab) {
  const [ax, ay, bx, by] = [jets[p + 1], jets[p + 2], jets[q + 1], jets[q + 2]];
  jets[to + 3] += 2 * fab * ax * bx;
  jets[to + 4] += fab * (ax * by + ay * bx);
  jets[to + 5] += 2 * fab * ay * by;
}
