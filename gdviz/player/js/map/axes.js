// The room of the map's picture, the view that fills it, and the axes around it: frame, ticks and the names of the two variables.

import { trueView } from "../base/geometry.js";
import { axisName, linearTicks, shortNumber } from "../base/numbers.js";
import { framed } from "../drawing/pen.js";

/** Size the canvas and the clip for the map as it stands; {box, ratio}: the picture in CSS pixels, device pixels in one. */
export function takeRoom({ map, layer, clip }, look) {
  const [wide, high] = [map.clientWidth, map.clientHeight];
  const ratio = window.devicePixelRatio || 1;
  const large = Math.max(1, (0.85 * look.text) / 12);
  const left = Math.round((wide < 480 ? 36 : 46) * large);
  const bottom = Math.round(34 * large);
  const box = { left, top: 6, width: Math.max(40, wide - left - 8), height: Math.max(40, high - bottom - 6) };
  Object.assign(layer, { width: Math.round(wide * ratio), height: Math.round(high * ratio) });
  Object.assign(clip.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
  return { box, ratio };
}

/** Is there ground to show beside the window: drawn by the formula, or level, as on a map that is withheld? */
const everywhere = ({ program, low, high }) => Boolean(program) || low === high;

/** A view of a surface as its map shows it: at equal scales where there is ground to show beside the window. */
export function shownView(surface, view, box, holdAll = true) {
  return everywhere(surface) ? trueView(view, surface.window, box, holdAll) : view;
}

/** What must be said of a view that reaches beyond the window of a surface that has its ground there only; else empty. */
export function beyondGround(surface, view) {
  const home = surface.window;
  const room = home.map(([low, high]) => 1e-9 * (high - low));
  const beyond = view.some(([low, high], axis) => low < home[axis][0] - room[axis] || high > home[axis][1] + room[axis]);
  return beyond && !everywhere(surface) ? "f is drawn in its window only; paths beside it are exact" : "";
}

/** Draw them on a canvas already sized, for a map {box, scale, view, ratio, scene}. */
export function drawAxes(canvas, { box, scale, view, ratio, scene: { look, surface } }) {
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.font = `${look.text - 0.5}px ${look.font}`;
  const bottom = box.top + box.height;
  const spread = 62 * look.scale;
  const name = Math.max(18, box.left - 28);
  const across = linearTicks(...view[0], box.width / spread).map((tick) => [scale.px(tick), shortNumber(tick, 6)]);
  const up = linearTicks(...view[1], box.height / spread).map((tick) => [scale.py(tick), shortNumber(tick, 6)]);
  // Beside the name of the axis there is room for a short number alone.
  const isFree = ([y, text]) => y > box.top + 16 * look.scale || box.left - 6 - pen.measureText(text).width > name + 7;
  framed(pen, box, look, 6, across, up.filter(isFree));
  Object.assign(pen, { fillStyle: look.ink, font: `italic 600 ${look.text + 1}px ${look.font}`, textBaseline: "bottom" });
  pen.fillText(axisName(surface.variables[0]), box.left + box.width, bottom + 20 * look.scale + 13);
  pen.textBaseline = "top";
  pen.fillText(axisName(surface.variables[1]), name, box.top - 4);
}
