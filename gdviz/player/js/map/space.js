// The surface in space with the same paths and the same frame; its bundle is loaded when it is first opened.

import { stepAt } from "../base/decode.js";
import { countUpTo } from "../base/geometry.js";
import { gridValue, heightsOf } from "../base/levels.js";
import { runColor } from "../base/look.js";
import { axisName } from "../base/names.js";

const LOOSE = { displayModeBar: false, responsive: false, scrollZoom: false, plotGlPixelRatio: Math.max(1, window.devicePixelRatio || 1) };
const CAMERA = { eye: { x: -0.95, y: -1.15, z: 1.15 }, center: { x: 0, y: 0, z: -0.14 } };
const STRIDE = 2;
const SYMBOLS = { minimum: "circle-open", global: "diamond", saddle: "diamond-open", maximum: "cross", degenerate: "square-open" };

/**
 * A whole path laid on the surface: steps cut into pieces, points nearer than a 400th of the window left out,
 * broken outside the window. `step` names the step at which each point is reached.
 */
export function spacePath(run, heights, grid, lift) {
  const path = { x: [], y: [], z: [], step: [] };
  const spans = [grid.xs[grid.columns - 1] - grid.xs[0], grid.ys[grid.rows - 1] - grid.ys[0]];
  const put = (x, y, step) => {
    const value = gridValue(grid, x, y);
    const held = !Number.isNaN(value);
    path.x.push(held ? x : null);
    path.y.push(held ? y : null);
    path.z.push(held ? heights.of(value) + lift : null);
    path.step.push(step);
  };
  put(run.x[0], run.y[0], 0);
  let [fromX, fromY] = [run.x[0], run.y[0]];
  for (let t = 1; t <= run.steps; t += 1) {
    const [dx, dy] = [run.x[t] - fromX, run.y[t] - fromY];
    const reach = Math.max(Math.abs(dx) / spans[0], Math.abs(dy) / spans[1]);
    if (reach < 1 / 400) continue;
    const pieces = Math.min(80, Math.max(1, Math.ceil(70 * reach)));
    for (let part = 1; part <= pieces; part += 1) put(fromX + (dx * part) / pieces, fromY + (dy * part) / pieces, t);
    [fromX, fromY] = [run.x[t], run.y[t]];
  }
  return path;
}

export class SpaceView {
  constructor(element, memory) {
    Object.assign(this, { element, memory, busy: false, waiting: null, scene: null, plotly: null });
  }

  async show(plotly, scene) {
    this.plotly = plotly;
    this.scene = scene;
    this.heights = heightsOf(scene.grid, scene.surface, scene.view.levels);
    this.lift = (this.heights.high - this.heights.low) * 0.012;
    this.frame = Math.floor(scene.frame());
    this.paths = scene.runs.map((run) => spacePath(run, this.heights, scene.grid, this.lift));
    const first = !this.element.querySelector(".plot-container");
    await plotly.react(this.element, [this.surfaceTrace(), ...this.pathTraces(), this.headTrace(), this.signTrace()], this.layout(), LOOSE);
    if (first) this.element.on("plotly_relayout", () => this.keepCamera());
  }

  purge() {
    this.plotly?.purge(this.element);
  }

  reset() {
    this.memory.camera = null;
    this.plotly.relayout(this.element, { "scene.camera": CAMERA });
  }

  keepCamera() {
    const camera = this.element.layout?.scene?.camera;
    if (camera) this.memory.camera = JSON.parse(JSON.stringify(camera));
  }

  surfaceTrace() {
    const { grid, look } = this.scene;
    const pick = (_, k) => k % STRIDE === 0;
    return {
      type: "surface",
      x: grid.xs.filter(pick),
      y: grid.ys.filter(pick),
      z: this.heights.rows.filter(pick).map((row) => row.filter(pick)),
      colorscale: look.ground,
      showscale: false,
      hoverinfo: "skip",
      lighting: { ambient: 0.75, diffuse: 0.5, specular: 0.08, roughness: 0.9 },
      contours: { z: { show: true, color: look.theme === "dark" ? "#5d7686" : "#8aa3b3", width: 1, start: this.heights.low, end: this.heights.high, size: this.heights.size, usecolormap: false } },
    };
  }

  pathTraces() {
    const { runs, look } = this.scene;
    return runs.map((run, k) => ({
      type: "scatter3d",
      mode: "lines",
      ...this.walked(k),
      line: { color: runColor(run.color, look.theme), width: 6 * look.scale }, // no dash: in space it is drawn with holes
      hoverinfo: "skip",
      connectgaps: false,
      showlegend: false,
    }));
  }

  /** The points of a path up to the current frame. */
  walked(k) {
    const path = this.paths[k];
    const count = countUpTo(path.step, stepAt(this.scene.runs[k], this.frame));
    return { x: path.x.slice(0, count), y: path.y.slice(0, count), z: path.z.slice(0, count) };
  }

  /** All current points, one trace. */
  heads() {
    const { runs, grid } = this.scene;
    const places = runs.map((run) => [run.x[stepAt(run, this.frame)], run.y[stepAt(run, this.frame)]]);
    const heights = places.map(([x, y]) => gridValue(grid, x, y));
    return {
      x: places.map(([x]) => x),
      y: places.map(([, y]) => y),
      z: heights.map((value) => (Number.isNaN(value) ? null : this.heights.of(value) + this.lift)),
    };
  }

  headTrace() {
    const { runs, look } = this.scene;
    const color = runs.map((run) => runColor(run.color, look.theme));
    const marker = { color, size: 6 * look.scale, line: { color: look.paper, width: 1.5 } };
    return { type: "scatter3d", mode: "markers", ...this.heads(), marker, hoverinfo: "skip", showlegend: false };
  }

  signTrace() {
    const { marks, look, grid } = this.scene;
    const shown = marks.filter((mark) => mark.kind !== "event" && !Number.isNaN(gridValue(grid, ...mark.point)));
    return {
      type: "scatter3d",
      mode: "markers",
      x: shown.map((mark) => mark.point[0]),
      y: shown.map((mark) => mark.point[1]),
      z: shown.map((mark) => this.heights.of(gridValue(grid, ...mark.point)) + 2 * this.lift),
      marker: { symbol: shown.map((mark) => SYMBOLS[mark.kind] || "square-open"), size: 5 * look.scale, color: look.ink },
      hoverinfo: "skip",
      showlegend: false,
    };
  }

  layout() {
    const { look, surface, view } = this.scene;
    const axis = { color: look.muted, gridcolor: look.line, zerolinecolor: look.line, showbackground: false, tickfont: { size: look.text - 1 }, autorange: false };
    const title = (text) => ({ title: { text, font: { size: look.text + 1 } } });
    const height = { log: "f (log)", quantile: "f (quantile)", linear: "f" }[this.heights.mode];
    const room = (this.heights.high - this.heights.low) * 0.03;
    return {
      width: this.element.clientWidth,
      height: this.element.clientHeight,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      font: { family: look.font, color: look.ink },
      showlegend: false,
      uirevision: "kept",
      scene: {
        uirevision: "kept",
        camera: this.memory.camera || CAMERA,
        aspectmode: "manual",
        aspectratio: { x: 1.15, y: 1.15, z: 0.56 },
        xaxis: { ...axis, ...title(axisName(surface.variables[0])), range: surface.window[0] },
        yaxis: { ...axis, ...title(axisName(surface.variables[1])), range: surface.window[1] },
        zaxis: { ...axis, ...title(height), range: [this.heights.low - room, this.heights.high + room], showticklabels: view.levels === "linear" },
      },
    };
  }

  /** Follow the frame as fast as the drawing can: a frame that comes while one is drawn replaces the one waiting. */
  async draw(frame) {
    this.waiting = Math.floor(frame);
    if (!this.plotly || !this.scene || this.waiting === this.frame) return;
    if (this.busy) return;
    this.busy = true;
    while (this.waiting !== this.frame) {
      this.frame = this.waiting;
      const traces = [...this.paths.map((_, k) => this.walked(k)), this.heads()];
      const column = (name) => traces.map((trace) => trace[name]);
      await this.plotly.restyle(this.element, { x: column("x"), y: column("y"), z: column("z") }, traces.map((_, k) => k + 1));
    }
    this.busy = false;
  }
}
