// The clock of the player: which frame is shown, whether it plays, and the next picture while it does.

import { advance, clampFrame } from "./timeline.js";

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
