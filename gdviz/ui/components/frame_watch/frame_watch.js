// The frame at which the player stands still, sent to the part of the page that shows that frame.

import { mountOnce } from "../mount_once.js";

const STANDSTILL = 120; // milliseconds: a hand that scrubs is not followed frame by frame

class Watch {
  constructor(root) {
    Object.assign(this, { root, sent: null, timer: null, player: null });
    this.observer = new MutationObserver(() => this.look());
  }

  update(data, setStateValue) {
    this.setStateValue = setStateValue;
    const player = document.querySelector(".gdviz-player");
    if (player && player !== this.player) {
      this.observer.disconnect();
      this.observer.observe(player, { attributeFilter: ["data-frame", "data-playing", "data-ready"] });
      this.player = player;
    }
    if (!player) setTimeout(() => this.root.isConnected && this.update(data, setStateValue), 200);
    else this.look();
  }

  look() {
    clearTimeout(this.timer);
    const { frame, playing, ready } = this.player.dataset;
    if (playing === "1" || ready !== "1" || frame === undefined || frame === this.sent) return;
    this.timer = setTimeout(() => this.send(frame), STANDSTILL);
  }

  send(frame) {
    if (!this.root.isConnected) return;
    this.sent = frame;
    this.setStateValue("frame", Number(frame));
  }

  destroy() {
    this.observer.disconnect();
    clearTimeout(this.timer);
  }
}

export default mountOnce(".gdviz-watch", (root) => new Watch(root));
