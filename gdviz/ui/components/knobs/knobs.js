// Rows of numbers to turn: a slider and an entry that show one value, and one message to Python under way at a time.

import { Courier } from "../../../player/js/base/courier.js";
import { element } from "../element.js";
import { onMoved, sendHeld } from "../drag/held.js";
import { ends, nudge, placeOf, read, settle, valueAt, written } from "./scale.js";

const PATIENCE = 1500; // milliseconds without an answer after which the next message goes
const REST = 700; // milliseconds without a key after which a slider has come to rest

class Row {
  constructor(row, turned) {
    this.turned = turned;
    this.root = element("div", { class: "gdviz-knob" });
    this.label = element("label", { class: "gdviz-knob-label" });
    this.entry = element("input", { class: "gdviz-knob-entry", type: "text", inputmode: "decimal", autocomplete: "off" });
    this.entry.id = `gdviz-${Math.random().toString(36).slice(2)}`;
    this.label.htmlFor = this.entry.id;
    this.root.append(this.label);
    if (row.slider) {
      this.slider = element("input", { class: "gdviz-knob-slider", type: "range", step: "1" });
      this.slider.addEventListener("input", () => this.slide());
      this.slider.addEventListener("pointerdown", () => (this.pressed = true));
      for (const end of ["pointerup", "pointercancel", "blur"]) this.slider.addEventListener(end, () => this.release());
      this.root.append(this.slider);
    }
    this.note = element("span", { class: "gdviz-knob-note", role: "status" });
    this.root.append(this.entry, this.note);
    // What is being typed is not overwritten by news that arrives meanwhile.
    this.entry.addEventListener("input", () => {
      this.typing = true;
      this.hush();
    });
    this.entry.addEventListener("blur", () => {
      this.typing = false;
      this.hush();
    });
    this.entry.addEventListener("change", () => this.typed());
    this.entry.addEventListener("keydown", (event) => this.key(event));
    this.entry.addEventListener("focus", () => this.entry.select());
  }

  /** What was said of the last message is read, or out of date. */
  hush() {
    this.hushed = this.heard;
    this.note.textContent = "";
  }

  show(row, heard) {
    Object.assign(this, { row, heard });
    this.root.dataset.name = row.name;
    this.root.title = row.help || "";
    this.label.textContent = row.label;
    this.label.title = row.help || "";
    this.entry.setAttribute("aria-label", row.aria);
    if (this.slider) {
      [this.slider.min, this.slider.max] = ends(row);
      this.slider.setAttribute("aria-label", row.aria);
    }
    this.note.textContent = heard === this.hushed ? "" : row.note;
    this.place(row.value);
  }

  place(value) {
    this.value = value;
    if (!this.typing && (document.activeElement !== this.entry || read(this.entry.value) !== Number(written(value)))) this.entry.value = written(value);
    if (!this.slider) return;
    this.slider.value = String(placeOf(this.row, value));
    this.slider.setAttribute("aria-valuetext", written(value));
    const [first, last] = ends(this.row);
    this.slider.style.setProperty("--share", `${((Number(this.slider.value) - first) / (last - first)) * 100}%`);
  }

  turn(value, held = false) {
    this.place(value);
    this.turned(this.row.name, value, held);
  }

  /** All that a slider passes until it is let go, or rests under the keys, is one gesture. */
  slide() {
    this.sliding = true;
    this.turn(valueAt(this.row, Number(this.slider.value)), true);
    clearTimeout(this.resting);
    if (!this.pressed) this.resting = setTimeout(() => this.release(), REST);
  }

  release() {
    clearTimeout(this.resting);
    if (this.sliding) this.turned(this.row.name, this.value, false);
    Object.assign(this, { pressed: false, sliding: false });
  }

  typed() {
    this.typing = false;
    const value = read(this.entry.value);
    // Python reads what is no plain number, and says what it cannot take.
    if (this.entry.value.trim() === "") this.entry.value = written(this.value);
    else if (value === null || settle(this.row, value) !== Number(value.toPrecision(9))) this.turned(this.row.name, value ?? this.entry.value);
    else if (settle(this.row, value) !== this.value) this.turn(settle(this.row, value));
    else this.entry.value = written(this.value);
  }

  key(event) {
    event.stopPropagation(); // Streamlit listens for letters
    if (event.key === "Enter") this.typed();
    if (event.key === "Escape") [this.typing, this.entry.value] = [false, String(this.value)];
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    this.typing = false;
    this.turn(nudge(this.row, read(this.entry.value) ?? this.value, event.key === "ArrowUp", event.shiftKey));
  }
}

export default class Board {
  constructor(root) {
    Object.assign(this, { root, rows: new Map(), shape: "", unsent: {}, sent: 0 });
    this.courier = new Courier((values) => this.send(values), PATIENCE);
    this.listeners = new AbortController();
    onMoved((moved) => this.move(moved), this.listeners.signal);
  }

  update(data, setStateValue) {
    this.setStateValue = setStateValue;
    Object.assign(this, { key: data.key, moves: data.moves });
    this.root.dataset.layout = data.layout;
    const shape = JSON.stringify(data.rows.map((row) => [row.name, row.slider]));
    if (shape !== this.shape) this.build(data.rows, shape);
    this.hear(data.heard);
    for (const row of data.rows) if (!this.courier.underway || !this.rows.get(row.name).row) this.rows.get(row.name).show(row, data.heard);
  }

  hear(heard) {
    if (heard >= this.sent) this.courier.arrived();
  }

  /** The page's drag component answers: what was sent has been heard, and a hand elsewhere may have changed numbers of this board. */
  move({ heard, numbers }) {
    this.hear(heard);
    for (const [name, value] of Object.entries(numbers?.[this.key] ?? {})) this.rows.get(name)?.place(value);
  }

  build(rows, shape) {
    this.shape = shape;
    this.rows = new Map(rows.map((row) => [row.name, new Row(row, (name, value, held) => this.turned(name, value, held))]));
    this.root.replaceChildren(...[...this.rows.values()].map((row) => row.root));
  }

  /** The message that waits holds every number turned since the last one: of each the latest value. */
  turned(name, value, held) {
    this.unsent = { ...this.unsent, [name]: value };
    this.held = held;
    this.courier.post(this.unsent);
  }

  send(values) {
    this.unsent = {};
    this.sent = Date.now();
    const message = { values, n: this.sent, held: this.held };
    if (this.held && this.moves && sendHeld({ board: this.key, ...message })) return;
    this.setStateValue("turned", message);
  }

  destroy() {
    this.listeners.abort();
  }
}
