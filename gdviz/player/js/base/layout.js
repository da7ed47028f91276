// The style sheets of a player, and its layout, wide or narrow; news when the root or the map has another size than was drawn.

import layouts from "../../layouts.css" with { type: "text" };
import sheet from "../../player.css" with { type: "text" };

/** Rules of the page that come later win where they are as specific, as they would over any sheet in the page. */
export function styleElement() {
  return Object.assign(document.createElement("style"), { textContent: `${sheet}\n${layouts}` });
}

const WIDE = 760; // pixels from which map and curves stand side by side

export class Sizes {
  constructor(parts, onChange) {
    const { root, map } = parts;
    Object.assign(this, { parts, root, map, onChange, width: 0, height: 0 });
    this.observer = new ResizeObserver(() => this.check());
    for (const part of [root, map]) this.observer.observe(part);
  }

  /** What is drawn now is of this size. */
  take() {
    [this.width, this.height] = this.now();
    const layout = this.width >= WIDE ? "wide" : "narrow";
    const fit = this.root.hasAttribute("data-fit");
    if (layout !== this.root.dataset.layout || fit !== this.fit) this.arrange(layout, fit);
  }

  /** Events have a row of their own: their sentences, the way to each, the switch for them; a narrow player has it all in its transport,
      and one with rows beside its map, which seldom has events, the sign of the keys. */
  arrange(layout, fit) {
    const { transport, event, events, tools, pause, scrubber, keys } = this.parts;
    this.root.dataset.layout = layout;
    this.fit = fit;
    if (layout === "wide") {
      event.append(events, pause);
      (fit ? transport : event).append(keys);
      transport.after(event);
    } else {
      tools.append(pause);
      scrubber.before(events);
      transport.append(keys, event);
    }
  }

  /** Width of the root, height of the map; a page may lay the parts of a narrow player out as its own: the root has no box then. */
  now() {
    return [this.root.clientWidth || this.map.clientWidth, this.map.clientHeight];
  }

  check() {
    if (!this.root.isConnected) return;
    const [width, height] = this.now();
    const same = width === this.width && height === this.height;
    if (same && this.root.dataset.ready === "1") return;
    cancelAnimationFrame(this.coming);
    this.coming = requestAnimationFrame(() => this.onChange());
  }

  stop() {
    this.observer.disconnect();
    cancelAnimationFrame(this.coming);
  }
}
