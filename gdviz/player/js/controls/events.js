// The events at a frame: phrases at their marks while it plays, and sentences in the row under the map while it stands.

import { runColor } from "../base/look.js";
import { setText } from "../base/page.js";
import { drawLabel } from "../drawing/pen.js";
import { neighbourMark, STEPS_A_SECOND } from "./playback.js";

const LINGERING = 1.2; // seconds that a phrase stays while playing
const MOST = 2;
const ABOVE = 26; // pixels from a mark to the middle of its phrase

export function isEvent(mark) {
  return mark.frame !== null && (mark.kind === "event" || mark.kind === "arrival");
}

/** The events at a frame; while playing also those just passed, newest first. */
export function eventsAt(marks, runs, frame, playing, speed) {
  const now = Math.floor(frame);
  const back = playing ? Math.ceil(LINGERING * STEPS_A_SECOND * speed) : 0;
  const shown = new Set(runs.map((run) => run.id));
  return marks
    .filter((mark) => isEvent(mark) && shown.has(mark.run) && mark.frame <= now && mark.frame >= now - back)
    .sort((a, b) => b.frame - a.frame)
    .slice(0, MOST);
}

/** The frames with an event of a run that is shown. */
export function eventFrames(marks, runs) {
  const shown = new Set(runs.map((run) => run.id));
  return marks.filter((mark) => isEvent(mark) && shown.has(mark.run)).map((mark) => mark.frame);
}

/** While it plays, the phrase of each event just passed, above its mark; place(mark) is its pixel, or null out of sight. */
export function drawPhrases(pen, scene, frame, place, box, taken) {
  if (!scene.playing()) return;
  const { marks, runs, view, look } = scene;
  for (const mark of eventsAt(marks, runs, frame, true, view.speed)) {
    const pixel = mark.phrase && place(mark);
    if (!pixel) continue;
    const color = runColor(runs.find((run) => run.id === mark.run).color, look.theme);
    drawLabel(pen, mark.phrase, pixel[0], pixel[1] - ABOVE * look.scale, box, look, color, taken);
  }
}

/** The row under the map: the sentences of the events at this frame, or which event comes next. Empty while it plays. */
export class EventRow {
  constructor(row) {
    this.sentences = row.querySelector(".gdviz-sentences");
    this.coming = row.querySelector(".gdviz-coming");
    this.text = "";
  }

  draw(scene, frame) {
    const { marks, runs, view, look } = scene;
    const playing = scene.playing();
    const events = playing ? [] : eventsAt(marks, runs, frame, false, view.speed);
    const next = playing || events.length ? null : neighbourMark(eventFrames(marks, runs), Math.round(frame), 1);
    setText(this.coming, next === null ? "" : `Next event: step ${next}`);
    const text = events.map((mark) => `${mark.run} ${mark.frame} ${mark.text}`).join("|") + (events.length ? look.theme : "");
    if (text === this.text) return;
    this.text = text;
    this.sentences.replaceChildren(...events.map((mark) => this.sentence(mark, runs, look)));
  }

  sentence(mark, runs, look) {
    const line = document.createElement("p");
    const run = runs.find((other) => other.id === mark.run);
    const [name, step] = [document.createElement("b"), document.createElement("span")];
    name.textContent = run.label;
    name.style.color = runColor(run.color, look.theme);
    step.textContent = ` ${mark.text}`;
    line.append(name, step);
    return line;
  }
}
