// What a question asks of the map, as plain values: a point or an arrow from the start, the truth, and the words. No DOM here.

import { pointed, shortNumber } from "../base/numbers.js";

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
  return held([x + right * share * spans[0], y + up * share * spans[1]], view);
}

/** A point inside the view, rounded to what a hand can mean. */
export function held(point, view) {
  return point.map((value, axis) => {
    const [low, high] = view[axis];
    return pointed(Math.min(Math.max(value, low), high), high - low);
  });
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
