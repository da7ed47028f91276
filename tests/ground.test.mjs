// The ground of the map: its heights, lines and bands against closed forms: node --test tests/ground.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/${name}.js`, import.meta.url));
const { blanksOf, fieldOf, missedShare, valueAt } = await js("base/heights");
const { trueView } = await js("base/geometry");
const { beyondGround } = await js("map/axes");
const { inSlices } = await js("base/slices");
const { bandPixels, palette } = await js("drawing/bands");
const { CROWDED, FINER, groundOf, Remembered, SPREAD } = await js("map/ground");

const WINDOW = [[-5, 5], [-5, 5]];
// sin(k x) + cos(k y)
const waves = (k) => ({ inputs: ["x", "y"], steps: [["constant", k], ["mul", 0, 2], ["sin", 3], ["mul", 1, 2], ["cos", 5], ["add", 4, 6]] });
const BOWL = { inputs: ["x", "y"], steps: [["mul", 0, 0], ["mul", 1, 1], ["add", 2, 3]] };
const LOG_X = { inputs: ["x", "y"], steps: [["log", 0]] };

/** What a generator returns, and how many breaks it makes. */
function drained(work) {
  for (let breaks = 0; ; breaks += 1) {
    const step = work.next();
    if (step.done) return { value: step.value, breaks };
  }
}
const groundFor = (program, window = WINDOW, levels = "log", side = 600) =>
  drained(groundOf(new Remembered(), { surface: { key: "k", program }, window, levels, side })).value;
const pointsOf = (path) => path.split(/[MLZ]/).filter(Boolean).map((pair) => pair.split(",").map(Number));

test("the field of a program holds its values, and their lowest", () => {
  const { value: field, breaks } = drained(fieldOf(waves(3), [[-1, 2], [0, 4]], [7, 5]));
  field.ys.forEach((y, j) => field.xs.forEach((x, i) => assert.equal(field.values[j * 7 + i], Math.sin(3 * x) + Math.cos(3 * y))));
  assert.deepEqual([field.xs[0], field.xs[6], field.ys[0], field.ys[4]], [-1, 2, 0, 4]);
  assert.equal(field.low, Math.min(...field.values));
  assert.equal(breaks, 1);
  assert.ok(drained(fieldOf(BOWL, WINDOW, [150, 150])).breaks >= 15, "the page gets its turn");
  assert.equal(valueAt(BOWL, 3, 4), 25);
  assert.ok(Number.isNaN(valueAt(LOG_X, -1, 0)));
});

test("what a function has no value for is blank, in the grid and in the finer raster", () => {
  const { value: field } = drained(fieldOf(LOG_X, WINDOW, [10, 4]));
  assert.equal(field.blank, 0.5);
  const { value: rows } = drained(blanksOf(LOG_X, WINDOW, [100, 3]));
  assert.deepEqual(rows, [[[0, 50]], [[0, 50]], [[0, 50]]]);
});

test("a grid is trusted where it follows the function, and not where waves are finer than its cells", () => {
  const share = (k, count) => {
    const { value: grid } = drained(fieldOf(waves(k), WINDOW, [count, count]));
    return missedShare(waves(k), grid, { of: (value) => value, low: -2, high: 2 });
  };
  assert.ok(share(1, 150) === 0 && share(10, 150) === 0);
  assert.ok(share(50, 150) > 0.4, "under two points a wave");
  assert.ok(share(50, 600) < 0.01);
});

test("level lines lie on their levels, closed where the level curve is", () => {
  const ground = groundFor(BOWL, WINDOW, "linear");
  assert.equal(ground.remark, "");
  assert.equal(ground.paths.length, 22);
  ground.paths.forEach((path, k) => {
    const radius = Math.sqrt((50 * (k + 0.5)) / 22);
    for (const [x, y] of pointsOf(path)) assert.ok(Math.abs(Math.hypot(x, y) - radius) < 0.02, `${x}, ${y}`);
    assert.equal(/Z$/.test(path) && path.split("M").length === 2, radius < 5);
  });
});

test("levels that are not those asked for are said to be others", () => {
  // exp(100 x) + y²
  const rim = { inputs: ["x", "y"], steps: [["constant", 100], ["mul", 0, 2], ["exp", 3], ["mul", 1, 1], ["add", 4, 5]] };
  assert.equal(groundFor(rim, WINDOW, "log").remark, SPREAD);
  for (const levels of ["quantile", "linear"]) assert.notEqual(groundFor(rim, WINDOW, levels).remark, SPREAD);
  assert.equal(groundFor(BOWL, WINDOW, "log").remark, "");
});

test("in a window of a millionth, far from the origin, lines still have their digits", () => {
  const [x, y] = [[700, 700 + 1e-6], [-3, -3 + 1e-6]];
  const ground = groundFor({ inputs: ["x", "y"], steps: [["add", 0, 1]] }, [x, y], "linear");
  assert.equal(ground.paths.length, 22);
  const [[ax, ay], [bx, by]] = pointsOf(ground.paths[10]);
  assert.ok(Math.abs((by - ay) / (bx - ax) + 1) < 0.02);
});

test("lines that would lie too close to be told apart are thinned, then left out, and that is said", () => {
  assert.equal(groundFor(waves(1)).paths.length, 22);
  const thinned = groundFor(waves(6), WINDOW, "linear");
  assert.ok(thinned.paths.length > 3 && thinned.paths.length < 12, `${thinned.paths.length}`);
  const crowded = groundFor(waves(20));
  assert.deepEqual([crowded.paths.length, crowded.remark], [0, CROWDED]);
  assert.ok(crowded.columns > 150, "a finer grid was taken");
  const moire = groundFor(waves(500));
  assert.deepEqual([moire.paths.length, moire.remark], [0, FINER]);
  assert.equal(groundFor(waves(500), [[0, 0.1], [0, 0.1]]).remark, "", "nearer, it shows");
  assert.equal(groundFor(BOWL, WINDOW, "log", 60).paths.length < 22, true, "a small picture has room for fewer");
});

test("a surface without a formula shows the grid that it came with", () => {
  const { value: grid } = drained(fieldOf(BOWL, WINDOW, [60, 60]));
  const surface = { key: "g", program: null, holes: null, fine: [600, 600], low: 0, scale: 1, blank: 0 };
  const ground = drained(groundOf(new Remembered(), { surface, grid, window: WINDOW, levels: "linear", side: 600 })).value;
  assert.deepEqual([ground.columns, ground.remark, ground.paths.length], [60, "", 22]);
});

test("a ground is worked out once for a surface, window and levels", () => {
  const memory = new Remembered();
  const task = { surface: { key: "k", program: waves(2) }, window: WINDOW, levels: "log", side: 600 };
  const first = drained(groundOf(memory, task));
  const second = drained(groundOf(memory, task));
  assert.ok(first.breaks > 100 && second.breaks === 0);
  assert.equal(first.value, second.value);
});

test("bands are painted from the bottom up, mixed at the level between them, clear where there is nothing", () => {
  const colors = palette([[0, "#000000"], [1, "#ffffff"]], 3);
  assert.deepEqual([...colors], [0, 0, 0, 128, 128, 128, 255, 255, 255]);
  const plane = { columns: 2, rows: 2, low: 0, size: 1 };
  const { value: up } = drained(bandPixels({ ...plane, values: Float64Array.of(0, 0, 2, 2) }, colors, 4, 401));
  const red = (row) => up[4 * (row * 4 + 1)];
  assert.deepEqual([red(399), red(320), red(200), red(80), red(2)], [0, 0, 128, 255, 255]);
  const soft = [...Array(401).keys()].map(red).filter((value) => ![0, 128, 255].includes(value));
  assert.ok(soft.length >= 1 && soft.length <= 6, "edges are soft, a pixel or two");
  const { value: clear } = drained(bandPixels({ ...plane, values: Float64Array.of(NaN, 0, NaN, 0) }, colors, 3, 3));
  assert.ok(clear.every((value) => value === 0));
});

test("long work lets other tasks run, and ends when it is over", async () => {
  let news = false;
  const waiting = function* () {
    while (!news) yield;
    return "done";
  };
  setTimeout(() => (news = true), 1);
  assert.equal(await inSlices(waiting()), "done", "it would wait for ever if the timer had no turn");
  news = false;
  assert.equal(await inSlices(waiting(), () => true), undefined);
});

test("scales are equal whenever spans are within 3 : 1, by showing more of the plane", () => {
  const box = { left: 46, top: 6, width: 400, height: 800 };
  const unit = (view) => view.map(([low, high], axis) => (high - low) / [box.width, box.height][axis]);
  const square = trueView(WINDOW, WINDOW, box);
  assert.deepEqual(square, [[-5, 5], [-10, 10]]);
  const [a, b] = unit(trueView([[0, 3], [0, 1]], WINDOW, box));
  assert.ok(Math.abs(a / b - 1) < 1e-12);
  const long = [[0, 10], [0, 1]];
  assert.deepEqual(trueView(long, long, box), long, "10 : 1 is shown as it is");
  const turned = trueView(trueView(square, WINDOW, { ...box, width: 800, height: 400 }, false), WINDOW, box, false);
  turned.flat().forEach((end, k) => assert.ok(Math.abs(end - square.flat()[k]) < 1e-9, "a screen turned twice shows what it did"));
});

test("a path in pixels keeps its shape: the corners of the window are those of the box, a hundredth of a pixel counts", async () => {
  const { inPixels } = await js("map/contour");
  const window = [[-2, 6], [1e-9, 3e-9]];
  assert.equal(inPixels("M-2,3e-9L6,1e-9L2,2e-9Z", window, 800, 500), "M0,0L800,500L400,250Z");
  assert.equal(inPixels("M-1.99,2.5e-9L-1.5,1e-9", window, 800, 500), "M1,125L50,500");
  const ground = groundFor(BOWL);
  ground.paths.forEach((path) => {
    const pixels = inPixels(path, ground.window, 700, 300);
    assert.equal(pixels.replace(/[^MLZ]/g, ""), path.replace(/[^MLZ]/g, ""));
    pointsOf(path).forEach(([x, y], k) => {
      const [u, v] = pointsOf(pixels)[k];
      assert.ok(Math.abs(u - ((x + 5) / 10) * 700) < 0.006 && Math.abs(v - ((5 - y) / 10) * 300) < 0.006);
    });
  });
});

test("a view beyond the window says so where the surface has no ground there", () => {
  const rows = { program: null, low: 0, high: 1, window: WINDOW };
  for (const view of [WINDOW, [[-5, 5 + 1e-12], [-5, 5]], [[-1, 2], [0, 1]]]) assert.equal(beyondGround(rows, view), "");
  for (const view of [[[-6, 5], [-5, 5]], [[-5, 5], [-5, 5.1]], [[7, 9], [0, 1]]]) assert.match(beyondGround(rows, view), /in its window only/);
  assert.equal(beyondGround({ program: BOWL, window: WINDOW }, [[7, 9], [0, 1]]), "");
});

test("level ground is shown at equal scales, as it is once its map is no longer withheld", async () => {
  const { shownView } = await js("map/axes");
  const box = { width: 840, height: 530 };
  const dark = { program: null, low: 0, high: 0, window: [[-5, 5], [-4, 4]] };
  const scales = ([[x0, x1], [y0, y1]]) => [(x1 - x0) / box.width, (y1 - y0) / box.height];
  const [across, up] = scales(shownView(dark, dark.window, box));
  assert.ok(Math.abs(across - up) < 1e-12);
  assert.deepEqual(shownView(dark, dark.window, box), shownView({ ...dark, program: BOWL }, dark.window, box));
  assert.deepEqual(shownView({ ...dark, high: 1 }, dark.window, box), dark.window);
  assert.equal(beyondGround(dark, [[-7, 7], [-4, 4]]), "");
});
