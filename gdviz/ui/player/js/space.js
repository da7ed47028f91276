// The surface in space with the same paths and the same frame; its bundle is loaded when it is first opened.

import { stepAt } from "./decode.js";
import { heightsOf } from "./levels.js";
import { runColor } from "./look.js";
import { axisName } from "./map.js";

const LOOSE = { displayModeBar: false, responsive: false, scrollZoom: false };
const CAMERA = { eye: { x: -1.25, y: -1.45, z: 1.05 }, center: { x: 0, y: 0, z: -0.12 } };
const STRIDE = 2;

/** The path of a run until step t, where the window has a surface to carry it; points outside break the line. */
export function spacePath(run, t, heights, surface, lift) {
  const [[x0, x1], [y0, y1]] = surface.window;
  const path = { x: [], y: [], z: [] };
  for (let k = 0; k <= t; k += 1) {
    const inside = run.x[k] >= x0 && run.x[k] <= x1 && run.y[k] >= y0 && run.y[k] <= y1;
    path.x.push(inside ? run.x[k] : null);
    path.y.push(inside ? run.y[k] : null);
    path.z.push(inside ? heights.of(run.value[k]) + lift : null);
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
    await plotly.react(this.element, [this.surfaceTrace(), ...this.pathTraces()], this.layout(), LOOSE);
    if (first) this.element.on("plotly_relayout", () => this.keepCamera());
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
      contours: { z: { show: true, color: look.contour, width: 1, start: this.heights.low, end: this.heights.high, size: this.heights.size, usecolormap: false } },
    };
  }

  pathTraces() {
    const { runs, surface, look } = this.scene;
    return runs.flatMap((run) => {
      const color = runColor(run.color, look.theme);
      const path = spacePath(run, stepAt(run, this.frame), this.heights, surface, this.lift);
      const dash = { dash: "dash", dot: "dot", dashdot: "dashdot", longdash: "longdash", longdashdot: "longdashdot" }[run.dash] || "solid";
      const line = { type: "scatter3d", mode: "lines", ...path, line: { color, width: 6 * look.scale, dash }, hoverinfo: "skip", connectgaps: false, showlegend: false };
      return [line, { ...this.headTrace(run), marker: { color, size: 6 * look.scale, line: { color: look.paper, width: 1.5 } } }];
    });
  }

  headTrace(run) {
    const t = stepAt(run, this.frame);
    const head = spacePath(run, t, this.heights, this.scene.surface, this.lift);
    return { type: "scatter3d", mode: "markers", x: head.x.slice(-1), y: head.y.slice(-1), z: head.z.slice(-1), hoverinfo: "skip", showlegend: false };
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
        aspectratio: { x: 1.15, y: 1.15, z: 0.72 },
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
