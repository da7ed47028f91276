// The map as one canvas, layer upon layer, for pictures and films.

/** A canvas of the map as it stands, in the pixels of the screen; no part of the page is changed. */
export async function mapPicture({ parts, box, ratio, scene }) {
  const { layer, clip, contour, holes, axes, halo, trail } = parts;
  const ground = await Promise.all([...contour.querySelectorAll("svg.main-svg")].map(imageOf));
  const canvas = Object.assign(document.createElement("canvas"), { width: layer.width, height: layer.height });
  const pen = canvas.getContext("2d");
  pen.fillStyle = scene.look.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.save();
  pen.scale(ratio, ratio);
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  pen.fillStyle = getComputedStyle(clip).backgroundColor;
  pen.fillRect(box.left, box.top, box.width, box.height);
  const { e, f, a, d } = new DOMMatrix(contour.style.transform);
  const place = [box.left + e, box.top + f, box.width * a, box.height * d];
  if (contour.style.background) pen.fillStyle = contour.style.backgroundColor;
  if (contour.style.background) pen.fillRect(...place);
  for (const image of ground) pen.drawImage(image, ...place);
  if (!holes.hidden) pen.drawImage(holes, ...place);
  pen.restore();
  for (const part of [axes, halo, trail, layer]) {
    pen.globalAlpha = Number(getComputedStyle(part).opacity);
    pen.drawImage(part, 0, 0);
  }
  pen.globalAlpha = 1;
  pen.scale(ratio, ratio);
  drawStart(pen, parts.start, scene);
  return canvas;
}

/** Plotly's drawing as an image; its lines are as thin as the style sheet makes them at this zoom. */
function imageOf(svg) {
  const copy = svg.cloneNode(true);
  const lines = svg.querySelectorAll(".shapelayer path");
  copy.querySelectorAll(".shapelayer path").forEach((path, k) => (path.style.strokeWidth = getComputedStyle(lines[k]).strokeWidth));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  return image.decode().then(() => image);
}

function drawStart(pen, start, { look }) {
  if (start.hidden) return;
  const { e, f } = new DOMMatrix(start.style.transform);
  for (const [color, width] of [[look.paper, 6], [look.ink, 2.5]]) {
    pen.beginPath();
    pen.arc(e, f, 7, 0, 2 * Math.PI);
    Object.assign(pen, { strokeStyle: color, lineWidth: width });
    pen.stroke();
  }
}
