// The frame in the address: written where the player stands still, and anew when Python writes another address.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameInAddress } from "../gdviz/ui/components/history/address.js";

/** A page whose player stands at frame 12, and an address that is written by replaceState. */
function page(search) {
  const heard = {};
  const location = { pathname: "/", search, hash: "" };
  globalThis.window = {
    location,
    history: { state: null, replaceState: (_state, _title, url) => (location.search = url.slice(1)) },
    addEventListener: (kind, act) => (heard[kind] = act),
    removeEventListener: (kind) => delete heard[kind],
  };
  const dataset = { runKey: "a", frame: "12", frames: "151", playing: "0", ready: "1" };
  globalThis.document = { querySelector: () => ({ dataset }) };
  return { location, heard };
}

test("an address that Python writes late gets the frame too, one that Back brought is left", () => {
  const { location, heard } = page("?steps=40");
  const frame = new FrameInAddress();
  frame.look();
  assert.equal(location.search, "?steps=40", "it may still move");
  frame.look();
  assert.equal(location.search, "?steps=40&frame=12");
  location.search = "?steps=50";
  frame.look();
  assert.equal(location.search, "?steps=50&frame=12");
  location.search = "?steps=40";
  heard.popstate();
  frame.look();
  frame.look();
  assert.equal(location.search, "?steps=40");
  frame.again();
  frame.look();
  assert.equal(location.search, "?steps=40&frame=12");
  frame.destroy();
  assert.deepEqual(heard, {});
});
