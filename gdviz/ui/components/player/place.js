// Where the player begins on its page, for the style sheet: the map takes the screen that is left below that.

export class Place {
  constructor(root) {
    this.root = root;
    this.page = root.closest('[data-testid="stMain"]');
    if (!this.page) return;
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.page.firstElementChild); // as high as all of the page: it changes with what stands above
    this.measure();
  }

  measure() {
    if (this.root.getClientRects().length === 0) return; // without a box, on a phone, nothing asks for it
    const top = Math.round(this.root.getBoundingClientRect().top - this.page.getBoundingClientRect().top + this.page.scrollTop);
    if (top === this.top) return;
    this.top = top;
    this.page.style.setProperty("--gdviz-top", `${top}px`);
  }

  stop() {
    this.observer?.disconnect();
    this.page?.style.removeProperty("--gdviz-top");
  }
}
