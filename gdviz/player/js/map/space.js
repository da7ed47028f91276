// The surface in space, drawn by Plotly, under the same paths, signs and frame; its bundle is loaded when it is first opened.

import { gridValue, heightsOf } from "../base/heights.js";
import { heightName } from "./projection.js";
import { SpaceSigns } from "./spacesigns.js";

const LOOSE = { displayModeBar: false, responsive: false, scrollZoom: false, plotGlPixelRatio: Math.max(1, window.devicePixelRatio || 1) };
const CAMERA = { eye: { x: -0.95, y: -1.15, z: 1.15 }, center: { x: 0, y: 0, z: -0.14 } };
const STRIDE = 2;

/**
 * A whole path laid on the surface: steps cut into pieces, points nearer than a 400th of the window left out,
 * broken outside the window. `step` names the step at which each point is reached.
 */
function spacePath(run, heights, grid, lift) {
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
    Object.assign(this, { element, memory, frame: 0, scene: null, plotly: null });
    this.signs = new SpaceSigns(Object.assign(document.createElement("canvas"), { className: "gdviz-under" }));
  }

  async show(plotly, scene) {
    this.plotly = plotly;
    this.scene = scene;
    this.heights = heightsOf(scene.grid, scene.surface, scene.view.levels);
    this.frame = scene.frame();
    this.paths = scene.runs.map((run) => spacePath(run, this.heights, scene.grid, (this.heights.high - this.heights.low) * 0.004));
    this.element.setAttribute("role", "img");
    this.element.setAttribute("aria-label", `The surface in space with the paths; its height is ${heightName(this.heights.mode)}`);
    const first = !this.element.querySelector(".plot-container");
    await plotly.react(this.element, [this.surfaceTrace()], this.layout(), LOOSE);
    this.element.append(this.signs.canvas);
    if (first) this.element.on("plotly_relayout", () => this.keepCamera());
    this.follow();
  }

  /** The signs follow Plotly's camera: whenever it draws from another place, they get other pixels. */
  follow() {
    const inner = this.element._fullLayout?.scene?._scene;
    if (!inner?.glplot) return; // no WebGL: Plotly says so
    const place = () => {
      const { cameraParams: camera } = inner.glplot;
      const seen = [camera.projection, camera.view, camera.model, inner.dataScale].map((matrix) => matrix.join()).join();
      if (seen === this.seen) return;
      this.seen = seen;
      this.signs.place(this.scene, this.heights, this.paths, camera, inner.dataScale);
      this.signs.draw(this.frame);
    };
    this.seen = null;
    const own = inner.glplot.onrender;
    if (!own?.follows) inner.glplot.onrender = Object.assign(() => (own?.(), this.placeSigns()), { follows: true });
    this.placeSigns = place;
    place();
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

  layout() {
    const { look, surface } = this.scene;
    // Plotly turns figures with the axes, some upside down: projection.js writes them upright.
    const axis = { color: look.muted, gridcolor: look.line, zerolinecolor: look.line, showbackground: false, showticklabels: false, showspikes: false, title: { text: "" }, autorange: false };
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
        xaxis: { ...axis, range: surface.window[0] },
        yaxis: { ...axis, range: surface.window[1] },
        zaxis: { ...axis, range: [this.heights.low - room, this.heights.high + room] },
      },
    };
  }

  draw(frame) {
    this.frame = frame;
    if (this.seen) this.signs.draw(frame);
  }
}
