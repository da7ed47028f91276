// The surface in space with the same paths and the same frame; its bundle is loaded when it is first opened.

import { stepAt } from "./decode.js";
import { gridValue, heightsOf } from "./levels.js";
import { runColor } from "./look.js";
import { axisName } from "./map.js";

const LOOSE = { displayModeBar: false, responsive: false, scrollZoom: false };
const CAMERA = { eye: { x: -0.95, y: -1.15, z: 1.15 }, center: { x: 0, y: 0, z: -0.14 } };
const STRIDE = 2;
const SYMBOLS = { minimum: "circle-open", global: "diamond", saddle: "diamond-open", maximum: "cross", degenerate: "square-open" };

/** The path of a run until step t, laid on the surface (steps are cut into pieces); outside the window it breaks. */
export function spacePath(run, t, heights, grid, lift) {
  const path = { x: [], y: [], z: [] };
  const spans = [grid.xs[grid.columns - 1] - grid.xs[0], grid.ys[grid.rows - 1] - grid.ys[0]];
  const put = (x, y) => {
    const value = gridValue(grid, x, y);
    const held = !Number.isNaN(value);
    path.x.push(held ? x : null);
    path.y.push(held ? y : null);
    path.z.push(held ? heights.of(value) + lift : null);
  };
  put(run.x[0], run.y[0]);
  for (let k = 1; k <= t; k += 1) {
    const [dx, dy] = [run.x[k] - run.x[k - 1], run.y[k] - run.y[k - 1]];
    const pieces = Math.min(80, Math.max(1, Math.ceil(70 * Math.max(Math.abs(dx) / spans[0], Math.abs(dy) / spans[1]))));
    for (let part = 1; part <= pieces; part += 1) put(run.x[k - 1] + (dx * part) / pieces, run.y[k - 1] + (dy * part) / pieces);
  }
  return path;
}

export class SpaceView {
  constructor(element, memory) {
    Object.assign(this, { element, memory, busy: false, wanted: null, scene: null, plotly: null });
  }

  async show(plotly, scene) {
    this.plotly = plotly;
    this.scene = scene;
    this.heights = heightsOf(scene.grid, scene.surface, scene.view.levels);
    this.lift = (this.heights.high - this.heights.low) * 0.012;
    this.frame = Math.floor(scene.frame());
    const first = !this.element.querySelector(".plot-container");
    await plotly.react(this.element, [this.surfaceTrace(), ...this.pathTraces(), this.signTrace()], this.layout(), LOOSE);
    if (first) this.element.on("plotly_relayout", () => this.keepCamera());
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
    const { runs, grid, look } = this.scene;
    return runs.flatMap((run) => {
      const color = runColor(run.color, look.theme);
      const path = spacePath(run, stepAt(run, this.frame), this.heights, grid, this.lift);
      const dash = { dash: "dash", dot: "dot", dashdot: "dashdot", longdash: "longdash", longdashdot: "longdashdot" }[run.dash] || "solid";
      const line = { type: "scatter3d", mode: "lines", ...path, line: { color, width: 6 * look.scale, dash }, hoverinfo: "skip", connectgaps: false, showlegend: false };
      return [line, { ...this.headTrace(run), marker: { color, size: 6 * look.scale, line: { color: look.paper, width: 1.5 } } }];
    });
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

  headTrace(run) {
    const t = stepAt(run, this.frame);
    const value = gridValue(this.scene.grid, run.x[t], run.y[t]);
    const held = !Number.isNaN(value);
    const head = { x: [held ? run.x[t] : null], y: [held ? run.y[t] : null], z: [held ? this.heights.of(value) + this.lift : null] };
    return { type: "scatter3d", mode: "markers", ...head, hoverinfo: "skip", showlegend: false };
  }

  layout() {
    const { look, surface, view } = this.scene;
    const axis = { color: look.muted, gridcolor: look.line, zerolinecolor: look.line, showbackground: false, tickfont: { size: look.text - 1 }, autorange: false };
    const title = (text) => ({ title: { text, font: { size: look.text + 1 } } });
    const height = { log: "f (log)", quantile: "f (quantile)", linear: "f" }[view.levels];
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
    const wanted = Math.floor(frame);
    if (!this.plotly || !this.scene || wanted === this.frame) return;
    this.wanted = wanted;
    if (this.busy) return;
    this.busy = true;
    while (this.wanted !== null && this.wanted !== this.frame) {
      this.frame = this.wanted;
      const traces = this.pathTraces();
      const column = (name) => traces.map((trace) => trace[name]);
      await this.plotly.restyle(this.element, { x: column("x"), y: column("y"), z: column("z") }, traces.map((_, k) => k + 1));
    }
    this.busy = false;
  }
}
