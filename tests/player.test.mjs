// The player's DOM-free modules, checked with plain numbers: node --test tests/player.test.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/${name}.js`, import.meta.url));
const { decadeText, decadeTicks, fineLogTicks, linearTicks, longNumber, pointed, shortNumber } = await js("base/numbers");
const { stepAt, unpackFloats, unpackGrid, unpackHoles, unpackRun } = await js("base/decode");
const { gridValue, heightsOf, quantileMap, spreadRows } = await js("base/heights");
const { advance, clampFrame, frameForKey, neighbourMark } = await js("controls/transport");
const { clipSegment, countUpTo, edgeCrossing, exitStep, fittingView, leftAt, planeScale, thinPath, within, zoomView } = await js("base/geometry");
const { Courier } = await js("base/courier");
const { Reports } = await js("base/memory");
const { frameFor, groundOnly, reconcileView, switchesOf } = await js("base/memory");
const { curveLines, exitOf, lossHeight, lossScale, onAxis } = await js("loss/loss");
const { axisName } = await js("base/numbers");
const { setText } = await js("base/page");
const { heightTicks, isHidden, projector } = await js("map/projection");
const { noteFor } = await js("base/page");
const { isDark, runColor } = await js("base/look");
const { exitText, isAtRest } = await js("drawing/paths");
const { columnsOf, readoutOf, roomFor } = await js("controls/readout");

const base64 = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

const numerals = JSON.parse(readFileSync(new URL("./numerals.json", import.meta.url)));
/** The number that a text stands for. */
function unwritten(text) {
  const [, sign, mantissa = "1", power = "⁰"] = text.match(/^(−?)(?:([\d.]+)(?:·|$))?(?:10([⁻⁰¹²³⁴-⁹]+))?$/);
  const exponent = [...power].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)).map((digit) => (digit < 0 ? "-" : digit)).join("");
  return Number(`${sign ? "-" : ""}${mantissa}e${exponent}`);
}

test("numbers are written as the table says that Python is held to as well", () => {
  for (const { value, digits, text } of numerals) assert.equal(shortNumber(Number(value), digits), text, value);
});

test("a short number is never off by more than half its last digit", () => {
  for (let k = -300; k < 300; k += 7) {
    const value = Math.E * 10 ** k;
    const read = unwritten(shortNumber(value, 4));
    assert.ok(Math.abs(read / value - 1) <= 5e-4, `${value} read as ${read}`);
  }
  assert.equal(longNumber(-0.123456789012, 8), "−0.12345679");
  assert.equal(longNumber(-7.123456789e-30, 8), "−7.1234568·10⁻³⁰");
});

test("linear ticks are round, inside, and about as many as asked", () => {
  assert.deepEqual(linearTicks(-5, 5, 10), [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
  assert.deepEqual(linearTicks(0, 0.3, 3), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(linearTicks(2, 2, 4), [2]);
});

test("logarithmic ticks", () => {
  assert.deepEqual(decadeTicks(-3, 2, 6), [-3, -2, -1, 0, 1, 2]);
  assert.ok(decadeTicks(-92, 3, 5).length <= 6);
  assert.equal(decadeText(-30), "10⁻³⁰");
  assert.equal(decadeText(2), "100");
  assert.deepEqual(fineLogTicks(0, 1), [1, 2, 5, 10]);
});

test("a pointed place is rounded to a thousandth of the span as a decimal", () => {
  assert.equal(pointed(1.23456, 10), 1.23);
  assert.equal(pointed(-0.0001, 10), 0);
  assert.equal(pointed(1234.5, 1e6), 1235);
});

test("floats sent whole come back exactly, floats sent short keep sign, size and infinities", () => {
  const values = Float64Array.of(0, -0, 1.5, -Math.PI, 1e-92, 1.7e308, Infinity, NaN);
  assert.deepEqual(unpackFloats(base64(values), 8), values);
  const short = new Uint8Array(values.length * 3);
  const bytes = new Uint8Array(values.buffer);
  for (let i = 0; i < values.length; i += 1) for (let k = 0; k < 3; k += 1) short[i * 3 + k] = bytes[i * 8 + 5 + k];
  const back = unpackFloats(base64(short), 3);
  assert.equal(back[2], 1.5);
  assert.equal(back[6], Infinity);
  assert.ok(Number.isNaN(back[7]));
  assert.ok(Math.abs(back[4] / 1e-92 - 1) < 1e-3);
});

const SURFACE = { window: [[0, 2], [0, 1]], shape: [3, 2], low: -1, scale: 0.5, top: Math.log1p(8 / 0.5) };

test("a grid's codes become heights; the last code is a blank", () => {
  const grid = unpackGrid({ ...SURFACE, z: base64(Uint16Array.of(0, 65534, 65535, 0, 32767, 65534)) });
  assert.deepEqual(grid.xs, [0, 1, 2]);
  assert.equal(grid.values[0], -1);
  assert.ok(Math.abs(grid.values[1] - 7) < 1e-12);
  assert.ok(Number.isNaN(grid.values[2]));
  assert.ok(Math.abs(grid.values[4] - (-1 + 0.5 * (Math.sqrt(17) - 1))) < 1e-3);
});

test("blank stretches of each row, open ones to the end", () => {
  const holes = unpackHoles(base64(Uint16Array.of(0, 2, 3, 5, 1, 7, 3, 0, 1, 9)), 10, 4);
  assert.deepEqual(holes, [[], [[3, 5]], [[7, 10]], [[0, 1], [9, 10]]]);
});

test("heights spread into blanks only, as far as asked", () => {
  const rows = [[1, 3, null, null, null]];
  assert.deepEqual(spreadRows(rows, 1), [[1, 3, 3, null, null]]);
  assert.deepEqual(spreadRows(rows, 2), [[1, 3, 3, 3, null]]);
});

test("a run is unpacked with its gradient norm and its rates", () => {
  const run = unpackRun({
    steps: 1,
    points: pack5([1, 2, 3, 4]),
    values: pack5([5, 6]),
    gradients: pack4([3, 0, 4, 0]),
    rate: 0.1,
    rates: null,
  });
  assert.deepEqual([...run.x, ...run.y], [1, 2, 3, 4]);
  assert.equal(run.slope[0], 5);
  assert.equal(run.rateAt(1), 0.1);
  assert.deepEqual([stepAt(run, 0.7), stepAt(run, 9), stepAt(run, -1)], [0, 1, 0]);
});

function packed(values, width) {
  const bytes = new Uint8Array(Float64Array.from(values).buffer);
  return base64(Uint8Array.from({ length: values.length * width }, (_, i) => bytes[Math.floor(i / width) * 8 + 8 - width + (i % width)]));
}
const pack5 = (values) => packed(values, 5);
const pack4 = (values) => packed(values, 4);

test("each scale of heights rises with f, and blanks stay blank", () => {
  const values = Float64Array.from({ length: 100 }, (_, k) => (k === 50 ? NaN : k * k));
  const grid = { columns: 10, rows: 10, values, xs: [], ys: [] };
  for (const mode of ["log", "quantile", "linear"]) {
    const heights = heightsOf(grid, { low: 0, scale: 4 }, mode);
    assert.equal(heights.rows[5][0], null);
    const flat = heights.rows.flat().filter((height) => height !== null);
    for (let k = 1; k < flat.length; k += 1) assert.ok(flat[k] >= flat[k - 1], mode);
    assert.ok(heights.high > heights.low && heights.size > 0);
  }
});

test("where a logarithm spends its levels on a steep rim the levels are those of quantiles", () => {
  const columns = 40;
  const place = (k) => (10 * k) / (columns - 1) - 5;
  const grid = (f) => ({ columns, rows: columns, values: Float64Array.from({ length: columns ** 2 }, (_, k) => f(place(k % columns), place(Math.floor(k / columns)))), xs: [], ys: [] });
  const rim = heightsOf(grid((x, y) => Math.exp(100 * x) + y * y), { low: 0, scale: 0.01 }, "log");
  assert.equal(rim.mode, "quantile");
  const left = rim.rows.map((row) => row[0]);
  assert.ok(Math.max(...left) - Math.min(...left) > 4 * rim.size, "the valley on the left shows");
  assert.equal(heightsOf(grid((x, y) => x * x + 10 * y * y), { low: 0, scale: 0.1 }, "log").mode, "log");
  assert.equal(heightsOf(grid((x, y) => Math.exp(100 * x) + y * y), { low: 0, scale: 0.01 }, "linear").mode, "linear");
});

test("quantiles give equal shares of the window", () => {
  const share = quantileMap(Float64Array.from({ length: 1001 }, (_, k) => Math.exp(k / 100)));
  assert.ok(Math.abs(share(Math.exp(5)) - 0.5) < 0.01);
  assert.equal(share(-1), 0);
  assert.equal(share(1e9), 1);
  assert.ok(Number.isNaN(share(NaN)), "where there is no surface there is no height");
});

test("between grid points the height is bilinear, outside there is none", () => {
  const grid = { columns: 2, rows: 2, xs: [0, 1], ys: [0, 1], values: Float64Array.of(0, 1, 2, 3) };
  assert.equal(gridValue(grid, 0.5, 0.5), 1.5);
  assert.equal(gridValue(grid, 0.25, 0), 0.25);
  assert.ok(Number.isNaN(gridValue(grid, 1.01, 0)));
});

test("time moves the frame: never backwards, never through a sleeping tab, round in a loop", () => {
  const play = { speed: 1, last: 100, loop: false };
  assert.deepEqual(advance(10, 0.05, play), { frame: 11, ended: false });
  assert.deepEqual(advance(10, -3, play), { frame: 10, ended: false });
  assert.equal(advance(10, 3600, play).frame, 15);
  assert.deepEqual(advance(99.5, 0.05, play), { frame: 100, ended: true });
  assert.deepEqual(advance(99.5, 0.05, { ...play, loop: true }), { frame: 0.5, ended: false });
});

test("with stops at events, playing ends at the next one, however fast, and goes on from there", () => {
  const play = { speed: 16, last: 100, loop: false, stops: [9, 40] };
  assert.deepEqual(advance(0, 0.2, play), { frame: 9, ended: true });
  assert.deepEqual(advance(9, 0.05, play), { frame: 25, ended: false });
  assert.deepEqual(advance(90, 0.2, { ...play, loop: true }), { frame: 54, ended: false });
});

test("keys", () => {
  assert.equal(frameForKey("ArrowLeft", false, 0, 10), 0);
  assert.equal(frameForKey("ArrowRight", true, 3, 200), 13);
  assert.equal(frameForKey("Home", false, 5, 10), 0);
  assert.equal(frameForKey("End", false, 5, 10), 10);
  assert.equal(frameForKey("x", false, 5, 10), null);
  assert.equal(clampFrame(NaN, 10), 0);
  assert.equal(neighbourMark([3, 9, 27], 9, 1), 27);
  assert.equal(neighbourMark([3, 9, 27], 9, -1), 3);
  assert.equal(neighbourMark([3, 9, 27], 27, 1), null);
});

const BOX = { left: 10, top: 20, width: 100, height: 50 };

test("pixels and data invert each other", () => {
  const scale = planeScale([[-5, 5], [0, 2]], BOX);
  assert.deepEqual([scale.px(-5), scale.px(5), scale.py(0), scale.py(2)], [10, 110, 70, 20]);
  for (const x of [-5, -1.25, 3]) assert.ok(Math.abs(scale.x(scale.px(x)) - x) < 1e-12);
  assert.ok(scale.inside(5, 2) && !scale.inside(5.001, 2));
});

test("a thinned path keeps the start and every visible move", () => {
  const run = { steps: 5, x: [0, 1e-6, 1, 1, 2, 2 + 1e-9], y: [0, 0, 0, 0, 0, 0] };
  const path = thinPath(run, planeScale([[0, 10], [-1, 1]], BOX));
  assert.deepEqual(path.step, [0, 2, 4]);
  assert.deepEqual([0, 1, 2, 3, 4, 99].map((t) => countUpTo(path.step, t)), [1, 1, 2, 2, 3, 3]);
});

test("segments are clipped in their true direction, however far they go", () => {
  assert.deepEqual(clipSegment(20, 30, 60, 40, BOX), [20, 30, 60, 40]);
  assert.equal(clipSegment(0, 0, 5, 5, BOX), null);
  const [, , x, y] = clipSegment(60, 45, 60 + 1e12, 45 + 1e11, BOX);
  assert.ok(Math.abs(x - 110) < 1e-3 && Math.abs(y - 50) < 1e-3);
  assert.deepEqual(edgeCrossing([60, 45], [260, 45], BOX), [110, 45]);
});

test("a run that left is known by the step at which it left for good", () => {
  const run = { x: [0, 3, 0, 4, 9], y: [0, 0, 0, 0, 0] };
  const inside = (x) => Math.abs(x) <= 2;
  assert.deepEqual([0, 1, 2, 3, 4].map((t) => leftAt(run, t, inside)), [null, 1, null, 3, 3]);
});

test("zoom keeps the place under the finger and has limits", () => {
  const home = [[-5, 5], [0, 2]];
  assert.deepEqual(zoomView(home, home, [0, 1], 0.5), [[-2.5, 2.5], [0.5, 1.5]]);
  assert.deepEqual(zoomView(home, home, [-5, 0], 0.5), [[-5, 0], [0, 1]]);
  const far = zoomView(home, home, [0, 1], 1e9);
  assert.equal(far[0][1] - far[0][0], 1e7); // a million windows
  const wide = zoomView([[0, 40], [0, 1]], home, [20, 0.5], 1e9);
  assert.equal((wide[0][1] - wide[0][0]) / (wide[1][1] - wide[1][0]), 40); // both axes alike
  const [x] = fittingView([{ x: [1, 3], y: [1, 1] }], home);
  assert.ok(x[0] < 1 && x[1] > 3 && x[1] - x[0] < 2.5);
});

test("a remembered frame survives new data; one that stood at the end stays at the end", () => {
  const memory = { frame: 40, atEnd: false };
  assert.equal(frameFor(memory, null, 200, null), 40);
  assert.equal(frameFor(memory, null, 30, null), 30);
  assert.equal(frameFor({ frame: 100, atEnd: true }, null, 200, null), 200);
  assert.equal(frameFor({ frame: null, atEnd: true }, 37, 200, undefined), 37);
  assert.equal(frameFor(memory, 37, 200, 37), 40);
  assert.equal(frameFor(memory, 9999, 200, 37), 200);
});

test("an echo of an older switch does not undo a newer one, news from Python does", () => {
  const memory = { view: null, sentViews: [], seenView: "" };
  const first = { levels: "log", loop: false, size: "" };
  assert.deepEqual(reconcileView(memory, first), first);
  memory.view = { levels: "linear", loop: false, size: "" };
  memory.sentViews.push(switchesOf(memory.view));
  memory.view = { levels: "linear", loop: true, size: "" };
  memory.sentViews.push(switchesOf(memory.view));
  assert.deepEqual(reconcileView(memory, { levels: "linear", loop: false, size: "" }), { levels: "linear", loop: true, size: "" });
  assert.deepEqual(reconcileView(memory, { levels: "linear", loop: true, size: "" }), { levels: "linear", loop: true, size: "" });
  assert.deepEqual(reconcileView(memory, { levels: "quantile", loop: true, size: "" }), { levels: "quantile", loop: true, size: "" });
});

test("the size is the page's: it follows although a switch of the visitor is under way", () => {
  const memory = { view: null, sentViews: [], seenView: "" };
  reconcileView(memory, { loop: false, size: "" });
  memory.view = { loop: true, size: "" };
  memory.sentViews.push(switchesOf(memory.view));
  assert.deepEqual(reconcileView(memory, { loop: false, size: "projector" }), { loop: true, size: "projector" });
  assert.deepEqual(reconcileView(memory, { loop: true, size: "projector" }), { loop: true, size: "projector" });
  assert.deepEqual(reconcileView(memory, { loop: true, size: "" }), { loop: true, size: "" });
  assert.deepEqual(memory.sentViews, []);
});

test("one message under way, the newest of the others after it", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  const courier = new Courier((message) => sent.push(message), 3000);
  for (const place of [1, 2, 3, 4]) courier.post(place);
  assert.deepEqual(sent, [1]);
  courier.arrived();
  assert.deepEqual(sent, [1, 4]);
  context.mock.timers.tick(3000);
  courier.post(5);
  assert.deepEqual(sent, [1, 4, 5]);
});

const lossRun = (values, kind = "done") => ({ value: Float64Array.from(values), ending: { kind } });

test("a diverging run stretches the loss axis by two decades at most, unless all diverge", () => {
  const calm = lossRun([100, 10, 1]);
  const wild = lossRun([100, 1e9, 1e18], "diverged");
  const together = lossScale([calm, wild], "value", true);
  assert.deepEqual([together.low, together.high], [0, 4]);
  assert.equal(lossScale([wild], "value", true).high, 18);
  const linear = lossScale([calm, wild], "value", false);
  assert.deepEqual([linear.low, linear.high], [1, 100 + 99 / 2]);
});

test("a curve that diverges is drawn to the edge, with the step and value at which it left; never along it", () => {
  const scale = { ...lossScale([lossRun([100, 10, 1]), lossRun([100, 1e9, 1e18], "diverged")], "value", true) };
  const wild = (step) => [100, 1e9, 1e18][step];
  // From 10^2 at step 0 to 10^9 at step 1 a straight line meets 10^4 after 2/7 of the way.
  assert.deepEqual(curveLines(scale, wild, 0, 2), [[[0, 2], [2 / 7, 4]]]);
  assert.deepEqual(exitOf(scale, wild, 0, 2), { step: 1, value: 1e9, at: 2 / 7, up: true });
  assert.equal(exitOf(scale, wild, 0, 0), null);
  assert.ok(onAxis(scale, 100) && !onAxis(scale, 1e9));
});

test("a curve that comes back is drawn again from the edge on, and has not left", () => {
  const scale = { log: false, offset: 0, low: 0, high: 10 };
  const swing = (step) => [5, 15, 5, -5][step];
  assert.deepEqual(curveLines(scale, swing, 0, 3), [[[0, 5], [0.5, 10]], [[1.5, 10], [2, 5], [2.5, 0]]]);
  assert.equal(exitOf(scale, swing, 0, 2), null);
  assert.deepEqual(exitOf(scale, swing, 0, 3), { step: 3, value: -5, at: 2.5, up: false });
});

test("a fall without bound is seen: log(x) + y² from (1, 1) by gradient descent", () => {
  // f falls from 1 to −4.8 before the run leaves the domain; the other run hardly moves.
  const falls = lossRun([1, 0.2, -0.9, -2.1, -4.8], "stray");
  const scale = lossScale([lossRun([1, 0.99, 0.98, 0.97, 0.96]), falls], "value", false);
  assert.ok(scale.low <= 1 - 20 * 0.04 + 1e-12 && scale.high === 1);
  const alone = lossScale([falls], "value", false);
  assert.deepEqual([alone.low, alone.high], [-4.8, 1]);
  const steep = lossScale([lossRun([1, 0], "done"), lossRun([1, -1e30], "diverged")], "value", true);
  const gone = exitOf(steep, (step) => [1, -1e30][step], 0, 1);
  assert.deepEqual([gone.step, gone.value, gone.up], [1, -1e30, false]);
});

test("one run that goes down to rounding does not press the others flat", () => {
  const runs = [[100, 60], [100, 8], [100, 1e-30]].map((values) => lossRun(values));
  const scale = lossScale(runs, "value", true);
  assert.ok(Math.abs(scale.low - (Math.log10(8) - 6)) < 1e-12);
  assert.deepEqual(exitOf(scale, (step) => [100, 1e-30][step], 0, 1).up, false);
  assert.equal(lossScale([runs[2]], "value", true).low, 2 - 12, "no deeper than 1e-12 of the top");
  const deep = [[100, 1e-30], [100, 1e-31], [1, 1e-28]].map((values) => lossRun(values));
  assert.equal(lossScale(deep, "value", true).low, 2 - 12);
  assert.equal(lossScale([lossRun([1e-20, 1e-25])], "value", true).low, -25, "measured from the top, wherever that is");
});

test("a log axis of values below zero is measured from the lowest seen; a constant gets a linear axis", () => {
  const below = lossScale([lossRun([7, 1, -2, -3])], "value", true);
  assert.equal(below.offset, -3);
  assert.deepEqual([below.low, below.high], [0, 1]);
  assert.equal(lossHeight(below, -3), 0);
  assert.equal(lossScale([lossRun([7, -3])], "value", true, -5).offset, -5);
  assert.equal(lossScale([lossRun([7, -3])], "value", true, -2).offset, -3);
  assert.equal(lossScale([lossRun([7, 3])], "value", true, -5).offset, 0);
  const flat = lossScale([lossRun([7, 7])], "value", true);
  assert.equal(flat.log, false);
  assert.ok(flat.low < 7 && flat.high > 7);
  const none = lossScale([], "value", true);
  assert.ok(none.high > none.low);
});

test("names are written as by hand", () => {
  assert.deepEqual(["x", "theta_0", "w_12", "alpha"].map(axisName), ["x", "θ₀", "w₁₂", "α"]);
});

test("a scene that shows little says why", () => {
  assert.match(noteFor({ constant: true, blank: 0 }, [1]), /constant/);
  assert.match(noteFor({ constant: false, blank: 1 }, [1]), /no finite value/);
  assert.match(noteFor({ constant: false, blank: 0 }, []), /No run/);
  assert.equal(noteFor({ constant: false, blank: 0.5 }, [1]), "");
});

test("grounds are told apart, and black runs turn white on a dark one", () => {
  assert.equal(isDark("rgb(17, 21, 28)"), true);
  assert.equal(isDark("rgb(252, 251, 248)"), false);
  assert.equal(isDark("color(srgb 0.05 0.06 0.08)"), true);
  assert.equal(runColor("#111", "dark"), "#EEEEEE");
  assert.equal(runColor("#123456", "dark"), "#123456");
});

test("a run at rest has no arrows: a slope far below the steepest and steps of a few pixels", () => {
  const scale = { px: (x) => 100 * x, py: (y) => 100 * y };
  const run = { steps: 2, x: [0, 1, 1.001], y: [0, 0, 0], slope: [10, 0.05, 0.05] };
  assert.equal(isAtRest(run, 2, scale, 10), true);
  assert.equal(isAtRest(run, 1, scale, 10), true, "the step to come counts");
  assert.equal(isAtRest({ ...run, x: [0, 1, 1.1] }, 1, scale, 10), false, "it still moves");
  assert.equal(isAtRest({ ...run, slope: [10, 0.5, 0.5] }, 2, scale, 10), false, "it is still steep");
});

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
// An eye at (0, 0, 5) that looks down: depth 5 − z, and a picture as wide as the plane z = 4 shows of [−1, 1].
const DOWN = { projection: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 0], view: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, -5, 1], model: IDENTITY };

test("points in space get the pixels of a pinhole camera, and the eye is where its lines meet", () => {
  const { pixel, eye } = projector(DOWN, [1, 1, 1], 200, 100);
  assert.deepEqual(pixel(0, 0, 0), [100, 50]);
  assert.deepEqual(pixel(1, 0, 4), [200, 50]);
  assert.deepEqual(pixel(1, -1, 3), [150, 75], "twice as far, half as large");
  assert.deepEqual(eye.map((part) => part + 0), [0, 0, 5]);
  assert.deepEqual(projector(DOWN, [2, 1, 1], 200, 100).pixel(0.5, 0, 4), [200, 50], "stretched axes");
});

test("a hill between a point and the eye hides it; what lies before it or beside it does not", () => {
  const hill = (x) => (Math.abs(x - 2) < 0.5 ? 3 : 0);
  const eye = [10, 0, 1];
  assert.equal(isHidden([0, 0, 0], eye, hill, 3, 0.01), true);
  assert.equal(isHidden([4, 0, 0], eye, hill, 3, 0.01), false);
  assert.equal(isHidden([0, 0, 0], [0, 10, 1], hill, 3, 0.01), false);
  assert.equal(isHidden([0, 0, 0], [1, 0, 50], hill, 3, 0.01), false, "over it");
  assert.equal(isHidden([0, 0, 0], eye, () => NaN, 3, 0.01), false, "where there is no surface");
});

test("the figures of the height are values of f at their heights", () => {
  const of = (value) => Math.log10(value);
  const ticks = heightTicks(of, 0, 5, [1, 1e5]);
  assert.equal(ticks.length, 5);
  for (const [value, height] of ticks) assert.equal(height, Math.log10(value));
  assert.deepEqual(heightTicks((value) => value, 0, 10, [0, 10]).map(([value]) => value), [1, 3, 5, 7, 9]);
});

test("text is written into the node that is there, and not again where it stands already", () => {
  let made = 0;
  let written = 0;
  const node = (data) => ({ text: data, get data() { return this.text; }, set data(value) { written += 1; this.text = value; } });
  const element = { firstChild: null, append(text) { made += 1; this.firstChild = node(text); } };
  for (const text of ["1", "2", "2", "", "3"]) setText(element, text);
  assert.deepEqual([element.firstChild.data, made, written], ["3", 1, 3]);
});

test("where f is not defined the readout claims no slope, and a projector has shorter numbers", () => {
  const run = { steps: 0, x: [-1], y: [0.123456], value: [NaN], slope: [2.236], rateAt: () => null };
  assert.deepEqual(readoutOf(run, 0).cells.slope[0], "undefined");
  assert.equal(readoutOf(run, 0).cells.y[0], "0.1235");
  assert.equal(readoutOf(run, 0, 3).cells.y[0], "0.123");
});

test("a run is said to have left at the step of leaving, with the value at that step", () => {
  const run = { steps: 4, x: [0, 1, 3, 5, 9], y: [0, 0, 0, 0, 0], value: [8, 6, 4.25, 2, 1], ending: { kind: "done" } };
  const window = within([[-2, 2], [-2, 2]]);
  assert.equal(exitStep(run, 4, window, window), 2);
  assert.equal(exitText(run, 4, 2), "left at step 2 · f 4.25");
  const lost = { ...run, ending: { kind: "diverged" } };
  assert.equal(exitText(lost, 3, 2), "left at step 2 · f 4.25", "not yet at its end");
  assert.equal(exitText(lost, 4, 2), "diverged at step 4 · f 1");
});

test("what only a closer view cuts off has not left, and a wider view shows where it does", () => {
  const run = { steps: 4, x: [0, 1, 3, 5, 9], y: [0, 0, 0, 0, 0] };
  const window = within([[-2, 2], [-2, 2]]);
  const [close, wide] = [within([[-0.5, 0.5], [-0.5, 0.5]]), within([[-4, 4], [-4, 4]])];
  assert.equal(exitStep(run, 1, close, window), null, "still in the window");
  assert.equal(exitStep(run, 4, close, window), null, "it left the view at step 1, the window at step 2");
  assert.equal(exitStep(run, 4, wide, window), 3);
  assert.equal(exitStep({ ...run, x: [5, 6, 7, 8, 9] }, 2, window, window), 0, "a start outside");
});

/** In digits: of a power 0.64 at most, of the point and the dot together less than 1, in IBM Plex Sans. */
const widthOf = (text) => [...text].reduce((sum, sign) => sum + (/[⁰¹²³⁴-⁹]/.test(sign) ? 0.64 : /[.·]/.test(sign) ? 0.5 : 1), 0);

test("the room for a number is never less than its text", () => {
  for (const digits of [2, 3, 4]) {
    for (let k = -320; k < 309; k += 1) {
      for (const mantissa of [1, -1.05, 1.23456, -9.8765, 9.99996, -9.4]) {
        const value = mantissa * 10 ** k;
        assert.ok(widthOf(shortNumber(value, digits)) <= roomFor(value, digits) + 0.1, `${value} ${digits}`);
      }
    }
    for (const value of [0, NaN, Infinity, -Infinity]) assert.ok(widthOf(shortNumber(value, digits)) <= roomFor(value, digits) + 1e-9);
  }
});

test("columns hold every number of every frame; where they are too narrow for all, numbers are shorter", () => {
  const run = (value) => ({ steps: 2, x: [-4, -6.608e-127, 0], y: [2, 9.737e-24, -1.5], value: [16, value, 0], slope: [1, 2, 3], rateAt: () => 0.09 });
  const names = ["step", "x", "y", "f", "‖∇f‖", "rate"];
  const ample = columnsOf([run(1)], names, 4, 100);
  assert.equal(ample.digits, 4);
  assert.ok(ample.wide[1] >= widthOf("−6.608·10⁻¹²⁷") && ample.wide[2] >= widthOf("9.737·10⁻²⁴"));
  const total = ample.wide.reduce((sum, width) => sum + width, 0);
  assert.equal(columnsOf([run(1)], names, 4, total - 1).digits, 3);
  assert.equal(columnsOf([run(1)], names, 4, 3).digits, 2, "no fewer: it scrolls");
  assert.ok(columnsOf([run(1), run(-1e-300)], names, 4, 100).wide[3] >= widthOf("−10⁻³⁰⁰"), "the widest of all runs");
});

test("while a hand moves nothing is said of the runs, and all of the ground", () => {
  const marks = [{ kind: "global", run: null }, { kind: "event", run: "0", frame: 3 }, { kind: "saddle", run: null }];
  assert.deepEqual(groundOnly({ marks, fates: { 0: { word: "Arrived" } } }), { marks: [marks[0], marks[2]], fates: {} });
});
