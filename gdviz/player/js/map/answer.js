// The answer on the map: a point or an arrow that the visitor places; afterwards the truth, joined to it by a thin line.

import { pointedIn, shortNumber } from "../base/numbers.js";
import { drawArrow } from "../drawing/paths.js";
import { circle, drawLabel, inked, through } from "../drawing/pen.js";

const FIRST_ARROW = 0.12; // of the view: an arrow begun by a key

/** The question of a payload as the map uses it; null where nothing is asked. */
export function questionOf(asked) {
  if (!asked || !["point", "arrow"].includes(asked.kind)) return null;
  const { kind, key = "", given = null, truth = null, words = "" } = asked;
  return { kind, key, given, truth, words, open: truth === null };
}

/** The answer after another payload: what the hand placed stays until its question is over or another one is asked. */
export function answerAfter(before, question, placed) {
  if (!question) return null;
  const same = before?.open && question.open && before.kind === question.kind && before.key === question.key;
  return same && placed ? placed : question.given;
}

/** The answer moved by a key from where it stands, from the middle of the view, or from the start of the arrow. */
export function moved(question, placed, start, view, [right, up], strides) {
  const spans = view.map(([low, high]) => high - low);
  const fresh = question.kind === "arrow" ? start : view.map(([low, high]) => (low + high) / 2);
  const share = !placed && question.kind === "arrow" ? FIRST_ARROW : strides * 0.01;
  const [x, y] = placed ?? fresh;
  return pointedIn([x + right * share * spans[0], y + up * share * spans[1]], view);
}

/** Is the truth to be seen at this frame? A first step once it is made, an end once it is reached. */
export function revealed(question, frame, last) {
  return !question.open && frame >= (question.kind === "arrow" ? Math.min(1, last) : last);
}

/** What a screen reader says of the mark. */
export function markWords(question, placed, start) {
  const place = placed && placed.map((value) => shortNumber(value, 4)).join(", ");
  const tip = placed && placed.map((value, axis) => shortNumber(value - start[axis], 4)).join(", ");
  const what = question.kind === "arrow" ? (placed ? `Your arrow, ${tip} from the start` : "Your arrow, not drawn yet") : placed ? `Your answer ${place}` : "Your answer, not placed yet";
  return question.open ? `${what}. Arrow keys move it, Enter commits it.` : what;
}

const KEYS_REST = 600; // milliseconds without a key after which the place is reported
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Answer {
  constructor(parts, map, onAnswer) {
    Object.assign(this, { parts, map, onAnswer, question: null, placed: null, resting: null });
    map.answer = this;
    this.listen(parts.answer);
  }

  /** The question of another payload. */
  take(asked, start) {
    const question = this.onAnswer || asked?.truth ? questionOf(asked) : null;
    this.placed = answerAfter(this.question, question, this.placed);
    Object.assign(this, { question, start });
    const { root, map, answer } = this.parts;
    if (question) root.dataset.asked = question.open ? "open" : "shown";
    else delete root.dataset.asked;
    answer.dataset.kind = question?.kind ?? "";
    answer.disabled = !question?.open;
    if (question?.open) map.setAttribute("aria-label", `Map of the surface; click to ${question.kind === "arrow" ? "draw your arrow" : "place your answer"}`);
  }

  get open() {
    return Boolean(this.question?.open);
  }

  /** A pixel of the map becomes the answer. */
  placeAt(px, py, report = true) {
    const { scale, view } = this.map;
    if (!scale) return;
    this.place(this.inPlane(pointedIn([scale.x(px), scale.y(py)], view)));
    this.parts.answer.focus({ preventScroll: true });
    if (report) this.report(false);
  }

  /** A point of the picture as one of the plane: the same, but on a curve, where its height does not count. */
  inPlane(point) {
    return this.map.scene.curve?.inPlane(point, this.start) ?? point;
  }

  /** The answer moved by a key, in the picture's own coordinates. */
  moveBy(way, strides) {
    const shown = (point) => point && this.map.shownAt(point);
    const { curve } = this.map.scene;
    const along = curve ? [way[0] || way[1], 0] : way; // on a curve up is onward
    this.place(this.inPlane(moved(this.question, shown(this.placed), shown(this.start), this.map.view, along, strides)));
  }

  place(point) {
    this.placed = point;
    this.parts.tip.hidden = true;
    this.map.draw(this.map.frame);
  }

  report(final) {
    clearTimeout(this.resting);
    this.resting = null;
    if (this.placed) this.onAnswer({ x: this.placed[0], y: this.placed[1], final, n: Date.now() });
  }

  listen(mark) {
    const spot = (event) => {
      const { left, top } = this.parts.layer.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };
    mark.addEventListener("pointerdown", (event) => {
      if (!this.open || event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      mark.setPointerCapture(event.pointerId);
      this.dragging = true;
    });
    mark.addEventListener("pointermove", (event) => this.dragging && this.placeAt(...spot(event), false));
    for (const name of ["pointerup", "pointercancel"]) {
      mark.addEventListener(name, () => {
        if (this.dragging && this.placed) this.report(false);
        this.dragging = false;
      });
    }
    mark.addEventListener("keydown", (event) => this.key(event));
    // Enter, Space and what assistive technology presses; a mouse has a detail.
    mark.addEventListener("click", (event) => event.detail === 0 && this.open && this.commit());
    mark.addEventListener("blur", () => this.resting !== null && this.report(false));
  }

  key(event) {
    const way = WAYS[event.key];
    if (!way || !this.open) return;
    event.preventDefault();
    event.stopPropagation();
    this.moveBy(way, event.shiftKey ? 10 : 1);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.report(false), KEYS_REST);
  }

  commit() {
    if (!this.placed && this.question.kind === "point") this.moveBy([0, 0], 1);
    if (this.placed) this.report(true);
  }

  /** The mark, and what stands on the map of the answer and the truth. */
  draw(pen, frame) {
    const { question, placed, start, parts } = this;
    const { answer: mark } = parts;
    mark.hidden = !question;
    if (!question) return;
    const { scene, box, view } = this.map;
    const standing = placed ?? (question.kind === "arrow" ? start : this.inPlane(view.map(([low, high]) => (low + high) / 2)));
    const [x, y] = this.pixel(standing);
    mark.style.transform = `translate(${x}px, ${y}px)`;
    mark.toggleAttribute("data-placed", Boolean(placed));
    const own = (point) => (point && scene.curve ? [point[scene.curve.axis]] : point);
    mark.setAttribute("aria-label", markWords(question, own(placed), own(start)));
    parts.root.dataset.answer = placed ? placed.join(",") : "";
    const { look, last } = scene;
    if (placed) this.drawOne(pen, placed, look.accent, look);
    if (!revealed(question, frame, last)) return;
    if (placed) this.drawGap(pen, placed, question.truth, look);
    this.drawOne(pen, question.truth, look.ink, look);
    if (placed && question.words) {
      const [from, to] = [placed, question.truth].map((point) => this.pixel(point));
      drawLabel(pen, question.words, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - 18 * look.scale, box, look, look.accent, []);
    }
  }

  /** Where the picture shows a point of the plane. */
  pixel(point) {
    const [x, y] = this.map.shownAt(point);
    return [this.map.scale.px(x), this.map.scale.py(y)];
  }

  drawOne(pen, point, color, look) {
    const [x, y] = this.pixel(point);
    if (this.question.kind === "arrow") {
      const [fromX, fromY] = this.pixel(this.start);
      drawArrow(pen, fromX, fromY, x - fromX, y - fromY, color, look);
      return;
    }
    circle(pen, x, y, 9 * look.scale);
    inked(pen, [look.halo, 6 * look.scale], [color, 2.4 * look.scale]);
  }

  drawGap(pen, from, to, look) {
    through(pen, [this.pixel(from), this.pixel(to)]);
    inked(pen, [look.halo, 4 * look.scale], [look.ink, 1.4 * look.scale, [5, 4]]);
  }
}
