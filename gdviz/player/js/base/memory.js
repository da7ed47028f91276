// What a player remembers across new payloads, and what it reports to its host: starts, one at a time, and switches. No DOM here.

import { Courier } from "./courier.js";

// One memory per key, for as long as the browser tab lives, so that a player outlives a change of page.
const MEMORIES = new Map();

/** The memory of a key; a new one each time where there is no key. */
export function memoryOf(key) {
  if (key === undefined) return newMemory();
  if (!MEMORIES.has(key)) MEMORIES.set(key, newMemory());
  return MEMORIES.get(key);
}

function newMemory() {
  return { frame: null, atEnd: true, view: null, sentViews: [], seenView: "", zooms: new Map(), camera: null, insideOff: new Set() };
}

/** The frame for a new payload: the requested one if it is new, else the one remembered (the end, if it stood there). */
export function frameFor(memory, requested, last, before) {
  if (requested !== null && requested !== undefined && requested !== before) return Math.min(Math.max(0, Math.round(requested)), last);
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

export class Reports {
  constructor(memory, { onStart, onView }) {
    Object.assign(this, { memory, onView, sent: null, takesStarts: Boolean(onStart), takesViews: Boolean(onView) });
    this.courier = new Courier(([x, y, held]) => onStart({ x, y, held, n: (this.sent = Date.now()) }));
  }

  start([x, y], held) {
    this.courier.post([x, y, held]);
  }

  /** A payload came. Does its start count? Not while a newer one is under way: the marker must not be thrown back. */
  answered(heard) {
    const newer = this.courier.waiting !== null;
    if (this.courier.underway && (heard === undefined || heard === this.sent)) this.courier.arrived();
    return !newer && !this.courier.underway;
  }

  /** The switches, changed by the visitor. */
  view(view) {
    this.memory.sentViews.push(switchesOf(view));
    this.onView?.({ ...view });
  }

  stop() {
    this.courier.stop();
  }
}
