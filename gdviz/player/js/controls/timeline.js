// Frames and time: the pace of playing, the frames that keys lead to, and the neighbouring events. No DOM here.

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
