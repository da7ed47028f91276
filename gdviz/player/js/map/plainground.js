// The ground of the map without Plotly: the picture of the bands with the level lines above it, as one SVG element.

const SVG = "http://www.w3.org/2000/svg";
const PAIR = /(-?[\d.]+(?:e[-+]?\d+)?),(-?[\d.]+(?:e[-+]?\d+)?)/g;

/** The SVG element of a ground {window, paths} in a box; picture: a data URL, or "" for none. It is built as Plotly's is. */
export function plainGround({ window, paths }, picture, look, { width, height }) {
  const svg = element("svg", { class: "main-svg", width, height, viewBox: `0 0 ${width} ${height}` });
  if (picture) svg.append(element("image", { href: picture, width, height, preserveAspectRatio: "none" }));
  const lines = element("g", { class: "shapelayer", fill: "none", stroke: look.contour, "stroke-width": 0.7 });
  for (const path of paths) lines.append(element("path", { d: inPixels(path, window, width, height) }));
  svg.append(lines);
  return svg;
}

/** A path in the plane's coordinates as one in pixels, to a hundredth. */
export function inPixels(path, [[x0, x1], [y0, y1]], width, height) {
  const written = (share, pixels) => String(Math.round(share * pixels * 100) / 100);
  return path.replace(PAIR, (_, x, y) => `${written((x - x0) / (x1 - x0), width)},${written((y1 - y) / (y1 - y0), height)}`);
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
