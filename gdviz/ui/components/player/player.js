// Streamlit's host of the player: component data become payloads, and what the visitor does becomes component state.

import { mount } from "../../../player/js/mount.js";
import { onMoved, sendHeld } from "../drag/held.js";
import { plotlyFor } from "../vendor.js";

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

export default class Host {
  constructor(root) {
    this.root = root;
    this.place = new Place(root);
    this.listeners = new AbortController();
    onMoved((moved) => this.player?.move(moved, moved.heard), this.listeners.signal);
  }

  update({ key, vendor, heard, ...payload }, setStateValue) {
    this.setStateValue = setStateValue;
    if (this.player) this.player.update(payload, heard);
    else this.player = mount(this.root, payload, { key, heard, plotly: () => plotlyFor("space", vendor), ...this.reports() });
  }

  reports() {
    return {
      onStart: (start) => (start.held && sendHeld({ start, n: start.n })) || this.setStateValue("start", start),
      onAnswer: (answer) => this.setStateValue("answer", answer),
      // The number makes every message another one: Streamlit runs nothing for a state that is as before.
      onView: (view) => this.setStateValue("view", { ...view, n: Date.now() }),
    };
  }

  destroy() {
    this.listeners.abort();
    this.place.stop();
    this.player.destroy();
  }
}
