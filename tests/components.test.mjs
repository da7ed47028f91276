// What the components of the page share: node --test tests/components.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

import Watch from "../gdviz/ui/components/frame_watch/frame_watch.js";
import { mountOnce } from "../gdviz/ui/components/mount_once.js";

test("one object for each root, until the root has left the page", () => {
  const events = [];
  const roots = [{ isConnected: true }, { isConnected: true }];
  const mount = mountOnce(".root", function (root) {
    const name = roots.indexOf(root);
    events.push(`make ${name}`);
    return { update: (data) => events.push(`${name} takes ${data}`), destroy: () => events.push(`destroy ${name}`) };
  });
  const at = (k, data) => mount({ data, parentElement: { querySelector: () => roots[k] }, setStateValue() {} });
  const first = at(0, "a");
  at(1, "b");
  const second = at(0, "c");
  first(); // an older call is cleaned up while a newer one is alive
  assert.deepEqual(events, ["make 0", "0 takes a", "make 1", "1 takes b", "0 takes c"]);
  roots[0].isConnected = false;
  second();
  first();
  assert.deepEqual(events.slice(5), ["destroy 0"]);
  roots[0].isConnected = true;
  at(0, "d");
  assert.deepEqual(events.slice(6), ["make 0", "0 takes d"]);
});

test("a frame is sent when the player stands at another than Python shows, and only then", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const player = { dataset: { ready: "1", playing: "0", frame: "60", frames: "61" } };
  let press;
  globalThis.document = { querySelector: () => player, addEventListener: (_, heard) => (press = heard) };
  globalThis.MutationObserver = class {
    observe() {}
    disconnect() {}
  };
  const sent = [];
  const watch = new Watch({ isConnected: true });
  const standing = (frame, shown) => {
    player.dataset.frame = String(frame);
    watch.update({ shown }, (_, value) => sent.push(value));
    context.mock.timers.tick(1000);
    return sent.splice(0);
  };
  assert.deepEqual(standing(60, null), [], "a page opens on the last frame");
  assert.deepEqual(standing(60, 150), [], "a run that has become shorter stands at its end");
  assert.deepEqual(standing(12, null), [12]);
  assert.deepEqual(standing(12, 12), []);
  assert.deepEqual(standing(60, 12), [60]);
  player.dataset.playing = "1";
  assert.deepEqual(standing(30, 60), []);
  player.dataset.playing = "0";
  player.dataset.frame = "20";
  watch.look();
  press({ target: { closest: (link) => link.includes("stPageLink") } });
  context.mock.timers.tick(1000);
  assert.deepEqual(sent, [], "the visitor goes to another page, which a fragment of this one would blank");
});
