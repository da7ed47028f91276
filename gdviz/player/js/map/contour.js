// The ground of the map: bands of colour and level lines over one window, drawn by Plotly.js or, without it, as plain SVG;
// between two drawings it is only moved.

import { inSlices } from "../base/slices.js";
import { bandPixels, palette } from "../drawing/bands.js";
import { flat, groundOf, Remembered } from "./ground.js";
import { plainGround } from "./plainground.js";

const QUIET = { staticPlot: true, displayModeBar: false, responsive: false };
const EDGELESS = { l: 0, r: 0, t: 0, b: 0, pad: 0 };
const SHARPEST = 1000; // pixels of the picture each way

/** Plotly's layout of a ground: its picture below, a path for each level above. */
function groundLayout({ window, paths }, picture, look, { width, height }) {
  const axis = { visible: false, fixedrange: true, autorange: false };
  const [[x, x1], [y0, y]] = window;
  const place = { xref: "x", yref: "y", x, y, xanchor: "left", yanchor: "top", sizex: x1 - x, sizey: y - y0, sizing: "stretch" };
  const line = { width: 0.7, color: look.contour };
  return {
    width,
    height,
    margin: EDGELESS,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    showlegend: false,
    xaxis: { ...axis, range: window[0] },
    yaxis: { ...axis, range: window[1] },
    images: picture ? [{ source: picture, layer: "below", ...place }] : [],
    shapes: paths.map((path) => ({ type: "path", path, xref: "x", yref: "y", layer: "above", line })),
  };
}

export class Ground {
  constructor(element, holes) {
    Object.assign(this, { element, holes, wanted: "", drawing: null, memory: new Remembered(), window: null, size: null, grid: null, remark: "" });
  }

  /** Draw, by Plotly or, where it is null, without it, when surface, window, levels, theme or size differ from what is drawn; ends when the newest drawing is done. */
  async draw(plotly, task) {
    const { surface, levels, look, box } = task;
    const key = [surface.key, task.window, levels, look.theme, box.width, box.height].join("|");
    if (key !== this.wanted) {
      this.wanted = key;
      this.drawing = this.drawn(plotly, task, () => this.wanted !== key);
    }
    let awaited = null;
    while (awaited !== this.drawing) {
      awaited = this.drawing;
      await awaited;
    }
  }

  async drawn(plotly, task, isOver) {
    const { look, box } = task;
    const side = 100 * Math.ceil(Math.sqrt(box.width * box.height) / 100);
    const ground = await inSlices(groundOf(this.memory, { ...task, side }), isOver);
    const picture = ground && (await this.paint(ground, look, box, isOver));
    if (picture === undefined || isOver()) return;
    const next = await this.made(plotly, ground, picture, look, box);
    if (isOver()) {
      plotly?.purge(next);
      next.remove();
      return;
    }
    this.purgeDrawing();
    next.style.cssText = "";
    this.element.replaceChildren(next);
    for (const part of [this.element, this.holes]) Object.assign(part.style, { width: `${box.width}px`, height: `${box.height}px` });
    this.element.style.background = flat(ground.grid) && ground.grid.blank < 1 ? look.ground[4][1] : "";
    this.element.toggleAttribute("data-blank", ground.grid.blank > 0);
    this.cutHoles(ground.blanks, look);
    Object.assign(this, { plotly, size: box, window: task.window, grid: ground.grid, remark: ground.remark });
  }

  /** An element with the whole drawing, out of sight: the old ground is seen until the new one is ready. */
  async made(plotly, ground, picture, look, box) {
    const next = document.createElement("div");
    next.style.cssText = "position: absolute; visibility: hidden";
    this.element.append(next);
    if (picture) await Object.assign(new Image(), { src: picture }).decode(); // the browser has it when the drawing shows it
    if (plotly) await plotly.newPlot(next, [], groundLayout(ground, picture, look, box), QUIET);
    else next.append(plainGround(ground, picture, look, box));
    return next;
  }

  /** The bands as an image, in the pixels of the screen; "" where there is nothing to see, undefined if it is over. */
  async paint(ground, look, box, isOver) {
    if (flat(ground.grid)) return "";
    const ratio = Math.min(window.devicePixelRatio || 1, SHARPEST / Math.max(box.width, box.height));
    const [wide, high] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    const bands = Math.round((ground.high - ground.low) / ground.size) + 1;
    const pixels = await inSlices(bandPixels(ground, palette(look.ground, bands), wide, high), isOver);
    return pixels && pngOf(new ImageData(pixels, wide, high));
  }

  /** Paint the blanks, hatched, over the ground: their edges come from a finer raster than the grid. */
  cutHoles(blanks, look) {
    this.holes.hidden = !blanks;
    if (!blanks) return;
    const { columns, rows, stretches } = blanks;
    Object.assign(this.holes, { width: columns, height: rows });
    const pen = this.holes.getContext("2d");
    stretches.forEach((row, k) => {
      for (const [from, to] of row) pen.fillRect(from, rows - 1 - k, to - from, 1);
    });
    pen.globalCompositeOperation = "source-in";
    pen.fillStyle = look.paper;
    pen.fillRect(0, 0, columns, rows);
    pen.globalCompositeOperation = "source-atop";
    pen.strokeStyle = look.muted;
    pen.globalAlpha = 0.55;
    for (let x = -rows; x < columns; x += 8) {
      pen.beginPath();
      pen.moveTo(x, rows);
      pen.lineTo(x + rows, 0);
      pen.stroke();
    }
  }

  /** Nothing: the picture has no ground. */
  clear() {
    this.purge();
    this.element.replaceChildren();
    this.element.removeAttribute("data-blank");
    Object.assign(this.element.style, { background: "", transform: "" });
    this.holes.hidden = true;
    Object.assign(this, { window: null, remark: "" });
  }

  purge() {
    this.wanted = "";
    this.purgeDrawing();
  }

  purgeDrawing() {
    if (this.plotly && this.element.firstElementChild) this.plotly.purge(this.element.firstElementChild);
  }

  /** Put the drawn window where it stands in the current view. */
  place(scale, box) {
    if (!this.window) return;
    const [[x0, x1], [y0, y1]] = this.window;
    const { width, height } = this.size; // of the drawing: the map may have another size by now
    const left = scale.px(x0) - box.left;
    const top = scale.py(y1) - box.top;
    const wide = (scale.px(x1) - scale.px(x0)) / width;
    const high = (scale.py(y0) - scale.py(y1)) / height;
    this.element.style.setProperty("--gv-zoom", String(Math.sqrt(wide * high)));
    this.holes.style.transform = this.element.style.transform = `translate(${left}px, ${top}px) scale(${wide}, ${high})`;
  }
}

/** Pixels as a PNG in a data URL: what Plotly takes at once, and a picture of the map can hold. */
async function pngOf(image) {
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  canvas.getContext("2d").putImageData(image, 0, 0);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve));
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}
