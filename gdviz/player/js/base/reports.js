// What a player reports to its host: starts, one at a time; switches; and the frame at which it stands still. No DOM here.

import { Courier } from "./courier.js";
import { switchesOf } from "./memory.js";

const STANDSTILL = 800; // milliseconds after which a frame is reported

export class Reports {
  constructor(memory, { onStart, onView }) {
    Object.assign(this, { memory, onView, sent: null, timer: null, takesStarts: Boolean(onStart), takesViews: Boolean(onView) });
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

  /** The frame, once the player has stood at it for a while; `expected` is the one that the host knows. */
  standing(player, expected) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { frame, playing } = player.playback;
      const reported = this.memory.sentFrames.at(-1) ?? expected;
      if (playing || !player.root.isConnected || frame === reported || this.courier.underway || !this.onView) return;
      this.memory.sentFrames.push(frame);
      this.onView({ ...player.view, frame });
    }, STANDSTILL);
  }

  stop() {
    clearTimeout(this.timer);
    this.courier.stop();
  }
}
