import assert from "node:assert/strict";
import { test } from "node:test";

import Board from "../gdviz/ui/components/knobs/knobs.js";
import { ends, nudge, placeOf, read, settle, valueAt, written } from "../gdviz/ui/components/knobs/scale.js";

const RATE = { low: 1e-6, high: 100, log: true, integer: false };
const DECAY = { low: 0, high: 10, log: true, integer: false };
const SHARE = { low: 0, high: 0.9999, log: false, integer: false };
const STEPS = { low: 1, high: 5000, log: true, integer: true };

test("a logarithmic slider has ten round numbers a decade", () => {
  const place = placeOf(RATE, 1e-3);
  const decade = [...Array(11).keys()].map((k) => valueAt(RATE, place + k));
  assert.deepEqual(decade, [0.001, 0.00125, 0.0016, 0.002, 0.0025, 0.00315, 0.004, 0.005, 0.0063, 0.008, 0.01]);
});

test("a third is written short, and what a hand typed as it is", () => {
  assert.deepEqual([1 / 3, 0.002, 1e-6, 0.9999, 5000, 0].map(written), ["0.333333", "0.002", "0.000001", "0.9999", "5000", "0"]);
});

test("the ends are the bounds, zero among them", () => {
  for (const knob of [RATE, DECAY, SHARE, STEPS]) {
    const [first, last] = ends(knob);
    assert.equal(valueAt(knob, first), knob.low);
    assert.equal(valueAt(knob, last), knob.high);
    assert.equal(placeOf(knob, knob.low), first);
    assert.equal(placeOf(knob, knob.high), last);
  }
});

test("every place leads back to itself", () => {
  for (const knob of [RATE, DECAY, SHARE]) {
    const [first, last] = ends(knob);
    for (let place = first; place <= last; place += 1) assert.equal(placeOf(knob, valueAt(knob, place)), place);
  }
});

test("places grow with values", () => {
  const [first, last] = ends(STEPS);
  for (let place = first; place < last; place += 1) assert.ok(valueAt(STEPS, place) <= valueAt(STEPS, place + 1));
});

test("numbers are read as people write them", () => {
  assert.equal(read(" 0.5 "), 0.5);
  assert.equal(read("0,5"), 0.5);
  assert.equal(read("3e-4"), 3e-4);
  assert.equal(read("−2"), -2);
  for (const text of ["", "fast", "1e999", "NaN", "1 2"]) assert.equal(read(text), null);
});

test("arrow keys move what is seen", () => {
  assert.equal(nudge(RATE, 0.02, true, false), 0.021);
  assert.equal(nudge(RATE, 0.02, false, true), 0.01);
  assert.equal(nudge(SHARE, 0.9999, true, false), 0.9999);
  assert.equal(nudge(STEPS, 150, true, false), 151);
  assert.equal(settle(STEPS, 7.6), 8);
});

test("one message under way; the next holds the latest value of every number turned meanwhile", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const sent = [];
  globalThis.document = new EventTarget();
  const board = new Board({ dataset: {}, replaceChildren() {} });
  const answer = (heard) => board.update({ rows: [], layout: "card", heard }, (name, message) => sent.push([name, message]));
  answer(0);
  for (const [name, value] of [["rate", 1], ["rate", 2], ["beta", 3], ["rate", 4]]) board.turned(name, value);
  context.mock.timers.tick(10);
  assert.deepEqual(sent.map(([name, { values }]) => [name, values]), [["turned", { rate: 1 }]]);
  answer(sent[0][1].n);
  assert.deepEqual(sent[1][1].values, { rate: 4, beta: 3 });
  board.turned("rate", 5);
  context.mock.timers.tick(1500);
  assert.deepEqual(sent[2][1].values, { rate: 5 });
});

test("a slider that is held asks for paths only, where the page has a drag component; let go it asks for all", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1 });
  const [drag, held, sent] = [new EventTarget(), [], []];
  globalThis.document = Object.assign(new EventTarget(), { querySelector: (selector) => (selector === ".gdviz-drag" ? drag : null) });
  drag.addEventListener("gdviz-held", (event) => held.push(event.detail));
  const boards = ["run0-knobs", "parameters"].map((key) => {
    const board = new Board({ dataset: {}, replaceChildren() {} });
    board.update({ rows: [], layout: "card", heard: 0, key, moves: key === "run0-knobs" }, (name, message) => sent.push([key, message]));
    return board;
  });
  const answer = (heard, numbers) => document.dispatchEvent(new CustomEvent("gdviz-moved", { detail: { heard, numbers } }));
  boards[0].turned("rate", 1, true);
  boards[0].turned("rate", 2, true);
  assert.deepEqual(held, [{ board: "run0-knobs", values: { rate: 1 }, n: 1, held: true }]);
  context.mock.timers.tick(9);
  answer(1);
  assert.deepEqual(held[1].values, { rate: 2 });
  boards[0].turned("rate", 2, false);
  assert.deepEqual(sent, [], "what was let go waits for the answer to what was held");
  answer(10);
  assert.deepEqual(sent, [["run0-knobs", { values: { rate: 2 }, n: 10, held: false }]]);
  boards[1].turned("a", 3, true);
  assert.deepEqual(sent[1], ["parameters", { values: { a: 3 }, n: 10, held: true }], "another surface needs all of the page");
  const [placed, other] = [[], []];
  boards[0].rows.set("x", { place: (value) => placed.push(value) });
  boards[1].rows.set("x", { place: (value) => other.push(value) });
  answer(11, { "run0-knobs": { x: 0.5, y: 2 } });
  assert.deepEqual([placed, other], [[0.5], []]);
  for (const board of boards) board.destroy();
  answer(12, { "run0-knobs": { x: 1 } });
  assert.deepEqual(placed, [0.5]);
});
