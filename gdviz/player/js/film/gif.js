// A film as GIF, by gifenc: one palette for all frames, and of each frame only the pixels that changed.

import { FILM_FORMS } from "./forms.js";

const UNCHANGED = 255; // the place in the palette that shows what was there before

/** The file of a film as a Blob; shots and each() as for a video. exact: colours [r, g, b] that must be in the palette. */
export async function gifOf({ GIFEncoder, nearestColorIndex, quantize }, pictures, shots, exact, each) {
  const { canvas: { width, height }, pen } = pictures;
  pictures.draw(shots.at(-1).frame);
  const colors = [...exact, ...quantize(pen.getImageData(0, 0, width, height).data, UNCHANGED - exact.length)];
  const palette = Array.from({ length: 256 }, (_, k) => (k < UNCHANGED && colors[k]?.slice(0, 3)) || [0, 0, 0]);
  const nearest = nearestIn(palette.slice(0, Math.min(UNCHANGED, colors.length)), nearestColorIndex);
  const gif = GIFEncoder();
  let before = null;
  for (const { frame, duration } of shots) {
    pictures.draw(frame);
    const now = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
    const index = new Uint8Array(now.length);
    for (let k = 0; k < now.length; k += 1) index[k] = before && before[k] === now[k] ? UNCHANGED : nearest(now[k]);
    const first = before ? {} : { palette, repeat: 0 };
    gif.writeFrame(index, width, height, { ...first, delay: 1000 * duration, transparent: before !== null, transparentIndex: UNCHANGED, dispose: 1 });
    before = now;
    await each();
  }
  gif.finish();
  return new Blob([gif.bytes()], { type: FILM_FORMS.gif.mime });
}

/** The place in a palette nearest to a pixel 0xaabbggrr; each colour is looked up once. */
function nearestIn(palette, nearestColorIndex) {
  const places = new Map();
  return (pixel) => {
    let place = places.get(pixel);
    if (place === undefined) {
      place = nearestColorIndex(palette, [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
      places.set(pixel, place);
    }
    return place;
  };
}
