// What every drawing on a canvas is made of: paths and the inks along them, frames, labels, and the signs of points: minimum ○, saddle ✕ in a diamond, …

export const ROUND = 2 * Math.PI;

/** Begin the path of some lines, each through pixels [x, y]. */
export function traced(pen, lines) {
  pen.beginPath();
  for (const line of lines) line.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
}

/** Begin the path of one line. */
export function through(pen, points, closed = false) {
  traced(pen, [points]);
  if (closed) pen.closePath();
}

/** Begin the path round a pixel. */
export function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, ROUND);
}

/** Begin the path round a pixel as an ellipse with these half-axes. */
export function oval(pen, [x, y], across, up) {
  pen.beginPath();
  pen.ellipse(x, y, across, up, 0, 0, ROUND);
}

/** Begin the path of a cross at a pixel. */
export function crossed(pen, x, y, reach) {
  traced(pen, [-1, 1].map((side) => [[x - reach, y + side * reach], [x + reach, y - side * reach]]));
}

/** Stroke the path in inks [color, width, dashes], each over the one before. */
export function inked(pen, ...inks) {
  for (const [strokeStyle, lineWidth, dashes = []] of inks) {
    Object.assign(pen, { strokeStyle, lineWidth });
    pen.setLineDash(dashes);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Fill the path; alpha: a share of the pen's own. */
export function filled(pen, color, alpha = 1) {
  const { globalAlpha } = pen;
  Object.assign(pen, { fillStyle: color, globalAlpha: globalAlpha * alpha });
  pen.fill();
  pen.globalAlpha = globalAlpha;
}

/** A disc with an edge. */
export function disc(pen, x, y, radius, color, edge, width) {
  circle(pen, x, y, radius);
  filled(pen, color);
  inked(pen, [edge, width]);
}

/** An area within an edge, which stands around it. */
export function wedge(pen, corners, color, edge, width) {
  pen.lineJoin = "round";
  through(pen, corners, true);
  inked(pen, [edge, width]);
  filled(pen, color);
}

/** A text within a halo, in the font and at the side that the pen has. */
export function haloed(pen, text, x, y, color, halo, lineWidth = 4) {
  Object.assign(pen, { lineJoin: "round", strokeStyle: halo, lineWidth, fillStyle: color });
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

/** The frame of a picture in a box, and ticks [[pixel, text], …] below it and to its left, `gap` pixels away. */
export function framed(pen, { left, top, width, height }, look, gap, across, up) {
  Object.assign(pen, { strokeStyle: look.line, lineWidth: 1, fillStyle: look.muted, textAlign: "center", textBaseline: "top" });
  pen.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  for (const [x, text] of across) pen.fillText(text, x, top + height + gap);
  Object.assign(pen, { textAlign: "right", textBaseline: "middle" });
  for (const [y, text] of up) pen.fillText(text, left - gap, y);
}

/** What is drawn from here on, until the pen is restored, is seen inside a box only. */
export function clipped(pen, { left, top, width, height }) {
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
}

/** A small label kept inside the box, pushed away from labels already there; without its second part where the box is too narrow. */
export function drawLabel(pen, words, x, y, box, look, color, taken) {
  pen.font = `600 ${look.text - 1}px ${look.font}`;
  const text = pen.measureText(words).width + 20 > box.width ? words.split(" · ")[0] : words;
  const width = pen.measureText(text).width + 12;
  const height = look.text + 8;
  const left = Math.min(Math.max(x - width / 2, box.left + 4), box.left + box.width - width - 4);
  let top = Math.min(Math.max(y - height / 2, box.top + 16), box.top + box.height - height - 16);
  const rises = top > box.top + box.height / 2 ? -1 : 1;
  const clash = () => taken.some(([l, t, w]) => left < l + w && l < left + width && Math.abs(t - top) < height + 2);
  for (let tries = 0; tries < 12 && clash(); tries += 1) top += rises * (height + 3);
  taken.push([left, top, width]);
  pen.fillStyle = look.paper;
  pen.globalAlpha = 0.92;
  pen.beginPath();
  pen.roundRect(left, top, width, height, 4);
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  pen.stroke();
  pen.fillStyle = look.ink;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillText(text, left + 6, top + height / 2 + 0.5);
}

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

/** Whether a mark is of an event of a run, or of where it arrived. */
export function isEvent({ frame, kind }) {
  return frame !== null && standsAbove(kind);
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
