// The events at a frame, and the caption over the map that names them.

import { runColor } from "../base/look.js";
import { STEPS_A_SECOND } from "./timeline.js";

const LINGERING = 1.2; // seconds that a caption stays while playing
const MOST = 2;

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

/** The caption over the map: a sentence for each event at hand, out of the way of the point it speaks of. */
export class Caption {
  constructor(element) {
    Object.assign(this, { element, text: "" });
  }

  draw(scene, frame, map) {
    const { marks, runs, view, look } = scene;
    const events = eventsAt(marks, runs, frame, scene.playing(), view.speed);
    const text = events.map((mark) => `${mark.run} ${mark.frame} ${mark.text}`).join("|") + look.theme;
    if (text === this.text) return;
    this.text = text;
    this.element.hidden = events.length === 0;
    this.element.replaceChildren(...events.map((mark) => this.sentence(mark, runs, look)));
    const flat = events.length > 0 && map.scale && !view.space;
    const low = flat && map.scale.py(events[0].point[1]) > map.box.top + map.box.height / 2;
    this.element.dataset.place = low ? "top" : "bottom";
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
