// The answer on the map: what the hand placed, what the keys move, when the truth is seen. node --test tests/answer.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/${name}.js`, import.meta.url));
const { answerAfter, markWords, moved, questionOf, revealed } = await js("map/answer");
const { pointedIn } = await js("base/numbers");
const { noteFor } = await js("base/page");

const VIEW = [
  [-4, 4],
  [-3, 3],
];
const open = questionOf({ kind: "point", key: "a" });
const over = questionOf({ kind: "point", key: "a", given: [1, 1], truth: [0, 0], words: "1.4 away" });
const arrow = questionOf({ kind: "arrow", key: "a" });

test("a payload asks for a point or an arrow, or for nothing", () => {
  for (const asked of [undefined, null, {}, { kind: "number" }]) assert.equal(questionOf(asked), null);
  assert.deepEqual(open, { kind: "point", key: "a", given: null, truth: null, words: "", open: true });
  assert.equal(over.open, false);
});

test("what the hand placed stays while a question is open, and gives way when it is over or another is asked", () => {
  assert.deepEqual(answerAfter(open, questionOf({ kind: "point", key: "a", given: [0, 0] }), [2, 1]), [2, 1]);
  assert.deepEqual(answerAfter(null, questionOf({ kind: "point", key: "a", given: [0, 0] }), null), [0, 0]);
  assert.deepEqual(answerAfter(open, over, [2, 1]), [1, 1]);
  assert.equal(answerAfter(open, questionOf({ kind: "point", key: "b" }), [2, 1]), null);
  assert.equal(answerAfter(open, arrow, [2, 1]), null);
  assert.equal(answerAfter(over, open, [1, 1]), null);
  assert.equal(answerAfter(open, null, [2, 1]), null);
});

test("keys move a point from the middle and an arrow from the start, and neither leaves the map", () => {
  assert.deepEqual(moved(open, null, [3, 2], VIEW, [0, 0], 1), [0, 0]);
  assert.deepEqual(moved(open, [1, 1], [3, 2], VIEW, [1, 0], 1), [1.08, 1]);
  assert.deepEqual(moved(open, [1, 1], [3, 2], VIEW, [0, -1], 10), [1, 0.4]);
  assert.deepEqual(moved(arrow, null, [3, 2], VIEW, [-1, 0], 1), [2.04, 2]);
  assert.deepEqual(moved(open, [3.99, 0], [0, 0], VIEW, [1, 0], 10), [4, 0]);
  assert.deepEqual(pointedIn([1e9, -1e9], VIEW), [4, -3]);
});

test("the truth is seen once the run has arrived, a first step once it is made", () => {
  const step = questionOf({ kind: "arrow", truth: [1, 1] });
  assert.deepEqual([0, 39.5, 40].map((frame) => revealed(over, frame, 40)), [false, false, true]);
  assert.deepEqual([0, 0.5, 1, 40].map((frame) => revealed(step, frame, 40)), [false, false, true, true]);
  assert.equal(revealed(step, 0, 0), true);
  assert.equal(revealed(open, 40, 40), false);
});

test("the mark says what it is and how it is moved", () => {
  assert.equal(markWords(open, null, [3, 2]), "Your answer, not placed yet. Arrow keys move it, Enter commits it.");
  assert.equal(markWords(over, [-1, 0.5], [3, 2]), "Your answer −1, 0.5");
  assert.equal(markWords(arrow, [2, 2.5], [3, 2]), "Your arrow, −1, 0.5 from the start. Arrow keys move it, Enter commits it.");
});

test("a map alone does not ask for runs", () => {
  assert.equal(noteFor({ constant: false, blank: 0 }, [], "map"), "");
  assert.match(noteFor({ constant: false, blank: 0 }, []), /No run is switched on/);
});

const { Answer } = await js("map/answer");
const { curveOf } = await js("line/curve");
const { planeScale } = await js("base/geometry");

/** An answer on the curve of u² over the axis of the window, with what it reports. */
function onTheCurve(axis, kind) {
  const window = axis ? [[-9, 9], [-4, 4]] : [[-4, 4], [-9, 9]];
  const curve = curveOf({ line: { axis }, window, program: { inputs: ["x", "y"], steps: [["mul", axis, axis]] } });
  const view = curve.view(window[axis]);
  const reported = [];
  const still = { addEventListener() {}, setAttribute() {}, focus() {}, dataset: {} };
  const map = { scene: { curve }, view, scale: planeScale(view, { left: 0, top: 0, width: 800, height: 100 }), shownAt: (point) => curve.placed(point), draw() {} };
  const answer = new Answer({ answer: still, map: still, root: still, tip: {} }, map, (one) => reported.push(one));
  answer.take({ kind, key: "a" }, axis ? [7, 3] : [3, 7]);
  const press = (key, shiftKey = false) => answer.key({ key, shiftKey, preventDefault() {}, stopPropagation() {} });
  return { answer, reported, press };
}

test("on a curve the mouse places the variable of the formula, and the other coordinate stays that of the start", () => {
  for (const axis of [0, 1]) {
    const { answer, reported } = onTheCurve(axis, "point");
    answer.placeAt(600, 20);
    assert.deepEqual(answer.placed, axis ? [7, 2] : [2, 7]);
    assert.equal(reported.length, 1);
    assert.deepEqual([reported[0].x, reported[0].y, reported[0].final], axis ? [7, 2, false] : [2, 7, false]);
  }
});

test("on a curve every arrow key moves along it, and Enter commits", () => {
  for (const axis of [0, 1]) {
    const { answer, reported, press } = onTheCurve(axis, "point");
    const u = () => answer.placed[axis];
    press("ArrowRight");
    assert.equal(u(), 0.08); // from the middle, a hundredth of 8
    press("ArrowUp", true);
    assert.equal(u(), 0.88);
    press("ArrowLeft", true);
    press("ArrowDown");
    assert.equal(u(), 0);
    press("ArrowRight", true);
    answer.commit();
    clearTimeout(answer.resting);
    assert.deepEqual([reported.at(-1).x, reported.at(-1).y, reported.at(-1).final], axis ? [7, 0.8, true] : [0.8, 7, true]);
  }
});

test("Enter alone answers with the middle of the curve; an arrow begins at the start and stays inside", () => {
  const { answer, reported } = onTheCurve(1, "point");
  answer.commit();
  assert.deepEqual([reported[0].x, reported[0].y, reported[0].final], [7, 0, true]);
  const arrowed = onTheCurve(1, "arrow");
  arrowed.press("ArrowLeft");
  assert.equal(arrowed.answer.placed[1], 3 - 0.12 * 8);
  for (let k = 0; k < 30; k += 1) arrowed.press("ArrowRight", true);
  assert.equal(arrowed.answer.placed[1], 4);
  clearTimeout(arrowed.answer.resting);
});
