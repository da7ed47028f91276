// What the view in space says of a run that leaves its window or diverges in it: node --test tests/space.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/${name}.js`, import.meta.url));
const { SpaceSigns } = await js("map/spacesigns");

/** A canvas that remembers the words written on it and where it was turned. */
function canvas() {
  const said = { words: [], turns: [] };
  const does = { fillText: (text) => said.words.push(text), rotate: (angle) => said.turns.push(angle), measureText: (text) => ({ width: 6 * text.length }) };
  const pen = new Proxy({}, { get: (target, name) => target[name] ?? does[name] ?? (() => {}) });
  return { said, getContext: () => pen };
}

/** Signs on the plane f = 0 seen from above at 10 pixels a unit, with y downwards. */
function signsOf(run) {
  const paper = canvas();
  const grid = { columns: 2, rows: 2, xs: [0, 10], ys: [0, 10], values: new Float64Array(4) };
  const look = { theme: "light", scale: 1, paper: "#fff", ink: "#000", halo: "#fff" };
  const scene = { grid, look, surface: { window: [[0, 10], [0, 10]] }, runs: [run] };
  const signs = Object.assign(new SpaceSigns(paper), { scene, heights: { of: (value) => value }, size: { left: 0, top: 0, width: 400, height: 300 } });
  return Object.assign(signs, { pixel: (x, y) => [10 * x, 100 - 10 * y], hidden: () => false, said: paper.said });
}
const run = (x, kind) => ({ id: "a", color: 0, x, y: x.map(() => 5), value: x.map((part) => part * part), steps: x.length - 1, ending: { kind } });
const path = { points: [[10, 50, false], [40, 50, false], [70, 50, false], [95, 50, false], null, null], step: [0, 1, 2, 3, 3, 4] };

test("a run that leaves the window says at which step and with what value, from that step on", () => {
  const signs = signsOf(run([1, 4, 7, 12, 30], "done"));
  signs.drawExit(signs.scene.runs[0], path, 2, []);
  assert.deepEqual(signs.said.words, [], "it is still inside");
  signs.drawExit(signs.scene.runs[0], path, 4, []);
  assert.deepEqual(signs.said.words, ["left at step 3 · f 144"]);
  assert.deepEqual(signs.said.turns, [0], "to the right, as it went");
});

test("a run that diverges says so, outside the window and in it", () => {
  const outside = signsOf(run([1, 4, 7, 12, 30], "diverged"));
  outside.drawExit(outside.scene.runs[0], path, 4, []);
  assert.deepEqual(outside.said.words, ["diverged at step 4 · f 900"]);
  const inside = signsOf(run([1, 4, 7], "diverged"));
  inside.drawExit(inside.scene.runs[0], { points: path.points.slice(0, 3), step: [0, 1, 2] }, 2, []);
  assert.deepEqual(inside.said.words, ["diverged at step 3 · f was 49"]);
});
