// A film of runs: which frames, in which form, made picture by picture beside the page, not in real time.

import { runColor } from "../base/look.js";
import { nextTask } from "../base/slices.js";
import { formFor } from "./forms.js";
import { gifOf } from "./gif.js";
import { FilmPictures } from "./pictures.js";
import { FRAME_TIME, LAST_TIME, filmFrames } from "./times.js";
import { videoOf } from "./video.js";

/**
 * {blob, form, frames, said}: a film of a payload in the form mp4, webm or gif; said: a sentence where it is in another one.
 *
 * options: near, newPlayer, words as for FilmPictures; form; size [width, height]; library(name) a promise of the module
 * "mediabunny" or "gifenc"; onProgress(share); signal, which stops it: the promise is then rejected with the signal's reason.
 */
export async function filmOf(payload, { near, newPlayer, words, form: wanted, size, library, onProgress, signal }) {
  const way = await formFor(wanted, size, globalThis.VideoEncoder, globalThis.isSecureContext);
  const pictures = new FilmPictures(near, newPlayer, payload, size, words);
  try {
    const encoder = await library(way.form === "gif" ? "gifenc" : "mediabunny");
    signal?.throwIfAborted();
    await pictures.prepare();
    const shots = shotsOf(pictures.last);
    let done = 0;
    const each = async () => {
      onProgress?.((done += 1) / shots.length);
      await nextTask();
      signal?.throwIfAborted();
    };
    const blob = way.form === "gif" ? await gifOf(encoder, pictures, shots, exactColors(pictures.player), each) : await videoOf(encoder, pictures, shots, way, each);
    return { blob, form: way.form, frames: shots.length, said: way.said };
  } finally {
    pictures.destroy();
  }
}

/** The frames with the second at which each begins, and how long it stands. */
export function shotsOf(last) {
  const frames = filmFrames(last);
  return frames.map((frame, k) => ({ frame, time: k * FRAME_TIME, duration: k === frames.length - 1 ? LAST_TIME : FRAME_TIME }));
}

function exactColors({ runs, look }) {
  const colors = [...runs.map((run) => runColor(run.color, look.theme)), look.paper, look.ink];
  return [...new Set(colors)].map(redGreenBlue).filter(Boolean);
}

function redGreenBlue(color) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (hex) return hex.slice(1).map((part) => parseInt(part, 16));
  const parts = /^rgba?\((\d+), (\d+), (\d+)/.exec(color);
  return parts && parts.slice(1).map(Number);
}

