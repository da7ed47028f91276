// The forms of a film: the times of its frames, which forms a browser can make, and the file in each of them.

const FRAME_TIME = 0.06; // seconds of a frame
const LAST_TIME = 2; // … and of the last one
const MOST_FRAMES = 150;
const FEWEST_FRAMES = 75; // of a short run: its steps glide
const MOST_A_STEP = 10;

/** Film sizes [width, height] in pixels. */
export const FILM_SIZES = [[900, 900], [1280, 720]];

/**
 * The frames of the player that a film of runs of `last` steps shows: the start, the last step and evenly chosen ones between;
 * of a short run also places between two steps.
 */
export function filmFrames(last) {
  if (last >= MOST_FRAMES) return Array.from({ length: MOST_FRAMES }, (_, k) => Math.round((k * last) / (MOST_FRAMES - 1)));
  const share = Math.min(MOST_A_STEP, Math.max(1, Math.floor(FEWEST_FRAMES / Math.max(1, last))));
  return Array.from({ length: last * share + 1 }, (_, k) => k / share);
}

/** How many frames of what size a film has, in words. */
export function filmWords(last, [width, height]) {
  const frames = filmFrames(last).length;
  return `${frames} frame${frames === 1 ? "" : "s"} of ${width} × ${height} pixels${last >= MOST_FRAMES ? `, evenly chosen of ${last} steps` : ""}`;
}

/** The frames with the second at which each begins, and how long it stands. */
export function shotsOf(last) {
  const frames = filmFrames(last);
  return frames.map((frame, k) => ({ frame, time: k * FRAME_TIME, duration: k === frames.length - 1 ? LAST_TIME : FRAME_TIME }));
}

const H264 = ["avc", "avc1.64002a"];
const VP9 = ["vp9", "vp09.00.41.08"];
const VP8 = ["vp8", "vp8"];

/** By name: the ending and type of the file, the encoders [codec, its full name] that suit it, and the form to take instead. */
export const FILM_FORMS = {
  mp4: { label: "MP4", mime: "video/mp4", codecs: [H264], next: "webm" },
  webm: { label: "WebM", mime: "video/webm", codecs: [VP9, VP8], next: "gif" },
  gif: { label: "GIF", mime: "image/gif", codecs: [], next: null },
};
const BITS_A_PIXEL = 6; // a second: paths are thin and letters small

/** What an encoder is asked for. */
function encoding(codec, [width, height]) {
  return { codec, width, height, bitrate: BITS_A_PIXEL * width * height, framerate: 1 / FRAME_TIME };
}

/**
 * {form, codec, said}: the form that can be made where `wanted` was asked for, with its encoder, and a sentence where it is
 * another one. encoder: the browser's VideoEncoder, undefined where it has none; secure: whether the page may use it.
 */
export async function formFor(wanted, size, encoder, secure) {
  const refused = [];
  for (let form = wanted; form; form = FILM_FORMS[form].next) {
    if (form === "gif") return { form, codec: null, said: reason(refused, form, encoder, secure) };
    for (const codec of FILM_FORMS[form].codecs) {
      if (await encodes(encoder, encoding(codec[1], size))) return { form, codec, said: reason(refused, form, encoder, secure) };
    }
    refused.push(FILM_FORMS[form].label);
  }
  throw new Error(`There is no film in the form ${wanted}.`);
}

async function encodes(encoder, asked) {
  try {
    return Boolean((await encoder?.isConfigSupported(asked))?.supported);
  } catch {
    return false;
  }
}

function reason(refused, form, encoder, secure) {
  if (!refused.length) return "";
  const why = encoder ? "This browser cannot encode" : secure ? "This browser has no video encoder for" : "Browsers encode video only on pages of https or localhost, so there is no";
  return `${why} ${refused.join(" or ")}: the film is a ${FILM_FORMS[form].label}.`;
}

/** The file of a film as a Blob. shots: [{frame, time, duration}]; each() is awaited after every one, and may throw to stop. */
export async function videoOf(mediabunny, pictures, shots, { form, codec: [codec, fullCodecString] }, each) {
  const { BufferTarget, CanvasSource, Mp4OutputFormat, Output, WebMOutputFormat } = mediabunny;
  const format = form === "mp4" ? new Mp4OutputFormat({ fastStart: "in-memory" }) : new WebMOutputFormat();
  const output = new Output({ format, target: new BufferTarget() });
  const source = new CanvasSource(pictures.canvas, { codec, fullCodecString, bitrate: encoding(fullCodecString, pictures.size).bitrate });
  output.addVideoTrack(source);
  try {
    await output.start();
    for (const { frame, time, duration } of shots) {
      pictures.draw(frame);
      await source.add(time, duration);
      await each();
    }
    const { time, duration } = shots.at(-1);
    if (form === "webm") await source.add(time + duration - FRAME_TIME, FRAME_TIME); // WebM has no place for how long the last frame stands
    await output.finalize();
  } catch (error) {
    if (!["canceled", "finalized"].includes(output.state)) await output.cancel();
    throw error;
  }
  return new Blob([output.target.buffer], { type: FILM_FORMS[form].mime });
}

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
