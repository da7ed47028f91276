// On the map: level lines of the batch's loss and of the loss over validation rows, and the batch's gradient.

import { batchAt, gridOf } from "./fitdata.js";
import { meanOnGrid } from "../base/formula.js";
import { isolines, joined, spreadLevels } from "../drawing/isolines.js";
import { runColor } from "../base/look.js";
import { drawArrow, headOf } from "../drawing/paths.js";
import { circle, haloed, inked, through, traced } from "../drawing/pen.js";

const COARSE = 36;
const GHOST_LINES = 7;
const MOST_ROWS = 256;

export class FitMap {
  constructor() {
    this.forget();
  }

  /** Drop what was worked out for other data. */
  forget() {
    this.cache = new Map();
  }

  draw(pen, frame, map, fit, spot) {
    const { look } = map.scene;
    pen.save();
    if (fit.ghost) this.lines(pen, map, this.fixed(fit), look.ink, 0.55, [2, 4]);
    this.trail(pen, map, fit, look);
    for (const run of map.scene.runs) this.ball(pen, frame, map, fit.runs[run.id]?.ball, run);
    if (spot) {
      const color = runColor(spot.color, look.theme);
      const batch = batchAt(fit.runs[spot.id], spot, frame);
      if (batch && fit.model.kind === "formula" && batch.length <= MOST_ROWS) {
        this.lines(pen, map, this.ghost(fit, batch, map.view), color, 0.8, [6, 4]);
      }
      if (map.scene.view.arrows) this.arrow(pen, frame, map, fit.runs[spot.id], spot, color);
    }
    this.spots(pen, map, fit, look);
    pen.restore();
  }

  /** Over the paths: the words beside the points. The first stands below its point and the next above, as they may be near. */
  drawWords(pen, map, fit) {
    const { look } = map.scene;
    pen.save();
    pen.font = `600 ${look.text - 0.5}px ${look.font}`;
    pen.textBaseline = "middle";
    fit.spots.filter(({ word }) => word).forEach(({ point, word }, k) => {
      const [x, y] = [map.scale.px(point[0]), map.scale.py(point[1])];
      const right = x < map.box.left + map.box.width * 0.6;
      pen.textAlign = right ? "left" : "right";
      haloed(pen, word, x + (right ? 13 : -13) * look.scale, y + (k % 2 ? -15 : 15) * look.scale, look.ink, look.halo);
    });
    pen.restore();
  }

  /** Level lines of the mean over a batch's rows, on a coarse grid over what is seen. */
  ghost(fit, batch, view) {
    return this.cached(`${batch.join(",")}|${view}`, () => {
      const { xs, ys } = gridOf(view, [COARSE, COARSE]);
      const values = meanOnGrid(fit.model.loss, fit.model.weights, xs, ys, fit.columns, batch);
      return isolines(values, xs, ys, spreadLevels(values, GHOST_LINES));
    });
  }

  fixed({ ghost: { z, xs, ys } }) {
    return this.cached("fixed", () => isolines(z, xs, ys, spreadLevels(z, GHOST_LINES + 2)));
  }

  cached(name, make) {
    if (!this.cache.has(name)) {
      if (this.cache.size > 40) this.cache.clear();
      this.cache.set(name, make());
    }
    return this.cache.get(name);
  }

  lines(pen, map, levels, color, alpha, dash) {
    const { scale } = map;
    // A dash pattern needs long strokes: segments that meet are drawn as one.
    traced(pen, levels.flatMap(joined).map((line) => line.map(([x, y]) => [scale.px(x), scale.py(y)])));
    pen.globalAlpha = alpha;
    inked(pen, [color, 1.1 * map.scene.look.scale, dash]);
    pen.globalAlpha = 1;
  }

  /** The batch's downhill direction in the run's colour, beside the full one in ink; lengths as their sizes. */
  arrow(pen, frame, map, record, run, color) {
    const head = headOf(run, frame, map.scale);
    if (head.share > 0 || head.t >= run.steps || !record.gx) return;
    const { scale, scene } = map;
    const size = Math.hypot(record.gx[head.t], record.gy[head.t]);
    const down = [scale.px(-record.gx[head.t]) - scale.px(0), scale.py(-record.gy[head.t]) - scale.py(0)];
    const length = Math.hypot(...down);
    const share = Math.min(2, Math.max(0.4, size / Math.max(run.slope[head.t], 1e-12)));
    const reach = Math.min(95, 38 * share) * scene.look.scale;
    if (length > 0) drawArrow(pen, head.px, head.py, (down[0] / length) * reach, (down[1] / length) * reach, color, scene.look);
  }

  /** Where the noise of batches keeps a run in its second half: one standard deviation each way about the mean. */
  ball(pen, frame, map, ball, run) {
    if (!ball || frame < run.steps / 2) return;
    const { scale, scene } = map;
    const [[x, y], [a, b], turn] = ball;
    through(pen, Array.from({ length: 49 }, (_, k) => {
      const [u, v] = [a * Math.cos((k * Math.PI) / 24), b * Math.sin((k * Math.PI) / 24)];
      return [scale.px(x + u * Math.cos(turn) - v * Math.sin(turn)), scale.py(y + u * Math.sin(turn) + v * Math.cos(turn))];
    }));
    inked(pen, [scene.look.halo, 3.6 * scene.look.scale], [runColor(run.color, scene.look.theme), 1.6 * scene.look.scale]);
  }

  trail(pen, map, fit, look) {
    if (fit.trail.length < 2) return;
    through(pen, fit.trail.map(([x, y]) => [map.scale.px(x), map.scale.py(y)]));
    inked(pen, [look.halo, 4 * look.scale], [look.ink, 1.5 * look.scale, [1, 3]]);
  }

  /** A ring, so that a star may stand in it. */
  spots(pen, map, fit, look) {
    for (const { point, word } of fit.spots) {
      circle(pen, map.scale.px(point[0]), map.scale.py(point[1]), (word ? 8 : 3.5) * look.scale);
      inked(pen, [look.halo, 4.5 * look.scale], [look.ink, 1.8 * look.scale]);
    }
  }
}

