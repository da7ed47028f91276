// The size of a player: its layout, wide or narrow, and news when the root or the map has another size than was drawn.

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
    if (layout !== this.root.dataset.layout) this.arrange(layout);
  }

  /** What is said of events and the switch for them have a row of their own; a narrow player says it in its transport. */
  arrange(layout) {
    const { transport, event, tools, pause } = this.parts;
    this.root.dataset.layout = layout;
    if (layout === "wide") {
      event.append(pause);
      transport.after(event);
    } else {
      tools.append(pause);
      transport.append(event);
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
