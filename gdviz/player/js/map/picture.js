// The map as one canvas, layer upon layer, for pictures and films.

import { circle, clipped, inked } from "../drawing/pen.js";

const TRAIL_OPACITY = 0.86; // as in player.css

/** A canvas of the map as it stands, in the pixels of the screen; no part of the page is changed. */
export async function mapPicture(map) {
  const canvas = await backdropOf(map);
  drawRuns(canvas.getContext("2d"), map, [0, 0, canvas.width, canvas.height]);
  return canvas;
}

/** A canvas of what stays while the runs are played: ground, blanks and axes. */
export async function backdropOf({ parts, box, ratio, scene }) {
  const { layer, clip, contour, holes, axes } = parts;
  const ground = contour.firstElementChild && (await imageOf(contour.firstElementChild));
  const canvas = Object.assign(document.createElement("canvas"), { width: layer.width, height: layer.height });
  const pen = canvas.getContext("2d");
  pen.fillStyle = scene.look.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.save();
  pen.scale(ratio, ratio);
  clipped(pen, box);
  pen.fillStyle = getComputedStyle(clip).backgroundColor;
  pen.fillRect(box.left, box.top, box.width, box.height);
  const { e, f, a, d } = new DOMMatrix(contour.style.transform);
  const place = [box.left + e, box.top + f, contour.offsetWidth * a, contour.offsetHeight * d];
  if (contour.style.background) pen.fillStyle = contour.style.backgroundColor;
  if (contour.style.background) pen.fillRect(...place);
  if (ground) pen.drawImage(ground, ...place);
  if (!holes.hidden) pen.drawImage(holes, ...place);
  pen.restore();
  pen.drawImage(axes, 0, 0);
  return canvas;
}

/** Draw paths, signs and start as they stand now into a rectangle [left, top, width, height] of a pen, above the backdrop. */
export function drawRuns(pen, { parts, scene }, [left, top, width, height]) {
  const { halo, trail, layer, map } = parts;
  pen.save();
  for (const part of [halo, trail, layer]) {
    pen.globalAlpha = part === trail ? TRAIL_OPACITY : 1;
    pen.drawImage(part, left, top, width, height);
  }
  pen.globalAlpha = 1;
  pen.translate(left, top);
  pen.scale(width / map.clientWidth, height / map.clientHeight);
  drawStart(pen, parts.start, scene);
  pen.restore();
}

/** The drawing of a ground as an image; its lines are as thin as the style sheet makes them at this zoom. */
function imageOf(svg) {
  const copy = svg.cloneNode(true);
  copy.lastElementChild.style.strokeWidth = getComputedStyle(svg.lastElementChild).strokeWidth;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  return image.decode().then(() => image);
}

function drawStart(pen, start, { look }) {
  if (start.hidden) return;
  const { e, f } = new DOMMatrix(start.style.transform);
  circle(pen, e, f, 7);
  inked(pen, [look.paper, 6], [look.ink, 2.5]);
}
