// Derivatives of a formula and the critical points of a view, against closed forms: node --test tests/critical.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/${name}.js`, import.meta.url));
const { jetsOf } = await js("base/jets");
const { criticalPoints } = await js("map/critical");
const { mostApart, PointsInView } = await js("map/signs");

const WINDOW = [[-6, 6], [-6, 6]];
/** A program of x and y from steps that name their operands: "x", "y", a number, or the place of an earlier step. */
function program(...steps) {
  const written = [];
  const placeOf = (operand) => {
    if (operand === "x" || operand === "y") return operand === "x" ? 0 : 1;
    return written.findIndex(({ name }) => name === operand) + 2;
  };
  for (const [name, op, ...operands] of steps) {
    for (const operand of operands) if (typeof operand === "number") written.push({ name: operand, step: ["constant", operand] });
    written.push({ name, step: [op, ...operands.map(placeOf)] });
  }
  return { inputs: ["x", "y"], steps: written.map(({ step }) => step) };
}
const WAVES = program(["a", "sin", "x"], ["b", "cos", "y"], ["f", "add", "a", "b"]);
// (x² + y − 11)² + (x + y² − 7)²
const HIMMELBLAU = program(
  ["xx", "mul", "x", "x"], ["p", "add", "xx", "y"], ["p11", "sub", "p", 11], ["pp", "mul", "p11", "p11"],
  ["yy", "mul", "y", "y"], ["q", "add", "yy", "x"], ["q7", "sub", "q", 7], ["qq", "mul", "q7", "q7"], ["f", "add", "pp", "qq"],
);
const QUARTIC = program(["a", "pow", "x", 4], ["b", "mul", "y", "y"], ["f", "add", "a", "b"]);
const VALLEY = program(["d", "sub", "x", "y"], ["f", "mul", "d", "d"]);
const CONE = program(["f", "hypot", "x", "y"]);
const KINKS = program(["a", "abs", "x"], ["b", "abs", "y"], ["f", "add", "a", "b"]);
const SLOPE = program(["a", "exp", "x"], ["f", "add", "a", "y"]);
// 1e8 x² + 0.001 y: a ravine that falls for ever
const RAVINE = program(["xx", "mul", "x", "x"], ["a", "mul", "xx", 1e8], ["b", "mul", "y", 0.001], ["f", "add", "a", "b"]);

function drained(work) {
  for (let breaks = 0; ; breaks += 1) {
    const step = work.next();
    if (step.done) return { value: step.value, breaks };
  }
}
const found = (formula, view = WINDOW) => drained(criticalPoints(formula, view)).value.points;
const count = (points, kind) => points.filter((point) => point.kind === kind).length;
const near = (a, b, room = 1e-9) => assert.ok(Math.abs(a - b) <= room * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

// Each operation at x = 0.3 (or as given): f', f'' in closed form.
const ONES = [
  ["neg", 0.3, -1, 0], ["abs", -0.3, -1, 0], ["sign", 0.3, 0, 0], ["step", 0.3, 0, 0], ["floor", 0.3, 0, 0], ["ceil", 0.3, 0, 0],
  ["sqrt", 4, 1 / 4, -1 / 32], ["cbrt", 8, 1 / 12, -1 / 144], ["exp", 0, 1, 1], ["log", 2, 1 / 2, -1 / 4],
  ["log2", 2, 1 / (2 * Math.LN2), -1 / (4 * Math.LN2)], ["log10", 2, 1 / (2 * Math.LN10), -1 / (4 * Math.LN10)],
  ["sin", Math.PI / 6, Math.sqrt(3) / 2, -1 / 2], ["cos", Math.PI / 6, -1 / 2, -Math.sqrt(3) / 2], ["tan", Math.PI / 4, 2, 4],
  ["asin", 0.6, 1.25, 0.6 / 0.512], ["acos", 0.6, -1.25, -0.6 / 0.512], ["atan", 1, 1 / 2, -1 / 2],
  ["sinh", 0, 1, 0], ["cosh", 0, 0, 1], ["tanh", Math.log(2), 0.64, -0.768], ["asinh", 0.75, 0.8, -0.384],
  ["acosh", 1.25, 4 / 3, -1.25 / 0.421875], ["atanh", 0.5, 4 / 3, 16 / 9], ["sigmoid", Math.log(3), 3 / 16, -3 / 32], ["softplus", Math.log(3), 3 / 4, 3 / 16],
];
test("every operation of one operand has its derivatives", () => {
  for (const [op, at, first, second] of ONES) {
    const [, x, y, xx, xy, yy] = jetsOf(program(["f", op, "x"]))(at, 7);
    near(x, first);
    near(xx, second);
    assert.deepEqual([y, xy, yy].map(Math.abs), [0, 0, 0]);
  }
});

const TWOS = [
  ["add", [2, 3], [1, 1, 0, 0, 0]], ["sub", [2, 3], [1, -1, 0, 0, 0]], ["mul", [2, 3], [3, 2, 0, 1, 0]],
  ["div", [2, 4], [1 / 4, -1 / 8, 0, -1 / 16, 1 / 16]],
  ["pow", [2, 3], [12, 8 * Math.LN2, 12, 4 + 12 * Math.LN2, 8 * Math.LN2 ** 2]],
  ["max", [2, 3], [0, 1, 0, 0, 0]], ["min", [2, 3], [1, 0, 0, 0, 0]], ["hypot", [3, 4], [3 / 5, 4 / 5, 16 / 125, -12 / 125, 9 / 125]],
  ["atan2", [1, 2], [2 / 5, -1 / 5, -4 / 25, -3 / 25, 4 / 25]],
  ...["lt", "le", "gt", "ge", "ne"].map((op) => [op, [2, 3], [0, 0, 0, 0, 0]]),
];
test("every operation of two operands has its derivatives", () => {
  for (const [op, at, slopes] of TWOS) jetsOf(program(["f", op, "x", "y"]))(...at).slice(1).forEach((part, k) => near(part, slopes[k]));
});

test("powers of what is negative, products of one input, and choices are differentiated", () => {
  const cube = jetsOf(program(["f", "pow", "x", 3]))(-2, 1);
  assert.deepEqual([...cube], [-8, 12, 0, -12, 0, 0]);
  assert.deepEqual([...jetsOf(program(["f", "mul", "x", "x"]))(3, 1)], [9, 6, 0, 2, 0, 0]);
  const chosen = program(["c", "gt", "x", 0], ["s", "mul", "x", "y"], ["f", "select", "c", "s", "y"]);
  assert.deepEqual([...jetsOf(chosen)(2, 5)], [10, 5, 2, 0, 1, 0]);
  assert.deepEqual([...jetsOf(chosen)(-2, 5)], [5, 0, 1, 0, 0, 0]);
});

test("a view of Himmelblau's function shows its four minima, four saddles and its maximum", () => {
  const points = found(HIMMELBLAU);
  assert.deepEqual([count(points, "minimum"), count(points, "saddle"), count(points, "maximum"), points.length], [4, 4, 1, 9]);
  const at = points.find(({ point }) => Math.hypot(point[0] - 3, point[1] - 2) < 1e-6);
  assert.ok(at.kind === "minimum" && at.value < 1e-12);
  assert.ok(points.some(({ kind, point }) => kind === "maximum" && Math.hypot(point[0] + 0.270845, point[1] + 0.923039) < 1e-5));
});

test("far from the window and in a closer view the points of waves are where they are in closed form", () => {
  for (const view of [[[96, 108], [-52, -43]], [[4.5, 4.9], [-0.1, 0.2]]]) {
    const [m, n] = view.map(([low, high], axis) => [Math.ceil((low - (axis ? 0 : Math.PI / 2)) / Math.PI), Math.floor((high - (axis ? 0 : Math.PI / 2)) / Math.PI)]);
    const points = found(WAVES, view);
    assert.equal(points.length, (m[1] - m[0] + 1) * (n[1] - n[0] + 1));
    for (const { kind, point: [x, y], value } of points) {
      near(Math.abs(Math.sin(x)), 1);
      near(Math.abs(Math.cos(y)), 1);
      near(value, Math.sin(x) + Math.cos(y));
      assert.equal(kind, value > 1 ? "maximum" : value < -1 ? "minimum" : "saddle");
    }
  }
});

/** Where a slope of one variable changes its sign between two bounds, by bisection on a fine grid. */
function zerosOf(slope, low, high) {
  const places = Array.from({ length: 20001 }, (_, k) => low + ((high - low) * (k + 0.137)) / 20001);
  const changes = places.flatMap((place, k) => (k && slope(places[k - 1]) * slope(place) < 0 ? [[places[k - 1], place]] : []));
  return changes.map(([a, b]) => {
    for (let turn = 0; turn < 60; turn += 1) [a, b] = slope(a) * slope((a + b) / 2) <= 0 ? [a, (a + b) / 2] : [(a + b) / 2, b];
    return a;
  });
}
/** Each of some places is one of the products of two lists, and all of these are there once. */
function isProduct(points, xs, ys) {
  assert.equal(points.length, xs.length * ys.length);
  const nearest = (parts, part) => parts.reduce((best, other, k) => (Math.abs(other - part) < Math.abs(parts[best] - part) ? k : best), 0);
  const cells = points.map(({ point: [x, y] }) => {
    const [i, j] = [nearest(xs, x), nearest(ys, y)];
    near(x, xs[i], 1e-7);
    near(y, ys[j], 1e-7);
    return i * ys.length + j;
  });
  assert.equal(new Set(cells).size, points.length);
}
const square = (half) => [[-half, half], [-half, half]];
const both = (...steps) => {
  const of = (variable, mark) => steps.map(([name, op, ...operands]) => [name + mark, op, ...operands.map((a) => (a === "x" ? variable : typeof a === "string" ? a + mark : a))]);
  return program(...of("x", "1"), ...of("y", "2"), ["f", "add", "g1", "g2"]);
};
// x² − 10 cos 2πx and x sin √|x|, each in both variables
const RASTRIGIN = both(["s", "mul", "x", "x"], ["t", "mul", "x", 2 * Math.PI], ["c", "cos", "t"], ["d", "mul", "c", 10], ["g", "sub", "s", "d"]);
const SCHWEFEL = both(["a", "abs", "x"], ["r", "sqrt", "a"], ["s", "sin", "r"], ["g", "mul", "x", "s"]);

test("all points of waves in a wide view are found, however many, and each once", () => {
  const product = program(["a", "sin", "x"], ["b", "cos", "y"], ["f", "mul", "a", "b"]);
  const points = found(product, square(50));
  // sin x cos y: the gradient is 0 where cos x = cos y·0 … either both cos x and sin y are 0, or both sin x and cos y
  const inside = (offset) => Array.from({ length: 60 }, (_, k) => (k - 30 + offset) * Math.PI).filter((part) => Math.abs(part) <= 50);
  isProduct(points.filter(({ kind }) => kind !== "saddle"), inside(0.5), inside(0));
  isProduct(points.filter(({ kind }) => kind === "saddle"), inside(0), inside(0.5));
  assert.equal(points.length, 1984);
  const dense = program(["p", "mul", "x", 10], ["q", "mul", "y", 10], ["a", "sin", "p"], ["b", "cos", "q"], ["f", "add", "a", "b"]);
  isProduct(found(dense, square(5)), inside(0.5).map((part) => part / 10), inside(0).map((part) => part / 10));
});

test("all points of Rastrigin's and Schwefel's functions in and beside their windows are found", () => {
  const rastrigin = (x) => 2 * x + 20 * Math.PI * Math.sin(2 * Math.PI * x);
  for (const half of [5.12, 8.8]) {
    const zeros = zerosOf(rastrigin, -half, half);
    isProduct(found(RASTRIGIN, square(half)), zeros, zeros);
  }
  const schwefel = (x) => Math.sin(Math.sqrt(Math.abs(x))) + 0.5 * Math.sqrt(Math.abs(x)) * Math.cos(Math.sqrt(Math.abs(x)));
  isProduct(found(SCHWEFEL, square(500)), zerosOf(schwefel, -500, 500), zerosOf(schwefel, -500, 500));
});

test("where the formula has 0/0 the middle of rings is found, and their floors", () => {
  const rings = program(["r", "hypot", "x", "y"], ["f", "cos", "r"]); // maxima 2π apart, its minima at π, 3π
  const points = found(rings, [[-11, 12], [-11, 11.5]]);
  assert.deepEqual(points.filter(({ kind }) => kind !== "floor").map(({ kind, point }) => [kind, Math.hypot(...point) < 1e-6]), [["maximum", true]]);
  const floors = points.filter(({ kind }) => kind === "floor").map(({ point }) => Math.hypot(...point) / Math.PI);
  for (const turn of floors) near(turn, 2 * Math.round((turn - 1) / 2) + 1, 1e-6);
  assert.ok(floors.some((turn) => turn < 2) && floors.some((turn) => turn > 2));
});

test("a search without end is cut, and says so", () => {
  const { isCut, points } = drained(criticalPoints(WAVES, square(1000))).value;
  assert.ok(isCut && points.length > 500);
  assert.equal(drained(criticalPoints(WAVES, square(50))).value.isCut, false);
});

test("degenerate points, floors of valleys, and what is no critical point", () => {
  const [only, ...others] = found(QUARTIC);
  assert.ok(others.length === 0 && only.kind === "degenerate" && Math.hypot(...only.point) < 1e-6);
  const floor = found(VALLEY);
  assert.ok(floor.length > 30 && floor.every(({ kind, point: [x, y] }) => kind === "floor" && Math.abs(x - y) < 1e-9));
  for (const formula of [CONE, KINKS, SLOPE, RAVINE]) assert.deepEqual(found(formula), []);
  const stretched = program(["xx", "mul", "x", "x"], ["a", "mul", "xx", 1e8], ["yy", "mul", "y", "y"], ["f", "add", "a", "yy"]);
  assert.deepEqual(found(stretched).map(({ kind }) => kind), ["minimum"]);
});

test("the search gives the page its turn", () => assert.ok(drained(criticalPoints(HIMMELBLAU, WINDOW)).breaks > 60));

const mark = (kind, point, value) => ({ kind, point, value, text: "", frame: null, run: null });
test("found points stand beside the known ones, each once, and say that they are found", async () => {
  const signs = new PointsInView();
  const surface = { key: "k", program: WAVES, window: [[-2, 2], [-1, 4]] };
  const known = [mark("global", [-Math.PI / 2, Math.PI], -2), mark("saddle", [Math.PI / 2, Math.PI], 0)];
  assert.deepEqual(signs.joined(surface, known), known, "nothing before a search");
  assert.equal(await signs.find(surface, [[-2, 6], [-1, 4]]), true);
  assert.equal(await signs.find(surface, [[-2, 6], [-1, 4]]), false, "no news");
  const marks = signs.joined(surface, known);
  assert.deepEqual(marks.slice(-2), known);
  const places = marks.map(({ point: [x, y] }) => `${Math.round(x / (Math.PI / 2))},${Math.round(y / Math.PI)}`);
  assert.deepEqual([...places].sort(), ["-1,0", "-1,1", "1,0", "1,1", "3,0", "3,1"]);
  const equal = marks.find(({ point: [x, y] }) => x > 4 && y > 3);
  assert.equal(equal.kind, "global", "as deep as the lowest of the window");
  assert.match(equal.text, /^lowest minimum \(4.71239, 3.14159\) · f = −2 · found in view/);
  const alone = signs.joined(surface, []);
  assert.deepEqual([count(alone, "minimum"), count(alone, "global"), count(alone, "saddle")], [2, 0, 3], "none is called the lowest where none is known");
  assert.deepEqual(signs.joined({ ...surface, key: "other" }, known), known, "not on another surface");
});

test("a deeper minimum beside the window is said to be deeper", async () => {
  const signs = new PointsInView();
  const tilted = program(["s", "sin", "x"], ["t", "mul", "x", 0.1], ["a", "sub", "s", "t"], ["yy", "mul", "y", "y"], ["f", "add", "a", "yy"]);
  await signs.find({ key: "t", program: tilted }, [[-3, 9], [-3, 3]]);
  const at = -Math.acos(0.1); // cos x = 0.1, sin x < 0
  const marks = signs.joined({ key: "t", window: [[-3, 3], [-3, 3]] }, [mark("global", [at, 0], Math.sin(at) - 0.1 * at)]);
  const deeper = marks.find(({ kind, point: [x] }) => kind === "minimum" && x > 3);
  assert.match(deeper.text, /lower than any in the window/);
});

test("where there is no room for all, those most apart are shown, minima first", () => {
  const points = Array.from({ length: 10 }, (_, k) => ({ kind: k < 8 ? "minimum" : "saddle", point: [k, 0] }));
  assert.deepEqual(mostApart(points, 3, WINDOW).map(({ point }) => point[0]), [0, 7, 3]);
  assert.equal(mostApart(points, 9, WINDOW).length, 8, "saddles and maxima are shown all or not at all beside minima");
  assert.equal(mostApart(points, 10, WINDOW).length, 10);
  assert.equal(mostApart(points.slice(8), 1, WINDOW).length, 1);
});

test("where known and found points would crowd the map, those of both that are most apart are shown", async () => {
  const signs = new PointsInView();
  const surface = { key: "w", program: WAVES, window: [[-20, 20], [-20, 20]] };
  const grid = Array.from({ length: 13 }, (_, k) => k - 6);
  const known = grid.flatMap((m) => grid.map((n) => mark("saddle", [Math.PI * (m + 0.5), Math.PI * n], 0))).filter(({ point }) => point.every((part) => Math.abs(part) < 20));
  const view = [[-60, 60], [-60, 60]];
  await signs.find(surface, view);
  const marks = signs.joined(surface, known);
  assert.equal(marks.length, 150);
  assert.equal(signs.remark, "150 of 1482 points shown"); // 38 of (m + ½)π and 39 of nπ within 60
  for (const [left, below] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
    const corner = marks.filter(({ point: [x, y] }) => (left ? x < -20 : x > 20) && (below ? y < -20 : y > 20));
    assert.ok(corner.length > 8, "no part of the view looks empty that is not");
  }
});
