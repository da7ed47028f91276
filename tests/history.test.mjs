import assert from "node:assert/strict";
import { test } from "node:test";

import { standing, withFrame } from "../gdviz/ui/components/history/address.js";
import { keyAct, neighbour } from "../gdviz/ui/components/history/history.js";

test("the frame is written into an address and taken out, and nothing else is touched", () => {
  assert.equal(withFrame("", 12), "?frame=12");
  assert.equal(withFrame("?frame=12", null), "");
  assert.equal(withFrame("?f=x%5E2+y&frame=3&run=sgd~learning_rate~0.1&nonsense", 40), "?f=x%5E2+y&run=sgd~learning_rate~0.1&nonsense&frame=40");
  assert.equal(withFrame("?snapshot=frame%3D5&frames=2", null), "?snapshot=frame%3D5&frames=2");
  assert.equal(withFrame("?snapshot=", 1), "?snapshot=&frame=1");
});

test("a player stands at a frame, at its last, or not yet", () => {
  const player = { frame: "12", frames: "151", playing: "0", ready: "1" };
  assert.equal(standing(player), 12);
  assert.equal(standing({ ...player, frame: "150" }), null);
  assert.equal(standing({ ...player, playing: "1" }), undefined);
  assert.equal(standing({ ...player, ready: "0" }), undefined);
  assert.equal(standing({}), undefined);
});

test("keys that undo and redo", () => {
  const act = (key, more) => keyAct({ key, ctrlKey: true, ...more });
  assert.equal(act("z"), "undo");
  assert.equal(act("Z", { shiftKey: true }), "redo");
  assert.equal(act("y"), "redo");
  assert.equal(keyAct({ key: "z", metaKey: true }), "undo");
  assert.equal(keyAct({ key: "z" }), null);
  assert.equal(act("z", { altKey: true }), null);
  assert.equal(act("x"), null);
});

test("the snapshot beside another", () => {
  assert.equal(neighbour(null, 0, 1), null);
  assert.equal(neighbour(null, 3, 1), 0);
  assert.equal(neighbour(null, 3, -1), 2);
  assert.equal(neighbour(0, 3, -1), null);
  assert.equal(neighbour(2, 3, 1), null);
  assert.equal(neighbour(1, 3, 1), 2);
});
