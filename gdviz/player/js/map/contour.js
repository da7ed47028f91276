// The ground of the map as one SVG element: the picture of the bands of colour with the level lines above it, over one window;
// between two drawings it is only moved.

import { inSlices } from "../base/slices.js";
import { bandPixels, palette } from "../drawing/bands.js";
import { flat, groundOf, Remembered } from "./ground.js";

const SVG = "http://www.w3.org/2000/svg";
const PAIR = /(-?[\d.]+(?:e[-+]?\d+)?),(-?[\d.]+(?:e[-+]?\d+)?)/g;
const SHARPEST = 1000; // pixels of the picture each way

/** The drawing of a ground {window, paths} in a box; picture: a data URL, or "" for none. */
function drawingOf({ window, paths }, picture, look, { width, height }) {
  const svg = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  if (picture) svg.append(element("image", { href: picture, width, height, preserveAspectRatio: "none" }));
  const lines = element("g", { fill: "none", stroke: look.contour });
  lines.append(...paths.map((path) => element("path", { d: inPixels(path, window, width, height) })));
  svg.append(lines);
  return svg;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A path in the plane's coordinates as one in pixels, to a hundredth. */
export function inPixels(path, [[x0, x1], [y0, y1]], width, height) {
  const written = (share, pixels) => String(Math.round(share * pixels * 100) / 100);
  return path.replace(PAIR, (_, x, y) => `${written((x - x0) / (x1 - x0), width)},${written((y1 - y) / (y1 - y0), height)}`);
}

export class Ground {
  constructor(element, holes) {
    Object.assign(this, { element, holes, wanted: "", drawing: null, memory: new Remembered(), window: null, size: null, grid: null, remark: "" });
  }

  /** Draw when surface, window, levels, theme or size differ from what is drawn; ends when the newest drawing is done. */
  async draw(task) {
    const { surface, levels, look, box } = task;
    const key = [surface.key, task.window, levels, look.theme, box.width, box.height].join("|");
    if (key !== this.wanted) {
      this.wanted = key;
      this.drawing = this.drawn(task, () => this.wanted !== key);
    }
    let awaited = null;
    while (awaited !== this.drawing) {
      awaited = this.drawing;
      await awaited;
    }
  }

  async drawn(task, isOver) {
    const { look, box } = task;
    const side = 100 * Math.ceil(Math.sqrt(box.width * box.height) / 100);
    const ground = await inSlices(groundOf(this.memory, { ...task, side }), isOver);
    const picture = ground && (await this.paint(ground, look, box, isOver));
    if (picture === undefined || isOver()) return;
    const next = drawingOf(ground, picture, look, box);
    next.style.cssText = "position: absolute; visibility: hidden"; // the old ground is seen until the browser has the new picture
    this.element.append(next);
    if (picture) await Object.assign(new Image(), { src: picture }).decode();
    if (isOver()) return next.remove();
    next.style.cssText = "";
    this.element.replaceChildren(next);
    for (const part of [this.element, this.holes]) Object.assign(part.style, { width: `${box.width}px`, height: `${box.height}px` });
    this.element.style.background = flat(ground.grid) && ground.grid.blank < 1 ? look.ground[4][1] : "";
    this.element.toggleAttribute("data-blank", ground.grid.blank > 0);
    this.cutHoles(ground.blanks, look);
    Object.assign(this, { size: box, window: task.window, grid: ground.grid, remark: ground.remark });
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
    this.wanted = "";
    this.element.replaceChildren();
    this.element.removeAttribute("data-blank");
    Object.assign(this.element.style, { background: "", transform: "" });
    this.holes.hidden = true;
    Object.assign(this, { window: null, remark: "" });
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

/** Pixels as a PNG in a data URL: what an SVG element can hold, also in a picture of the map. */
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
