// Which events are at hand, and what a map of basins says and shades. Run by `node --test`.

import assert from "node:assert/strict";
import test from "node:test";

import { eventsAt } from "../gdviz/player/js/controls/marks.js";
import { isEvent } from "../gdviz/player/js/drawing/pen.js";
import { shadeOf, unpackBasins } from "../gdviz/ui/components/panels/ground.js";

const mark = (frame, run = "0", kind = "event") => ({ kind, frame, run, text: `${run} at ${frame}` });
const RUNS = [{ id: "0" }, { id: "1" }];

test("critical points are no events", () => {
  assert.equal(isEvent({ kind: "saddle", frame: null }), false);
  assert.equal(isEvent(mark(3)), true);
  assert.equal(isEvent(mark(3, "0", "arrival")), true);
});

test("standing still, only what happens at this frame is said", () => {
  const marks = [mark(3), mark(5), mark(5, "1"), mark(9)];
  assert.deepEqual(eventsAt(marks, RUNS, 5, false, 1).map((one) => one.run), ["0", "1"]);
  assert.deepEqual(eventsAt(marks, RUNS, 4, false, 1), []);
});

test("while playing, what has just passed lingers, longer at speed, the newest first", () => {
  const marks = [mark(3), mark(20), mark(40)];
  assert.deepEqual(eventsAt(marks, RUNS, 30.5, true, 1).map((one) => one.frame), [20]);
  assert.deepEqual(eventsAt(marks, RUNS, 44, true, 2).map((one) => one.frame), [40, 20]);
});

test("a run that is hidden says nothing", () => {
  assert.deepEqual(eventsAt([mark(5, "7")], RUNS, 5, false, 1), []);
});

test("labels and steps come back from the pixels", () => {
  const pixels = Uint8ClampedArray.from([3, 1, 4, 255, 1, 0, 9, 255, 0, 255, 255, 255]);
  const { labels, steps } = unpackBasins(pixels, 3);
  assert.deepEqual([...labels], [0, -2, -3]);
  assert.deepEqual([...steps], [260, 9, 65535]);
});

test("the shade grows with the steps from 0 to 1, and is 0 where all take as many", () => {
  assert.equal(shadeOf(10, 10, 1000), 0);
  assert.ok(Math.abs(shadeOf(1000, 10, 1000) - 1) < 1e-12);
  assert.ok(shadeOf(50, 10, 1000) < shadeOf(500, 10, 1000));
  assert.equal(shadeOf(25, 25, 25), 0);
});

test("starts beyond the quantiles that the scale spans keep the full and the palest colour", () => {
  assert.equal(shadeOf(1, 25, 600), 0, "faster than the 2 % quantile");
  assert.equal(shadeOf(0, 400, 900), 0);
  assert.equal(shadeOf(65535, 25, 600), 1, "slower than the 98 % quantile");
});
