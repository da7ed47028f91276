// The trails: each run's path up to the frame, on canvases that are only added to while playing forward.

import { stepAt } from "../base/decode.js";
import { clipSegment, countUpTo } from "../base/geometry.js";
import { dashOf, runColor } from "../base/look.js";
import { clipped } from "../drawing/pen.js";

const DOT_GAP = 7;

export class Trails {
  constructor(halo, trail) {
    this.canvases = [halo, trail];
    this.pens = [halo.getContext("2d"), trail.getContext("2d")];
    this.done = new Map();
  }

  /** Forget everything drawn: new paths, another view, another size. */
  reset(width, height, ratio, box) {
    this.size = { width, height, ratio, box };
    for (const canvas of this.canvases) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.clear();
  }

  clear() {
    const { ratio, box } = this.size;
    this.done.clear();
    this.pens.forEach((pen, k) => {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this.canvases[k].width, this.canvases[k].height);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      clipped(pen, box);
      Object.assign(pen, { lineJoin: "round", lineCap: "round" });
    });
  }

  /** Draw every run's trail up to the frame; only what is new, unless the frame went back. */
  draw(runs, paths, frame, look) {
    const counts = runs.map((run) => countUpTo(paths.get(run.id).step, stepAt(run, frame)));
    if (runs.some((run, k) => (this.done.get(run.id)?.count || 1) > counts[k])) this.clear();
    // Earlier runs are wider, so that paths that coincide are seen side by side.
    runs.forEach((run, k) => this.extend(run, paths.get(run.id), counts[k], look, 2 + Math.min(0.5, 2 / runs.length) * (runs.length - 1 - k)));
  }

  extend(run, path, count, look, width) {
    const done = this.done.get(run.id) || { count: 1, length: 0 };
    if (count <= done.count) return;
    const [halo, trail] = this.pens;
    const line = new Path2D();
    let [end, length] = [[], done.length];
    for (let k = done.count; k < count; k += 1) {
      const piece = clipSegment(path.px[k - 1], path.py[k - 1], path.px[k], path.py[k], this.size.box, 30);
      if (!piece) continue;
      // Each moveTo would restart the pattern of a dashed trail: joined pieces are one line.
      if (end[0] !== piece[0] || end[1] !== piece[1]) line.moveTo(piece[0], piece[1]);
      line.lineTo(piece[2], piece[3]);
      end = piece.slice(2);
      length += Math.hypot(piece[2] - piece[0], piece[3] - piece[1]);
    }
    Object.assign(halo, { strokeStyle: look.halo, lineWidth: (width + 2.6) * look.scale });
    halo.stroke(line);
    Object.assign(trail, { strokeStyle: runColor(run.color, look.theme), lineWidth: width * look.scale });
    trail.setLineDash(dashOf(run.dash, look.scale));
    trail.lineDashOffset = done.length; // a pattern goes on where it stopped
    trail.stroke(line);
    trail.setLineDash([]);
    this.dots(trail, path, done.count, count, trail.strokeStyle, look);
    this.done.set(run.id, { count, length });
  }

  /** Small dots at the iterates while they are far enough apart to be told one from another. */
  dots(pen, path, from, count, color, look) {
    pen.fillStyle = color;
    pen.beginPath();
    for (let k = from; k < count; k += 1) {
      const gap = Math.hypot(path.px[k] - path.px[k - 1], path.py[k] - path.py[k - 1]);
      if (gap < DOT_GAP * look.scale) continue;
      pen.moveTo(path.px[k] + 2.2 * look.scale, path.py[k]);
      pen.arc(path.px[k], path.py[k], 2.2 * look.scale, 0, 2 * Math.PI);
    }
    pen.fill();
  }
}
