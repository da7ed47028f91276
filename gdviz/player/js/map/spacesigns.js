// What stands on the surface in space, drawn on a canvas over it with the map's own signs, fainter behind a hill.

import { stepAt } from "../base/decode.js";
import { countUpTo, exitStep, within } from "../base/geometry.js";
import { gridValue } from "../base/heights.js";
import { dashOf, runColor } from "../base/look.js";
import { drawPhrases } from "../controls/marks.js";
import { circle, crossed, disc, drawGlyph, inked } from "../drawing/pen.js";
import { arrowLength, drawArrow, drawLastStand, drawWayOut, exitText, standsLast } from "../drawing/paths.js";
import { drawSpaceAxes, isHidden, projector } from "./projection.js";

const FAINT = 0.3;
const EVERY = 3; // points of a path between two looks whether a hill hides it

export class SpaceSigns {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
  }

  /** Another scene, or the same from elsewhere: everything gets its pixels. `camera` and `stretch` are Plotly's. */
  place(scene, heights, paths, camera, stretch) {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    Object.assign(this, { scene, heights, ratio, size: { left: 0, top: 0, width, height } });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const { pixel, eye } = projector(camera, stretch, width, height);
    const surface = (x, y) => heights.of(gridValue(scene.grid, x, y));
    const room = (heights.high - heights.low) * 0.01;
    const hidden = (point) => isHidden(point, eye, surface, heights.high, room);
    Object.assign(this, { pixel, hidden });
    this.paths = paths.map((path) => this.placedPath(path));
    this.signs = scene.marks.filter((mark) => mark.kind !== "arrival").map((mark) => ({ mark, ...this.onSurface(...mark.point) }));
  }

  /** The pixel of a point of the window on the surface and whether a hill hides it; `pixel` is null elsewhere. */
  onSurface(x, y) {
    const value = gridValue(this.scene.grid, x, y);
    if (Number.isNaN(value)) return { pixel: null, hidden: false };
    const point = [x, y, this.heights.of(value)];
    return { pixel: this.pixel(...point), hidden: this.hidden(point) };
  }

  placedPath({ x, y, z, step }) {
    let hidden = false;
    const points = x.map((_, k) => {
      if (x[k] === null) return null;
      if (k % EVERY === 0) hidden = this.hidden([x[k], y[k], z[k]]);
      return [...this.pixel(x[k], y[k], z[k]), hidden];
    });
    return { points, step };
  }

  draw(frame) {
    if (!this.scene) return;
    const { pen, ratio, scene } = this;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.size.width, this.size.height);
    drawSpaceAxes(pen, { scene, heights: this.heights, pixel: this.pixel, size: this.size, ...this.boxOf() });
    scene.runs.forEach((run, k) => this.drawPath(run, this.paths[k], frame));
    this.drawStart();
    this.drawSigns(frame);
    if (scene.view.arrows) for (const run of scene.runs) this.drawArrows(run, frame);
    for (const run of scene.runs) this.drawHead(run, frame);
    const taken = [];
    drawPhrases(pen, scene, frame, (mark) => this.onSurface(...mark.point).pixel, this.size, taken);
    scene.runs.forEach((run, k) => this.drawExit(run, this.paths[k], frame, taken));
  }

  boxOf() {
    const { surface } = this.scene;
    const [x, y] = surface.window;
    return { box: { x, y, z: [this.heights.low, this.heights.high] }, values: [surface.low, surface.high] };
  }

  drawPath(run, { points, step }, frame) {
    const { pen, scene: { look } } = this;
    const count = countUpTo(step, stepAt(run, frame));
    const lines = [new Path2D(), new Path2D()];
    let before = null;
    for (let k = 0; k < count; k += 1) {
      const point = points[k];
      const line = lines[Number(Boolean(point?.[2]))];
      if (point && before?.[2] === point[2]) line.lineTo(point[0], point[1]);
      else if (point) {
        line.moveTo(...(before || point).slice(0, 2));
        line.lineTo(point[0], point[1]);
      }
      before = point;
    }
    lines.forEach((line, k) => {
      pen.globalAlpha = k ? FAINT : 1;
      Object.assign(pen, { lineJoin: "round", lineCap: "round", strokeStyle: look.halo, lineWidth: 5 * look.scale });
      if (!k) pen.stroke(line);
      pen.setLineDash(dashOf(run.dash, look.scale));
      Object.assign(pen, { strokeStyle: runColor(run.color, look.theme), lineWidth: 2.6 * look.scale });
      pen.stroke(line);
      pen.setLineDash([]);
    });
    pen.globalAlpha = 1;
  }

  drawStart() {
    const { pen, scene: { look, start } } = this;
    const { pixel } = this.onSurface(...start());
    if (!pixel) return;
    circle(pen, ...pixel, 7 * look.scale);
    inked(pen, [look.halo, 6 * look.scale], [look.ink, 2.5 * look.scale]);
  }

  drawSigns(frame) {
    const { pen, scene: { look, runs } } = this;
    for (const { mark, pixel, hidden } of this.signs) {
      const run = runs.find((other) => other.id === mark.run);
      if (!pixel || (mark.frame !== null && mark.frame > frame) || (mark.run !== null && !run)) continue;
      pen.globalAlpha = hidden ? FAINT : 1;
      drawGlyph(pen, mark.kind, ...pixel, look, run ? runColor(run.color, look.theme) : null);
    }
    pen.globalAlpha = 1;
  }

  /** −∇f along the surface and, dashed, the next step, as on the map. */
  drawArrows(run, frame) {
    const { pen, scene: { look, runs, surface } } = this;
    const t = stepAt(run, frame);
    const { pixel: from, hidden } = this.onSurface(run.x[t], run.y[t]);
    if (!from || !(run.slope[t] > 0)) return;
    pen.globalAlpha = hidden ? FAINT : 1;
    const color = runColor(run.color, look.theme);
    const near = (0.01 * Math.min(...surface.window.map(([low, high]) => high - low))) / run.slope[t];
    const down = this.onSurface(run.x[t] - near * run.gx[t], run.y[t] - near * run.gy[t]).pixel;
    const reach = arrowLength(run.slope[t], Math.max(0, ...runs.map((other) => other.slope[0]))) * look.scale;
    const length = down ? Math.hypot(down[0] - from[0], down[1] - from[1]) : 0;
    if (length > 0 && reach > 13 * look.scale) drawArrow(pen, ...from, ((down[0] - from[0]) / length) * reach, ((down[1] - from[1]) / length) * reach, color, look);
    const next = t < run.steps && this.onSurface(run.x[t + 1], run.y[t + 1]).pixel;
    if (next) drawArrow(pen, ...from, next[0] - from[0], next[1] - from[1], color, look, true);
    pen.globalAlpha = 1;
  }

  drawHead(run, frame) {
    const { pen, scene: { look } } = this;
    const t = stepAt(run, frame);
    const { pixel, hidden } = this.onSurface(run.x[t], run.y[t]);
    if (!pixel) return;
    pen.globalAlpha = hidden ? FAINT : 1;
    disc(pen, ...pixel, 5.5 * look.scale, runColor(run.color, look.theme), look.paper, 2 * look.scale);
    if (t === run.steps && run.ending.kind !== "done") {
      crossed(pen, ...pixel, 3 * look.scale);
      inked(pen, [look.paper, 1.8 * look.scale]);
    }
    pen.globalAlpha = 1;
  }

  /** Where a run left the window, at the last of its path that is shown, or stood before it had no value: as on the map. */
  drawExit(run, { points, step }, frame, taken) {
    const { pen, size, scene: { look, surface } } = this;
    const [t, inside] = [stepAt(run, frame), within(surface.window)];
    const { pixel } = inside(run.x[t], run.y[t]) ? this.onSurface(run.x[t], run.y[t]) : { pixel: null };
    if (pixel && standsLast(run, t, frame)) drawLastStand(pen, run, pixel, size, look, taken);
    const left = exitStep(run, t, inside, inside);
    if (!left) return;
    const [end, before] = points.slice(0, countUpTo(step, left)).filter(Boolean).reverse();
    if (!before) return;
    const angle = Math.atan2(end[1] - before[1], end[0] - before[0]);
    drawWayOut(pen, run, exitText(run, t, left), end, angle, size, look, taken);
  }
}
