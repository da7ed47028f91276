// What the components of the page share: node --test tests/components.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

import { mountOnce } from "../gdviz/ui/components/mount_once.js";

test("one object for each root, until the root has left the page", () => {
  const events = [];
  const roots = [{ isConnected: true }, { isConnected: true }];
  const mount = mountOnce(".root", (root) => {
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
