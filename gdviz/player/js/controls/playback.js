// The clock of the player: which frame is shown, the pace of playing, the frames that keys lead to, and the neighbouring events.

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16];
export const STEPS_A_SECOND = 20;

/**
 * Advance a (fractional) frame by `seconds`; a negative or huge gap (a sleeping tab) is not time played.
 * It ends at the next of the frames `stops`, and at the last unless it loops.
 */
export function advance(frame, seconds, { speed, last, loop, stops = [] }) {
  const elapsed = Math.min(Math.max(0, seconds), 0.25);
  const next = frame + elapsed * STEPS_A_SECOND * speed;
  const stop = neighbourMark(stops, frame, 1);
  if (stop !== null && stop <= next) return { frame: stop, ended: true };
  if (next < last) return { frame: next, ended: false };
  if (loop && last > 0) return { frame: next % last, ended: false };
  return { frame: last, ended: true };
}

export function clampFrame(frame, last) {
  return Number.isFinite(frame) ? Math.min(Math.max(0, Math.round(frame)), last) : 0;
}

/** The frame a key leads to, or null when the key is not the player's. */
export function frameForKey(key, shift, frame, last) {
  const stride = shift ? 10 : 1;
  const now = Math.round(frame);
  if (key === "ArrowLeft") return clampFrame(now - stride, last);
  if (key === "ArrowRight") return clampFrame(now + stride, last);
  if (key === "Home") return 0;
  if (key === "End") return last;
  return null;
}

/** The nearest marked frame after (direction 1) or before (-1) this one; null when there is none. */
export function neighbourMark(frames, frame, direction) {
  const candidates = frames.filter((other) => (direction > 0 ? other > frame : other < frame));
  if (!candidates.length) return null;
  return direction > 0 ? Math.min(...candidates) : Math.max(...candidates);
}

export class Playback {
  /** draw() shows the frame; pace() returns {speed, loop, stops}; root is the element that must stay on the page. */
  constructor(root, draw, pace) {
    Object.assign(this, { root, draw, pace, frame: 0, last: 0, playing: false, clock: null });
  }

  /** A new last frame; `standing` is where it stands unless it plays. */
  take(last, standing) {
    this.last = last;
    this.frame = this.playing ? Math.min(this.frame, last) : standing;
  }

  /** Show a frame (between two steps too, for pictures) and stop playing. */
  show(frame) {
    this.playing = false;
    this.frame = Number.isFinite(frame) ? Math.min(Math.max(0, frame), this.last) : 0;
    this.draw();
  }

  /** Show a whole frame and stop playing. */
  goTo(frame) {
    this.show(clampFrame(frame, this.last));
  }

  toggle() {
    if (this.playing) this.goTo(Math.round(this.frame));
    else this.play(this.frame >= this.last ? 0 : this.frame);
  }

  /** Play from a frame; where there is one frame only, nothing plays. */
  play(frame) {
    Object.assign(this, { frame, clock: null, playing: this.last > 0 });
    this.draw();
    this.request();
  }

  stop() {
    this.playing = false;
    cancelAnimationFrame(this.coming);
  }

  /** Ask for the next picture; one request at a time, however often Play and Pause are pressed. */
  request() {
    cancelAnimationFrame(this.coming);
    if (this.playing) this.coming = requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    if (!this.playing || !this.root.isConnected) return;
    const seconds = this.clock === null ? 0 : (now - this.clock) / 1000;
    this.clock = now;
    const { frame, ended } = advance(this.frame, seconds, { ...this.pace(), last: this.last });
    this.frame = frame;
    if (ended) this.playing = false;
    this.draw();
    this.request();
  }
}
