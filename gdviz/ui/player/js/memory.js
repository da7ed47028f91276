// What outlives new data and page switches, and how news reaches Python one at a time. No DOM here.

// One memory per player key, for as long as the browser tab lives.
const MEMORIES = new Map();

export function memoryOf(key) {
  if (!MEMORIES.has(key)) {
    MEMORIES.set(key, { frame: null, atEnd: true, view: null, sentViews: [], sentFrames: [], seenView: "", zooms: new Map(), camera: null, insideOff: new Set() });
  }
  return MEMORIES.get(key);
}

/** The frame to show for new data: one newly asked for, else the one remembered (the end, if it stood there), else the last. */
export function frameFor(memory, asked, last, seen) {
  const echo = memory.sentFrames.indexOf(asked);
  if (echo >= 0) memory.sentFrames.splice(0, echo + 1);
  else if (asked !== null && asked !== undefined && asked !== seen) return Math.min(Math.max(0, Math.round(asked)), last);
  if (memory.frame === null || memory.atEnd) return last;
  return Math.min(memory.frame, last);
}

/** The switches of the player in a view, as text; the size is not one of them: the page sets it. */
export function switchesOf({ size, ...switches }) {
  return JSON.stringify(switches);
}

/**
 * The view to show: Python's when it says something new, otherwise the visitor's own; the size is always Python's.
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

/** One message under way; while it is, only the newest of the later ones is kept (latest wins). */
export class Courier {
  constructor(send, patience = 3000, later = (act, wait) => setTimeout(act, wait), never = (timer) => clearTimeout(timer)) {
    Object.assign(this, { send, patience, later, never, underway: false, waiting: null, timer: null });
  }

  post(message) {
    if (this.underway) {
      this.waiting = message;
      return;
    }
    this.underway = true;
    this.send(message);
    this.timer = this.later(() => this.arrived(), this.patience);
  }

  /** An answer came (or patience ended): send what waits, if anything does. */
  arrived() {
    this.never(this.timer);
    this.underway = false;
    if (this.waiting === null) return;
    const message = this.waiting;
    this.waiting = null;
    this.post(message);
  }
}
