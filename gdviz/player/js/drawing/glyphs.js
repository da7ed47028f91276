// Signs on the map, each with a shape of its own: minimum ○, global minimum ★, saddle ✕ in a diamond, maximum △ …

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
  minimum: (pen, r) => pen.arc(0, 0, r, 0, 2 * Math.PI),
  global: (pen, r) => star(pen, r * 1.45),
  saddle: (pen, r) => polygon(pen, r * 1.25, 4, 0),
  maximum: (pen, r) => polygon(pen, r * 1.25, 3, -Math.PI / 2),
  degenerate: (pen, r) => polygon(pen, r * 1.25, 4, Math.PI / 4),
  event: (pen, r) => polygon(pen, r * 0.95, 3, Math.PI / 2),
  arrival: (pen, r) => polygon(pen, r * 0.95, 4, 0),
};

function polygon(pen, radius, corners, turn) {
  for (let k = 0; k < corners; k += 1) {
    const angle = turn + (2 * Math.PI * k) / corners;
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    if (k) pen.lineTo(x, y);
    else pen.moveTo(x, y);
  }
  pen.closePath();
}

function star(pen, radius) {
  for (let k = 0; k < 10; k += 1) {
    const angle = -Math.PI / 2 + (Math.PI * k) / 5;
    const reach = k % 2 ? radius * 0.45 : radius;
    const [x, y] = [reach * Math.cos(angle), reach * Math.sin(angle)];
    if (k) pen.lineTo(x, y);
    else pen.moveTo(x, y);
  }
  pen.closePath();
}

/** Signs that stand above the point they speak of. */
export function standsAbove(kind) {
  return kind === "event" || kind === "arrival";
}

/** Draw one sign at a pixel: paper inside, ink outside; events are filled with their run's colour. */
export function drawGlyph(pen, kind, x, y, look, fill = null, size = 1) {
  const outline = OUTLINES[kind] || OUTLINES.degenerate;
  if (kind === "floor") {
    speck(pen, x, y, look);
    return;
  }
  const radius = (standsAbove(kind) ? 5 : 5.2) * look.scale * size;
  pen.save();
  pen.translate(x, standsAbove(kind) ? y - 11 * look.scale : y);
  pen.lineJoin = "round";
  pen.beginPath();
  outline(pen, radius);
  pen.strokeStyle = look.halo;
  pen.lineWidth = 4 * look.scale * size;
  pen.stroke();
  pen.fillStyle = fill || (kind === "global" ? look.ink : look.paper);
  pen.fill();
  pen.strokeStyle = look.ink;
  pen.lineWidth = 1.5 * look.scale * size;
  pen.stroke();
  if (kind === "minimum") dot(pen, 1.5 * look.scale * size, look.ink);
  if (kind === "saddle") cross(pen, radius * 0.42);
  pen.restore();
}

function speck(pen, x, y, look) {
  pen.beginPath();
  pen.arc(x, y, 1.3 * look.scale, 0, 2 * Math.PI);
  pen.fillStyle = look.ink;
  pen.fill();
}

function dot(pen, radius, ink) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.fillStyle = ink;
  pen.fill();
}

function cross(pen, reach) {
  pen.beginPath();
  pen.moveTo(-reach, -reach);
  pen.lineTo(reach, reach);
  pen.moveTo(reach, -reach);
  pen.lineTo(-reach, reach);
  pen.stroke();
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
