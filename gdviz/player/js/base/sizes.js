// The size of a player: its layout, wide or narrow, and news when the root or the map has another size than was drawn.

const WIDE = 760; // pixels from which map and curves stand side by side

export class Sizes {
  constructor({ root, map }, onChange) {
    Object.assign(this, { root, map, onChange, width: 0, height: 0 });
    this.observer = new ResizeObserver(() => this.check());
    for (const part of [root, map]) this.observer.observe(part);
  }

  /** What is drawn now is of this size. */
  take() {
    this.width = this.root.clientWidth;
    this.height = this.map.clientHeight;
    this.root.dataset.layout = this.width >= WIDE ? "wide" : "narrow";
  }

  check() {
    if (!this.root.isConnected) return;
    const same = this.root.clientWidth === this.width && this.map.clientHeight === this.height;
    if (same && this.root.dataset.ready === "1") return;
    cancelAnimationFrame(this.coming);
    this.coming = requestAnimationFrame(() => this.onChange());
  }

  stop() {
    this.observer.disconnect();
    cancelAnimationFrame(this.coming);
  }
}
