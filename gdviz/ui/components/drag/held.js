// How parts of a page and its drag component meet: events on the document, since components share no modules.

export const HELD = "gdviz-held";
export const MOVED = "gdviz-moved";
export const MOVING = "data-gdviz-moving";

/** Send what a hand is still changing; false where the page has no drag component, and all of it must run. */
export function sendHeld(message) {
  const drag = document.querySelector(".gdviz-drag");
  drag?.dispatchEvent(new CustomEvent(HELD, { detail: message }));
  return drag !== null;
}

/** Call `act` with each answer {heard, numbers, runs, run_key, start, inside}: numbers by board and name, until the signal ends it. */
export function onMoved(act, signal) {
  document.addEventListener(MOVED, (event) => act(event.detail), { signal });
}
