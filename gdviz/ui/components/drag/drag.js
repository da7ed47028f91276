// What a hand is still changing, from the player and the sliders to Python; and the paths for it, from Python to them.

import { HELD, MOVED, MOVING } from "./held.js";

export default class Drag {
  constructor(root) {
    root.addEventListener(HELD, (event) => this.setStateValue("held", event.detail));
  }

  update({ moved }, setStateValue) {
    this.setStateValue = setStateValue;
    if (moved) document.dispatchEvent(new CustomEvent(MOVED, { detail: moved }));
    // What the rest of the page says is of the paths before: the style sheet hides it until the page has run.
    if (Boolean(moved?.runs) !== this.moving) document.documentElement.toggleAttribute(MOVING, (this.moving = Boolean(moved?.runs)));
  }

  destroy() {
    document.documentElement.removeAttribute(MOVING);
  }
}
