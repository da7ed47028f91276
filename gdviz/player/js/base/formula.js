// Evaluates a formula sent as a list of operations, for whole arrays: see figures/program.py. No DOM here.

export const OF_ONE = {
  neg: (a) => -a,
  abs: Math.abs,
  sign: Math.sign,
  step: (a) => (a > 0 ? 1 : a < 0 ? 0 : 0.5),
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  floor: Math.floor,
  ceil: Math.ceil,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  softplus: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
};
export const OF_TWO = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  max: Math.max,
  min: Math.min,
  hypot: Math.hypot,
  atan2: Math.atan2,
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
  ne: (a, b) => Number(a !== b),
};

/** The value for inputs that are numbers or arrays of `count`: always an array of `count`. */
export function workOut(program, inputs, count) {
  const values = program.inputs.map((name) => inputs[name]);
  for (const [op, ...places] of program.steps) values.push(stepValue(op, places, values, count));
  const last = values.at(-1);
  return typeof last === "number" ? new Float64Array(count).fill(last) : last;
}

function stepValue(op, places, values, count) {
  if (op === "constant") return places[0];
  const operands = places.map((place) => values[place]);
  const act = OF_ONE[op] || OF_TWO[op] || ((condition, yes, no) => (condition ? yes : no));
  if (operands.every((operand) => typeof operand === "number")) return act(...operands);
  const result = new Float64Array(count);
  const [a, b, c] = operands.map((operand) => (typeof operand === "number" ? new Float64Array(count).fill(operand) : operand));
  if (OF_ONE[op]) for (let i = 0; i < count; i += 1) result[i] = act(a[i]);
  else if (OF_TWO[op]) for (let i = 0; i < count; i += 1) result[i] = act(a[i], b[i]);
  else for (let i = 0; i < count; i += 1) result[i] = act(a[i], b[i], c[i]);
  return result;
}

/** The mean over some rows of a formula, on a grid of two weights: values row by row, y slowest. */
export function meanOnGrid(program, weights, xs, ys, columns, rows) {
  const count = xs.length * ys.length;
  const [x, y, sum] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let j = 0; j < ys.length; j += 1) {
    for (let i = 0; i < xs.length; i += 1) [x[j * xs.length + i], y[j * xs.length + i]] = [xs[i], ys[j]];
  }
  const inputs = { [weights[0]]: x, [weights[1]]: y };
  for (const row of rows) {
    for (const name of Object.keys(columns)) inputs[name] = columns[name][row];
    const values = workOut(program, inputs, count);
    for (let k = 0; k < count; k += 1) sum[k] += values[k] / rows.length;
  }
  return sum;
}
