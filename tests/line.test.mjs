// A formula of one variable as a curve, checked with closed forms: node --test tests/line.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/${name}.js`, import.meta.url));
const { curveOf, heightRange, marksOn, onCurve, shownMarks } = await js("line/curve");
const { pixelsOf, tangentAt } = await js("line/drawline");
const { planeScale } = await js("base/geometry");
const { headOf } = await js("drawing/paths");

// x^2 of two inputs, and 1/y
const SQUARE = { variables: ["x", "y"], window: [[-5, 5], [-5, 5]], line: { axis: 0 }, program: { inputs: ["x", "y"], steps: [["mul", 0, 0]] } };
const INVERSE = { variables: ["x", "y"], window: [[-1, 1], [-4, 4]], line: { axis: 1 }, program: { inputs: ["x", "y"], steps: [["constant", 1], ["div", 2, 1]] } };
const near = (a, b, tolerance = 1e-12) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test("a surface of two variables or without a formula has no curve", () => {
  assert.equal(curveOf({ ...SQUARE, line: null }), null);
  assert.equal(curveOf({ ...SQUARE, program: null }), null);
  const scene = { surface: { ...SQUARE, line: null } };
  assert.equal(onCurve(scene), scene);
});

test("a point of the plane stands at f of its variable, and comes back with the other coordinate as it was", () => {
  const [square, inverse] = [curveOf(SQUARE), curveOf(INVERSE)];
  assert.deepEqual(square.placed([-3, 7]), [-3, 9]);
  assert.deepEqual(square.inPlane([2, 99], [-3, 7]), [2, 7]);
  assert.deepEqual(inverse.placed([7, -2]), [-2, -0.5]);
  assert.deepEqual(inverse.inPlane([4, 99], [7, -2]), [7, 4]);
  assert.ok(Number.isNaN(inverse.heightAt(0)));
});

test("the view holds the whole curve over a stretch, and of a pole what is near the middle", () => {
  const [[low, high], [bottom, top]] = curveOf(SQUARE).view([-1, 2]);
  assert.deepEqual([low, high], [-1, 2]);
  assert.ok(bottom < 0 && bottom > -0.5 && top > 4 && top < 4.5);
  const [, [down, up]] = curveOf(INVERSE).view([-4, 4]);
  assert.ok(down < -1 && up > 1 && up < 100 && down > -100);
  assert.deepEqual(heightRange(Float64Array.of(NaN, NaN)), [-1, 1]);
  const [flatLow, flatHigh] = heightRange(new Float64Array(9).fill(3));
  assert.ok(flatLow < 3 && flatHigh > 3);
});

const RUN = { id: "0", steps: 2, x: Float64Array.of(3, 1, -1), y: Float64Array.of(8, 8, 8), value: Float64Array.of(9, 1, 1), gx: Float64Array.of(6, 2, -2), gy: new Float64Array(3), ending: { kind: "done" } };

test("runs stand on the curve, also between two frames, and their slope lies along the variable", () => {
  const scene = onCurve({ surface: SQUARE, runs: [RUN], marks: [] });
  const [run] = scene.runs;
  assert.deepEqual([...run.y], [9, 1, 1]);
  assert.deepEqual([...run.gx], [6, 2, -2]);
  assert.deepEqual(scene.surface.variables, ["x", "f"]);
  assert.equal(scene.surface.program, null); // a curve keeps to no equal scales
  const scale = planeScale(scene.surface.window, { left: 0, top: 0, width: 100, height: 100 });
  const head = headOf(run, 1.25, scale);
  near(head.x, 0.5);
  near(head.y, 0.25);
  const other = onCurve({ surface: INVERSE, runs: [{ ...RUN, x: RUN.y, y: RUN.x, gx: RUN.gy, gy: RUN.gx }], marks: [] }).runs[0];
  assert.deepEqual([...other.x], [3, 1, -1]);
  assert.deepEqual([...other.gx], [6, 2, -2]);
});

test("the tangent goes through the ball with the slope of f, equally far to both sides", () => {
  const scene = onCurve({ surface: SQUARE, runs: [RUN], marks: [] });
  const scale = planeScale(scene.surface.window, { left: 40, top: 6, width: 500, height: 300 });
  const [[x0, y0], [x1, y1]] = tangentAt(scene.runs[0], 0.5, scale, 70);
  near(Math.hypot(x1 - x0, y1 - y0), 140, 1e-9);
  near((scale.x(x0) + scale.x(x1)) / 2, 3, 1e-9);
  near((scale.y(y0) + scale.y(y1)) / 2, 9, 1e-9);
  near((scale.y(y1) - scale.y(y0)) / (scale.x(x1) - scale.x(x0)), 6, 1e-9);
  assert.equal(tangentAt({ ...scene.runs[0], value: Float64Array.of(NaN, 1, 1) }, 0, scale, 70), null);
});

test("the dots of a floor are one minimum each, and the lowest is the lowest one", () => {
  const floor = (x, y, value) => ({ kind: "floor", point: [x, y], value, frame: null, run: null, text: "all along the line" });
  const event = { kind: "event", point: [2, 8], value: null, frame: 3, run: "0", text: "Overshoot." };
  const marks = marksOn(curveOf(SQUARE), [floor(-1, 0, -1.3), floor(-1, 1, -1.3), event, floor(0.96, 0, -0.7), floor(0.9600001, 2, -0.7)], 10);
  assert.deepEqual(marks.map(({ kind }) => kind), ["global", "minimum", "event"]);
  assert.deepEqual(marks[0].point, [-1, 1]); // on the curve of x²
  assert.deepEqual(marks[2].point, [2, 4]);
  const untouched = [floor(1, 1, 0)];
  assert.equal(shownMarks({ surface: { ...SQUARE, line: null }, marks: untouched }), untouched);
  assert.equal(shownMarks({ surface: SQUARE, marks: untouched })[0].kind, "global");
});

test("the curve is cut where f has no value and where it jumps from edge to edge", () => {
  const box = { left: 0, top: 0, width: 400, height: 200 };
  const view = curveOf(INVERSE).view([-4, 4]);
  const scale = planeScale(view, box);
  const us = Float64Array.from({ length: 801 }, (_, k) => -4 + k / 100);
  const pieces = pixelsOf(us, curveOf(INVERSE).heights(us), scale, box);
  assert.equal(pieces.length, 2);
  for (const [x, y] of pieces.flat()) {
    assert.ok(Number.isFinite(x) && y >= -200 && y <= 400);
    const u = scale.x(x);
    if (y > -190 && y < 390) near(scale.y(y), 1 / u, 1e-6 * Math.abs(1 / u));
  }
  const half = pixelsOf(Float64Array.of(-2, -1, 0, 1, 2), Float64Array.of(NaN, NaN, 0, 1, 2), scale, box);
  assert.deepEqual(half.map((piece) => piece.length), [3]);
});
