// What a player remembers across new payloads: its frame, view, zooms and camera. No DOM here.

// One memory per key, for as long as the browser tab lives, so that a player outlives a change of page.
const MEMORIES = new Map();

/** The memory of a key; a new one each time where there is no key. */
export function memoryOf(key) {
  if (key === undefined) return newMemory();
  if (!MEMORIES.has(key)) MEMORIES.set(key, newMemory());
  return MEMORIES.get(key);
}

function newMemory() {
  return { frame: null, atEnd: true, view: null, sentViews: [], sentFrames: [], seenView: "", zooms: new Map(), camera: null, insideOff: new Set() };
}

/** The frame for a new payload: the requested one if it is new, else the one remembered (the end, if it stood there). */
export function frameFor(memory, requested, last, before) {
  const echo = memory.sentFrames.indexOf(requested);
  if (echo >= 0) memory.sentFrames.splice(0, echo + 1);
  else if (requested !== null && requested !== undefined && requested !== before) return Math.min(Math.max(0, Math.round(requested)), last);
  if (memory.frame === null || memory.atEnd) return last;
  return Math.min(memory.frame, last);
}

/** What of a payload says nothing of its runs: the marks of the ground, and no fate. */
export function groundOnly({ marks }) {
  return { marks: marks.filter((mark) => mark.run === null), fates: {} };
}

/** The switches of the player in a view, as text; the size is not one of them: the host sets it. */
export function switchesOf({ size, ...switches }) {
  return JSON.stringify(switches);
}

/**
 * The view to show: the payload's when it is new, otherwise the visitor's own; the size is always the payload's.
 * An echo of an older choice that is still under way must not undo a newer one.
 */
export function reconcileView(memory, arriving) {
  const text = switchesOf(arriving);
  const echo = memory.sentViews.indexOf(text);
  if (echo >= 0) memory.sentViews.splice(0, echo + 1);
  else if (text !== memory.seenView) memory.view = { ...arriving };
  memory.seenView = text;
  memory.view = { ...memory.view, size: arriving.size };
  return memory.view;
}
