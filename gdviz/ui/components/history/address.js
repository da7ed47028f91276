// The frame in the address: where the player stands still, written without a new entry of the browser's history.

const STILL = 300; // milliseconds: a hand that scrubs is not followed frame by frame

/** The query of an address with a frame in it, or without one for null; the rest stays as it is written. */
export function withFrame(search, frame) {
  const others = search.replace(/^\?/, "").split("&").filter((part) => part && !/^frame(=|$)/.test(part));
  if (frame !== null) others.push(`frame=${frame}`);
  return others.length ? `?${others.join("&")}` : "";
}

/** The frame at which a player stands, null at its last one, undefined while it plays or draws. */
export function standing({ frame, frames, playing, ready }) {
  if (playing === "1" || ready !== "1" || !/^\d+$/.test(frame)) return undefined;
  return Number(frame) === Number(frames) - 1 ? null : Number(frame);
}

export class FrameInAddress {
  constructor() {
    this.observer = new MutationObserver(() => this.look());
    this.player = null;
  }

  /** The player of this page, which may have been exchanged. */
  watch() {
    const player = document.querySelector(".gdviz-player");
    if (player && player !== this.player) {
      this.observer.disconnect();
      this.observer.observe(player, { attributeFilter: ["data-frame", "data-frames", "data-playing", "data-ready", "data-run-key"] });
    }
    this.player = player;
    this.look();
  }

  look() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), STILL);
  }

  write() {
    if (!this.player?.isConnected) return;
    const frame = standing(this.player.dataset);
    if (frame === undefined) return;
    const { pathname, search, hash } = window.location;
    const wanted = withFrame(search, frame);
    if (wanted !== search) window.history.replaceState(window.history.state, "", pathname + wanted + hash);
  }

  destroy() {
    clearTimeout(this.timer);
    this.observer.disconnect();
  }
}
