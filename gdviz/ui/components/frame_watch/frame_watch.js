const WATCHES = new WeakMap();
const STANDSTILL = 120;  // milliseconds: a hand that scrubs is not followed frame by frame

class Watch {
  constructor(root) {
    Object.assign(this, { root, sent: null, timer: null, player: null });
    this.observer = new MutationObserver(() => this.look());
  }
  update(tell) {
    this.tell = tell;
    const player = document.querySelector(".gdviz-player");
    if (player && player !== this.player) {
      this.observer.disconnect();
      this.observer.observe(player, { attributeFilter: ["data-frame", "data-playing", "data-ready"] });
      this.player = player;
    }
    if (!player) setTimeout(() => this.root.isConnected && this.update(tell), 200);
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
    this.tell("frame", Number(frame));
  }
}
export default function ({ parentElement, setStateValue }) {
  const root = parentElement.querySelector(".gdviz-watch");
  if (!WATCHES.has(root)) WATCHES.set(root, new Watch(root));
  WATCHES.get(root).update(setStateValue);
  return () => { if (!root.isConnected) WATCHES.get(root)?.observer.disconnect(); };
}
