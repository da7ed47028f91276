// The signs on a map: those that came with the scene, and the critical points found in its view; drawn up to a frame. No DOM here.

import { within } from "../base/geometry.js";
import { runColor } from "../base/look.js";
import { shortNumber } from "../base/numbers.js";
import { inSlices } from "../base/slices.js";
import { drawGlyph, wordFor } from "../drawing/pen.js";
import { criticalPoints } from "./critical.js";
import { Remembered } from "./ground.js";

const MOST_SIGNS = 150; // that one picture shows without being covered by them
const MOST_FLOOR = 80; // dots of valley floors
const SAME = 0.01; // of the view: a point as near as that to a sign is that sign's

const isLandscape = (mark) => mark.run === null;
const isFloor = (mark) => mark.kind === "floor";

export class PointsInView {
  constructor() {
    Object.assign(this, { memory: new Remembered(), wanted: "", found: [], remark: "" });
  }

  /** Find the points of a view, in slices; true when another view's are known now. */
  async find({ key, program }, view) {
    const name = `${key}|${view}`;
    if (name === this.wanted) return false; // known, or being looked for
    this.wanted = name;
    const found = await inSlices(this.memory.get(name, () => criticalPoints(program, view)), () => this.wanted !== name);
    if (!found || this.wanted !== name) return false;
    Object.assign(this, { found: found.points, view, key });
    return true;
  }

  /** The marks of a surface, above the found points that are not among them; where all would crowd, the most apart of both. */
  joined({ key, window }, marks) {
    this.remark = "";
    if (key !== this.key) return marks;
    const shown = within(this.view);
    const known = marks.filter((mark) => isLandscape(mark) && shown(...mark.point));
    const lowest = Math.min(...marks.filter((mark) => mark.kind === "global").map((mark) => mark.value));
    const news = this.found.filter((point) => !this.isKnown(point, window, known)).map((point) => markOf(point, lowest));
    const floors = news.filter(isFloor);
    const stride = Math.ceil(floors.length / MOST_FLOOR);
    const points = [...news, ...known].filter((mark) => !isFloor(mark));
    const kept = new Set(mostApart(points, MOST_SIGNS, this.view));
    if (kept.size < points.length) this.remark = `${kept.size} of ${points.length} points shown`;
    const left = new Set([...floors.filter((_, k) => k % stride), ...points.filter((point) => !kept.has(point))]);
    return [...news, ...marks].filter((mark) => !left.has(mark));
  }

  isKnown({ kind, point: [x, y] }, window, known) {
    if (kind === "floor") return within(window)(x, y) && known.some(isFloor);
    const [wide, high] = this.view.map(([low, top]) => top - low);
    return known.some((mark) => !isFloor(mark) && Math.hypot((mark.point[0] - x) / wide, (mark.point[1] - y) / high) < SAME);
  }
}

/** A found point as a mark; one as deep as the lowest minima of the window (Infinity: none is known) is such a minimum too. */
function markOf({ kind, point, value }, lowest) {
  const [isMinimum, deep] = [kind === "minimum" && lowest < Infinity, 1e-9 * Math.max(1, Math.abs(lowest))];
  const shown = isMinimum && Math.abs(value - lowest) <= deep ? "global" : kind;
  const lower = isMinimum && value < lowest - deep ? ", lower than any in the window" : "";
  const place = point.map((part) => shortNumber(part, 6)).join(", ");
  const text = `${wordFor(shown)} (${place}) · f = ${shortNumber(value, 6)}${lower} · found in view, where there may be more`;
  return { kind: shown, point, value, text, frame: null, run: null, phrase: "" };
}

/**
 * Of some points as many as there is room for, each the farthest from those before it (Gonzalez 1985): the lowest minima,
 * then the other minima; saddles and maxima only where all of them have room, or there is nothing else.
 */
export function mostApart(points, room, view) {
  if (points.length <= room) return points;
  const [wide, high] = view.map(([low, top]) => top - low);
  const chosen = [];
  for (const group of ["global", "minimum", ""]) {
    const some = points.filter(({ kind }) => (kind === "global" || kind === "minimum" ? kind : "") === group);
    if (group === "" && chosen.length && some.length > room - chosen.length) break;
    const apart = some.map(() => Infinity);
    for (let turn = Math.min(some.length, room - chosen.length); turn > 0; turn -= 1) {
      const next = some[apart.indexOf(Math.max(...apart))];
      chosen.push(next);
      some.forEach(({ point: [x, y] }, k) => {
        apart[k] = Math.min(apart[k], Math.hypot((x - next.point[0]) / wide, (y - next.point[1]) / high));
      });
    }
  }
  return chosen;
}

const CROWD = 40; // with more critical points than this their signs are small

export class Signs {
  constructor() {
    Object.assign(this, { points: new PointsInView(), marks: [], size: 1 });
  }

  /** A new scene, or points that were found for it. */
  take({ surface, marks, seeks }) {
    this.marks = seeks ? this.points.joined(surface, marks) : marks;
    this.seeks = seeks && Boolean(surface.program);
    this.size = this.marks.filter((mark) => mark.run === null && mark.kind !== "floor").length > CROWD ? 0.55 : 1;
  }

  /** Find the critical points of a view, where the scene asks for them; whether there is news. */
  async find(surface, view) {
    return this.seeks && this.points.find(surface, view);
  }

  draw(pen, { runs, look }, scale, frame) {
    for (const mark of this.marks) {
      if (mark.frame !== null && mark.frame > frame) continue;
      const run = mark.run === null ? null : runs.find((other) => other.id === mark.run);
      if (mark.run !== null && !run) continue;
      if (mark.kind === "arrival") continue; // the loss curve shows it; here it would hide the minimum
      const fill = run ? runColor(run.color, look.theme) : null;
      const size = run || mark.kind === "global" ? 1 : this.size;
      drawGlyph(pen, mark.kind, scale.px(mark.point[0]), scale.py(mark.point[1]), look, fill, size);
    }
  }
}
