// What the marks of a scene say: the legend of their signs, phrases of events at their marks while it plays, sentences under the map while it stands.

import { runColor } from "../base/look.js";
import { setText } from "../base/page.js";
import { neighbourMark, STEPS_A_SECOND } from "./transport.js";
import { swatch } from "./readout.js";
import { drawLabel, glyphPicture, isEvent, wordFor } from "../drawing/pen.js";

/** What a player shows: {marks, blank, remark}; on its map that of the view, once the ground is drawn. */
function shownBy({ surface, marks, view, views, mapless }) {
  const flat = !view.space && !mapless && views.map.scene?.surface === surface;
  return flat ? views.map.legend() : { marks, blank: surface.blank, remark: "" };
}

/** Signs that a player shows, its runs and arrows, blanks, and last a remark on the ground; written anew only where it says something else. */
export function showLegend(element, player) {
  const { runs, look, view, surface } = player;
  const { marks, blank, remark } = shownBy(player);
  const kinds = [...new Set(marks.map((mark) => mark.kind))].filter((kind) => kind !== "arrival");
  const holed = blank > 0 && blank < 1;
  const [arrowed, asked] = [view.arrows && runs.length > 0, Boolean(player.views.answer.question)];
  const said = JSON.stringify([kinds, surface.line, holed, remark, arrowed, asked, look.theme, look.ink, look.paper, look.scale, runs.map(({ label, color, dash }) => [label, color, dash])]);
  if (element.dataset.said === said) return;
  element.dataset.said = said;
  const signs = kinds.map((kind) => `<span><img alt="" src="${glyphPicture(kind, look)}">${wordFor(kind)}</span>`);
  const arrows = arrowed ? ["<span><i class='gdviz-arrow'></i>−∇f (log)</span><span><i class='gdviz-arrow gdviz-dashed'></i>next step</span>"] : [];
  if (arrowed && surface.line) arrows.push("<span><i class='gdviz-tangent'></i>tangent</span>");
  const answer = asked ? ["<span><i class='gdviz-origin gdviz-yours'></i>your answer</span>"] : [];
  const hatch = holed ? ["<span><i class='gdviz-hatch'></i>no value</span>"] : [];
  const keys = runs.map((run, k) => `<span class="gdviz-key" data-run="${k}">${swatch(run, look)}<span></span></span>`);
  element.innerHTML = [...keys, "<span><i class='gdviz-origin'></i>start</span>", ...answer, ...signs, ...arrows, ...hatch].join("");
  nameRuns(element, runs);
  if (remark) element.append(Object.assign(document.createElement("span"), { className: "gdviz-remark-on-ground", textContent: remark }));
}

/** The labels of the runs, which change with a knob that is turned. */
export function nameRuns(element, runs) {
  element.querySelectorAll(".gdviz-key").forEach((key, k) => setText(key.lastElementChild, runs[k].label));
}

const LINGERING = 1.2; // seconds that a phrase stays while playing
const MOST = 2;
const ABOVE = 26; // pixels from a mark to the middle of its phrase

/** The events of runs that are shown. */
function eventsOf(marks, runs) {
  const shown = new Set(runs.map((run) => run.id));
  return marks.filter((mark) => isEvent(mark) && shown.has(mark.run));
}

/** The events at a frame; while playing also those just passed, newest first. */
export function eventsAt(marks, runs, frame, playing, speed) {
  const now = Math.floor(frame);
  const back = playing ? Math.ceil(LINGERING * STEPS_A_SECOND * speed) : 0;
  const events = eventsOf(marks, runs).filter((mark) => mark.frame <= now && mark.frame >= now - back);
  return events.sort((a, b) => b.frame - a.frame).slice(0, MOST);
}

/** The frames with an event of a run that is shown. */
export function eventFrames(marks, runs) {
  return eventsOf(marks, runs).map((mark) => mark.frame);
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
