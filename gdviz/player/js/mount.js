// The door: makes any element of a page a player of a payload from `gdviz.figures.payload`.

import { Player } from "./player.js";
import { guarded } from "./base/page.js";
import { axisName } from "./base/numbers.js";
import { FilmPanel } from "./film/film.js";
import { mapPicture } from "./map/picture.js";

/**
 * Make an element the player of a payload and return {update, move, frame, frames, canvas, film, destroy}.
 *
 * options, all optional:
 *   plotly()       a promise of Plotly.js with surfaces in space, asked for when 3-D is switched on; without it there is no 3-D
 *   key            players with one key share a memory (frame, zoom, switches) for as long as the page lives
 *   onStart(start) the visitor moved the start to {x, y}; held: the hand still holds it; n: the number of this message.
 *                  Without it the start is fixed.
 *   onAnswer(answer) the visitor placed the answer to payload.asked at {x, y} (an arrow's tip); final: and committed it by Enter.
 *                  Without it nothing is asked.
 *   onView(view)   the visitor changed a switch (levels, space, speed, …)
 *   heard          the number n of the newest start that the payload answers, for hosts that answer late;
 *                  where it is undefined, each update answers the last start
 *   films          {forms, textOf(name), name}: films can be saved below the legend, in these of the forms mp4, webm, gif, under this
 *                  name; textOf: a promise of the text of the module "mediabunny" (mp4, webm) or "gifenc" (gif), asked for when
 *                  a film is made; words: {title, formula} for its head, else those of the payload
 *
 * update(payload, heard) shows another payload; frame and zoom stay. move({runs, run_key, start, inside}, heard) shows other
 * runs while a hand still moves, without verdicts and events, which the next update brings. frame(k) shows frame k, also between two, and returns
 * the frame shown. frames is their number. canvas() is a promise of a picture of the map as it stands, null in 3-D.
 * film({form, size: [width, height], onProgress(share), signal}) is a promise of {blob, form, frames, said}, for whoever gave `films`; said:
 * a sentence where the browser makes it in another form. destroy() leaves the element empty, without listeners, observers or styles. Update and destroy may come at any time.
 *
 * payload.asked = {kind: "point" or "arrow", key, given, truth, words}: points of the map or null; with a truth the question is over
 * and both stay on the map. payload.parts: "map" alone, "picture" with its transport, "column" for all of it under each other, "curves" without the map.
 *
 * The element tells its state in data-ready, data-frame, data-frames, data-playing, data-run-key, data-start ("x,y"),
 * data-asked (open, shown), data-answer ("x,y") and data-error; colours and fonts are the CSS variables at the top of player.css. The style sheet stands in the element,
 * so that it serves a document and a shadow root alike. Each frame shown, also one between two steps, is the detail of an event gdviz-frame.
 */
export function mount(element, payload, options = {}) {
  const player = new Player(element, options);
  const films = options.films && filmPanel(player, options.films);
  const update = (newer, heard) => {
    films?.take(newer, options.films.words ?? wordsOf(newer));
    return guarded(element, () => player.update(newer, heard));
  };
  update(payload, options.heard);
  return {
    update,
    move: (moved, heard) => guarded(element, () => player.move(moved, heard)),
    frame(frame) {
      if (frame !== undefined) player.playback.show(frame);
      return player.playback.frame;
    },
    get frames() {
      return player.playback.last + 1;
    },
    canvas: () => (player.mapless || player.view.space ? Promise.resolve(null) : mapPicture(player.views.map)),
    film: (wanted) => films.film(wanted),
    destroy() {
      films?.destroy();
      player.destroy();
    },
  };
}

/** The panel that makes films of a player, in a fold below its legend. */
function filmPanel({ parts: { root, legend } }, films) {
  const fold = Object.assign(document.createElement("details"), { className: "gdviz-films", innerHTML: "<summary>Film</summary><div></div>" });
  legend.after(fold);
  return new FilmPanel(fold.lastElementChild, { ...films, near: () => root, newPlayer: (place) => new Player(place, {}) });
}

/** Title and formula of a payload. */
function wordsOf({ surface, runs }) {
  const [names, formula] = [[...new Set(runs.map((run) => run.name))].join(", "), `f(${surface.variables.map(axisName).join(", ")}) = ${surface.text}`];
  return { title: [names, surface.name].filter(Boolean).join(" on ") || formula, formula };
}
