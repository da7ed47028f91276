// When each picture of a film is shown, where things stand on it, and which form a browser makes: node --test tests/film.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";

const js = (name) => import(new URL(`../gdviz/player/js/film/${name}.js`, import.meta.url));
const { filmFrames, filmWords, formFor, shotsOf } = await js("forms");
const { filmPlaces, legendRows } = await js("pictures");

test("a film has each step of a run of some length, of a long one 150, of a short one places between", () => {
  assert.deepEqual(filmFrames(100), Array.from({ length: 101 }, (_, k) => k));
  for (const last of [150, 500, 20000]) {
    const frames = filmFrames(last);
    assert.deepEqual([frames.length, frames[0], frames.at(-1)], [150, 0, last]);
    assert.ok(frames.every((frame, k) => Number.isInteger(frame) && (k === 0 || frame > frames[k - 1])));
  }
  assert.deepEqual(filmFrames(0), [0]);
  assert.deepEqual([filmFrames(1).length, filmFrames(1)[5], filmFrames(1).at(-1)], [11, 0.5, 1]);
  assert.deepEqual([filmFrames(30).length, filmFrames(30)[1]], [61, 0.5]);
  assert.equal(filmWords(500, [900, 900]), "150 frames of 900 × 900 pixels, evenly chosen of 500 steps");
  assert.equal(filmWords(0, [900, 900]), "1 frame of 900 × 900 pixels");
});

test("frames follow each other without a gap, and the last one stands", () => {
  const shots = shotsOf(40);
  shots.slice(1).forEach(({ time }, k) => assert.ok(Math.abs(time - shots[k].time - shots[k].duration) < 1e-9));
  assert.equal(shots.at(-1).duration, 2);
});

test("map and curves lie on the film and do not overlap, beside each other on a wide one", () => {
  for (const size of [[900, 900], [1280, 720]]) {
    for (const rows of [1, 2, 5]) {
      const { map, curves, legend } = filmPlaces(size, rows);
      for (const { left, top, width, height } of [map, curves]) {
        assert.ok(left >= 0 && top >= 58 && width > 200 && height > 100 && left + width <= size[0] && top + height <= legend);
      }
      assert.ok(map.left + map.width <= curves.left || map.top + map.height <= curves.top);
      assert.ok(legend + 22 * rows <= size[1]);
    }
  }
  const items = Array.from({ length: 8 }, (_, k) => k);
  const rows = legendRows(items, () => 300, 900);
  assert.deepEqual(rows.flat().map(([item]) => item), items);
  assert.deepEqual(rows.map((row) => row.length), [2, 2, 2, 2]);
  assert.deepEqual(legendRows(["one", "too long for any row"], (text) => 90 * text.length, 400).map((row) => row.length), [1, 1]);
});

const encoder = (...known) => ({
  asked: [],
  async isConfigSupported(config) {
    this.asked.push(config.codec);
    if (config.codec.startsWith("vp8") && known.includes("broken")) throw new TypeError("what is that?");
    return { supported: known.some((name) => config.codec.startsWith(name)) };
  },
});

test("the encoder is asked first, and where it cannot, the next form is made and named", async () => {
  const all = encoder("avc1", "vp09");
  assert.deepEqual(await formFor("mp4", [900, 900], all, true), { form: "mp4", codec: ["avc", "avc1.64002a"], said: "" });
  assert.deepEqual(all.asked, ["avc1.64002a"]);
  const open = await formFor("mp4", [900, 900], encoder("vp8"), true);
  assert.deepEqual([open.form, open.codec[0], open.said], ["webm", "vp8", "This browser cannot encode MP4: the film is a WebM."]);
  const none = await formFor("mp4", [900, 900], encoder("broken"), true);
  assert.deepEqual([none.form, none.said], ["gif", "This browser cannot encode MP4 or WebM: the film is a GIF."]);
  assert.match((await formFor("webm", [900, 900], undefined, false)).said, /only on pages of https or localhost, so there is no WebM: the film is a GIF\.$/);
  assert.match((await formFor("webm", [900, 900], undefined, true)).said, /^This browser has no video encoder for WebM/);
  assert.deepEqual(await formFor("gif", [900, 900], undefined, false), { form: "gif", codec: null, said: "" });
});
