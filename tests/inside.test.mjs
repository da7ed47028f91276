// The inside's arithmetic under Node: what is drawn and read at a frame, from plain numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawingsOf, halfAxes, insideAt, modelAt, modelContours, modelReach, principal, scaleOf, stepOf, unpackInside, verdict } from "../gdviz/player/js/inside/inside.js";
import { linesOf, trialLines } from "../gdviz/player/js/inside/insidepanel.js";

function pack(values) {
  const bytes = new Uint8Array(Float64Array.from(values).buffer);
  const short = Uint8Array.from({ length: values.length * 4 }, (_, i) => bytes[Math.floor(i / 4) * 8 + 4 + (i % 4)]);
  return Buffer.from(short).toString("base64");
}

const RUN = { id: "1", steps: 2, x: [4, 2, 1], y: [0, 1, 3], gx: [8, 4, 2], gy: [0, 8, 24], rateAt: (t) => t / 10 };
const SENT = {
  run: "1",
  steps: 2,
  states: [
    { name: "m", says: "velocity", role: "velocity", power: 1, width: 2, values: pack([0, 8, 16, 0, 0, -30]) },
    { name: "v", says: "scale", role: "scale", power: 2, width: 2, values: pack([0, 64, 16, 0, 0, 4]) },
    { name: "n", says: "count", role: "other", power: 0, width: 1, values: pack([0, 1, 2]) },
  ],
  ghost: null,
  ahead: { points: pack([5, 6, 7, 8]), says: "elsewhere" },
  tried: [],
};

test("the step at a frame is the one just made; at the start the first, which is to come", () => {
  assert.deepEqual(stepOf(RUN, 0), { step: 1, from: 0, coming: true, over: false });
  assert.deepEqual(stepOf(RUN, 1.9), { step: 1, from: 0, coming: false, over: false });
  assert.deepEqual(stepOf(RUN, 2), { step: 2, from: 1, coming: false, over: true });
  assert.deepEqual(stepOf(RUN, 99), { step: 2, from: 1, coming: false, over: true });
  assert.deepEqual(stepOf(RUN, 0, true), { step: 1, from: 0, coming: true, over: false });
  assert.deepEqual(stepOf(RUN, 1.9, true), { step: 2, from: 1, coming: true, over: false });
  assert.deepEqual(stepOf(RUN, 2, true), { step: 2, from: 1, coming: false, over: true });
});

test("memories before and after the step, the step itself, and where the rule looks", () => {
  const inside = unpackInside(SENT, RUN);
  const known = insideAt(inside, RUN, 2);
  assert.deepEqual([known.origin, known.gradient, known.move, known.rate], [[2, 1], [4, 8], [-1, 2], 0.2]);
  assert.deepEqual(known.states.map(({ before, after }) => [before, after]), [[[8, 0], [16, -30]], [[64, 0], [16, 4]], [[1], [2]]]);
  assert.deepEqual(known.ahead, [6, 8]);
  assert.deepEqual(halfAxes(scaleOf(known.states)), [4, 2]);
  assert.equal(inside.steepest, 34, "the velocity's largest size: arrows share one scale");
  assert.equal(insideAt(inside, { ...RUN, steps: 0 }, 0), null);
  assert.equal(unpackInside(null, RUN), null);
});

test("only the drawings that a run has are offered", () => {
  assert.deepEqual(drawingsOf(unpackInside(SENT, RUN)).map(([key]) => key), ["gradient", "velocity", "step", "ahead", "scale"]);
  const search = { ...SENT, states: [], ahead: null, tried: [{ stay: true }, { ray: [1, 0], spots: [], model: [1, 1, 1, 1, 1] }] };
  assert.deepEqual(drawingsOf(unpackInside(search, RUN)).map(([key]) => key), ["gradient", "step", "direction", "trials", "model"]);
});

test("numbers card: gradient, memories, rate, step", () => {
  const lines = linesOf(insideAt(unpackInside(SENT, RUN), RUN, 2));
  assert.deepEqual(lines.map(([name, values]) => [name, values]), [["∇f", [4, 8]], ["m", [16, -30]], ["v", [16, 4]], ["n", [2]], ["α", [0.2]], ["step", [-1, 2]]]);
  assert.match(lines[1][2], /before this step 8, 0/);
});

test("an ellipse of a matrix has the square roots of its eigenvalues for axes", () => {
  const { axes, angle } = principal([5, 4, 5]);
  assert.deepEqual(axes.map((axis) => Math.round(axis * 1e9) / 1e9), [3, 1]);
  assert.ok(Math.abs(angle - Math.PI / 4) < 1e-12);
  assert.deepEqual(principal([1, 0, 4]).axes, [2, 1]);
  assert.deepEqual(principal([1, 2, 1]).axes[1], 0, "an indefinite matrix has no second axis");
});

test("contours of a model lie where it has one height, and a circle's model has round ones", () => {
  const model = [3, -2, 4, 1, 2];
  const segments = modelContours(model, 2, 5, 40);
  assert.ok(segments.length > 60);
  for (const [x0, y0, x1, y1] of segments) assert.ok(Math.abs(modelAt(model, x0, y0) - modelAt(model, x1, y1)) < 0.15);
  for (const [x0, y0] of modelContours([0, 0, 2, 0, 2], 1, 1, 40)) assert.ok(Math.abs(Math.hypot(x0, y0) - Math.sqrt(0.5)) < 0.01);
  assert.deepEqual(modelContours([0, 0, 0, 0, 0], 1), []);
  assert.equal(modelReach({ circle: 2 }, [9, 9]), 2.5);
  assert.equal(modelReach({ ray: [3, 4] }, [9, 9]), 6.25);
});

test("lines beside a saddle point keep to their branch of the hyperbola", () => {
  for (const bend of [1, -1]) {
    // ±dx·dy: the middle cell of an odd grid holds the saddle, and every line stays in one quarter of the plane.
    const segments = modelContours([0, 0, 0, bend, 0], 1, 5, 3);
    assert.ok(segments.length > 8);
    for (const [x0, y0, x1, y1] of segments) assert.ok(x0 * x1 > 0 && y0 * y1 > 0, `${[x0, y0, x1, y1]}`);
  }
});

test("verdicts and sentences of trials", () => {
  const spots = [[0, 0, 1, 9, false, null, false], [0, 0, 0.5, 3, true, false, false], [0, 0, 0.25, 1, true, true, true]];
  assert.deepEqual(spots.map(verdict), ["short", "steep", "taken"]);
  assert.deepEqual(trialLines({ ray: [1, 1], spots }).map((line) => line.split(",")[0]), ["rate 1: f = 9", "rate 0.5: f = 3", "rate 0.25: f = 1"]);
  assert.match(trialLines({ ray: [1, 1], spots: Array(20).fill(spots[0]) }).at(-2), /16 more/);
  assert.match(trialLines({ stay: true })[0], /stays/);
  assert.match(trialLines({ circle: 1, kind: "dogleg", ratio: 0.1, taken: false })[0], /refused/);
  assert.deepEqual(trialLines({ move: "shrink", corners: [["reflect", 1, 1, null]] }), ["The triangle's move: shrink.", "reflect: f = undefined"]);
  assert.deepEqual(trialLines(null), []);
});
