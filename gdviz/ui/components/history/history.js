// Undo, redo, reset and snapshots: buttons and keys become numbered acts, each sent until Python has answered it.

import { FrameInAddress, standing } from "./address.js";

const TEXT = "input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, [contenteditable=true]";

/** Is text typed there? Its own undo goes first. */
function isTyping(element) {
  return Boolean(element?.closest?.(TEXT));
}

/** "undo" for Ctrl+Z (⌘Z), "redo" for Ctrl+Shift+Z and Ctrl+Y, null for any other key. */
export function keyAct({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}

/** The place before or after one of `count`; where none is shown, the nearest end; null where there is no other. */
export function neighbour(place, count, way) {
  if (place === null) return count === 0 ? null : way > 0 ? 0 : count - 1;
  const next = place + way;
  return next < 0 || next >= count ? null : next;
}

// Milliseconds without a key, a press or an answer after which a gesture is over: while text is typed one may think,
// and start and rates that suit a typed surface come some seconds after it, as a part of the gesture.
const REST = 1500;
const THOUGHT = 6000;
const ICONS = {
  undo: '<path d="M9 14 4 9l5-5"/><path d="M4 9h9a6 6 0 0 1 0 12h-3"/>',
  redo: '<path d="m15 14 5-5-5-5"/><path d="M20 9h-9a6 6 0 0 0 0 12h3"/>',
  reset: '<path d="M4 4v6h6"/><path d="M4.6 10A8 8 0 1 1 4 14"/>',
  snap: '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.4"/>',
  previous: '<path d="m15 5-7 7 7 7"/>',
  next: '<path d="m9 5 7 7-7 7"/>',
  delete: '<path d="M6 6l12 12M18 6 6 18"/>',
};
const NAMES = {
  undo: ["Undo", "Undo the last gesture (Ctrl+Z)"],
  redo: ["Redo", "Redo (Ctrl+Shift+Z)"],
  reset: ["Reset", "Back to the opening scene; can be undone"],
  previous: ["Previous snapshot", "Previous snapshot (←)"],
  next: ["Next snapshot", "Next snapshot (→)"],
  snap: ["Take a snapshot", "Keep this scene as a snapshot; the link carries up to eight"],
  delete: ["Delete this snapshot", "Delete the snapshot that is shown"],
};

export default class HistoryBar {
  constructor(root) {
    Object.assign(this, { root, acts: [], number: 0, pressed: false, stirred: 0, frame: new FrameInAddress() });
    const row = Object.assign(document.createElement("span"), { className: "gdviz-places" });
    row.append(this.button("previous"), this.button("next"), this.button("delete"));
    const snapshots = this.group("gdviz-snapshots", "Snapshots", [row, this.button("snap")]);
    root.append(this.group("gdviz-undo", "History", ["undo", "redo", "reset"].map((act) => this.button(act))), snapshots);
    this.places = [];
    this.snapshots = snapshots;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    root.addEventListener("click", (event) => this.click(event.target.closest("button")));
    document.addEventListener("keydown", (event) => this.key(event), { signal, capture: true });
    for (const kind of ["pointerdown", "pointerup", "pointercancel", "pointermove", "input"]) {
      document.addEventListener(kind, () => this.stir(kind), { signal, capture: true, passive: true });
    }
  }

  group(name, label, buttons) {
    const group = Object.assign(document.createElement("div"), { className: name });
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    group.append(...buttons);
    return group;
  }

  button(act) {
    const made = Object.assign(document.createElement("button"), { type: "button", title: NAMES[act][1] });
    made.setAttribute("aria-label", NAMES[act][0]);
    made.dataset.act = act;
    made.innerHTML = `<svg viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${ICONS[act]}</svg>`;
    return made;
  }

  update(data, setStateValue) {
    Object.assign(this, { data, setStateValue });
    // A server that lost its session begins to count anew; this browser goes on from where it was.
    this.acts = this.acts.filter(([number]) => number > data.heard);
    this.number = Math.max(this.number, data.heard);
    this.able("undo", data.undo);
    this.able("redo", data.redo);
    this.able("reset", data.reset);
    this.able("snap", !data.full);
    this.showPlaces();
    this.frame.again();
    this.stirred = performance.now();
    this.await();
  }

  able(act, able) {
    this.root.querySelector(`[data-act=${act}]`).setAttribute("aria-disabled", String(!able));
  }

  showPlaces() {
    const { snapshots, place } = this.data;
    while (this.places.length > snapshots.length) this.places.pop().remove();
    while (this.places.length < snapshots.length) {
      const made = Object.assign(document.createElement("button"), { type: "button", textContent: String(this.places.length + 1) });
      made.dataset.place = String(this.places.length);
      this.root.querySelector("[data-act=next]").before(made);
      this.places.push(made);
    }
    this.places.forEach((button, index) => {
      button.title = snapshots[index];
      button.setAttribute("aria-label", `Snapshot ${index + 1}: ${snapshots[index]}`);
      button.toggleAttribute("data-shown", index === place);
      if (index === place) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    this.snapshots.toggleAttribute("data-none", snapshots.length === 0);
    this.able("previous", neighbour(place, snapshots.length, -1) !== null);
    this.able("next", neighbour(place, snapshots.length, 1) !== null);
    this.able("delete", place !== null);
  }

  click(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { act, place } = button.dataset;
    if (place !== undefined) this.send("go", Number(place));
    else if (act === "previous" || act === "next") this.step(act === "next" ? 1 : -1);
    else if (act === "snap") this.send("snap", this.frameShown());
    else this.send(act, act === "delete" ? this.data.place : null);
  }

  step(way) {
    const place = neighbour(this.data.place, this.data.snapshots.length, way);
    if (place !== null) this.send("go", place);
  }

  frameShown() {
    const player = document.querySelector(".gdviz-player");
    return (player && standing({ ...player.dataset, playing: "0" })) ?? null;
  }

  key(event) {
    this.stir("key");
    const act = keyAct(event);
    if (act && !isTyping(event.target)) {
      event.preventDefault();
      this.send(act, null); // whether there is something to undo, Python knows better: an answer may be under way
    }
    if (!this.snapshots.contains(event.target) || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(event.key === "ArrowRight" ? 1 : -1);
  }

  send(verb, value) {
    this.number += 1;
    this.acts = [...this.acts, [this.number, verb, value]];
    this.setStateValue("acts", this.acts);
  }

  /** A hand moves: a gesture that is under way is not over. */
  stir(kind) {
    if (kind === "pointerdown") this.pressed = true;
    if (kind === "pointerup" || kind === "pointercancel") this.pressed = false;
    if (kind !== "pointermove" || this.pressed) this.stirred = performance.now();
  }

  /** Say when the gesture that is under way has come to rest, for those that do not say it themselves. */
  await() {
    clearTimeout(this.timer);
    if (!this.data.under_way) return;
    const patience = isTyping(document.activeElement) ? THOUGHT : REST;
    const left = this.stirred + patience - performance.now();
    if (left <= 0 && !this.pressed) this.send("rest", null);
    else this.timer = setTimeout(() => this.await(), Math.min(Math.max(left, 50), 300));
  }

  destroy() {
    clearTimeout(this.timer);
    this.listeners.abort();
    this.frame.destroy();
  }
}
