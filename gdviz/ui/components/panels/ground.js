// The ground of a small map: a shaded picture, or basins painted from a picture whose colours are labels and steps.

import { redGreenBlue } from "../../../player/js/base/look.js";

const PICTURES = new Map();
const MOST_PICTURES = 24;

/** An image, loaded once. */
function pictureOf(uri) {
  if (!PICTURES.has(uri)) {
    if (PICTURES.size >= MOST_PICTURES) PICTURES.delete(PICTURES.keys().next().value);
    PICTURES.set(
      uri,
      new Promise((resolve, reject) => {
        const image = new Image();
        image.onload = () => resolve(image);
        image.onerror = () => reject(new Error("a picture did not arrive"));
        image.src = uri;
      }),
    );
  }
  return PICTURES.get(uri);
}

function mixed(from, to, share) {
  return from.map((part, k) => part + (to[k] - part) * share);
}

/** Labels and steps from the pixels: red is the label plus `shift`, green and blue the steps. Rows from the top. */
export function unpackBasins(pixels, shift) {
  const count = pixels.length / 4;
  const labels = new Int16Array(count);
  const steps = new Uint16Array(count);
  for (let i = 0; i < count; i += 1) {
    labels[i] = pixels[4 * i] - shift;
    steps[i] = pixels[4 * i + 1] * 256 + pixels[4 * i + 2];
  }
  return { labels, steps };
}

/** How far from the full colour a start is that takes so many steps, 0 to 1, on a logarithmic scale. */
export function shadeOf(steps, fewest, most) {
  if (!(most > fewest)) return 0;
  const share = Math.log((1 + steps) / (1 + fewest)) / Math.log((1 + most) / (1 + fewest));
  return Math.min(1, Math.max(0, share)); // `fewest` and `most` are quantiles: some starts lie beyond them
}

async function readBasins(basins) {
  const image = await pictureOf(basins.codes);
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: image.width, height: image.height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  return { width: image.width, height: image.height, ...unpackBasins(data, basins.shift) };
}

/** Paint basins on a canvas of their own size; returns what a pixel says. */
export async function paintBasins(canvas, basins, theme) {
  const found = await readBasins(basins);
  const dark = theme === "dark";
  const colors = basins.colors.map((pair) => redGreenBlue(pair[dark ? 1 : 0]));
  const far = dark ? [12, 17, 24] : [252, 250, 245];
  const lost = dark ? [0, 0, 0] : [22, 24, 28];
  const [grey, ink, paper] = dark ? [[92, 98, 106], [220, 220, 215], [40, 46, 54]] : [[176, 178, 180], [60, 64, 70], [246, 244, 238]];
  const pen = canvas.getContext("2d");
  const stretch = basins.stretch;
  Object.assign(canvas, { width: found.width * stretch, height: found.height * stretch });
  const picture = pen.createImageData(canvas.width, canvas.height);
  for (let row = 0; row < canvas.height; row += 1) {
    for (let column = 0; column < canvas.width; column += 1) {
      const cell = Math.floor(row / stretch) * found.width + Math.floor(column / stretch);
      const label = found.labels[cell];
      const shade = shadeOf(found.steps[cell], basins.fewest, basins.most);
      let color = grey;
      if (label >= 0) color = mixed(colors[label % colors.length], far, 0.12 + 0.62 * shade);
      else if (label === -2) color = lost;
      else if (label === -4) color = row % 24 < 2 ? grey : paper;
      else if (label === -3) color = (row + column) % 8 < 2 ? ink : paper;
      const at = 4 * (row * canvas.width + column);
      for (let k = 0; k < 3; k += 1) picture.data[at + k] = color[k];
      picture.data[at + 3] = 255;
    }
  }
  pen.putImageData(picture, 0, 0);
  return found;
}

/** Draw a plain picture for the theme on a canvas. */
export async function paintPicture(canvas, ground, theme) {
  const image = await pictureOf(ground[theme]);
  Object.assign(canvas, { width: image.width, height: image.height });
  canvas.getContext("2d").drawImage(image, 0, 0);
}
