// The frame at which the player stands still, sent to the part of the page that shows that frame.

const STANDSTILL = 120; // milliseconds: a hand that scrubs is not followed frame by frame

export default class Watch {
  constructor(root) {
    Object.assign(this, { root, shown: null, timer: null, player: null });
    this.observer = new MutationObserver(() => this.look());
    this.leaves = (event) => event.target.closest?.('[data-testid="stPageLink"]') && this.stop();
    document.addEventListener("click", this.leaves, true);
  }

  update(data, setStateValue) {
    Object.assign(this, { setStateValue, shown: data.shown });
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
    const { frame, frames, playing, ready } = this.player.dataset;
    const last = Number(frames) - 1;
    // What Python shows already is not sent: a fragment that reran while the visitor leaves would blank the next page.
    if (playing === "1" || ready !== "1" || Number(frame) === Math.min(this.shown ?? last, last)) return;
    this.timer = setTimeout(() => this.send(Number(frame)), STANDSTILL);
  }

  send(frame) {
    if (!this.root.isConnected) return;
    this.shown = frame;
    this.setStateValue("frame", frame);
  }

  /** The visitor goes to another page: nothing is sent from this one any more. */
  stop() {
    this.observer.disconnect();
    clearTimeout(this.timer);
  }

  destroy() {
    this.stop();
    document.removeEventListener("click", this.leaves, true);
  }
}
