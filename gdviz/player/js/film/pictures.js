// The pictures of a film: a player of the film's size that nobody sees, and its canvases put together with title and legend.

import { dashOf, runColor } from "../base/look.js";
import { backdropOf, drawRuns } from "../map/picture.js";

const HIDDEN = "position:fixed;left:0;top:0;width:0;height:0;overflow:hidden;visibility:hidden;pointer-events:none";
const SWATCH = 30;

export class FilmPictures {
  /** newPlayer(root) is a player of an element; it is put beside `near`, whose colours it has. words: {title, formula}. */
  constructor(near, newPlayer, payload, size, { title = "", formula = "" } = {}) {
    Object.assign(this, { payload, size, title, formula });
    this.cover = document.createElement("div");
    this.cover.style.cssText = HIDDEN;
    this.cover.inert = true;
    const root = document.createElement("div");
    root.style.cssText = near.style.cssText;
    root.style.width = `${size[0]}px`;
    this.cover.append(root);
    near.after(this.cover);
    this.player = newPlayer(root);
    const [width, height] = size;
    this.canvas = Object.assign(document.createElement("canvas"), { width, height });
    this.pen = this.canvas.getContext("2d", { willReadFrequently: true });
  }

  get last() {
    return this.player.playback.last;
  }

  /** Draw everything that stays; ends when the first frame can be drawn. */
  async prepare() {
    const { player, payload, size } = this;
    const view = { ...payload.view, space: false, inside: "off", size: "" };
    const bare = { ...payload, view, parts: undefined, asked: null, inside: null, play: null, frame: 0 };
    this.pen.font = "13px sans-serif";
    const rows = this.rows(payload.runs);
    this.places = filmPlaces(size, rows.length);
    const { map, curves } = this.places;
    Object.assign(player.parts.map.style, { width: `${map.width}px`, height: `${map.height}px` });
    Object.assign(player.parts.plot.style, { flex: "none", width: `${curves.width}px`, height: `${curves.height}px`, minHeight: "0" });
    await document.fonts.ready;
    await player.update(bare);
    player.playback.playing = true; // phrases of events are drawn, and nothing asks for the next picture
    await this.drawBackdrop();
  }

  rows(runs) {
    return legendRows(runs, (run) => SWATCH + 36 + this.pen.measureText(run.label).width, this.size[0]);
  }

  /** A canvas of paper, title, formula, legend, ground and axes. */
  async drawBackdrop() {
    const { player, places: { map, curves, legend }, size: [width, height] } = this;
    const { look } = player;
    this.backdrop = Object.assign(document.createElement("canvas"), { width, height });
    const pen = this.backdrop.getContext("2d");
    pen.fillStyle = look.paper;
    pen.fillRect(0, 0, width, height);
    filmLine(pen, this.title, 46, 26, width - 170, look.ink, `600 18px ${look.font}`);
    filmLine(pen, this.formula, 46, 48, width - 170, look.muted, `13px ${look.font}`);
    filmLine(pen, player.parts.caption.textContent, curves.left + 46, curves.top - 8, curves.width - 60, look.muted, `13px ${look.font}`);
    pen.drawImage(await backdropOf(player.views.map), map.left, map.top, map.width, map.height);
    pen.font = `13px ${look.font}`;
    this.rows(player.runs).forEach((row, k) => row.forEach(([run, left]) => {
      const y = legend + LEGEND_ROW * k + 10;
      pen.beginPath();
      pen.moveTo(left, y);
      pen.lineTo(left + SWATCH, y);
      Object.assign(pen, { strokeStyle: runColor(run.color, look.theme), lineWidth: 2.6 });
      pen.setLineDash(dashOf(run.dash));
      pen.stroke();
      filmLine(pen, run.label, left + SWATCH + 8, y + 4.5, width, look.ink, pen.font);
    }));
  }

  /** Draw the picture of a frame, also between two steps, on the canvas. */
  draw(frame) {
    const { pen, player, places: { map, curves }, size: [width] } = this;
    player.playback.frame = frame;
    player.views.map.draw(frame);
    player.views.chart.draw(frame);
    pen.drawImage(this.backdrop, 0, 0);
    drawRuns(pen, player.views.map, [map.left, map.top, map.width, map.height]);
    pen.drawImage(player.parts.chart, curves.left, curves.top, curves.width, curves.height);
    pen.textAlign = "right";
    filmLine(pen, `step ${Math.floor(frame)}`, width - 20, 26, 150, player.look.ink, `600 14px ${player.look.font}`);
    pen.textAlign = "left";
  }

  destroy() {
    this.player.destroy();
    this.cover.remove();
  }
}

/** Write a line of text that takes so many pixels at most; what is longer ends in "…". */
function filmLine(pen, text, x, y, most, color, font) {
  Object.assign(pen, { font, fillStyle: color });
  const letters = [...text];
  while (letters.length && pen.measureText(letters.join("")).width > most) letters.splice(-2, 2, "…");
  pen.fillText(letters.join(""), x, y);
}

const HEAD = 58;
const LEGEND_ROW = 22;
const CAPTION = 26;

/** The rectangles {left, top, width, height} of map and curves on a film, for so many rows of the legend. */
export function filmPlaces([width, height], rows) {
  const below = 14 + LEGEND_ROW * rows;
  const room = height - HEAD - below;
  if (width > 1.3 * height) {
    const wide = Math.round(0.6 * width);
    return { map: { left: 0, top: HEAD, width: wide, height: room }, curves: { left: wide, top: HEAD + CAPTION, width: width - wide, height: room - CAPTION }, legend: height - below + 4 };
  }
  const high = Math.round(0.72 * room);
  return { map: { left: 0, top: HEAD, width, height: high }, curves: { left: 0, top: HEAD + high + CAPTION, width, height: room - high - CAPTION }, legend: height - below + 4 };
}

/** Rows of [item, left] for items so many pixels wide, in a legend of some width. */
export function legendRows(items, widthOf, width) {
  const rows = [[]];
  let left = 46;
  for (const item of items) {
    const wide = widthOf(item);
    if (rows.at(-1).length && left + wide > width - 10) {
      rows.push([]);
      left = 46;
    }
    rows.at(-1).push([item, left]);
    left += wide;
  }
  return rows.filter((row) => row.length);
}
