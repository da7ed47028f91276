// The signs on a map: those that came with the scene, and the critical points found in view; drawn up to a frame.

import { drawGlyph } from "../drawing/glyphs.js";
import { runColor } from "../base/look.js";
import { PointsInView } from "./inview.js";

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
