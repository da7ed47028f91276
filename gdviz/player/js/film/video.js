// A film as MP4 or WebM: the browser's own encoder, and Mediabunny, which puts what it makes into a file.

import { FILM_FORMS, encoding } from "./forms.js";
import { FRAME_TIME } from "./times.js";

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
    if (form === "webm") await source.add(endOf(shots) - FRAME_TIME, FRAME_TIME); // WebM has no place for how long the last frame stands
    await output.finalize();
  } catch (error) {
    if (!["canceled", "finalized"].includes(output.state)) await output.cancel();
    throw error;
  }
  return new Blob([output.target.buffer], { type: FILM_FORMS[form].mime });
}

function endOf(shots) {
  const { time, duration } = shots.at(-1);
  return time + duration;
}
