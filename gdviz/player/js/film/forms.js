// The forms of a film, and which of them a browser can make: it is asked for each encoder before it is used.

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
export function encoding(codec, [width, height]) {
  return { codec, width, height, bitrate: BITS_A_PIXEL * width * height, framerate: 1 / 0.06 };
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
