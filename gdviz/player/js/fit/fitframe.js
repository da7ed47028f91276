// The frame of the fit: ticks in the rows' own units, and the names of the axes.

import { linearTicks, shortNumber } from "../base/numbers.js";

/** Draw the frame of a picture {pen, box, scale, view, fit, plane, scene}. */
export function drawFrame(picture) {
  const { pen, box, scale, fit } = picture;
  const { look } = picture.scene;
  pen.strokeStyle = look.line;
  pen.lineWidth = 1;
  pen.strokeRect(box.left + 0.5, box.top + 0.5, box.width - 1, box.height - 1);
  pen.fillStyle = look.muted;
  pen.font = `${look.text - 0.5}px ${look.font}`;
  const bottom = box.top + box.height;
  const ownTicks = (axis, count) => {
    const [mean, spread] = fit.scales[axis];
    const [low, high] = picture.view[axis].map((edge) => edge * spread + mean);
    if (axis === 0 && fit.model.places?.length) return fit.model.places.map((place) => [place, shortNumber(place, 3)]);
    return linearTicks(low, high, count).map((tick) => [(tick - mean) / spread, shortNumber(tick, 5)]);
  };
  Object.assign(pen, { textAlign: "center", textBaseline: "top" });
  for (const [at, text] of ownTicks(0, box.width / (64 * look.scale))) pen.fillText(text, scale.px(at), bottom + 5);
  Object.assign(pen, { textAlign: "right", textBaseline: "middle" });
  const classes = !picture.plane && fit.classes.length ? classTicks(picture) : null;
  if (!classes) for (const [at, text] of ownTicks(1, box.height / (48 * look.scale))) pen.fillText(text, box.left - 5, scale.py(at));
  pen.fillStyle = look.ink;
  pen.font = `600 ${look.text}px ${look.font}`;
  Object.assign(pen, { textAlign: "right", textBaseline: "bottom" });
  pen.fillText(fit.labels[0], box.left + box.width, bottom + 34 * look.scale);
  nameUpright(picture, classes || fit.labels[1]);
}

function classTicks(picture) {
  const { pen, fit, scale, box } = picture;
  const target = fit.columns[fit.target];
  const [low, high] = [Math.min(...target), Math.max(...target)];
  const chance = fit.model.link ? ` · curve: chance of ${fit.classes[1]}` : "";
  const named = fit.classes.every((name) => pen.measureText(name).width <= box.left - 8);
  [low, high].forEach((value, k) => pen.fillText(named ? fit.classes[k] : shortNumber(value, 2), box.left - 5, scale.py(value)));
  return (named ? fit.labels[1] : `${fit.labels[1]}: ${fit.classes[0]} below, ${fit.classes[1]} above`) + chance;
}

/** The upright axis is named inside its corner, where there is room. */
function nameUpright(picture, text) {
  const { pen, box } = picture;
  const { look } = picture.scene;
  const wide = pen.measureText(text).width;
  pen.globalAlpha = 0.85;
  pen.fillStyle = look.paper;
  pen.fillRect(box.left + 2, box.top + 2, wide + 10, look.text + 7);
  pen.globalAlpha = 1;
  pen.fillStyle = look.ink;
  Object.assign(pen, { textAlign: "left", textBaseline: "top" });
  pen.fillText(text, box.left + 7, box.top + 5);
}
