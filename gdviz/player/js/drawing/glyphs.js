// Signs on the map, each with a shape of its own: minimum ○, global minimum ★, saddle ✕ in a diamond, maximum △ …

import { circle, crossed, filled, inked, through } from "./strokes.js";

const WORDS = {
  minimum: "minimum",
  global: "lowest minimum",
  saddle: "saddle",
  maximum: "maximum",
  degenerate: "degenerate point",
  event: "event",
  arrival: "arrival",
  floor: "valley floor",
};

export function wordFor(kind) {
  return WORDS[kind] || kind;
}

const OUTLINES = {
  minimum: (pen, r) => circle(pen, 0, 0, r),
  global: (pen, r) => polygon(pen, [r * 1.45, r * 0.6525], 10, -Math.PI / 2),
  saddle: (pen, r) => polygon(pen, [r * 1.25], 4, 0),
  maximum: (pen, r) => polygon(pen, [r * 1.25], 3, -Math.PI / 2),
  degenerate: (pen, r) => polygon(pen, [r * 1.25], 4, Math.PI / 4),
  event: (pen, r) => polygon(pen, [r * 0.95], 3, Math.PI / 2),
  arrival: (pen, r) => polygon(pen, [r * 0.95], 4, 0),
};

/** The path of a polygon whose corners have these distances from the middle in turn: of a star two. */
function polygon(pen, radii, corners, turn) {
  const angles = Array.from({ length: corners }, (_, k) => turn + (2 * Math.PI * k) / corners);
  through(pen, angles.map((angle, k) => [Math.cos(angle), Math.sin(angle)].map((part) => part * radii[k % radii.length])), true);
}

/** Signs that stand above the point they speak of. */
export function standsAbove(kind) {
  return kind === "event" || kind === "arrival";
}

/** Draw one sign at a pixel: paper inside, ink outside; events are filled with their run's colour. */
export function drawGlyph(pen, kind, x, y, look, fill = null, size = 1) {
  const outline = OUTLINES[kind] || OUTLINES.degenerate;
  if (kind === "floor") {
    dot(pen, x, y, 1.3 * look.scale, look.ink);
    return;
  }
  const radius = (standsAbove(kind) ? 5 : 5.2) * look.scale * size;
  pen.save();
  pen.translate(x, standsAbove(kind) ? y - 11 * look.scale : y);
  pen.lineJoin = "round";
  outline(pen, radius);
  inked(pen, [look.halo, 4 * look.scale * size]);
  filled(pen, fill || (kind === "global" ? look.ink : look.paper));
  const edge = [look.ink, 1.5 * look.scale * size];
  inked(pen, edge);
  if (kind === "minimum") dot(pen, 0, 0, 1.5 * look.scale * size, look.ink);
  if (kind === "saddle") crossed(pen, 0, 0, radius * 0.42);
  if (kind === "saddle") inked(pen, edge);
  pen.restore();
}

function dot(pen, x, y, radius, ink) {
  circle(pen, x, y, radius);
  filled(pen, ink);
}

/** One sign as a data URL, for the legend. */
export function glyphPicture(kind, look, fill = null) {
  const size = 18 * look.scale;
  const canvas = document.createElement("canvas");
  canvas.width = size * 2;
  canvas.height = size * 2;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  drawGlyph(pen, kind, size / 2, size / 2 + (standsAbove(kind) ? 11 * look.scale : 0), look, fill);
  return canvas.toDataURL();
}
