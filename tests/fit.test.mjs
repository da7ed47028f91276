// The fit's DOM-free modules, checked with closed forms: node --test tests/fit.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/${name}.js`, import.meta.url));
const { meanOnGrid, workOut } = await js("base/formula");
const { isolines, joined, spreadLevels } = await js("drawing/isolines");
const isoline = (values, xs, ys, level) => isolines(values, xs, ys, [level])[0];
const { airy, batchAt, costAt, curve, gridOf, predict, unpackFit, weightsAt } = await js("fit/fitdata");

const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
/** Float64 values as their `width` most significant bytes, as figures/packing.py sends them. */
const packed = (values, width) => {
  const bytes = new Uint8Array(Float64Array.from(values).buffer);
  return base64(Uint8Array.from({ length: values.length * width }, (_, k) => bytes[Math.floor(k / width) * 8 + 8 - width + (k % width)]));
};

// (w x + b - y)^2
const SQUARES = { inputs: ["w", "b", "x", "y"], steps: [["mul", 0, 2], ["add", 1, 4], ["sub", 5, 3], ["mul", 6, 6]] };

test("a formula is worked out for arrays and numbers alike", () => {
  const w = Float64Array.of(0, 1, 2);
  assert.deepEqual([...workOut(SQUARES, { w, b: 1, x: 3, y: 2 }, 3)], [1, 4, 25]);
  assert.deepEqual([...workOut({ inputs: ["a"], steps: [["constant", 4], ["pow", 0, 1]] }, { a: 2 }, 2)], [16, 16]);
  const choice = { inputs: ["a"], steps: [["constant", 0], ["lt", 0, 1], ["neg", 0], ["where", 2, 3, 0]] };
  assert.deepEqual([...workOut(choice, { a: Float64Array.of(-2, 0, 3) }, 3)], [2, 0, 3]);
  assert.equal(workOut({ inputs: ["a"], steps: [["softplus", 0]] }, { a: 1000 }, 1)[0], 1000);
  assert.equal(workOut({ inputs: ["a"], steps: [["sigmoid", 0]] }, { a: 0 }, 1)[0], 0.5);
});

test("every operation of the kernels is known here", async () => {
  const { readFileSync } = await import("node:fs");
  const table = readFileSync(new URL("../gdviz/kernel/operations.py", import.meta.url), "utf8").split("COMPARISONS")[0];
  const names = [...table.matchAll(/^ {4}"(\w+)": (?:Operation|_call)\(/gm)].map((match) => match[1]);
  assert.ok(names.length > 30);
  const source = readFileSync(new URL("../gdviz/player/js/base/formula.js", import.meta.url), "utf8");
  for (const name of names) assert.ok(name === "where" || new RegExp(`^ {2}${name}:`, "m").test(source), name);
});

test("the mean over a batch's rows is the mean of the rows' losses", () => {
  const columns = { x: Float64Array.of(1, -2, 0.5), y: Float64Array.of(2, 1, -1) };
  const [xs, ys] = [Float64Array.of(-1, 2), Float64Array.of(0, 3)];
  const values = meanOnGrid(SQUARES, ["w", "b"], xs, ys, columns, [0, 2, 2]);
  const loss = (w, b, k) => (w * columns.x[k] + b - columns.y[k]) ** 2;
  [[-1, 0], [2, 0], [-1, 3], [2, 3]].forEach(([w, b], k) => {
    assert.ok(Math.abs(values[k] - (loss(w, b, 0) + 2 * loss(w, b, 2)) / 3) < 1e-12);
  });
});

test("a level line of a plane is straight, of a bowl a circle, and joined to one line", () => {
  const { xs, ys } = gridOf([[-2, 2], [-2, 2]], [33, 33]);
  const over = (f) => Float64Array.from({ length: 33 * 33 }, (_, k) => f(xs[k % 33], ys[Math.floor(k / 33)]));
  for (const [x0, y0, x1, y1] of isoline(over((x, y) => x + 2 * y), xs, ys, 0.3)) {
    assert.ok(Math.abs(x0 + 2 * y0 - 0.3) < 1e-9 && Math.abs(x1 + 2 * y1 - 0.3) < 1e-9);
  }
  const circle = isoline(over((x, y) => x * x + y * y), xs, ys, 1.1);
  for (const [x, y] of circle) assert.ok(Math.abs(Math.hypot(x, y) - Math.sqrt(1.1)) < 0.01);
  const lines = joined(circle);
  assert.equal(lines.length, 1);
  assert.equal(lines[0].length, circle.length + 1);
  assert.deepEqual(isoline(over(() => NaN), xs, ys, 0), []);
});

test("in a saddle cell lines do not cross", () => {
  const [xs, ys] = [Float64Array.of(0, 1), Float64Array.of(0, 1)];
  const high = isoline(Float64Array.of(1, -1, -1, 1.5), xs, ys, 0); // high corners joined
  const low = isoline(Float64Array.of(1, -1.5, -1, 0.5), xs, ys, 0); // low corners joined
  assert.equal(high.length, 2);
  assert.equal(low.length, 2);
  const near = (segments, x, y) => segments.some(([x0, y0, x1, y1]) => Math.hypot((x0 + x1) / 2 - x, (y0 + y1) / 2 - y) < 0.4);
  assert.ok(near(high, 1, 0) && near(high, 0, 1));
  assert.ok(near(low, 0, 0) && near(low, 1, 1));
});

test("levels rise, lie within the values, and a flat grid has none", () => {
  const levels = spreadLevels(Float64Array.from({ length: 100 }, (_, k) => k), 6);
  assert.equal(levels.length, 6);
  levels.forEach((level, k) => assert.ok(level > 0 && level < 99 && (k === 0 || level > levels[k - 1])));
  assert.deepEqual(spreadLevels(Float64Array.of(2, 2, 2), 5), []);
  assert.deepEqual(spreadLevels(Float64Array.of(NaN, NaN), 5), []);
});

const FIT = {
  key: "k", names: ["x", "y"], labels: ["x", "y"], scales: [[0, 1], [0, 1]], classes: [], checked: [1], ghost: null, spots: [], trail: [], words: "", per_epoch: 3,
  columns: { x: packed([1, 2, 3], 5), y: packed([1, 4, 9], 5) },
  model: { kind: "formula", weights: ["w", "b"], classes: false, prediction: { inputs: ["w", "b", "x", "y"], steps: [["mul", 0, 2], ["add", 1, 4]] } },
  runs: { 0: { seen: packed([0, 2, 3], 5), size: 2, batches: base64(Uint16Array.of(2, 0, 1, 65535)), values: packed([1, 2], 4), gradients: packed([1, 2, 3, 4], 4), angles: packed([0.5, 0], 4) } },
};
const RUN = { id: "0", steps: 2, x: [0, 1, 3], y: [1, 1, 5] };

test("the batch at a frame is the one its step will look at; at the end, the last", () => {
  const known = unpackFit(FIT).runs[0];
  assert.deepEqual([...batchAt(known, RUN, 0.7)], [2, 0]);
  assert.deepEqual([...batchAt(known, RUN, 1)], [1]);
  assert.deepEqual([...batchAt(known, RUN, 2)], [1]);
  assert.equal(batchAt({ seen: [0] }, RUN, 0), null);
  assert.deepEqual([known.gx[1], known.gy[0]], [2, 3]);
});

test("two weights move between steps, and the line they mean moves with them", () => {
  const fit = unpackFit(FIT);
  assert.deepEqual(weightsAt(fit.runs[0], RUN, 1.5), [2, 3]);
  assert.deepEqual([...predict(fit, [2, 3], [Float64Array.of(0, 1, -1)], 3)], [3, 5, 1]);
});

test("many weights stand at the last frame that was sent", () => {
  const known = { weights: Float64Array.of(1, 2, 3, 4, 5, 6), dimension: 2, stride: 10 };
  assert.deepEqual([...weightsAt(known, { steps: 25 }, 19.9)], [3, 4]);
  assert.deepEqual([...weightsAt(known, { steps: 25 }, 25)], [5, 6]);
});

test("a score over classes is drawn as the chance of the second, on the rows' own scale", () => {
  const rows = { target: "y", columns: { y: Float64Array.of(-1, 1, -1) } };
  const drawn = curve({ ...rows, model: { link: "logistic" } }, Float64Array.of(0, Math.log(3), -800));
  [0, 0.5, -1].forEach((value, k) => assert.ok(Math.abs(drawn[k] - value) < 1e-12));
  const bits = { target: "y", columns: { y: Float64Array.of(0, 1) }, model: { link: "shifted" } };
  assert.deepEqual([...curve(bits, Float64Array.of(-0.5, 0, 0.5))], [0, 0.5, 1]);
  const plain = Float64Array.of(3);
  assert.equal(curve({ ...rows, model: { link: "" } }, plain), plain);
});

test("a polynomial and a network say what their equations say", () => {
  const cubic = { inputs: ["x"], model: { kind: "polynomial", means: [0.5, 1, 0], spreads: [2, 1, 4] } };
  const x = 1.7;
  const by = 3 + (2 * (x - 0.5)) / 2 - (x * x - 1) + (0.5 * x ** 3) / 4;
  assert.ok(Math.abs(predict(cubic, [3, 2, -1, 0.5], [Float64Array.of(x)], 1)[0] - by) < 1e-12);
  const weights = [1, -2, 0.5, 3, 0.1, -0.2, 2, -1, 0.25];
  const out = (bend) => 2 * bend(0.3 - 2 * 0.7 + 0.1) - bend(0.5 * 0.3 + 3 * 0.7 - 0.2) + 0.25;
  for (const [activation, bend] of [["tanh", Math.tanh], ["relu", (z) => Math.max(0, z)]]) {
    const fit = { model: { kind: "network", hidden: 2, activation } };
    assert.ok(Math.abs(predict(fit, weights, [[0.3], [0.7]], 1)[0] - out(bend)) < 1e-12);
  }
});

test("cost counts rows, passes over the data, or steps", () => {
  const known = { seen: [0, 8, 16, 20] };
  assert.equal(costAt(known, 3, "rows", 20), 20);
  assert.equal(costAt(known, 2, "epoch", 20), 0.8);
  assert.equal(costAt(undefined, 3, "rows", 20), 60);
  assert.equal(costAt(undefined, 3, "epoch", 20), 3);
});

test("a view has air, also about one value", () => {
  assert.deepEqual(airy([0, 10], 0.1), [-1, 11]);
  const [low, high] = airy([5, 5], 0.1);
  assert.ok(low < 5 && high > 5);
});

test("bars stand side by side at their places, as high as the model says, and rows at one place are counted", async () => {
  const { barsAt, barView } = await js("fit/fitdraw");
  const { stack } = await js("fit/fitdata");
  // w x + b at x = 1, 2, 3
  const line = { inputs: ["w", "b", "x"], steps: [["mul", 0, 2], ["add", 1, 3]] };
  const fit = { model: { kind: "formula", weights: ["w", "b"], prediction: line, places: [1, 2, 3] }, inputs: ["x"], target: "y", runs: {} };
  const runs = [{ id: "0", steps: 1, x: [0, 2], y: [0.5, 1] }, { id: "1", steps: 1, x: [1, 1], y: [0, 0] }];
  const bars = barsAt(fit, runs, 1);
  assert.deepEqual(bars.map((bar) => bar.height), [3, 5, 7, 1, 2, 3]);
  for (const bar of bars) assert.ok(bar.right - bar.left > 0.3 && bar.left >= bar.place - 0.5 && bar.right <= bar.place + 0.5);
  assert.equal(bars[0].right, bars[3].left);
  const [[left, right], [low, high]] = barView([1, 2, 3], [0.2, 0.4]);
  assert.ok(left < 0.64 && right > 3.36 && low < 0 && high > 1);
  assert.deepEqual([...stack([Float64Array.of(0, 1, 0, 0), Float64Array.of(2, 1, 2, 2)])], [0, 0, 1, 2]);
  assert.equal(stack([Float64Array.of(0, 1, 2), Float64Array.of(0, 0, 0)]), null);
});
