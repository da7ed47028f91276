// The axes of the map: frame, ticks and the names of the two variables, on a canvas of their own.

import { axisName } from "../base/names.js";
import { linearTicks, shortNumber } from "../base/numbers.js";

/** Draw them on a canvas already sized, for a map {box, scale, view, ratio, scene}. */
export function drawAxes(canvas, { box, scale, view, ratio, scene: { look, surface } }) {
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.strokeStyle = look.line;
  pen.lineWidth = 1;
  pen.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
  pen.fillStyle = look.muted;
  pen.font = `${look.text - 0.5}px ${look.font}`;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  const bottom = box.top + box.height;
  const spread = 62 * look.scale;
  for (const tick of linearTicks(...view[0], box.width / spread)) pen.fillText(shortNumber(tick, 6), scale.px(tick), bottom + 6);
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  const name = Math.max(18, box.left - 28);
  for (const tick of linearTicks(...view[1], box.height / spread)) {
    const [words, y] = [shortNumber(tick, 6), scale.py(tick)];
    // Beside the name of the axis there is room for a short number alone.
    if (y > box.top + 16 * look.scale || box.left - 6 - pen.measureText(words).width > name + 7) pen.fillText(words, box.left - 6, y);
  }
  pen.fillStyle = look.ink;
  pen.font = `italic 600 ${look.text + 1}px ${look.font}`;
  pen.textBaseline = "bottom";
  pen.fillText(axisName(surface.variables[0]), box.left + box.width, bottom + 20 * look.scale + 13);
  pen.textBaseline = "top";
  pen.fillText(axisName(surface.variables[1]), name, box.top - 4);
}
