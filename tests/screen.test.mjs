// Search and arrow keys of the gallery, the Space key, and the loss chart as words and table.
import assert from "node:assert/strict";
import { test } from "node:test";

import { chartSummary, tableSteps } from "../gdviz/player/js/loss/table.js";
import { exitOf, lossScale, padded } from "../gdviz/player/js/loss/loss.js";
import { fateOf } from "../gdviz/player/js/controls/readout.js";
import { project } from "../gdviz/ui/components/landmarks/landmarks.js";
import { plays } from "../gdviz/ui/components/landmarks/landmarks.js";
import { matches, neighbourCard, plainText } from "../gdviz/ui/components/picker/picker.js";

const HOLDER = { key: "holder_table", name: "Hölder table", shows: "Four legs stand at the rim." };

test("a search needs neither accents, case nor the order of the words, and looks at name, sentence and group", () => {
  for (const query of ["", "hölder", "HOLDER", "table hol", "legs rim", "kinks", "  kinks   table "]) assert.ok(matches(HOLDER, "Kinks", query), query);
  for (const query of ["bowl", "holder bowl", "."]) assert.equal(matches(HOLDER, "Kinks", query), query === ".", query);
  assert.equal(plainText("Styblinski–Tang"), "styblinski tang");
});

test("arrow keys lead to the card beside, above and below, and nowhere beyond the ends", () => {
  // Two rows of three and two, then a row of another group.
  const boxes = [[0, 0], [100, 0], [200, 0], [0, 50], [100, 50], [0, 120]].map(([left, top]) => ({ left, top }));
  const ways = { ArrowRight: [1, 2, 3, 4, 5, null], ArrowLeft: [null, 0, 1, 2, 3, 4], ArrowDown: [3, 4, 4, 5, 5, null], ArrowUp: [null, null, null, 0, 1, 3] };
  for (const [key, targets] of Object.entries(ways)) assert.deepEqual(targets.map((_, k) => neighbourCard(key, k, boxes)), targets, key);
  assert.equal(neighbourCard("Home", 4, boxes), 0);
  assert.equal(neighbourCard("End", 1, boxes), 5);
  assert.equal(neighbourCard("a", 1, boxes), null);
});

test("Space plays where nothing else takes it", () => {
  const at = (taken) => ({ key: " ", target: { closest: () => (taken ? {} : null) } });
  assert.ok(plays(at(false)));
  assert.ok(plays({ key: " ", target: null }));
  assert.ok(!plays(at(true)));
  for (const more of ["ctrlKey", "metaKey", "altKey", "shiftKey", "defaultPrevented", "isComposing"]) assert.ok(!plays({ ...at(false), [more]: true }), more);
  assert.ok(!plays({ ...at(false), key: "a" }));
});

test("the table has the start, round strides and the last step, and is short", () => {
  assert.deepEqual(tableSteps(0), [0]);
  assert.deepEqual(tableSteps(3), [0, 1, 2, 3]);
  assert.deepEqual(tableSteps(50), [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
  assert.deepEqual(tableSteps(47).slice(-3), [44, 46, 47]);
  for (let last = 0; last <= 2100; last += 1) {
    const steps = tableSteps(last);
    assert.ok(steps.length <= 26 && steps[0] === 0 && steps.at(-1) === last, String(last));
    assert.ok(steps.every((step, k) => k === 0 || step > steps[k - 1]), String(last));
  }
});

const run = (label, ...value) => ({ label, value: Float64Array.from(value), slope: Float64Array.from(value, () => 2), steps: value.length - 1, ending: { kind: "done", name: "ALL_STEPS" } });

test("the summary says where every curve begins, ends and is lowest", () => {
  assert.equal(chartSummary([run("A", 9, 1, 4)], "value"), "f against step. A: from 9 to 4 at step 2, lowest 1 at step 1.");
  assert.equal(chartSummary([run("A", 9, 4), run("B", 1, 2)], "value"), "f against step. A: from 9 to 4 at step 1. B: from 1 to 2 at step 1.");
  assert.equal(chartSummary([run("A", 9, 4)], "gradient"), "‖∇f‖ against step. A: from 2 to 2 at step 1.");
  assert.equal(chartSummary([run("A", 9, 4, NaN)], "value"), "f against step. A: from 9 to 4 at step 1.");
  assert.equal(chartSummary([run("A", NaN)], "value"), "f against step. A: no value at its start.");
  assert.equal(chartSummary([], "value"), "f against step. No runs.");
});

test("a run without a value at its start leaves no axis, and its fate says so in a few words", () => {
  const undefinedRun = { ...run("A", NaN), ending: { kind: "stray", name: "UNDEFINED_START", sentence: "The function has no value." } };
  const scale = padded(lossScale([undefinedRun], "value", true));
  assert.equal(exitOf(scale, (step) => undefinedRun.value[step], 0, 0), null);
  const lost = run("B", 1, NaN);
  assert.equal(exitOf(padded(lossScale([lost], "value", false)), (step) => lost.value[step], 0, 1).step, 1);
  assert.equal(fateOf(undefinedRun, {}).word, "no value at the start");
});

test("the projector's rule, the last of the page's own sheet, is switched in the frame of the press", () => {
  const sheet = (isOurs, ...media) => ({ ownerNode: { closest: () => (isOurs ? {} : null) }, cssRules: media.map((mediaText) => ({ media: { mediaText } })) });
  const [ours, others, plain] = [sheet(true, "(max-width: 640px)", "not all"), sheet(false, "not all"), sheet(true, "(max-width: 640px)")];
  const read = () => [ours, others, plain].map(({ cssRules }) => cssRules.map((rule) => rule.media.mediaText).join());
  project([ours, others, plain, { ownerNode: null }], true);
  assert.deepEqual(read(), ["(max-width: 640px),all", "not all", "(max-width: 640px)"]);
  project([ours, others, plain], false);
  assert.deepEqual(read(), ["(max-width: 640px),not all", "not all", "(max-width: 640px)"]);
});
