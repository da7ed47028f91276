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

/** Looks at the player now and then: a page exchanges it without a word, so that an observer would be left behind. */
export class FrameInAddress {
  constructor() {
    this.timer = setInterval(() => this.look(), STILL);
    this.travel = () => (this.travelled = true);
    window.addEventListener("popstate", this.travel);
  }

  look() {
    const player = document.querySelector(".gdviz-player");
    const frame = player ? standing(player.dataset) : undefined;
    const state = frame === undefined ? undefined : `${player.dataset.runKey} ${frame}`;
    const still = state !== undefined && state === this.seen;
    this.seen = state;
    // Python's address may come after the answer that told of it; what Back and Forward brought is left to them.
    const stands = window.location.search === this.search || this.travelled;
    if (!still || (state === this.written && stands)) return;
    this.written = state;
    this.travelled = false;
    this.write(frame);
    this.search = window.location.search;
  }

  /** Python may have written another address: it gets the frame anew. */
  again() {
    this.written = undefined;
  }

  write(frame) {
    const { pathname, search, hash } = window.location;
    const wanted = withFrame(search, frame);
    if (wanted !== search) window.history.replaceState(window.history.state, "", pathname + wanted + hash);
  }

  destroy() {
    clearInterval(this.timer);
    window.removeEventListener("popstate", this.travel);
  }
}
